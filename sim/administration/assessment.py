"""Assessment: what the law grants every household on its true figures.

Only households that changed since last month are assessed again, all of them when the law changes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.casebook import Case, unit_view
from sim.administration.persons import enter_person, find_single, find_tekun, may_stand_alone
from sim.clock import MONTHS_PER_YEAR
from sim.kernels import array_kernel, kernel, rule
from sim.laws import Law
from sim.money import share_of
from sim.programmes.dispatcher import basic_living
from sim.programmes.means_test import countable_income_m, countable_income_y, property_ok, standard_m
from sim.state.claims import UNAWARE
from sim.state.codes import LOW_EDGE, NO_PROGRAMME, NOBODY
from sim.state.present import EVENT_HAPPENED, UNCHANGED
from sim.state.view import HouseholdView


@rule
def disposable_m(view: HouseholdView) -> int:
    """Return all cash income of the household before benefits, fen a month: nothing imputed, nothing deducted."""
    return (view.wages_y + view.farm_y + view.other_y) // MONTHS_PER_YEAR + view.pension_m


@rule
def clear_persons(case: Case, household: int) -> None:
    """Enter that no member is due anything alone."""
    person = case.p.households[household].first_member
    while person != NOBODY:
        enter_person(case, person, NO_PROGRAMME, 0, 0)
        person = case.p.persons[person].next_member


@rule
def certain_income_y(case: Case, household: int, standard: int) -> int:
    """Return an income that the unit has at least, fen a year, from the household's own columns alone.

    Wages, farm and other income, less the most that the cost of working and unavoidable spending could take away;
    pensions and support would only add to it.
    """
    home, files, means = case.p.households, case.files.households, case.laws.basic.means_test
    wages = home[household].wages_12m
    by_standard = MONTHS_PER_YEAR * share_of(
        standard * home[household].n_members, means.employment_cost_of_standard
    )
    most_cost = max(by_standard, share_of(wages, means.employment_cost_of_wage))
    earned = max(0, wages - most_cost)
    other = max(0, files.farm_y[household]) + max(0, files.other_y[household])
    return earned + other - home[household].bills_12m


@rule
def enter_nothing(case: Case, household: int, income_m: int, needs_m: int) -> None:
    """Enter that a household is due nothing."""
    due = case.wants.households
    due[household].disposable_m = income_m
    due[household].countable_m = income_m
    due[household].needs_m = needs_m
    due[household].programme = NO_PROGRAMME
    due[household].amount_m = 0
    if due[household].is_relevant == 1:
        due[household].is_relevant = 0
        due[household].is_searched = 0
        clear_persons(case, household)


@rule
def highest_line_y(needs_m: int, basic: Law) -> int:
    """Return the income of a year above which no unit is due anything, fen: the low-edge line, or the standard."""
    return share_of(MONTHS_PER_YEAR * needs_m, max(1.0, basic.low_edge.ratio))


@rule
def assess_household(case: Case, household: int) -> None:
    """Enter what one household and its members are due by law; those who are certainly above every line at once."""
    basic = case.laws.basic
    line_m = standard_m(case.files.households[household].is_urban, basic.dibao)
    needs_m = line_m * case.p.households[household].n_members
    certain_y = certain_income_y(case, household, line_m)
    if certain_y >= highest_line_y(needs_m, basic):
        enter_nothing(case, household, certain_y // MONTHS_PER_YEAR, needs_m)
        assess_alone(case, household, line_m)
        return
    assess_unit(case, household)


@rule
def assess_alone(case: Case, household: int, standard: int) -> None:
    """Enter what members of a household above the low-edge line are due by themselves.

    Tekun is a matter of the person: an elder without own income whom nobody is bound to support may live with
    better-off relatives. The same holds for single-person dibao where a severely disabled adult may apply alone.
    Nothing is remembered: whether an old spouse is able to support turns on the household's income, which moves here.
    """
    if not may_stand_alone(case, household, standard):
        return
    view = unit_view(case, household, 1.0, False)
    fits = property_ok(view, standard, case.laws.basic.means_test)
    income_pc = disposable_m(view) // max(1, view.n_unit)
    holders = find_tekun(case, household, fits, income_pc)
    holders += find_single(case, household, NO_PROGRAMME, fits, income_pc)
    case.wants.households[household].n_alone = holders
    case.wants.households[household].is_searched = 0
    case.wants.households[household].is_relevant = holders > 0


@rule
def assess_unit(case: Case, household: int) -> None:
    """Enter what one household and its members are due by law.

    Where nobody was due anything alone and nothing has happened since, only the household's income is looked at anew:
    a look-back that moves on changes nobody's capacity, relatives or own income.
    """
    wants, basic = case.wants, case.laws.basic
    is_known = wants.households[household].is_searched == 1 and wants.households[household].n_alone == 0
    if not is_known:
        clear_persons(case, household)
    view = unit_view(case, household, 1.0, False)
    standard = standard_m(view.is_urban, basic.dibao)
    income_m = disposable_m(view)
    wants.households[household].disposable_m = income_m
    wants.households[household].needs_m = standard * view.n_unit
    wants.households[household].countable_m = countable_income_m(view)
    wants.households[household].programme = NO_PROGRAMME
    wants.households[household].amount_m = 0
    wants.households[household].is_relevant = 0
    if countable_income_y(view) - view.rigid_y >= highest_line_y(standard * view.n_unit, basic):
        assess_alone(case, household, standard)
        return
    income_pc = income_m // max(1, view.n_unit)
    fits = property_ok(view, standard, basic.means_test)
    holders = 0 if is_known else find_tekun(case, household, fits, income_pc)
    wants.households[household].is_searched = 1
    if holders > 0:
        view = unit_view(case, household, 1.0, False)
    programme, amount = basic_living(view, basic)
    if programme == LOW_EDGE or programme == NO_PROGRAMME:
        holders += find_single(case, household, programme, fits, income_pc)
    wants.households[household].n_alone = holders
    wants.households[household].programme = programme
    wants.households[household].amount_m = 0 if programme == LOW_EDGE else amount
    wants.households[household].is_relevant = programme != NO_PROGRAMME or holders > 0


@kernel
def assess_changed(case: Case, followed: NDArray[np.int32], everyone: bool) -> int:
    """Assess the followed households that changed, or everyone; returns how many."""
    n = 0
    for household in followed:
        change = case.p.households[household].is_changed
        if everyone or change != UNCHANGED:
            case.p.households[household].is_changed = UNCHANGED
            if everyone or change == EVENT_HAPPENED:
                case.wants.households[household].is_searched = 0
                case.wants.households[household].is_relevant = 1  # who moved in brings what was due elsewhere
            if case.p.households[household].n_members > 0:
                assess_household(case, household)
                n += 1
            else:
                enter_nothing(case, household, 0, 0)
    return n


@array_kernel
def find_active(case: Case, followed: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the followed households that the month concerns: due something, known to the office, or poor."""
    due, held = case.wants.households, case.claims.households
    rows = np.empty(followed.size, np.int32)
    n = 0
    for household in followed:
        is_poor = due[household].disposable_m < due[household].needs_m
        if held[household].status != UNAWARE or due[household].is_relevant == 1 or is_poor:
            rows[n] = household
            n += 1
    return rows[:n].copy()
