"""The county is a mesa model: it steps, lists its agents, collects data, and runs under mesa's batch runner."""

from __future__ import annotations

import mesa
import pytest

from sim.engine.county import County
from sim.errors import SteppingError
from sim.institutions.care_home import CareHome
from sim.institutions.finance_bureau import FinanceBureau
from sim.institutions.outreach_team import OutreachTeam
from sim.institutions.township_office import TownshipOffice

SEEDS = [1, 2]
STEPS = 4


def test_the_agents_are_the_institutions(county_of):
    county = county_of(months=3)
    assert isinstance(county, mesa.Model)
    assert set(county.agents_by_type) == {TownshipOffice, OutreachTeam, CareHome, FinanceBureau}
    assert len(county.agents_by_type[TownshipOffice]) == county.n_townships
    homes = county.agents_by_type[CareHome]
    assert sum(home.occupied for home in homes) == county.totals("occupied")
    assert sum(bureau.paid for bureau in county.agents_by_type[FinanceBureau]) == county.ledger.credits.sum()
    assert sum(office.queue for office in county.agents_by_type[TownshipOffice]) == county.totals(
        "queued_households"
    )


def test_the_data_collector_follows_the_series(county_of):
    county = county_of(months=3)
    table = county.datacollector.get_model_vars_dataframe()
    assert len(table) == 3
    assert table["dibao_persons"].iloc[-1] == county.totals("dibao_persons")


def test_it_runs_under_the_batch_runner(root):
    path = str(root / "scenarios" / "yunxi" / "baseline.yaml")
    rows = mesa.batch_run(
        County, parameters={"scenario": [path], "seed": SEEDS}, max_steps=STEPS, display_progress=False
    )
    by_seed = {row["seed"]: row["dibao_persons"] for row in rows}
    assert set(by_seed) == set(SEEDS)
    assert all(value > 0 for value in by_seed.values())
    assert by_seed[SEEDS[0]] != by_seed[SEEDS[1]]


def test_beyond_the_horizon_it_says_so(county_of, baseline):
    county = county_of()
    with pytest.raises(SteppingError, match="horizon"):
        county.step()
