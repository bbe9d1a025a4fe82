"""Numbers and lines of text are written as a reader says them."""

from __future__ import annotations

import pytest

from sim.charts.numbers import measure, written
from sim.charts.style import ems, wrapped
from sim.results.catalogue import describe


@pytest.mark.parametrize(
    ("key", "value", "lang", "expected"),
    [
        ("spending_total", 38_500_000.0, "zh", "3,850 万元/月"),
        ("spending_total", 38_500_000.0, "en", "38.5 million yuan a month"),
        ("spending_total", 2_500_000_000.0, "zh", "25.0 亿元/月"),
        ("dibao_persons", 42_310.4, "zh", "42,310 人"),
        ("coverage_admin", 0.6249, "zh", "62.5 %"),
        ("gini_after", 0.41449, "en", "0.414 index"),
    ],
)
def test_numbers_are_written_as_a_reader_says_them(key: str, value: float, lang: str, expected: str) -> None:
    measured = measure(describe(key), value, lang)
    assert f"{written(value, measured)} {measured.unit}" == expected


def test_a_minus_is_a_minus_nothing_has_no_sign_and_no_number_is_a_dash() -> None:
    measured = measure(describe("dibao_persons"), 10.0, "zh")
    assert written(-5.0, measured, signed=True) == "\u22125"
    assert written(-0.2, measured, signed=True) == "0"
    assert written(float("nan"), measured) == "–"


def test_lines_are_broken_between_words_and_never_before_a_stop() -> None:
    text = "提高农村标准以后，低保人数增加"
    for limit in range(4, 12):
        lines = wrapped(text, limit).split("\n")
        assert "".join(lines) == text
        assert all(ems(line) <= limit + 1 for line in lines)
        assert not any(line.startswith("，") for line in lines)
    assert wrapped("one two three", 4.0).split("\n") == ["one two", "three"]
