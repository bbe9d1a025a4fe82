"""The comparison of scenarios: every figure, its difference to the baseline, and what one more covered person costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from sim.clock import format_month, parse_month
from sim.errors import ScenarioError
from sim.experiments.additional_cost import additional_costs
from sim.experiments.paired import t_interval
from sim.results.catalogue import Indicator, describe, in_order
from sim.results.periods import over_window
from sim.results.run import ALL, Run

TABLE = (
    "scenario",
    "title",
    "indicator",
    "group",
    "value",
    "value_low",
    "value_high",
    "difference",
    "difference_low",
    "difference_high",
    "relative",
    "unit",
    "kind",
    "is_headline",
    "n_seeds",
)

Describe = Callable[[str], Indicator]


@dataclass(frozen=True)
class Comparison:
    """Several scenarios of one region, side by side.

    Attributes
    ----------
    baseline : str
        Key of the scenario to which the others are compared.
    titles : mapping
        Title of each scenario by key, in the order given; the baseline is among them.
    window : pair of str
        First and last month of the figures in `table`.
    seeds : tuple of int
        Seeds that every scenario was run under.
    table : pandas.DataFrame
        One row per scenario, indicator and group. Stocks, shares and durations are means over the window, flows and
        money are sums per year. Intervals are 95% t intervals over paired seeds, NaN under one seed. `relative` is NaN
        where the baseline is 0. `unit` is the key of its words.
    monthly : pandas.DataFrame
        scenario indicator group month value low high difference difference_low difference_high, for the whole region.
    cost_per_additional_person : pandas.DataFrame
        Per scenario and cost (administration alone, or with the benefits paid): extra cost a year, extra persons
        covered on average, yuan per person covered for one year more. NaN with the key of the reason where the persons
        do not change or the change is within noise.
    """

    baseline: str
    titles: Mapping[str, str]
    window: tuple[str, str]
    seeds: tuple[int, ...]
    table: pd.DataFrame
    monthly: pd.DataFrame
    cost_per_additional_person: pd.DataFrame

    def value(self, scenario: str, indicator: str, group: str = ALL, column: str = "value") -> float:
        """Return one figure of `table`.

        Raises
        ------
        ScenarioError
            When the table has no such row.
        """
        table = self.table
        row = table[
            (table["scenario"] == scenario) & (table["indicator"] == indicator) & (table["group"] == group)
        ]
        if len(row) != 1:
            raise ScenarioError(
                f"the comparison has no {indicator!r} of group {group!r} in scenario {scenario!r}"
            )
        return float(row[column].iloc[0])


def compare(
    runs: Sequence[Run],
    baseline: int = 0,
    window: tuple[str, str] | None = None,
    declared: Describe = describe,
) -> Comparison:
    """Compare scenarios of one region under the same seeds.

    Parameters
    ----------
    runs : sequence of Run
        One per scenario and seed.
    baseline : int
        Place in `runs` of a run of the scenario to compare with.
    window : pair of str, optional
        First and last month; the whole horizon when left out.
    declared : callable
        Declaration of an indicator by key, for programmes that bring their own.

    Raises
    ------
    ScenarioError
        When there is nothing to compare: other region, start, length or seeds, a run twice, or a window outside.
    """
    _refuse_unlike(runs, baseline)
    first, last = _window(runs[0], window)
    base, titles = runs[baseline].scenario, {run.scenario: run.title for run in runs}
    seeds = tuple(sorted({run.seed for run in runs}))
    rows = pd.concat([_whole_region(run) for run in runs], ignore_index=True)
    by_seed = _wide(_inside(rows, first, last, declared), ["indicator", "group"], seeds)
    return Comparison(
        baseline=base,
        titles=MappingProxyType(titles),
        window=(first, last),
        seeds=seeds,
        table=_table(by_seed, titles, base, declared),
        monthly=_differences(_wide(rows, ["indicator", "group", "month"], seeds), list(titles), base),
        cost_per_additional_person=additional_costs(by_seed, titles, base),
    )


def _refuse_unlike(runs: Sequence[Run], baseline: int) -> None:
    if not runs:
        raise ScenarioError("there is no run to compare; give one run or more")
    if not -len(runs) <= baseline < len(runs):
        raise ScenarioError(f"there is no run number {baseline}; {len(runs)} runs were given")
    one = runs[0]
    for run in runs:
        for name in ("region", "start", "months"):
            ours, theirs = getattr(one, name), getattr(run, name)
            if ours != theirs:
                raise ScenarioError(
                    f"{run.scenario!r} has {name} {theirs}, {one.scenario!r} has {ours}; only runs of one region, "
                    "start and length can be compared"
                )
    seen = [(run.scenario, run.seed) for run in runs]
    for scenario, seed in seen:
        if seen.count((scenario, seed)) > 1:
            raise ScenarioError(f"{scenario!r} is given twice under seed {seed}; give each run once")
    seeds = {run.seed for run in runs}
    for scenario in dict.fromkeys(name for name, _ in seen):
        lacking = sorted(seeds - {seed for name, seed in seen if name == scenario})
        if lacking:
            raise ScenarioError(
                f"{scenario!r} was not run under seed {lacking[0]}; all scenarios need the same seeds"
            )


def _window(run: Run, window: tuple[str, str] | None) -> tuple[str, str]:
    if window is None:
        return run.start, run.end
    first, last = parse_month(window[0]), parse_month(window[1])
    if not parse_month(run.start) <= first <= last <= parse_month(run.end):
        raise ScenarioError(
            f"the window {window[0]} to {window[1]} does not lie in the months that were run, {run.start} to {run.end}"
        )
    return format_month(first), format_month(last)


def _inside(rows: pd.DataFrame, first: str, last: str, declared: Describe) -> pd.DataFrame:
    n_months = parse_month(last) - parse_month(first) + 1
    return over_window(rows[rows["month"].between(first, last)], n_months, declared)


def _whole_region(run: Run) -> pd.DataFrame:
    rows = run.indicators[run.indicators["township"] == ALL].drop(columns="township")
    return rows.assign(scenario=run.scenario, seed=run.seed)


def _wide(rows: pd.DataFrame, keys: list[str], seeds: Sequence[int]) -> pd.DataFrame:
    """Return one row per scenario and series, one column per seed; a series that a scenario lacks has no row."""
    wide = rows.pivot(index=["scenario", *keys], columns="seed", values="value")
    return wide.reindex(columns=list(seeds)).astype(np.float64)


def _differences(wide: pd.DataFrame, scenarios: Sequence[str], base: str) -> pd.DataFrame:
    reference = wide.xs(base, level="scenario") if base in wide.index.get_level_values(0) else wide.iloc[:0]
    parts = []
    for scenario in scenarios:
        if scenario not in wide.index.get_level_values(0):
            continue
        own = wide.xs(scenario, level="scenario")
        values = _intervals(own, ("value", "low", "high"))
        changes = _intervals(
            own - reference.reindex(own.index), ("difference", "difference_low", "difference_high")
        )
        parts.append(pd.concat([values, changes], axis=1).reset_index().assign(scenario=scenario))
    made = pd.concat(parts, ignore_index=True)
    order = made["indicator"].map(in_order)
    made = made.assign(_order=order).sort_values(["_order", "group"], kind="stable").drop(columns="_order")
    return made[["scenario", *[name for name in made.columns if name != "scenario"]]].reset_index(drop=True)


def _intervals(wide: pd.DataFrame, names: tuple[str, str, str]) -> pd.DataFrame:
    made = [t_interval(row) for row in wide.to_numpy()]
    return pd.DataFrame(made, index=wide.index, columns=list(names))


def _table(by_seed: pd.DataFrame, titles: Mapping[str, str], base: str, declared: Describe) -> pd.DataFrame:
    made = _differences(by_seed, list(titles), base)
    made = made.rename(columns={"low": "value_low", "high": "value_high"})
    reference = made["value"] - made["difference"]
    found = [declared(key) for key in made["indicator"]]
    made = made.assign(
        title=made["scenario"].map(titles),
        relative=made["difference"] / reference.where(reference != 0),
        unit=[indicator.unit_yearly for indicator in found],
        kind=[indicator.kind for indicator in found],
        is_headline=[indicator.is_headline for indicator in found],
        n_seeds=by_seed.shape[1],
    )
    return made[list(TABLE)]
