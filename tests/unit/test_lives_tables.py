from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.clock import month_index
from sim.errors import DataError
from sim.lives.tables import bounds, crude_rate, in_period, life_tables, residents_by_age, scaled
from sim.population.profile import load_profile
from tests.unit.lives_world import AGES, START, law, national, parameters


def crude(tables, residents) -> tuple[float, float]:
    deaths = ((1 - np.exp(-tables.mortality_y)) * residents).sum() / residents.sum() * 1000
    return (tables.fertility_y * residents[1]).sum() / residents.sum() * 1000, deaths


def residents(profile):
    tail = profile.national("age_tail")
    place = profile.province.en if (tail["place"] == profile.province.en).any() else "China"
    return residents_by_age(profile.age_sex, tail[tail["place"] == place], AGES)


def test_wuzhong_has_the_published_crude_rates_of_ningxia():
    profile = load_profile("wuzhong")
    births, deaths = crude(life_tables(profile, law(), START), residents(profile))
    assert births == pytest.approx(10.60)
    assert deaths == pytest.approx(6.19)


def test_residents_by_age_add_up_to_the_census():
    profile = load_profile("wuzhong")
    assert residents(profile).sum() == pytest.approx(profile.age_sex["persons"].sum())


def test_a_region_without_rates_of_its_own_takes_those_of_china():
    profile = load_profile("yunxi")
    births, deaths = crude(life_tables(profile, law(), month_index(2022, 1)), residents(profile))
    assert births == pytest.approx(6.634)
    assert deaths == pytest.approx(7.717)


def test_rates_of_single_ages_pass_through_the_five_year_rates():
    tables = national()
    assert tables.mortality_y[0, 62] == pytest.approx(0.014424, rel=0.01)
    assert tables.mortality_y[0, 0] == pytest.approx(0.00617945)
    assert (tables.mortality_y[:, 31:] > tables.mortality_y[:, 30:-1]).all()
    assert tables.fertility_y[27] == pytest.approx(0.073964)
    assert tables.fertility_y[14] == tables.fertility_y[50] == 0


def test_scaling_multiplies_all_ages_alike():
    profile = load_profile("wuzhong")
    people = residents(profile)
    once = scaled(national(), people, 10.0, 6.0, 0.4)
    twice = scaled(national(), people, 20.0, 12.0, 0.4)
    factor = twice.mortality_y / once.mortality_y
    assert factor == pytest.approx(factor[0, 0])
    assert factor[0, 0] > 2  # the dead of a year cannot die twice in it
    assert twice.fertility_y == pytest.approx(2 * once.fertility_y)


def test_the_period_is_that_of_the_year():
    frame = pd.DataFrame({"period": ["2020-2025", "2025-2030"], "value": [1, 2]})
    for year, value in ((1990, 1), (2020, 1), (2024, 1), (2025, 2), (2050, 2)):
        assert in_period(frame, year)["value"].tolist() == [value]


def test_age_groups_are_read_as_written():
    assert bounds("5-9") == (5, 9)
    assert bounds("0") == (0, 0)
    assert bounds("85+") == (85, 85)


def test_a_missing_rate_is_named():
    empty = pd.DataFrame({"place": ["China"], "indicator": ["births"], "year": [2020], "value": [1.0]})
    with pytest.raises(DataError, match="crude_birth_rate for Wuzhong, China"):
        crude_rate(empty, ["Wuzhong", "China"], "crude_birth_rate", 2022)


def test_every_assumption_has_two_labels_a_unit_a_range_and_a_status():
    for key, declared in parameters().items():
        assert declared["label"]["zh"], key
        assert declared["label"]["en"], key
        low, high = declared["range"]
        for row in declared["values"]:
            assert low <= row["value"] <= high, key
            assert row["status"] in ("published", "derived", "remembered", "assumed")
            assert row["source"], key


def test_every_assumption_is_read_by_the_code(root):
    code = "".join(path.read_text(encoding="utf-8") for path in (root / "sim/lives").glob("*.py"))
    families = ("death_ratio_", "worsening_log_", "worsening_slope_", "recovery_", "ability_at_60_")
    families += ("disability_share_",)
    for key in law()._fields:
        assert f"law.{key}" in code or key.startswith(families), f"{key} is declared and never read"
