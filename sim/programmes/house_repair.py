"""Dangerous-house repair 危房改造: once, for rural households on assistance whose house is dangerous.

Decree 649 chapter 7 (housing assistance); the programme for rural dangerous houses of key groups.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import HOUSEHOLD
from sim.programmes.lists import is_on_list, words_by_class
from sim.programmes.programme import Programme
from sim.state.codes import LOW_EDGE, NO_PROGRAMME, TEKUN
from sim.state.relief import ReliefView

CLAUSES = ("dangerous_house", "house_is_safe", "repaired_before", "not_on_the_list", "urban", "not_in_force")
_LIST = words_by_class("house_repair")
DANGEROUS, SAFE, REPAIRED, NOT_LISTED, URBAN, NOT_IN_FORCE = 0, 1, 2, 3, 4, 5


@rule
def is_listed(programme: int, law: Law) -> bool:
    """True for households on dibao or tekun, and for the low-edge class where it is added."""
    return is_on_list(_LIST, programme, bool(law.includes_low_edge))


@rule
def deciding_clause(view: ReliefView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses the repair."""
    if law.full <= 0:
        return NOT_IN_FORCE
    if view.is_urban:
        return URBAN
    if not is_listed(view.programme, law):
        return NOT_LISTED
    if view.was_repaired:
        return REPAIRED
    return DANGEROUS if view.is_dangerous else SAFE


@rule
def eligible(view: ReliefView, law: Law) -> bool:
    """True for a rural household on the list whose house is dangerous and was not repaired before."""
    return deciding_clause(view, law) == DANGEROUS


@rule
def amount(view: ReliefView, law: Law) -> int:
    """Return the subsidy, fen once: the full sum for a tekun household, less for the others."""
    if view.programme == TEKUN:
        return law.full
    return law.edge if view.programme == LOW_EDGE else law.usual


PROGRAMME = Programme(
    key="house_repair",
    code=NO_PROGRAMME,
    unit=HOUSEHOLD,
    label_key="house_repair",
    excludes=(),
    funding="housing",
    laws=("house_repair",),
    eligible=eligible,
    amount=amount,
)
