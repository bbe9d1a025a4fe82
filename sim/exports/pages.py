"""The pages of a story, one message each; a page whose figures a comparison lacks is left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.charts.marks import in_brackets
from sim.charts.numbers import Measure, measure, written
from sim.exports import voice
from sim.exports.story import CLUSTERED, LINE, STACKED, ChartPart, Page, TablePart
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.results.run import ALL
from sim.words import label, number, sentence

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

HEADLINES = ("receiving_persons", "coverage_admin", "spending_payer", "waiting", "unmet_care_need")
RATE = "coverage_admin"  # what the page on coverage tells and draws, where a comparison has it
BEDS = ("beds_usable", "occupied", "waiting")
PAYER_ORDER = ("central", "province", "prefecture", "county")
_FORMATS = {"share": "0%", "index": "0.000"}
_WHOLE = "#,##0"
_HALF = 0.5  # of a person: drawn as nobody
_FEW_TICKS = 10  # an axis that ends below has ticks between whole numbers


def headline(comparison: Comparison, lang: str) -> Page:
    """Return the page that answers at a glance: one row a scenario, the change to the baseline in brackets."""
    shown = [key for key in HEADLINES if voice.has_figure(comparison, key)]
    scenarios = ordered(comparison)
    measured = {
        key: measure(
            describe(key),
            max(abs(voice.figure(comparison, one, key)) for one in scenarios),
            lang,
            yearly=True,
        )
        for key in shown
    }
    rows = tuple(
        (comparison.titles[one], *(_cell(comparison, one, key, measured[key]) for key in shown))
        for one in scenarios
    )
    first, last = comparison.window
    values = {"first": first, "last": last, "baseline": comparison.titles[comparison.baseline]}
    heads = [in_brackets(voice.title_of(key, lang), measured[key].unit, lang) for key in shown]
    title = sentence("story_table_headline", lang, values)
    table = TablePart(title, (label("column_scenario", lang), *heads), rows)
    notes = (title,)
    return Page(
        label("story_heading_summary", lang), voice.extreme(comparison, HEADLINES[0], lang), (table,), notes
    )


def ordered(comparison: Comparison) -> list[str]:
    """Return the scenarios, the baseline first."""
    return sorted(comparison.titles, key=lambda key: key != comparison.baseline)


def _cell(comparison: Comparison, scenario: str, key: str, measured: Measure) -> str:
    text = written(voice.figure(comparison, scenario, key), measured)
    if scenario == comparison.baseline:
        return text
    change = written(voice.figure(comparison, scenario, key, "difference"), measured, signed=True)
    return f"{text}\u00a0({change})"


def covered(comparison: Comparison, lang: str) -> Page | None:
    """Return the page on who is covered, with a line a scenario."""
    key = RATE if voice.has_figure(comparison, RATE) else "receiving_persons"
    chart = _lines(comparison, key, lang)
    if chart is None:
        return None
    return Page(label("story_heading_covered", lang), voice.extreme(comparison, key, lang), (chart,))


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
    chart = ChartPart(
        STACKED,
        title,
        tuple(comparison.titles[key] for key in scenarios),
        series,
        _axis_format(top * measured.factor),
    )
    return Page(
        label("story_heading_cost", lang), voice.extreme(comparison, "spending_payer", lang), (chart,)
    )


def _axis_format(top: float) -> str:
    """Return how an axis up to a value writes its numbers."""
    return _WHOLE if top >= _FEW_TICKS else "#,##0.0"


def cost_of_one(comparison: Comparison, lang: str) -> Page | None:
    """Return the page on what one more covered person costs."""
    frame = comparison.cost_per_additional_person
    if frame.empty:
        return None
    alone = frame[frame["cost"] == "cost_admin"].set_index("scenario")
    whole = frame[frame["cost"] == "cost_with_benefits"].set_index("scenario")
    money = measure(describe("spending_total"), float(whole["extra_cost_y"].abs().max()), lang, yearly=True)
    each, persons = Measure(1.0, label("unit_yuan_year", lang), 0, False), describe("persons")
    shown = measure(persons, float(whole["extra_persons"].abs().max()), lang)
    rows = tuple(
        (
            str(row["title"]),
            written(float(row["extra_persons"]), shown, signed=True),
            written(float(alone.at[key, "extra_cost_y"]), money, signed=True),
            written(float(row["extra_cost_y"]), money, signed=True),
            written(float(row["value"]), each),
        )
        for key, row in whole.iterrows()
    )
    heads = (
        label("column_scenario", lang),
        in_brackets(label("story_more_persons", lang), shown.unit, lang),
        in_brackets(label("story_more_admin", lang), money.unit, lang),
        in_brackets(label("story_more_all", lang), money.unit, lang),
        in_brackets(label("story_each", lang), each.unit, lang),
    )
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
    nobody = all(voice.figure(comparison, one, "waiting") < _HALF for one in scenarios)
    message = (
        label("story_nobody_waits", lang)
        if nobody
        else voice.extreme(comparison, "waiting", lang, is_up=False)
    )
    return Page(label("story_heading_beds", lang), message, (chart,))
