"""Division of households 分家: who founds a home takes a part of what the old one farms and owns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernels import kernel
from sim.lives.village import Village

# One of `heads` equal parts goes from a home to a new one, in a calendar year counted from that of the start.
DIVISION = np.dtype([("origin", np.int32), ("new", np.int32), ("heads", np.int32), ("year", np.int32)])


def divisions_of(village: Village, ends: list[int]) -> NDArray[np.void]:
    """Return the divisions of a horizon in the order of their months.

    Parameters
    ----------
    ends : list of int
        Month after the last of each calendar year of the horizon.
    """
    homes = village.homes
    new = np.flatnonzero((homes["founded"] >= 0) & (homes["heads"] > 0))
    out = np.zeros(new.size, DIVISION)
    out["new"], out["origin"], out["heads"] = new, homes["origin"][new], homes["heads"][new]
    out["year"] = np.searchsorted(ends, homes["founded"][new], side="right")
    return out


@kernel
def divide(amounts: NDArray, divisions: NDArray[np.void], year: int) -> None:
    """Move the founders' parts of one year between households; nothing is lost."""
    for one in divisions:
        if one.year == year:
            part = amounts[one.origin] // one.heads
            amounts[one.origin] -= part
            amounts[one.new] += part
