"""Bands: how far the members of an ensemble lie apart, for each figure and for each paired difference.

Three bands of one figure. "random": the spread of the members under central assumptions. "both": the spread when luck
and assumptions vary together. "parameter": the central mean, with the spread of the change that the drawn assumptions
make under equal luck.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import parse_month
from sim.experiments.ensemble import BOTH, PARAMETER, RANDOM, Ensemble
from sim.results.catalogue import describe
from sim.results.periods import over_window

LEVEL = 0.9  # of a band: one future in twenty lies above, one below; with 100 members five on each side
BANDS = (RANDOM, PARAMETER, BOTH)
_SERIES = ["scenario", "township", "month", "indicator", "group"]


def bands(
    ensemble: Ensemble,
    indicators: Sequence[str] | None = None,
    window: tuple[str, str] | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Return each figure with its bands.

    Parameters
    ----------
    indicators : sequence of str, optional
        Only these.
    window : pair of str, optional
        One value over these months (mean, or sum per year, as the indicator declares) instead of one a month.
    level : float
        Share of the members inside a band.

    Returns
    -------
    pandas.DataFrame
        scenario region township month indicator group value low high band n_members. Without a ring "both" there is the
        band "random" alone. `month` is empty for a window.
    """
    return _bands(ensemble, _values(ensemble, indicators, window), level)


def difference_bands(
    ensemble: Ensemble,
    indicators: Sequence[str] | None = None,
    window: tuple[str, str] | None = None,
    baseline: str | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Return the difference of each scenario to the baseline, member by member under equal luck, with its bands.

    The columns are those of `bands`.
    """
    values = _values(ensemble, indicators, window)
    base = baseline or ensemble.baseline
    keys = [name for name in values.columns if name not in ("scenario", "value")]
    reference = values[values["scenario"] == base].set_index(keys)["value"]
    others = values[values["scenario"] != base].set_index(["scenario", *keys])["value"]
    differences = others - reference.reindex(others.index.droplevel("scenario")).to_numpy()
    return _bands(ensemble, differences.dropna().rename("value").reset_index(), level)


def _values(
    ensemble: Ensemble, indicators: Sequence[str] | None, window: tuple[str, str] | None
) -> pd.DataFrame:
    frame = ensemble.figures
    if indicators is not None:
        frame = frame[frame["indicator"].isin(list(indicators))]
    if window is None:
        return frame
    first, last = window
    n_months = parse_month(last) - parse_month(first) + 1
    return over_window(frame[frame["month"].between(first, last)], n_months, describe).assign(month="")


def _bands(ensemble: Ensemble, values: pd.DataFrame, level: float) -> pd.DataFrame:
    wide = values.pivot_table(index=_SERIES, columns=["ring", "k"], values="value", aggfunc="first")
    parts = []
    random = wide[RANDOM] if RANDOM in wide.columns.get_level_values(0) else None
    both = wide[BOTH] if BOTH in wide.columns.get_level_values(0) else None
    if random is not None:
        parts.append(_spread(random, level, RANDOM))
    if both is not None:
        parts.append(_spread(both, level, BOTH))
    if random is not None and both is not None:
        centre = random.mean(axis=1)
        moved = _spread((both - random).add(centre, axis=0), level, PARAMETER)
        parts.append(moved.assign(value=centre))
    made = pd.concat(parts).reset_index()
    made.insert(1, "region", ensemble.design.scenarios[0].region)
    return made[[*_SERIES[:1], "region", *_SERIES[1:], "value", "low", "high", "band", "n_members"]]


def _spread(wide: pd.DataFrame, level: float, band: str) -> pd.DataFrame:
    tail = (1.0 - level) / (1 + 1)
    array = wide.to_numpy(np.float64)
    n = (~np.isnan(array)).sum(axis=1)
    # A figure that no member has, such as a median of nobody, stays without a band.
    kept = n > 0
    low, high = np.nanquantile(array[kept], [tail, 1.0 - tail], axis=1)
    return pd.DataFrame(
        {
            "value": np.nanmean(array[kept], axis=1),
            "low": low,
            "high": high,
            "band": band,
            "n_members": n[kept],
        },
        index=wide.index[kept],
    )


def shares_of_variance(ensemble: Ensemble, window: tuple[str, str] | None = None) -> pd.DataFrame:
    """Return how much of the spread of each figure is luck and how much the assumptions.

    Returns
    -------
    pandas.DataFrame
        scenario indicator group random parameter: variances of the ring "random" and of the paired change, as shares of
        their sum; NaN where nothing varies.
    """
    first = window or (ensemble.figures["month"].min(), ensemble.figures["month"].max())
    values = _values(ensemble, None, first)
    wide = values.pivot_table(index=_SERIES, columns=["ring", "k"], values="value", aggfunc="first")
    luck = wide[RANDOM].var(axis=1, ddof=1)
    change = (wide[BOTH] - wide[RANDOM]).var(axis=1, ddof=1)
    total = (luck + change).where(luck + change > 0)
    made = pd.DataFrame({RANDOM: luck / total, PARAMETER: change / total}).reset_index()
    return made.drop(columns=["month", "township"])


def member_values(
    ensemble: Ensemble, indicators: Sequence[str], window: tuple[str, str], ring: str = RANDOM
) -> dict[tuple[str, str], NDArray[np.float64]]:
    """Return the values of all members over a window, by scenario and indicator, summed over groups.

    Returns
    -------
    dict
        Arrays in the order of the members; a member without the figure has NaN.
    """
    values = _values(ensemble, indicators, window)
    values = values[values["ring"] == ring]
    wide = values.pivot_table(
        index="k", columns=["scenario", "indicator"], values="value", aggfunc="sum", dropna=False
    )
    return {key: wide[key].to_numpy(np.float64) for key in wide.columns}
