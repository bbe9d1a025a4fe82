"""The month's events as the desk of relief hears them: bills are aided, funerals paid, losses noted.

Runs before the lives are replayed, while the dead are still at home and lost wages still known. Events come in the
order of their kinds, so who dies or moves does so before any bill of the month.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.reliefbook import (
    BURIALS,
    CREMATIONS,
    DEPOSIT,
    FUNERAL_LINE,
    MEDICAL_LINE,
    PUT_OFF,
    ZONE,
    Desk,
    book_in_kind,
    enter_aid,
    programme_of_person,
)
from sim.clock import age_years
from sim.draws import uniform
from sim.kernels import array_kernel, rule
from sim.programmes import funeral, medical_assistance
from sim.programmes.rigid_household import disposable_pc_y
from sim.programmes.tekun import base_m
from sim.state.codes import (
    BILL,
    DEATH,
    EMPLOYEE_PENSION,
    ENTER,
    INPATIENT,
    LEAVE,
    MOVE,
    NOBODY,
    NOT_WORKING,
    WORK_CHANGE,
)

_package = funeral.amount
_class_of = medical_assistance.class_of
_policy_cost = medical_assistance.policy_cost
_aid = medical_assistance.amount
_forgo = medical_assistance.chance_to_forgo


@rule
def home_of(desk: Desk, person: int) -> int:
    """Return the home of a person after the moves of this month seen so far."""
    own = desk.relief.persons[person]
    return own.home if own.moved_at == desk.case.t else desk.case.p.persons[person].home


@rule
def touch(desk: Desk, household: int, rows: NDArray[np.int32], n: int) -> int:
    """Put a household on the month's list, once; returns the length of the list."""
    if desk.relief.households[household].touched_at == desk.case.t:
        return n
    desk.relief.households[household].touched_at = desk.case.t
    rows[n] = household
    return n + 1


@rule
def bury(desk: Desk, person: int, household: int) -> None:
    """Count a funeral by zone and book what the public pays of it."""
    case, law = desk.case, desk.laws.funeral
    file = case.files.households[household]
    is_cremated = uniform(desk.keys[ZONE], file.id, 0) < (law.zone_urban if file.is_urban else law.zone_rural)
    desk.counts[file.township, CREMATIONS if is_cremated else BURIALS] += 1
    programme = programme_of_person(case, person, household)
    has_allowance = case.p.persons[person].pension == EMPLOYEE_PENSION
    base = base_m(file.is_urban, case.laws.basic.dibao, case.laws.basic.tekun)
    cost = _package(programme, is_cremated, has_allowance, base, law)
    if cost > 0:
        book_in_kind(desk, household, FUNERAL_LINE, cost, 1)


@rule
def lose_earner(desk: Desk, person: int, household: int) -> None:
    """Note the wage of a member who died as lost."""
    wage = desk.case.p.persons[person].wage_m
    if wage > 0:
        desk.relief.households[household].is_bereaved = 1
        desk.relief.households[household].loss += wage * desk.laws.temporary_relief.wage_loss_months


@rule
def loses_work(desk: Desk, person: int, code: int) -> bool:
    """True if a person of working age stops earning."""
    age = age_years(desk.case.files.persons[person].born, desk.case.month)
    is_of_age = age < desk.laws.employment_offer.working_age_to
    return code == NOT_WORKING and desk.case.p.persons[person].wage_m > 0 and is_of_age


@rule
def aid_bill(desk: Desk, person: int, household: int, code: int, bill: int) -> None:
    """Pay the share of a bill that assistance owes, and note a stay that was put off for want of a deposit."""
    case, law = desk.case, desk.laws.medical_assistance
    file = case.files.households[household]
    is_rigid = desk.relief.households[household].rigid_until >= case.t
    patient = _class_of(programme_of_person(case, person, household), is_rigid)
    cost, before = _policy_cost(bill, law), desk.relief.persons[person].cost_y
    desk.relief.persons[person].cost_y = before + cost
    disposable = disposable_pc_y(file.is_urban, case.laws.basic.means_test)
    aid = _aid(before, cost, patient, disposable, law)
    if aid > 0:
        desk.relief.persons[person].aid_y += aid
        enter_aid(desk, household, aid)
        book_in_kind(desk, household, MEDICAL_LINE, aid, 1)
    if code == INPATIENT and uniform(desk.keys[DEPOSIT], case.files.persons[person].id, 0) < _forgo(
        file.assets, patient, law
    ):
        desk.counts[file.township, PUT_OFF] += 1


@rule
def hear_move(desk: Desk, person: int, kind: int, value: int) -> None:
    """Note where an event of this month has brought a person."""
    if kind == ENTER or kind == MOVE:
        desk.relief.persons[person].home = value
        desk.relief.persons[person].moved_at = desk.case.t
    elif kind == DEATH or kind == LEAVE:
        desk.relief.persons[person].gone_at = desk.case.t


@array_kernel
def hear_events(
    desk: Desk,
    kinds: NDArray[np.uint8],
    codes: NDArray[np.uint8],
    people: NDArray[np.int32],
    values: NDArray[np.int32],
    is_followed: NDArray[np.bool_],
) -> NDArray[np.int32]:
    """Hear one month's events, in their order; returns the followed households that lost or paid something."""
    rows = np.empty(kinds.size, np.int32)
    n, t = 0, desk.case.t
    for i in range(kinds.size):
        person, kind = people[i], kinds[i]
        if kind != DEATH and kind != BILL and kind != WORK_CHANGE:
            if kind <= LEAVE:
                hear_move(desk, person, kind, values[i])
            continue
        home = home_of(desk, person)
        if home == NOBODY or desk.relief.persons[person].gone_at == t:
            continue
        if kind == DEATH:
            hear_move(desk, person, kind, values[i])
            bury(desk, person, home)
            lose_earner(desk, person, home)
        if not is_followed[home]:
            continue
        if kind == BILL:
            aid_bill(desk, person, home, codes[i], values[i])
            desk.relief.households[home].bill_at = t
            n = touch(desk, home, rows, n)
        elif kind == DEATH:
            n = touch(desk, home, rows, n)
        elif loses_work(desk, person, codes[i]):
            lost = desk.case.p.persons[person].wage_m * desk.laws.temporary_relief.wage_loss_months
            desk.relief.households[home].loss += lost
            n = touch(desk, home, rows, n)
    return rows[:n].copy()


@array_kernel
def strike(
    desk: Desk, rows: NDArray[np.int32], shares: NDArray[np.float64], touched: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Let disasters take a share of the year's income of the households `rows`; returns the longer list."""
    out = np.empty(touched.size + rows.size, np.int32)
    out[: touched.size] = touched
    n = touched.size
    for i in range(rows.size):
        household = rows[i]
        home, file = desk.case.p.households[household], desk.case.files.households[household]
        if home.n_members > 0:
            income_y = home.wages_12m + max(0, file.farm_y) + max(0, file.other_y)
            desk.relief.households[household].loss += int(income_y * shares[i])
            n = touch(desk, household, out, n)
    return out[:n].copy()
