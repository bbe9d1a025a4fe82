"""The verbs that change who lives with whom, and the replay of one month of life events into the present."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernels import kernel, rule
from sim.state.codes import (
    ABILITY_CHANGE,
    BILL,
    DEATH,
    DISABILITY_CHANGE,
    DISABILITY_GRADE_BASE,
    DIVORCE,
    DIVORCED,
    ENTER,
    ILLNESS_OFF,
    ILLNESS_ON,
    LEAVE,
    MARRIED,
    MARRY,
    MOVE,
    NOBODY,
    NOT_WORKING,
    PENSION_CHANGE,
    WIDOWED,
    WORK_CHANGE,
)
from sim.state.histories import Histories
from sim.state.present import DEAD, EVENT_HAPPENED, GONE, HERE, LOOK_BACK_MOVED, Present


@rule
def restart_look_back(p: Present, household: int) -> None:
    """Take this month's wages for the whole look-back: the earners are others now than they were."""
    monthly = p.households[household].wages_m
    for slot in range(p.wages.shape[0]):
        p.wages[slot, household] = monthly
    p.households[household].wages_12m = monthly * p.wages.shape[0]
    p.households[household].is_changed = EVENT_HAPPENED


@rule
def leave_home(p: Present, person: int) -> None:
    """Take a person, and the person's wage, out of the present home."""
    household = p.persons[person].home
    if household == NOBODY:
        return
    before, after = p.persons[person].previous_member, p.persons[person].next_member
    if before == NOBODY:
        p.households[household].first_member = after
    else:
        p.persons[before].next_member = after
    if after != NOBODY:
        p.persons[after].previous_member = before
    p.persons[person].previous_member = NOBODY
    p.persons[person].next_member = NOBODY
    p.persons[person].home = NOBODY
    p.households[household].n_members -= 1
    p.households[household].wages_m -= p.persons[person].wage_m
    restart_look_back(p, household)


@rule
def join_home(p: Present, person: int, household: int) -> None:
    """Put a person, and the person's wage, into a household."""
    successor = p.households[household].first_member
    p.persons[person].next_member = successor
    if successor != NOBODY:
        p.persons[successor].previous_member = person
    p.persons[person].previous_member = NOBODY
    p.households[household].first_member = person
    p.persons[person].home = household
    p.households[household].n_members += 1
    p.households[household].wages_m += p.persons[person].wage_m
    restart_look_back(p, household)


@rule
def end_marriage(p: Present, person: int, state_of_partner: int) -> None:
    """Undo a marriage; the partner becomes widowed or divorced."""
    partner = p.persons[person].spouse
    if partner != NOBODY:
        p.persons[partner].spouse = NOBODY
        p.persons[partner].marital = state_of_partner
        if p.persons[partner].home != NOBODY:
            p.households[p.persons[partner].home].is_changed = EVENT_HAPPENED
    p.persons[person].spouse = NOBODY


@rule
def change_household(p: Present, kind: int, person: int, value: int) -> None:
    """Apply an event that changes who is here, who lives where or who is married."""
    if kind == ENTER:
        p.persons[person].presence = HERE
        join_home(p, person, value)
    elif kind == MOVE:
        leave_home(p, person)
        join_home(p, person, value)
    elif kind == MARRY:
        p.persons[person].spouse = value
        p.persons[person].marital = MARRIED
    elif kind == DIVORCE:
        end_marriage(p, person, DIVORCED)
        p.persons[person].marital = DIVORCED
    elif kind == DEATH:
        end_marriage(p, person, WIDOWED)
        leave_home(p, person)
        p.persons[person].presence = DEAD
    elif kind == LEAVE:
        leave_home(p, person)
        p.persons[person].presence = GONE


@rule
def change_person(p: Present, kind: int, person: int, code: int, value: int) -> None:
    """Apply an event that changes a person's ability, disability, illness, work or pension."""
    if kind == ABILITY_CHANGE:
        p.persons[person].ability = code
    elif kind == DISABILITY_CHANGE:
        p.persons[person].disability_type = code // DISABILITY_GRADE_BASE
        p.persons[person].disability_grade = code % DISABILITY_GRADE_BASE
    elif kind == ILLNESS_ON:
        p.persons[person].ill = 1
    elif kind == ILLNESS_OFF:
        p.persons[person].ill = 0
    elif kind == WORK_CHANGE:
        if p.persons[person].home != NOBODY:
            p.households[p.persons[person].home].wages_m += value - p.persons[person].wage_m
        p.persons[person].work = code
        p.persons[person].wage_m = value
    elif kind == PENSION_CHANGE:
        p.persons[person].pension = code
        p.persons[person].pension_m = value


@rule
def is_shock(kind: int, code: int) -> bool:
    """True for an event that registers record and a data match can find."""
    if kind == WORK_CHANGE:
        return code == NOT_WORKING
    return kind == DISABILITY_CHANGE or kind == ILLNESS_ON


@kernel
def apply_events(
    p: Present,
    kinds: NDArray[np.uint8],
    codes: NDArray[np.uint8],
    people: NDArray[np.int32],
    values: NDArray[np.int32],
    t: int,
) -> None:
    """Apply one month's events, in their order, and mark the households that changed."""
    slot = t % p.bills.shape[0]
    for i in range(kinds.size):
        person, kind = people[i], kinds[i]
        if kind <= LEAVE:
            if kind == DEATH and p.persons[person].home != NOBODY:
                p.households[p.persons[person].home].shock_at = t
            change_household(p, kind, person, values[i])
            continue
        if p.persons[person].presence != HERE:
            continue
        if kind == BILL:
            p.bills[slot, p.persons[person].home] += values[i]
            p.households[p.persons[person].home].bills_12m += values[i]
        else:
            change_person(p, kind, person, codes[i], values[i])
        if is_shock(kind, codes[i]):
            p.households[p.persons[person].home].shock_at = t
        p.households[p.persons[person].home].is_changed = EVENT_HAPPENED


@kernel
def turn_look_back(p: Present, followed: NDArray[np.int32], t: int) -> None:
    """Drop the month that leaves the look-back of bills, before this month's events."""
    month = p.bills[t % p.bills.shape[0]]
    for household in followed:
        old = month[household]
        if old != 0:
            p.households[household].bills_12m -= old
            month[household] = 0
            p.households[household].is_changed = LOOK_BACK_MOVED


@kernel
def book_wages(p: Present, followed: NDArray[np.int32], t: int) -> None:
    """Enter this month's wages into the look-back, after this month's events."""
    month = p.wages[t % p.wages.shape[0]]
    for household in followed:
        old, new = month[household], p.households[household].wages_m
        if old != new:
            month[household] = new
            p.households[household].wages_12m += new - old
            p.households[household].is_changed = max(p.households[household].is_changed, LOOK_BACK_MOVED)


def replay_month(present: Present, histories: Histories, followed: NDArray[np.int32], t: int) -> None:
    """Bring the present from the end of month t - 1 to the end of month t of the lives."""
    lo, hi = histories.month_first[t], histories.month_first[t + 1]
    turn_look_back(present, followed, t)
    apply_events(
        present,
        histories.event_kind[lo:hi],
        histories.event_code[lo:hi],
        histories.event_person[lo:hi],
        histories.event_value[lo:hi],
        t,
    )
    book_wages(present, followed, t)
