"""Following the discovery funnel: who is in need, noticed, verified, posted, approved and paid.

Nothing is decided here: the steps of a household are read off its entitlement and its claim at the end of the month.
A household that is refused, or forgets, and comes again is counted again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.casebook import Case
from sim.administration.verification import COUNTY_LEVEL
from sim.kernels import kernel, rule
from sim.state.claims import AWARE, COOLING, EXITING, QUEUED, RECEIVING, UNAWARE
from sim.state.funnel import APPROVED, IN_NEED, NOT_IN, NOTICED, PAID, POSTED, VERIFIED, Funnel

# A month of the engine in calendar days: dates within a month are not simulated.
DAYS_PER_MONTH = 30


@rule
def enter_step(funnel: Funnel, household: int, place: int, step: int, t: int) -> None:
    """Enter that a household has reached a step."""
    funnel.step[household] = step
    funnel.since[household] = t
    funnel.entered[place, step - 1] += 1


@rule
def go_on(funnel: Funnel, household: int, place: int, days: int, t: int) -> None:
    """Move a household to its next step after the days it has spent at this one."""
    step = funnel.step[household]
    funnel.days[place, step - 1] += days
    enter_step(funnel, household, place, step + 1, t)


@rule
def drop(funnel: Funnel, household: int, place: int) -> None:
    """Enter that a household is lost at the step where it stands."""
    funnel.lost[place, funnel.step[household] - 1] += 1
    funnel.step[household] = NOT_IN


@rule
def days_since(funnel: Funnel, household: int, t: int) -> int:
    """Return the days since a household reached its step."""
    return (t - funnel.since[household]) * DAYS_PER_MONTH


@rule
def has_need(case: Case, household: int) -> bool:
    """True if a household has something to ask for."""
    return case.wants.households[household].is_relevant == 1 and case.p.households[household].n_members > 0


@rule
def was_decided(case: Case, household: int) -> bool:
    """True if an application of the household was decided this month."""
    status = case.claims.households[household].status
    is_answer = status == RECEIVING or status == COOLING
    return is_answer and case.claims.households[household].decided_at == case.t


@rule
def is_served(case: Case, household: int) -> bool:
    """True if a household holds a grant, or is leaving one gradually."""
    status = case.claims.households[household].status
    return status == RECEIVING or status == EXITING


@rule
def joins(case: Case, household: int) -> bool:
    """True if a household outside the funnel belongs into it: in need, and not served before this month."""
    status = case.claims.households[household].status
    if not has_need(case, household):
        return False
    if status == UNAWARE or status == AWARE or status == QUEUED:
        return True
    return case.claims.households[household].applied_at == case.t and was_decided(case, household)


@rule
def seek(case: Case, funnel: Funnel, household: int, place: int) -> None:
    """Take a household from need to notice and to its decision, or out."""
    status, t = case.claims.households[household].status, case.t
    decided = was_decided(case, household)
    if funnel.step[household] == IN_NEED:
        if status == AWARE or status == QUEUED or decided:
            go_on(funnel, household, place, days_since(funnel, household, t), t)
        elif not has_need(case, household):
            drop(funnel, household, place)
    if funnel.step[household] == NOTICED:
        if decided:
            go_on(funnel, household, place, days_since(funnel, household, t), t)
            funnel.verified_at[household] = t
        elif status == UNAWARE or not (has_need(case, household) or status == QUEUED):
            drop(funnel, household, place)
            if has_need(case, household):  # has forgotten, and is in need as before
                enter_step(funnel, household, place, IN_NEED, t)


@rule
def finish(case: Case, funnel: Funnel, household: int, place: int, posted_days: int) -> None:
    """Take a decided household through the public notice to its first payment, or out."""
    t, pay_from = case.t, case.claims.households[household].pay_from
    if not is_served(case, household):
        drop(funnel, household, place)
        return
    if funnel.step[household] == VERIFIED:
        go_on(funnel, household, place, 0, t)
    is_over = case.claims.households[household].status == EXITING
    approved = pay_from - int(case.laws.process.pay_lag_months)
    if funnel.step[household] == POSTED and (is_over or t >= approved):
        go_on(funnel, household, place, posted_days, t)
    if funnel.step[household] == APPROVED and (is_over or t >= pay_from):
        days = (t - funnel.verified_at[household]) * DAYS_PER_MONTH - posted_days
        go_on(funnel, household, place, max(days, 0), t)
        funnel.step[household] = NOT_IN


@rule
def follow_household(case: Case, funnel: Funnel, household: int, posted_days: int) -> None:
    """Bring one household's place in the funnel to the end of the month."""
    if funnel.step[household] == NOT_IN and case.wants.households[household].is_relevant == 0:
        return
    place = case.files.households[household].township
    if funnel.step[household] == NOT_IN:
        if not joins(case, household):
            return
        enter_step(funnel, household, place, IN_NEED, case.t)
    if funnel.step[household] < VERIFIED:
        seek(case, funnel, household, place)
    if VERIFIED <= funnel.step[household] < PAID:
        finish(case, funnel, household, place, posted_days)
    if funnel.step[household] != NOT_IN:
        funnel.waiting[place, funnel.step[household] - 1] += 1


@kernel
def follow_funnel(
    case: Case,
    followed: NDArray[np.int32],
    active: NDArray[np.int32],
    funnel: Funnel,
    is_seen: NDArray[np.bool_],
) -> None:
    """Bring the funnel to the end of the month and count its moves by township.

    Who has a need is among the active; of the other followed households only those in the funnel are looked at.

    Parameters
    ----------
    is_seen : bool array, households
        Scratch, all false.
    """
    funnel.entered[:] = 0
    funnel.lost[:] = 0
    funnel.days[:] = 0
    funnel.waiting[:] = 0
    posted_days = int(case.laws.process.publicity_days)
    if case.laws.process.approval_level == COUNTY_LEVEL:
        posted_days += int(case.laws.office.county_stage_days)
    for household in active:
        is_seen[household] = True
        follow_household(case, funnel, household, posted_days)
    for household in followed:
        if funnel.step[household] != NOT_IN and not is_seen[household]:
            follow_household(case, funnel, household, posted_days)
