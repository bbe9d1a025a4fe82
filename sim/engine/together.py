"""Scenarios of one region run together: the months in which they agree are run once.

The first scenario is run to the month before any other departs from it; each then goes on from a fork of it. One that
cannot share the beginning (other people, other followed households, a home of its own) is run from its first month.
Results are those of separate runs, to the bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from sim.engine.county import County
from sim.engine.fork import first_difference, fork
from sim.engine.report import report
from sim.engine.world import Worlds
from sim.errors import SteppingError
from sim.results.run import Run
from sim.scenario import Scenario

Progress = Callable[[int, int], None]
ProgressOf = Callable[[Scenario], Progress | None]


def simulate_together(
    scenarios: Sequence[Scenario], worlds: Worlds, threads: int = 1, progress: ProgressOf | None = None
) -> Iterator[Run]:
    """Yield the run of each scenario, in the order given.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The first one is the trunk from which the others depart.
    worlds : Worlds
        Keeps people and their lives.
    threads : int
        Threads of the lives, and scenarios that go on side by side after the shared months, each in a thread of its
        own; results do not depend on it. A scenario that is alone has all of them.
    progress : callable, optional
        Returns, for a scenario, what is called after each of its months with (months done, months in all).
    """
    first, within = scenarios[0], threads if len(scenarios) == 1 else 1
    told = [None if progress is None else progress(scenario) for scenario in scenarios]
    trunk = County(first, world=worlds.of(first, threads), threads=within)

    def finished(scenario: Scenario, told: Progress | None) -> Run:
        county = _departed(trunk, scenario, worlds)
        _step_until(county, scenario.end + 1, told)
        done = report(county)
        county.close()
        return done

    with closing(trunk):
        _step_until(trunk, branching_month(scenarios), told[0])
        if threads == 1:
            yield from map(finished, scenarios, told)
            return
        with ThreadPoolExecutor(threads) as executor:
            yield from executor.map(finished, scenarios, told)


def branching_month(scenarios: Sequence[Scenario]) -> int:
    """Return the first month in which any scenario departs from the first; those that never agreed do not count."""
    base = scenarios[0]
    months = [first_difference(base, other) for other in scenarios[1:]]
    return min((month for month in months if month > base.start), default=base.start)


def _departed(trunk: County, scenario: Scenario, worlds: Worlds) -> County:
    """Return a county of the scenario at the end of the shared months, or before its first one."""
    if trunk.t >= 0:
        try:
            return fork(trunk, scenario)
        except SteppingError:
            pass  # it shares no beginning with the trunk
    return County(scenario, world=worlds.of(scenario))


def _step_until(county: County, month: int, told: Progress | None) -> None:
    while county.month + 1 < month and county.t + 1 < county.scenario.months:
        county.step()
        if told is not None:
            told(county.t + 1, county.scenario.months)
