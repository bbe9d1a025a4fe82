"""Worlds for tests: the fictional county, made once, and counties of it under any policy."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sim.engine.county import County
from sim.engine.world import Worlds
from sim.laws import Change
from sim.scenario import load_scenario

MONTHS = 36


@pytest.fixture(scope="session")
def baseline(root):
    return replace(load_scenario(root / "scenarios" / "yunxi" / "baseline.yaml"), months=MONTHS)


@pytest.fixture(scope="session")
def worlds():
    return Worlds(keep=6)


@pytest.fixture(scope="session")
def world(baseline, worlds):
    return worlds.of(baseline)


@pytest.fixture(scope="session")
def county_of(baseline, world):
    """Return a maker of counties: law changes as {name: value}, other fields of the scenario as they are."""

    def make(changes=None, months=MONTHS, **fields):
        law = tuple(Change(name, baseline.start, set=value) for name, value in (changes or {}).items())
        scenario = replace(baseline, changes=(*baseline.changes, *law), **fields)
        county = County(scenario, world=world)
        for _ in range(months):
            county.step()
        return county

    return make


@pytest.fixture(scope="session")
def busy_of(baseline, worlds):
    """Return a maker of counties whose standards rise by half in the third month, so that many apply."""

    def make(changes=None, months=MONTHS):
        law = tuple(Change(name, baseline.start, set=value) for name, value in (changes or {}).items())
        rise = tuple(
            Change(f"dibao.standard_{residence}_m", baseline.start + 2, multiply=Decimal("1.5"))
            for residence in ("urban", "rural")
        )
        scenario = replace(baseline, changes=(*baseline.changes, *law, *rise))
        county = County(scenario, world=worlds.of(scenario))
        for _ in range(months):
            county.step()
        return county

    return make
