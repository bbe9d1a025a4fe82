"""One person's body and work from event to event: deaths, ability, disability, illness, hospital, work, pension.

A clock for each process holds the month in which its next event is due. Clocks whose risk depends on age are wound
anew at each birthday, so a person costs one visit a year and one an event, not one a month. A draw is keyed by the
person and the month in which the clock was wound. The clocks and the state are a row of integers, so the same code
runs ten years at once or month by month, with the same bits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.clock import MONTHS_PER_YEAR
from sim.draws import months_until, normal, uniform
from sim.kernels import rule
from sim.lives.ability import DEAD_LEVEL, AbilityRates, pick, wait_at_level
from sim.lives.buffers import Events, emit
from sim.lives.deaths import Risk, wait
from sim.lives.disability import DisabilityRates, disability_code
from sim.lives.illness import (
    IllnessRates,
    illness_cost_y,
    illness_months,
    insured_share,
    out_of_pocket,
    stay_cost,
)  # fmt: skip
from sim.lives.streams import NEVER, Keys
from sim.lives.work import (
    WorkRates,
    ends_at_retirement,
    finds_work,
    first_pension,
    grown,
    is_paid,
    new_work,
    reached,
    school_end,
    starting_wage,
)  # fmt: skip
from sim.state.codes import (
    ABILITY_CHANGE,
    BILL,
    DEATH,
    DISABILITY_CHANGE,
    DISABILITY_GRADE_BASE,
    ILLNESS_OFF,
    ILLNESS_ON,
    INPATIENT,
    NO_PENSION,
    NOT_WORKING,
    PENSION_CHANGE,
    STUDENT,
    WORK_CHANGE,
)  # fmt: skip

# A person's row while living: who it is, the clocks, and how the person is. A record, because compiled code then passes
# one address where a tuple of arrays would be copied at every call.
PERSON = np.dtype(
    [
        ("id", np.uint64),
        *((name, np.int32) for name in (
            "row", "sex", "residence",
            "next_body", "next_disability", "next_illness", "next_stay", "next_work", "next_birthday",
            "age", "ability", "disability_grade", "ill_until", "ill_bill", "work", "last_work", "potential_wage",
            "wage_m", "is_seeking", "pension", "pension_m", "schooling",
        )),
    ],
    align=True,
)  # fmt: skip
Person = Any


class Rates(NamedTuple):
    """Everything that a body lives by; packed into one record before it reaches compiled code."""

    deaths: Risk
    ability: AbilityRates
    disability: DisabilityRates
    illness: IllnessRates
    work: WorkRates
    severe_grade: int  # worst-to-this grade of disability keeps people from being hired
    oldest: int
    keys: Keys


@rule
def soonest(s: Person) -> int:
    """Return the month of the next event on any clock."""
    first = min(min(s.next_body, s.next_disability), min(s.next_illness, s.next_stay))
    return min(first, min(s.next_work, s.next_birthday))


@rule
def stop_clocks(s: Person) -> None:
    """Let nothing happen any more."""
    s.next_body, s.next_disability, s.next_illness = NEVER, NEVER, NEVER
    s.next_stay, s.next_work, s.next_birthday = NEVER, NEVER, NEVER


@rule
def wind_body(s: Person, r: Rates, t: int) -> None:
    """Wind the clock of the next change of ability or of death from month t."""
    age = min(s.age, r.oldest)
    if s.age < r.ability.from_age:
        s.next_body = t + wait(uniform(r.keys.death, s.id, t), r.deaths, (s.residence, s.sex, age))
    else:
        u = uniform(r.keys.ability, s.id, t)
        s.next_body = t + wait_at_level(u, r.ability, s.residence, s.sex, age, s.ability)


@rule
def wind_yearly(s: Person, r: Rates, t: int) -> None:
    """Wind the clocks whose risk depends on age."""
    age = min(s.age, r.oldest)
    wind_body(s, r, t)
    s.next_stay = t + wait(uniform(r.keys.stay, s.id, t), r.illness.stay, age)
    if s.disability_grade == 0:
        s.next_disability = t + wait(uniform(r.keys.disability, s.id, t), r.disability.onset, age)
    if s.ill_until == 0:
        s.next_illness = t + wait(uniform(r.keys.illness, s.id, t), r.illness.onset, age)


@rule
def wind_work(s: Person, r: Rates, t: int) -> None:
    """Wind the clock of the end of a job or of its finding."""
    if s.work != NOT_WORKING:
        p = r.work.leaves[s.work]
    elif s.ill_until > 0 or 0 < s.disability_grade <= r.severe_grade:
        p = 0.0
    else:
        p = finds_work(s.age, s.residence, s.is_seeking, r.work)
    s.next_work = NEVER if p <= 0.0 else t + months_until(uniform(r.keys.work, s.id, t), p)


@rule
def stop_work(s: Person, out: Events, n: int, t: int, seeking: int) -> int:
    """End a job or school."""
    if is_paid(s.work):
        s.last_work = s.work
    s.work, s.wage_m, s.is_seeking = NOT_WORKING, 0, seeking
    return emit(out, n, t, WORK_CHANGE, NOT_WORKING, s.row, 0)


@rule
def body_event(s: Person, r: Rates, out: Events, n: int, t: int) -> int:
    """Let ability change, or the person die: then no clock runs any more."""
    to = DEAD_LEVEL
    if s.age >= r.ability.from_age:
        age = min(s.age, r.oldest)
        shares = r.ability.reaches[s.residence, s.sex, age, s.ability]
        to = pick(uniform(r.keys.ability_to, s.id, t), shares)
    if to == DEAD_LEVEL:
        stop_clocks(s)
        return emit(out, n, t, DEATH, 0, s.row, 0)
    s.ability = to
    wind_body(s, r, t + 1)
    return emit(out, n, t, ABILITY_CHANGE, to, s.row, 0)


@rule
def disability_event(s: Person, r: Rates, out: Events, n: int, t: int) -> int:
    """Let the person become disabled; a severe grade ends paid work."""
    u_type, u_grade = uniform(r.keys.disability_kind, s.id, t), uniform(r.keys.disability_grade, s.id, t)
    code = disability_code(u_type, u_grade, r.disability)
    s.disability_grade, s.next_disability = code % DISABILITY_GRADE_BASE, NEVER
    n = emit(out, n, t, DISABILITY_CHANGE, code, s.row, 0)
    if s.disability_grade <= r.severe_grade:
        if is_paid(s.work):
            n = stop_work(s, out, n, t, 0)
        wind_work(s, r, t + 1)
    return n


@rule
def fall_ill(s: Person, r: Rates, t: int, elapsed: float) -> None:
    """Set the end and the regular bill of a severe illness of which a share has elapsed; both in whole bills."""
    step = r.illness.bill_months
    months = int(illness_months(uniform(r.keys.illness_length, s.id, t), r.illness) * (1.0 - elapsed))
    s.ill_until = t + max(1, (months + step - 1) // step) * step
    s.next_illness = t + step
    share = insured_share(s.work, s.pension, r.illness)
    yearly = out_of_pocket(illness_cost_y(uniform(r.keys.illness_cost, s.id, t), r.illness), share, r.illness)
    s.ill_bill = int(yearly * step / MONTHS_PER_YEAR)


@rule
def illness_event(s: Person, r: Rates, out: Events, n: int, t: int) -> int:
    """Let a severe illness begin, send its next bill, or end."""
    if s.ill_until == 0:
        fall_ill(s, r, t, 0.0)
        n = emit(out, n, t, ILLNESS_ON, 0, s.row, 0)
        if is_paid(s.work) and uniform(r.keys.illness_work, s.id, t) < r.illness.work_loss:
            n = stop_work(s, out, n, t, 1)
        if s.work == NOT_WORKING:
            s.next_work = NEVER
        return n
    n = emit(out, n, t, BILL, 0, s.row, s.ill_bill)
    s.next_illness = t + r.illness.bill_months
    if t >= s.ill_until:
        n = emit(out, n, t, ILLNESS_OFF, 0, s.row, 0)
        s.ill_until = 0
        age = min(s.age, r.oldest)
        s.next_illness = t + 1 + wait(uniform(r.keys.illness, s.id, t + 1), r.illness.onset, age)
        if s.work == NOT_WORKING:
            wind_work(s, r, t + 1)
    return n


@rule
def stay_event(s: Person, r: Rates, out: Events, n: int, t: int) -> int:
    """Send the bill of a hospital stay."""
    cost = stay_cost(normal(r.keys.stay_cost, s.id, t), r.illness)
    bill = out_of_pocket(cost, insured_share(s.work, s.pension, r.illness), r.illness)
    age = min(s.age, r.oldest)
    s.next_stay = t + 1 + wait(uniform(r.keys.stay, s.id, t + 1), r.illness.stay, age)
    return emit(out, n, t, BILL, INPATIENT, s.row, int(bill))


@rule
def work_event(s: Person, r: Rates, out: Events, n: int, t: int) -> int:
    """Let a job be lost or found."""
    if s.work != NOT_WORKING:
        seeking = 1 if uniform(r.keys.seeking, s.id, t) >= r.work.withdraw else 0
        n = stop_work(s, out, n, t, seeking)
    else:
        u, u_kind = uniform(r.keys.work_to, s.id, t), uniform(r.keys.work_kind, s.id, t)
        s.work = new_work(u, u_kind, s.age, s.residence, s.schooling, s.last_work, s.is_seeking, r.work)
        s.wage_m = starting_wage(s.potential_wage, s.work, normal(r.keys.wage, s.id, t), r.work)
        n = emit(out, n, t, WORK_CHANGE, s.work, s.row, s.wage_m)
    wind_work(s, r, t + 1)
    return n


@rule
def retire(s: Person, r: Rates, out: Events, n: int, t: int) -> int:
    """End paid work and start a pension."""
    kind, wage = s.work, s.wage_m
    if not is_paid(kind):
        kind, wage = s.last_work, s.potential_wage
    if ends_at_retirement(s.work):
        n = stop_work(s, out, n, t, 0)
    if s.pension == NO_PENSION:
        s.pension, s.pension_m = first_pension(kind, wage, r.work)
        n = emit(out, n, t, PENSION_CHANGE, s.pension, s.row, s.pension_m)
    s.next_work = NEVER
    return n


@rule
def school_steps(s: Person, r: Rates, out: Events, n: int, t: int) -> int:
    """Let a child start school and a young person leave it."""
    work = r.work
    if s.age == work.school_start and s.work == NOT_WORKING:
        s.work = STUDENT
        n = emit(out, n, t, WORK_CHANGE, STUDENT, s.row, 0)
    if s.work == STUDENT and s.age >= work.school_ends[0]:
        end = school_end(uniform(r.keys.school_end, s.id, 0), work)
        if s.age >= end:
            s.schooling = max(s.schooling, reached(end, work))
            n = stop_work(s, out, n, t, 1)
    return n


@rule
def birthday(s: Person, r: Rates, out: Events, n: int, t: int) -> int:
    """Let wages and pensions grow, school begin and end, work end; the person has survived the month."""
    rises = s.age % r.work.wage_review == int(s.id % np.uint64(r.work.wage_review))
    if rises:
        s.potential_wage = grown(s.potential_wage, r.work.wage_growth)
    if s.pension != NO_PENSION:
        s.pension_m = grown(s.pension_m, r.work.pension_growth)
        n = emit(out, n, t, PENSION_CHANGE, s.pension, s.row, s.pension_m)
    if s.work == STUDENT or s.age == r.work.school_start:
        n = school_steps(s, r, out, n, t)
    if s.age == r.work.retirement:
        return retire(s, r, out, n, t)
    if rises and is_paid(s.work):
        s.wage_m = grown(s.wage_m, r.work.wage_growth)
        n = emit(out, n, t, WORK_CHANGE, s.work, s.row, s.wage_m)
    if s.work == NOT_WORKING and s.age <= r.work.retirement:
        wind_work(s, r, t)
    return n
