"""A comparison reports differences under the same seeds, and says when a figure means nothing."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.errors import ScenarioError
from sim.experiments.additional_cost import NO_CHANGE, NOT_MEASURED, ONE_SEED, WITHIN_NOISE
from sim.experiments.comparison import Comparison, compare
from sim.experiments.paired import ratio_interval, t_interval
from sim.results.run import ASSUMPTIONS, LEDGER, Run

MONTHS = [f"{year}-{month:02d}" for year in (2027, 2028) for month in range(1, 13)]


def make_run(scenario: str, seed: int, values: dict[str, float], **changes: object) -> Run:
    rows = [("all", month, key, "all", value) for key, value in values.items() for month in MONTHS]
    rows += [("0160", month, "persons", "all", 5.0) for month in MONTHS]
    given: dict[str, object] = {
        "scenario": scenario,
        "title": scenario.title(),
        "region": "yunxi",
        "seed": seed,
        "start": "2027-01",
        "months": 24,
        "indicators": pd.DataFrame(rows, columns=["township", "month", "indicator", "group", "value"]),
        "ledger": pd.DataFrame(columns=list(LEDGER)),
        "assumptions": pd.DataFrame(columns=list(ASSUMPTIONS)),
    }
    return Run(**{**given, **changes})


def values(covered: float, admin: float = 100.0, spending: float = 1000.0) -> dict[str, float]:
    return {"eligible_receiving_persons": covered, "admin_cost": admin, "spending_total": spending}


def paired(extra: list[float], cost: list[float]) -> Comparison:
    runs = []
    for seed, (persons, money) in enumerate(zip(extra, cost, strict=True)):
        runs.append(make_run("baseline", seed, values(200.0 + seed)))
        runs.append(make_run("reform", seed, values(200.0 + seed + persons, 100.0 + money)))
    return compare(runs)


def cost_row(made: Comparison, cost: str = "cost_admin") -> pd.Series:
    frame = made.cost_per_additional_person
    return frame[frame["cost"] == cost].iloc[0]


def test_a_stock_is_a_mean_and_money_a_yearly_sum_in_the_window() -> None:
    made = compare([make_run("baseline", 1, values(40.0))], window=("2027-01", "2027-06"))
    assert made.value("baseline", "eligible_receiving_persons") == 40.0
    assert made.value("baseline", "spending_total") == 12_000.0
    assert made.value("baseline", "spending_total", column="difference") == 0.0


def test_only_months_of_the_window_count() -> None:
    run = make_run("baseline", 1, values(40.0))
    late = run.indicators["month"] > "2027-12"
    rows = run.indicators.assign(value=run.indicators["value"].where(~late, 1e9))
    changed = make_run("baseline", 1, {}, indicators=rows)
    assert (
        compare([changed], window=("2027-01", "2027-12")).value("baseline", "eligible_receiving_persons")
        == 40.0
    )
    assert compare([changed]).value("baseline", "eligible_receiving_persons") > 1e8


def test_the_difference_and_its_share_are_to_the_chosen_baseline() -> None:
    runs = [make_run("low", 1, values(40.0)), make_run("high", 1, values(50.0))]
    assert compare(runs).value("high", "eligible_receiving_persons", column="difference") == 10.0
    assert compare(runs).value("high", "eligible_receiving_persons", column="relative") == 0.25
    other = compare(runs, baseline=1)
    assert other.value("low", "eligible_receiving_persons", column="difference") == -10.0
    assert other.value("low", "eligible_receiving_persons", column="relative") == -0.2


def test_a_relative_difference_to_nothing_is_undefined() -> None:
    made = compare([make_run("a", 1, {"waiting": 0.0}), make_run("b", 1, {"waiting": 3.0})])
    assert math.isnan(made.value("b", "waiting", column="relative"))


def test_the_interval_of_a_difference_is_paired_and_shorter_than_that_of_its_parts() -> None:
    extra = [10.0, 11.0, 9.0, 10.5]
    made = paired(extra, [1.0] * 4)
    expected = stats.t.interval(0.95, 3, np.mean(extra), stats.sem(extra))
    low = made.value("reform", "eligible_receiving_persons", column="difference_low")
    high = made.value("reform", "eligible_receiving_persons", column="difference_high")
    assert (low, high) == pytest.approx(expected)
    own_low = made.value("reform", "eligible_receiving_persons", column="value_low")
    own_high = made.value("reform", "eligible_receiving_persons", column="value_high")
    assert own_high - own_low > high - low


def test_one_seed_gives_no_interval() -> None:
    made = paired([10.0], [50.0])
    assert math.isnan(made.value("reform", "eligible_receiving_persons", column="difference_low"))
    assert cost_row(made)["reason"] == ONE_SEED
    assert cost_row(made)["value"] == pytest.approx(60.0)


def test_cost_per_additional_person_is_yearly_cost_over_persons_with_and_without_benefits() -> None:
    made = paired([10.0, 11.0, 9.0], [50.0, 55.0, 45.0])
    assert cost_row(made)["value"] == pytest.approx(60.0)
    assert cost_row(made)["reason"] == ""
    assert cost_row(made)["low"] <= 60.0 <= cost_row(made)["high"]
    assert cost_row(made, "cost_with_benefits")["value"] == pytest.approx(60.0)


def test_cost_per_additional_person_is_undefined_when_nobody_is_added() -> None:
    row = cost_row(paired([0.0, 0.0, 0.0], [50.0, 55.0, 45.0]))
    assert math.isnan(row["value"])
    assert row["reason"] == NO_CHANGE


def test_cost_per_additional_person_is_undefined_within_the_noise_of_the_seeds() -> None:
    row = cost_row(paired([10.0, -12.0, 3.0], [50.0, 55.0, 45.0]))
    assert math.isnan(row["value"])
    assert row["reason"] == WITHIN_NOISE
    assert row["extra_persons"] == pytest.approx(1 / 3)


def test_cost_per_additional_person_says_when_its_parts_were_not_measured() -> None:
    made = compare([make_run("a", 1, {"persons": 4.0}), make_run("b", 1, {"persons": 4.0})])
    assert cost_row(made)["reason"] == NOT_MEASURED


def test_fiellers_interval_holds_the_true_ratio_as_often_as_it_says() -> None:
    random = np.random.default_rng(5)
    hits = 0
    trials = 2000
    for _ in range(trials):
        below = random.normal(20.0, 4.0, 8)
        above = 3.0 * below + random.normal(0.0, 9.0, 8)
        made = ratio_interval(above, below)
        hits += made.low <= 3.0 <= made.high
    assert abs(hits / trials - 0.95) < 4.06 * math.sqrt(0.95 * 0.05 / trials)


def test_a_seed_without_a_number_makes_the_mean_undefined() -> None:
    assert math.isnan(t_interval(np.array([1.0, math.nan])).mean)


def test_indicators_that_nobody_declared_pass_through_after_the_headlines() -> None:
    made = compare([make_run("a", 1, {"heating_persons": 4.0, "persons": 9.0, "waiting": 1.0})])
    assert made.table["indicator"].tolist() == ["persons", "waiting", "heating_persons"]
    assert made.table["is_headline"].tolist() == [True, True, False]


def test_a_series_that_the_baseline_lacks_has_a_value_and_no_difference() -> None:
    made = compare([make_run("a", 1, {"persons": 9.0}), make_run("b", 1, {"persons": 9.0, "waiting": 2.0})])
    assert made.value("b", "waiting") == 2.0
    assert math.isnan(made.value("b", "waiting", column="difference"))


def test_monthly_differences_are_for_the_whole_region_by_month() -> None:
    made = compare([make_run("a", 1, values(40.0)), make_run("b", 1, values(50.0))])
    rows = made.monthly[made.monthly["indicator"] == "eligible_receiving_persons"]
    assert len(rows) == 2 * len(MONTHS)
    assert rows.groupby("scenario")["difference"].unique().map(list).to_dict() == {"a": [0.0], "b": [10.0]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"region": "wuzhong"}, "'b' has region wuzhong, 'a' has yunxi"),
        ({"start": "2026-01", "months": 36}, "'b' has start 2026-01"),
        ({"months": 36}, "'b' has months 36"),
        ({"seed": 2}, "'a' was not run under seed 2"),
        ({"scenario": "a"}, "'a' is given twice under seed 1"),
    ],
)
def test_runs_that_cannot_be_compared_are_refused_with_a_sentence(
    change: dict[str, object], words: str
) -> None:
    given = {"scenario": "b", "seed": 1, **change}
    other = make_run(values={"persons": 9.0}, **given)
    with pytest.raises(ScenarioError, match=words):
        compare([make_run("a", 1, {"persons": 9.0}), other])


def test_no_run_an_unknown_baseline_and_a_window_outside_are_refused() -> None:
    run = make_run("a", 1, {"persons": 9.0})
    with pytest.raises(ScenarioError, match="no run"):
        compare([])
    with pytest.raises(ScenarioError, match="no run number 1"):
        compare([run], baseline=1)
    for window in (("2026-12", "2027-05"), ("2028-01", "2029-01"), ("2028-02", "2028-01")):
        with pytest.raises(ScenarioError, match="window"):
            compare([run], window=window)
    with pytest.raises(ScenarioError, match="has no 'gini'"):
        compare([run]).value("a", "gini")
