"""Where each household's children elsewhere stand in the kin table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def kin_pointers(parent_household: NDArray[np.int32], n_households: int) -> NDArray[np.int32]:
    """Return int32 households + 1: the kin of household h are rows first[h] to first[h + 1].

    The kin table is sorted by the parents' household.
    """
    return np.searchsorted(parent_household, np.arange(n_households + 1)).astype(np.int32)
