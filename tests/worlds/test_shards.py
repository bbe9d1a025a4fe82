"""A region run county by county: parts add to the whole, whatever the number of processes."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import replace

import pytest

from sim.api import simulate, simulate_all
from sim.engine.county import County
from sim.engine.shards import Part, is_sharded, run_county, shard_scenarios
from sim.experiments.shards import run_counties
from sim.population.profile import load_profile
from sim.results.run import Run
from sim.scenario import Scenario, load_scenario, scenario_path

PERSONS, MONTHS = 900, 3


def small(name: str) -> Scenario:
    scenario = load_scenario(scenario_path("wuzhong", name))
    return replace(
        scenario, months=MONTHS, population=PERSONS, bed_changes=(), changes=(), outreach_changes=()
    )


@pytest.fixture(scope="module")
def parts() -> Sequence[Part]:
    scenario = small("baseline")
    return [run_county([one])[0] for one in shard_scenarios(scenario, load_profile("wuzhong"))]


@pytest.fixture(scope="module")
def folded() -> Run:
    return run_counties([small("baseline")])[0]


def test_a_province_is_run_county_by_county_and_a_county_as_a_whole() -> None:
    assert is_sharded(load_scenario(scenario_path("ningxia", "baseline")))
    assert not is_sharded(load_scenario(scenario_path("wuzhong", "baseline")))


def test_the_whole_is_the_sum_of_its_counties(parts: Sequence[Part], folded: Run) -> None:
    frame = folded.indicators[folded.indicators["township"] == "all"]
    for key in ("persons", "dibao_persons", "eligible_persons", "beds"):
        rows = frame[(frame["indicator"] == key) & (frame["month"] == "2022-03")]
        wanted = sum(
            float(part.series.total(key, MONTHS - 1, group))
            for part in parts
            for name, group in part.series.values
            if name == key
        )
        assert rows["value"].sum() == wanted, key
    assert folded.ledger["amount_fen"].sum() == sum(int(part.ledger.debits.sum()) for part in parts)
    assert folded.indicators["township"].nunique() == len(load_profile("wuzhong").townships) + 1


def test_a_ratio_of_the_whole_comes_from_the_summed_counts(folded: Run) -> None:
    frame = folded.indicators
    last = frame[(frame["township"] == "all") & (frame["month"] == "2022-03")]
    values = last[last["group"] == "all"].set_index("indicator")["value"]
    assert values["coverage_admin"] == pytest.approx(
        values["eligible_receiving_persons"] / values["eligible_persons"]
    )


def test_no_county_is_kept_when_it_is_done(parts: Sequence[Part]) -> None:
    assert len(parts) == 5
    assert not [
        one
        for one in gc.get_objects()
        if issubclass(type(one), County) and vars(one) and "." in one.scenario.region
    ]


def test_scaled_residents_and_new_beds_go_to_their_own_county() -> None:
    scenario = load_scenario(scenario_path("ningxia", "nursing_beds_2000"))
    shards = shard_scenarios(replace(scenario, population=7_000), load_profile("ningxia"))
    assert sum(one.population or 0 for one in shards) == 7_000
    assert sum(change.beds for one in shards for change in one.bed_changes) == 2_000
    for one in shards:
        code = one.region.partition(".")[2]
        assert all(change.township.startswith(code) for change in one.bed_changes)


def test_scenarios_of_a_province_share_their_lives_and_a_reform_is_its_own_run() -> None:
    base = small("baseline")
    shifted = replace(
        load_scenario(scenario_path("wuzhong", "standards_10")), months=MONTHS, population=PERSONS
    )
    reform = replace(shifted, changes=tuple(replace(one, from_month=base.start) for one in shifted.changes))
    first, second = run_counties([base, reform])
    assert first.digest() == run_counties([base])[0].digest()
    assert second.digest() != first.digest()
    people = [
        run.indicators[run.indicators["indicator"] == "persons"]["value"].tolist() for run in (first, second)
    ]
    assert people[0] == people[1]


@pytest.mark.slow
def test_two_processes_give_what_one_gives(folded: Run) -> None:
    assert run_counties([small("baseline")], workers=2)[0].digest() == folded.digest()


def test_the_door_runs_a_county_as_before() -> None:
    scenario = replace(small("baseline"), region="yunxi", population=None)
    assert simulate_all([scenario])[0].digest() == simulate(scenario).digest()
