"""Scenarios of one region run together: the months in which they agree are run once.

The first scenario is run to the month before any other departs from it; each then goes on from a fork of it. One that
cannot share the beginning (other people, other followed households, a home of its own) is run from its first month.
Results are those of separate runs, to the bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
        Threads of lives and assessments; results do not depend on it.
    progress : callable, optional
        Returns, for a scenario, what is called after each of its months with (months done, months in all).
    """
    trunk = None
    for place, scenario in enumerate(scenarios):
        told = None if progress is None else progress(scenario)
        if place == 0:
            trunk = County(scenario, world=worlds.of(scenario, threads), threads=threads)
            _step_until(trunk, branching_month(scenarios), told)
        county = _departed(trunk, scenario, worlds, threads)
        _step_until(county, scenario.end + 1, told)
        yield report(county)


def branching_month(scenarios: Sequence[Scenario]) -> int:
    """Return the first month in which any scenario departs from the first; those that never agreed do not count."""
    base = scenarios[0]
    months = [first_difference(base, other) for other in scenarios[1:]]
    return min((month for month in months if month > base.start), default=base.start)


def _departed(trunk: County | None, scenario: Scenario, worlds: Worlds, threads: int) -> County:
    """Return a county of the scenario at the end of the shared months, or before its first one."""
    if trunk is not None and trunk.t >= 0:
        try:
            return fork(trunk, scenario)
        except SteppingError:
            pass  # it shares no beginning with the trunk
    return County(scenario, world=worlds.of(scenario, threads), threads=threads)


def _step_until(county: County, month: int, told: Progress | None) -> None:
    while county.month + 1 < month and county.t + 1 < county.scenario.months:
        county.step()
        if told is not None:
            told(county.t + 1, county.scenario.months)
