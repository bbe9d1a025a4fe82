"""Funeral help 惠民殡葬: a free basic package in cremation zones, and the burial of tekun persons.

Measure of Gansu on free basic funerals; support of the destitute includes their funeral (Decree 649 art. 15).
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import PERSON
from sim.programmes.lists import is_on_list, words_by_class
from sim.programmes.programme import Programme
from sim.state.codes import NO_PROGRAMME, TEKUN

CLAUSES = (
    "free_package",
    "tekun_funeral",
    "not_cremated",
    "has_state_allowance",
    "not_on_the_list",
    "not_in_force",
)
_LIST = words_by_class("funeral")
FREE_PACKAGE, TEKUN_FUNERAL, NOT_CREMATED, HAS_STATE_ALLOWANCE, NOT_LISTED, NOT_IN_FORCE = 0, 1, 2, 3, 4, 5


@rule
def is_listed(programme: int) -> bool:
    """True for who held dibao or tekun, alone or with the unit."""
    return is_on_list(_LIST, programme, False)


@rule
def deciding_clause(programme: int, is_cremated: bool, has_state_allowance: bool, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that decides on the free package."""
    if law.package <= 0:
        return NOT_IN_FORCE
    if not is_listed(programme):
        return NOT_LISTED
    if not is_cremated:
        return NOT_CREMATED
    return HAS_STATE_ALLOWANCE if has_state_allowance else FREE_PACKAGE


@rule
def eligible(programme: int, is_cremated: bool, has_state_allowance: bool, law: Law) -> bool:
    """True if the dead was of a listed class, was cremated and is due no funeral allowance of the state."""
    return deciding_clause(programme, is_cremated, has_state_allowance, law) == FREE_PACKAGE


@rule
def tekun_funeral(programme: int, base_m: int, law: Law) -> int:
    """Return what the burial of a tekun person costs, fen: so many months of the base."""
    return base_m * law.tekun_months if programme == TEKUN else 0


@rule
def amount(programme: int, is_cremated: bool, has_state_allowance: bool, base_m: int, law: Law) -> int:
    """Return the public cost of a funeral, fen; a tekun person's burial takes in the package."""
    if programme == TEKUN:
        return tekun_funeral(programme, base_m, law)
    return law.package if eligible(programme, is_cremated, has_state_allowance, law) else 0


PROGRAMME = Programme(
    key="funeral",
    code=NO_PROGRAMME,
    unit=PERSON,
    label_key="funeral",
    excludes=(),
    funding="local",
    laws=("funeral",),
    eligible=eligible,
    amount=amount,
)
