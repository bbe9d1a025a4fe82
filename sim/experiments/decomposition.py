"""The difference of two scenarios, split by lever: the frame of a waterfall.

Two ways. "add_one" moves each lever alone from the baseline; what the levers do together beyond the sum of these is the
interaction, a step of its own with a name. "shapley" gives each lever its mean contribution over all orders in which
the levers could be moved; nothing is left over, and 2^n runs a seed are wanted instead of n + 2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import format_month, parse_month
from sim.errors import ScenarioError
from sim.experiments.answering import Progress, Where, answers
from sim.experiments.levers import Lever, levers_between, with_levers
from sim.experiments.paired import t_interval
from sim.experiments.question import Question
from sim.results.answers import Answer
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.results.periods import over_window
from sim.results.run import ALL
from sim.scenario import Scenario

ADD_ONE, SHAPLEY = "add_one", "shapley"
METHODS = (ADD_ONE, SHAPLEY)
START, LEVER, INTERACTION, END = "start", "lever", "interaction", "end"
MOST_SHAPLEY = 6  # levers: 64 runs a seed

Subset = frozenset[str]
Values = dict[Subset, NDArray[np.float64]]


@dataclass(frozen=True)
class Decomposition:
    """A difference split by lever.

    Attributes
    ----------
    scenario, baseline : Scenario
    levers : tuple of Lever
    method : str
    seeds : tuple of int
    window : pair of str
    figures : dict
        For each set of levers moved and each seed the frame indicator group value over the window.
    """

    scenario: Scenario
    baseline: Scenario
    levers: tuple[Lever, ...]
    method: str
    seeds: tuple[int, ...]
    window: tuple[str, str]
    figures: dict[Subset, tuple[pd.Series, ...]]

    def waterfall(self, indicator: str, group: str = ALL, lang: str = "en") -> pd.DataFrame:
        """Return the steps from the baseline's value to the scenario's.

        Returns
        -------
        pandas.DataFrame
            label_key label kind value low high. Kinds: start, lever, interaction (method "add_one" and two levers or
            more) and end; levers and interaction add up to the difference of end and start. Intervals are 95% t
            intervals over paired seeds, NaN under one seed.

        Raises
        ------
        ScenarioError
            When a run has no such figure.
        """
        values = {subset: self._values(subset, indicator, group) for subset in self.figures}
        none, every = frozenset[str](), frozenset(lever.key for lever in self.levers)
        rows = [(self.baseline.name, _title(self.baseline, lang), START, values[none])]
        split = _shapley if self.method == SHAPLEY else _add_one
        steps = {lever.key: split(lever.key, self.levers, values) for lever in self.levers}
        rows += [
            (lever.label_key, name_of(lever.label_key, lang), LEVER, steps[lever.key])
            for lever in self.levers
        ]
        if self.method == ADD_ONE and len(self.levers) > 1:
            left = values[every] - values[none] - np.sum(list(steps.values()), axis=0)
            rows.append((INTERACTION, name_of("waterfall_interaction", lang), INTERACTION, left))
        rows.append((self.scenario.name, _title(self.scenario, lang), END, values[every]))
        made = [[key, label, kind, *t_interval(value)] for key, label, kind, value in rows]
        return pd.DataFrame(made, columns=["label_key", "label", "kind", "value", "low", "high"])

    def _values(self, subset: Subset, indicator: str, group: str) -> NDArray[np.float64]:
        try:
            return np.array([float(one.loc[(indicator, group)]) for one in self.figures[subset]])
        except KeyError:
            raise ScenarioError(f"the runs have no {indicator!r} of group {group!r}") from None


def decompose(
    scenario: Scenario,
    baseline: Scenario,
    seeds: Sequence[int],
    where: Where,
    method: str = ADD_ONE,
    window: tuple[str, str] | None = None,
    progress: Progress | None = None,
) -> Decomposition:
    """Run what is needed to split the difference of two scenarios by lever.

    Parameters
    ----------
    seeds : sequence of int
        Each is run with every set of levers.
    method : str
        "add_one" (n + 2 runs a seed) or "shapley" (2^n).

    Raises
    ------
    ScenarioError
        When the scenarios do not differ, differ in more than levers, or the method is unknown.
    """
    levers = levers_between(scenario, baseline)
    if method not in METHODS:
        raise ScenarioError(f"there is no method {method!r}; there are {' and '.join(METHODS)}")
    if method == SHAPLEY and len(levers) > MOST_SHAPLEY:
        raise ScenarioError(f"{len(levers)} levers are too many for shapley; at most {MOST_SHAPLEY}")
    first, last = window or (format_month(baseline.start), format_month(baseline.end))
    asked = {
        subset: [Question(replace(_mixed(scenario, baseline, subset), seed=seed)) for seed in seeds]
        for subset in _subsets(levers, method)
    }
    found = answers([one for questions in asked.values() for one in questions], where, progress)
    figures = {
        subset: tuple(_over(found[one.key], first, last) for one in questions)
        for subset, questions in asked.items()
    }
    return Decomposition(scenario, baseline, levers, method, tuple(seeds), (first, last), figures)


def _mixed(scenario: Scenario, baseline: Scenario, subset: Subset) -> Scenario:
    return with_levers(scenario, baseline, subset, "_".join((baseline.name, *sorted(subset))))


def _subsets(levers: Sequence[Lever], method: str) -> list[Subset]:
    keys = [lever.key for lever in levers]
    sizes = range(len(keys) + 1) if method == SHAPLEY else sorted({0, 1, len(keys)})
    return [frozenset(some) for size in sizes for some in combinations(keys, size)]


def _over(answer: Answer, first: str, last: str) -> pd.Series:
    frame = answer.frame[(answer.frame["township"] == ALL) & answer.frame["month"].between(first, last)]
    n_months = parse_month(last) - parse_month(first) + 1
    made = over_window(frame.drop(columns="township"), n_months, describe)
    return made.set_index(["indicator", "group"])["value"].sort_index()


def _add_one(key: str, levers: Sequence[Lever], values: Values) -> NDArray[np.float64]:
    return values[frozenset({key})] - values[frozenset()]


def _shapley(key: str, levers: Sequence[Lever], values: Values) -> NDArray[np.float64]:
    """Return the mean contribution of a lever over all orders; a set of others counts by its orders."""
    others = [lever.key for lever in levers if lever.key != key]
    n = len(levers)
    total = np.zeros_like(values[frozenset()])
    for size in range(n):
        weight = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
        for some in combinations(others, size):
            total += weight * (values[frozenset({*some, key})] - values[frozenset(some)])
    return total


def _title(scenario: Scenario, lang: str) -> str:
    return scenario.title.zh if lang == "zh" else scenario.title.en
