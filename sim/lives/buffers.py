"""Life events while they are made, and their final order: month, kind, person."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernels import kernel, rule
from sim.state.codes import LEAVE, PENSION_CHANGE

KINDS = PENSION_CHANGE + 1


EVENT = np.dtype(
    [("month", np.int16), ("kind", np.uint8), ("code", np.uint8), ("person", np.int32), ("value", np.int32)]
)
Events = NDArray[np.void]


class Columns(NamedTuple):
    """Events in their final order, a column each."""

    month: NDArray[np.int16]
    kind: NDArray[np.uint8]
    code: NDArray[np.uint8]
    person: NDArray[np.int32]
    value: NDArray[np.int32]


def room(n: int) -> Events:
    """Return empty room for n events."""
    return np.empty(n, EVENT)


@rule
def emit(out: Events, n: int, month: int, kind: int, code: int, person: int, value: int) -> int:
    """Write the n-th event and return n + 1."""
    if n >= out.size:
        raise IndexError("more events than the room made for them")
    event = out[n]
    event.month, event.kind, event.code = month, kind, code
    event.person, event.value = person, value
    return n + 1


@rule
def is_kept(event: Any, left: NDArray[np.int32]) -> bool:
    """False for what would happen to someone who has left the region."""
    gone = left[event.person]
    return event.month < gone or (event.month == gone and event.kind <= LEAVE)


@kernel
def _count(events: Events, left: NDArray[np.int32], kinds: int, counts: NDArray[np.int64]) -> None:
    for i in range(events.size):
        if is_kept(events[i], left):
            counts[events[i].month * kinds + events[i].kind] += 1


@kernel
def _place(
    events: Events, left: NDArray[np.int32], kinds: int, next_place: NDArray[np.int64], out: Columns
) -> None:
    for i in range(events.size):
        event = events[i]
        if not is_kept(event, left):
            continue
        bucket = event.month * kinds + event.kind
        at = next_place[bucket]
        next_place[bucket] = at + 1
        out.month[at], out.kind[at], out.code[at] = event.month, event.kind, event.code
        out.person[at], out.value[at] = event.person, event.value


def in_order(parts: list[Events], left: NDArray[np.int32], months: int) -> tuple[Columns, NDArray[np.int64]]:
    """Sort events by month and kind, keeping the order given within these, and drop those of people who have left.

    Parameters
    ----------
    parts : list of Events
        Those of one kind must come in ascending order of persons. The list is used up, to free their memory.
    left : int32 array
        Month in which each person leaves the region, or a month beyond the horizon.

    Returns
    -------
    events, first event of each month (int64, months + 1)
    """
    counts = np.zeros(months * KINDS, np.int64)
    for events in parts:
        _count(events, left, KINDS, counts)
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    total, next_place = int(ends[-1]), ends[:-1].copy()
    out = Columns(
        np.empty(total, np.int16),
        np.empty(total, np.uint8),
        np.empty(total, np.uint8),
        np.empty(total, np.int32),
        np.empty(total, np.int32),
    )
    while parts:
        _place(parts.pop(0), left, KINDS, next_place, out)
    return out, ends[::KINDS].copy()
