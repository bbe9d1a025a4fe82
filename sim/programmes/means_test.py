"""The means test 家庭经济状况核对: who belongs to the unit, what counts as its income, what property it may hold.

Everything is on an annual basis in whole fen, so that nothing is rounded before the benefit. State Council Decree 649
(2014, amended 2019), arts. 9-13; Measure on review and confirmation of dibao 民发〔2021〕57号.
"""

from __future__ import annotations

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import rule
from sim.laws import Law
from sim.money import share_of
from sim.state.codes import (
    CHILD,
    COLLECTIVE,
    HEAD,
    INTELLECTUAL,
    MENTAL,
    NO_DISABILITY,
    RESIDENT_PENSION,
    SPOUSE,
)
from sim.state.view import ChildView, HouseholdView, MemberView

# Order of the choices in means_test.yaml.
NO_COST, STANDARD_SHARE, WAGE_SHARE = 0, 1, 2
PC_EXCESS, HOUSEHOLD_EXCESS, CIVIL_PRACTICE, FIXED = 0, 1, 2, 3

PROPERTY_OK, OVER_ASSETS, OVER_VEHICLE, OVER_HOUSES, OVER_COMPANY, OVER_PURCHASE = 0, 1, 2, 3, 4, 5


@rule
def standard_m(is_urban: bool, law: Law) -> int:
    """Return the dibao standard 低保标准 of a residence, fen per head and month; `law` is that of dibao."""
    return law.standard_urban_m if is_urban else law.standard_rural_m


@rule
def unit_member(member: MemberView, law: Law) -> bool:
    """True if a relative is one of the family members living together 共同生活的家庭成员.

    Spouse, minor children, adult children who cannot live independently or still study full-time, and others with
    a duty of support who live together for long; not who is in prison, in compulsory isolation, declared missing or
    away as religious personnel for years. 民发〔2021〕57号.
    """
    if member.is_absent or member.religious_years >= law.religious_years_away:
        return False
    if member.relation == HEAD or member.relation == SPOUSE:
        return True
    if member.relation == CHILD and (member.age < law.adult_age or member.is_student or member.is_dependent):
        return True
    return member.relation != COLLECTIVE and member.months_together >= law.months_together


@rule
def is_severely_disabled(disability_type: int, disability_grade: int, law: Law) -> bool:
    """True for grades 1-2 of any type, and for grade 3 of an intellectual or mental disability. 民发〔2021〕57号."""
    if disability_type == NO_DISABILITY or disability_grade <= 0:
        return False
    if disability_type == INTELLECTUAL or disability_type == MENTAL:
        return disability_grade <= law.severe_grade_mental
    return disability_grade <= law.severe_grade_any


@rule
def employment_cost_m(wage_m: int, standard: int, law: Law) -> int:
    """Return what a worker may deduct from the wage for the cost of working 就业成本扣减, fen a month.

    A share of the standard per worker, or a share of the wage, never above the wage. 民发〔2021〕57号; shares local.
    """
    if law.employment_cost_mode == STANDARD_SHARE:
        return min(wage_m, share_of(standard, law.employment_cost_of_standard))
    if law.employment_cost_mode == WAGE_SHARE:
        return min(wage_m, share_of(wage_m, law.employment_cost_of_wage))
    return 0


@rule
def disregarded_pension_m(pension: int, pension_m: int, law: Law) -> int:
    """Return the part of a pension that is no income, fen a month: the central base part of the resident scheme.

    The provincial and local parts count. Local notices of 2021 and 2022 for the years 2021 to 2025.
    """
    if pension != RESIDENT_PENSION or not law.disregards_base_pension:
        return 0
    return min(pension_m, law.base_pension_m)


@rule
def countable_transfers_m(entitlement_m: int, old_age_m: int, disability_m: int, law: Law) -> int:
    """Return what counts of entitlement pay 优待抚恤, old-age allowance and disability subsidies, fen a month.

    Decree 649; State Council opinion of 2015 on the two subsidies; the old-age allowance is decided locally.
    """
    counted = 0 if law.disregards_entitlement else entitlement_m
    counted += 0 if law.disregards_old_age else old_age_m
    return counted + (0 if law.disregards_disability else disability_m)


@rule
def support_formula_m(
    child: ChildView, n_elders_in_unit: int, n_children: int, standard: int, law: Law
) -> int:
    """Return the support 赡养费 that a formula expects of one child's household for the unit's elders, fen a month.

    `pc_excess`: a share of the income per head above a multiple of the standard, for each supported elder.
    `household_excess`: a share of the household's income above the low-income line of all its members.
    `civil_practice`: a share of the income per head above the standard, lower with many children.
    `fixed`: the same sum from every child. Which of them holds is decided by the place.
    """
    if law.support_mode == FIXED:
        return law.support_fixed_m
    if law.support_mode == HOUSEHOLD_EXCESS:
        line = share_of(standard * child.n_members, law.support_low_income_ratio)
        return share_of(max(0, child.income_m - line), law.support_household_share)
    if law.support_mode == CIVIL_PRACTICE:
        many = n_children >= law.support_many_children
        share = law.support_civil_share_many if many else law.support_civil_share
        excess = max(0, child.income_m - standard * child.n_members)
    else:
        share = law.support_share
        excess = max(0, child.income_m - share_of(standard * child.n_members, law.support_ratio))
    return share_of(excess * n_elders_in_unit, share / (max(1, child.n_members) * max(1, child.n_elders)))


@rule
def imputed_support_m(
    child: ChildView, n_elders_in_unit: int, n_children: int, standard: int, law: Law
) -> int:
    """Return the support that counts as income of the unit, fen a month.

    In this order: a child unable to support gives nothing; a court order or agreement counts as it is; support
    really paid counts where it is above the formula.
    """
    if child.is_unable:
        return 0
    if child.court_order_m >= 0:
        return child.court_order_m
    return max(child.actual_m, support_formula_m(child, n_elders_in_unit, n_children, standard, law))


@rule
def countable_income_y(view: HouseholdView) -> int:
    """Return the unit's countable income 家庭可支配收入, fen a year, nothing rounded."""
    earned = max(0, view.wages_y - MONTHS_PER_YEAR * view.employment_cost_m)
    regular_m = view.pension_m - view.pension_disregarded_m + view.support_m
    return max(0, earned + max(0, view.farm_y) + max(0, view.other_y) + MONTHS_PER_YEAR * regular_m)


@rule
def countable_income_m(view: HouseholdView) -> int:
    """Return the unit's countable income for display, fen a month rounded half up; tests use the annual figure."""
    return share_of(countable_income_y(view), 1 / MONTHS_PER_YEAR)


@rule
def income_after_spending_y(view: HouseholdView) -> int:
    """Return the countable income less unavoidable spending 刚性支出, never below zero, fen a year."""
    return max(0, countable_income_y(view) - view.rigid_y)


@rule
def property_breach(view: HouseholdView, asset_limit: int, car_allowed: bool, law: Law) -> int:
    """Return the first property rule that a unit breaks, or PROPERTY_OK; `asset_limit` is fen for the whole unit.

    Exactly at the limit passes. Local rules under Decree 649 art. 11; the numbers are the common ones.
    """
    limit = asset_limit
    if view.n_ill > 0:
        limit = max(limit, law.illness_assets_pc * view.n_unit)
    if view.assets > limit:
        return OVER_ASSETS
    if law.counts_vehicles and view.has_vehicle and not view.vehicle_exempt and not car_allowed:
        return OVER_VEHICLE
    if view.n_houses > law.max_houses and not view.house_exempt:
        return OVER_HOUSES
    if law.counts_companies and view.has_company:
        return OVER_COMPANY
    if law.counts_purchases and view.bought_home:
        return OVER_PURCHASE
    return PROPERTY_OK


@rule
def asset_limit(n_unit: int, standard: int, law: Law) -> int:
    """Return how much a unit may own in financial assets, fen: so many monthly standards for each member."""
    return law.asset_months * standard * n_unit


@rule
def property_ok(view: HouseholdView, standard: int, law: Law) -> bool:
    """True if the unit's property is within the limits of dibao."""
    return property_breach(view, asset_limit(view.n_unit, standard, law), False, law) == PROPERTY_OK


@rule
def disposable_income_pc_m(is_urban: bool, law: Law) -> int:
    """Return the last year's local disposable income per head, fen a month."""
    yearly = law.disposable_urban_y if is_urban else law.disposable_rural_y
    return yearly // MONTHS_PER_YEAR


@rule
def unable_to_support(
    is_assisted: bool, is_severe: bool, is_ill_and_poor: bool, is_student: bool, is_absent: bool
) -> bool:
    """True if a child cannot be asked for support: on dibao or tekun, severely disabled, seriously ill with a low
    income, a student, in prison or missing.
    """
    return is_assisted or is_severe or is_ill_and_poor or is_student or is_absent
