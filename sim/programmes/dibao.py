"""Dibao 最低生活保障 tops a poor household up to the minimum-living standard of its place.

The household is assessed as one unit. State Council Decree 649 (2014, amended 2019), arts. 9-13 and 45; Measure
民发〔2021〕57号; Urban Dibao Regulation (1999).
"""

from __future__ import annotations

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import rule
from sim.laws import Law
from sim.money import ceil_to_yuan, share_of
from sim.programmes.codes import HOUSEHOLD
from sim.programmes.means_test import (
    PROPERTY_OK,
    asset_limit,
    countable_income_y,
    income_after_spending_y,
    property_breach,
    standard_m,
)
from sim.programmes.programme import Programme
from sim.state.codes import DIBAO
from sim.state.view import HouseholdView

# Order of the choices in dibao.yaml.
DIFFERENCE, TIER = 0, 1
ADDON_NONE, ADDON_MAX, ADDON_SUM, ADDON_FIXED = 0, 1, 2, 3

FIRST_CLASS, SECOND_CLASS, THIRD_CLASS, FOURTH_CLASS = 1, 2, 3, 4

CLAUSES = (
    "income_below_standard",
    "over_assets",
    "over_vehicle",
    "over_houses",
    "over_company",
    "over_purchase",
    "spending_deducted",
    "income_not_below_standard",
    "disabled_household",
)
SPENDING_DEDUCTED, INCOME_NOT_BELOW, DISABLED_HOUSEHOLD = 6, 7, 8


@rule
def below_standard(income_y: int, n_unit: int, standard: int) -> bool:
    """True if the income per head is strictly below the standard. Decree 649 art. 9."""
    return income_y < MONTHS_PER_YEAR * standard * n_unit


@rule
def breach(view: HouseholdView, means: Law, law: Law) -> int:
    """Return the property rule of dibao that the unit breaks, or PROPERTY_OK."""
    limit = asset_limit(view.n_unit, standard_m(view.is_urban, law), means)
    return property_breach(view, limit, False, means)


@rule
def is_disabled_household(view: HouseholdView, law: Law) -> bool:
    """True if a place's label for households with several disabled members takes in the whole unit.

    Qingshui: two or more disabled members, one of them severely, and income below a multiple of the standard.
    """
    if law.disabled_household_ratio <= 0 or view.n_severe == 0:
        return False
    line_y = MONTHS_PER_YEAR * standard_m(view.is_urban, law) * view.n_unit
    is_poor = countable_income_y(view) < share_of(line_y, law.disabled_household_ratio)
    return is_poor and view.n_disabled >= law.disabled_household_members


@rule
def eligible(view: HouseholdView, means: Law, law: Law) -> bool:
    """True if the income per head is strictly below the standard and the property is within its limits.

    A place's label for disabled households takes in units above the standard too.
    """
    standard = standard_m(view.is_urban, law)
    is_below = below_standard(countable_income_y(view), view.n_unit, standard)
    if not is_below and not is_disabled_household(view, law):
        return False
    return breach(view, means, law) == PROPERTY_OK


@rule
def eligible_by_spending(view: HouseholdView, means: Law, law: Law) -> bool:
    """True if only unavoidable spending brings the unit below the standard (expenditure type 支出型).

    The income itself must stay below a multiple of the standard. Notice 民发〔2022〕83号.
    """
    if not law.deducts_spending:
        return False
    standard = standard_m(view.is_urban, law)
    income_y = countable_income_y(view)
    cap_y = share_of(MONTHS_PER_YEAR * standard * view.n_unit, law.spending_cap_ratio)
    if below_standard(income_y, view.n_unit, standard) or income_y >= cap_y:
        return False
    if not below_standard(income_after_spending_y(view), view.n_unit, standard):
        return False
    return breach(view, means, law) == PROPERTY_OK


@rule
def difference_m(income_y: int, n_unit: int, standard: int, law: Law) -> int:
    """Return the gap to the standard for the whole unit, fen a month, rounded up once. Decree 649 art. 12.

    Never below a place's least top-up per head, never above the standard for every member.
    """
    gap_y = max(0, MONTHS_PER_YEAR * standard * n_unit - income_y)
    unit = law.rounding_unit_m
    gap_m = -(-gap_y // (MONTHS_PER_YEAR * unit)) * unit
    return min(standard * n_unit, max(gap_m, law.least_topup_pc_m * n_unit))


@rule
def tier_class(view: HouseholdView, income_y: int, standard: int, law: Law) -> int:
    """Return the class 1 (the poorest) to 4 of a place that pays fixed sums by class.

    By income as a share of the standard; a unit without anyone able to work is never below the second class.
    """
    line_y = MONTHS_PER_YEAR * standard * view.n_unit
    is_core = view.n_workers_able == 0
    if is_core and income_y <= share_of(line_y, law.tier1_income_share):
        return FIRST_CLASS
    if is_core or income_y <= share_of(line_y, law.tier2_income_share):
        return SECOND_CLASS
    return THIRD_CLASS if income_y <= share_of(line_y, law.tier3_income_share) else FOURTH_CLASS


@rule
def tier_pc_m(tier: int, standard: int, law: Law) -> int:
    """Return the sum of a class, fen per head and month: the published table, else a share of the standard."""
    if tier == FIRST_CLASS:
        table, share = law.tier1_m, law.tier1_share
    elif tier == SECOND_CLASS:
        table, share = law.tier2_m, law.tier2_share
    elif tier == THIRD_CLASS:
        table, share = law.tier3_m, law.tier3_share
    else:
        table, share = law.tier4_m, law.tier4_share
    return table if table > 0 else ceil_to_yuan(share_of(standard, share))


@rule
def addon_of_person_m(
    is_ill: bool, is_disabled: bool, is_elder70: bool, is_minor: bool, standard: int, law: Law
) -> int:
    """Return the add-on of one member, fen a month: the highest, the sum, or one fixed sum. Decree 649 art. 12."""
    ill = law.addon_ill if is_ill else 0.0
    disabled = law.addon_disabled if is_disabled else 0.0
    elder = law.addon_elder70 if is_elder70 else 0.0
    minor = law.addon_minor if is_minor else 0.0
    if law.addon_mode == ADDON_MAX:
        return share_of(standard, max(max(ill, disabled), max(elder, minor)))
    if law.addon_mode == ADDON_SUM:
        return share_of(standard, ill + disabled + elder + minor)
    if law.addon_mode == ADDON_FIXED and (is_ill or is_disabled or is_elder70 or is_minor):
        return law.addon_fixed_m
    return 0


@rule
def addons_m(view: HouseholdView, law: Law) -> int:
    """Return the add-ons of the whole unit, fen a month; each member is counted once, in the view's order."""
    standard = standard_m(view.is_urban, law)
    total = view.n_ill * addon_of_person_m(True, False, False, False, standard, law)
    total += (view.n_severe - view.n_ill) * addon_of_person_m(False, True, False, False, standard, law)
    total += view.n_elders70 * addon_of_person_m(False, False, True, False, standard, law)
    return total + view.n_minors * addon_of_person_m(False, False, False, True, standard, law)


@rule
def benefit_m(view: HouseholdView, income_y: int, law: Law) -> int:
    """Return the benefit of an eligible unit with this income, fen a month, add-ons included."""
    standard = standard_m(view.is_urban, law)
    mode = law.benefit_mode_urban if view.is_urban else law.benefit_mode_rural
    if mode == TIER:
        base = view.n_unit * tier_pc_m(tier_class(view, income_y, standard, law), standard, law)
    else:
        base = difference_m(income_y, view.n_unit, standard, law)
    return base + addons_m(view, law)


@rule
def amount(view: HouseholdView, means: Law, law: Law) -> int:
    """Return the benefit of a unit on dibao, fen a month."""
    return benefit_m(view, countable_income_y(view), law)


@rule
def amount_by_spending(view: HouseholdView, law: Law) -> int:
    """Return the benefit of a unit of the expenditure type, fen a month: on the income less the spending."""
    return benefit_m(view, income_after_spending_y(view), law)


@rule
def after_refusals_m(amount_m: int, n_unit: int, n_refusers: int) -> int:
    """Return the benefit without the own shares of members who refused work, fen a month. Decree 649 art. 45."""
    return ceil_to_yuan(-(-amount_m * max(0, n_unit - n_refusers) // n_unit))


@rule
def is_refuser(refusals: int, law: Law) -> bool:
    """True after so many job offers refused in a row without good reason. Decree 649 art. 45."""
    return refusals >= law.refusals_allowed


@rule
def deciding_clause(view: HouseholdView, means: Law, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses dibao."""
    is_below = below_standard(countable_income_y(view), view.n_unit, standard_m(view.is_urban, law))
    by_spending = eligible_by_spending(view, means, law)
    if not is_below and is_disabled_household(view, law):
        found = breach(view, means, law)
        return DISABLED_HOUSEHOLD if found == PROPERTY_OK else found
    if not is_below and not by_spending:
        return INCOME_NOT_BELOW
    return SPENDING_DEDUCTED if by_spending else breach(view, means, law)


PROGRAMME = Programme(
    key="dibao",
    code=DIBAO,
    unit=HOUSEHOLD,
    label_key="dibao",
    excludes=("tekun", "orphan", "low_edge", "single_person"),
    funding="relief",
    laws=("means_test", "dibao"),
    eligible=eligible,
    amount=amount,
)
