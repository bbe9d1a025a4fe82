"""Reviews: how a grant changes, ends, or runs out gradually.

Between reviews an amount stays as it is. A death is matched from the registers at once; other changes are reported by
some households and found by the next review with the rest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.casebook import Case
from sim.administration.persons import grant_persons
from sim.administration.verification import clear_claim, grant_unit, next_review_of, observe
from sim.draws import uniform
from sim.kernels import kernel, rule
from sim.programmes.dispatcher import basic_living
from sim.programmes.gradual_exit import in_exit_band, payment_m
from sim.programmes.means_test import countable_income_y, standard_m
from sim.programmes.process import is_small_change
from sim.state.claims import AWARE, EXITING, NEVER, RECEIVING, UNAWARE
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, LOW_EDGE, NO_PROGRAMME
from sim.state.view import HouseholdView


@rule
def is_cash(programme: int) -> bool:
    """True for the schemes that pay the unit."""
    return programme == DIBAO or programme == DIBAO_EXPENDITURE


@rule
def cap_to_members(case: Case, household: int) -> None:
    """Pay no more than the standard for every member who is still there."""
    claims = case.claims
    standard = standard_m(case.files.households[household].is_urban, case.laws.basic.dibao)
    claims.households[household].paid_m = min(
        claims.households[household].paid_m, standard * case.p.households[household].n_members
    )


@rule
def is_reported(case: Case, household: int, key: int) -> bool:
    """True if the household tells the office that its class has changed; one draw a decision, not one a month."""
    claims = case.claims
    before = is_cash(claims.households[household].programme)
    if before == is_cash(case.wants.households[household].programme):
        return False
    entity = case.files.households[household].id
    return uniform(key, entity, claims.households[household].n_decisions) >= case.laws.office.unreported_share


@kernel
def note_changes(case: Case, followed: NDArray[np.int32], key: int) -> None:
    """Close the files of empty households, cap after a death, and bring reported changes up for review."""
    claims, t = case.claims, case.t
    for household in followed:
        status = claims.households[household].status
        if case.p.households[household].n_members == 0:
            if status != UNAWARE:
                clear_claim(case, household, UNAWARE)
            continue
        if status != RECEIVING:
            continue
        if case.p.households[household].shock_at == t:
            cap_to_members(case, household)
            claims.households[household].review_at = min(claims.households[household].review_at, t)
        elif is_reported(case, household, key):
            claims.households[household].review_at = min(claims.households[household].review_at, t)


@rule
def begin_exit(case: Case, household: int) -> None:
    """Begin a gradual exit on the amount held."""
    claims = case.claims
    claims.households[household].status = EXITING
    claims.households[household].exit_base_m = claims.households[household].paid_m
    claims.households[household].decided_at = case.t
    claims.households[household].until = case.t + int(case.laws.exit.months)
    claims.households[household].review_at = NEVER


@rule
def leaves_gradually(case: Case, household: int, view: HouseholdView) -> bool:
    """True if a unit that loses its cash has risen by work into the band of the gradual exit."""
    claims, basic = case.claims, case.laws.basic
    if not is_cash(claims.households[household].programme) or claims.households[household].paid_m == 0:
        return False
    standard = standard_m(view.is_urban, basic.dibao)
    return in_exit_band(countable_income_y(view), view.n_unit, standard, view.wages_y > 0, case.laws.exit)


@rule
def renew(case: Case, household: int, view: HouseholdView, programme: int, amount_m: int) -> None:
    """Go on with a grant; a small change leaves the amount as it is."""
    claims = case.claims
    before = claims.households[household].paid_m
    standard = standard_m(view.is_urban, case.laws.basic.dibao)
    same = is_cash(programme) and is_cash(claims.households[household].programme)
    if same and is_small_change(before, amount_m, view.n_unit, standard, case.laws.process):
        amount_m = min(before, standard * view.n_unit)
    grant_unit(case, household, programme, amount_m, claims.households[household].pay_from)
    claims.households[household].review_at = next_review_of(case, view)


@rule
def review_case(case: Case, household: int, key: int) -> None:
    """Review one grant."""
    held = grant_persons(case, household)
    view = observe(case, household, key)
    programme, amount = basic_living(view, case.laws.basic)
    case.claims.households[household].n_decisions += 1
    ends = not is_cash(programme) and leaves_gradually(case, household, view)
    if ends and held == 0:
        begin_exit(case, household)
    elif programme == NO_PROGRAMME and held == 0:
        clear_claim(case, household, AWARE)
    else:
        renew(case, household, view, programme, amount)


@kernel
def review_cases(case: Case, rows: NDArray[np.int32], key: int) -> None:
    """Review the grants whose turn has come."""
    for household in rows:
        review_case(case, household, key)


@kernel
def advance_exits(case: Case, followed: NDArray[np.int32]) -> None:
    """Set this month's payment of every gradual exit; end those that are over, take back who is poor again."""
    claims = case.claims
    for household in followed:
        if claims.households[household].status != EXITING:
            continue
        if is_cash(case.wants.households[household].programme):
            grant_unit(
                case,
                household,
                case.wants.households[household].programme,
                claims.households[household].exit_base_m,
                case.t,
            )
            claims.households[household].review_at = case.t
        elif case.t > claims.households[household].until:
            after = case.wants.households[household].programme
            clear_claim(case, household, AWARE)
            if after == LOW_EDGE:
                grant_unit(case, household, LOW_EDGE, 0, case.t)
                claims.households[household].review_at = case.t + int(case.laws.process.review_a_months)
        else:
            exit_month = case.t - claims.households[household].decided_at
            claims.households[household].paid_m = payment_m(
                claims.households[household].exit_base_m, 0, exit_month, case.laws.exit
            )
