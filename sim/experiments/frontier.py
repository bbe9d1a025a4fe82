"""The frontier: for a given budget, the mixes of standards, beds and outreach that nothing else beats.

NSGA-II (Deb et al. 2002), as pymoo keeps it, turns the dials; each point is a replay of the policy half under the same
people and luck, so two points differ by policy alone. Every point that was tried is saved as a scenario file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.core.problem import Problem
from pymoo.operators.crossover.sbx import SBX
from pymoo.operators.mutation.pm import PM
from pymoo.operators.repair.rounding import RoundingRepair
from pymoo.operators.sampling.rnd import IntegerRandomSampling
from pymoo.optimize import minimize

from sim.clock import MONTHS_PER_YEAR, format_month
from sim.engine.world import Worlds
from sim.errors import ScenarioError
from sim.experiments.answering import Where, answers
from sim.experiments.mixes import Dial, elders_by_township, mixed, settings_at, usual_dials
from sim.experiments.outcomes import outcomes_of, values
from sim.experiments.question import Question
from sim.results.files import write_bytes
from sim.scenario import Scenario, to_yaml

# Coverage by the line of the law would fall when the line rises: of the poor by income, those who receive.
COVERAGE, UNMET = "coverage_income", "care_hours:missing"
SPENDING = ("spending_total", "admin_cost")
POPULATION, GENERATIONS = 24, 12
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Frontier:
    """Mixes that were tried, and which of them are efficient.

    Attributes
    ----------
    points : pandas.DataFrame
        point scenario_file coverage unmet_hours spending, a column a dial, is_efficient. Coverage is a share; unmet
        hours are hours of care a day that nobody gives; spending is yuan a year over the window: benefits, beds with
        their capital, administration and outreach. Efficient is a point within the budget that no other point within
        it beats in all three.
    budget : float or None
        Yuan a year.
    """

    points: pd.DataFrame
    budget: float | None

    @property
    def efficient(self) -> pd.DataFrame:
        """The points of the frontier, by spending."""
        return self.points[self.points["is_efficient"]].sort_values("spending").reset_index(drop=True)


@dataclass
class _Trial:
    """The evaluation of settings: runs, keeps and files what is asked for."""

    base: Scenario
    dials: tuple[Dial, ...]
    month: int
    elders: dict[str, int]
    seeds: tuple[int, ...]
    window: tuple[str, str]
    where: Where
    found: dict[tuple[int, ...], tuple[Scenario, NDArray[np.float64]]]

    def evaluate(self, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return coverage, unmet need and spending of some settings: settings x 3, means over the seeds."""
        wanted = [tuple(int(one) for one in row) for row in numbers]
        new = {key: self._scenario(key) for key in dict.fromkeys(wanted) if key not in self.found}
        asked = {key: [Question(replace(one, seed=seed)) for seed in self.seeds] for key, one in new.items()}
        given = answers([one for some in asked.values() for one in some], self.where)
        outcomes = outcomes_of((COVERAGE, UNMET, *SPENDING))
        for key, questions in asked.items():
            rows = np.array([values(given[one.key], outcomes, self.window) for one in questions])
            means = rows.mean(axis=0)
            self.found[key] = new[key], np.array([*means[: -len(SPENDING)], means[-len(SPENDING) :].sum()])
        return np.array([self.found[key][1] for key in wanted])

    def _scenario(self, key: tuple[int, ...]) -> Scenario:
        return mixed(self.base, settings_at(self.dials, key), self.month, self.elders)


class _Mixes(Problem):
    """The problem as pymoo wants it: coverage up, unmet need and spending down, spending within the budget."""

    def __init__(self, trial: _Trial, budget: float | None, tell: Callable[[], None]) -> None:
        self.trial, self.budget, self.tell = trial, budget, tell
        last = [dial.last for dial in trial.dials]
        bounded = int(budget is not None)
        super().__init__(n_var=len(last), n_obj=3, n_ieq_constr=bounded, xl=0, xu=np.array(last), vtype=int)

    def _evaluate(self, x: NDArray[np.int64], out: dict[str, Any], *_: Any, **__: Any) -> None:
        made = self.trial.evaluate(x)
        out["F"] = made * np.array([-1.0, 1.0, 1.0])
        if self.budget is not None:
            out["G"] = made[:, -1:] / self.budget - 1.0
        self.tell()


def frontier(
    base: Scenario,
    where: Where,
    folder: Path | str,
    budget: float | None = None,
    dials: Sequence[Dial] | None = None,
    seeds: Sequence[int] | None = None,
    month: int | None = None,
    population: int = POPULATION,
    generations: int = GENERATIONS,
    progress: Progress | None = None,
) -> Frontier:
    """Search the mixes of standards, beds and outreach.

    Parameters
    ----------
    folder : path
        Every point is written here as a scenario file that stands alone.
    budget : float, optional
        Yuan a year over the window that a point may cost.
    dials : sequence of Dial, optional
        The usual ones when not given.
    month : int, optional
        From which the levers are moved and outcomes count; a year after the start when not given.
    population, generations : int
        Of the search; it tries at most their product of points.

    Raises
    ------
    ScenarioError
        When the month is outside the run, or a dial leads outside what the law allows.
    """
    first = base.start + MONTHS_PER_YEAR if month is None else month
    if not base.start <= first <= base.end:
        raise ScenarioError(f"{format_month(first)} is outside the run; choose a month of it")
    trial = _trial(base, dials, first, tuple(seeds or (base.seed,)), where)
    _search(trial, budget, population, generations, progress)
    return Frontier(_points(trial, Path(folder), budget), budget)


def _trial(
    base: Scenario, dials: Sequence[Dial] | None, month: int, seeds: tuple[int, ...], where: Where
) -> _Trial:
    world = Worlds().of(base)
    chosen = tuple(dials or usual_dials(world))
    window = format_month(month), format_month(base.end)
    return _Trial(base, chosen, month, elders_by_township(world), seeds, window, where, {})


def _search(
    trial: _Trial, budget: float | None, population: int, generations: int, progress: Progress | None
) -> None:
    done = iter(range(1, generations + 1))

    def tell() -> None:
        number = next(done, generations)
        if progress is not None:
            progress(number, generations)

    trial.evaluate(np.zeros((1, len(trial.dials)), np.int64))
    rounded = RoundingRepair()
    method = NSGA2(
        pop_size=population,
        sampling=IntegerRandomSampling(),
        crossover=SBX(vtype=float, repair=rounded),
        mutation=PM(vtype=float, repair=rounded),
        eliminate_duplicates=True,
    )
    minimize(_Mixes(trial, budget, tell), method, ("n_gen", generations), seed=trial.base.seed)


def _points(trial: _Trial, folder: Path, budget: float | None) -> pd.DataFrame:
    """Write every point as a file and return them in the order of spending."""
    made = sorted(trial.found.items(), key=lambda item: (item[1][1][-1], item[0]))
    rows = []
    for number, (key, (scenario, outcome)) in enumerate(made, start=1):
        path = folder / f"{scenario.name}.yaml"
        write_bytes(path, to_yaml(scenario).encode())
        settings = settings_at(trial.dials, key)
        rows.append({"point": number, "scenario_file": str(path), **_named(outcome), **settings})
    frame = pd.DataFrame(rows)
    return frame.assign(is_efficient=efficient(frame, budget))


def _named(outcome: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(("coverage", "unmet_hours", "spending"), outcome.tolist(), strict=True))


def efficient(points: pd.DataFrame, budget: float | None = None) -> NDArray[np.bool_]:
    """Return which points nothing beats: no other point within the budget is as good in all and better in one."""
    cost = points[["coverage", "unmet_hours", "spending"]].to_numpy(np.float64) * np.array([-1.0, 1.0, 1.0])
    allowed = np.ones(len(points), np.bool_) if budget is None else points["spending"].to_numpy() <= budget
    best = allowed.copy()
    for i in np.nonzero(allowed)[0]:
        others = cost[allowed]
        best[i] = not ((others <= cost[i]).all(axis=1) & (others < cost[i]).any(axis=1)).any()
    return best
