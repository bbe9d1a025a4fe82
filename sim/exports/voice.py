"""Sentences written from numbers: what a scenario changes, in the words of each language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.results.catalogue import SUM, describe
from sim.results.names import name_of
from sim.results.run import ALL
from sim.words import label, number, sentence

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

# The three questions: who is covered, what it costs, who waits for a bed.
QUESTIONS = ("receiving_persons", "spending_payer", "waiting")
_OWN_NAMES = {
    "spending_payer": "story_spending",
    "receiving_persons": "story_recipients",
    "waiting": "story_queue",
}
_SHARE_SCALE = 100.0
_DIGITS = "123456789"


def figure(comparison: Comparison, scenario: str, indicator: str, column: str = "value") -> float:
    """Return one figure of the whole region; what is counted by group alone is added up, without an interval.

    NaN when the comparison lacks it.
    """
    table = comparison.table
    rows = table[(table["scenario"] == scenario) & (table["indicator"] == indicator)]
    whole = rows[rows["group"] == ALL]
    if len(whole):
        return float(whole[column].iloc[0])
    of = describe(indicator)
    if rows.empty or of.over_townships != SUM or column not in ("value", "difference"):
        return math.nan
    return float(rows[column].sum())


def has_figure(comparison: Comparison, indicator: str) -> bool:
    """Return whether every scenario has a figure."""
    return all(math.isfinite(figure(comparison, key, indicator)) for key in comparison.titles)


def lead_sentences(comparison: Comparison, lang: str) -> list[str]:
    """Return one plain sentence a scenario: what it does to coverage, spending and the waiting list."""
    asked = [key for key in QUESTIONS if has_figure(comparison, key)]
    base = comparison.titles[comparison.baseline]
    others = [key for key in comparison.titles if key != comparison.baseline]
    if not others:
        parts = [level_part(comparison, comparison.baseline, key, lang) for key in asked]
        return [sentence("story_lead_alone", lang, {"baseline": base, "parts": joined(parts, lang)})]
    made = []
    for scenario in others:
        parts = [change_part(comparison, scenario, key, lang) for key in asked]
        values = {"baseline": base, "scenario": comparison.titles[scenario], "parts": joined(parts, lang)}
        made.append(sentence("story_lead", lang, values))
    return made


def change_part(comparison: Comparison, scenario: str, indicator: str, lang: str) -> str:
    """Return what a scenario does to one indicator: it rises, falls, stays, or the change is within noise."""
    value, low, high = (
        figure(comparison, scenario, indicator, column)
        for column in ("difference", "difference_low", "difference_high")
    )
    amount = change_text(indicator, abs(value), lang)
    words = {"indicator": in_sentence(indicator, lang), "amount": amount}
    if value != 0 and low <= 0 <= high:
        return sentence("story_unclear", lang, {"indicator": words["indicator"]})
    if not any(digit in amount for digit in _DIGITS):
        return sentence("story_same", lang, {"indicator": words["indicator"]})
    key = "story_up" if value > 0 else "story_down"
    return sentence(f"{key}_points" if describe(indicator).unit == "share" else key, lang, words)


def level_part(comparison: Comparison, scenario: str, indicator: str, lang: str) -> str:
    """Return what an indicator is under a scenario."""
    amount = level_text(indicator, figure(comparison, scenario, indicator), lang)
    return sentence("story_level", lang, {"indicator": in_sentence(indicator, lang), "amount": amount})


def title_of(indicator: str, lang: str) -> str:
    """Return the name of an indicator as a story gives it."""
    return label(_OWN_NAMES[indicator], lang) if indicator in _OWN_NAMES else name_of(indicator, lang)


def in_sentence(indicator: str, lang: str) -> str:
    """Return the name of an indicator as it stands in a sentence."""
    name = title_of(indicator, lang)
    return name if lang == "zh" else name[:1].lower() + name[1:]


def level_text(indicator: str, value: float, lang: str) -> str:
    """Return a level with its unit."""
    return number(value, describe(indicator).unit_yearly, lang)


def change_text(indicator: str, value: float, lang: str) -> str:
    """Return a change with its unit; a change of a share is in percentage points."""
    if describe(indicator).unit == "share":
        return number(value * _SHARE_SCALE, "points", lang)
    return number(value, describe(indicator).unit_yearly, lang)


def signed_text(indicator: str, value: float, lang: str) -> str:
    """Return a change with its sign and unit."""
    text = change_text(indicator, abs(value), lang)
    if not any(digit in text for digit in _DIGITS):
        return text
    return f"{'+' if value > 0 else '−'}{text}"


def joined(parts: Sequence[str], lang: str) -> str:
    """Return parts of a sentence put together."""
    if len(parts) < 1 + 1:
        return "".join(parts)
    return label("story_join", lang).join(parts[:-1]) + label("story_join_last", lang) + parts[-1]


def extreme(comparison: Comparison, indicator: str, lang: str, is_up: bool = True) -> str:
    """Return the message of which scenario moves an indicator most in a direction."""
    changes = {
        key: figure(comparison, key, indicator, "difference")
        for key in comparison.titles
        if key != comparison.baseline
    }
    name = title_of(indicator, lang)
    sign = 1 if is_up else -1
    best = max(changes, key=lambda key: sign * changes[key], default="")
    if best and len(changes) == 1:
        part = change_part(comparison, best, indicator, lang)
        return f"{comparison.titles[best]}{label('story_colon', lang)}{part}"
    if not best or sign * changes[best] <= 0:
        return sentence("story_none_raises" if is_up else "story_none_lowers", lang, {"indicator": name})
    values = {"indicator": name, "scenario": comparison.titles[best]}
    amount = signed_text(indicator, changes[best], lang)
    return sentence("story_best" if is_up else "story_least", lang, {**values, "amount": amount})
