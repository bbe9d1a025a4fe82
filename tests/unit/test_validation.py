"""The split of the facts, the contradictions, and the verdicts on simulated figures."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.engine.world import law_book
from sim.errors import DataError
from sim.experiments.calibration.plan import targets_of
from sim.experiments.validation.contradictions import contradictions, worked_out
from sim.experiments.validation.measure import measure
from sim.experiments.validation.split import Simulated, load_split, tolerances
from sim.experiments.validation.verdict import FAILED, interval, summary, verdicts
from sim.experiments.validation.worded import fact_names, worded
from sim.population.profile import data_root, load_profile
from sim.results.run import Run
from sim.scenario import load_scenario, scenario_path

REAL = ("hezuo", "ningxia", "qingshui", "wuzhong", "yizheng")
ALL_REGIONS = (*REAL, "yunxi")


@pytest.mark.parametrize("region", ALL_REGIONS)
def test_the_split_is_the_one_that_was_fixed_before_anything_was_fitted(region: str) -> None:
    kept = (data_root() / "regions" / region / "split.lock").read_text().strip()
    assert load_split(region).digest() == kept


@pytest.mark.parametrize("region", ALL_REGIONS)
def test_every_reading_is_that_of_its_fact(region: str) -> None:
    facts = load_profile(region).facts.set_index("indicator")
    for key, fact in load_split(region).facts.items():
        reading, printed = fact.reading, facts.loc[key]
        assert reading.unit == printed["unit"]
        assert reading.period == printed["period"]
        assert reading.low <= reading.value
        assert reading.high is None or reading.value <= reading.high
        if printed["bound"] in ("余", "多", "超"):
            assert reading.low == pytest.approx(reading.value)
        if printed["bound"] == "近":
            assert reading.high == reading.value


@pytest.mark.parametrize("region", REAL)
def test_what_is_held_out_is_no_target(region: str) -> None:
    split = load_split(region)
    held = {key for key, fact in split.facts.items() if fact.use != "calibrated"}
    assert not {target.key for target in targets_of(split) if not target.is_borrowed} & held


def test_a_changed_reading_changes_the_digest_and_a_changed_reason_does_not() -> None:
    split = load_split("yunxi")
    fact = split.facts["dibao_persons"]
    reading = fact.reading.model_copy(update={"value": 161.0})
    other = split.model_copy(
        update={"facts": split.facts | {"dibao_persons": fact.model_copy(update={"reading": reading})}}
    )
    assert other.digest() != split.digest()
    reason = fact.reason.model_copy(update={"en": "said otherwise"})
    same = split.model_copy(
        update={"facts": split.facts | {"dibao_persons": fact.model_copy(update={"reason": reason})}}
    )
    assert same.digest() == split.digest()


@pytest.mark.parametrize("region", REAL)
def test_the_contradictions_are_still_there_and_nobody_repaired_them(region: str) -> None:
    found = contradictions(load_profile(region))
    assert found
    for one in found:
        if one.entry.kind in ("contradiction", "tension", "unit"):
            assert not one.agrees, one.key
        else:
            assert one.left == pytest.approx(one.right, rel=0.01), one.key


def test_the_elections_of_ningxia_are_twelve_apart() -> None:
    elections = next(one for one in contradictions(load_profile("ningxia")) if one.key == "elections")
    assert elections.right - elections.left == 12


@pytest.mark.parametrize(
    "text", ["__import__('os')", "a.b", "a if b else c", "a ** b", "'x'", "a +", "missing"]
)
def test_arithmetic_knows_figures_and_four_operations_only(text: str) -> None:
    with pytest.raises(DataError):
        worked_out(text, {"a": 1.0, "b": 2.0, "c": 3.0}, Path("x.yaml"))


def test_arithmetic_works_out_brackets() -> None:
    assert worked_out("(a + b) * c / 2", {"a": 1.0, "b": 2.0, "c": 3.0}, Path("x.yaml")) == 4.5


def run_with(dibao: float, spending: float, persons: int = 2000, seed: int = 1) -> Run:
    months = [f"2022-{month:02d}" for month in range(1, 13)]
    rows = [("all", month, "dibao_persons", "rural", dibao) for month in months]
    rows += [("all", month, "spending", "dibao_rural", spending) for month in months]
    frame = pd.DataFrame(rows, columns=["township", "month", "indicator", "group", "value"])
    ledger = pd.DataFrame(columns=["month", "township", "programme", "payer", "persons", "amount_fen"])
    names = ["programme", "key", "value", "unit", "from", "status", "role", "label_zh", "label_en", "source"]
    return Run("baseline", "x", "yunxi", seed, "2022-01", 12, frame, ledger, pd.DataFrame(columns=names),
               {"persons": str(persons)})  # fmt: skip


def test_a_scaled_run_is_measured_at_the_real_size() -> None:
    profile = load_profile("yunxi")
    law = law_book(load_scenario(scenario_path("yunxi", "baseline")))
    what = load_split("yunxi").facts["dibao_persons"].simulated
    assert what is not None
    whole, half = run_with(150.0, 1000.0), run_with(75.0, 500.0, persons=1000)
    assert measure(whole, what, profile, law).value == measure(half, what, profile, law).value == 150.0


def test_sums_run_over_the_months_of_the_reading_and_name_the_groups_that_lack() -> None:
    profile = load_profile("yunxi")
    law = law_book(load_scenario(scenario_path("yunxi", "baseline")))
    what = load_split("yunxi").facts["assistance_spending"].simulated
    assert what is not None
    found = measure(run_with(150.0, 1000.0), what, profile, law)
    assert found.value == 11 * 1000.0
    assert "temporary_relief" in found.lacking


def test_a_reading_after_the_run_is_not_simulated() -> None:
    profile = load_profile("yunxi")
    law = law_book(load_scenario(scenario_path("yunxi", "baseline")))
    what = Simulated.model_validate({"indicator": "dibao_persons", "from": "2030-01", "to": "2030-12"})
    assert np.isnan(measure(run_with(1.0, 1.0), what, profile, law).value)


def test_the_tekun_base_of_qingshui_is_the_printed_one_to_the_yuan() -> None:
    profile, split = load_profile("qingshui"), load_split("qingshui")
    law = law_book(load_scenario(scenario_path("qingshui", "baseline")))
    for key, printed in (("tekun_standard_urban", 11_160), ("tekun_standard_rural", 7_260)):
        what = split.facts[key].simulated
        assert what is not None
        assert measure(run_with(1.0, 1.0), what, profile, law).value == printed


def test_failures_come_first_and_a_figure_within_its_class_passes() -> None:
    profile, split = load_profile("yunxi"), load_split("yunxi")
    law = law_book(load_scenario(scenario_path("yunxi", "baseline")))
    good = verdicts([run_with(160.0, 1000.0)], split, profile, law).set_index("fact")
    assert good.loc["dibao_persons", "verdict"] == "passed"
    bad = verdicts([run_with(140.0, 1000.0), run_with(141.0, 1000.0, seed=2)], split, profile, law)
    assert bad["verdict"].iloc[0] == FAILED
    row = bad.set_index("fact").loc["dibao_persons"]
    assert row["verdict"] == FAILED
    assert row["ratio"] == pytest.approx(140.5 / 160)
    assert row["low"] < 140.5 < row["high"]


def test_the_summary_counts_only_what_was_held_out() -> None:
    profile, split = load_profile("yunxi"), load_split("yunxi")
    law = law_book(load_scenario(scenario_path("yunxi", "baseline")))
    spending = split.facts["assistance_spending"].reading.value / 11
    found = summary(verdicts([run_with(20.0, spending)], split, profile, law))
    assert found.n == 1
    assert found.bias == pytest.approx(0.0, abs=1e-9)
    assert found.within_tenth == 1.0


def test_an_interval_of_one_run_is_not_known_and_widens_with_the_spread() -> None:
    assert np.isnan(interval(np.array([1.0]))).all()
    narrow, wide = interval(np.array([1.0, 1.1, 0.9])), interval(np.array([1.0, 2.0, 0.0]))
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


def test_every_class_allows_more_than_the_one_before_it() -> None:
    order = ("identity", "in_sample", "other_margin", "held_out", "borrowed", "unknown")
    widths = [tolerances()[name].high - tolerances()[name].low for name in order]
    assert widths == sorted(widths)
    assert set(tolerances()) == set(order)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_of_verdicts_names_every_fact_beside_its_key_and_speaks_one_language(lang: str) -> None:
    profile, split = load_profile("yunxi"), load_split("yunxi")
    law = law_book(load_scenario(scenario_path("yunxi", "baseline")))
    table = verdicts([run_with(160.0, 1000.0)], split, profile, law)[["fact", "use", "class", "verdict"]]
    names = fact_names(profile, lang)
    made = worded(table, names, lang)
    assert list(made.iloc[:, 0]) == [names[key] for key in table["fact"]]
    assert list(made.iloc[:, 1]) == list(table["fact"])
    words = [*made.columns, *made.iloc[:, [0, 2, 3, 4]].to_numpy().ravel()]
    assert all(words)
    assert {bool(re.search("[\u4e00-\u9fff]", word)) for word in words} == {lang == "zh"}
