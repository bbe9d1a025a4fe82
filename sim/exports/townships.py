"""The table of townships: figures of the window by township, county and region, with small counts withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.clock import MONTHS_PER_YEAR, format_month, month_index, month_of_year, parse_month, year_of
from sim.exports.disclosure import Mask, masks_of
from sim.exports.tables import first_of_each
from sim.exports.workbook import WITHHELD
from sim.results.catalogue import NEVER, describe
from sim.results.periods import over_townships, over_window
from sim.results.run import ALL, Run
from sim.results.totals import with_totals
from sim.words import label

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

COUNTY_DIGITS = 6
SHOWN = (
    "persons",
    "dibao_persons",
    "tekun_persons",
    "low_edge_persons",
    "eligible_persons",
    "coverage_admin",
    "spending_total",
    "applications",
    "visits",
    "beds",
    "occupied",
    "waiting",
)


@dataclass(frozen=True)
class Places:
    """Townships in their order, with the names of them and of their counties."""

    codes: tuple[str, ...]
    counties: tuple[str, ...]
    names: Mapping[str, str]
    county_names: Mapping[str, str]


def places_of(runs: Sequence[Run], townships: pd.DataFrame | None, lang: str) -> Places:
    """Return the townships of the runs.

    Parameters
    ----------
    townships : pandas.DataFrame, optional
        code county_code name_zh name_en, and county_zh county_en if known. Without it a township is named by its code,
        and its county is the first six digits, as in the national division codes.
    """
    codes = sorted(set(runs[0].indicators["township"]) - {ALL})
    counties = {code: code[:COUNTY_DIGITS] for code in codes}
    names: dict[str, str] = {}
    county_names: dict[str, str] = {}
    if townships is not None:
        table = townships.astype({"code": "str", "county_code": "str"}).set_index("code")
        counties |= table["county_code"].to_dict()
        names = table[f"name_{lang}"].to_dict()
        if f"county_{lang}" in table.columns:
            county_names = dict(zip(table["county_code"], table[f"county_{lang}"], strict=True))
    return Places(tuple(codes), tuple(counties[code] for code in codes), names, county_names)


def township_table(
    comparison: Comparison, runs: Sequence[Run], places: Places, lang: str
) -> tuple[pd.DataFrame, list[str], list[bool]]:
    """Return the table, its indicators in order, and which rows are totals.

    Returns
    -------
    tuple
        Frame with scenario, county, township, code and one column per indicator; a withheld cell holds `WITHHELD`.
    """
    first = first_of_each(runs)
    window = whole_year(comparison.window, first[0])
    values = {run.scenario: _values(run, window, places) for run in first}
    shown = [key for key in SHOWN if all(key in frame.columns for frame in values.values())]
    masks = masks_of(values, places.counties)
    rows: list[dict[str, object]] = []
    totals: list[bool] = []
    for run in first:
        for row in _rows_of(
            comparison.titles[run.scenario], values[run.scenario], places, masks, shown, lang
        ):
            totals.append(row["code"] == "")
            rows.append(row)
    columns = ["scenario", "county", "township", "code", *shown]
    return pd.DataFrame(rows, columns=columns), shown, totals


def whole_year(window: tuple[str, str], run: Run) -> tuple[str, str]:
    """Return the months of the last calendar year that ends within a window; the year of its end when there is none.

    Months outside the run are left out. The cells of a run's townships are thus the same for every window, and the
    difference of two tables tells nothing that one of them withholds.
    """
    last = parse_month(window[1])
    ended = month_of_year(last) == MONTHS_PER_YEAR or last == parse_month(run.end)
    year = year_of(last) - int(not ended and year_of(last) > year_of(parse_month(window[0])))
    first = max(month_index(year, 1), parse_month(run.start))
    return format_month(first), format_month(min(month_index(year, MONTHS_PER_YEAR), parse_month(run.end)))


def _values(run: Run, window: tuple[str, str], places: Places) -> pd.DataFrame:
    """Return townships x indicators: the figures of the window, of all groups together."""
    rows = run.indicators
    inside = with_totals(rows[rows["month"].between(*window) & (rows["township"] != ALL)])
    n_months = parse_month(window[1]) - parse_month(window[0]) + 1
    made = over_window(inside[inside["group"] == ALL], n_months, describe)
    return made.pivot(index="township", columns="indicator", values="value").reindex(list(places.codes))


def _rows_of(
    title: str,
    values: pd.DataFrame,
    places: Places,
    masks: Mapping[str, Mask],
    shown: Sequence[str],
    lang: str,
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    whole = dict.fromkeys(places.codes, label("text_region_total", lang))
    total = _total(values, list(places.codes), shown)
    cells = {key: WITHHELD if masks[key].region else total[key] for key in shown}
    rows.append({"scenario": title, "county": whole[places.codes[0]], "township": "", "code": "", **cells})
    for county in dict.fromkeys(places.counties):
        name = places.county_names.get(county, county)
        members = [code for code, own in zip(places.codes, places.counties, strict=True) if own == county]
        total = _total(values, members, shown)
        cells = {key: WITHHELD if masks[key].counties[county] else total[key] for key in shown}
        said = label("text_county_total", lang).format(county=name)
        rows.append({"scenario": title, "county": said, "township": "", "code": "", **cells})
        for code in members:
            place = places.codes.index(code)
            hidden = {key for key in shown if masks[key].townships[place]}
            cells = {key: WITHHELD if key in hidden else values.at[code, key] for key in shown}
            place_names = {"county": name, "township": places.names.get(code, code), "code": code}
            rows.append({"scenario": title, **place_names, **cells})
    return rows


def _total(values: pd.DataFrame, codes: list[str], shown: Sequence[str]) -> dict[str, object]:
    """Return the figures of several townships together; NaN for what cannot be put together."""
    rows = values.loc[codes].reset_index().melt(id_vars="township", var_name="indicator").assign(group=ALL)
    summable = rows[rows["indicator"].map(lambda key: describe(key).over_townships != NEVER)]
    made = over_townships(summable, describe).set_index("indicator")["value"]
    return {key: made.get(key, np.nan) for key in shown}
