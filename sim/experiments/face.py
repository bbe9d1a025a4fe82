"""The experiments as one calls them from a notebook: scenarios by object or file, answers kept in one folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.clock import parse_month
from sim.errors import ScenarioError
from sim.experiments.answering import Progress, Where
from sim.experiments.decomposition import ADD_ONE, Decomposition, decompose
from sim.experiments.ensemble import MEMBERS, Ensemble, design, keep, run_ensemble
from sim.experiments.frontier import GENERATIONS, POPULATION, Frontier, frontier
from sim.experiments.groups import GroupComparison, compare_groups
from sim.experiments.mixes import Dial
from sim.experiments.scheduling import LOCAL
from sim.experiments.sensitivity import MORRIS, POINTS, SOBOL, TRAJECTORIES, aim, morris, sobol
from sim.experiments.traits import DIMENSIONS
from sim.scenario import Scenario, load_scenario

Given = Scenario | Path | str
STORE = "runs"
SEEDS = 10  # of a comparison by groups: its t interval is then 1.15 times that of very many seeds


def ensemble(
    scenarios: Sequence[Given],
    members: int = MEMBERS,
    assumptions: Sequence[str] | None = None,
    rings: Sequence[str] | None = None,
    store: Path | str = STORE,
    scheduler: str = LOCAL,
    workers: int = 1,
    progress: Progress | None = None,
) -> Ensemble:
    """Run scenarios under many seeds and draws of the assumptions; the first scenario is the baseline.

    Parameters
    ----------
    members : int
        Members a ring and scenario.
    assumptions : sequence of str, optional
        Names or patterns of those to vary; all declared ones when not given.
    rings : sequence of str, optional
        "random", "both", or both when not given.
    store : path
        Answers are kept here; what was asked before is read.
    scheduler, workers
        See `sim.experiments.scheduling.run_tasks`.
    """
    plan = design([_scenario(one) for one in scenarios], members, assumptions, rings)
    made = run_ensemble(plan, Where(Path(store), scheduler, workers), progress)
    keep(made, store)
    return made


def by_groups(
    scenarios: Sequence[Given],
    seeds: Sequence[int] | int = SEEDS,
    window: tuple[str, str] | None = None,
    baseline: int = 0,
    dimensions: Sequence[str] = DIMENSIONS,
) -> GroupComparison:
    """Compare scenarios person by person: by township, age, residence, household type and income tenth.

    Parameters
    ----------
    seeds : sequence of int, or int
        The seeds, or how many, from the baseline's own on.
    """
    chosen = [_scenario(one) for one in scenarios]
    return compare_groups(chosen, _seeds(chosen[baseline], seeds), window, baseline, dimensions)


def split_by_lever(
    scenario: Given,
    baseline: Given,
    seeds: Sequence[int] | int = SEEDS,
    method: str = ADD_ONE,
    window: tuple[str, str] | None = None,
    store: Path | str = STORE,
    scheduler: str = LOCAL,
    workers: int = 1,
) -> Decomposition:
    """Split the difference of two scenarios by lever; `.waterfall(indicator)` gives the steps."""
    one, base = _scenario(scenario), _scenario(baseline)
    where = Where(Path(store), scheduler, workers)
    return decompose(one, base, _seeds(base, seeds), where, method, window)


def sensitivity(
    scenario: Given,
    outcomes: Sequence[str],
    method: str = MORRIS,
    assumptions: Sequence[str] | None = None,
    size: int | None = None,
    baseline: Given | None = None,
    window: tuple[str, str] | None = None,
    store: Path | str = STORE,
    scheduler: str = LOCAL,
    workers: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return which assumptions decide which outcomes: assumption outcome index value low high.

    Parameters
    ----------
    method : str
        "morris" (screening of many assumptions) or "sobol" (shares of variance, for few).
    size : int, optional
        Trajectories of Morris, or base points of Sobol (a power of two).
    baseline : scenario, optional
        Then the effect of the scenario is examined and not its level.

    Raises
    ------
    ScenarioError
        When the method, an outcome or an assumption is unknown.
    """
    base = None if baseline is None else _scenario(baseline)
    examined = aim(_scenario(scenario), outcomes, assumptions, window=window, baseline=base)
    where = Where(Path(store), scheduler, workers)
    if method == MORRIS:
        return morris(examined, where, size or TRAJECTORIES, progress)
    if method == SOBOL:
        return sobol(examined, where, size or POINTS, progress)
    raise ScenarioError(f"there is no method {method!r}; there are {MORRIS} and {SOBOL}")


def trade_offs(
    base: Given,
    folder: Path | str,
    budget: float | None = None,
    dials: Sequence[Dial] | None = None,
    seeds: Sequence[int] | int = 1,
    month: str | None = None,
    population: int = POPULATION,
    generations: int = GENERATIONS,
    store: Path | str = STORE,
    scheduler: str = LOCAL,
    workers: int = 1,
) -> Frontier:
    """Search mixes of standards, beds and outreach that nothing else beats within a budget; see `frontier`."""
    chosen = _scenario(base)
    first = None if month is None else parse_month(month)
    where = Where(Path(store), scheduler, workers)
    return frontier(
        chosen, where, folder, budget, dials, _seeds(chosen, seeds), first, population, generations
    )


def _seeds(base: Scenario, seeds: Sequence[int] | int) -> Sequence[int]:
    return range(base.seed, base.seed + seeds) if isinstance(seeds, int) else seeds


def _scenario(given: Given) -> Scenario:
    return given if isinstance(given, Scenario) else load_scenario(Path(given))
