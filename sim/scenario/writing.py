"""Writes a scenario as a file that stands alone and that the loader accepts again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sim.clock import format_month
from sim.laws import Label
from sim.laws.values import text_of
from sim.money import fen_to_yuan
from sim.scenario.model import Scenario, change_words
from sim.scenario.rules import BEDS, OWNERSHIPS, SERVICES
from sim.state.places import BedChange, ServiceChange


def to_yaml(scenario: Scenario) -> str:
    """Return the text of a scenario file: all entries written out, based on no other file.

    Save it under the scenario's name, `<name>.yaml`; loaded again it gives the same digest.
    """
    lines = [
        f"scenario: {scenario.name}",
        f"title: {_label(scenario.title)}",
        f"author: {_quoted(scenario.author)}",
        f"why: {_label(scenario.why)}",
        f"region: {scenario.region}",
        f"start: {format_month(scenario.start)}",
        f"months: {scenario.months}",
        f"seed: {scenario.seed}",
    ]
    if scenario.population is not None:
        lines.append(f"population: {scenario.population}")
    if not scenario.is_fitted:
        lines.append("calibrated: false")
    changes = []
    for change in scenario.changes:
        name, month, verb, value = change_words(change)
        changes.append(f"{{parameter: {_quoted(name)}, from: {month}, {verb}: {_quoted(value)}}}")
    lines += _rows("changes", changes)
    lines += _rows("beds", (_bed_row(change) for change in scenario.bed_changes))
    lines += _rows("services", (_service_row(change) for change in scenario.service_changes))
    outreach = scenario.outreach_changes
    lines += _rows(
        "outreach",
        (f"{{from: {format_month(one.month)}, multiply: {_plain(one.multiply)}}}" for one in outreach),
    )
    return "\n".join(lines) + "\n"


def _rows(key: str, rows: Iterable[str]) -> list[str]:
    written = [f"  - {row}" for row in rows]
    return [f"{key}:", *written] if written else []


def _bed_row(change: BedChange) -> str:
    words = [
        f"township: {_quoted(change.township)}",
        f"type: {_word(BEDS, change.bed)}",
        f"beds: {change.beds}",
        f"approved: {format_month(change.approved)}"
        if change.approved
        else f"from: {format_month(change.month)}",
        f"ownership: {_word(OWNERSHIPS, change.ownership)}",
    ]
    if change.price_m:
        words.append(f"price_m: {text_of(fen_to_yuan(change.price_m))}")
    if change.home:
        words.append(f"home: {_quoted(change.home)}")
    if change.is_converted:
        words.append("convert: true")
    return "{" + ", ".join(words) + "}"


def _service_row(change: ServiceChange) -> str:
    words = [
        f"township: {_quoted(change.township)}",
        f"type: {_word(SERVICES, change.setting)}",
        f"places: {change.places}",
        f"from: {format_month(change.month)}",
    ]
    return "{" + ", ".join(words) + "}"


def _plain(number: float) -> str:
    """Return a number without exponent."""
    return text_of(Decimal(repr(number)))


def _word(words: Mapping[str, int], code: int) -> str:
    return next(word for word, number in words.items() if number == code)


def _label(label: Label) -> str:
    return f"{{zh: {_quoted(label.zh)}, en: {_quoted(label.en)}}}"


def _quoted(text: str) -> str:
    """Return a text between double quotes, which JSON and YAML write alike."""
    return json.dumps(text, ensure_ascii=False)
