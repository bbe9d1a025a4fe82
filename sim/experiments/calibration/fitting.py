"""The fit: a bounded search without derivatives over runs that share their draws, drawn towards the usual values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, minimize

from sim.clock import parse_month
from sim.engine.shards import is_sharded
from sim.engine.simulate import simulate
from sim.engine.world import Worlds, law_book
from sim.experiments.calibration.plan import (
    CLOSE,
    Target,
    from_unit,
    movables,
    targets_of,
    to_unit,
    usual_values,
    with_values,
)
from sim.experiments.shards import run_province
from sim.experiments.validation.measure import measure, scale_of
from sim.experiments.validation.split import load_split
from sim.population.profile import load_profile
from sim.results.run import Run
from sim.scenario import Scenario

FIRST_STEP, LAST_STEP = 0.2, 0.01  # of the distance between the bounds
MOST_RUNS = 90
N_STARTS = 3
FEWEST_RUNS = 30  # of one start; the first model of the loss alone takes two runs a parameter
REACH = (
    0.5  # of the distance between the bounds, over which the further starts are spread about the usual values
)
EQUALLY_GOOD = 1.0  # a loss above the best by no more than one target missed by its tolerance
MOST_MEMBERS = 5
APART = 0.03  # of the distance between the bounds, on the mean, that makes two sets different
CLUSTER = (
    3.0  # persons of a household come together, so that a count is as uncertain as a third of its persons
)
CHANCE_FLOOR = 1e-9
GOLDEN = 0.6180339887498949  # its multiples spread evenly, without chance
Floats = NDArray[np.float64]
Progress = Callable[[int, float], None]


@dataclass(frozen=True)
class Trial:
    """One set of values: what it gives for each target, how far off it is in all."""

    values: dict[str, float]
    simulated: dict[str, float]
    misfit: float
    distance: float

    @property
    def loss(self) -> float:
        """Misfit and distance from the usual values together; less is better."""
        return self.misfit + self.distance


@dataclass
class Search:
    """Runs a scenario under different values and remembers every trial.

    Attributes
    ----------
    scenario : Scenario
        Scaled down and cut to the months that the targets need; its seed is that of every trial.
    targets : sequence of Target
    """

    scenario: Scenario
    targets: Sequence[Target]
    threads: int = 1
    progress: Progress | None = None
    trials: list[Trial] = field(default_factory=list)
    worlds: Worlds = field(default_factory=lambda: Worlds(keep=2))

    @cached_property
    def usual(self) -> dict[str, float]:
        """The values in force without a fit."""
        return usual_values(self.scenario)

    def run(self, values: dict[str, float]) -> Run:
        """Return the run under these values."""
        scenario = with_values(self.scenario, values, "trial")
        if is_sharded(scenario):
            return run_province([scenario], workers=self.threads)[0]
        return simulate(scenario, self.worlds.of(scenario, self.threads), self.threads)

    def loss(self, places: Floats) -> float:
        """Return the loss at places between the bounds, and remember the trial."""
        values = from_unit(np.clip(places, 0, 1))
        for trial in self.trials:
            if trial.values == values:
                return trial.loss
        trial = self._trial(values)
        self.trials.append(trial)
        if self.progress is not None:
            self.progress(len(self.trials), trial.loss)
        return trial.loss

    def descend(self, start: Floats, most_runs: int) -> None:
        """Search downhill from one place.

        COBYQA models the loss by quadratics within a trust region: it needs no derivative of a run of whole persons.
        """
        minimize(
            self.loss, start, method="COBYQA", bounds=Bounds(np.zeros(start.size), np.ones(start.size)),
            options={"maxfev": most_runs, "initial_tr_radius": FIRST_STEP, "final_tr_radius": LAST_STEP},
        )  # fmt: skip

    @staticmethod
    def _chance(target: Target, scale: float) -> float:
        """Return the variance of the logarithm of a count of the scaled population; none for a share."""
        counted = target.aim > 1
        return CLUSTER * scale / target.aim if counted else 0.0

    def _trial(self, values: dict[str, float]) -> Trial:
        run, profile, law = self.run(values), load_profile(self.scenario.region), law_book(self.scenario)
        found = {target.key: measure(run, target.simulated, profile, law).value for target in self.targets}
        scale = scale_of(run, profile)
        misfit = sum(
            target.weight
            * np.log(max(found[target.key], CHANCE_FLOOR) / target.aim) ** 2
            / (CLOSE**2 + self._chance(target, scale))
            for target in self.targets
        )
        usual = self.usual
        distance = sum(((values[name] - usual[name]) / one.spread) ** 2 for name, one in movables().items())
        return Trial(values, found, float(misfit), float(distance))


def starts_of(usual: Floats, n_starts: int) -> list[Floats]:
    """Return the places from which the searches start: the usual values, then others spread evenly about them."""
    steps = GOLDEN * np.arange(1, usual.size + 1)
    spread = [(number * steps) % 1.0 - 1 / 2 for number in range(1, n_starts)]
    return [usual, *(np.clip(usual + REACH * one, 0, 1) for one in spread)]


@dataclass(frozen=True)
class Fit:
    """What a search found.

    Attributes
    ----------
    before, best : Trial
        Under the usual values, and the best.
    members : tuple of Trial
        Different sets that fit equally well, the best first.
    targets : tuple of Target
    scenario : Scenario
        What was run.
    runs : int
    """

    before: Trial
    best: Trial
    members: tuple[Trial, ...]
    targets: tuple[Target, ...]
    scenario: Scenario
    runs: int


def fit_region(
    baseline: Scenario,
    population: int | None = None,
    most_runs: int = MOST_RUNS,
    n_starts: int = N_STARTS,
    threads: int = 1,
    progress: Progress | None = None,
) -> Fit:
    """Fit a region's assumptions to the facts that its split marks as calibrated.

    Parameters
    ----------
    baseline : Scenario
        The region's baseline; it is cut to the months that the targets need.
    population : int, optional
        Persons to build instead of all.
    most_runs : int
        Runs after which the search ends, shared by the starts.
    n_starts : int
        Places from which it starts: the usual values, and others about them.
    """
    split = load_split(baseline.region)
    targets = targets_of(split)
    last = max(parse_month(target.simulated.last) for target in targets)
    chosen = baseline.population if population is None else population
    scenario = replace(baseline, months=last - baseline.start + 1, population=chosen, is_fitted=False)
    search = Search(scenario, targets, threads, progress)
    usual = to_unit(search.usual)
    search.loss(usual)
    starts = starts_of(usual, min(n_starts, max(most_runs // FEWEST_RUNS, 1)))
    for start in starts:
        search.descend(start, max(most_runs // len(starts), 1))
    best = min(search.trials, key=lambda trial: trial.loss)
    members = _equally_good(search.trials, best)
    return Fit(search.trials[0], best, members, tuple(targets), scenario, len(search.trials))


def _equally_good(trials: Sequence[Trial], best: Trial) -> tuple[Trial, ...]:
    """Return trials about as good as the best and different from one another, the best first."""
    chosen = [best]
    for trial in sorted(trials, key=lambda one: one.loss):
        near = [float(np.abs(to_unit(trial.values) - to_unit(one.values)).mean()) for one in chosen]
        if trial.loss <= best.loss + EQUALLY_GOOD and min(near) >= APART and len(chosen) < MOST_MEMBERS:
            chosen.append(trial)
    return tuple(chosen)
