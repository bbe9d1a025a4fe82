"""The workbook of a comparison: what an official reads first, then the data, what they mean, and how to repeat them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.exports import tables
from sim.exports.native_charts import add_charts
from sim.exports.townships import places_of, township_table, whole_year
from sim.exports.workbook import Book, Column, Placed, format_kind
from sim.results.catalogue import describe
from sim.results.files import write_bytes
from sim.results.names import name_of
from sim.results.run import Run
from sim.words import label, sentence

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison


def write_workbook(
    path: Path | str,
    comparison: Comparison,
    runs: Sequence[Run],
    lang: str,
    townships: pd.DataFrame | None = None,
    names: Mapping[str, str] | None = None,
) -> None:
    """Write the workbook of a comparison, whole or not at all.

    Parameters
    ----------
    runs : sequence of Run
        The runs that were compared.
    townships : pandas.DataFrame, optional
        code county_code name_zh name_en, for the names in the sheet of townships.
    names : mapping, optional
        Names of indicators and groups that words do not have.

    Raises
    ------
    ExportError
        When a text is longer than a cell.
    StoreError
        When the disk refuses.
    """
    known, buffer = names or {}, io.BytesIO()
    book = Book(buffer, lang, f"{label('text_title', lang)}  {runs[0].region}  {runs[0].id}")
    _describe_file(book, comparison, runs, lang)
    _summary(book, comparison, lang, known)
    _costs(book, comparison, lang)
    placed, wide = _monthly(book, comparison, lang, known)
    add_charts(book, placed, wide, comparison, lang)
    _ledger(book, comparison, runs, lang, known)
    _townships(book, comparison, runs, lang, townships, known)
    _dictionary(book, comparison, lang, known)
    _assumptions(book, comparison, runs, lang, known)
    _provenance(book, comparison, runs, lang)
    book.file.close()
    write_bytes(path, buffer.getvalue())


def _head(key: str, lang: str, kind: str = "text", kinds_from: str | None = None) -> Column:
    return Column(label(f"column_{key}", lang), kind, kinds_from)


def _describe_file(book: Book, comparison: Comparison, runs: Sequence[Run], lang: str) -> None:
    ids = " ".join(run.id for run in runs)
    book.file.set_properties(
        {
            "title": label("text_title", lang),
            "subject": runs[0].region,
            "keywords": ids,
            "comments": f"{comparison.window[0]} - {comparison.window[1]}; {label('note_disclaimer', lang)}",
        }
    )


def _summary(book: Book, comparison: Comparison, lang: str, names: Mapping[str, str]) -> None:
    first, last = comparison.window
    base = comparison.titles[comparison.baseline]
    notes = [
        sentence("note_summary", lang, {"first": first, "last": last, "baseline": base}),
        sentence("note_seeds", lang, {"seeds": ", ".join(str(seed) for seed in comparison.seeds)}),
        label("note_disclaimer", lang),
    ]
    columns = {key: _head(key, lang) for key in ("scenario", "indicator", "group", "unit")}
    for key, word in (
        ("value", "value"),
        ("value_low", "low"),
        ("value_high", "high"),
        ("difference", "difference"),
        ("difference_low", "difference_low"),
        ("difference_high", "difference_high"),
    ):
        columns[key] = _head(word, lang, kinds_from="kind")
    columns["relative"] = _head("relative", lang, "share")
    frame = tables.summary(comparison, lang, names)
    book.table(label("sheet_summary", lang), label("text_title", lang), notes, frame, columns)


def _costs(book: Book, comparison: Comparison, lang: str) -> None:
    columns = {
        "scenario": _head("scenario", lang),
        "cost": _head("cost", lang),
        "extra_cost_y": _head("extra_cost", lang, "count"),
        "extra_persons": _head("extra_persons", lang, "per_1000"),
        "value": _head("cost_per_person", lang, "count"),
        "low": _head("low", lang, "count"),
        "high": _head("high", lang, "count"),
        "reason": _head("reason", lang),
    }
    name = label("sheet_cost", lang)
    book.table(name, name, [label("note_disclaimer", lang)], tables.costs(comparison, lang), columns)


def _monthly(
    book: Book, comparison: Comparison, lang: str, names: Mapping[str, str]
) -> tuple[Placed, pd.DataFrame]:
    frame = tables.monthly(comparison, lang, names)
    columns = {
        "indicator_name": _head("indicator", lang),
        "group_name": _head("group", lang),
        "unit": _head("unit", lang),
        "date": _head("month", lang, "month"),
    }
    for scenario, title in comparison.titles.items():
        columns[scenario] = Column(title, kinds_from="kind")
    name = label("sheet_monthly", lang)
    return book.table(name, name, [label("note_disclaimer", lang)], frame, columns), frame


def _ledger(
    book: Book, comparison: Comparison, runs: Sequence[Run], lang: str, names: Mapping[str, str]
) -> None:
    columns = {
        "scenario": _head("scenario", lang),
        "year": _head("year", lang),
        "n_months": _head("n_months", lang, "count"),
        "programme": _head("programme", lang),
        "payer": _head("payer", lang),
        "persons": _head("persons", lang, "count"),
        "amount": _head("amount", lang, "money"),
    }
    name = label("sheet_ledger", lang)
    book.table(
        name, name, [label("note_ledger", lang)], tables.ledger(runs, lang, names, comparison.titles), columns
    )


def _townships(
    book: Book,
    comparison: Comparison,
    runs: Sequence[Run],
    lang: str,
    townships: pd.DataFrame | None,
    names: Mapping[str, str],
) -> None:
    places = places_of(runs, townships, lang)
    if not places.codes:
        return
    frame, shown, totals = township_table(comparison, runs, places, lang)
    columns = {key: _head(key, lang) for key in ("scenario", "county", "township", "code")}
    for key in shown:
        found = describe(key)
        heading = f"{name_of(key, lang, names)}\n{label(found.unit_yearly, lang)}"
        columns[key] = Column(heading, format_kind(found.unit))
    name = label("sheet_townships", lang)
    first, last = whole_year(comparison.window, runs[0])
    notes = [sentence("note_townships", lang, {"first": first, "last": last}), label("note_disclosure", lang)]
    book.table(name, name, notes, frame, columns, totals)


def _dictionary(book: Book, comparison: Comparison, lang: str, names: Mapping[str, str]) -> None:
    keys = ("key", "label", "unit", "kind", "over_months", "over_townships", "numerator", "denominator")
    name = label("sheet_dictionary", lang)
    book.table(
        name, name, [], tables.dictionary(comparison, lang, names), {key: _head(key, lang) for key in keys}
    )


def _assumptions(
    book: Book, comparison: Comparison, runs: Sequence[Run], lang: str, names: Mapping[str, str]
) -> None:
    keys = ("scenario", "programme", "label", "value", "unit", "from", "status", "role", "source", "key")
    columns = {key: _head(key, lang, "plain" if key == "value" else "text") for key in keys}
    frame = tables.assumptions(runs, comparison.baseline, lang, names, comparison.titles)
    name = label("sheet_assumptions", lang)
    book.table(name, name, [label("note_assumptions", lang)], frame, columns)


def _provenance(book: Book, comparison: Comparison, runs: Sequence[Run], lang: str) -> None:
    columns = {key: _head(key, lang) for key in ("scenario", "name", "value")}
    name = label("sheet_provenance", lang)
    book.table(name, name, [], tables.provenance(comparison, runs, lang), columns)
