"""The fragments of the briefing page: finished HTML, so that a figure and its slider always belong together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from sim.clock import format_month
from sim.words import label, number, sentence
from sim.workbench import pictures, say
from sim.workbench.answer import COST, ESTIMATED, QUESTIONS, UNITS, Answer, is_noise
from sim.workbench.dials import Board, spoken


def slots(answer: Answer, board: Board, lang: str) -> dict[str, str]:
    """Return every fragment of the page for one answer, finished or still running, by the name of its place."""
    month, quick = board.dials[0].month, answer.quick
    drawn = {key: quick if quick is not None and key in ESTIMATED else answer for key in QUESTIONS}
    made = {f"chart_{key}": chart(drawn[key], key, month, lang) for key in QUESTIONS}
    if not answer.is_done:
        at = format_month(answer.own.start + answer.own.done - 1)
        made |= {f"figure_{key}": _running() for key in QUESTIONS}
        if quick is None:
            return {**made, "sentence": escape(sentence("page_running", lang, {"month": at}))}
        made |= {f"figure_{key}": figure(quick, key, lang, "range_estimate") for key in ESTIMATED}
        made |= {f"why_{key}": _hint("why_pending", lang) for key in QUESTIONS}
        values = {key: number(quick.figure(key).value.mean, UNITS[key], lang) for key in ESTIMATED}
        return {**made, "sentence": escape(sentence("page_estimate", lang, {**values, "month": at}))}
    made["sentence"] = escape(say.summary(answer, board, lang))
    for key in QUESTIONS:
        made[f"figure_{key}"] = figure(answer, key, lang)
        made[f"why_{key}"] = _why(answer, board, key, lang)
    return made


def plan_of(answer: Answer, board: Board, lang: str) -> str:
    """Return the plan in words: the dials that moved, or current policy."""
    return say.plan(answer, board, lang) if answer.moved else label("briefing_baseline", lang)


def chart(answer: Answer, question: str, month: int, lang: str) -> str:
    """Return the chart of a question."""
    if question == COST:
        return pictures.payers(answer, month, lang)
    return pictures.lines(answer, question, month, lang)


def _running() -> str:
    return (
        '<div class="headline waiting">…</div><div class="range">&nbsp;</div><div class="change">&nbsp;</div>'
    )


def figure(answer: Answer, question: str, lang: str, pending: str = "range_pending") -> str:
    """Return the headline of a question: value, range, difference, and what stands beside it.

    Parameters
    ----------
    pending : str
        Key of the words in place of a range that is not known.
    """
    headline = answer.figure(question)
    moved = headline.difference.mean
    unsure = is_noise(headline.difference)
    side = "same" if not answer.moved or abs(moved) < 1 or unsure else "up" if moved > 0 else "down"
    change = (
        say.difference_of(headline, question, lang) if answer.moved else label("difference_baseline", lang)
    )
    against = "versus_noise" if unsure and abs(moved) >= 1 else "versus_baseline"
    versus = f"<small>{escape(label(against, lang))}</small>" if answer.moved else ""
    return (
        f'<div class="headline">{escape(number(headline.value.mean, UNITS[question], lang))}</div>'
        f'<div class="range">{escape(say.range_of(headline, question, answer.n_seeds, lang, pending))}</div>'
        f'<div class="change {side}"><b>{escape(change)}</b> {versus}</div>'
        f'<div class="beside">{escape(say.beside(answer, question, lang))}</div>'
    )


def _hint(key: str, lang: str) -> str:
    return f'<p class="hint">{escape(label(key, lang))}</p>'


def _why(answer: Answer, board: Board, question: str, lang: str) -> str:
    if not answer.moved:
        return _hint("why_baseline", lang)
    bars = answer.waterfall(question)
    if bars is None:
        return _hint("why_pending", lang)
    dials = {dial.key: dial for dial in board.dials}
    names = [
        label("why_joint", lang)
        if bar.key == "joint"
        else spoken(dials[bar.key], answer.position[bar.key], lang)
        for bar in bars
    ]
    few = (
        sentence("why_runs", lang, {"n": str(answer.n_explained)})
        if answer.n_explained < answer.n_seeds
        else ""
    )
    return pictures.waterfall(answer, question, bars, names, lang) + (
        f"<small>{escape(few)}</small>" if few else ""
    )


def sources(rows: Sequence[Mapping[str, str]], notes: Sequence[str], lang: str) -> str:
    """Return the sheet of sources: notes, then one row a value with its status and where it comes from."""
    keys = ("programme", "label", "value", "unit", "from", "status", "source")
    head = "".join(f"<th>{escape(label(f'column_{key}', lang))}</th>" for key in keys)
    body = "".join(
        f'<tr class="{escape(row["status_key"])}">'
        + "".join(f"<td>{escape(row[key])}</td>" for key in keys)
        + "</tr>"
        for row in rows
    )
    said = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return f"{said}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
