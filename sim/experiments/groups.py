"""Who gains and who loses: paired differences of persons by township, age, residence, household and income tenth.

Under one seed a person is the same in every scenario, so the difference of a person is what the policy did to that
person. Intervals are those of the mean over seeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import parse_month
from sim.engine.world import World, Worlds
from sim.errors import ScenarioError
from sim.experiments.paired import t_interval
from sim.experiments.persons import BENEFIT, OUTCOMES, PersonOutcomes, follow_persons
from sim.experiments.traits import DIMENSIONS, traits_of
from sim.results.run import ALL
from sim.scenario import Scenario

GAINS, LOSES, GAIN, LOSS = "gains_share", "loses_share", "mean_gain_m", "mean_loss_m"
# A person gains whose benefits over the window rise by a yuan a month or more: less is rounding, not policy.
LEAST_CHANGE_M = 1.0
_EVERYONE = "everyone"
_KEYS = ["scenario", "dimension", "group", "outcome"]


@dataclass(frozen=True)
class GroupComparison:
    """Scenarios compared by groups of persons.

    Attributes
    ----------
    baseline : str
    differences : pandas.DataFrame
        scenario dimension group outcome persons value low high difference difference_low difference_high n_seeds. Means
        over the person-months of the group; `persons` is the mean number of persons over seeds.
    winners : pandas.DataFrame
        scenario dimension group outcome persons value low high n_seeds: `gains_share` and `loses_share` of the persons,
        `mean_gain_m` and `mean_loss_m` in yuan a month among those.
    """

    baseline: str
    differences: pd.DataFrame
    winners: pd.DataFrame


def compare_groups(
    scenarios: Sequence[Scenario],
    seeds: Sequence[int],
    window: tuple[str, str] | None = None,
    baseline: int = 0,
    dimensions: Sequence[str] = DIMENSIONS,
    worlds: Worlds | None = None,
) -> GroupComparison:
    """Run scenarios under the same seeds and compare them person by person.

    Parameters
    ----------
    seeds : sequence of int
        One seed gives no intervals.
    window : pair of str, optional
        First and last month; the whole horizon when not given.
    baseline : int
        Place of the scenario to compare with; any may be it.

    Raises
    ------
    ScenarioError
        When the scenarios do not share region, start and length, or a dimension is unknown.
    """
    _refuse(scenarios, dimensions)
    kept, base = worlds or Worlds(), scenarios[baseline].name
    months = None if window is None else (parse_month(window[0]), parse_month(window[1]))
    levels: list[pd.DataFrame] = []
    winners: list[pd.DataFrame] = []
    for seed in seeds:
        seeded = [replace(scenario, seed=seed) for scenario in scenarios]
        for level, moved in _one_seed(seeded, base, months, dimensions, kept):
            levels.append(level)
            winners.extend(moved)
    return GroupComparison(base, _differences(levels, base), _intervals(winners))


def _one_seed(
    scenarios: Sequence[Scenario],
    base: str,
    months: tuple[int, int] | None,
    dimensions: Sequence[str],
    kept: Worlds,
) -> Iterator[tuple[pd.DataFrame, list[pd.DataFrame]]]:
    """Yield for each grouping and scenario the means, and who gains and loses unless it is the baseline."""
    worlds = {one.name: kept.of(one) for one in scenarios}
    _refuse_other_people(worlds[base], worlds)
    n = len(worlds[base].histories.persons)
    traits = traits_of(worlds[base]).assign(**{_EVERYONE: pd.Categorical([ALL] * n)})
    made = {one.name: follow_persons(one, worlds[one.name], months) for one in scenarios}
    for dimension in (_EVERYONE, *dimensions):
        for one in scenarios:
            own, head = made[one.name], {"scenario": one.name, "seed": one.seed}
            moved = [] if one.name == base else [_winners(own, made[base], traits[dimension]).assign(**head)]
            yield _means(own, traits[dimension]).assign(**head), moved


def _refuse(scenarios: Sequence[Scenario], dimensions: Sequence[str]) -> None:
    if len({(one.region, one.start, one.months, one.population) for one in scenarios}) != 1:
        raise ScenarioError(
            "only scenarios of one region, start, length and size can be compared person by person"
        )
    if len({one.name for one in scenarios}) < len(scenarios):
        raise ScenarioError("two scenarios have one name; give each its own")
    unknown = [name for name in dimensions if name not in DIMENSIONS]
    if unknown:
        raise ScenarioError(f"there is no grouping by {unknown[0]!r}; there are {', '.join(DIMENSIONS)}")


def _refuse_other_people(base: World, others: Mapping[str, World]) -> None:
    for name, world in others.items():
        if not np.array_equal(base.histories.persons.id, world.histories.persons.id):
            raise ScenarioError(
                f"{name} changes who lives in the region; nobody can be compared with himself"
            )


def _sums(weight: NDArray[np.float64], group: pd.Series) -> NDArray[np.float64]:
    codes = group.cat.codes.to_numpy()
    known = codes >= 0
    made = np.bincount(codes[known], weight[known], minlength=len(group.cat.categories))
    return made.astype(np.float64)


def _tidy(
    group: pd.Series, persons: NDArray[np.float64], columns: Mapping[str, NDArray[np.float64]]
) -> pd.DataFrame:
    dimension = "all" if group.name == _EVERYONE else str(group.name)
    parts = [
        pd.DataFrame(
            {
                "dimension": dimension,
                "group": list(group.cat.categories),
                "outcome": outcome,
                "persons": persons,
                "value": values,
            }
        )
        for outcome, values in columns.items()
    ]
    made = pd.concat(parts, ignore_index=True)
    return made[made["persons"] > 0]


def _means(outcomes: PersonOutcomes, group: pd.Series) -> pd.DataFrame:
    """Return each outcome's mean over the person-months of each group."""
    present = outcomes.present.astype(np.float64)
    months = _sums(present, group)
    persons = _sums((present > 0).astype(np.float64), group)
    with np.errstate(invalid="ignore"):
        columns = {name: _sums(outcomes.value(name) * present, group) / months for name in OUTCOMES}
    return _tidy(group, persons, columns)


def _winners(outcomes: PersonOutcomes, base: PersonOutcomes, group: pd.Series) -> pd.DataFrame:
    """Return the shares of persons who gain and lose, and by how much."""
    change = outcomes.value(BENEFIT) - base.value(BENEFIT)
    here = base.present > 0
    up, down = here & (change >= LEAST_CHANGE_M), here & (change <= -LEAST_CHANGE_M)
    persons = _sums(here.astype(np.float64), group)
    gainers, losers = _sums(up.astype(np.float64), group), _sums(down.astype(np.float64), group)
    with np.errstate(invalid="ignore", divide="ignore"):
        columns = {
            GAINS: gainers / persons,
            LOSES: losers / persons,
            GAIN: _sums(np.where(up, change, 0.0), group) / gainers,
            LOSS: _sums(np.where(down, change, 0.0), group) / losers,
        }
    return _tidy(group, persons, columns)


def _differences(levels: Sequence[pd.DataFrame], base: str) -> pd.DataFrame:
    rows = pd.concat(levels, ignore_index=True)
    keys = [*_KEYS[1:], "seed"]
    reference = rows[rows["scenario"] == base].set_index(keys)["value"]
    changed = rows["value"].to_numpy() - reference.reindex(pd.MultiIndex.from_frame(rows[keys])).to_numpy()
    made = _intervals([rows])
    moved = _intervals([rows.assign(value=changed)])
    names = {"value": "difference", "low": "difference_low", "high": "difference_high"}
    joined = made.merge(moved.rename(columns=names)[[*_KEYS, *names.values()]], on=_KEYS, how="left")
    order = [*_KEYS, "persons", "value", "low", "high", *names.values(), "n_seeds"]
    return joined[order]


def _intervals(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the mean of each series over seeds with its t interval; seeds without the group do not count."""
    if not parts:
        return pd.DataFrame(columns=[*_KEYS, "persons", "value", "low", "high", "n_seeds"])
    rows = pd.concat(parts, ignore_index=True).dropna(subset="value")
    made = []
    for key, part in rows.groupby(_KEYS, sort=False):
        interval = t_interval(part["value"].to_numpy(np.float64))
        made.append([*key, float(part["persons"].mean()), *interval, len(part)])
    return pd.DataFrame(made, columns=[*_KEYS, "persons", "value", "low", "high", "n_seeds"])
