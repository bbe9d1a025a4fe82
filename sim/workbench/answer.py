"""Answers: the three questions of the briefing page as figures with their ranges, and why they moved."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR, year_of
from sim.experiments.paired import Interval, excludes_zero, t_interval
from sim.workbench.dials import Position
from sim.workbench.trace import Trace, mean_of

COVERED, COST, WAITING = "covered", "cost", "waiting"
QUESTIONS = (COVERED, COST, WAITING)
# A few residents have few homes, each with a queue of its own: they say nothing of how long a place's lists are.
ESTIMATED = (COVERED, COST)
UNITS: Mapping[str, str] = {COVERED: "persons", COST: "yuan", WAITING: "persons"}
_PARTS: Mapping[str, tuple[str, ...]] = {
    COVERED: ("receiving",),
    COST: ("benefits", "admin"),
    WAITING: ("waiting_ordinary", "waiting_nursing"),
}
FEWEST_SEEDS = 3  # two seeds give an interval so long that it says nothing


@dataclass(frozen=True)
class Figure:
    """One headline: the value and the difference to the baseline, each with its interval over seeds."""

    value: Interval
    base: float
    difference: Interval

    @property
    def relative(self) -> float:
        """The difference as a share of the baseline; NaN where that is 0."""
        return self.difference.mean / self.base if self.base else math.nan


@dataclass(frozen=True)
class Bar:
    """One step of a waterfall: a dial's own effect, or what the dials do only together (key "joint")."""

    key: str
    change: float


@dataclass(frozen=True)
class Answer:
    """What is known about one position.

    Attributes
    ----------
    position : mapping
        Value of each dial.
    pairs : sequence of (base, own) traces
        One a seed, the page's own seed first; both finished, or only the first and that still running.
    alone : mapping
        For each dial, its traces alone, one a seed, in the order of `pairs`.
    moved : tuple of str
        Keys of the dials away from neutral.
    estimate : Trace, optional
        What a few persons say of the position while everyone is still running.
    """

    position: Position
    pairs: Sequence[tuple[Trace, Trace]]
    alone: Mapping[str, Sequence[Trace]]
    moved: tuple[str, ...]
    estimate: Trace | None = None

    @property
    def quick(self) -> Answer | None:
        """The answer as the estimate gives it; None when it is done or nobody has estimated it."""
        if self.is_done or self.estimate is None:
            return None
        return Answer(self.position, [(self.base, self.estimate)], {}, self.moved)

    @property
    def base(self) -> Trace:
        """The baseline under the page's own seed."""
        return self.pairs[0][0]

    @property
    def own(self) -> Trace:
        """The position under the page's own seed."""
        return self.pairs[0][1]

    @property
    def is_done(self) -> bool:
        """True once the whole horizon has been run."""
        return self.own.done == self.own.months

    @property
    def year(self) -> int:
        """The calendar year of the headline figures: that of the last month."""
        return year_of(self.own.start + self.own.months - 1)

    @property
    def n_seeds(self) -> int:
        """Seeds behind the figures."""
        return len(self.pairs)

    @functools.cached_property
    def shown(self) -> tuple[Trace, Trace]:
        """Baseline and plan as charts draw them: means over the seeds of the headline, or the run still going on."""
        if not self.is_done or self.n_seeds < FEWEST_SEEDS:
            return self.base, self.own
        return mean_of([base for base, _ in self.pairs]), mean_of([own for _, own in self.pairs])

    def figure(self, question: str) -> Figure:
        """Return the headline of a question: the last twelve months, money as a sum, persons as a mean."""
        own = np.array([last_year(trace, question) for _, trace in self.pairs])
        base = np.array([last_year(trace, question) for trace, _ in self.pairs])
        return Figure(_interval(own), _interval(base).mean, _interval(own - base))

    def waterfall(self, question: str) -> tuple[Bar, ...] | None:
        """Return why a figure moved, or None while a part of it is still unknown.

        Every dial's bar is what it does alone; the last one is what they do only together, so that the bars add up to
        the difference, all of them means over the seeds that are known in full.
        """
        n = self.n_explained
        if not n:
            return None
        base, own = self.ends(question)
        bars = []
        for key in self.moved:
            alone = sum(last_year(trace, question) for trace in self.alone[key][:n]) / n
            bars.append(Bar(key, alone - base))
        rest = own - base - sum(bar.change for bar in bars)
        return (*bars, Bar("joint", rest)) if len(bars) > 1 else tuple(bars)

    @property
    def n_explained(self) -> int:
        """Seeds of which every part of the waterfall is known."""
        return min([self.n_seeds, *(len(self.alone.get(key, ())) for key in self.moved)])

    def ends(self, question: str) -> tuple[float, float]:
        """Return the ends of the waterfall: baseline and plan, over the seeds that explain it."""
        pairs = self.pairs[: max(self.n_explained, 1)]
        sums = [sum(last_year(trace, question) for trace in side) for side in zip(*pairs, strict=True)]
        return sums[0] / len(pairs), sums[1] / len(pairs)

    def cost_per_person(self) -> float:
        """Return the extra yuan a year for one person more; NaN where no more are covered than noise could be."""
        covered, money = self.figure(COVERED).difference, self.figure(COST).difference.mean
        is_more = covered.mean >= 1 and money > 0 and not is_noise(covered)
        return money / covered.mean if is_more else math.nan


def is_noise(difference: Interval) -> bool:
    """True if a difference has an interval and it holds zero."""
    return math.isfinite(difference.low) and not excludes_zero(difference)


def monthly(trace: Trace, question: str) -> NDArray[np.float64]:
    """Return the months of a question's series."""
    total: NDArray[np.float64] = np.sum([trace.series[name] for name in _PARTS[question]], axis=0)
    return total


def last_year(trace: Trace, question: str) -> float:
    """Return the figure of the last twelve months: a sum of money, a mean of persons."""
    recent = monthly(trace, question)[-MONTHS_PER_YEAR:]
    how: Callable[[NDArray[np.float64]], np.float64] = np.sum if question == COST else np.mean
    return float(how(recent))


def yearly(trace: Trace, name: str) -> dict[int, float]:
    """Return the sums of a series by calendar year, whole years only."""
    sums: dict[int, list[float]] = {}
    for t, value in enumerate(trace.series[name]):
        sums.setdefault(year_of(trace.start + t), []).append(float(value))
    return {year: sum(values) for year, values in sums.items() if len(values) == MONTHS_PER_YEAR}


def _interval(values: NDArray[np.float64]) -> Interval:
    if len(values) < FEWEST_SEEDS:
        return Interval(float(values[0]), math.nan, math.nan)
    return t_interval(values)
