"""Sentences written from the numbers: what the plan is, what it changes, and how sure that is."""

from __future__ import annotations

import math

from sim.words import label, number, sentence
from sim.workbench.answer import COST, COVERED, QUESTIONS, UNITS, WAITING, Answer, Figure, is_noise
from sim.workbench.dials import Board, spoken

_FEWEST = 0.5  # less than half a person or yuan is no change
PERCENT = 100


def plan(answer: Answer, board: Board, lang: str) -> str:
    """Return the plan in words: each dial that moved."""
    moved = [spoken(dial, answer.position[dial.key], lang) for dial in board.moved(answer.position)]
    return ("、" if lang == "zh" else ", ").join(moved)


def summary(answer: Answer, board: Board, lang: str) -> str:
    """Return one sentence on the three questions, for reading aloud."""
    if not answer.moved:
        values = {key: number(answer.figure(key).value.mean, UNITS[key], lang) for key in QUESTIONS}
        return sentence("say_baseline", lang, {"year": str(answer.year), **values})
    figures = {key: answer.figure(key) for key in QUESTIONS}
    values = {key: change(figures[key], key, lang) for key in QUESTIONS}
    said = sentence("say_plan", lang, {"plan": plan(answer, board, lang), "year": str(answer.year), **values})
    price = answer.cost_per_person()
    if math.isfinite(price):
        said += sentence("say_price", lang, {"price": number(price, "yuan", lang)})
    return said


def change(figure: Figure, question: str, lang: str) -> str:
    """Return what becomes of a figure: more, fewer, unchanged, or within noise."""
    moved = figure.difference
    values = {
        "value": number(figure.value.mean, UNITS[question], lang),
        "change": number(abs(moved.mean), UNITS[question], lang),
    }
    if abs(moved.mean) < _FEWEST:
        return sentence(f"say_{question}_same", lang, {"value": values["value"]})
    if is_noise(moved):
        return sentence(f"say_{question}_noise", lang, {"value": values["value"]})
    return sentence(f"say_{question}_{'up' if moved.mean > 0 else 'down'}", lang, values)


def range_of(figure: Figure, question: str, n_seeds: int, lang: str, pending: str) -> str:
    """Return the interval of a headline, or the words of `pending` while there is none."""
    if not math.isfinite(figure.value.low):
        return label(pending, lang)
    low = number(max(figure.value.low, 0.0), UNITS[question], lang)
    ends = {
        "low": low.rsplit(" ", 1)[0],  # English names the unit once, behind the second number
        "high": number(figure.value.high, UNITS[question], lang),
        "n": str(n_seeds),
    }
    return sentence("range_known", lang, ends)


def difference_of(figure: Figure, question: str, lang: str) -> str:
    """Return the difference to current policy, with its interval where there is one."""
    moved = figure.difference
    if abs(moved.mean) < _FEWEST:
        return label("difference_none", lang)
    said = ("+" if moved.mean > 0 else "−") + number(abs(moved.mean), UNITS[question], lang)
    if math.isfinite(figure.relative):
        said += f"（{figure.relative * PERCENT:+.1f}%）".replace("-", "−") if lang == "zh" else (
            f" ({figure.relative * PERCENT:+.1f}%)".replace("-", "−"))  # fmt: skip
    return said


def beside(answer: Answer, question: str, lang: str) -> str:
    """Return the figure that belongs beside a headline: who is missed, who pays, which beds stand empty."""
    last = {name: values[-_YEAR:] for name, values in answer.shown[1].series.items()}
    if question == COVERED:
        eligible, missed = float(last["eligible"].mean()), float(last["missed"].mean())
        share = 1 - missed / eligible if eligible else math.nan
        values = {"share": number(share, "share", lang), "missed": number(missed, "persons", lang)}
        return sentence("beside_covered", lang, values)
    if question == COST:
        total = sum(float(last[payer].sum()) for payer in ("central", "province", "prefecture", "county"))
        local = float(last["prefecture"].sum() + last["county"].sum())
        values = {"share": number(local / total if total else math.nan, "share", lang)}
        return sentence("beside_cost", lang, {**values, "local": number(local, "yuan", lang)})
    if question == WAITING:
        empty = float((last["usable"] - last["occupied"]).mean())
        values = {"empty": number(empty, "beds", lang)}
        return sentence(
            "beside_waiting", lang, {**values, "unmet": number(float(last["unmet"].mean()), "persons", lang)}
        )
    return ""


_YEAR = 12
