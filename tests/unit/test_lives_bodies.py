from __future__ import annotations

import numpy as np
import pytest

from sim.lives.bodies import PERSON
from sim.lives.buffers import in_order
from sim.lives.histories import facts_of
from sim.lives.illness import illness_rates, out_of_pocket
from sim.lives.lifetimes import begin, body_rates, lifetimes, live_until
from sim.lives.records import packed
from sim.lives.streams import NEVER
from sim.lives.work import finds_work, new_work, work_rates
from sim.state.codes import (
    BILL,
    DEATH,
    DISABILITY_CHANGE,
    EMPLOYEE_PENSION,
    FARMING,
    FORMAL,
    ILLNESS_OFF,
    ILLNESS_ON,
    INFORMAL,
    INPATIENT,
    MIGRANT,
    NOT_WORKING,
    PENSION_CHANGE,
    RESIDENT_PENSION,
    STUDENT,
    WORK_CHANGE,
)  # fmt: skip
from tests.unit.lives_world import START, agrees, county, facts, law, national, no_deaths, still


def events_of(rates, people, months: int, **how) -> np.ndarray:
    parts = lifetimes(people, (0, people.id.size), packed(rates), START, months, **how)
    return np.concatenate(parts)


def everybody():
    return facts_of(county(400))


def in_months(events, n: int, months: int) -> list[bytes]:
    columns, first = in_order([events], np.full(n, NEVER, np.int32), months)
    return [column.tobytes() for column in columns] + [first.tobytes()]


def test_any_chunk_size_and_thread_count_gives_the_same_bits():
    rates, people = body_rates(national(), law(), 3), everybody()
    whole = events_of(rates, people, 120)
    assert whole.size > 1_000
    for threads, chunk_rows in ((1, 7), (2, 64), (4, 101)):
        assert (
            events_of(rates, people, 120, threads=threads, chunk_rows=chunk_rows).tobytes() == whole.tobytes()
        )


def test_month_by_month_gives_the_same_bits_as_ten_years_at_once():
    rates, people = body_rates(national(), law(), 3), everybody()
    n = people.id.size
    record = packed(rates)
    state = np.zeros(n, PERSON)
    begin(people, state, 0, 0, record, START)
    steps = [part for t in range(60) for part in live_until(state, 1, t + 1, record)]
    assert in_months(np.concatenate(steps), n, 60) == in_months(events_of(rates, people, 60), n, 60)


def test_a_shorter_horizon_is_the_beginning_of_a_longer_one():
    rates, people = body_rates(national(), law(), 3), everybody()
    long = events_of(rates, people, 120)
    assert long[long["month"] < 60].tobytes() == events_of(rates, people, 60).tobytes()


def test_another_seed_and_another_assumption_give_other_lives():
    people = everybody()
    base = events_of(body_rates(national(), law(), 3), people, 60).tobytes()
    assert events_of(body_rates(national(), law(), 4), people, 60).tobytes() != base
    for change in (
        {"hire_m": 0.19},
        {"hospital_cost_sd_log": 0.91},
        {"recovery_1": 0.2},
        {"rural_mortality": 1.2},
    ):
        assert events_of(body_rates(national(), law(**change), 3), people, 60).tobytes() != base


def test_nothing_happens_to_bodies_after_death():
    events = events_of(body_rates(national(), law(), 3), facts(np.full(3_000, 85 * 12)), 240)
    for person in range(3_000):
        mine = events[events["person"] == person]
        dead = np.flatnonzero(mine["kind"] == DEATH)
        assert dead.size <= 1
        if dead.size:
            assert dead[0] == mine.size - 1


def test_with_everything_switched_off_nothing_happens_to_people_of_working_age():
    events = events_of(body_rates(no_deaths(), still(), 3), facts(np.full(500, 400), work=NOT_WORKING), 240)
    assert events.size == 0


def test_hospital_stays_come_at_their_yearly_number():
    people = facts(np.full(60_000, 70 * 12))
    events = events_of(body_rates(no_deaths(), still(hospital_y_70=0.4), 1), people, 120)
    stays = np.bincount(events["person"][events["code"] == INPATIENT], minlength=60_000)
    agrees(stays, 4.0, 4.1)


def test_stays_cost_their_published_mean_before_insurance():
    free = {"insured_share_resident": 0, "critical_share": 0, "hospital_y_70": 0.45}
    people = facts(np.full(60_000, 70 * 12))
    events = events_of(body_rates(no_deaths(), still(**free), 1), people, 119)
    bills = events["value"][events["kind"] == BILL]
    agrees(bills, law().hospital_cost, law().hospital_cost * 1.02)


def test_insurance_pays_its_share_and_more_above_the_deductible():
    rates = illness_rates(law(), 111)
    deductible = rates.deductible_y
    assert out_of_pocket(1_000_000.0, 0.55, rates) == pytest.approx(450_000)
    assert out_of_pocket(4 * deductible, 0.5, rates) == pytest.approx(deductible + 0.4 * deductible)


def test_employees_pay_less_of_the_same_stay_than_residents():
    people = facts(np.full(4_000, 30 * 12), work=np.where(np.arange(4_000) % 2 == 0, FORMAL, FARMING))
    events = events_of(body_rates(no_deaths(), still(hospital_y_adult=0.9), 1), people, 60)
    bills = events[events["kind"] == BILL]
    formal = bills["person"] % 2 == 0
    assert bills["value"][formal].mean() < 0.75 * bills["value"][~formal].mean()


def test_a_severe_illness_lasts_two_to_five_years_and_bills_each_quarter():
    events = events_of(
        body_rates(no_deaths(), still(illness_onset_y_middle=0.1), 1), facts(np.full(4_000, 480)), 180
    )
    on, off = ({}, {})
    for e in events:
        if e["kind"] == ILLNESS_ON:
            on.setdefault(int(e["person"]), int(e["month"]))
        if e["kind"] == ILLNESS_OFF:
            off.setdefault(int(e["person"]), int(e["month"]))
    lengths = np.array([off[p] - on[p] for p in off if on[p] < 120])  # all of these have ended
    assert lengths.min() >= 24
    assert lengths.max() <= 60
    assert (lengths % 3 == 0).all()
    agrees(lengths, np.mean([-(-m // 3) * 3 for m in range(24, 61)]), 45.5)
    first = min(on, key=lambda p: on[p])
    bills = events[(events["person"] == first) & (events["kind"] == BILL)]
    spell = bills["month"][bills["month"] <= off[first]]
    assert list(spell) == list(range(on[first] + 3, off[first] + 1, 3))


def test_jobs_are_lost_and_found_at_the_rates_of_a_two_state_chain():
    p, q = 0.02, 0.18
    rates = body_rates(no_deaths(), still(loss_informal_m=p, hire_m=q, withdraw_share=0), 1)
    people = facts(np.full(40_000, 20 * 12), work=INFORMAL)
    events = events_of(rates, people, 120)
    work = np.full(40_000, INFORMAL)
    changes = events[events["kind"] == WORK_CHANGE]
    work[changes["person"]] = changes["code"]
    agrees(work == NOT_WORKING, p / (p + q), p / (p + q) + 0.02)


def test_rural_people_without_a_job_leave_for_work_and_townspeople_do_not():
    rates = body_rates(no_deaths(), still(migrate_m=0.02), 1)
    residence = np.arange(60_000) % 2
    events = events_of(rates, facts(np.full(60_000, 25 * 12), residence=residence), 12)
    away = np.zeros(60_000, bool)
    away[events["person"][events["code"] == MIGRANT]] = True
    assert not away[residence == 0].any()
    agrees(away[residence == 1], 1 - 0.98**12, 0.24)


def test_work_ends_and_a_pension_begins_in_the_month_of_the_sixtieth_birthday():
    work = np.array([FORMAL, INFORMAL, FARMING, NOT_WORKING])
    people = facts(np.full(4, 59 * 12 + 7), work=work, wage_m=400_000)
    events = events_of(body_rates(no_deaths(), still(pension_resident_m=20_000), 1), people, 24)
    stopped = events[(events["kind"] == WORK_CHANGE) & (events["code"] == NOT_WORKING)]
    assert list(stopped["person"]) == [0, 1]
    assert set(stopped["month"]) == {5}
    begun = events[(events["kind"] == PENSION_CHANGE) & (events["month"] == 5)]
    assert list(begun["code"]) == [EMPLOYEE_PENSION, RESIDENT_PENSION, RESIDENT_PENSION, RESIDENT_PENSION]
    assert begun["value"][0] == 220_000
    assert set(begun["value"][1:]) == {20_000}


def test_children_start_school_and_leave_it_at_one_of_three_ages():
    rates = body_rates(no_deaths(), still(leave_school_16=0.2, leave_school_19=0.3), 1)
    events = events_of(rates, facts(np.full(20_000, 5 * 12)), 18 * 12)
    to_school = events[events["code"] == STUDENT]
    assert set(to_school["month"]) == {12}
    assert to_school.size == 20_000
    left = events[(events["kind"] == WORK_CHANGE) & (events["code"] == NOT_WORKING)]
    ages = 5 + left["month"] // 12
    assert set(ages) == {16, 19, 22}
    agrees(ages == 16, 0.2, 0.23)
    agrees(ages == 19, 0.3, 0.33)


def test_wages_grow_as_declared_and_stay_whole_fen():
    rates = body_rates(no_deaths(), still(wage_growth_y=0.04, wage_review_years=1), 1)
    events = events_of(rates, facts(np.full(10, 30 * 12 + 6), work=FORMAL, wage_m=500_000), 120)
    mine = events[events["person"] == 3]["value"]
    assert mine.size == 10
    assert mine[0] == 520_000
    assert mine[-1] == pytest.approx(500_000 * 1.04**10, abs=12)


def test_the_share_at_work_stays_near_its_start():
    n = 60_000
    people = facts_of(county(9_000))
    age = (START - people.born) // 12
    events = events_of(body_rates(national(), law(), 1), people, 120)
    work = people.work.copy()
    adult = (age >= 20) & (age < 50)
    before = np.isin(work[adult], [FORMAL, INFORMAL, FARMING, MIGRANT]).mean()
    changes = events[events["kind"] == WORK_CHANGE]
    work[changes["person"]] = changes["code"]
    after = np.isin(work[adult], [FORMAL, INFORMAL, FARMING, MIGRANT]).mean()
    assert abs(after - before) < 0.12
    assert n > adult.sum()


def test_disability_begins_at_its_rate_and_its_code_holds_type_and_grade():
    rates = body_rates(no_deaths(), still(disability_onset_y_adult=0.01), 1)
    events = events_of(rates, facts(np.full(60_000, 20 * 12)), 120)
    new = events[events["kind"] == DISABILITY_CHANGE]
    assert np.unique(new["person"]).size == new.size
    agrees(np.isin(np.arange(60_000), new["person"]), 1 - 0.99**10, 0.107)
    kinds, grades = new["code"] // 8, new["code"] % 8
    assert set(kinds) == set(range(1, 7))
    assert set(grades) == {1, 2, 3, 4}
    agrees(kinds == 4, law().disability_share_physical, law().disability_share_physical + 0.06)


def test_the_rules_of_hiring_read_like_their_words():
    rates = work_rates(law())
    assert finds_work(15, 0, 1, rates) == 0
    assert finds_work(60, 1, 1, rates) == 0
    assert finds_work(30, 0, 1, rates) == pytest.approx(rates.hire)
    assert finds_work(30, 1, 0, rates) == pytest.approx(1 - (1 - rates.hire_inactive) * (1 - rates.migrate))
    assert new_work(0.0, 0.5, 30, 1, 4, FORMAL, 1, rates) == MIGRANT
    assert new_work(0.99, 0.5, 30, 0, 4, FORMAL, 1, rates) == FORMAL
    assert new_work(0.99, 0.99, 30, 0, 1, FORMAL, 1, rates) == INFORMAL
