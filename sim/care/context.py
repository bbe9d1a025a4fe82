"""What care needs to know of the rest of the county, and the streams of its chance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import CARE_STREAMS

(TASTE, RETHINK, CHOICE, WHICH_HOME, OFFER, QUEUE, NOTICE, SUITABLE, DAY_NEARBY, SEAT, SPECIAL, FIRST) = (
    range(CARE_STREAMS, CARE_STREAMS + 12)
)
DECLINE, CLOSURE, SLOT, MEALS, MUTUAL = range(CARE_STREAMS + 12, CARE_STREAMS + 17)


class Context(NamedTuple):
    """Columns of persons, households and kin that the engine gives to care; money in fen a month."""

    id: NDArray[np.uint64]  # persons
    born: NDArray[np.int32]  # persons, calendar month
    is_tekun: NDArray[np.uint8]  # persons
    support_m: NDArray[np.int32]  # persons: benefits of one's own
    household_id: NDArray[np.uint64]
    township: NDArray[np.int16]  # households
    is_urban: NDArray[np.bool_]  # households
    is_collective: NDArray[np.bool_]  # households
    is_low_income: NDArray[np.uint8]  # households: hold dibao or are on its edge
    income_m: NDArray[np.int64]  # households: farm, business, property and transfers
    assets: NDArray[np.int64]  # households: financial, fen
    first_kin: NDArray[np.int32]  # households + 1: rows of the children elsewhere
    kin_distance: NDArray[np.uint8]
    kin_child: NDArray[np.int32]  # person row, or -1
    kin_members: NDArray[np.uint8]
    kin_income_m: NDArray[np.int32]  # per head
