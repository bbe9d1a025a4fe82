"""Forks: a county copied in the middle of its run, to go on under another scenario that agrees with it so far.

Reforms of one baseline differ from some month on. The months before it are the same to the bit, so they are run once,
and every reform goes on from there. A fork gives the digest of a full run.
"""

from __future__ import annotations

import copy
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import numpy as np

from sim.care.scale import scaled_services
from sim.engine.care_step import homes_of
from sim.engine.county import County
from sim.engine.world import ceiling_of, law_book, world_key
from sim.errors import SteppingError
from sim.laws import Change
from sim.scenario import OutreachChange, Scenario
from sim.state.places import BedChange, Homes, ServiceChange

# What no month writes: the world, the schedule, and what mesa keeps for itself.
_SHARED = "scenario law world histories followed kin_first pool schedule random rng".split()


def fork(county: County, scenario: Scenario) -> County:
    """Return a copy of a county that goes on under another scenario; the county itself stays as it is.

    Raises
    ------
    SteppingError
        When the scenario is of other people, follows other households, opens a home of its own, or differs from the
        county's scenario in a month that has been run.
    """
    law = law_book(scenario)
    _refuse_other_past(county, scenario)
    if world_key(scenario, law) != world_key(county.scenario, county.law):
        raise SteppingError("the scenario has other people or other lives; run it from its beginning")
    if not np.array_equal(ceiling_of(scenario, law), county.world.ceiling):
        raise SteppingError("the scenario follows other households; run it from its beginning")
    homes, names, beds = homes_of(county.world, scenario, county.law.in_force("care", scenario.start))
    if names != county.care.names:
        raise SteppingError("the scenario opens a home of its own; run it from its beginning")
    made = copy.copy(county)
    memo: dict[int, Any] = {id(county): made}
    for one in (*_arrays(county.histories), *(getattr(county, name) for name in _SHARED)):
        memo[id(one)] = one
    for name, value in vars(county).items():
        if name not in (*_SHARED, "step") and not name.startswith("_"):
            setattr(made, name, copy.deepcopy(value, memo))
    made.scenario, made.law = scenario, law
    # Mesa binds the step to the object it was made for.
    made.__dict__.update(_user_step=partial(County.step, made), step=made._wrapped_step)
    steps = {name: getattr(homes, name) for name in Homes._fields if name.startswith("step_")}
    made.care.homes = made.care.homes._replace(**steps)
    made.care.bed_changes = beds
    made.care.service_changes = scaled_services(scenario.service_changes, county.world.share)
    return made


def first_difference(one: Scenario, other: Scenario) -> int:
    """Return the first month in which two scenarios may differ; the month after the end when they do not."""
    end = one.end + 1
    pairs = (
        (one.changes, other.changes),
        (one.bed_changes, other.bed_changes),
        (one.service_changes, other.service_changes),
        (one.outreach_changes, other.outreach_changes),
    )
    months = [
        begins(entry)
        for own, theirs in pairs
        for entry in (*own, *theirs)
        if entry not in own or entry not in theirs
    ]
    return min(months, default=end)


def begins(entry: Change | BedChange | ServiceChange | OutreachChange) -> int:
    """Return the month from which an entry of a scenario can be felt: beds cost money from their approval on."""
    approved = entry.approved if isinstance(entry, BedChange) else 0
    return approved or entry.month


def _refuse_other_past(county: County, scenario: Scenario) -> None:
    own = county.scenario
    same = all(
        getattr(own, name) == getattr(scenario, name)
        for name in "region start months seed is_fitted carries_back".split()
    )
    if not same or own.population != scenario.population:
        raise SteppingError("only scenarios of one region, horizon, size and seed can share their beginning")
    if first_difference(own, scenario) <= county.month:
        raise SteppingError("the scenario differs in a month that has been run; fork an earlier month")


def _arrays(histories: Any) -> list[Any]:
    """Return the arrays of the lives, which no month writes and forks share."""
    found = []
    for field in fields(histories):
        value = getattr(histories, field.name)
        found += _arrays(value) if is_dataclass(value) else [value]
    return found
