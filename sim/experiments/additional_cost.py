"""What one more covered person costs: the extra money of a scenario over the extra persons it covers.

Undefined where the persons covered do not change, or change by no more than the noise of the paired seeds: a ratio to
nearly nothing is a large number without meaning.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.experiments.paired import Interval, excludes_zero, ratio_interval, t_interval
from sim.results.run import ALL

NO_CHANGE, WITHIN_NOISE, ONE_SEED = "reason_no_change", "reason_within_noise", "reason_one_seed"
NOT_MEASURED = "reason_not_measured"
COVERED = ("eligible_receiving_persons", "receiving_persons")
COST_ADMIN, COST_WITH_BENEFITS = "cost_admin", "cost_with_benefits"


class CostFigures(NamedTuple):
    """Extra yuan a year, extra persons, yuan per extra person with its interval, and why a figure is missing."""

    extra_cost_y: float = math.nan
    extra_persons: float = math.nan
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    reason: str = ""


def additional_costs(by_seed: pd.DataFrame, titles: Mapping[str, str], base: str) -> pd.DataFrame:
    """Return the cost of one more covered person for every scenario but the baseline.

    Parameters
    ----------
    by_seed : pandas.DataFrame
        Yearly figures; rows scenario, indicator and group, one column per seed.
    titles : mapping
        Title of each scenario by key.
    base : str
        Key of the baseline.

    Returns
    -------
    pandas.DataFrame
        scenario title cost covered and the fields of `CostFigures`; `covered` is the key of the persons counted.
    """
    known = set(by_seed.index.get_level_values("indicator"))
    covered = next((key for key in COVERED if key in known), None)
    rows = []
    for scenario in titles:
        if scenario == base:
            continue
        for cost in (COST_ADMIN, COST_WITH_BENEFITS):
            rows.append(
                [scenario, titles[scenario], cost, covered, *_cost(by_seed, scenario, base, cost, covered)]
            )
    return pd.DataFrame(rows, columns=["scenario", "title", "cost", "covered", *CostFigures._fields])


def _cost(by_seed: pd.DataFrame, scenario: str, base: str, cost: str, covered: str | None) -> CostFigures:
    persons = _change(by_seed, scenario, base, covered)
    money = _change(by_seed, scenario, base, "admin_cost")
    if cost == COST_WITH_BENEFITS:
        benefits = _change(by_seed, scenario, base, "spending_total")
        money = None if money is None or benefits is None else money + benefits
    if persons is None or money is None:
        return CostFigures(reason=NOT_MEASURED)
    extra = t_interval(persons)
    cost_y = float(np.mean(money))
    reason = _reason(persons, extra)
    if reason in (NO_CHANGE, WITHIN_NOISE):
        return CostFigures(cost_y, extra.mean, reason=reason)
    return CostFigures(cost_y, extra.mean, *ratio_interval(money, persons), reason)


def _change(by_seed: pd.DataFrame, scenario: str, base: str, key: str | None) -> np.ndarray | None:
    wanted = [(name, key, ALL) for name in (scenario, base)]
    if key is None or any(place not in by_seed.index for place in wanted):
        return None
    change: np.ndarray = by_seed.loc[wanted[0]].to_numpy() - by_seed.loc[wanted[1]].to_numpy()
    return None if np.isnan(change).any() else change


def _reason(persons: np.ndarray, extra: Interval) -> str:
    if not persons.any():
        return NO_CHANGE
    if len(persons) == 1:
        return ONE_SEED
    return "" if excludes_zero(extra) else WITHIN_NOISE
