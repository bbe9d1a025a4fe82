"""Run a scenario from its first month to its last."""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.county import County
from sim.engine.report import report
from sim.engine.world import World, Worlds
from sim.results.run import Run
from sim.scenario import Scenario

Progress = Callable[[int, int], None]


def simulate(
    scenario: Scenario,
    world: World | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> Run:
    """Run one scenario and return its frames.

    Parameters
    ----------
    scenario : Scenario
        Checked by its loader; nothing is checked later.
    world : World, optional
        People and lives of the scenario's region and seed; made when not given. With it only the policy half runs.
    threads : int
        Threads for lives and assessments; results do not depend on it.
    progress : callable, optional
        Called after each month with (months done, months in all).
    """
    people = world or Worlds().of(scenario, threads=threads)
    county = County(scenario, world=people, threads=threads)
    while county.running:
        county.step()
        if progress is not None:
            progress(county.t + 1, scenario.months)
    done = report(county)
    county.close()
    return done
