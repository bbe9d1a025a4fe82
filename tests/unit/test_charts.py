"""Charts are figures of their own, in two languages, without boxes, clipped text or shared state."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.dates import num2date
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.charts.bars import comparison_bars
from sim.charts.beds import beds_chart
from sim.charts.differences import difference_lines
from sim.charts.fit import fit_chart
from sim.charts.lines import monthly_lines
from sim.charts.palette import COLOURS
from sim.charts.stacked import stacked_spending
from sim.charts.style import DASHES, HATCHES, ChartError, look, save
from sim.words import label

LANGS = ("zh", "en")
TITLES = {
    "baseline": "基准（现行政策）",
    "reform": "Rural standard up 10% and two more outreach workers a township, 乡镇增加协理员",
}
MONTHS = [f"{year}-{month:02d}" for year in range(2024, 2029) for month in range(1, 13)]


def monthly(months: list[str] = MONTHS) -> pd.DataFrame:
    rows = []
    for scenario, more in (("baseline", 0.0), ("reform", 1.0)):
        for t, month in enumerate(months):
            for key, level, effect in (("dibao_persons", 42_000.0, 3000.0), ("coverage_admin", 0.6, 0.05)):
                value, change = level * (1 + t / 500), more * effect * min(t, 24) / 24
                half = effect / 5
                ends = (value + change, value + change - half, value + change + half)
                gaps = (change, change - half / 3 * more, change + half / 3 * more)
                rows.append((scenario, key, "all", month, *ends, *gaps))
    names = "scenario indicator group month value low high difference difference_low difference_high"
    return pd.DataFrame(rows, columns=names.split())


def spending(months: list[str] = MONTHS) -> pd.DataFrame:
    rows = [
        (scenario, "spending", group, month, 1e6 * (k + 1))
        for scenario in ("baseline", "reform")
        for k, group in enumerate(("dibao", "tekun", "heating_of_my_own"))
        for month in months
    ]
    return pd.DataFrame(rows, columns=["scenario", "indicator", "group", "month", "value"])


def table() -> pd.DataFrame:
    rows = []
    for scenario, more in (("baseline", 0.0), ("reform", 1.0)):
        for key, level, change in (("dibao_persons", 42_000.0, 3000.0), ("coverage_admin", 0.6, -0.05)):
            value = level + more * change
            rows.append((scenario, key, "all", value, value * 0.98, value * 1.02, more * change))
    return pd.DataFrame(
        rows, columns="scenario indicator group value value_low value_high difference".split()
    )


def beds() -> pd.DataFrame:
    rows = [
        ("baseline", key, group, month, level)
        for key, level in (("beds", 400.0), ("beds_usable", 350.0), ("occupied", 300.0), ("waiting", 40.0))
        for group in ("ordinary", "nursing")
        for month in MONTHS
    ]
    return pd.DataFrame(rows, columns=["scenario", "indicator", "group", "month", "value"])


def report() -> pd.DataFrame:
    fitted = np.array([100.5, 49.8, 3000.0, 7.0])
    return pd.DataFrame(
        {"margin": ["age_sex", "age_sex", "income", "income"], "target": [100, 50, 2000, 0], "fitted": fitted}
    )


CHARTS: dict[str, Callable[[str], Figure]] = {
    "lines": lambda lang: monthly_lines(monthly(), "dibao_persons", lang, titles=TITLES, baseline="baseline"),
    "short": lambda lang: monthly_lines(monthly(MONTHS[:18]), "coverage_admin", lang, titles=TITLES),
    "differences": lambda lang: difference_lines(
        monthly(), "coverage_admin", lang, "baseline", titles=TITLES
    ),
    "stacked": lambda lang: stacked_spending(spending(), lang, titles=TITLES),
    "bars": lambda lang: comparison_bars(
        table(), ["dibao_persons", "coverage_admin"], lang, "baseline", TITLES, ("2024-01", "2028-12")
    ),
    "fit": lambda lang: fit_chart(report(), lang, {"age_sex": "年龄与性别"}),
    "beds": lambda lang: beds_chart(beds(), lang, titles=TITLES),
}


def texts(figure: Figure) -> list[Text]:
    """Return the texts that a reader sees: those of ticks outside the axis are never drawn."""
    with look():
        FigureCanvasAgg(figure).draw()
    unseen = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            beyond = (high - low) * 1e-9
            for tick in axis.get_major_ticks():
                if not axis.get_visible() or not low - beyond <= tick.get_loc() <= high + beyond:
                    unseen |= {tick.label1, tick.label2}
    found = [text for text in figure.findobj(Text) if text not in unseen and text.get_visible()]
    return [text for text in found if text.get_text().strip()]


def said(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in texts(figure))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_written_in_both_formats_without_a_missing_character(
    tmp_path: Path, name: str, lang: str
) -> None:
    paths = save(CHARTS[name](lang), tmp_path / name)
    assert [path.name for path in paths] == [f"{name}.png", f"{name}.svg"]
    assert paths[0].read_bytes().startswith(b"\x89PNG")
    assert "<svg" in paths[1].read_text("utf-8")
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CHARTS)
def test_no_text_is_clipped_or_leaves_the_figure(name: str, lang: str) -> None:
    figure = CHARTS[name](lang)
    shown = texts(figure)
    box = figure.bbox
    renderer = FigureCanvasAgg(figure).get_renderer()
    for text in shown:
        extent = text.get_window_extent(renderer)
        assert extent.x0 >= box.x0 - 1, text.get_text()
        assert extent.x1 <= box.x1 + 1, text.get_text()
        assert extent.y0 >= box.y0 - 1, text.get_text()
        assert extent.y1 <= box.y1 + 1, text.get_text()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CHARTS)
def test_title_panels_legend_and_source_do_not_overlap(name: str, lang: str) -> None:
    figure = CHARTS[name](lang)
    texts(figure)
    renderer = FigureCanvasAgg(figure).get_renderer()
    title, source = figure.texts
    top = title.get_window_extent(renderer).y0
    bottom = source.get_window_extent(renderer).y1
    for drawn in figure.legends:
        extent = drawn.get_window_extent(renderer)
        assert extent.y0 >= bottom
        bottom = extent.y1
    for axes in figure.axes:
        extent = axes.get_tightbbox(renderer)
        assert extent.y1 <= top
        assert extent.y0 >= bottom - 4


def test_a_name_longer_than_the_chart_is_broken_and_stays_inside() -> None:
    figure = monthly_lines(monthly(), "dibao_persons", "zh", titles={"reform": "很长的名称" * 30})
    renderer = FigureCanvasAgg(figure).get_renderer()
    texts(figure)
    assert figure.legends[0].get_window_extent(renderer).x1 <= figure.bbox.x1
    assert figure.axes[0].get_tightbbox(renderer).y0 >= figure.legends[0].get_window_extent(renderer).y1 - 4


@pytest.mark.parametrize("lang", LANGS)
def test_every_chart_says_its_unit_and_its_source(lang: str) -> None:
    source = label("chart_source_model", lang)
    units = {"lines": label("unit_persons", lang), "short": "%", "bars": "%", "fit": "%"}
    units["differences"] = label("unit_points", lang)
    units["stacked"] = label("unit_yuan_year", lang)
    units["beds"] = label("unit_beds", lang)
    for name, draw in CHARTS.items():
        words = said(draw(lang))
        assert source in words, name
        assert units[name] in words, name


def test_a_character_that_no_font_has_is_an_error_and_leaves_no_file(tmp_path: Path) -> None:
    figure = monthly_lines(monthly(), "dibao_persons", "zh", title="\U0001f9ff \ue123")
    with pytest.raises(ChartError, match="no font"):
        save(figure, tmp_path / "boxes")
    assert not list(tmp_path.iterdir())


def test_a_chart_leaves_the_settings_of_matplotlib_as_they_were() -> None:
    before = dict(mpl.rcParams)
    CHARTS["lines"]("zh")
    assert dict(mpl.rcParams) == before


def test_drawing_does_not_load_pyplot() -> None:
    code = "import sys, sim.charts.lines, sim.charts.bars, sim.charts.beds, sim.charts.fit; " + (
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_axis_shows_calendar_dates() -> None:
    figure = CHARTS["lines"]("zh")
    words = said(figure)
    assert "2024年" in words
    assert "2028年" in words
    line = figure.axes[0].get_lines()[0]
    assert num2date(mpl.dates.date2num(line.get_xdata()[0])).strftime("%Y-%m") == "2024-01"
    assert "2024年1月" in said(CHARTS["short"]("zh"))


def test_a_band_spans_the_interval_and_is_absent_under_one_seed() -> None:
    assert len(CHARTS["lines"]("zh").axes[0].collections) == 2
    assert label("chart_band", "zh") in said(CHARTS["lines"]("zh"))
    bare = monthly().assign(low=np.nan, high=np.nan)
    figure = monthly_lines(bare, "dibao_persons", "zh")
    assert len(figure.axes[0].collections) == 0
    assert label("chart_band", "zh") not in said(figure)


def test_differences_are_drawn_in_percentage_points_and_the_title_says_the_last_year() -> None:
    figure = CHARTS["differences"]("zh")
    drawn = figure.axes[0].get_lines()[1].get_ydata()
    assert drawn.max() == pytest.approx(5.0)
    assert "提高5.0个百分点" in figure.texts[0].get_text().replace("\n", "")
    assert label("chart_last_year", "zh") in said(figure)


def test_a_change_within_noise_is_called_so_in_the_title() -> None:
    noisy = monthly().assign(difference_low=-1.0, difference_high=1.0)
    figure = difference_lines(noisy, "coverage_admin", "en", "baseline", titles={"reform": "R"})
    assert "within noise" in figure.texts[0].get_text()


def test_columns_stack_to_the_year_and_a_part_of_a_year_says_so() -> None:
    figure = stacked_spending(spending(MONTHS[:30]), "zh")
    tops = [patch.get_y() + patch.get_height() for patch in figure.axes[0].patches]
    assert max(tops) == pytest.approx(6e6 * 12 / 1e4)
    words = said(figure)
    assert "7,200" in words
    assert "6个月" in words
    assert "heating_of_my_own" in words


@pytest.mark.parametrize("panels", [1, 2, 4])
def test_the_sums_over_the_columns_of_ten_years_do_not_meet(panels: int) -> None:
    years = [f"{year}-{month:02d}" for year in range(2022, 2032) for month in range(1, 13)]
    rows = spending(years).assign(value=lambda frame: frame["value"] * 100)
    figure = stacked_spending(pd.concat([rows.assign(scenario=str(k)) for k in range(panels)]), "zh")
    figure.canvas.draw()
    assert len(figure.axes) == panels
    for axes in figure.axes:
        boxes = [text.get_window_extent() for text in axes.texts if text.get_text()]
        assert len(boxes) >= 5
        assert not any(left.overlaps(right) for left, right in pairwise(boxes))


def test_bars_show_the_change_to_the_baseline_beside_the_value() -> None:
    words = said(CHARTS["bars"]("en"))
    assert "45,000  (+3,000)" in words
    assert "55.0  (\u22125.0 percentage points)" in words


def test_a_deviation_outside_the_frame_and_a_missed_zero_are_counted_in_the_note() -> None:
    wild = pd.concat([report(), pd.DataFrame({"margin": ["income"], "target": [10], "fitted": [35.0]})])
    assert "另有2项" in said(fit_chart(wild, "zh"))


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: monthly_lines(monthly(), "waiting", "zh"), "no 'waiting'"),
        (
            lambda: difference_lines(
                monthly()[lambda f: f["scenario"] == "baseline"], "dibao_persons", "zh", "baseline"
            ),
            "no scenario beside",
        ),
        (lambda: comparison_bars(table(), [], "zh", "baseline"), "1 to 6"),
        (lambda: fit_chart(report().drop(columns="target"), "zh"), "target is missing"),
        (lambda: beds_chart(pd.concat([beds(), beds().assign(scenario="b")]), "zh"), "name one scenario"),
        (
            lambda: stacked_spending(pd.concat([spending().assign(scenario=str(k)) for k in range(5)]), "zh"),
            "at most",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(draw: Callable[[], Figure], words: str) -> None:
    with pytest.raises(ChartError, match=words):
        draw()


def test_neighbouring_series_differ_in_print_without_colour() -> None:
    greys = [float(np.dot(to_rgb(colour), (0.2126, 0.7152, 0.0722))) for colour in COLOURS]
    for k in range(1, len(COLOURS)):
        differs = abs(greys[k] - greys[k - 1]) > 0.1 or DASHES[k] != DASHES[k - 1]
        assert differs
        assert (DASHES[k], HATCHES[k]) != (DASHES[k - 1], HATCHES[k - 1])
