"""Telling a comparison: from its figures to the sentences, charts and tables of a story."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.exports import more_pages, pages
from sim.exports.measures import Measures
from sim.exports.story import Page, Story, TablePart
from sim.exports.tables import first_of_each
from sim.exports.voice import lead_sentences
from sim.results.run import Run
from sim.words import label, sentence, source_words

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

_MOST_SOURCES, _MOST_RUNS = 14, 4
_DOCUMENT, _NOTHING = re.compile("[0-9]"), ("0", "false", "none", "")
_PUBLISHED, _ASSUMED = "published", "assumed"


def tell(
    comparison: Comparison,
    runs: Sequence[Run],
    lang: str,
    region: str,
    townships: pd.DataFrame | None = None,
    names: Mapping[str, str] | None = None,
    measures: Measures | None = None,
) -> Story:
    """Return the story of a comparison.

    Parameters
    ----------
    comparison : Comparison
        With titles in the language, as `region` is; townships as for the workbook.
    names : mapping, optional
        Names that words do not have.
    measures : mapping, optional
        Rows on beds and visits by scenario, as `measures_of` makes them; a run knows changes of the law alone.
    """
    known = names or {}
    first, last = comparison.window
    ids = [run.id for run in first_of_each(runs)]
    shown = ", ".join(ids[:_MOST_RUNS]) + (" …" if len(ids) > _MOST_RUNS else "")
    brief = ids[0] + (" …" if len(ids) > 1 else "")
    stamp = {"runs": shown, "version": runs[0].provenance.get("version", "?")}
    stamp["seeds"] = ", ".join(map(str, comparison.seeds))
    return Story(
        lang=lang,
        title=_title(comparison, region, lang),
        subtitle=sentence("story_subtitle", lang, {"first": first, "last": last}),
        stamp=sentence("story_stamp", lang, stamp),
        source=sentence("story_source", lang, {"runs": brief}),
        lead=tuple(lead_sentences(comparison, lang)),
        pages=_pages(comparison, runs, lang, townships, known, measures or {}),
        method=tuple(_method(comparison, runs, lang)),
        limits=tuple(_limits(runs, lang)),
        repeat=tuple(_repeat(runs, lang)),
        sources=_sources(runs, lang, known),
    )


def _pages(
    comparison: Comparison,
    runs: Sequence[Run],
    lang: str,
    townships: pd.DataFrame | None,
    names: Mapping[str, str],
    measures: Measures,
) -> tuple[Page, ...]:
    told = [
        pages.headline(comparison, lang),
        pages.covered(comparison, lang),
        pages.paid(comparison, lang, names),
        pages.cost_of_one(comparison, lang),
        pages.beds(comparison, lang),
        more_pages.changes(comparison, runs, lang, measures),
        more_pages.townships(comparison, runs, lang, townships),
    ]
    return tuple(page for page in told if page is not None)


def closing(story: Story) -> Page:
    """Return the page on what the numbers are good for."""
    return Page(
        label("story_heading_limits", story.lang),
        label("story_trust", story.lang),
        (),
        (*story.method, *story.limits),
    )


def _title(comparison: Comparison, region: str, lang: str) -> str:
    others = [title for key, title in comparison.titles.items() if key != comparison.baseline]
    values = {"region": region, "baseline": comparison.titles[comparison.baseline], "n": len(others)}
    if not others:
        return sentence("story_title_alone", lang, values)
    if len(others) == 1:
        return sentence("story_title_one", lang, {**values, "scenario": others[0]})
    return sentence("story_title", lang, values)


def _method(comparison: Comparison, runs: Sequence[Run], lang: str) -> list[str]:
    first, last = comparison.window
    persons = runs[0].provenance.get("persons", "")
    counted = f"{int(persons):,}" if persons.isdigit() else "?"
    n = len(comparison.seeds)
    return [
        sentence("story_method_people", lang, {"persons": counted}),
        label("story_method_month", lang),
        label("story_method_paired", lang),
        sentence("story_method_window", lang, {"first": first, "last": last}),
        sentence("story_method_interval", lang, {"n": n}) if n > 1 else label("story_method_one_seed", lang),
    ]


def _limits(runs: Sequence[Run], lang: str) -> list[str]:
    rows = runs[0].assumptions
    n = int((rows["status"] == _ASSUMED).sum())
    return [
        label("story_limit_forecast", lang),
        label("story_limit_persons", lang),
        label("story_limit_behaviour", lang),
        sentence("story_limit_assumed", lang, {"n": n}),
        label("story_limit_small", lang),
    ]


def _repeat(runs: Sequence[Run], lang: str) -> list[str]:
    commands = dict.fromkeys(run.provenance.get("command", "") for run in runs)
    return [sentence("story_repeat", lang, {"command": command}) for command in commands if command]


def _says_something(value: str) -> bool:
    """Return whether a value is more than that there is nothing, such as before a programme began."""
    return value not in _NOTHING


def _sources(runs: Sequence[Run], lang: str, names: Mapping[str, str]) -> TablePart:
    """Return the sources of published figures: documents by number or date, those behind most figures first."""
    rows = runs[0].assumptions
    found = rows[rows["status"] == _PUBLISHED].groupby("source", sort=False)
    cited = ((len(part), source, part) for source, part in found if any(part["value"].map(_says_something)))
    counts = sorted(cited, key=lambda one: (not _DOCUMENT.search(one[1]), -one[0]))
    made = [
        (
            source_words(source, lang),
            ", ".join(
                dict.fromkeys(more_pages.programme_name(key, lang, names) for key in part["programme"])
            ),
            str(n),
        )
        for n, source, part in counts[:_MOST_SOURCES]
    ]
    rest = len(counts) - len(made)
    if rest > 0:
        made.append((sentence("story_more_rows", lang, {"n": rest}), "", ""))
    heads = tuple(label(key, lang) for key in ("column_source", "column_programme", "column_n_figures"))
    return TablePart(label("story_table_sources", lang), heads, tuple(made), 1 + 1)
