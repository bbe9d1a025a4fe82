"""Shocks do what their names say, in their months, and nothing before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.engine.simulate import simulate
from sim.errors import ScenarioError
from sim.experiments.stress import AGEING, EPIDEMIC, JOBS, PRICES, all_stresses, stressed
from sim.laws import Change
from sim.scenario import available_scenarios, load_scenario
from sim.state.codes import WORK_CHANGE

SHORT = 24


@pytest.fixture(scope="module")
def base(baseline):
    return replace(baseline, months=SHORT)


@pytest.fixture(scope="module")
def free(base, worlds):
    return simulate(base, worlds.of(base))


def series(run, indicator, group="all"):
    return run.frame(indicator, group, "all").set_index("month")["value"]


def test_homes_that_are_closed_admit_nobody_and_keep_who_is_there(base, free, worlds):
    closed = stressed(base, EPIDEMIC, base.start + 6)
    run = simulate(closed, worlds.of(closed))
    months = [f"2022-{month:02d}" for month in range(7, 13)]
    admitted = series(run, "admissions", "ordinary") + series(run, "admissions", "nursing")
    assert admitted[months].sum() == 0
    assert admitted["2023-01":].sum() > 0
    usual = series(free, "admissions", "ordinary") + series(free, "admissions", "nursing")
    assert usual[months].sum() > 0
    assert series(run, "occupied", "ordinary")["2022-12"] < series(free, "occupied", "ordinary")["2022-12"]
    assert (series(run, "beds_usable", "ordinary") == series(free, "beds_usable", "ordinary")).all()


def test_a_job_shock_takes_the_work_of_its_share_and_gives_it_back(base, worlds):
    shocked = stressed(base, JOBS, base.start + 6)
    usual, other = worlds.of(base).histories, worlds.of(shocked).histories
    before = usual.month_first[6]
    assert np.array_equal(usual.event_person[:before], other.event_person[:before])
    extra = [
        (other.event_kind[other.month_first[t] : other.month_first[t + 1]] == WORK_CHANGE).sum()
        - (usual.event_kind[usual.month_first[t] : usual.month_first[t + 1]] == WORK_CHANGE).sum()
        for t in range(SHORT)
    ]
    earning = 0.1 * 700  # a tenth of about seven hundred who work for pay
    assert earning / 2 < extra[6] < 2 * earning
    assert extra[8] == 0
    assert extra[15] > 0
    assert (np.diff(other.event_month) >= 0).all()
    assert other.market_income_y[:, 0].sum() < usual.market_income_y[:, 0].sum()


def test_a_job_shock_brings_more_people_below_the_line(base, free, worlds):
    shocked = stressed(base, JOBS, base.start + 6)
    run = simulate(shocked, worlds.of(shocked))
    assert series(run, "income_poor_persons")["2022-06"] == series(free, "income_poor_persons")["2022-06"]
    assert series(run, "income_poor_persons")["2023-03"] > series(free, "income_poor_persons")["2023-03"]


def test_a_price_shock_pays_the_price_linked_subsidy_in_the_months_after_its_prints_alone(base, free, worlds):
    spiked = stressed(base, PRICES, base.start + 6)
    run = simulate(spiked, worlds.of(spiked))
    assert set(run.ledger["programme"]) <= {*free.ledger["programme"], "price_linked"}
    paid, usual = (series(one, "spending", "price_linked") for one in (run, free))
    more = paid - usual
    assert (more["2022-08":"2023-07"] > 0).all()
    assert (more[:"2022-07"] == 0).all()
    rise, before = (series(one, "price_rise_consumer") for one in (run, free))
    assert (rise - before)["2022-08":"2023-07"].to_numpy() == pytest.approx(0.15)
    assert (rise - before)[["2022-07", "2023-08"]].to_numpy() == pytest.approx(0)


def test_every_stress_is_a_scenario_that_the_loader_would_accept(base):
    made = all_stresses(base)
    assert len({one.name for one in made.values()}) == len(made) == 4
    assert all(len(one.changes) > 0 for one in made.values())
    with pytest.raises(ScenarioError, match="no stress"):
        stressed(base, "meteor")
    with pytest.raises(ScenarioError, match="outside the run"):
        stressed(base, EPIDEMIC, base.start - 1)


def test_a_shock_of_share_nought_changes_nothing(base, worlds):
    idle = replace(base, changes=(Change("shocks.job_loss_months", base.start, set=3),))
    assert np.array_equal(worlds.of(idle).histories.event_value, worlds.of(base).histories.event_value)


@pytest.mark.parametrize("stress", [EPIDEMIC, JOBS, AGEING])
def test_the_files_of_the_library_state_the_same_shocks(baseline, root, stress):
    file = load_scenario(root / "scenarios" / "yunxi" / "stress" / f"{stress}.yaml")
    made = stressed(baseline, stress)
    assert replace(file, name="one").digest == replace(made, name="one").digest


def test_a_tight_budget_begins_to_owe_in_its_first_year(root, worlds):
    tight = load_scenario(root / "scenarios" / "yunxi" / "stress" / "tight_budget.yaml")
    owed = series(simulate(tight, worlds.of(tight)), "arrears", "county")
    assert owed[:"2022-12"].sum() == 0
    assert owed["2023-12"] > 0


def test_stress_files_stand_apart_from_the_scenarios_that_are_compared():
    assert not set(available_scenarios("yunxi")) & {
        "epidemic",
        "job_loss",
        "ageing",
        "price_spike",
        "tight_budget",
    }
