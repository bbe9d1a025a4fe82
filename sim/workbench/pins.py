"""Scenarios that are pinned to be compared, four at most."""

from __future__ import annotations

from sim.errors import SimError
from sim.words import label, sentence
from sim.workbench import tabs
from sim.workbench.runner import Outcome
from sim.workbench.trace import Trace


class Pins(list[tuple[str, Trace]]):
    """Names and traces of what is pinned, in the order of pinning."""

    def pin(self, outcome: Outcome | None, name: str, lang: str) -> None:
        """Pin a finished scenario.

        Raises
        ------
        SimError
            When the run has not ended, or as many are pinned as fit.
        """
        if outcome is None:
            raise SimError(label("pins_wait", lang))
        if len(self) >= tabs.MOST_PINS:
            raise SimError(sentence("pins_full", lang, {"n": str(tabs.MOST_PINS)}))
        self.append((f"{len(self) + 1}. {name}", outcome.own_trace))

    def unpin(self) -> None:
        """Let the last one go."""
        if self:
            self.pop()
