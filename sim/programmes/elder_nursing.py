"""Nursing subsidy of impaired elders in economic hardship 经济困难失能老年人护理补贴: by the assessed level."""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import ELDER_NURSING, PERSON
from sim.programmes.hardship import is_in_hardship
from sim.programmes.programme import Programme
from sim.state.holder import HolderView

CLAUSES = ("impaired_in_hardship", "not_in_hardship", "not_impaired", "too_young", "not_in_force")
GRANTED, NOT_IN_HARDSHIP, NOT_IMPAIRED, TOO_YOUNG, NOT_IN_FORCE = 0, 1, 2, 3, 4


@rule
def deciding_clause(view: HolderView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses."""
    if law.subsidy_m <= 0:
        return NOT_IN_FORCE
    if view.age < law.elder_age:
        return TOO_YOUNG
    if view.ability < law.least_level:
        return NOT_IMPAIRED
    if not is_in_hardship(view.held, bool(law.extends_to_low_edge)):
        return NOT_IN_HARDSHIP
    return GRANTED


@rule
def eligible(view: HolderView, law: Law) -> bool:
    """True for an elder in hardship whose assessed level is high enough."""
    return deciding_clause(view, law) == GRANTED


@rule
def amount(view: HolderView, law: Law) -> int:
    """Return the subsidy, fen a month."""
    return law.subsidy_m


PROGRAMME = Programme(
    key="elder_nursing",
    code=ELDER_NURSING,
    unit=PERSON,
    label_key="elder_nursing",
    excludes=(),
    funding="elder",
    laws=("elder_nursing",),
    eligible=eligible,
    amount=amount,
)
