"""Mixes of levers: dials that an optimiser turns, and the scenario that a setting of all dials stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from sim.clock import MONTHS_PER_YEAR
from sim.engine.world import World
from sim.errors import ScenarioError
from sim.laws import Change, Label
from sim.scenario import OutreachChange, Scenario
from sim.scenario.checks import check_scenario
from sim.state.codes import NURSING, PUBLIC
from sim.state.places import BedChange
from sim.words import sentence

STANDARDS, BEDS, OUTREACH = "standards", "nursing_beds", "outreach"
STANDARD_NAMES = ("dibao.standard_urban_m", "dibao.standard_rural_m")
ELDER = 60
PER_CENT = 100


@dataclass(frozen=True)
class Dial:
    """One lever in steps of equal width.

    Attributes
    ----------
    key : str
        "standards" (per cent of the standard in force), "nursing_beds" (new ones) or "outreach" (per cent of visits).
    low, high, step : int
        First and last setting and the distance between two.
    """

    key: str
    low: int
    high: int
    step: int

    @property
    def last(self) -> int:
        """Number of the last setting, counted from 0."""
        return (self.high - self.low) // self.step

    def at(self, number: int) -> int:
        """Return a setting by its number."""
        return self.low + self.step * number


def usual_dials(world: World) -> tuple[Dial, ...]:
    """Return dials of a sensible width: standards up to half more, beds up to half more, three times the visits."""
    homes = world.profile.homes
    beds = int(homes["beds_ordinary"].sum() + homes["beds_nursing"].sum())
    step = max(beds // STEPS_OF_BEDS, 1)
    return (
        Dial(STANDARDS, PER_CENT, MOST_STANDARD, STEP_STANDARD),
        Dial(BEDS, 0, step * (STEPS_OF_BEDS // (1 + 1)), step),
        Dial(OUTREACH, PER_CENT, MOST_OUTREACH, STEP_OUTREACH),
    )


# A tenth of a percentage point cannot be told from luck; two per cent of a standard is the least ever announced.
MOST_STANDARD, STEP_STANDARD = 150, 2
MOST_OUTREACH, STEP_OUTREACH = 300, 25
STEPS_OF_BEDS = 40


def mixed(base: Scenario, settings: Mapping[str, int], month: int, elders: Mapping[str, int]) -> Scenario:
    """Return the scenario that a setting of all dials stands for, checked as a file would be.

    Parameters
    ----------
    settings : mapping
        Setting of each dial by key; a dial that is not named stays where the base has it.
    month : int
        Calendar month from which the levers are moved.
    elders : mapping
        Elders by township code: new beds are divided in proportion to them.

    Raises
    ------
    ScenarioError
        When a setting leaves what the law or the library allows.
    """
    per_cent = settings.get(STANDARDS, PER_CENT)
    changes = [
        Change(name, month, multiply=Decimal(per_cent) / PER_CENT)
        for name in STANDARD_NAMES
        if per_cent != PER_CENT
    ]
    beds = [
        BedChange(code, NURSING, number, month, PUBLIC, 0)
        for code, number in divided(settings.get(BEDS, 0), elders).items()
        if number
    ]
    visits = settings.get(OUTREACH, PER_CENT)
    outreach = [OutreachChange(month, visits / PER_CENT)] if visits != PER_CENT else []
    made = replace(
        _named(base, settings),
        changes=(*base.changes, *changes),
        bed_changes=(*base.bed_changes, *beds),
        outreach_changes=(*base.outreach_changes, *outreach),
        sources=(),
    )
    check_scenario(made)
    return made


def _named(base: Scenario, settings: Mapping[str, int]) -> Scenario:
    """Return the base under the name and title of a mix."""
    set_by = {key: settings[key] for key in (STANDARDS, BEDS, OUTREACH) if key in settings}
    values = {STANDARDS: PER_CENT, BEDS: 0, OUTREACH: PER_CENT, **set_by}
    return replace(
        base,
        name="_".join((base.name, *(f"{key}_{number}" for key, number in set_by.items()))),
        title=Label(sentence("mix_title", "zh", values), sentence("mix_title", "en", values)),
        why=Label(sentence("mix_why", "zh"), sentence("mix_why", "en")),
    )


def divided(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Divide a whole number in proportion to weights, by largest remainders; equal remainders in the order given.

    Raises
    ------
    ScenarioError
        When nobody weighs anything.
    """
    whole = sum(weights.values())
    if whole <= 0:
        raise ScenarioError("beds cannot be divided: no township has elders")
    shares = {code: divmod(total * weight, whole) for code, weight in weights.items()}
    made = {code: share for code, (share, _) in shares.items()}
    order = sorted(shares, key=lambda code: -shares[code][1])
    for code in order[: total - sum(made.values())]:
        made[code] += 1
    return made


def elders_by_township(world: World) -> dict[str, int]:
    """Return how many elders live in each township when the run begins."""
    persons = world.histories.persons
    here = (persons.entered < 0) & (world.histories.start - persons.born >= ELDER * MONTHS_PER_YEAR)
    home = world.histories.households.township[persons.household[here]]
    codes = list(world.profile.townships["code"])
    counts = np.bincount(home, minlength=len(codes))
    return {str(code): int(count) for code, count in zip(codes, counts, strict=True)}


def settings_at(dials: Sequence[Dial], numbers: Sequence[int]) -> dict[str, int]:
    """Return the settings of dials by their numbers."""
    return {dial.key: dial.at(int(number)) for dial, number in zip(dials, numbers, strict=True)}
