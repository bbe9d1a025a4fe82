"""The verbs of care: enter and leave beds, join and leave waiting lists. Nothing else writes these columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.care.waits import WaitLog
from sim.state.places import (
    ADMITTED,
    FAMILY,
    FIRST_BED,
    LOST,
    NO_HOME,
    NOT_WAITING,
    WITHDREW,
    Flows,
    Homes,
    Places,
)

Rows = NDArray[np.int32]


def leave_beds(
    places: Places, homes: Homes, rows: Rows, is_tekun: NDArray[np.uint8], booked: NDArray[np.int64]
) -> None:
    """Free the beds of some residents and book them as deaths or as discharges (a table homes x beds)."""
    if not rows.size:
        return
    home, bed = places.care_home[rows], places.setting[rows] - FIRST_BED
    np.subtract.at(homes.occupied, (home, bed), 1)
    np.subtract.at(homes.tekun_in, (home, bed), is_tekun[rows] != 0)
    np.add.at(booked, (home, bed), 1)
    places.setting[rows] = FAMILY
    places.care_home[rows] = NO_HOME


def enter_beds(
    places: Places, rows: Rows, home: NDArray[np.int16], bed: NDArray[np.uint8], flows: Flows, t: int
) -> None:
    """Put some persons, who have no bed, into beds that the allocation has already taken for them."""
    places.setting[rows] = FIRST_BED + bed
    places.care_home[rows] = home
    places.bed_since[rows] = t
    np.add.at(flows.admissions, (home, bed), 1)


def join_lists(
    places: Places,
    rows: Rows,
    home: NDArray[np.int16],
    bed: NDArray[np.uint8],
    wish: NDArray[np.float64],
    township: NDArray[np.int16],
    flows: Flows,
    t: int,
) -> None:
    """Put some persons on the waiting lists of homes; `wish` is the utility of the bed today."""
    if not rows.size:
        return
    places.waiting_bed[rows] = bed + 1
    places.waiting_home[rows] = home
    places.waiting_since[rows] = t
    places.waiting_from[rows] = township
    places.refusals[rows] = 0
    places.wish[rows] = wish
    np.add.at(flows.applications, (home, bed), 1)


def end_waits(
    places: Places, rows: Rows, outcome: int, rank: NDArray[np.uint8], log: WaitLog, flows: Flows, t: int
) -> None:
    """Take some persons off the waiting lists and log how their waits ended."""
    if not rows.size:
        return
    log.append(places, rows, outcome, rank, t)
    booked = {WITHDREW: flows.withdrawals, LOST: flows.losses}
    if outcome != ADMITTED:
        np.add.at(booked[outcome], (places.waiting_home[rows], places.waiting_bed[rows] - 1), 1)
    places.waiting_bed[rows] = NOT_WAITING
    places.waiting_home[rows] = NO_HOME
