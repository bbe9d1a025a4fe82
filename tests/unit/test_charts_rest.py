"""Spending on more programmes than there are colours: the smallest stand together and no yuan is lost."""

from __future__ import annotations

import pandas as pd

from sim.charts.palette import COLOURS
from sim.charts.stacked import REST, _folded, stacked_spending


def spending(n: int) -> pd.DataFrame:
    common = {"scenario": "a", "township": "all", "indicator": "spending"}
    rows = [
        {**common, "month": f"2024-{month:02d}", "group": f"g{k:02d}", "value": 10.0 * (k + 1)}
        for k in range(n)
        for month in range(1, 13)
    ]
    return pd.DataFrame(rows)


def test_the_smallest_are_put_together_and_the_sum_stays():
    frame = spending(len(COLOURS) + 4)
    folded = _folded(frame)
    assert folded["group"].nunique() == len(COLOURS)
    assert folded["value"].sum() == frame["value"].sum()
    assert set(folded["group"]) - {REST} == {f"g{k:02d}" for k in range(5, len(COLOURS) + 4)}


def test_as_many_as_there_are_colours_stay_as_they_are():
    frame = spending(len(COLOURS))
    assert _folded(frame) is frame


def test_a_chart_of_many_programmes_names_the_rest():
    figure = stacked_spending(spending(len(COLOURS) + 1), "en")
    words = [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    words += [
        text.get_text() for axes in figure.axes if axes.get_legend() for text in axes.get_legend().get_texts()
    ]
    assert "Other programmes" in words
