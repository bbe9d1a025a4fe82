"""The lives of one population over a horizon: three passes, then one list of events in the order of the months."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.errors import SimError
from sim.lives.arrivals import all_households, all_kin, all_persons
from sim.lives.assets import saving_rules
from sim.lives.buffers import Columns, Events, in_order
from sim.lives.division import divisions_of
from sim.lives.economy import Growth, calendar, keep_house
from sim.lives.farm import farm_rules, harvest
from sim.lives.kinship import Kinship, Setting, live_together
from sim.lives.lifetimes import CHUNK_ROWS, Facts, body_rates, lifetimes
from sim.lives.records import packed
from sim.lives.shocks import Shocks, with_shocks
from sim.lives.streams import keys
from sim.lives.tables import LifeTables
from sim.lives.village import Village
from sim.state.codes import BILL
from sim.state.columns import Population
from sim.state.histories import BILL_BEFORE, Histories

LONGEST = int(np.iinfo(np.int16).max)  # months, as the month counter of an event holds them


def facts_of(population: Population) -> Facts:
    """Return what the bodies of the initial residents start from."""
    persons, households = population.persons, population.households
    return Facts(
        id=persons.id,
        sex=persons.sex,
        residence=(~households.is_urban[persons.household]).astype(np.uint8),
        born=persons.born,
        entered=persons.entered,
        schooling=persons.schooling,
        disability_grade=persons.disability_grade,
        ability=persons.ability,
        ill=persons.severe_illness,
        work=persons.work,
        wage_m=persons.wage_m,
        pension=persons.pension,
        pension_m=persons.pension_m,
    )


def ordered(bodies: list[Events], kinship: Kinship, months: int) -> tuple[Columns, NDArray[np.int64]]:
    """Return all events in their final order, and the first of each month; uses up the list of bodies."""
    together = kinship.village.events
    together = together[np.argsort(together["person"], kind="stable")]
    bodies += kinship.arrivals
    kinship.arrivals.clear()
    bodies.append(together)
    return in_order(bodies, kinship.left, months)


def live(
    population: Population, law: Any, national: LifeTables, seed: int, months: int, start: int, threads: int = 1,
    chunk_rows: int = CHUNK_ROWS, shocks: Shocks | None = None,
) -> Histories:  # fmt: skip
    """Return the lives of a population under no policy at all.

    Parameters
    ----------
    population : Population
        Residents, households and kin at the start; a row's `entered` is -1.
    law : NamedTuple
        Values of `lives.yaml` in force at the start; money in fen.
    national : LifeTables
        Death and birth rates of the region by single age, see `sim.lives.tables.life_tables`.
    seed : int
        Every draw is a function of it, a purpose, a person and a month or age.
    months : int
        Length of the horizon, at least 1.
    start : int
        Calendar month of t = 0.
    threads : int
        Threads of the first pass; the result does not depend on it, nor on `chunk_rows`.
    shocks : Shocks, optional
        Months in which many lose their work.

    Raises
    ------
    SimError
        When the horizon is empty or longer than the month counter holds.
    """
    if not 1 <= months <= LONGEST:
        raise SimError(f"a horizon of {months} months; it must lie between 1 and {LONGEST}")
    rates = packed(body_rates(national, law, seed))
    setting = Setting(population, law, national, rates, keys(seed), start, months)
    rows = (0, len(population.persons))
    bodies = lifetimes(facts_of(population), rows, rates, start, months, threads, chunk_rows)
    kinship = live_together(setting, bodies, threads)
    events, month_first = ordered(bodies, kinship, months)
    before = year_before(setting, seed, threads, chunk_rows)
    return assembled(setting, seed, kinship.village, events, month_first, before, shocks)


def year_before(setting: Setting, seed: int, threads: int, chunk_rows: int) -> NDArray[np.void]:
    """Return the bills of the year before the start, of the residents and at the rates of the start.

    Without them nobody would have medical spending to look back on in the first months. The bodies live that year in
    draws of its own; only the bills of it are kept.
    """
    population, n = setting.population, len(setting.population.persons)
    rates = packed(body_rates(setting.tables, setting.law, seed, span=1))
    parts = lifetimes(
        facts_of(population), (0, n), rates, setting.start, MONTHS_PER_YEAR, threads, chunk_rows
    )
    bills = np.concatenate([part[part["kind"] == BILL] for part in parts])
    out = np.zeros(bills.size, BILL_BEFORE)
    out["household"] = population.persons.household[bills["person"]]
    out["month"], out["bill"] = bills["month"], bills["value"]
    return out


def assembled(
    setting: Setting, seed: int, village: Village, events: Columns, month_first: NDArray[np.int64],
    before: NDArray[np.void], shocks: Shocks | None = None,
) -> Histories:  # fmt: skip
    """Run pass three over the ordered events and put everything into one history."""
    population, law = setting.population, setting.law
    persons = all_persons(population, village, float(law.wage_default_m))
    households = all_households(population, village)
    if shocks is not None:
        events, month_first = with_shocks(events, persons, shocks, seed)
    kin, when = all_kin(population, village), calendar(setting.start, setting.months)
    farm = np.zeros((len(households), when.years), np.int32)
    divisions = divisions_of(village, when.ends)
    harvest(
        households.farm_y.copy(),
        households.id,
        households.is_urban,
        divisions,
        farm_rules(law),
        setting.keys,
        farm,
    )
    growth = Growth(float(law.other_growth_y), float(law.kin_growth_y))
    years = keep_house(
        persons, households, kin, events, month_first, farm, when, saving_rules(law), growth, divisions
    )
    return Histories(
        start=setting.start, months=setting.months, seed=seed, persons=persons, households=households, kin=kin,
        event_month=events.month, event_kind=events.kind, event_code=events.code, event_person=events.person,
        event_value=events.value, month_first=month_first,
        farm_y=years.farm, assets_y=years.assets, market_income_y=years.income, size_y=years.size,
        kin_income_y=years.kin_income, bills_before=before,
    )  # fmt: skip
