"""The charts of a comparison as figures, in one language; a chart whose figures are not there is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.charts.bars import comparison_bars
from sim.charts.beds import beds_chart
from sim.charts.differences import difference_lines
from sim.charts.heat import heat_table
from sim.charts.lines import monthly_lines
from sim.charts.stacked import stacked_spending
from sim.charts.style import ChartError
from sim.charts.tiles import tile_map
from sim.exports.townships import places_of, township_table
from sim.exports.workbook import WITHHELD
from sim.results.run import Run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.experiments.comparison import Comparison

BARS = ("coverage_admin", "receiving_persons", "spending_total", "admin_cost", "occupancy", "unmet_care_need")
HEAT = ("persons", "dibao_persons", "coverage_admin", "spending_total", "beds", "waiting")
TILES = "dibao_persons"
MOST_STACKS = 4  # scenarios in one chart of spending: the baseline and the last ones
# Small lines of spending that share a colour, for want of colours.
TOGETHER: Mapping[str, str] = {
    "tekun_base": "tekun",
    "tekun_care": "tekun",
    "bed_running": "care",
    "bed_capital": "care",
    "outreach": "administration",
}


def figures_of(
    comparison: Comparison, runs: Sequence[Run], lang: str, townships: pd.DataFrame | None = None
) -> dict[str, Figure]:
    """Return the charts by name.

    Parameters
    ----------
    comparison : Comparison
        With the titles of scenarios in the language.
    townships : pandas.DataFrame, optional
        code county_code name_zh name_en, and x_km y_km for the map of tiles.
    """
    base, frame, titles = comparison.baseline, comparison.monthly, comparison.titles
    few = put_together(frame[frame["scenario"].isin([base, *_others(comparison)[-MOST_STACKS + 1 :]])])
    bars = [key for key in BARS if (comparison.table["indicator"] == key).any()]
    drawn: dict[str, Callable[[], Figure]] = {
        "comparison": lambda: comparison_bars(comparison.table, bars, lang, base, titles, comparison.window),
        "coverage": lambda: monthly_lines(frame, "coverage_admin", lang, titles=titles, baseline=base),
        "receiving": lambda: monthly_lines(frame, "receiving_persons", lang, titles=titles, baseline=base),
        "difference": lambda: difference_lines(frame, "receiving_persons", lang, base, titles=titles),
        "spending": lambda: stacked_spending(few, lang, titles=titles, baseline=base),
        "payers": lambda: stacked_spending(few, lang, "spending_payer", titles=titles, baseline=base),
        "beds": lambda: beds_chart(frame, lang, scenario=_last(comparison), titles=titles),
    }
    made = {name: figure for name, draw in drawn.items() if (figure := _tried(draw)) is not None}
    return made | _places(comparison, runs, lang, townships)


def _others(comparison: Comparison) -> list[str]:
    return [key for key in comparison.titles if key != comparison.baseline]


def _last(comparison: Comparison) -> str:
    return list(comparison.titles)[-1]


def _tried(draw: Callable[[], Figure]) -> Figure | None:
    try:
        return draw()
    except ChartError:
        return None  # the comparison lacks what this chart shows, such as a second scenario


def put_together(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a comparison's monthly rows with the small lines of spending put together."""
    spending = frame["indicator"] == "spending"
    rows = frame[spending].assign(group=lambda part: part["group"].replace(dict(TOGETHER)))
    keys = ["scenario", "indicator", "group", "month"]
    summed = rows.groupby(keys, as_index=False, sort=False)["value"].sum()
    return pd.concat([frame[~spending], summed], ignore_index=True)


def township_frame(
    comparison: Comparison, runs: Sequence[Run], lang: str, townships: pd.DataFrame | None, scenario: str
) -> pd.DataFrame:
    """Return one scenario's figures by township for charts: name, x_km, y_km and indicators; NaN is withheld.

    Small counts, and what would give them away, are withheld as in the workbook.
    """
    places = places_of(runs, townships, lang)
    table, shown, totals = township_table(comparison, runs, places, lang)
    own = table[[not total for total in totals]]
    own = own[own["scenario"] == comparison.titles[scenario]]
    made = own[["code", "township"]].rename(columns={"township": "name"}).reset_index(drop=True)
    for key in shown:
        made[key] = [np.nan if value == WITHHELD else float(value) for value in own[key]]
    if townships is not None and {"x_km", "y_km"} <= set(townships.columns):
        where = townships.astype({"code": "str"}).set_index("code")[["x_km", "y_km"]]
        made = made.join(where, on="code")
    return made


def _places(
    comparison: Comparison, runs: Sequence[Run], lang: str, townships: pd.DataFrame | None
) -> dict[str, Figure]:
    if not places_of(runs, townships, lang).codes:
        return {}
    scenario = _last(comparison)
    frame = township_frame(comparison, runs, lang, townships, scenario)
    made = {}
    shown = [key for key in HEAT if key in frame.columns]
    table = _tried(lambda: heat_table(frame, shown, lang, source=None))
    if table is not None:
        made["townships"] = table
    if TILES in frame.columns and "x_km" in frame.columns:
        made["map"] = tile_map(frame.rename(columns={TILES: "value"}), TILES, lang)
    return made
