"""The regions that come with the workbench, their law over time, and one made from a short form."""

from __future__ import annotations

import numpy as np
import pytest

from sim.clock import parse_month
from sim.errors import DataError
from sim.laws import LawBook
from sim.population.profile import available_regions, load_profile
from sim.population.shards import shard_of
from sim.scenario import available_scenarios, load_scenario, scenario_path

REAL = ("hezuo", "ningxia", "qingshui", "wuzhong", "yizheng")
CENSUS = {
    "wuzhong": 1_382_713,
    "yizheng": 532_571,
    "hezuo": 112_173,
    "qingshui": 240_597,
    "ningxia": 7_202_654,
}


def test_the_five_regions_have_the_residents_of_the_census() -> None:
    assert {name: load_profile(name).total("population") for name in REAL} == CENSUS
    assert len(load_profile("ningxia").counties) == 22
    assert set(REAL) < set(available_regions())


@pytest.mark.parametrize("region", REAL)
def test_every_region_has_a_baseline_and_four_reforms_that_a_run_would_accept(region: str) -> None:
    names = available_scenarios(region)
    assert names[0] == "baseline"
    assert len(names) == 5
    for name in names:
        assert load_scenario(scenario_path(region, name)).months == 120


def test_the_law_of_each_place_is_its_own() -> None:
    month = parse_month("2022-08")
    law = {name: LawBook(name).in_force("dibao", month) for name in REAL}
    yuan = {name: (one.standard_urban_m // 100, one.standard_rural_m // 100) for name, one in law.items()}
    assert yuan["hezuo"] == (784, 458)
    assert yuan["yizheng"] == (770, 770)
    assert yuan["ningxia"] == yuan["wuzhong"] == (650, 460)
    pays_by_class = {name for name, one in law.items() if one.benefit_mode_rural == 1}
    assert pays_by_class == {"hezuo", "qingshui"}
    care = LawBook("qingshui").in_force("tekun", parse_month("2021-03"))
    assert (care.care_self_m, care.care_partial_m, care.care_total_m) == (14_000, 28_000, 40_000)


def test_yizheng_raises_its_standard_in_july_and_gansu_in_january() -> None:
    jiangsu, gansu = LawBook("yizheng"), LawBook("qingshui")
    june, july = (jiangsu.in_force("dibao", parse_month(m)).standard_urban_m for m in ("2024-06", "2024-07"))
    assert june == 80_000 < july
    december, january = (
        gansu.in_force("dibao", parse_month(m)).standard_rural_m for m in ("2024-12", "2025-01")
    )
    assert december == 46_500 < january


@pytest.mark.parametrize("region", available_regions())
def test_the_five_income_groups_of_every_county_have_its_mean(region: str) -> None:
    incomes = load_profile(region).income
    for _, rows in incomes.groupby(["county_code", "residence"]):
        values = rows.set_index("indicator")["value"]
        fifths = values[values.index.str.startswith("quintile_")].to_numpy(float)
        assert (np.diff(fifths) > 0).all()
        assert np.mean(fifths) == pytest.approx(values["disposable_income_mean"], rel=0.001)


def test_a_figure_that_once_lost_its_last_zero_is_whole() -> None:
    wuzhong, yunxi = (
        load_profile(name).income.set_index(["county_code", "residence", "indicator"])["value"]
        for name in ("wuzhong", "yunxi")
    )
    assert wuzhong["640381", "rural", "quintile_high"] == 40_190
    assert yunxi["990101", "rural", "quintile_lower_middle"] == 8_420
    assert yunxi["990101", "rural", "quintile_middle"] == 12_280


def test_the_counties_of_a_province_add_to_the_province() -> None:
    whole = load_profile("ningxia")
    parts = [shard_of(whole, str(code)) for code in whole.counties["code"]]
    for key in ("population", "urban_population", "family_households", "elder_beds", "grids", "townships"):
        assert sum(part.total(key) for part in parts) == whole.total(key), key
    assert len({part.digest for part in parts}) == len(parts)
    assert load_profile("ningxia.640324").total("population") == 320_801


def test_a_county_that_the_region_does_not_have_is_refused() -> None:
    with pytest.raises(DataError, match="999999"):
        load_profile("ningxia.999999")


def test_the_townships_of_every_region_hold_its_beds_and_its_people() -> None:
    for name in REAL:
        profile = load_profile(name)
        assert profile.townships["persons"].sum() == CENSUS[name]
        beds = profile.homes[["beds_ordinary", "beds_nursing"]].to_numpy().sum()
        assert beds == profile.total("elder_beds")
