"""The desk of relief: rigid spending is recognised, temporary relief is asked for, decided and paid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.reliefbook import (
    ASK,
    CHECK,
    HELPED,
    RECOGNISED,
    RIGID,
    TEMPORARY_LINE,
    UNFOUNDED,
    Desk,
    chance_to_ask,
    pay_household,
    relief_view,
)
from sim.clock import age_years
from sim.draws import uniform
from sim.kernels import array_kernel, rule
from sim.programmes import rigid_household, temporary_relief
from sim.programmes.temporary_relief import LOSS_TOO_SMALL, NOTHING_HAPPENED
from sim.state.claims import RECEIVING
from sim.state.codes import NOBODY, STUDENT
from sim.state.relief import ILLNESS, STUDY, URGENT, ReliefView

_rigid = rigid_household.eligible
_valid_until = rigid_household.valid_until
_clause = temporary_relief.deciding_clause
_amount = temporary_relief.amount
_small = temporary_relief.small_amount
_wait = temporary_relief.months_to_payment


@rule
def enter_cause(desk: Desk, household: int, cause: int) -> None:
    """Enter that a cause was helped this month."""
    t = desk.case.t
    if cause == URGENT:
        desk.relief.households[household].urgent_at = t
    elif cause == ILLNESS:
        desk.relief.households[household].illness_at = t
    else:
        desk.relief.households[household].study_at = t


@rule
def hand_out(desk: Desk, household: int, fen: int) -> None:
    """Pay temporary relief to all members of a household."""
    pay_household(desk, household, TEMPORARY_LINE, fen, desk.case.p.households[household].n_members)
    desk.relief.households[household].last = fen
    desk.counts[desk.case.files.households[household].township, HELPED] += 1


@rule
def grant(desk: Desk, household: int, cause: int, fen: int) -> bool:
    """Grant relief: paid at once, or noted as pending; returns True if it waits."""
    wait = _wait(cause, fen, desk.laws.temporary_relief)
    enter_cause(desk, household, cause)
    if wait <= 0:
        hand_out(desk, household, fen)
        return False
    desk.relief.households[household].pending += fen
    desk.relief.households[household].pending_cause = cause
    desk.relief.households[household].pending_at = desk.case.t + wait
    return True


@rule
def assist_on_trust(desk: Desk, household: int, view: ReliefView) -> None:
    """Hand out a small sum whose papers will show that the loss was too small, with the declared chance."""
    law, case = desk.laws.temporary_relief, desk.case
    if (
        law.assist_first
        and uniform(desk.keys[CHECK], case.files.households[household].id, 0) < law.unchecked_share
    ):
        enter_cause(desk, household, URGENT)
        hand_out(desk, household, _small(view, law))
        desk.counts[case.files.households[household].township, UNFOUNDED] += 1


@rule
def ask_for(desk: Desk, household: int, cause: int) -> bool:
    """Let a household ask for relief for one cause, if it does; returns True if a grant waits to be paid."""
    case = desk.case
    asks = uniform(desk.keys[ASK], case.files.households[household].id, cause) < chance_to_ask(
        desk, household
    )
    if not asks:
        return False
    view = relief_view(desk, household, cause)
    clause = _clause(view, cause, case.laws.basic.means_test, desk.laws.temporary_relief)
    if clause < NOTHING_HAPPENED:
        fen = _amount(view, cause, case.laws.basic.dibao, desk.laws.temporary_relief)
        return grant(desk, household, cause, fen)
    if clause == LOSS_TOO_SMALL:
        assist_on_trust(desk, household, view)
    return False


@rule
def recognise(desk: Desk, household: int) -> None:
    """Let a household with a new bill ask to be recognised for its rigid spending."""
    case, law = desk.case, desk.laws.rigid_household
    if desk.relief.households[household].rigid_until >= case.t or law.spending_share <= 0.0:
        return
    if uniform(desk.keys[RIGID], case.files.households[household].id, 0) >= law.asks:
        return
    if _rigid(relief_view(desk, household, ILLNESS), case.laws.basic.means_test, law):
        desk.relief.households[household].rigid_until = _valid_until(case.t, law)
        desk.counts[case.files.households[household].township, RECOGNISED] += 1


@rule
def lapse_rigid(desk: Desk, household: int) -> None:
    """End the class of a household that has come to hold another."""
    if desk.case.claims.households[household].status == RECEIVING:
        desk.relief.households[household].rigid_until = min(
            desk.relief.households[household].rigid_until, desk.case.t - 1
        )


@array_kernel
def work_through(desk: Desk, rows: NDArray[np.int32]) -> NDArray[np.int32]:
    """Work through the households that the month touched; returns those whose relief waits to be paid."""
    waiting = np.empty(rows.size, np.int32)
    n = 0
    for household in rows:
        own = desk.relief.households[household]
        if desk.case.p.households[household].n_members > 0:
            lapse_rigid(desk, household)
            waits = False
            if own.loss > 0 or own.is_bereaved == 1:
                waits = ask_for(desk, household, URGENT)
            if own.bill_at == desk.case.t:
                recognise(desk, household)
                waits = ask_for(desk, household, ILLNESS) or waits
            if waits:
                waiting[n] = household
                n += 1
        desk.relief.households[household].loss = 0
        desk.relief.households[household].is_bereaved = 0
    return waiting[:n].copy()


@rule
def has_college_student(desk: Desk, household: int) -> bool:
    """True if a member studies beyond senior secondary school."""
    case = desk.case
    person = case.p.households[household].first_member
    while person != NOBODY:
        row = case.p.persons[person]
        if row.work == STUDENT:
            age = age_years(case.files.persons[person].born, case.month)
            if age >= desk.laws.education_aid.tertiary_age:
                return True
        person = row.next_member
    return False


@array_kernel
def begin_school_year(desk: Desk, followed: NDArray[np.int32]) -> NDArray[np.int32]:
    """Let households with a student in college ask for help with it; returns those whose relief waits to be paid."""
    waiting = np.empty(followed.size, np.int32)
    n = 0
    for household in followed:
        if desk.case.p.households[household].n_members == 0 or not has_college_student(desk, household):
            continue
        if ask_for(desk, household, STUDY):
            waiting[n] = household
            n += 1
    return waiting[:n].copy()


@array_kernel
def pay_pending(desk: Desk, rows: NDArray[np.int32]) -> NDArray[np.int32]:
    """Pay the decided sums whose month has come; returns the households that still wait."""
    left = np.empty(rows.size, np.int32)
    n = 0
    for household in rows:
        own = desk.relief.households[household]
        if own.pending <= 0:
            continue
        if own.pending_at > desk.case.t:
            left[n] = household
            n += 1
            continue
        if desk.case.p.households[household].n_members > 0:
            hand_out(desk, household, own.pending)
        desk.relief.households[household].pending = 0
    return left[:n].copy()
