"""The charts of why, who, where and what it takes: in two languages, whole, and true to their frames."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.charts.bands import band_lines
from sim.charts.cliff import cliff_chart
from sim.charts.frontier import frontier_chart
from sim.charts.funnel import funnel_chart
from sim.charts.grid_week import grid_week_chart
from sim.charts.heat import heat_table
from sim.charts.intervals import interval_chart
from sim.charts.marks import scale_of_colours
from sim.charts.pyramid import pyramid
from sim.charts.sensitivity import sensitivity_bars
from sim.charts.style import ChartError, look, save
from sim.charts.tiles import on_grid, tile_map
from sim.charts.usable_beds import usable_beds_chart
from sim.charts.waterfall import waterfall
from sim.words import label
from tests.unit import chart_frames as frames
from tests.unit.test_charts import LANGS, said, texts

COLUMNS = ("dibao_persons", "coverage_admin", "spending_total")
CHARTS: dict[str, Callable[[str], Figure]] = {
    "waterfall": lambda lang: waterfall(frames.WATERFALL, "receiving_persons", lang),
    "funnel": lambda lang: funnel_chart(frames.FUNNEL, lang),
    "funnel of a township": lambda lang: funnel_chart(
        frames.FUNNEL, lang, "990101001", {"990101001": "云水镇"}
    ),
    "week": lambda lang: grid_week_chart(frames.GRID, lang),
    "usable beds": lambda lang: usable_beds_chart(frames.BEDS, lang),
    "cliff": lambda lang: cliff_chart(frames.CLIFF, lang),
    "frontier": lambda lang: frontier_chart(frames.FRONTIER, lang),
    "sobol": lambda lang: sensitivity_bars(frames.SENSITIVITY, "spending_total", lang),
    "morris": lambda lang: sensitivity_bars(frames.SENSITIVITY, "coverage_admin", lang),
    "pyramid": lambda lang: pyramid(frames.PYRAMID, lang),
    "tiles": lambda lang: tile_map(frames.TOWNSHIPS, "dibao_persons", lang),
    "heat": lambda lang: heat_table(frames.TOWNSHIPS, COLUMNS, lang),
    "bands": lambda lang: band_lines(frames.BANDS, "coverage_admin", lang),
    "intervals": lambda lang: interval_chart(frames.INTERVALS, "spending_total", lang, "baseline"),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_whole_says_its_source_and_lacks_no_character(
    tmp_path: Path, name: str, lang: str
) -> None:
    figure = CHARTS[name](lang)
    if lang == "zh":
        (path,) = save(figure, tmp_path / name, ["pdf"])
        assert path.stat().st_size > 5_000
    assert label("chart_source_model", lang) in said(figure).replace("\n", " ")
    box, renderer = figure.bbox, FigureCanvasAgg(figure).get_renderer()
    for text in texts(figure):
        extent = text.get_window_extent(renderer)
        assert box.x0 - 1 <= extent.x0, text.get_text()
        assert extent.x1 <= box.x1 + 1, text.get_text()
        assert box.y0 - 1 <= extent.y0, text.get_text()
        assert extent.y1 <= box.y1 + 1, text.get_text()
    title, source = figure.texts
    top, bottom = title.get_window_extent(renderer).y0, source.get_window_extent(renderer).y1
    for drawn in figure.legends:
        assert drawn.get_window_extent(renderer).y0 >= bottom
        bottom = drawn.get_window_extent(renderer).y1
    for axes in figure.axes:
        extent = axes.get_tightbbox(renderer)
        assert extent.y1 <= top
        assert extent.y0 >= bottom - 4


def test_steps_of_a_waterfall_begin_where_the_one_before_ended() -> None:
    figure = CHARTS["waterfall"]("zh")
    bars = [patch for patch in figure.axes[0].patches if hasattr(patch, "get_width") and patch.get_width()]
    ends = [bar.get_x() + bar.get_width() for bar in bars]
    starts = [bar.get_x() for bar in bars]
    assert ends[:4] == [42_000, 44_300, 44_000, 44_150]
    assert starts[1:4] == ends[:3]
    assert ends[-1] == 44_150
    assert label("chart_axis_cut", "zh") in said(figure)


def test_a_waterfall_whose_levels_are_far_apart_begins_at_zero() -> None:
    far = frames.WATERFALL.assign(value=[100.0, 900.0, -300.0, 150.0, 850.0], low=np.nan, high=np.nan)
    figure = waterfall(far, "receiving_persons", "zh")
    assert figure.axes[0].get_xlim()[0] == 0
    assert label("chart_axis_cut", "zh") not in said(figure)


def test_withheld_steps_are_drawn_without_a_number() -> None:
    words = said(CHARTS["funnel of a township"]("zh"))
    assert words.count("\n…") == 2
    assert "云水镇" in words
    assert label("chart_withheld", "zh") in words


def test_the_week_says_how_many_duties_do_not_fit_and_by_how_much() -> None:
    words = said(CHARTS["week"]("en"))
    assert "2 duties do not fit" in words
    assert "6.0 hours short" in words
    fits = frames.GRID.assign(hours_done=frames.GRID["hours_required"], is_deliverable=True)
    assert label("chart_grid_title_fits", "en") in said(grid_week_chart(fits, "en"))


def test_a_cliff_is_found_and_its_depth_is_said() -> None:
    assert "最大落差50元/月" in said(CHARTS["cliff"]("zh"))
    smooth = frames.CLIFF.assign(amount_m=0.0, net_income_m=frames.CLIFF["earned_m"])
    smooth.loc[smooth["programme"] == "dibao", "amount_m"] = 1.0
    assert label("chart_cliff_title_none", "zh") in said(cliff_chart(smooth, "zh"))


def test_the_most_important_assumption_stands_on_top_and_the_small_are_counted() -> None:
    figure = CHARTS["sobol"]("en")
    names = [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    assert names[0] == "administration.assumption_0"
    assert len(names) == 12
    assert "3 assumptions with smaller effects" in said(figure)


def test_no_two_townships_share_a_tile_and_the_northern_ones_stand_higher() -> None:
    x, y = frames.TOWNSHIPS["x_km"].to_numpy(), frames.TOWNSHIPS["y_km"].to_numpy()
    cells = on_grid(x, y)
    assert len({tuple(cell) for cell in cells.tolist()}) == len(x)
    assert cells[np.argmax(y), 1] == cells[:, 1].max()
    assert cells[np.argmin(y), 1] == 0
    for row in set(cells[:, 1].tolist()):
        members = np.flatnonzero(cells[:, 1] == row)
        assert (np.diff(x[members[np.argsort(cells[members, 0])]]) >= 0).all()


def test_a_withheld_township_shows_neither_number_nor_shade() -> None:
    figure = CHARTS["tiles"]("zh")
    values = [text.get_text() for text in figure.axes[0].texts[1::2]]
    assert values.count("…") == int(frames.TOWNSHIPS["value"].isna().sum())
    hidden = [patch for patch in figure.axes[0].patches if patch.get_hatch() and hasattr(patch, "get_width")]
    assert len(hidden) == values.count("…")
    assert all(patch.get_facecolor()[:3] == (1, 1, 1) for patch in hidden)


def test_the_scale_of_colours_grows_darker_in_grey() -> None:
    greys = scale_of_colours()(np.linspace(0, 1, 20))[:, :3] @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(greys) < 0).all()


def test_the_widest_band_is_drawn_first_and_all_three_are_named() -> None:
    figure = CHARTS["bands"]("zh")
    tops = [float(band.get_datalim(figure.axes[0].transData).y1) for band in figure.axes[0].collections]
    assert tops[0] > tops[1] > tops[2]
    for band in ("both", "parameter", "random"):
        assert label(f"chart_band_{band}", "zh").format(level=90) in said(figure)


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: waterfall(frames.WATERFALL.iloc[1:], "persons", "zh"), "begins with one row"),
        (lambda: waterfall(frames.WATERFALL.drop(columns="kind"), "persons", "zh"), "no column kind"),
        (lambda: funnel_chart(frames.FUNNEL, "zh", "nowhere"), "no township 'nowhere'"),
        (lambda: funnel_chart(frames.FUNNEL.iloc[:0], "zh"), "no rows"),
        (lambda: sensitivity_bars(frames.SENSITIVITY, "waiting", "zh"), "neither ST nor mu_star"),
        (lambda: heat_table(pd.concat([frames.TOWNSHIPS] * 3), COLUMNS, "zh"), "60 townships"),
        (
            lambda: band_lines(
                pd.concat([frames.BANDS, frames.BANDS.assign(scenario="b")]), "coverage_admin", "zh"
            ),
            "name one scenario",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(draw: Callable[[], Figure], words: str) -> None:
    with look(), pytest.raises(ChartError, match=words):
        draw()


def test_mixes_that_all_exceed_the_budget_are_drawn_and_it_is_said() -> None:
    figure = frontier_chart(frames.FRONTIER.assign(is_efficient=False), "zh")
    assert "8个组合都超出预算" in said(figure)
    assert len(figure.axes) == 1  # no scale of colours for nothing
