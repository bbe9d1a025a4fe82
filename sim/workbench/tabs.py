"""The tabs of the explorer as HTML: each reads a finished pair of counties and draws one question."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.engine.county import County
from sim.exports.disclosure import SMALL, protect
from sim.exports.workbook import WITHHELD
from sim.finance.departments import with_department
from sim.words import has, label, number, sentence
from sim.workbench import page, pictures
from sim.workbench.answer import COST, COVERED, UNITS, WAITING, Answer, last_year
from sim.workbench.runner import Outcome
from sim.workbench.trace import FEN_PER_YUAN, Trace

MOST_PINS = 4


def answer_of(base: Trace, own: Trace, is_reform: bool) -> Answer:
    """Return a pair of traces as an answer of one run."""
    return Answer({}, [(base, own)], {}, ("lever",) if is_reform else ())


def question(answer: Answer, key: str, month: int, lang: str, pending: str) -> str:
    """Return figure and chart of one question, the words `pending` for a range; the chart alone while a run goes on."""
    chart = page.chart(answer, key, month, lang)
    figure = page.figure(answer, key, lang, pending) if answer.is_done else ""
    return f'<div class="minsheng-tab"><div>{figure}</div><div class="chart">{chart}</div></div>'


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; every text is escaped."""
    top = "".join(f"<th>{escape(one)}</th>" for one in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(one)}</td>" for one in row) + "</tr>" for row in rows)
    return f'<table class="minsheng-table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def programmes(outcome: Outcome, lang: str) -> str:
    """Return the spending of the last twelve months by programme, baseline and scenario."""
    rows = []
    for line, name in enumerate(outcome.base.ledger.programmes):
        base, own = (_spent(county, line) for county in (outcome.base, outcome.own))
        words = label(f"group_{name}", lang) if has(f"group_{name}") else name
        words = with_department(words, name, lang)
        rows.append(
            [words, number(base, "yuan", lang), number(own, "yuan", lang), _change(own - base, "yuan", lang)]
        )
    return table(_head("column_programme", lang), rows)


def beds(outcome: Outcome, lang: str) -> str:
    """Return beds and queues by kind of bed: usable, occupied and waiting, means of the last twelve months."""
    rows = []
    for kind in ("ordinary", "nursing"):
        for series, words in (("beds_usable", "chart_beds_usable"), ("occupied", "chart_beds_occupied"),
                              ("waiting", "chart_beds_waiting")):  # fmt: skip
            base, own = (_mean(county, (series, kind)) for county in (outcome.base, outcome.own))
            name = f"{label(f'group_{kind}', lang)} {label(words, lang)}"
            unit = "persons" if series == "waiting" else "beds"
            rows.append(
                [name, number(base, unit, lang), number(own, unit, lang), _change(own - base, unit, lang)]
            )
    return table(_head("column_indicator", lang), rows)


def winners(outcome: Outcome, lang: str) -> str:
    """Return how many households gain and lose in the last year, urban and rural, and how much."""
    base, own = outcome.base, outcome.own
    change = own.claims.households.paid_y.astype(np.int64) - base.claims.households.paid_y
    urban = base.histories.households.is_urban
    rows = []
    for name, here in (("urban", urban), ("rural", ~urban)):
        for key, chosen in (("gain", here & (change > 0)), ("lose", here & (change < 0))):
            households = int(chosen.sum())
            if 0 < households < SMALL:  # few households: what they get would point to them
                rows.append([label(f"group_{name}", lang), label(f"winners_{key}", lang),
                             sentence("winners_few", lang, {"n": str(SMALL)}), WITHHELD, WITHHELD])  # fmt: skip
                continue
            total = float(change[chosen].sum()) / FEN_PER_YUAN
            each = total / households if households else 0.0
            rows.append([label(f"group_{name}", lang), label(f"winners_{key}", lang),
                         number(households, "households", lang), _change(total, "yuan", lang),
                         _change(each, "yuan", lang)])  # fmt: skip
    head = [label(key, lang) for key in
            ("column_group", "winners_side", "winners_households", "winners_total", "winners_each")]  # fmt: skip
    return table(head, rows) + f"<p>{escape(label('winners_note', lang))}</p>"


def townships(outcome: Outcome, lang: str) -> str:
    """Return persons who receive by township, baseline and scenario; small counts are withheld in both."""
    places = outcome.base.world.profile.townships
    counties = [str(code) for code in places["county_code"]]
    base, own = outcome.base_trace.townships, outcome.own_trace.townships
    hidden = protect(base, counties).townships | protect(own, counties).townships
    rows = []
    for k, name in enumerate(places[f"name_{lang}"]):
        if hidden[k]:
            rows.append([str(name), WITHHELD, WITHHELD, WITHHELD])
            continue
        change = _change(float(own[k] - base[k]), "persons", lang)
        rows.append(
            [
                str(name),
                number(float(base[k]), "persons", lang),
                number(float(own[k]), "persons", lang),
                change,
            ]
        )
    return table(_head("column_township", lang), rows) + f"<p>{escape(label('note_disclosure', lang))}</p>"


def compared(base: Trace, pins: Sequence[tuple[str, Trace]], month: int, lang: str) -> str:
    """Return up to four pinned scenarios beside the baseline: one table, and one chart of who is covered."""
    if not pins:
        return f"<p>{escape(label('pins_none', lang))}</p>"
    rows = []
    for key in (COVERED, COST, WAITING):
        level = last_year(base, key)
        cells = [label(f"question_{key}", lang), number(level, UNITS[key], lang)]
        for _, trace in pins:
            value = last_year(trace, key)
            cells.append(f"{number(value, UNITS[key], lang)} ({_change(value - level, UNITS[key], lang)})")
        rows.append(cells)
    head = [label("column_indicator", lang), label("briefing_baseline", lang), *(name for name, _ in pins)]
    chart = pictures.several(base, pins, COVERED, month, lang)
    return f'{table(head, rows)}<div class="chart">{chart}</div>'


def _head(first: str, lang: str) -> list[str]:
    return [label(key, lang) for key in (first, "briefing_baseline", "briefing_chosen", "column_difference")]


def _spent(county: County, line: int) -> float:
    recent: NDArray[np.int64] = county.ledger.credits[
        max(county.t + 1 - MONTHS_PER_YEAR, 0) : county.t + 1, :, line
    ]
    return float(recent.sum()) / FEN_PER_YUAN


def _mean(county: County, key: tuple[str, str]) -> float:
    values = county.series.values[key][max(county.t + 1 - MONTHS_PER_YEAR, 0) : county.t + 1]
    return float(values.sum(axis=1).mean())


def _change(value: float, unit: str, lang: str) -> str:
    return pictures.signed(value, unit, lang)
