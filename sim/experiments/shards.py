"""A province county by county, wherever tasks are done: threads, processes, or a Dask cluster.

A county is a task like any other: where its worker dies, it is given to another, and the counties are folded in their
own order, so the run of a province has the same hash whoever computed its counties.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.engine.shards import Part, fold, is_sharded, run_county, shard_scenarios
from sim.errors import ScenarioError
from sim.experiments.scheduling import LOCAL, PROCESSES, run_tasks
from sim.population.profile import load_profile
from sim.results.run import Run
from sim.scenario import Scenario

Progress = Callable[[int, int], None]


def run_province(
    scenarios: Sequence[Scenario],
    scheduler: str | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Run]:
    """Return one run a scenario of a province.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Of one province; in each county they share people and lives.
    scheduler, workers
        As in `sim.experiments.scheduling.run_tasks`; results do not depend on them. When no scheduler is named, several
        workers are processes of this machine, each with one county in hand.
    progress : callable, optional
        Called after each county with (counties done, counties in all).

    Raises
    ------
    ScenarioError
        When the region is not run county by county, or regions differ.
    """
    if len({one.region for one in scenarios}) != 1:
        raise ScenarioError("the scenarios of a province must be of one region")
    if not is_sharded(scenarios[0]):
        raise ScenarioError(f"{scenarios[0].region} is no province; run it as it is")
    return run_counties(scenarios, scheduler, workers, progress)


def run_counties(
    scenarios: Sequence[Scenario],
    scheduler: str | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Run]:
    """Return one run a scenario of any region of several counties, county by county; else as `run_province`."""
    profile = load_profile(scenarios[0].region)
    by_scenario = [shard_scenarios(one, profile) for one in scenarios]
    counties = [list(one) for one in zip(*by_scenario, strict=True)]
    parts: dict[int, list[Part]] = {}
    where = scheduler or (PROCESSES if workers > 1 else LOCAL)
    for place, done in run_tasks(run_county, counties, where, workers):
        parts[place] = done
        if progress is not None:
            progress(len(parts), len(counties))
    return [
        fold(one, profile, [parts[place][number] for place in range(len(counties))])
        for number, one in enumerate(scenarios)
    ]
