"""Fitted assumptions are the law of a region that has a fit, can be left out, and are refused when they cannot be."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from sim.clock import parse_month
from sim.engine.world import law_book
from sim.errors import LawError, ScenarioError
from sim.laws import LawBook
from sim.population.income_year import with_incomes_of
from sim.population.incomes import income_pattern
from sim.population.profile import DATA_VARIABLE, data_root, load_profile
from sim.scenario import load_scenario, scenario_path, to_yaml
from sim.workbench.room import Room

SHIFT, START = "population.income_shift_rural", parse_month("2022-01")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the fictional county and no fit."""
    root = tmp_path / "data"
    shutil.copytree(data_root() / "national", root / "national")
    shutil.copytree(data_root() / "regions" / "yunxi", root / "regions" / "yunxi")
    return root


def keep(data: Path, values: str) -> None:
    path = data / "regions" / "yunxi" / "calibration.yaml"
    path.write_text(f'# written by a fit\n{{"values": {values}}}\n', encoding="utf-8")


def test_a_fitted_value_takes_the_place_of_the_usual_one_and_says_so(data: Path) -> None:
    usual = LawBook("yunxi", data=data)
    keep(data, f'{{"{SHIFT}": -0.125}}')
    fitted = LawBook("yunxi", data=data)
    assert fitted.value(SHIFT, START) == Decimal("-0.125")
    told = fitted.source("population", "income_shift_rural", START)
    assert told.status == "assumed"
    assert "fitted" in told.source
    assert "usual value 0" in told.source
    assert fitted.fingerprint(["dibao"]) == usual.fingerprint(["dibao"])
    assert fitted.fingerprint(["population"]) != usual.fingerprint(["population"])


def test_a_county_of_a_region_has_the_fit_of_the_region(data: Path) -> None:
    keep(data, f'{{"{SHIFT}": -0.125}}')
    assert LawBook("yunxi.990101", data=data).value(SHIFT, START) == Decimal("-0.125")


def test_a_scenario_may_leave_the_fit_out(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(data, f'{{"{SHIFT}": -0.125}}')
    monkeypatch.setenv(DATA_VARIABLE, str(data))
    plain = load_scenario(scenario_path("yunxi", "baseline"))
    bare = replace(plain, is_fitted=False)
    assert law_book(plain).value(SHIFT, START) == Decimal("-0.125")
    assert law_book(bare).value(SHIFT, START) == 0
    assert plain.digest != bare.digest


def test_an_answer_kept_before_a_fit_is_not_taken_for_one_after_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(data))
    plain = load_scenario(scenario_path("yunxi", "baseline"))
    before = Room(plain, plain.start + 1).key(plain)
    keep(data, f'{{"{SHIFT}": -0.125}}')
    assert Room(plain, plain.start + 1).key(plain) != before


@pytest.mark.parametrize(
    ("values", "key", "told"),
    [
        (f'{{"{SHIFT}": 0.9}}', SHIFT, "-0.3 to 0.3"),
        ('{"population.no_such": 1}', "population.no_such", "may be fitted"),
        ('{"lives.first_month": 1}', "lives.first_month", "may be fitted"),
    ],
)
def test_a_fit_that_breaks_the_law_is_refused(data: Path, values: str, key: str, told: str) -> None:
    keep(data, values)
    with pytest.raises(LawError, match=told) as caught:
        LawBook("yunxi", data=data)
    assert "calibration.yaml" in str(caught.value)
    assert key in str(caught.value)


def test_a_file_says_whether_it_is_calibrated_and_its_heirs_follow(tmp_path: Path) -> None:
    text = to_yaml(load_scenario(scenario_path("yunxi", "baseline")))
    assert "calibrated" not in text
    base = tmp_path / "bare.yaml"
    base.write_text(text.replace("scenario: baseline", "scenario: bare") + "calibrated: false\n", "utf-8")
    heir = tmp_path / "heir.yaml"
    head = "scenario: heir\ntitle: {zh: 甲, en: A}\nauthor: a test\nwhy: {zh: 乙, en: B}\nregion: yunxi\n"
    heir.write_text(f"{head}based_on: bare\n", "utf-8")
    assert load_scenario(base).is_fitted is False
    assert load_scenario(heir).is_fitted is False
    assert "calibrated: false" in to_yaml(load_scenario(heir))
    heir.write_text(f"{head}based_on: bare\ncalibrated: maybe\n", "utf-8")
    with pytest.raises(ScenarioError, match="true, false"):
        load_scenario(heir)


def test_a_county_is_less_unequal_than_the_nation_that_pools_all_counties() -> None:
    national = load_profile("wuzhong").national("national_income")
    whole, within = (income_pattern(national, "rural", spread) for spread in (1.0, 0.7))
    assert [whole.mean(), within.mean()] == pytest.approx([1, 1])
    assert within[0] > whole[0]
    assert within[-1] < whole[-1]
    assert np.all(np.diff(within) > 0)


def test_incomes_of_an_earlier_year_follow_the_mean_of_the_province() -> None:
    hezuo = load_profile("hezuo")
    assert with_incomes_of(hezuo, 2022) is hezuo
    early = with_incomes_of(hezuo, 2015)
    ratio = (early.income["value"] / hezuo.income["value"])[
        hezuo.income["indicator"] == "disposable_income_mean"
    ]
    by_residence = dict(zip(hezuo.income.loc[ratio.index, "residence"], ratio, strict=True))
    assert by_residence == pytest.approx({"urban": 23_767 / 37_572, "rural": 6_936 / 12_165})
    assert early.digest != hezuo.digest
    assert with_incomes_of(hezuo, 1999).income["value"].equals(with_incomes_of(hezuo, 2012).income["value"])


def test_incomes_stay_where_the_province_has_no_series() -> None:
    yunxi = load_profile("yunxi")
    assert with_incomes_of(yunxi, 2015) is yunxi
