"""Worked figures of outreach, poverty and money, asked of the functions and the data that the model uses."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML

from sim.administration.duties import visit_hours, welfare_hours
from sim.clock import MONTHS_PER_YEAR, parse_month
from sim.experiments.additional_cost import COST_ADMIN, COST_WITH_BENEFITS, additional_costs
from sim.finance.ledger import PAYERS
from sim.finance.treasury import DELAY, open_treasury, pay_dues
from sim.indicators.counting import BILLION, count_poverty
from sim.laws import LawBook
from sim.laws.files import DATA

FILE = Path(__file__).parent / "figures" / "golden.yaml"
NEARLY = 5e-5  # the answers are worked to four decimals


@pytest.fixture(scope="module")
def worked() -> dict[str, Any]:
    return YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))


def test_help_with_the_form_multiplies_the_hazard_of_applying(worked):
    case = worked["hazard"]
    hazard = {arm: -math.log(1.0 - chance) / case["months"] for arm, chance in case["chance"].items()}
    assert hazard == pytest.approx(case["hazard"], abs=1e-6)
    for arm, ratio in case["ratio"].items():
        assert hazard[arm] / hazard["control"] == pytest.approx(ratio, abs=1e-3)
    law = LawBook("yunxi").in_force("administration", parse_month("2022-01"))
    taken = 1.0 + case["transfer"] * (case["ratio"]["helped"] - 1.0)
    assert law.assistance_ratio == pytest.approx(taken, abs=5e-3)


def test_grid_workers_make_so_many_welfare_visits_a_household_and_year(worked):
    case = worked["load"]
    zeros = {
        "assistant_hours_m": 0.0,
        "volunteer_hours_m": 0.0,
        "households_per_unit": 1000,
        "day_hours": 8.0,
    }
    law = SimpleNamespace(**zeros, **case["law"])
    households = np.array([case["households"]])
    hours = welfare_hours(np.array([float(case["grid_workers"])]), households, 1.0, law)
    visits_y = MONTHS_PER_YEAR * hours[0] / visit_hours(law) / households[0]
    assert case["households"] / case["grid_workers"] == pytest.approx(
        case["expected"]["households_per_worker"], abs=0.05
    )
    assert visits_y == pytest.approx(case["expected"]["visits_y"], abs=0.005)


def test_the_cost_of_one_more_covered_person(worked):
    case = worked["additional_cost"]
    keys = {"eligible_receiving_persons": "covered", "admin_cost": "admin", "spending_total": "benefits"}
    rows = {
        (scenario, key, "all"): [float(case[scenario][name])] * 2
        for scenario in ("base", "reform")
        for key, name in keys.items()
    }
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.index = pd.MultiIndex.from_tuples(frame.index, names=["scenario", "indicator", "group"])
    made = additional_costs(frame, {"base": "", "reform": ""}, "base").set_index("cost")
    expected = case["expected"]
    assert made.loc[COST_ADMIN, "extra_persons"] == expected["persons"]
    assert made.loc[COST_ADMIN, "value"] == pytest.approx(expected["admin"])
    assert made.loc[COST_WITH_BENEFITS, "value"] == pytest.approx(expected["with_benefits"])


def test_headcount_gap_and_severity(worked):
    case = worked["poverty"]
    row = np.zeros(3, np.int64)
    for income in case["incomes"]:
        count_poverty(row, 0, income * 100, case["line"] * 100, 1)
    n, expected = len(case["incomes"]), case["expected"]
    assert row[0] / n == pytest.approx(expected["headcount"])
    assert row[1] / n / BILLION == pytest.approx(expected["gap"], abs=NEARLY)
    assert row[2] / n / BILLION == pytest.approx(expected["severity"], abs=NEARLY)


def test_what_the_money_does_not_reach_is_owed_and_nobody_is_cut(worked):
    case, county = worked["shortfall"], PAYERS.index("county")
    treasury = open_treasury(1, np.zeros(1))
    treasury.ceiling[0], treasury.ceiling[county] = case["higher"], case["county"] + case["reserve"]
    treasury.cash[:] = treasury.ceiling
    dues = np.zeros((1, len(PAYERS)), np.int64)
    dues[0, 0], dues[0, county] = case["higher"], case["need"] - case["higher"]
    paid = pay_dues(treasury, 0, dues, DELAY, False)
    assert paid.sum() == case["expected"]["paid"]
    assert treasury.arrears.sum() == case["expected"]["owed"]
    assert paid.sum() + treasury.arrears.sum() == case["need"]


@pytest.mark.parametrize("residence", ["urban", "rural"])
def test_a_standard_as_a_share_of_published_consumption(worked, residence):
    case = worked["share"][residence]
    table = pd.read_csv(DATA / "national" / "national_income.csv")
    where = (table.iloc[:, 0] == "China") & (table.iloc[:, 1] == residence)
    row = table[where & (table.iloc[:, 2] == "consumption_mean") & (table.iloc[:, 3] == "all")]
    consumption = float(row[row.iloc[:, 4] == case["consumption_y"]].iloc[0, 4])
    assert MONTHS_PER_YEAR * case["standard_m"] / consumption == pytest.approx(case["share"], abs=NEARLY)
