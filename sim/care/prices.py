"""What an elder pays for care, and what an elder can pay; all in fen a month."""

from __future__ import annotations

from sim.care.rules import Numbers
from sim.clock import MONTHS_PER_YEAR
from sim.kernels import rule
from sim.state.codes import PRIVATE


@rule
def voucher_m(price_m: float, level: int, is_institution: bool, numbers: Numbers) -> float:
    """Return what the care voucher pays: a share of the price up to the cap, from its lowest level on."""
    if level < numbers.voucher_level:
        return 0.0
    share = numbers.voucher_institution_share if is_institution else numbers.voucher_home_share
    return min(share * price_m, numbers.voucher_cap_m)


@rule
def service_price_m(price_m: float, level: int, numbers: Numbers) -> float:
    """Return the net price of care at home or by day."""
    return price_m - voucher_m(price_m, level, False, numbers)


@rule
def bed_price_m(
    fee_m: float, ownership: int, level: int, is_tekun: bool, is_poor: bool, numbers: Numbers
) -> float:
    """Return the net price of a bed: nothing for tekun holders in a public home; else fee less voucher and subsidy."""
    if is_tekun and ownership != PRIVATE:
        return 0.0
    price = fee_m - voucher_m(fee_m, level, True, numbers)
    if is_poor and level >= numbers.local_subsidy_level:
        price -= numbers.local_subsidy_m
    return max(price, 0.0)


@rule
def affordable_m(own_m: float, shared_m: float, family_m: float, savings: float, numbers: Numbers) -> float:
    """Return the highest monthly price within an elder's means.

    Parameters
    ----------
    own_m : float
        Own pension and benefits.
    shared_m : float
        The elder's part of the household's rent, farm and business income.
    family_m : float
        What the earners of the household and the children elsewhere earn together.
    savings : float
        The elder's part of the savings, fen.
    """
    income = own_m + shared_m + numbers.family_pay_share * family_m
    return numbers.income_limit_share * income + numbers.savings_limit_share * savings / MONTHS_PER_YEAR
