"""The world before policy: a region's profile, its people and their lives, shared by every scenario with one seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR, format_month, month_index, year_of
from sim.engine.child_registers import child_registers
from sim.engine.followed import Followed, follow
from sim.engine.registers import register
from sim.engine.rows import poorest_first
from sim.indicators.poverty import gini
from sim.laws import Change, LawBook, LawFile
from sim.lives.histories import live
from sim.lives.shocks import shocks_of
from sim.lives.tables import life_tables
from sim.population.cache import cached_population
from sim.population.income_year import with_incomes_of
from sim.population.profile import RegionProfile, data_root, load_profile
from sim.scenario import Scenario
from sim.state.columns import Population
from sim.state.histories import Histories

POLICY_FREE = ("population", "lives", "monitoring", "shocks")


@dataclass(frozen=True)
class World:
    """What happens to everyone whatever the policy.

    Attributes
    ----------
    histories : Histories
        The lives of all residents over the horizon.
    followed : Followed
        The households that policy can touch, with their events.
    ceiling : int64 array, 2 x years
        Income per head below which a household is followed.
    as_made : int32 array, households
        Rows of the households in the order in which they were made: sums of real numbers go by it, to the last bit.
    registers : int64 array, months x townships x REGISTERS
        Policy-free counts of persons, births, deaths, moves and marriages.
    children : int64 array, months x townships x CHILD_REGISTERS
        Children left behind and adoptions, policy-free too.
    """

    profile: RegionProfile
    population: Population
    histories: Histories
    followed: Followed
    ceiling: NDArray[np.int64]
    as_made: NDArray[np.int32]
    registers: NDArray[np.int64]
    children: NDArray[np.int64]

    @cached_property
    def _gini(self) -> dict[int, float]:
        return {}

    @property
    def share(self) -> float:
        """Persons in the model for each who lives in the region."""
        return len(self.population.persons) / self.profile.total("population")

    @cached_property
    def township_rows(self) -> dict[str, int]:
        """The row of every township by its code."""
        return {str(code): row for row, code in enumerate(self.profile.townships["code"])}

    @cached_property
    def seat(self) -> int:
        """The row of the township that is the seat of the region."""
        return int(np.argmax(self.profile.townships["is_seat"].to_numpy(np.bool_)))

    def gini_before(self, year: int) -> float:
        """Return the Gini coefficient of a year's income per head before benefits; reckoned once for all scenarios.

        Parameters
        ----------
        year : int
            Column of the yearly matrices.
        """
        if year not in self._gini:
            self._gini[year] = gini(*self.incomes(year, np.zeros(len(self.histories.households), np.int64)))
        return self._gini[year]

    def incomes(self, year: int, paid: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the year's income per head, fen, and the members of the households inhabited in its December.

        Parameters
        ----------
        paid : int64 array, households
            Benefits of the year, fen.
        """
        size = self.histories.size_y[self.as_made, year]
        here = self.as_made[(size > 0) & ~self.histories.households.is_collective[self.as_made]]
        members = self.histories.size_y[here, year].astype(np.float64)
        income = self.histories.market_income_y[here, year].astype(np.float64)
        return (income + paid[here].astype(np.float64)) / members, members


@dataclass(frozen=True)
class WorldKey:
    """What a world depends on; equal keys mean equal worlds, to the bit."""

    region: str
    data: str
    start: int
    months: int
    seed: int
    scale: float
    assumptions: str


def law_book(scenario: Scenario, further: Sequence[Change] = (), extra: Sequence[LawFile] = ()) -> LawBook:
    """Return the law of the scenario's region with the scenario's changes.

    Parameters
    ----------
    further : sequence of Change
        Changes after those of the scenario, such as of a programme of one's own.
    extra : sequence of LawFile
        Programmes of one's own.
    """
    return LawBook(
        scenario.region,
        (*scenario.changes, *further),
        extra,
        data=data_root(),
        carries_back=scenario.carries_back,
        is_fitted=scenario.is_fitted,
    )


def ceiling_of(scenario: Scenario, book: LawBook) -> NDArray[np.int64]:
    """Return the income per head below which a household is followed, fen a month, 2 residences x years.

    The law before the scenario sets it, with the declared distance above the standard; a scenario that raises a line of
    the law beyond it raises the ceiling too.
    """
    plain = law_book(replace(scenario, changes=()))
    first, last = year_of(scenario.start), year_of(scenario.start + scenario.months - 1)
    rows = []
    for residence in ("urban", "rural"):
        row = []
        for year in range(first, last + 1):
            month = min(month_index(year, MONTHS_PER_YEAR), scenario.start + scenario.months - 1)
            key = f"standard_{residence}_m"
            distance = plain.in_force("administration", month).followed_ceiling
            usual = getattr(plain.in_force("dibao", month), key) * distance
            line = getattr(book.in_force("dibao", month), key) * book.in_force("low_edge", month).ratio
            row.append(int(max(usual, line * book.in_force("administration", month).followed_margin)))
        rows.append(row)
    return np.array(rows, np.int64)


def scale_of(scenario: Scenario, profile: RegionProfile) -> float:
    """Return the share of the region's population that a scenario builds; 1 for everyone."""
    return 1.0 if scenario.population is None else scenario.population / profile.total("population")


def world_key(scenario: Scenario, book: LawBook) -> WorldKey:
    """Return the key of the scenario's world."""
    profile = load_profile(scenario.region)
    return WorldKey(
        region=scenario.region,
        data=profile.digest,
        start=scenario.start,
        months=scenario.months,
        seed=scenario.seed,
        scale=scale_of(scenario, profile),
        assumptions=book.fingerprint(POLICY_FREE),
    )


def at_the_start(population: Population, start: int) -> Population:
    """Return the published population taken as that of the first month: everyone as old then as at the census."""
    later = start - population.month
    persons = replace(population.persons, born=(population.persons.born + later).astype(np.int32))
    return replace(population, persons=persons, month=start)


def make_world(scenario: Scenario, threads: int = 1) -> World:
    """Make the people of a scenario's region and let them live through its horizon.

    Parameters
    ----------
    threads : int
        Threads for the lives; the result does not depend on it.
    """
    book = law_book(scenario)
    profile = load_profile(scenario.region)
    people = book.in_force("population", scenario.start)
    then = with_incomes_of(profile, year_of(scenario.start))
    published = cached_population(then, scenario.seed, people, scale=scale_of(scenario, profile))
    laid_out, rows = poorest_first(published)
    population = at_the_start(laid_out, scenario.start)
    law = book.in_force("lives", scenario.start)
    histories = live(
        population,
        law,
        life_tables(profile.parent or profile, law, scenario.start),
        seed=scenario.seed,
        months=scenario.months,
        start=scenario.start,
        threads=threads,
        shocks=shocks_of(book, scenario.start, scenario.months),
    )
    ceiling = ceiling_of(scenario, book)
    return World(
        profile=profile,
        population=population,
        histories=histories,
        followed=follow(histories, ceiling),
        ceiling=ceiling,
        as_made=np.concatenate([rows, np.arange(rows.size, len(histories.households), dtype=np.int32)]),
        registers=register(histories, len(profile.townships)),
        children=child_registers(
            histories, len(profile.townships), book.in_force("monitoring", scenario.start)
        ),
    )


class Worlds:
    """The worlds made in this session, the most recent few of them.

    An official moves a slider: the people stay, so their lives are not lived again.
    """

    def __init__(self, keep: int = 2) -> None:
        self.keep = keep
        self._made: dict[WorldKey, World] = {}
        self._lock = Lock()

    def of(self, scenario: Scenario, threads: int = 1) -> World:
        """Return the scenario's world, made now or before."""
        book = law_book(scenario)
        key, ceiling = world_key(scenario, book), ceiling_of(scenario, book)
        with self._lock:  # threads that ask for the same people wait for them
            world = self._made.pop(key, None) or make_world(scenario, threads)
            if not np.array_equal(ceiling, world.ceiling):
                world = replace(world, ceiling=ceiling, followed=follow(world.histories, ceiling))
            self._made[key] = world
            while len(self._made) > self.keep:
                del self._made[next(iter(self._made))]
        return world

    def __repr__(self) -> str:
        names = ", ".join(f"{key.region} from {format_month(key.start)}" for key in self._made)
        return f"Worlds({names})"
