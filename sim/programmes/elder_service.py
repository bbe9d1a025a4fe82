"""Service subsidy of elders in economic hardship 经济困难老年人养老服务补贴: the very old and the impaired."""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import ELDER_SERVICE, PERSON
from sim.programmes.hardship import is_in_hardship
from sim.programmes.programme import Programme
from sim.state.holder import HolderView

CLAUSES = ("old_or_impaired_in_hardship", "not_in_hardship", "neither_old_nor_impaired", "not_in_force")
GRANTED, NOT_IN_HARDSHIP, NEITHER, NOT_IN_FORCE = 0, 1, 2, 3


@rule
def deciding_clause(view: HolderView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses."""
    if law.subsidy_m <= 0:
        return NOT_IN_FORCE
    is_impaired = view.age >= law.elder_age and view.ability >= law.least_level
    if view.age < law.old_age and not is_impaired:
        return NEITHER
    if not is_in_hardship(view.held, bool(law.extends_to_low_edge)):
        return NOT_IN_HARDSHIP
    return GRANTED


@rule
def eligible(view: HolderView, law: Law) -> bool:
    """True for a very old or an impaired elder in hardship."""
    return deciding_clause(view, law) == GRANTED


@rule
def amount(view: HolderView, law: Law) -> int:
    """Return the subsidy, fen a month."""
    return law.subsidy_m


PROGRAMME = Programme(
    key="elder_service",
    code=ELDER_SERVICE,
    unit=PERSON,
    label_key="elder_service",
    excludes=(),
    funding="elder",
    laws=("elder_service",),
    eligible=eligible,
    amount=amount,
)
