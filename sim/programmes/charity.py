"""Charity 慈善: care parcels 暖心包 and love vouchers 爱心惠民券, given beside the law and off the budget.

Wuzhong 2022: 6,800 parcels of 170 yuan. Gifts of this size are no income in the means test.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import HOUSEHOLD
from sim.programmes.lists import is_on_list, words_by_class
from sim.programmes.programme import Programme
from sim.state.codes import NO_PROGRAMME

CLAUSES = ("gift_given", "not_drawn", "not_on_the_list", "not_in_force")
_LIST = words_by_class("charity")
GIFT, NOT_DRAWN, NOT_LISTED, NOT_IN_FORCE = 0, 1, 2, 3


@rule
def parcel(is_drawn: bool, law: Law) -> int:
    """Return the value of a care parcel, fen, for a household that gets one."""
    return law.parcel if is_drawn else 0


@rule
def voucher(programme: int, law: Law) -> int:
    """Return the value of a love voucher, fen: to those on assistance, and to the low-edge class by choice."""
    return law.voucher if is_on_list(_LIST, programme, bool(law.voucher_low_edge)) else 0


@rule
def amount(programme: int, is_drawn: bool, law: Law) -> int:
    """Return the value of this year's gifts to a household, fen."""
    given = parcel(is_drawn, law) if programme != NO_PROGRAMME else 0
    return given + voucher(programme, law)


@rule
def deciding_clause(programme: int, is_drawn: bool, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that says whether there is a gift."""
    if law.parcel * law.parcel_share + law.voucher <= 0:
        return NOT_IN_FORCE
    if programme == NO_PROGRAMME:
        return NOT_LISTED
    return GIFT if amount(programme, is_drawn, law) > 0 else NOT_DRAWN


@rule
def eligible(programme: int, is_drawn: bool, law: Law) -> bool:
    """True if the household gets a gift this year."""
    return deciding_clause(programme, is_drawn, law) == GIFT


PROGRAMME = Programme(
    key="charity",
    code=NO_PROGRAMME,
    unit=HOUSEHOLD,
    label_key="charity",
    excludes=(),
    funding="charity",
    laws=("charity",),
    eligible=eligible,
    amount=amount,
)
