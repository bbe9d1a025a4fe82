"""Which assumptions decide which outcome: Morris screening for many, Sobol indices for those that are left.

Every point is one run of the model under the same seeds, so what moves an outcome from point to point is the
assumptions and not luck. Sampling and estimation are SALib's; a point lies in the unit cube and becomes values by each
assumption's own distribution.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from SALib.analyze import morris as morris_analyze
from SALib.analyze import sobol as sobol_analyze
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from sim.clock import format_month
from sim.errors import ScenarioError
from sim.experiments.answering import Progress, Where, answers
from sim.experiments.assumptions import Assumption, at_point, changes_of, declared
from sim.experiments.outcomes import Outcome, outcomes_of, values
from sim.experiments.question import Question
from sim.scenario import Scenario

MORRIS, SOBOL = "morris", "sobol"
MU_STAR, SIGMA, FIRST, TOTAL = "mu_star", "sigma", "S1", "ST"
TRAJECTORIES = 10  # Morris: from ten on the order of the important ones is stable (Campolongo et al. 2007)
LEVELS = 4
POINTS = 64  # Sobol: base points, a power of two; the runs are POINTS x (assumptions + 2)
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Aim:
    """What is examined.

    Attributes
    ----------
    scenario : Scenario
    outcomes : tuple of Outcome
    assumptions : tuple of Assumption
    seeds : tuple of int
        Every point is run under each; the outcome is the mean.
    window : pair of str
    baseline : Scenario, optional
        When given, the outcome is the paired difference to it.
    """

    scenario: Scenario
    outcomes: tuple[Outcome, ...]
    assumptions: tuple[Assumption, ...]
    seeds: tuple[int, ...]
    window: tuple[str, str]
    baseline: Scenario | None = None


def aim(
    scenario: Scenario,
    outcomes: Sequence[str],
    assumptions: Sequence[str] | None = None,
    seeds: Sequence[int] | None = None,
    window: tuple[str, str] | None = None,
    baseline: Scenario | None = None,
) -> Aim:
    """Return what is examined.

    Parameters
    ----------
    outcomes : sequence of str
        Indicators, such as "spending_total" or "occupied:nursing".
    assumptions : sequence of str, optional
        Names or patterns; all that are declared with a range when not given.
    seeds : sequence of int, optional
        The scenario's own when not given.
    baseline : Scenario, optional
        Then the effect of the scenario is examined, and not its level.

    Raises
    ------
    ScenarioError
        When an outcome or an assumption is unknown.
    """
    return Aim(
        scenario,
        outcomes_of(outcomes),
        declared(scenario, assumptions),
        tuple(seeds or (scenario.seed,)),
        window or (format_month(scenario.start), format_month(scenario.end)),
        baseline,
    )


def morris(
    examined: Aim, where: Where, trajectories: int = TRAJECTORIES, progress: Progress | None = None
) -> pd.DataFrame:
    """Screen assumptions by their elementary effects (Morris 1991).

    Parameters
    ----------
    trajectories : int
        At least 2; the runs are trajectories x (assumptions + 1), for each seed.

    Returns
    -------
    pandas.DataFrame
        assumption outcome index value low high. `mu_star` is the mean absolute change of the outcome when the
        assumption goes through its whole distribution, `sigma` how much that change depends on the others. Sorted by
        outcome and mu_star.
    """
    if trajectories < 1 + 1:
        raise ScenarioError("Morris screening needs two trajectories or more")
    problem = _problem(examined)
    points = morris_sample.sample(problem, trajectories, num_levels=LEVELS, seed=examined.scenario.seed)
    found = evaluate(examined, points, where, progress)
    rows: list[list[Any]] = []
    for column, outcome in enumerate(examined.outcomes):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # an outcome that nothing moves
            made = morris_analyze.analyze(
                problem,
                points,
                found[:, column],
                num_levels=LEVELS,
                conf_level=CONFIDENCE,
                seed=examined.scenario.seed,
            )
        for row, one in enumerate(examined.assumptions):
            mean, half = float(made["mu_star"][row]), float(made["mu_star_conf"][row])
            rows.append([one.name, outcome.name, MU_STAR, mean, max(mean - half, 0.0), mean + half])
            rows.append([one.name, outcome.name, SIGMA, float(made["sigma"][row]), np.nan, np.nan])
    return _ranked(rows, MU_STAR)


def sobol(
    examined: Aim, where: Where, points: int = POINTS, progress: Progress | None = None
) -> pd.DataFrame:
    """Return how much of an outcome's variance each assumption explains (Sobol 2001, Saltelli 2010).

    Parameters
    ----------
    points : int
        Base points, a power of two from 2 on; the runs are points x (assumptions + 2), for each seed.

    Returns
    -------
    pandas.DataFrame
        assumption outcome index value low high. `S1` is the share explained alone, `ST` together with others; NaN for
        an outcome that nothing moves. Sorted by outcome and ST.

    Raises
    ------
    ScenarioError
        When the number of points is no power of two.
    """
    if points < 1 + 1 or points & (points - 1):
        raise ScenarioError(f"{points} points; Sobol's sequence wants a power of two, from 2 on")
    problem = _problem(examined)
    cube = sobol_sample.sample(problem, points, calc_second_order=False, seed=examined.scenario.seed)
    found = evaluate(examined, cube, where, progress)
    rows: list[list[Any]] = []
    for column, outcome in enumerate(examined.outcomes):
        made = _indices(problem, found[:, column], examined.scenario.seed)
        for row, one in enumerate(examined.assumptions):
            for index in (FIRST, TOTAL):
                value, half = float(made[index][row]), float(made[f"{index}_conf"][row])
                rows.append([one.name, outcome.name, index, value, value - half, value + half])
    return _ranked(rows, TOTAL)


def _indices(problem: dict[str, Any], found: NDArray[np.float64], seed: int) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # an outcome that nothing moves
        return sobol_analyze.analyze(
            problem, found, calc_second_order=False, conf_level=CONFIDENCE, seed=seed
        )


def deciding(table: pd.DataFrame, outcome: str, n: int) -> list[str]:
    """Return the n assumptions that decide an outcome most, from the table of either method."""
    of_outcome = table[(table["outcome"] == outcome) & table["index"].isin([MU_STAR, TOTAL])]
    return list(of_outcome.sort_values("value", ascending=False, kind="stable")["assumption"].head(n))


def evaluate(
    examined: Aim, points: NDArray[np.float64], where: Where, progress: Progress | None = None
) -> NDArray[np.float64]:
    """Return the outcomes at points of the unit cube: points x outcomes, means over the seeds."""
    scenarios = [one for one in (examined.scenario, examined.baseline) if one is not None]
    asked = [
        [[Question(_at(one, examined, point, seed)) for seed in examined.seeds] for one in scenarios]
        for point in points
    ]
    flat = [question for point in asked for own in point for question in own]
    found = answers(flat, where, progress)
    made = np.empty((len(points), len(scenarios), len(examined.seeds), len(examined.outcomes)))
    for i, point in enumerate(asked):
        for j, own in enumerate(point):
            for k, question in enumerate(own):
                made[i, j, k] = values(found[question.key], examined.outcomes, examined.window)
    level = made.mean(axis=1 + 1)
    return level[:, 0] - level[:, 1] if examined.baseline is not None else level[:, 0]


def _at(scenario: Scenario, examined: Aim, point: NDArray[np.float64], seed: int) -> Scenario:
    drawn = changes_of(at_point(examined.assumptions, point), scenario.start)
    return replace(scenario, seed=seed, changes=(*drawn, *scenario.changes))


def _problem(examined: Aim) -> dict[str, Any]:
    if not examined.assumptions:
        raise ScenarioError("there is no assumption to vary")
    names = [one.name for one in examined.assumptions]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _ranked(rows: list[list[Any]], by: str) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["assumption", "outcome", "index", "value", "low", "high"])
    weight = made[made["index"] == by].set_index(["outcome", "assumption"])["value"]
    place = pd.MultiIndex.from_frame(made[["outcome", "assumption"]])
    order = made.assign(_weight=-weight.reindex(place).to_numpy(), _first=pd.factorize(made["outcome"])[0])
    return order.sort_values(["_first", "_weight"], kind="stable")[list(made.columns)].reset_index(drop=True)
