"""What the parts of one month of care share, and the verbs that several of them need."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.care.context import Context
from sim.care.rules import Rules
from sim.care.stays import end_waits, leave_beds
from sim.care.waiting_list import rank_queue
from sim.care.waits import WaitLog
from sim.state.places import FAMILY, LOST, NO_HOME, NOT_WAITING, Flows, Homes, Places
from sim.state.present import DEAD, Present

Rows = NDArray[np.int32]


class Month(NamedTuple):
    """What the parts of one month share."""

    present: Present
    places: Places
    homes: Homes
    context: Context
    rules: Rules
    flows: Flows
    log: WaitLog
    seed: int
    month: int  # calendar month
    t: int  # month of the run


def ranks(now: Month, rows: Rows) -> NDArray[np.uint8]:
    """Return the class in the queue of some persons."""
    out = np.empty(rows.size, np.uint8)
    level, numbers = now.places.assessed_level, now.rules.numbers
    rank_queue(rows, now.present, now.context, level, numbers, now.seed, now.month, out)
    return out


def stop_waiting(now: Month, rows: Rows, outcome: int) -> None:
    """End the waits of those of some persons who wait; the departed have no class any more."""
    rows = rows[now.places.waiting_bed[rows] != NOT_WAITING]
    rank = np.zeros(rows.size, np.uint8) if outcome == LOST else ranks(now, rows)
    end_waits(now.places, rows, outcome, rank, now.log, now.flows, now.t)


def discharge(now: Month, rows: Rows, booked: NDArray[np.int64]) -> None:
    """Free the beds of those of some persons who have one."""
    rows = rows[now.places.care_home[rows] != NO_HOME]
    leave_beds(now.places, now.homes, rows, now.context.is_tekun, booked)


def let_go(now: Month, departed: Rows) -> None:
    """Free what the dead and those who left the region held: beds and places on the lists."""
    stop_waiting(now, departed, LOST)
    now.places.wants_service[departed] = FAMILY
    has_died = now.present.persons.presence[departed] == DEAD
    discharge(now, departed[has_died], now.flows.deaths)
    discharge(now, departed[~has_died], now.flows.discharges)
