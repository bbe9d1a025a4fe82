"""Work: losing it, finding it, going away for it, leaving school and retiring; wages and pensions."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernels import rule
from sim.lives.illness import MOST_FEN
from sim.state.codes import (
    EMPLOYEE_PENSION,
    FARMING,
    FORMAL,
    INFORMAL,
    JUNIOR,
    MIGRANT,
    NOT_WORKING,
    RESIDENT_PENSION,
    STUDENT,
    TERTIARY,
)

RURAL = 1
SENIOR_SCHOOL = TERTIARY - 1


class WorkRates(NamedTuple):
    """Monthly chances and amounts of work; money in fen.

    Attributes
    ----------
    leaves : float64, by work code
        Probability of leaving the kind of work within a month; 0 for states that end at a birthday.
    returns_share : float
        Share of migrants' endings that are returns without loss of work.
    formal : float64, by schooling
        Share of hires into formal work.
    school_ends : int64, 3
        Ages at which school may end.
    school_end_shares : float64, 3
        Cumulative shares of the young who leave at these ages.
    """

    leaves: NDArray[np.float64]
    hire: float
    hire_inactive: float
    withdraw: float
    unemployed: float
    migrate: float
    migrate_from: int
    migrate_to: int
    formal: NDArray[np.float64]
    same_work: float
    school_start: int
    school_ends: NDArray[np.int64]
    school_end_shares: NDArray[np.float64]
    retirement: int
    wage_default: float
    wage_sd: NDArray[np.float64]  # by work code
    wage_growth: float
    wage_review: int  # years between two rises of one person's wage
    pension_growth: float
    pension_resident: float
    pension_share: float
    pension_least: float


def either(a: float, b: float) -> float:
    """Return the probability that at least one of two independent events happens."""
    return 1 - (1 - a) * (1 - b)


def work_rates(law: Any) -> WorkRates:
    """Return the chances and amounts of work under the assumptions in force."""
    leaves, spread = np.zeros(STUDENT + 1), np.full(STUDENT + 1, law.wage_sd_other)
    leaves[FORMAL], leaves[INFORMAL] = law.loss_formal_m, law.loss_informal_m
    leaves[MIGRANT] = either(law.loss_migrant_m, law.return_migrant_m)
    spread[FORMAL] = law.wage_sd_formal
    formal = np.full(TERTIARY + 1, law.formal_share_low)
    formal[SENIOR_SCHOOL], formal[TERTIARY] = law.formal_share_senior, law.formal_share_tertiary
    shares = np.array([law.leave_school_16, law.leave_school_16 + law.leave_school_19, 1.0])
    return WorkRates(
        leaves=leaves,
        hire=float(law.hire_m),
        hire_inactive=float(law.hire_inactive_m),
        withdraw=float(law.withdraw_share),
        unemployed=float(law.unemployed_share),
        migrate=float(law.migrate_m),
        migrate_from=int(law.adult_age),
        migrate_to=int(law.migrate_age_max),
        formal=formal,
        same_work=float(law.same_work_share),
        school_start=int(law.school_start_age),
        school_ends=np.array([law.school_end_first, law.school_end_second, law.school_end_third], np.int64),
        school_end_shares=shares,
        retirement=int(law.retirement_age),
        wage_default=float(law.wage_default_m),
        wage_sd=spread,
        wage_growth=float((1 + law.wage_growth_y) ** law.wage_review_years - 1),
        wage_review=int(law.wage_review_years),
        pension_growth=float(law.pension_growth_y),
        pension_resident=float(law.pension_resident_m),
        pension_share=float(law.pension_employee_share),
        pension_least=float(law.pension_employee_min_m),
    )


@rule
def is_paid(work: int) -> bool:
    """True for work that brings a wage; farming brings the household's farm income instead."""
    return work == FORMAL or work == INFORMAL or work == MIGRANT


@rule
def migrates(age: int, residence: int, rates: WorkRates) -> float:
    """Return the monthly probability of leaving for work elsewhere, of a person without a job."""
    if residence == RURAL and rates.migrate_from <= age <= rates.migrate_to:
        return rates.migrate
    return 0.0


@rule
def finds_work(age: int, residence: int, seeking: int, rates: WorkRates) -> float:
    """Return the monthly probability that a jobless person of working age finds work here or elsewhere."""
    if age < rates.school_ends[0] or age >= rates.retirement:
        return 0.0
    hire = rates.hire if seeking == 1 else rates.hire_inactive
    return 1.0 - (1.0 - hire) * (1.0 - migrates(age, residence, rates))


@rule
def new_work(
    u: float,
    u_kind: float,
    age: int,
    residence: int,
    schooling: int,
    last: int,
    seeking: int,
    rates: WorkRates,
) -> int:
    """Return the kind of work that a jobless person finds."""
    away = migrates(age, residence, rates)
    hire = rates.hire if seeking == 1 else rates.hire_inactive
    if u * (away + hire) < away:
        return MIGRANT
    if is_paid(last) and last != MIGRANT and u_kind < rates.same_work:
        return last
    share = (
        (u_kind - rates.same_work) / (1.0 - rates.same_work) if is_paid(last) and last != MIGRANT else u_kind
    )
    return FORMAL if share < rates.formal[schooling] else INFORMAL


@rule
def starting_wage(base: int, work: int, z: float, rates: WorkRates) -> int:
    """Return the wage at the start of a job: the person's potential wage with a draw for the job, fen a month."""
    return int(min(base * math.exp(rates.wage_sd[work] * z), float(MOST_FEN)))


@rule
def grown(amount: int, growth: float) -> int:
    """Return an amount in fen after one step of growth."""
    return int(min(amount * (1.0 + growth), float(MOST_FEN)))


@rule
def school_end(u: float, rates: WorkRates) -> int:
    """Return the age at which a young person leaves school."""
    for index in range(rates.school_ends.size - 1):
        if u < rates.school_end_shares[index]:
            return rates.school_ends[index]
    return rates.school_ends[-1]


@rule
def first_pension(work: int, wage_m: int, rates: WorkRates) -> tuple[int, int]:
    """Return the kind of pension and the fen a month of someone who reaches retirement."""
    if work == FORMAL:
        return EMPLOYEE_PENSION, int(max(wage_m * rates.pension_share, rates.pension_least))
    return RESIDENT_PENSION, int(rates.pension_resident)


@rule
def ends_at_retirement(work: int) -> bool:
    """True for work that stops at the retirement age; farmers go on."""
    return work != FARMING and work != NOT_WORKING


@rule
def reached(age: int, rates: WorkRates) -> int:
    """Return the schooling of someone who leaves school at an age: junior, senior or tertiary."""
    for index in range(rates.school_ends.size):
        if age <= rates.school_ends[index]:
            return JUNIOR + index
    return TERTIARY
