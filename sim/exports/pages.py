"""The pages of a story, one message each; a page whose figures a comparison lacks is left out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.charts.numbers import measure
from sim.exports import tables, voice
from sim.exports.story import CLUSTERED, LINE, STACKED, ChartPart, Page, TablePart
from sim.exports.townships import places_of, township_table
from sim.exports.workbook import WITHHELD
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.results.run import ALL, Run
from sim.words import has, label, number, sentence

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

HEADLINES = ("receiving_persons", "coverage_admin", "spending_payer", "waiting", "unmet_care_need")
BEDS = ("beds_usable", "occupied", "waiting")
PAYER_ORDER = ("central", "province", "prefecture", "county")
_MOST_ROWS, _MOST_TOWNSHIPS = 12, 14
_FORMATS = {"share": "0%", "index": "0.000"}
_WHOLE = "#,##0"


def headline(comparison: Comparison, lang: str) -> Page:
    """Return the page that answers at a glance: one row a scenario, the change to the baseline in brackets."""
    shown = [key for key in HEADLINES if voice.has_figure(comparison, key)]
    rows = []
    for scenario in ordered(comparison):
        cells = [_cell(comparison, scenario, key, lang) for key in shown]
        rows.append((comparison.titles[scenario], *cells))
    first, last = comparison.window
    values = {"first": first, "last": last, "baseline": comparison.titles[comparison.baseline]}
    table = TablePart(
        sentence("story_table_headline", lang, values),
        (label("column_scenario", lang), *(voice.title_of(key, lang) for key in shown)),
        tuple(rows),
    )
    return Page(label("story_heading_summary", lang), voice.extreme(comparison, HEADLINES[0], lang), (table,))


def ordered(comparison: Comparison) -> list[str]:
    """Return the scenarios, the baseline first."""
    return sorted(comparison.titles, key=lambda key: key != comparison.baseline)


def _cell(comparison: Comparison, scenario: str, key: str, lang: str) -> str:
    text = voice.level_text(key, voice.figure(comparison, scenario, key), lang)
    if scenario == comparison.baseline:
        return text
    change = voice.signed_text(key, voice.figure(comparison, scenario, key, "difference"), lang)
    return f"{text}\n{sentence('column_change', lang, {'change': change})}"


def covered(comparison: Comparison, lang: str) -> Page | None:
    """Return the page on who is covered, with a line a scenario."""
    key = "receiving_persons"
    chart = _lines(comparison, key, lang)
    if chart is None:
        return None
    rate = "coverage_admin"
    message = voice.extreme(comparison, rate if voice.has_figure(comparison, rate) else key, lang)
    return Page(label("story_heading_covered", lang), message, (chart,))


def _lines(comparison: Comparison, key: str, lang: str) -> ChartPart | None:
    frame = comparison.monthly
    rows = frame[(frame["indicator"] == key) & (frame["group"] == ALL)]
    if rows.empty:
        return None
    wide = rows.pivot(index="month", columns="scenario", values="value")
    unit = label(describe(key).unit_monthly, lang)
    title = sentence("chart_in_brackets", lang, {"name": name_of(key, lang), "unit": unit})
    series = tuple(
        (comparison.titles[scenario], tuple(_number(value) for value in wide[scenario]))
        for scenario in ordered(comparison)
        if scenario in wide.columns
    )
    return ChartPart(LINE, title, tuple(wide.index), series, _FORMATS.get(describe(key).unit, _WHOLE))


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def paid(comparison: Comparison, lang: str, names: Mapping[str, str]) -> Page | None:
    """Return the page on what it costs and who pays: a column a scenario, stacked by payer."""
    table = comparison.table
    rows = table[(table["indicator"] == "spending_payer") & (table["group"] != ALL)]
    if rows.empty:
        return None
    wide = rows.pivot(index="group", columns="scenario", values="value").fillna(0.0)
    payers = [payer for payer in PAYER_ORDER if payer in wide.index and wide.loc[payer].any()]
    payers += [payer for payer in wide.index if payer not in PAYER_ORDER]
    top = float(wide.sum().max())
    measured = measure(describe("spending_total"), top, lang, yearly=True)
    scenarios = ordered(comparison)
    series = tuple(
        (
            name_of(payer, lang, names, "group_"),
            tuple(_number(wide.at[payer, key] * measured.factor) for key in scenarios),
        )
        for payer in payers
    )
    title = sentence("story_paid", lang, {"unit": measured.unit})
    fine = "#,##0.0" if measured.decimals else _WHOLE
    chart = ChartPart(STACKED, title, tuple(comparison.titles[key] for key in scenarios), series, fine)
    return Page(
        label("story_heading_cost", lang), voice.extreme(comparison, "spending_payer", lang), (chart,)
    )


def cost_of_one(comparison: Comparison, lang: str) -> Page | None:
    """Return the page on what one more covered person costs."""
    frame = comparison.cost_per_additional_person
    if frame.empty:
        return None
    alone = frame[frame["cost"] == "cost_admin"].set_index("scenario")
    whole = frame[frame["cost"] == "cost_with_benefits"].set_index("scenario")
    rows = tuple(
        (
            str(row["title"]),
            number(float(row["extra_persons"]), "persons", lang),
            number(float(alone.at[key, "extra_cost_y"]), "yuan_year", lang),
            number(float(row["extra_cost_y"]), "yuan_year", lang),
            number(float(row["value"]), "yuan_year", lang),
        )
        for key, row in whole.iterrows()
    )
    keys = ("scenario", "story_more_persons", "story_more_admin", "story_more_all", "story_each")
    heads = tuple(label(key if key.startswith("story") else f"column_{key}", lang) for key in keys)
    table = TablePart(label("story_table_cost", lang), heads, rows)
    notes = tuple(label(key, lang) for key in dict.fromkeys(whole["reason"]) if key)
    return Page(label("story_heading_cost", lang), _cheapest(comparison, lang), (table,), notes)


def _cheapest(comparison: Comparison, lang: str) -> str:
    frame = comparison.cost_per_additional_person
    known = frame[
        (frame["cost"] == "cost_with_benefits") & frame["value"].notna() & (frame["extra_persons"] > 0)
    ]
    if known.empty:
        return label("story_no_cost", lang)
    best = known.loc[known["value"].idxmin()]
    amount = number(float(best["value"]), "yuan_year", lang)
    return sentence("story_cheapest", lang, {"scenario": best["title"], "amount": amount})


def beds(comparison: Comparison, lang: str) -> Page | None:
    """Return the page on who waits for a bed: usable, occupied, and waiting, side by side."""
    shown = [key for key in BEDS if voice.has_figure(comparison, key)]
    if "waiting" not in shown:
        return None
    scenarios = ordered(comparison)
    series = tuple(
        (name_of(key, lang), tuple(_number(voice.figure(comparison, one, key)) for one in scenarios))
        for key in shown
    )
    names = tuple(comparison.titles[key] for key in scenarios)
    chart = ChartPart(CLUSTERED, label("story_beds_now", lang), names, series, _WHOLE)
    message = voice.extreme(comparison, "waiting", lang, is_up=False)
    return Page(label("story_heading_beds", lang), message, (chart,))


def changes(comparison: Comparison, runs: Sequence[Run], lang: str, names: Mapping[str, str]) -> Page | None:
    """Return the page on what the scenarios change in the law."""
    if len(comparison.titles) == 1:
        return None
    first = tables.first_of_each(runs)
    base = next(run for run in first if run.scenario == comparison.baseline).assumptions
    rows = [
        (comparison.titles[run.scenario], *cells)
        for run in first
        if run.scenario != comparison.baseline
        for cells in _differing(run.assumptions, base, lang)
    ]
    keys = ("scenario", "label", "baseline_value", "new_value", "unit", "from")
    heads = tuple(label(f"column_{key}", lang) for key in keys)
    n = len({row[1] for row in rows})
    message = sentence("story_changes", lang, {"n": n}) if rows else label("story_changes_none", lang)
    table = TablePart(label("story_table_changes", lang), heads, _cut(rows, lang), 1 + 1)
    return Page(label("story_heading_changes", lang), message, (table,) if rows else ())


def _differing(own: pd.DataFrame, base: pd.DataFrame, lang: str) -> list[tuple[str, ...]]:
    """Return name, value of the baseline in that month, new value, unit and month of what differs."""
    names = ["programme", "key", "from", "value"]
    known = set(zip(*(base[name] for name in names), strict=True))
    rows = []
    for _, one in own.iterrows():
        if tuple(one[name] for name in names) in known:
            continue
        same = base[(base["programme"] == one["programme"]) & (base["key"] == one["key"])]
        before = same[same["from"] <= one["from"]].sort_values("from")["value"]
        old = str(before.iloc[-1]) if len(before) else ""
        rows.append((one[f"label_{lang}"], old, one["value"], unit_words(one["unit"], lang), one["from"]))
    return rows


def _cut(rows: Sequence[tuple[str, ...]], lang: str) -> tuple[tuple[str, ...], ...]:
    if len(rows) <= _MOST_ROWS:
        return tuple(rows)
    rest = sentence("story_more_rows", lang, {"n": len(rows) - _MOST_ROWS})
    return (*rows[:_MOST_ROWS], (rest, *("" for _ in rows[0][1:])))


def unit_words(unit: str, lang: str) -> str:
    """Return the unit of a figure of the law in words, as far as words have it."""
    if lang == "en":
        return unit
    return "/".join(
        label(f"law_unit_{part}", lang) if has(f"law_unit_{part}") else part for part in unit.split("/")
    )


def programme_name(key: str, lang: str, names: Mapping[str, str]) -> str:
    """Return the name of a programme or chapter of the law."""
    return name_of(key, lang, names, "group_")


def townships(
    comparison: Comparison, runs: Sequence[Run], lang: str, frame: pd.DataFrame | None
) -> Page | None:
    """Return the page on townships: counts of the first and last scenario, small ones withheld."""
    places = places_of(runs, frame, lang)
    if not places.codes:
        return None
    table, shown, totals = township_table(comparison, runs, places, lang)
    keys = [key for key in ("persons", "dibao_persons", "coverage_admin", "waiting") if key in shown]
    own = table[[not total for total in totals]]
    last = list(own["scenario"].unique())[-1]
    own = own[own["scenario"] == last].head(_MOST_TOWNSHIPS)
    rows = [
        (str(row["township"]), *(_shown(key, row[key], lang) for key in keys)) for _, row in own.iterrows()
    ]
    rest = len(places.codes) - len(rows)
    if rest > 0:
        rows.append((sentence("story_more_rows", lang, {"n": rest}), *("" for _ in keys)))
    heads = (label("column_township", lang), *(name_of(key, lang) for key in keys))
    title = sentence("story_table_townships", lang, {"scenario": last})
    notes = (label("note_disclosure", lang),)
    part = TablePart(title, heads, tuple(rows))
    message = sentence("story_townships", lang, {"scenario": last, "n": len(places.codes)})
    return Page(label("story_heading_townships", lang), message, (part,), notes)


def _shown(key: str, value: object, lang: str) -> str:
    if value == WITHHELD or not isinstance(value, float | int):
        return WITHHELD
    return voice.level_text(key, float(value), lang)
