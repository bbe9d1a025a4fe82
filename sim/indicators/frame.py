"""From counts to indicators: the tidy monthly frame by township and for the whole region.

A region's ratio is formed from the region's counts. A ratio without a denominator is not defined and has no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import format_month
from sim.indicators.counting import BILLION
from sim.indicators.series import Key, Series
from sim.money import FEN_PER_YUAN

Words: TypeAlias = NDArray[np.object_]
Columns: TypeAlias = tuple[Words, Words, Words, Words, NDArray[np.float64]]
WHOLE_REGION = "all"
PER_THOUSAND = 1000.0


@dataclass(frozen=True)
class Ratio:
    """An indicator formed from two counts: scale x numerator / denominator, or its complement to one."""

    key: str
    numerator: str
    denominator: str
    scale: float = 1.0
    is_complement: bool = False


RATIOS = (
    Ratio("coverage_admin", "eligible_receiving_persons", "eligible_persons"),
    Ratio("exclusion_error", "eligible_receiving_persons", "eligible_persons", is_complement=True),
    Ratio("coverage_income", "income_poor_receiving_persons", "income_poor_persons"),
    Ratio("inclusion_error", "receiving_not_eligible_persons", "receiving_persons"),
    Ratio("leakage", "leaked_fen", "benefit_fen"),
    Ratio("adequacy", "gap_filled_fen", "gap_fen"),
    Ratio("adequacy_with_once", "gap_filled_once_fen", "gap_fen"),
    Ratio("fgt0_before", "poor_persons_before", "persons"),
    Ratio("fgt0_after", "poor_persons_after", "persons"),
    Ratio("fgt1_before", "poor_gap_before", "persons", 1.0 / BILLION),
    Ratio("fgt1_after", "poor_gap_after", "persons", 1.0 / BILLION),
    Ratio("fgt2_before", "poor_severity_before", "persons", 1.0 / BILLION),
    Ratio("fgt2_after", "poor_severity_after", "persons", 1.0 / BILLION),
    Ratio("occupancy", "occupied", "beds_usable"),
    Ratio("occupancy_registered", "occupied", "beds"),
    Ratio("beds_per_1000", "beds", "persons_60", PER_THOUSAND),
    Ratio("unmet_care_need", "care_unmet_persons", "care_need_persons"),
    Ratio("late_share", "decisions_late", "decisions"),
)
HIDDEN = frozenset(
    "poor_persons_before poor_gap_before poor_severity_before poor_persons_after poor_gap_after "
    "poor_severity_after leaked_fen benefit_fen gap_fen gap_filled_fen gap_filled_once_fen".split()
)
_IN_FEN = "_fen"


def summed(series: Series, key: str, n: int) -> NDArray[np.float64]:
    """Return an indicator over all its groups, months x townships."""
    parts = [values[:n] for (name, _), values in series.values.items() if name == key]
    zeros = np.zeros((n, series.n_townships))
    return np.sum(parts, axis=0).astype(np.float64) if parts else zeros


def with_region(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return months x (townships + 1), the region's sum last."""
    return np.column_stack([values, values.sum(axis=1)])


def ratio_values(series: Series, ratio: Ratio, n: int) -> NDArray[np.float64]:
    """Return a ratio, months x (townships + 1), NaN where it is not defined."""
    top = with_region(summed(series, ratio.numerator, n))
    bottom = with_region(summed(series, ratio.denominator, n))
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(bottom > 0, ratio.scale * top / bottom, np.nan)
    return 1.0 - values if ratio.is_complement else values


def _long(key: Key, values: NDArray[np.float64], months: Words, places: Words) -> Columns:
    """Return the defined cells of months x places as columns: township, month, indicator, group, value."""
    month, place = np.nonzero(~np.isnan(values.reshape(months.size, places.size)))
    indicator, group = (np.full(month.size, word, dtype=object) for word in key)
    return places[place], months[month], indicator, group, values.reshape(-1, places.size)[month, place]


def indicator_frame(
    series: Series,
    region_series: dict[Key, NDArray[np.float64]],
    start: int,
    townships: Sequence[str],
    n: int,
) -> pd.DataFrame:
    """Return township, month, indicator, group, value of the first n months; township "all" is the region.

    Parameters
    ----------
    region_series : dict
        Indicators that exist for the region alone (medians, Gini), n or more values each, NaN where undefined.
    """
    months = np.array([format_month(start + t) for t in range(n)], dtype=object)
    places, whole_region = (
        np.array(names, dtype=object) for names in ([*townships, WHOLE_REGION], [WHOLE_REGION])
    )
    parts = []
    for key, values in series.values.items():
        if key[0] in HIDDEN:
            continue
        whole = with_region(values[:n].astype(np.float64))
        if key[0].endswith(_IN_FEN):
            key, whole = (key[0].removesuffix(_IN_FEN), key[1]), whole / FEN_PER_YUAN
        parts.append(_long(key, whole, months, places))
    parts += [_long((r.key, WHOLE_REGION), ratio_values(series, r, n), months, places) for r in RATIOS]
    for key, values in region_series.items():
        parts.append(_long(key, values[:n], months, whole_region))
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return pd.DataFrame(dict(zip(("township", "month", "indicator", "group", "value"), columns, strict=True)))
