"""The policy half of the reference workload, replayed on lives that are already there: claims, payments and beds."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import workload as w
from benchmarks.engine_lives import STREAMS
from sim.draws import key_of, uniform
from sim.kernels import array_kernel, kernel, rule
from sim.lives.buffers import Columns, Events
from sim.lives.records import packed
from sim.money import to_fen
from sim.state.codes import DEATH

VISIT_STREAM, APPLY_STREAM = STREAMS + 10, STREAMS + 11
AT_HOME, WAITS, IN_BED = 0, 1, 2
ROW_BITS, MONTH_BITS = 32, 16  # of the sort key of the waiting list


class Law(NamedTuple):
    """What a scenario may change; money in fen a month."""

    line: int
    visited: float
    apply_visited: float
    apply_alone: float
    visit: np.uint64
    apply: np.uint64


class Claims(NamedTuple):
    """Monthly totals; `ledger` in fen, months x townships."""

    eligible: NDArray[np.int64]
    recipients: NDArray[np.int64]
    ledger: NDArray[np.int64]


def law_of(seed: int) -> NDArray[np.void]:
    """Return the law of the workload as one record."""
    keys = (key_of(seed, stream, 0) for stream in (VISIT_STREAM, APPLY_STREAM))
    return packed(Law(to_fen(int(w.LINE)), w.VISITED, w.APPLY_VISITED, w.APPLY_ALONE, *keys))


@rule
def applies(household: int, t: int, law: Any) -> bool:
    """True if an eligible household that receives nothing asks for it in month t."""
    visited = uniform(law.visit, household, t) < law.visited
    return uniform(law.apply, household, t) < (law.apply_visited if visited else law.apply_alone)


@kernel
def replay_claims(
    incomes: Events, township: NDArray[np.int64], rates: NDArray[np.void], eligible: NDArray[np.int64],
    recipients: NDArray[np.int64], ledger: NDArray[np.int64],
) -> None:  # fmt: skip
    """Add the claims of the followed households, from change to change of their income."""
    law, months, receives = rates[0], eligible.size, False
    for i in range(incomes.size):
        change, household = incomes[i], incomes[i].person
        is_last = i + 1 == incomes.size or incomes[i + 1].person != household
        until = months if is_last else incomes[i + 1].month
        gap = law.line * change.code - change.value
        if change.month == 0 or gap <= 0:
            receives = False
        if gap <= 0:
            continue
        for t in range(change.month, until):
            eligible[t] += 1
            receives = receives or applies(household, t, law)
            if receives:
                recipients[t] += 1
                ledger[t, township[household]] += gap


def claims_of(incomes: Events, township: NDArray[np.int64], law: NDArray[np.void], months: int) -> Claims:
    """Return the claims of the households of one list of changes."""
    claims = Claims(
        np.zeros(months, np.int64), np.zeros(months, np.int64), np.zeros((months, w.TOWNSHIPS), np.int64)
    )
    replay_claims(incomes, township, law, *claims)
    return claims


@rule
def priority(level: int, since: int, row: int) -> int:
    """Return the place in the line as one number, smallest first: the worse level, the longer wait, the lower row."""
    return (((w.WORST - level) << MONTH_BITS) | since) << ROW_BITS | row


@array_kernel
def admit(
    line: NDArray[np.int32], level: NDArray[np.uint8], since: NDArray[np.int16], place: NDArray[np.uint8], free: int
) -> int:  # fmt: skip
    """Give the free beds to the first of the line and return how many are left."""
    keys = np.empty(line.size, np.int64)
    for i in range(line.size):
        keys[i] = priority(level[line[i]], since[line[i]], line[i])
    keys.sort()
    for key in keys[:free]:
        place[key & ((1 << ROW_BITS) - 1)] = IN_BED
    return max(0, free - keys.size)


@array_kernel
def replay_beds(
    events: Columns, month_first: NDArray[np.int64], level: NDArray[np.uint8], severe: int, free: int,
    occupied: NDArray[np.int64], waiting: NDArray[np.int64],
) -> None:  # fmt: skip
    """Run the line for the beds month by month; `level` holds everyone's ability at the start and is used up."""
    place, since, beds = np.zeros(level.size, np.uint8), np.zeros(level.size, np.int16), free
    line = np.nonzero(level >= severe)[0].astype(np.int32)
    place[line] = WAITS
    for t in range(occupied.size):
        joined, n = np.empty(month_first[t + 1] - month_first[t], np.int32), 0
        for i in range(month_first[t], month_first[t + 1]):
            row = events.person[i]
            level[row] = 0 if events.kind[i] == DEATH else events.code[i]
            if level[row] < severe:
                free += place[row] == IN_BED
                place[row] = AT_HOME
            elif place[row] == AT_HOME:
                place[row], since[row] = WAITS, t
                joined[n] = row
                n += 1
        line = np.concatenate((line, joined[:n]))
        line = line[place[line] == WAITS]
        free = admit(line, level, since, place, free)
        occupied[t] = beds - free
        waiting[t] = np.sum(place[line] == WAITS)
