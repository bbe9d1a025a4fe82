"""The money check compares a run's ledger with published sums over the published months."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.experiments.money_check import CHECKS, compared, last_month, money_check, months_of
from sim.words import has

MONTHS = [f"2022-{month:02d}" for month in range(1, 13)]


def run_of(fen_a_month):
    ledger = pd.DataFrame(
        {
            "month": MONTHS * 2,
            "programme": ["temporary_relief"] * 12 + ["medical_assistance"] * 12,
            "amount_fen": [fen_a_month] * 12 + [999_999] * 12,
        }
    )
    gifts = pd.DataFrame(
        {
            "month": ["2022-12"],
            "indicator": ["charity_value"],
            "group": ["care_parcels"],
            "township": ["all"],
            "value": [1_700.0],
        }
    )
    return SimpleNamespace(ledger=ledger, indicators=gifts, start="2022-01", months=12)


def facts_of(**values):
    rows = [(key, value, period) for key, (value, period) in values.items()]
    return pd.DataFrame(rows, columns=["indicator", "value", "period"])


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2022", ("2022-01", "2022-12")),
        ("2022-01/11", ("2022-01", "2022-11")),
        ("2022-06", ("2022-06", "2022-06")),
        ("2020/2024", ("2020-01", "2024-12")),
    ],
)
def test_a_published_period_names_its_months(period, months):
    assert months_of(period) == months


def test_only_the_months_and_lines_of_the_figure_count():
    facts = facts_of(
        temporary_assistance_spending=(1_100.0, "2022-01/11"), care_parcel_value=(3_400.0, "2022")
    )
    found = money_check(run_of(20_000), facts, "en").set_index("fact")
    assert found.loc["temporary_assistance_spending", "simulated"] == 2_200.0
    assert found.loc["temporary_assistance_spending", "ratio"] == pytest.approx(2.0)
    assert found.loc["care_parcel_value", "ratio"] == pytest.approx(0.5)
    half = money_check(run_of(20_000), facts, "en", share=0.5).set_index("fact")
    assert half.loc["temporary_assistance_spending", "ratio"] == pytest.approx(4.0)


def test_a_period_outside_the_run_has_no_ratio_and_says_so():
    found = money_check(run_of(1), facts_of(temporary_assistance_spending=(1.0, "2019")), "en")
    assert np.isnan(found["ratio"].item())
    assert "outside" in found["reason"].item()


def test_every_figure_that_is_checked_has_its_reason_in_words():
    assert all(has(f"money_reason_{check.fact}") for check in CHECKS)


def test_the_year_before_a_run_is_held_against_its_first():
    assert compared("2021", "2022-01") == "2022"
    assert [compared(period, "2022-01") for period in ("2022", "2020", "2021-06", "2020/2024")] == [
        "2022", "2020", "2021-06", "2020/2024",
    ]  # fmt: skip
    assert compared("2021", "2022-07") == "2021"
    found = money_check(run_of(20_000), facts_of(temporary_assistance_spending=(2_400.0, "2021")), "en")
    assert found["ratio"].tolist() == pytest.approx([1.0])
    assert "2022" in found["reason"][0]


def test_a_run_goes_as_far_as_the_published_sums_that_it_can_hold():
    facts = facts_of(
        temporary_assistance_spending=(1.0, "2022-01/11"),
        care_parcel_value=(1.0, "2021"),
        one_off_spending=(1.0, "2020"),
    )
    assert last_month(facts, "2022-01") == "2022-12"
    assert last_month(facts[facts["indicator"] == "one_off_spending"], "2022-01") is None
    assert last_month(facts_of(beds=(1.0, "2022")), "2022-01") is None
