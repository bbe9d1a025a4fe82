"""The roster: whom the schemes of single persons concern, and who is enrolled in which of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.state.codes import NOBODY
from sim.state.records import Records, records


class Roster(NamedTuple):
    """Written by the administration alone; rows of persons are those of the histories."""

    persons: Records  # columns of ROSTER
    rows: NDArray[np.int32]  # persons on the roster, the first `size[0]` of them
    size: NDArray[np.int64]  # one number
    first_child: NDArray[np.int32]  # persons + 1: where a parent's children begin in `children`
    children: NDArray[np.int32]  # rows of persons young enough to be a child of the schemes


ROSTER = {
    "enrolled": np.uint16,  # one bit a scheme, by its place in `programmes.allowances.ALLOWANCES`
    "is_on": np.uint8,  # on the roster
}


def open_roster(
    born: NDArray[np.int32], father: NDArray[np.int32], mother: NDArray[np.int32], youngest_born: int
) -> Roster:
    """Return an empty roster that knows the children of every parent.

    Parameters
    ----------
    youngest_born : int
        Month; who was born before is too old to be looked at as a child.
    """
    n = born.size
    young = np.flatnonzero(born >= youngest_born)
    parents = np.concatenate([father[young], mother[young]])
    children = np.concatenate([young, young]).astype(np.int32)[parents != NOBODY]
    parents = parents[parents != NOBODY]
    first = np.zeros(n + 1, np.int32)
    np.cumsum(np.bincount(parents, minlength=n), out=first[1:])
    order = np.argsort(parents, kind="stable")
    return Roster(records(n, ROSTER), np.empty(n, np.int32), np.zeros(1, np.int64), first, children[order])
