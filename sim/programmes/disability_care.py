"""Care service for severely disabled persons in hardship 困难重度残疾人照护服务: hours bought for a few, in kind."""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.money import share_of
from sim.programmes.codes import DISABILITY_CARE, PERSON
from sim.programmes.hardship import is_in_hardship
from sim.programmes.programme import Programme
from sim.state.holder import HolderView

CLAUSES = ("served", "not_severe", "not_of_age", "not_in_hardship", "no_place", "not_in_force")
GRANTED, NOT_SEVERE, NOT_OF_AGE, NOT_IN_HARDSHIP, NO_PLACE, NOT_IN_FORCE = 0, 1, 2, 3, 4, 5


@rule
def value_m(law: Law) -> int:
    """Return what the hours of a month cost, fen."""
    return share_of(law.hour_price, law.hours_m)


@rule
def deciding_clause(view: HolderView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses."""
    if value_m(law) <= 0:
        return NOT_IN_FORCE
    if view.disability_grade <= 0 or view.disability_grade > law.least_grade:
        return NOT_SEVERE
    if view.age < law.from_age or view.age >= law.until_age:
        return NOT_OF_AGE
    if not is_in_hardship(view.held, bool(law.extends_to_low_edge)):
        return NOT_IN_HARDSHIP
    return GRANTED if view.is_offered_care else NO_PLACE


@rule
def eligible(view: HolderView, law: Law) -> bool:
    """True for a severely disabled person of working age in hardship for whom the service has a place."""
    return deciding_clause(view, law) == GRANTED


@rule
def amount(view: HolderView, law: Law) -> int:
    """Return what the service is worth, fen a month."""
    return value_m(law)


PROGRAMME = Programme(
    key="disability_care",
    code=DISABILITY_CARE,
    unit=PERSON,
    label_key="disability_care",
    excludes=(),
    funding="disability",
    laws=("disability_care",),
    eligible=eligible,
    amount=amount,
)
