"""Beds built, converted and set up at home: their money adds up, and what they buy is compared at the same sum."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.engine.county import County
from sim.engine.report import report
from sim.errors import SimError
from sim.experiments.equal_money import equal_money
from sim.scenario import load_scenario
from sim.state.codes import NURSING, ORDINARY

FILES = (
    "baseline",
    "nursing_beds_20",
    "beds_and_outreach/nursing_converted_20",
    "beds_and_outreach/family_beds_20",
)


@pytest.fixture(scope="module")
def counties(root, world):
    made = {}
    for name in FILES:
        scenario = replace(load_scenario(root / "scenarios" / "yunxi" / f"{name}.yaml"), months=36)
        county = County(scenario, world=world)
        while county.running:
            county.step()
        made[scenario.name] = county
    return made


def test_each_bed_costs_its_capital_and_a_family_bed_its_set_up(counties):
    runs = [report(county) for county in counties.values()]
    table = equal_money(runs).set_index("scenario")
    law = counties["baseline"].in_force("finance")
    assert table.loc["nursing_beds_20", "capital"] == 20 * law.bed_capital / 100
    assert table.loc["nursing_converted_20", "capital"] == 20 * law.convert_capital / 100
    assert table.loc["family_beds_20", "capital"] == 0
    assert table["places"].tolist() == [20, 20, 20]
    assert table.loc["family_beds_20", "users_years"] > 0
    dearest = table["cost"].idxmax()
    assert dearest == "nursing_beds_20"
    assert table.loc[dearest, "places_for_budget"] == pytest.approx(20)
    assert table.loc["nursing_converted_20", "places_for_budget"] > 100


def test_a_conversion_keeps_the_number_of_beds_and_changes_their_type(counties):
    before, after = (counties[name].care.homes.registered for name in ("baseline", "nursing_converted_20"))
    standing = np.minimum(before.sum(axis=1), after.sum(axis=1)) > 0
    assert (after.sum(axis=1) == before.sum(axis=1))[standing].all()
    assert (after[standing] - before[standing])[:, NURSING].sum() == 20
    assert (after[standing] - before[standing])[:, ORDINARY].sum() == -20


def test_family_beds_are_limited_by_their_places_and_waited_for(counties):
    for county in counties.values():
        run = report(county)
        beds = run.usable_beds()
        own = beds[(beds["bed_type"] == "family_bed") & (beds["township"] != "all")]
        assert (own["occupied"] <= own["usable"]).all()
        assert set(beds["bed_type"]) == {"ordinary", "nursing", "family_bed", "home_services", "day_care"}
    more, less = (report(counties[name]) for name in ("family_beds_20", "baseline"))
    users = [run.frame("service_users", "family_bed", "all")["value"].iloc[-1] for run in (more, less)]
    assert users[0] > users[1]


def test_runs_of_other_people_are_not_compared(counties):
    run = report(counties["baseline"])
    with pytest.raises(SimError, match="one region"):
        equal_money([run])
    with pytest.raises(SimError, match="one region"):
        equal_money([run, replace(run, seed=2)])
