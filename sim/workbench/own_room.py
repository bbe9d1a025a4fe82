"""The engine room of an explorer that was given programmes of a notebook: they are paid in every county it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.engine.county import County
from sim.engine.own_programme import OwnProgramme, county_with
from sim.laws import Change
from sim.scenario import Scenario
from sim.workbench.room import OnMonth, Room


class OwnRoom(Room):
    """Answers scenarios under which programmes of one's own are paid too, the baseline among them.

    Parameters
    ----------
    programmes : sequence of OwnProgramme
        What the notebook adds. Every scenario runs its whole horizon: a fork knows the law of the package alone.
    """

    def __init__(self, *arguments: Any, programmes: Sequence[OwnProgramme]) -> None:
        super().__init__(*arguments)
        self._few = None  # estimates would not pay the programmes
        self.programmes = tuple(programmes)

    def _begun(self, scenario: Scenario, on_month: OnMonth | None) -> County:
        own, others = apart(scenario.changes, self.programmes)
        plain = replace(scenario, changes=others)
        return county_with(plain, self.programmes, self._worlds.of(plain, self.threads), own)


def apart(
    changes: Sequence[Change], programmes: Sequence[OwnProgramme]
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return the changes of programmes of one's own, and those of the package's law."""
    keys = {one.key for one in programmes}
    own = tuple(one for one in changes if one.parameter.split(".")[0] in keys)
    return own, tuple(one for one in changes if one not in own)
