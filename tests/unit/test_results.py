"""A run is tidy, has one number for its content, and refuses what does not belong to it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.errors import StoreError
from sim.indicators.catalogue import CATALOGUE, RATIO, SUM, describe, in_order
from sim.results.periods import by_year, over_townships, over_window
from sim.results.run import Run

MONTHS = ("2027-01", "2027-02", "2028-01")


def indicator_rows() -> pd.DataFrame:
    rows = []
    for place, factor in (("990101001", 2.0), ("990101002", 1.0), ("all", 3.0)):
        for month, value in zip(MONTHS, (10.0, 20.0, 60.0), strict=True):
            rows.append((place, month, "dibao_persons", "all", factor * value))
            rows.append((place, month, "visits", "all", factor * value))
    return pd.DataFrame(rows, columns=["township", "month", "indicator", "group", "value"])


def ledger_rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": ["2027-01", "2027-01"],
            "township": ["990101001", "990101001"],
            "programme": ["dibao", "dibao"],
            "payer": ["central", "county"],
            "persons": [4, 4],
            "amount_fen": [123_456_789_012_345, 1],
        }
    )


def assumption_rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "programme": ["dibao"],
            "key": ["standard_urban_m"],
            "value": ["650"],
            "unit": ["yuan/person/month"],
            "from": ["2022-06"],
            "status": ["published"],
            "role": ["lever"],
            "label_zh": ["城市低保标准"],
            "label_en": ["Urban standard"],
            "source": ["notice"],
        }
    )


def make_run(**changes: object) -> Run:
    given = {
        "scenario": "baseline",
        "title": "基准",
        "region": "yunxi",
        "seed": 7,
        "start": "2027-01",
        "months": 24,
        "indicators": indicator_rows(),
        "ledger": ledger_rows(),
        "assumptions": assumption_rows(),
        "provenance": {"version": "0.1.0"},
    }
    return Run(**{**given, **changes})


def with_value(row: int, value: float) -> pd.DataFrame:
    rows = indicator_rows()
    rows.loc[row, "value"] = value
    return rows


def test_the_digest_does_not_depend_on_the_order_of_rows_or_columns() -> None:
    shuffled = indicator_rows().iloc[::-1].reset_index(drop=True)
    other = make_run(indicators=shuffled[shuffled.columns[::-1]], ledger=ledger_rows().iloc[::-1])
    assert other.digest() == make_run().digest()


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 8},
        {"title": "另一个"},
        {"indicators": with_value(0, np.nextafter(20.0, 21.0))},
        {"ledger": ledger_rows().assign(amount_fen=[123_456_789_012_345, 2])},
        {"ledger": ledger_rows().assign(payer=["central", "province"])},
        {"assumptions": assumption_rows().assign(value="651")},
        {"indicators": indicator_rows().iloc[:-1]},
    ],
)
def test_the_digest_changes_with_the_last_bit_of_any_content(changes: dict[str, object]) -> None:
    assert make_run(**changes).digest() != make_run().digest()


def test_the_digest_does_not_change_with_provenance() -> None:
    assert make_run(provenance={"command": "sim run", "created": "today"}).digest() == make_run().digest()


def test_the_digest_is_the_same_on_every_machine_as_it_was_when_written_down() -> None:
    assert make_run().digest() == "0fb1193c2a321f0b4cee8ed4c49ca2c5233a90d0269c0a3c4df63e151b737be4"


def test_text_cannot_move_between_columns_without_changing_the_digest() -> None:
    one = assumption_rows().assign(label_zh="甲", label_en="乙丙")
    two = assumption_rows().assign(label_zh="甲乙", label_en="丙")
    assert make_run(assumptions=one).digest() != make_run(assumptions=two).digest()


def test_amounts_stay_whole_fen() -> None:
    run = make_run()
    assert run.ledger["amount_fen"].dtype == np.int64
    assert run.ledger["amount_fen"].max() == 123_456_789_012_345


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"indicators": indicator_rows().drop(columns="group")}, "no column group"),
        ({"indicators": pd.concat([indicator_rows()] * 2)}, "twice"),
        ({"months": 12}, "outside 2027-01 to 2027-12"),
        ({"ledger": ledger_rows().assign(month="2026-12")}, "outside"),
    ],
)
def test_a_run_refuses_frames_that_do_not_belong_to_it(changes: dict[str, object], words: str) -> None:
    with pytest.raises(StoreError, match=words):
        make_run(**changes)


def test_the_tidy_frame_has_the_columns_of_the_one_shape() -> None:
    run = make_run()
    assert list(run.tidy().columns) == "run scenario seed region township month indicator group value".split()
    assert set(run.tidy()["run"]) == {run.id}


def test_a_stock_is_averaged_and_a_flow_is_added_over_the_months_of_a_year() -> None:
    run = make_run()
    stock = run.frame("dibao_persons", township="all", yearly=True)
    flow = run.frame("visits", township="all", yearly=True)
    assert stock["value"].tolist() == [45.0, 180.0]
    assert flow["value"].tolist() == [90.0, 180.0]
    assert flow["n_months"].tolist() == [2, 1]


def test_a_question_for_an_indicator_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(StoreError, match="dibao_persons, visits"):
        make_run().frame("dibao_person")


def test_a_flow_in_a_window_is_given_per_year_of_the_whole_window() -> None:
    rows = make_run().frame(township="all")
    made = over_window(rows, 24, describe).set_index("indicator")["value"]
    assert made["visits"] == 270.0 * 12 / 24
    assert made["dibao_persons"] == 90.0


def test_an_unknown_indicator_passes_through_and_is_marked() -> None:
    found = describe("heating_persons")
    assert not found.is_declared
    rows = make_run().frame("visits", township="all").assign(indicator="heating_persons")
    assert by_year(rows, describe)["value"].tolist() == [45.0, 180.0]
    assert in_order("heating_persons") > in_order("review_backlog")


def test_a_share_of_two_townships_is_the_share_of_their_sums_and_no_mean_of_shares() -> None:
    rows = pd.DataFrame(
        [
            ("a", "eligible_receiving_persons", 9.0),
            ("a", "eligible_persons", 10.0),
            ("a", "coverage_admin", 0.9),
            ("b", "eligible_receiving_persons", 9.0),
            ("b", "eligible_persons", 90.0),
            ("b", "coverage_admin", 0.1),
            ("a", "gini_after", 0.3),
        ],
        columns=["township", "indicator", "value"],
    )
    made = over_townships(rows.assign(group="all"), describe).set_index("indicator")["value"]
    assert made["coverage_admin"] == 0.18
    assert made["eligible_persons"] == 100.0
    assert "gini_after" not in made.index


def test_every_ratio_of_the_catalogue_names_parts_that_are_declared_sums() -> None:
    ratios = [found for found in CATALOGUE.values() if found.over_townships == RATIO]
    assert ratios
    for found in ratios:
        for part in (found.numerator, found.denominator):
            assert part is not None
            assert CATALOGUE[part].over_townships == SUM
    for found in CATALOGUE.values():
        assert found.decimals >= 0
        assert found.base is None or found.base in CATALOGUE
