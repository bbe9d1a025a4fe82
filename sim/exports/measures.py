"""What a scenario changes beside the law: beds, services and visits, as rows of the table of changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.charts.numbers import Measure, written
from sim.clock import format_month
from sim.scenario import Scenario
from sim.scenario.rules import BEDS, SERVICES
from sim.words import label, sentence

Row = tuple[str, str, str, str, str]
"""Name, value of the baseline, new value, unit and first month, as texts."""
Measures = Mapping[str, Sequence[Row]]
"""Rows of each scenario, by its key."""

_WHOLE = Measure(1.0, "", 0, False)
_NONE = "–"


def measures_of(scenario: Scenario, lang: str) -> tuple[Row, ...]:
    """Return one row for each change of beds, services and visits; those of one month and kind are added up."""
    found: dict[tuple[str, int], int] = {}
    for kind, month, change in _changes(scenario):
        found[kind, month] = found.get((kind, month), 0) + change
    rows = [
        (
            label(kind, lang),
            _NONE,
            written(change, _WHOLE, signed=True),
            label("unit_beds", lang),
            format_month(month),
        )
        for (kind, month), change in sorted(found.items(), key=lambda one: (one[0][1], one[0][0]))
        if change
    ]
    visits = [
        (
            label("measure_visits", lang),
            sentence("dial_value_times", lang, {"n": "1"}),
            sentence("dial_value_times", lang, {"n": f"{one.multiply:g}"}),
            label("measure_visits_unit", lang),
            format_month(one.month),
        )
        for one in scenario.outreach_changes
    ]
    return (*visits, *rows)


def _changes(scenario: Scenario) -> Iterator[tuple[str, int, int]]:
    """Yield the words' key, the month and the number of each change of beds and services."""
    beds, services = _keys(BEDS), _keys(SERVICES)
    for bed in scenario.bed_changes:
        yield f"group_{beds[bed.bed]}", bed.month, bed.beds
        if bed.is_converted:  # what becomes a nursing bed was an ordinary one
            yield f"group_{beds[BEDS['ordinary']]}", bed.month, -bed.beds
    for service in scenario.service_changes:
        yield f"group_{services[service.setting]}", service.month, service.places


def _keys(codes: Mapping[str, int]) -> dict[Any, str]:
    return {code: key for key, code in codes.items()}
