"""Withholding of small counts in tables of townships, so that no cell of 1 to 9 persons can be read or worked out.

Three steps, for each count that is added over townships. First, a count above 0 and below 10 is withheld. Second, in a
county whose total is shown, further townships are withheld until at least two are and they hold 10 or more together,
so that the total gives none away; a county that cannot reach this has its total withheld, and then another county's
total, for the same reason one level up; where even that fails, all but the total of the region is withheld, which other
tables show. Third, what is withheld in one scenario is withheld in all, because unaffected townships have equal counts
in all of them.

A share is shown only where its numerator, its denominator and their difference are; money, medians and other figures
only where the count of persons behind them is. Figures of townships are those of whole calendar years, whatever months
are compared, so that two tables of one run hold the same cells and their difference gives nothing away. Not covered:
what a reader knows from other sources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.results.catalogue import FLOW, RATIO, STOCK, SUM, describe

SMALL = 10
_PAIR = 2


@dataclass(frozen=True)
class Mask:
    """What is withheld of one count.

    Attributes
    ----------
    townships : bool array, townships
    counties : dict of str to bool
        Whether a county's total is withheld.
    region : bool
        Whether the total of the region is withheld in this table.
    """

    townships: NDArray[np.bool_]
    counties: Mapping[str, bool]
    region: bool


def is_small(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which counts are above 0 and below 10; means over months may be fractions."""
    return (values > 0) & (values < SMALL)


def protect(values: NDArray[np.float64], counties: Sequence[str]) -> Mask:
    """Return what must be withheld of one count in one scenario.

    Parameters
    ----------
    values : float64 array, townships
        Counts; NaN (not measured) counts as 0.
    counties : sequence of str
        County of each township.
    """
    counts = np.nan_to_num(values)
    places = np.asarray(counties)
    hidden = is_small(counts)
    names = list(dict.fromkeys(counties))
    totals = np.array([counts[places == name].sum() for name in names])
    blocked = np.zeros(len(names), np.bool_)
    for k, name in enumerate(names):
        members = np.flatnonzero(places == name)
        blocked[k] = not _cover(counts, hidden, members)
    region = not _cover(totals, blocked, np.arange(len(names))) if blocked.any() else False
    if region:
        # The total of the region stands in other tables, so nothing may be left that it could be solved with.
        hidden[:], blocked[:] = True, True
    for k, name in enumerate(names):
        if blocked[k]:
            _hide_largest(counts, hidden, np.flatnonzero(places == name))
    return Mask(hidden, dict(zip(names, (bool(b) for b in blocked), strict=True)), region)


def _cover(counts: NDArray[np.float64], hidden: NDArray[np.bool_], members: NDArray[np.int64]) -> bool:
    """Hide more members, smallest first, until the total gives none away; return False when that cannot be reached."""
    own = hidden[members]
    if not own.any():
        return True
    for place in members[np.argsort(counts[members], kind="stable")]:
        if _is_safe(counts, hidden, members):
            return True
        if not hidden[place] and counts[place] > 0:
            hidden[place] = True
    return _is_safe(counts, hidden, members)


def _is_safe(counts: NDArray[np.float64], hidden: NDArray[np.bool_], members: NDArray[np.int64]) -> bool:
    own = members[hidden[members]]
    return len(own) >= _PAIR and bool(counts[own].sum() >= SMALL)


def _hide_largest(counts: NDArray[np.float64], hidden: NDArray[np.bool_], members: NDArray[np.int64]) -> None:
    """Hide the largest township of a county whose total is withheld, so that its townships do not add up to it."""
    hidden[members[np.argmax(counts[members])]] = True


def union(masks: Sequence[Mask]) -> Mask:
    """Return what is withheld in any of several scenarios."""
    townships = np.logical_or.reduce([mask.townships for mask in masks])
    counties = {name: any(mask.counties[name] for mask in masks) for name in masks[0].counties}
    return Mask(townships, counties, any(mask.region for mask in masks))


def masks_of(values: Mapping[str, pd.DataFrame], counties: Sequence[str]) -> dict[str, Mask]:
    """Return the mask of every indicator of a table of townships.

    Parameters
    ----------
    values : mapping of str to pandas.DataFrame
        Scenario to frame, townships x indicators, all of one shape.
    counties : sequence of str
        County of each township.
    """
    keys = list(next(iter(values.values())).columns)
    everywhere = Mask(np.ones(len(counties), np.bool_), dict.fromkeys(counties, True), True)
    nowhere = Mask(np.zeros(len(counties), np.bool_), dict.fromkeys(counties, False), False)
    counts = {key: nowhere for key in keys if describe(key).is_public}
    counts |= {
        key: union([protect(frame[key].to_numpy(float), counties) for frame in values.values()])
        for key in keys
        if _is_count(key)
    }
    made: dict[str, Mask] = {}
    for key in keys:
        found = describe(key)
        if key in counts:
            made[key] = counts[key]
            continue
        parts = [counts.get(part, everywhere) for part in _parts(key)]
        if found.over_townships == RATIO and all(_is_count(part) and part in counts for part in _parts(key)):
            parts.append(union([_rest(frame, key, counties) for frame in values.values()]))
        made[key] = union(parts) if parts else everywhere
    return made


def _is_count(key: str) -> bool:
    found = describe(key)
    return found.over_townships == SUM and found.kind in (STOCK, FLOW) and not found.is_public


def _parts(key: str) -> list[str]:
    found = describe(key)
    names = (found.numerator, found.denominator) if found.over_townships == RATIO else (found.base,)
    return [name for name in names if name is not None]


def _rest(frame: pd.DataFrame, key: str, counties: Sequence[str]) -> Mask:
    """Return the mask of those in the denominator and not in the numerator, whom a share would give away."""
    found = describe(key)
    rest = frame[found.denominator].to_numpy(float) - frame[found.numerator].to_numpy(float)
    return protect(rest, counties)
