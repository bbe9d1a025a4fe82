"""The pages of a story on what is changed in the law, and on townships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.charts.marks import in_brackets
from sim.charts.numbers import PERCENT, Measure, written
from sim.exports import tables
from sim.exports.measures import Measures
from sim.exports.story import Page, TablePart
from sim.exports.townships import places_of, township_table, whole_year
from sim.exports.workbook import WITHHELD
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.results.run import Run
from sim.words import label, sentence, unit_words

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

_MOST_ROWS, _MOST_TOWNSHIPS = 12, 14


def changes(comparison: Comparison, runs: Sequence[Run], lang: str, measures: Measures) -> Page | None:
    """Return the page on what the scenarios change: the law first, then what `measures` say of each scenario."""
    if len(comparison.titles) == 1:
        return None
    first = tables.first_of_each(runs)
    base = next(run for run in first if run.scenario == comparison.baseline).assumptions
    rows = [
        (comparison.titles[run.scenario], *cells)
        for run in first
        if run.scenario != comparison.baseline
        for cells in (*_differing(run.assumptions, base, lang), *measures.get(run.scenario, ()))
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
    rows: list[tuple[str, ...]] = []
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
    shown_as = {key: _plain(key) for key in keys}
    rows = [
        (str(row["township"]), *(_shown(row[key], shown_as[key]) for key in keys))
        for _, row in own.iterrows()
    ]
    rest = len(places.codes) - len(rows)
    if rest > 0:
        rows.append((sentence("story_more_rows", lang, {"n": rest}), *("" for _ in keys)))
    units = [label(describe(key).unit_yearly, lang) for key in keys]
    names = [in_brackets(name_of(key, lang), unit, lang) for key, unit in zip(keys, units, strict=True)]
    heads = (label("column_township", lang), *names)
    title = sentence("story_table_townships", lang, {"scenario": last})
    months = dict(zip(("first", "last"), whole_year(comparison.window, runs[0]), strict=True))
    notes = (sentence("note_townships", lang, months), label("note_disclosure", lang))
    part = TablePart(title, heads, tuple(rows))
    message = sentence("story_townships", lang, {"scenario": last, "n": len(places.codes)})
    return Page(label("story_heading_townships", lang), message, (part,), notes)


def _plain(key: str) -> Measure:
    factor = PERCENT if describe(key).unit == "share" else 1.0
    return Measure(factor, "", describe(key).decimals, False)


def _shown(value: object, measured: Measure) -> str:
    if value == WITHHELD or not isinstance(value, float | int):
        return WITHHELD
    return written(float(value), measured)
