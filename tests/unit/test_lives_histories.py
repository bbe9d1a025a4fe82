from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sim.engine.registers import REGISTERS, register
from sim.errors import SimError
from sim.lives.division import DIVISION, divide
from sim.lives.economy import calendar
from sim.lives.histories import live
from sim.lives.tables import LifeTables
from sim.state.codes import (
    BILL,
    DEATH,
    DIVORCE,
    ENTER,
    FORMAL,
    ILLNESS_OFF,
    INFORMAL,
    INPATIENT,
    LEAVE,
    MARRY,
    MOVE,
    NOBODY,
    NOT_WORKING,
    PENSION_CHANGE,
    STUDENT,
    WORK_CHANGE,
)
from sim.state.present import opening
from tests.unit.lives_world import START, county, digest, law, national, no_deaths, still


def history(months: int = 60, seed: int = 7, n_homes: int = 300, start: int = START, **how):
    return live(county(n_homes), law(), national(), seed, months, start, **how)


def test_events_are_sorted_by_month_kind_and_person():
    h = history()
    key = (h.event_month.astype(np.int64) * 16 + h.event_kind) * 2**32 + h.event_person
    assert (np.diff(key) >= 0).all()
    assert (np.searchsorted(h.event_month, np.arange(61)) == h.month_first).all()


def test_threads_and_chunks_do_not_change_a_bit():
    base = digest(history())
    assert digest(history(threads=2, chunk_rows=50)) == base
    assert digest(history(threads=3, chunk_rows=999)) == base


def test_two_runs_of_one_seed_agree_and_another_seed_differs():
    assert digest(history()) == digest(history())
    assert digest(history()) != digest(history(seed=8))


def test_sixty_months_are_the_first_sixty_of_a_hundred_and_twenty():
    short, long = history(60), history(120)
    n = short.month_first[-1]
    assert (long.month_first[:61] == short.month_first).all()
    for name in ("event_month", "event_kind", "event_code", "event_person", "event_value"):
        assert (getattr(long, name)[:n] == getattr(short, name)).all()
    homes = len(short.households)
    for name in ("farm_y", "assets_y", "market_income_y", "size_y"):
        assert (getattr(long, name)[:homes, :5] == getattr(short, name)).all()


def test_a_calendar_moved_by_a_year_with_its_inputs_gives_the_same_lives():
    population = county(300)
    later = replace(population, persons=replace(population.persons, born=population.persons.born + 12))
    one = live(population, law(), national(), 7, 60, START)
    other = live(later, law(), national(), 7, 60, START + 12)
    assert digest(one) == digest(other)


def income_by_hand(h) -> np.ndarray:
    """Wages and pensions by household and month, summed person by person."""
    p, n = h.persons, len(h.persons)
    here = p.entered < 0
    home = np.where(here, p.household, NOBODY)
    wage = np.where(np.isin(p.work, (1, 2, 4)), p.wage_m, 0).astype(np.int64)
    pension = np.where(p.pension > 0, p.pension_m, 0).astype(np.int64)
    out = np.zeros((len(h.households), h.months), np.int64)
    for t in range(h.months):
        for i in range(h.month_first[t], h.month_first[t + 1]):
            kind, person, value = h.event_kind[i], h.event_person[i], h.event_value[i]
            if kind in (ENTER, MOVE):
                home[person] = value
            elif kind in (DEATH, LEAVE):
                home[person] = NOBODY
            elif kind == WORK_CHANGE:
                wage[person] = value
            elif kind == PENSION_CHANGE:
                pension[person] = value
        alive = home != NOBODY
        np.add.at(out[:, t], home[alive], (wage + pension)[alive])
    assert n == home.size
    return out


@pytest.mark.parametrize("start", [START, START + 5])
def test_market_income_is_what_a_second_recount_of_the_events_gives(start):
    h = history(30, start=start)
    monthly, ends = income_by_hand(h), [0, *calendar(start, 30).ends]
    for year, (first, end) in enumerate(pairwise(ends)):
        earned = monthly[:, first:end].sum(axis=1) * 12 // (end - first)
        other = (h.households.other_y * (1 + law().other_growth_y) ** year).astype(np.int64)
        assert (h.market_income_y[:, year] == earned + h.farm_y[:, year] + other).all()


def test_years_are_cut_at_new_year():
    assert calendar(START, 24).ends == [12, 24]
    assert calendar(START + 5, 24).ends == [7, 19, 24]
    assert calendar(START + 11, 1).ends == [1]


def test_assets_grow_by_saving_and_shrink_by_bills_but_never_below_zero():
    h = history(36)
    assert (h.assets_y >= 0).all()
    owned = county(300).households.assets
    assert h.assets_y[:, 0].sum() == owned.sum()  # a division moves a part and loses nothing
    assert 0 < (h.assets_y[:300, 0] != owned).sum() < 30
    bills = np.zeros(len(h.households), np.int64)
    first_year = h.event_month < 12
    home = h.persons.household
    stayed = ~np.isin(home[h.event_person], home[h.event_person[h.event_kind == MOVE]])
    chosen = first_year & stayed & (h.event_kind == BILL)
    np.add.at(bills, home[h.event_person[chosen]], h.event_value[chosen])
    need = (
        np.where(h.households.is_urban, law().need_urban_m, law().need_rural_m)
        * h.size_y[:, 0].astype(float)
        * 12
    )
    saved = law().saving_share * np.maximum(0, h.market_income_y[:, 0] - need)
    expected = np.maximum(0, h.assets_y[:, 0] + (saved - law().bill_from_savings * bills).astype(np.int64))
    changed = np.unique(home[h.event_person[np.isin(h.event_kind, (ENTER, MOVE, DEATH, LEAVE))]])
    quiet = np.setdiff1d(np.arange(300), changed)
    assert quiet.size > 30
    assert np.abs(h.assets_y[quiet, 1] - expected[quiet]).max() <= 1


def test_a_drought_lowers_every_harvest_of_its_year():
    wet = live(county(300), still(), no_deaths(), 1, 36, START)
    dry = live(county(300), still(drought_y=1), no_deaths(), 1, 36, START)
    farmers = wet.households.farm_y > 0
    ratio = dry.farm_y[farmers] / wet.farm_y[farmers]
    assert ratio == pytest.approx(law().drought_factor, abs=1e-4)
    assert (wet.farm_y[~farmers] == 0).all()


def test_harvests_keep_their_mean():
    h = live(county(9_000), still(), no_deaths(), 1, 12, START)
    farmers = h.households.farm_y > 0
    ratio = h.farm_y[farmers, 0] / h.households.farm_y[farmers]
    assert ratio.mean() == pytest.approx(1, abs=4.054 * ratio.std() / np.sqrt(farmers.sum()))
    assert np.log(ratio).std() == pytest.approx(law().farm_sd_log, rel=0.05)


def test_kin_incomes_follow_the_household_of_a_resident_child():
    h = history(24, n_homes=700)
    checked = 0
    p = h.persons
    moved = np.unique(h.event_person[np.isin(h.event_kind, (MOVE, DEATH, LEAVE))])
    for row in range(len(h.kin)):
        child = h.kin.child[row]
        if child == NOBODY:
            assert h.kin_income_y[row, 0] == h.kin.income_pc_m[row]
            assert h.kin_income_y[row, 1] == int(h.kin.income_pc_m[row] * (1 + law().kin_growth_y))
        elif child not in moved and p.household[child] != h.kin.parent_household[row]:
            home = p.household[child]
            assert h.kin_income_y[row, 1] == h.market_income_y[home, 1] // (h.size_y[home, 1] * 12)
            checked += 1
    assert checked > 20


def test_children_who_leave_become_kin_of_their_parents():
    h = history(60, n_homes=700)
    given = len(county(700).kin)
    assert len(h.kin) > given
    assert (np.diff(h.kin.parent_household) >= 0).all()
    leavers = set(h.event_person[np.isin(h.event_kind, (MOVE, LEAVE))])
    new = set(h.kin.child) - set(county(700).kin.child)
    assert new
    assert new <= leavers


def test_with_everything_switched_off_only_time_passes():
    h = live(county(300), still(), no_deaths(), 1, 24, START)
    assert set(np.unique(h.event_kind)) <= {WORK_CHANGE, PENSION_CHANGE, BILL, ILLNESS_OFF}
    assert not (
        (h.event_kind == BILL) & (h.event_code == INPATIENT)
    ).any()  # only illnesses of the start run out
    assert (h.size_y == county(300).households.n_members[:, None]).all()


def test_mortality_at_its_limit_leaves_nobody():
    h = live(county(50), law(), LifeTables(np.full((2, 111), 500.0), np.zeros(111), 0.4), 1, 2, START)
    assert (h.event_kind == DEATH).sum() >= len(county(50).persons)
    assert (h.size_y == 0).all()
    assert (h.market_income_y[:, 0] >= 0).all()


@pytest.mark.parametrize("months", [0, -3, 40_000])
def test_an_impossible_horizon_is_refused_in_a_sentence(months):
    with pytest.raises(SimError, match="horizon"):
        history(months)


def test_who_founds_a_home_takes_an_equal_part_of_the_farm_by_head():
    amounts = np.array([900, 40, 0, 0])
    rows = np.array([(0, 2, 3, 1), (0, 3, 2, 1), (1, 3, 4, 2)], DIVISION)
    divide(amounts, rows, 0)
    assert amounts.tolist() == [900, 40, 0, 0]
    divide(amounts, rows, 1)  # a third, then half of what is left
    assert amounts.tolist() == [300, 40, 300, 300]
    divide(amounts, rows, 2)
    assert amounts.tolist() == [300, 30, 300, 310]


def test_a_divided_farm_feeds_the_new_home_and_no_farm_is_lost():
    h = live(
        county(300),
        still(farm_growth_y=0, farm_sd_log=0, disaster_y=0, leave_home_y=0.3),
        no_deaths(),
        1,
        36,
        START,
    )
    assert (h.farm_y[300:] > 0).any()
    assert np.abs(h.farm_y.sum(axis=0) - county(300).households.farm_y.sum()).max() <= len(h.households)


def test_only_who_has_work_leaves_home():
    h = live(county(300), still(leave_home_y=0.3), no_deaths(), 1, 60, START)
    work = h.persons.work.copy()
    movers = 0
    for month, kind, code, person in zip(
        h.event_month, h.event_kind, h.event_code, h.event_person, strict=True
    ):
        if kind == MOVE:
            changed = h.event_person[(h.event_month == month) & (h.event_kind == WORK_CHANGE)] == person
            assert work[person] not in (NOT_WORKING, STUDENT) or changed.any()
            movers += 1
        elif kind == WORK_CHANGE:
            work[person] = code
    assert movers > 20


def test_who_moves_in_brings_paid_work_and_its_wage():
    h = history(36)
    came = np.flatnonzero((h.persons.entered >= 0) & (h.persons.born < START - 18 * 12))
    assert came.size > 3
    assert np.isin(h.persons.work[came], (FORMAL, INFORMAL)).all()
    present = opening(h)
    assert (present.persons.wage_m[came] > 0).all()
    assert (present.persons.wage_m[came] == h.persons.wage_m[came]).all()


def test_the_year_before_the_start_has_bills_like_the_first_year():
    h = history(12, n_homes=3000)
    before, kind = h.bills_before["bill"].sum(), h.event_kind
    within = h.event_value[kind == BILL].astype(np.int64).sum()
    assert before == pytest.approx(within, rel=0.15)
    present = opening(h)
    assert present.households.bills_12m.sum() == before == present.bills.sum()
    assert set(h.bills_before["month"]) == set(range(12))


def test_the_register_counts_couples_as_registrars_do():
    h = history()
    counted = register(h, int(h.households.township.max()) + 1).sum(axis=(0, 1))
    for kind, name in ((MARRY, "marriages"), (DIVORCE, "divorces")):
        rows = h.event_kind == kind
        months = np.repeat(np.arange(h.months), np.diff(h.month_first))[rows]
        ends = np.sort(np.stack([h.event_person[rows], h.event_value[rows]], axis=1), axis=1)
        couples = {(month, *pair) for month, pair in zip(months, map(tuple, ends), strict=True)}
        assert len(couples) > 0
        assert counted[REGISTERS.index(name)] == len(couples)
