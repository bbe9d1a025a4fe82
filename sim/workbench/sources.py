"""Where the numbers come from: every lever and assumption in force, with its status and its source."""

from __future__ import annotations

import functools

from sim.clock import format_month
from sim.engine.report import own_version
from sim.kernels import source_digest
from sim.laws import LawBook
from sim.laws.values import SCENARIO
from sim.population.profile import load_profile
from sim.words import has, label, sentence, source_words, unit_words
from sim.workbench import page
from sim.workbench.dials import Board
from sim.workbench.law_words import in_words

_SHORT = 12  # letters of a digest
_FIRST = ("assumed", "remembered")


@functools.lru_cache(maxsize=8)
def _sheet(region: str, month: int, dials: tuple[str, ...], lang: str) -> str:
    profile = load_profile(region)
    values = {
        "region": profile.label.zh if lang == "zh" else profile.label.en,
        "persons": f"{profile.total('population'):,}",
        "version": own_version(),
        "code": source_digest()[:_SHORT],
        "data": profile.digest[:_SHORT],
    }
    notes = [
        sentence("sources_note", lang, values),
        label("sources_range", lang),
        label("note_disclaimer", lang),
    ]
    return page.sources(_rows(LawBook(region), month, dials, lang), notes, lang)


def book_sheet(book: LawBook, month: int, lang: str) -> str:
    """Return every value of a law book in a month as HTML, what the scenario changes first."""
    return page.sources(_rows(book, month, (), lang), [label("note_assumptions", lang)], lang)


def _rows(book: LawBook, month: int, dials: tuple[str, ...], lang: str) -> list[dict[str, str]]:
    """Return one row a value: the page's own levers and what a scenario changes first, then what is assumed."""
    rows = []
    for parameter in book.parameters():
        dated = book.source(parameter.programme, parameter.key, month)
        programme = f"group_{parameter.programme}"
        status = f"status_{dated.status}"
        rows.append(
            {
                "programme": label(programme, lang) if has(programme) else parameter.programme,
                "label": parameter.label.zh if lang == "zh" else parameter.label.en,
                "value": in_words(parameter, book.value(parameter.name, month), lang),
                "unit": unit_words(parameter.unit, lang),
                "from": format_month(dated.from_month),
                "status": label(status, lang) if has(status) else dated.status,
                "status_key": dated.status,
                "source": source_words(dated.source, lang),
                "_order": str(parameter.name not in dials and dated.status != SCENARIO)
                + str(dated.status not in _FIRST),
            }
        )
    rows.sort(key=lambda row: row["_order"])
    return rows


def source_sheet(board: Board, lang: str) -> str:
    """Return the sheet of sources of a region as HTML: the page's own levers first, then what is assumed."""
    dials = tuple(name for dial in board.dials for name in dial.parameters)
    return _sheet(board.base.region, board.dials[0].month, dials, lang)
