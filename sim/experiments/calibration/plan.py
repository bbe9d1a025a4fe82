"""The assumptions that may be fitted, and the targets: facts that the split marks as calibrated, and borrowed ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from sim.engine.world import law_book
from sim.experiments.validation.split import CALIBRATED, Reading, Simulated, Split
from sim.laws import Change
from sim.scenario import Scenario

PLAN_FILE = Path(__file__).with_name("plan.yaml")
IDENTITY = "identity"
DIGITS = 6
BORROWED_WEIGHT, PUBLISHED_WEIGHT = 0.3, 1.0
CLOSE = 0.02  # a target missed by this share costs one; the tolerance of a calibrated target
Floats = NDArray[np.float64]


class Movable(BaseModel):
    """One assumption that may be fitted: how dear a distance from its usual value is, and its bounds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    spread: float
    low: float
    high: float
    group: str


@dataclass(frozen=True)
class Target:
    """A figure to be met.

    Attributes
    ----------
    key : str
        Of the fact or the borrowed figure.
    reading, simulated
        As in the split.
    weight : float
        1 for a published figure, less for a borrowed one.
    is_borrowed : bool
    """

    key: str
    reading: Reading
    simulated: Simulated
    weight: float
    is_borrowed: bool

    @property
    def aim(self) -> float:
        """The middle of what the words allow; the printed value when they have no upper end."""
        reading = self.reading
        return reading.value if reading.high is None else (reading.low + reading.high) / 2


@cache
def movables() -> dict[str, Movable]:
    """Return the assumptions that may be fitted, by the full name of the parameter."""
    raw = YAML(typ="safe", pure=True).load(PLAN_FILE.read_text(encoding="utf-8"))
    return {name: Movable.model_validate(value) for name, value in raw.items()}


def targets_of(split: Split) -> list[Target]:
    """Return what may be fitted of a region: nothing that is held out is among it."""
    own = [
        Target(key, fact.reading, fact.simulated, PUBLISHED_WEIGHT, False)
        for key, fact in split.facts.items()
        if fact.use == CALIBRATED and fact.tolerance != IDENTITY and fact.simulated is not None
        and fact.simulated.indicator is not None
    ]  # fmt: skip
    lent = [
        Target(key, one.reading, one.simulated, BORROWED_WEIGHT, True) for key, one in split.borrowed.items()
    ]
    return own + lent


def with_values(scenario: Scenario, values: dict[str, float], name: str) -> Scenario:
    """Return a scenario in which the assumptions have these values from its first month on."""
    changes: Sequence[Change] = [
        Change(parameter=key, from_month=scenario.start, set=Decimal(repr(round(value, DIGITS))))
        for key, value in values.items()
    ]
    return scenario.with_changes(changes, name)


def usual_values(scenario: Scenario) -> dict[str, float]:
    """Return the value of each assumption that is in force, without a fit, when a scenario starts."""
    law = law_book(replace(scenario, is_fitted=False))
    return {name: float(str(law.value(name, scenario.start))) for name in movables()}


def to_unit(values: dict[str, float]) -> Floats:
    """Return values as places from 0 to 1 between their bounds."""
    return np.array([(values[name] - one.low) / (one.high - one.low) for name, one in movables().items()])


def from_unit(places: Floats) -> dict[str, float]:
    """Return values from places between their bounds."""
    pairs = zip(movables().items(), places, strict=True)
    return {name: round(one.low + (one.high - one.low) * float(x), DIGITS) for (name, one), x in pairs}
