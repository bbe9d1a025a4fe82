"""Shocks: months in which many lose their work at once, on top of the usual losses.

Who works for pay at the end of the month before loses the work with the month's share; after the declared months the
old work comes back, unless the person's own life has brought other work, retirement, death or a move away before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import LIVES_STREAMS, key_of, uniforms
from sim.laws import LawBook
from sim.lives.buffers import Columns
from sim.state.codes import DEATH, EARNING, ENTER, LEAVE, NOT_WORKING, WORK_CHANGE
from sim.state.columns import Persons

STREAM_JOB_LOSS = LIVES_STREAMS + 90  # beyond the purposes that lives number from the block's start
_NEVER = 1 << 30


class Shocks(NamedTuple):
    """What a scenario's shocks do; arrays of the months of the run."""

    job_loss_share: NDArray[np.float64]
    job_loss_months: NDArray[np.int64]


def shocks_of(book: LawBook, start: int, months: int) -> Shocks | None:
    """Return the shocks in force over a run, or None when there are none."""
    laws = [book.in_force("shocks", start + t) for t in range(months)]
    shares = np.array([law.job_loss_share for law in laws], np.float64)
    if not shares.any():
        return None
    return Shocks(shares, np.array([law.job_loss_months for law in laws], np.int64))


def with_shocks(
    events: Columns, persons: Persons, shocks: Shocks, seed: int
) -> tuple[Columns, NDArray[np.int64]]:
    """Return the events of all lives with those of the shocks among them, and the first event of each month.

    Parameters
    ----------
    events : Columns
        In their final order.
    persons : Persons
        All who ever live in the region.
    """
    months = shocks.job_loss_share.size
    for t in np.nonzero(shocks.job_loss_share)[0]:
        added = _losses(events, persons, int(t), shocks, seed)
        events = _in_order(events, added)
    first = np.searchsorted(events.month, np.arange(months + 1)).astype(np.int64)
    return events, first


def _losses(events: Columns, persons: Persons, t: int, shocks: Shocks, seed: int) -> Columns:
    work, wage, is_here = _standing(events, persons, t)
    following = _next_turn(events, len(persons), t)
    loses = is_here & np.isin(work, EARNING) & (following > t)
    drawn = uniforms(key_of(seed, STREAM_JOB_LOSS, t), persons.id)
    rows = np.nonzero(loses & (drawn < shocks.job_loss_share[t]))[0]
    back = t + int(shocks.job_loss_months[t])
    returning = rows[following[rows] > back] if back < shocks.job_loss_share.size else rows[:0]
    n, m = rows.size, returning.size
    return Columns(
        np.concatenate([np.full(n, t), np.full(m, back)]).astype(np.int16),
        np.full(n + m, WORK_CHANGE, np.uint8),
        np.concatenate([np.full(n, NOT_WORKING), work[returning]]).astype(np.uint8),
        np.concatenate([rows, returning]).astype(np.int32),
        np.concatenate([np.zeros(n), wage[returning]]).astype(np.int32),
    )


def _standing(
    events: Columns, persons: Persons, t: int
) -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.bool_]]:
    """Return each person's work, its wage, and whether the person is here, before month t."""
    before = slice(0, int(np.searchsorted(events.month, t)))
    kind, person = events.kind[before], events.person[before]
    work, wage = persons.work.copy(), persons.wage_m.copy()
    turns = kind == WORK_CHANGE
    # Of several events of one person the last one holds: they stand in the order of the months.
    work[person[turns]] = events.code[before][turns]
    wage[person[turns]] = events.value[before][turns]
    is_here = persons.entered < 0
    is_here[person[kind == ENTER]] = True
    is_here[person[(kind == DEATH) | (kind == LEAVE)]] = False
    return work, wage, is_here


def _next_turn(events: Columns, n: int, t: int) -> NDArray[np.int64]:
    """Return the month of each person's next event of work, death or leaving, from month t on."""
    after = slice(int(np.searchsorted(events.month, t)), None)
    kind = events.kind[after]
    turns = (kind == WORK_CHANGE) | (kind == DEATH) | (kind == LEAVE)
    made = np.full(n, _NEVER, np.int64)
    # Backwards, so that the first one is written last.
    made[events.person[after][turns][::-1]] = events.month[after][turns][::-1]
    return made


def _in_order(events: Columns, added: Columns) -> Columns:
    """Return events and new ones by month, kind and person; equal ones as they came."""
    month, kind, code, person, value = (
        np.concatenate([old, new]) for old, new in zip(events, added, strict=True)
    )
    # Only work events move: others of one month and kind keep the order that lives gave them.
    order = np.lexsort((np.arange(month.size), np.where(kind == WORK_CHANGE, person, 0), kind, month))
    return Columns(
        month[order].astype(np.int16),
        kind[order].astype(np.uint8),
        code[order].astype(np.uint8),
        person[order].astype(np.int32),
        value[order].astype(np.int32),
    )
