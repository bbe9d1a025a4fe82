"""Levers: the parts in which one scenario differs from another, so that each can be switched by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.errors import ScenarioError
from sim.scenario import Scenario

BEDS, OUTREACH, LAW = "beds", "outreach", "law"
_NAMED = {BEDS: "lever_beds", OUTREACH: "lever_outreach"}


@dataclass(frozen=True)
class Lever:
    """One part of a difference.

    Attributes
    ----------
    key : str
        "beds", "outreach" or the programme whose law changes.
    label_key : str
        Key of its words.
    """

    key: str
    label_key: str


def levers_between(scenario: Scenario, baseline: Scenario) -> tuple[Lever, ...]:
    """Return the levers in which a scenario differs from a baseline: programmes of the law, beds, outreach.

    Raises
    ------
    ScenarioError
        When they differ in region, start, length, size or seed, or in nothing.
    """
    for name in ("region", "start", "months", "population", "seed"):
        if getattr(scenario, name) != getattr(baseline, name):
            raise ScenarioError(f"{scenario.name} and {baseline.name} differ in {name}, which is no lever")
    programmes = [
        programme
        for programme in dict.fromkeys(
            change.parameter.split(".")[0] for change in (*baseline.changes, *scenario.changes)
        )
        if _of_programme(scenario, programme) != _of_programme(baseline, programme)
    ]
    found = [Lever(programme, f"group_{programme}") for programme in programmes]
    if _supply(scenario) != _supply(baseline):
        found.append(Lever(BEDS, _NAMED[BEDS]))
    if scenario.outreach_changes != baseline.outreach_changes:
        found.append(Lever(OUTREACH, _NAMED[OUTREACH]))
    if not found:
        raise ScenarioError(f"{scenario.name} does not differ from {baseline.name}")
    return tuple(found)


def _supply(scenario: Scenario) -> tuple[object, ...]:
    """Return what opens, closes or is converted: beds, and places at home and by day."""
    return scenario.bed_changes, scenario.service_changes


def with_levers(scenario: Scenario, baseline: Scenario, keys: Collection[str], name: str) -> Scenario:
    """Return the baseline with some levers moved to where the scenario has them.

    A lever moves whole: of its programme, all changes of the baseline fall away and all of the scenario come in.
    """
    kept = [one for one in baseline.changes if one.parameter.split(".")[0] not in keys]
    moved = [one for one in scenario.changes if one.parameter.split(".")[0] in keys]
    return replace(
        baseline,
        name=name,
        changes=(*kept, *moved),
        bed_changes=scenario.bed_changes if BEDS in keys else baseline.bed_changes,
        service_changes=scenario.service_changes if BEDS in keys else baseline.service_changes,
        outreach_changes=scenario.outreach_changes if OUTREACH in keys else baseline.outreach_changes,
    )


def _of_programme(scenario: Scenario, programme: str) -> Sequence[Any]:
    return [change for change in scenario.changes if change.parameter.split(".")[0] == programme]
