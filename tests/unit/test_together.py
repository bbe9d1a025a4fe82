"""Scenarios run together give the digests of separate runs, and run the months they agree in once."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from sim.engine.county import County
from sim.engine.simulate import simulate
from sim.engine.together import branching_month, simulate_together
from sim.engine.world import Worlds
from sim.laws import Change
from sim.scenario import OutreachChange, load_scenario
from tests.unit.counties_held import held

MONTHS, BRANCH = 24, 12


@pytest.fixture(scope="module")
def scenarios(root):
    base = replace(load_scenario(root / "scenarios" / "yunxi" / "baseline.yaml"), months=MONTHS)
    month = base.start + BRANCH
    raised = replace(base, name="raised", changes=(Change("dibao.standard_rural_m", month, multiply=1.1),))
    visited = replace(base, name="visited", outreach_changes=(OutreachChange(month + 6, 2.0),))
    early = replace(base, name="early", outreach_changes=(OutreachChange(base.start, 3.0),))
    return [base, raised, visited, early]


def test_runs_together_are_those_of_separate_runs(scenarios):
    worlds = Worlds()
    together = list(simulate_together(scenarios, worlds))
    assert [run.scenario for run in together] == [one.name for one in scenarios]
    for scenario, run in zip(scenarios, together, strict=True):
        assert run.digest() == simulate(scenario, worlds.of(scenario)).digest()


def test_scenarios_side_by_side_give_the_same_runs_in_the_same_order(scenarios):
    in_turn = [run.digest() for run in simulate_together(scenarios, Worlds())]
    assert [run.digest() for run in simulate_together(scenarios, Worlds(), threads=3)] == in_turn


@pytest.mark.parametrize("threads", [1, 2])
def test_no_county_outlives_its_run(scenarios, threads):
    """A worker of an ensemble runs hundreds of cities, and none may wait for Python to look for cycles."""
    gc.collect()
    gc.disable()
    try:
        before = held()
        list(simulate_together(scenarios, Worlds(), threads))
        assert held() == before
    finally:
        gc.enable()


def test_the_months_that_scenarios_share_are_run_once(scenarios, monkeypatch):
    stepped = []
    usual = County.step
    monkeypatch.setattr(County, "step", lambda county: (stepped.append(county.month + 1), usual(county)))
    list(simulate_together(scenarios, Worlds()))
    alone = MONTHS  # the one that departs in the first month
    assert len(stepped) == BRANCH + 3 * (MONTHS - BRANCH) + alone


def test_the_branch_lies_before_the_first_departure_of_those_that_agree(scenarios):
    base = scenarios[0]
    assert branching_month(scenarios) == base.start + BRANCH
    assert branching_month([base, scenarios[3]]) == base.start
    assert branching_month([base]) == base.start


def test_progress_is_told_for_every_month_shown(scenarios):
    told = {}
    list(
        simulate_together(
            scenarios[:2],
            Worlds(),
            progress=lambda one: lambda done, months: told.setdefault(one.name, []).append(done),
        )
    )
    assert told[scenarios[0].name] == list(range(1, MONTHS + 1))
    assert told["raised"] == list(range(BRANCH + 1, MONTHS + 1))
