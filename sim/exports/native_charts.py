"""Line charts that a reader can edit: they point at the sheet of monthly data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.charts.palette import COLOURS, GRID, QUIET
from sim.exports.workbook import FONTS, Book, Placed
from sim.results.catalogue import describe
from sim.results.run import ALL
from sim.words import label

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

# The first that a comparison has are drawn.
WANTED = ("dibao_persons", "coverage_admin", "spending_total", "waiting", "persons")
_MOST = 4
DASHES = ("solid", "dash", "solid", "round_dot", "dash_dot", "long_dash", "solid", "square_dot")
_SIZE = {"width": 960, "height": 300}
_ROWS_PER_CHART, _CHARTS_PER_PAGE = 16, 2
_WIDTH = 2.25
_TITLE, _TEXT = 14, 11
_FORMATS = {"share": "0%", "index": "0.000"}


def add_charts(book: Book, placed: Placed, wide: pd.DataFrame, comparison: Comparison, lang: str) -> None:
    """Add a sheet of line charts, one an indicator, one line a scenario.

    Parameters
    ----------
    placed : Placed
        Where the monthly data stand.
    wide : pandas.DataFrame
        The monthly data in the order of the sheet, with their keys in `indicator` and `group`.
    """
    present = [key for key in WANTED if ((wide["indicator"] == key) & (wide["group"] == ALL)).any()]
    if not present:
        return
    name = label("sheet_chart", lang)
    sheet, top = book.sheet(name, label("text_title", lang), [label("note_chart", lang)])
    sheet.set_column(0, 0, _TEXT)
    pages = range(_CHARTS_PER_PAGE, len(present[:_MOST]), _CHARTS_PER_PAGE)
    sheet.set_h_pagebreaks([top + k * _ROWS_PER_CHART - 1 for k in pages])
    for k, key in enumerate(present[:_MOST]):
        chart = _chart(book, placed, wide, key, comparison, lang)
        sheet.insert_chart(top + k * _ROWS_PER_CHART, 0, chart, {"object_position": 1})


def _chart(
    book: Book, placed: Placed, wide: pd.DataFrame, key: str, comparison: Comparison, lang: str
) -> Any:
    rows = wide.index[(wide["indicator"] == key) & (wide["group"] == ALL)]
    first, last = placed.first_row + int(rows[0]), placed.first_row + int(rows[-1])
    chart = book.file.add_chart({"type": "line"})
    dates = [placed.sheet, first, placed.headings.index("date"), last, placed.headings.index("date")]
    ordered = sorted(comparison.titles, key=lambda name: name != comparison.baseline)
    for k, scenario in enumerate(ordered):
        column = placed.headings.index(scenario)
        chart.add_series(
            {
                "name": [placed.sheet, placed.first_row - 1, column],
                "categories": dates,
                "values": [placed.sheet, first, column, last, column],
                "line": {
                    "color": COLOURS[k % len(COLOURS)],
                    "width": _WIDTH,
                    "dash_type": DASHES[k % len(DASHES)],
                },
            }
        )
    _dress(chart, str(wide.loc[rows[0], "indicator_name"]), key, lang)
    return chart


def _dress(chart: Any, title: str, key: str, lang: str) -> None:
    font = {"name": FONTS[lang], "size": _TEXT, "color": QUIET}
    unit = label(describe(key).unit_monthly, lang)
    number = _FORMATS.get(describe(key).unit, "#,##0")
    chart.set_title(
        {"name": f"{title} ({unit})", "name_font": {"name": FONTS[lang], "size": _TITLE}, "overlay": False}
    )
    chart.set_x_axis(
        {
            "date_axis": True,
            "num_format": "yyyy-mm",
            "num_font": font,
            "label_position": "low",
            "major_unit": 1,
            "major_unit_type": "years",
        }
    )
    chart.set_y_axis(
        {
            "num_format": number,
            "num_font": font,
            "major_gridlines": {"visible": True, "line": {"color": GRID}},
        }
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size(_SIZE)
