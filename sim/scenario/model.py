"""The scenario itself: frozen, complete, and named by the hash of what it would do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sim.clock import format_month
from sim.laws import Change, Label
from sim.laws.values import Written, text_of, written
from sim.state.places import BedChange, ServiceChange


@dataclass(frozen=True)
class OutreachChange:
    """The capacity for welfare visits, as a multiple of what the region has, from a month on."""

    month: int
    multiply: float


@dataclass(frozen=True)
class Scenario:
    """A complete specification of one counterfactual.

    Attributes
    ----------
    region, name : str
        Key of the region and of the scenario.
    title, why : Label
        In Chinese and English.
    author : str
    start : int
        First month (months since 1900-01).
    months : int
        Number of months.
    seed : int
        Seed of all draws.
    changes : tuple of Change
        Changes of the law, those of the underlying scenario first.
    bed_changes : tuple of BedChange
        Beds that open, close or are converted.
    service_changes : tuple of ServiceChange
        Places at home or by day that open or close.
    outreach_changes : tuple of OutreachChange
        Capacity for visits; the one that began last holds.
    population : int or None
        Persons to build; None builds as many as live in the region.
    carries_back : bool
        Law before its first known date is that of the date; only for looking back, never read from a file.
    is_fitted : bool
        Assumptions take the values fitted to the region's published figures; written `calibrated` in a file.
    sources : tuple of str
        Files that it was read from, the root first; no part of the digest.
    """

    region: str
    name: str
    title: Label
    author: str
    why: Label
    start: int
    months: int
    seed: int
    changes: tuple[Change, ...] = ()
    bed_changes: tuple[BedChange, ...] = ()
    outreach_changes: tuple[OutreachChange, ...] = ()
    service_changes: tuple[ServiceChange, ...] = ()
    population: int | None = None
    carries_back: bool = False
    is_fitted: bool = True
    sources: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The last month."""
        return self.start + self.months - 1

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that bears on the numbers: everything but title, author, why and files."""
        content = {
            "region": self.region,
            "name": self.name,
            "start": format_month(self.start),
            "months": self.months,
            "seed": self.seed,
            "population": self.population,
            "changes": [change_words(change) for change in self.changes],
            "beds": [list(change) for change in self.bed_changes],
            "services": [list(change) for change in self.service_changes],
            "outreach": [[format_month(one.month), repr(one.multiply)] for one in self.outreach_changes],
        }
        if self.carries_back:
            content["carries_back"] = True
        if not self.is_fitted:
            content["calibrated"] = False
        text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def outreach_factor(self, month: int) -> float:
        """Return the multiple of the region's visiting capacity in a month; 1 before any change."""
        begun = [change for change in self.outreach_changes if change.month <= month]
        return max(begun, key=lambda change: change.month).multiply if begun else 1.0

    def with_changes(self, changes: Sequence[Change], name: str | None = None) -> Scenario:
        """Return a scenario with further changes of the law, checked as a file's would be.

        Parameters
        ----------
        changes : sequence of Change
            Taken after those that the scenario has.
        name : str, optional
            Key of the new scenario; the old one when not given.

        Raises
        ------
        ScenarioError
            When a change names no parameter, leaves its range or the horizon; says what is allowed.
        """
        from sim.scenario.checks import check_scenario  # checks know the model, so the model meets them late

        added = replace(self, name=name or self.name, changes=(*self.changes, *changes))
        check_scenario(added)
        return added


def change_words(change: Change) -> tuple[str, str, str, str]:
    """Return a change as parameter, month, verb and value, each as a file would write it."""
    for verb in ("set", "multiply", "add"):
        value = getattr(change, verb)
        if value is not None:
            return change.parameter, format_month(change.month), verb, _value_words(written(value))
    return change.parameter, format_month(change.month), "", ""


def _value_words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    known: Written = value  # type: ignore[assignment]  # `written` returns what a file may write
    return text_of(known)
