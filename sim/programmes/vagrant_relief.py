"""Vagrant relief 流浪乞讨救助: food, a bed, first aid, a search for relatives and a ticket home.

State Council Decree 381 (2003) and its rules. The flow of people is a rate of the place, not a part of its residents.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import PERSON
from sim.programmes.programme import Programme
from sim.state.codes import NO_PROGRAMME

CLAUSES = ("helped", "must_leave", "escorted", "not_in_force")
HELPED, MUST_LEAVE, ESCORTED, NOT_IN_FORCE = 0, 1, 2, 3
NO_LIMIT = 0


@rule
def is_limited(age: int, has_signs: bool, law: Law) -> bool:
    """True if the stay has a limit: grown up, with no sign of a mental or intellectual disability."""
    return age >= law.adult_age and not has_signs


@rule
def longest_stay(age: int, has_signs: bool, law: Law) -> int:
    """Return the longest usual stay in days, NO_LIMIT without one."""
    return law.longest_days if is_limited(age, has_signs, law) else NO_LIMIT


@rule
def must_leave(age: int, has_signs: bool, day: int, law: Law) -> bool:
    """True on a day after the longest stay: the person leaves, or the station must extend."""
    return is_limited(age, has_signs, law) and day > law.longest_days


@rule
def needs_escort(age: int, is_disabled: bool, law: Law) -> bool:
    """True for minors, elders and the disabled, who are taken home."""
    return age < law.adult_age or age >= law.elder_age or is_disabled


@rule
def deciding_clause(age: int, has_signs: bool, is_disabled: bool, day: int, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that holds on a day of a stay."""
    if law.day_cost <= 0:
        return NOT_IN_FORCE
    if must_leave(age, has_signs, day, law):
        return MUST_LEAVE
    return ESCORTED if needs_escort(age, is_disabled, law) else HELPED


@rule
def eligible(age: int, has_signs: bool, day: int, law: Law) -> bool:
    """True while the station may go on helping."""
    return law.day_cost > 0 and not must_leave(age, has_signs, day, law)


@rule
def amount(days: int, is_escorted: bool, law: Law) -> int:
    """Return what one case costs, fen: days of board and the ticket, two tickets with an escort."""
    if law.day_cost <= 0:
        return 0
    return law.day_cost * days + law.ticket * (1 + is_escorted)


PROGRAMME = Programme(
    key="vagrant_relief",
    code=NO_PROGRAMME,
    unit=PERSON,
    label_key="vagrant_relief",
    excludes=(),
    funding="relief",
    laws=("vagrant_relief",),
    eligible=eligible,
    amount=amount,
)
