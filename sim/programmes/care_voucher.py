"""Consumption subsidy of impaired elders 失能老年人养老服务消费补贴: a share of the cost of care, up to a cap.

Notice of the ministries of civil affairs and of finance, July 2025; the whole country from January 2026.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.money import share_of
from sim.programmes.codes import CARE_VOUCHER, PERSON
from sim.programmes.programme import Programme
from sim.state.holder import HolderView

CLAUSES = ("impaired_and_buys_care", "not_impaired", "buys_no_care", "too_young", "not_in_force")
GRANTED, NOT_IMPAIRED, BUYS_NONE, TOO_YOUNG, NOT_IN_FORCE = 0, 1, 2, 3, 4


@rule
def home_m(spent_m: int, law: Law) -> int:
    """Return the voucher for care at home or by day, fen a month."""
    return min(law.cap_m, share_of(spent_m, law.home_share))


@rule
def institution_m(fee_m: int, law: Law) -> int:
    """Return the voucher for the fee of a care home, fen a month."""
    return min(law.cap_m, share_of(fee_m, law.institution_share))


@rule
def deciding_clause(view: HolderView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses."""
    if law.cap_m <= 0:
        return NOT_IN_FORCE
    if view.age < law.elder_age:
        return TOO_YOUNG
    if view.ability < law.least_level:
        return NOT_IMPAIRED
    return GRANTED if view.home_care_m > 0 or view.fee_m > 0 else BUYS_NONE


@rule
def eligible(view: HolderView, law: Law) -> bool:
    """True for an elder assessed as moderately impaired or worse who pays for care."""
    return deciding_clause(view, law) == GRANTED


@rule
def amount(view: HolderView, law: Law) -> int:
    """Return the voucher, fen a month: for the home where there is one, else for care outside."""
    return institution_m(view.fee_m, law) if view.fee_m > 0 else home_m(view.home_care_m, law)


PROGRAMME = Programme(
    key="care_voucher",
    code=CARE_VOUCHER,
    unit=PERSON,
    label_key="care_voucher",
    excludes=(),
    funding="voucher",
    laws=("care_voucher",),
    eligible=eligible,
    amount=amount,
)
