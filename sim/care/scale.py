"""The scale of care: what a part of the residents has of the region's homes, and of what a scenario opens or closes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.care.openings import OWNERS
from sim.state.codes import NURSING, ORDINARY
from sim.state.places import BedChange, ServiceChange

SMALLEST = 8  # beds of a home; below it the staffed share of a home rounds away
_COLUMNS = {ORDINARY: "beds_ordinary", NURSING: "beds_nursing"}


def scaled_homes(homes: pd.DataFrame, share: float) -> pd.DataFrame:
    """Return the homes with a share of their beds, for a population of that share.

    A home of a hundred beds scaled to one would stand empty or full. Beds of one kind and ownership are therefore kept
    together until they are enough for a home, and their number is that of the share.
    """
    if share == 1.0:
        return homes
    out = homes.copy()
    groups = homes.groupby(["kind", "ownership"], sort=True).indices
    for column in _COLUMNS.values():
        beds = homes[column].to_numpy(np.int64)
        placed = np.zeros_like(beds)
        for rows in groups.values():
            placed[rows] = gathered(beds[rows], share)
        out[column] = placed
    return out


def gathered(beds: NDArray[np.int64], share: float) -> NDArray[np.int64]:
    """Return a share of the beds of several homes, gathered in as few of them as give a home its least size."""
    total, given = int(beds.sum() * share + 1 / 2), 0
    out = np.zeros_like(beds)
    for home, wanted in enumerate(np.cumsum(beds) * share):
        if wanted - given >= SMALLEST:
            out[home] = min(int(wanted), total) - given
            given += int(out[home])
    last = int(np.flatnonzero(out)[-1]) if out.any() else int(np.argmax(beds))
    out[last] += total - given
    return out


def scaled_beds(changes: Sequence[BedChange], homes: pd.DataFrame, share: float) -> tuple[BedChange, ...]:
    """Return a share of the beds that a scenario opens, closes or converts.

    New beds of one kind, owner and date are gathered in as few of their places as `gathered` does. Beds that close or
    are converted come from the homes that still have them, the largest first.

    Parameters
    ----------
    homes : DataFrame
        The region's homes, from `scaled_homes` with the same share.
    """
    if share == 1.0:
        return tuple(changes)
    alike: dict[BedChange, list[BedChange]] = {}
    for one in changes:
        kind = one._replace(township="", home="", price_m=0, beds=1 if one.beds > 0 else -1)
        alike.setdefault(kind, []).append(one)
    left = {bed: homes[column].to_numpy(np.int64).copy() for bed, column in _COLUMNS.items()}
    out: list[BedChange] = []
    for kind, group in alike.items():
        beds = gathered(np.abs([one.beds for one in group]), share)
        if kind.beds > 0 and not kind.is_converted:
            out += [one._replace(beds=int(n)) for one, n in zip(group, beds, strict=True) if n]
        else:
            out += _taken(kind, int(beds.sum()), homes, left[ORDINARY if kind.is_converted else kind.bed])
    return tuple(out)


def _taken(kind: BedChange, wanted: int, homes: pd.DataFrame, left: NDArray[np.int64]) -> list[BedChange]:
    """Return changes that take beds of a kind from the owner's homes, and take them off what is `left`."""
    own = np.flatnonzero(homes["ownership"] == OWNERS[kind.ownership])
    out = []
    for row in own[np.argsort(-left[own], kind="stable")]:
        n = int(min(wanted, left[row]))
        if n:
            home = homes.iloc[row]
            code, place = str(home["code"]), str(home["township_code"])
            out.append(kind._replace(township=place, home=code, beds=n * kind.beds))
            left[row] -= n
            wanted -= n
    return out


def scaled_services(changes: Sequence[ServiceChange], share: float) -> tuple[ServiceChange, ...]:
    """Return a share of the places at home or by day that a scenario opens or closes, whole ones."""
    if share == 1.0:
        return tuple(changes)
    total = np.cumsum([one.places for one in changes], dtype=np.int64)
    places = np.diff(np.floor(total * share + 1 / 2).astype(np.int64), prepend=0)
    return tuple(one._replace(places=int(n)) for one, n in zip(changes, places, strict=True))
