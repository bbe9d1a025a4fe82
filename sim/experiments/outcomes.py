"""Outcomes: one number a run, from the answer to its question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.clock import parse_month
from sim.errors import ScenarioError
from sim.results.answers import Answer
from sim.results.catalogue import CATALOGUE, describe
from sim.results.periods import over_window
from sim.results.run import ALL

_SEPARATOR = ":"


@dataclass(frozen=True)
class Outcome:
    """What is asked of a run: an indicator of the whole region, over a window.

    Attributes
    ----------
    indicator, group : str
    """

    indicator: str
    group: str = ALL

    @property
    def name(self) -> str:
        """Such as "spending_total", or "occupied:nursing"."""
        return self.indicator if self.group == ALL else f"{self.indicator}{_SEPARATOR}{self.group}"


def outcomes_of(names: Sequence[str]) -> tuple[Outcome, ...]:
    """Return outcomes by their names.

    Raises
    ------
    ScenarioError
        When none is given, or one is no indicator of the catalogue.
    """
    if not names:
        raise ScenarioError("an experiment needs an outcome, such as spending_total")
    made = tuple(Outcome(*name.split(_SEPARATOR, 1)) for name in names)
    for one in made:
        if one.indicator not in CATALOGUE:
            raise ScenarioError(f"there is no indicator {one.indicator!r} to take as an outcome")
    return made


def figures(answer: Answer, window: tuple[str, str]) -> Mapping[tuple[str, str], float]:
    """Return the value of every indicator and group of the whole region over a window."""
    first, last = window
    frame = answer.frame
    inside = frame[(frame["township"] == ALL) & frame["month"].between(first, last)].drop(columns="township")
    made = over_window(inside, parse_month(last) - parse_month(first) + 1, describe)
    return dict(
        zip(zip(made["indicator"], made["group"], strict=True), made["value"].astype(float), strict=True)
    )


def values(answer: Answer, wanted: Sequence[Outcome], window: tuple[str, str]) -> list[float]:
    """Return the outcomes of one run.

    An indicator without the group "all", such as beds by kind, is summed over its groups; one that the run does not
    have, such as a median of nobody, is NaN.
    """
    known = figures(answer, window)
    made = []
    for one in wanted:
        value = known.get((one.indicator, one.group))
        if value is None and one.group == ALL:
            parts = [number for (name, _), number in known.items() if name == one.indicator]
            value = sum(parts) if parts else None
        made.append(math.nan if value is None else value)
    return made
