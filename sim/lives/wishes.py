"""When a person's life may turn: candidate months for births, partners, moves, drawn before anyone's circumstances.

For each year of age one draw decides whether a turn of each kind offers itself, and in which month. Whether it is
taken depends, when the month has come, on circumstances (married? alive? lives alone?). So the monthly loop visits
a few thousand candidates and not everybody, and a draw is addressed by the person and the age, whatever others do.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.draws import uniform
from sim.kernels import kernel, rule
from sim.lives.buffers import Events, emit, in_order, room
from sim.lives.streams import NEVER, Keys
from sim.lives.tables import LifeTables
from sim.state.codes import FEMALE, MALE

# In the order in which they are taken within a month.
BEAR, BRING, LEAVE_HOME, JOIN_CHILD, SEEK, PART, LEAVE_REGION = 0, 1, 2, 3, 4, 5, 6
TURNS = LEAVE_REGION + 1
CHUNK_ROWS = 1 << 14
YEARS_BEYOND = 2  # a horizon touches one year of age more at each end


def chances(tables: LifeTables, law: Any, married_share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the yearly probability of each turn by sex and age, shape turns x 2 x ages.

    Parameters
    ----------
    married_share : float64, ages
        Share of women who are married. The table's fertility is that of all women; a candidate birth of a married woman
        is always taken, that of another with the ratio `birth_unmarried`.
    """
    ages = tables.fertility_y.size
    out = np.zeros((TURNS, FEMALE + 1, ages))
    share = married_share + law.birth_unmarried * (1 - married_share)
    wanted = np.divide(tables.fertility_y, share, out=np.zeros(ages), where=share > 0)
    out[BEAR, FEMALE] = np.minimum(wanted, law.birth_most_y)
    steps = [(law.partner_age_20, law.partner_y_20), (law.partner_age_25, law.partner_y_25)]
    steps += [
        (law.partner_age_30, law.partner_y_30),
        (law.partner_age_40, law.partner_y_40),
        (law.partner_age_end, 0),
    ]
    for first, rate in steps:
        out[SEEK, :, int(first) :] = rate
    mobile = slice(int(law.migration_age_min), int(law.migration_age_max) + 1)
    out[BRING, :, mobile], out[LEAVE_REGION, :, mobile] = law.in_migration_y, law.out_migration_y
    out[LEAVE_HOME, :, int(law.adult_age) : int(law.leave_home_age_max) + 1] = law.leave_home_y
    out[JOIN_CHILD, :, int(law.join_child_age) :] = law.join_child_y
    out[PART, FEMALE, int(law.adult_age) :] = law.divorce_y
    return out


def married_shares(
    sex: NDArray[np.uint8], age: NDArray[np.int32], married: NDArray[np.bool_], ages: int, band: int
) -> NDArray[np.float64]:
    """Return the share of women who are married by single age, averaged over bands of ages; 1 where there are none."""
    women = sex != MALE
    index = np.clip(age[women], 0, ages - 1) // band
    total = np.bincount(index, minlength=ages // band + 1)
    wives = np.bincount(index, weights=married[women], minlength=ages // band + 1)
    return np.where(total > 0, wives / np.maximum(total, 1), 1.0)[np.arange(ages) // band]


def turn_keys(keys: Keys) -> NDArray[np.uint64]:
    """Return the keys of the turns in their order."""
    return np.array(
        [keys.birth, keys.in_migration, keys.leave_home, keys.join_child, keys.partner, keys.divorce,
         keys.out_migration], np.uint64,
    )  # fmt: skip


@rule
def wishes_of_year(
    row: int, entity: Any, table: NDArray[np.float64], sex: int, age: int, keys: NDArray[np.uint64], begins: int,
    first: int, months: int, out: Events, n: int,
) -> int:  # fmt: skip
    """Write the turns that offer themselves to one person within one year of age that begins in month `begins`."""
    for turn in range(table.shape[0]):
        p = table[turn, sex, age]
        if p <= 0.0:
            continue
        u = uniform(keys[turn], entity, age)
        if u < p:
            t = begins + int(MONTHS_PER_YEAR * (u / p))
            if first <= t < months:
                n = emit(out, n, t, turn, 0, row, 0)
    return n


@kernel
def write_wishes(
    people: NDArray[np.void], begun: int, last: int, start: int, months: int, table: NDArray[np.float64],
    keys: NDArray[np.uint64], spare: int, out: Events,
) -> tuple[int, int]:  # fmt: skip
    """Write the turns of the rows from `begun` to `last` until the room is nearly full; rows done and turns written."""
    n = 0
    oldest = table.shape[-1] - 1
    for row in range(begun, last):
        if n + spare > out.size:
            return row, n
        person = people[row]
        entity, sex, born = person.id, person.sex, person.born
        first = max(0, person.entered + 1)
        age = (start + first - born) // MONTHS_PER_YEAR
        begins = born + age * MONTHS_PER_YEAR - start
        while begins < months:
            n = wishes_of_year(row, entity, table, sex, min(age, oldest), keys, begins, first, months, out, n)
            age += 1
            begins += MONTHS_PER_YEAR
    return last, n


class Agenda:
    """The candidates of each month and turn; arrivals add theirs."""

    def __init__(self, start: int, months: int, table: NDArray[np.float64], keys: Keys) -> None:
        self.start, self.months, self.table, self.keys = start, months, table, turn_keys(keys)
        self._by_month: dict[int, list[tuple[NDArray[np.uint8], NDArray[np.int32]]]] = {}

    def add(self, people: NDArray[np.void], rows: tuple[int, int], threads: int = 1) -> None:
        """Draw the turns of some rows and enter them."""
        starts = range(rows[0], rows[1], CHUNK_ROWS)
        spans = [(first, min(first + CHUNK_ROWS, rows[1])) for first in starts]
        if threads == 1 or len(spans) == 1:
            done = [self._drawn(people, span) for span in spans]
        else:
            with ThreadPoolExecutor(threads) as pool:
                done = list(pool.map(partial(self._drawn, people), spans))
        nobody_left = np.full(rows[1], NEVER, np.int32)
        events, first = in_order([part for parts in done for part in parts], nobody_left, self.months)
        for t in np.flatnonzero(np.diff(first)):
            one = slice(first[t], first[t + 1])
            self._by_month.setdefault(int(t), []).append((events.kind[one], events.person[one]))

    def _drawn(self, people: NDArray[np.void], rows: tuple[int, int]) -> list[Events]:
        """Return the turns of some rows, by row."""
        begun, last = rows
        spare = ((self.months - 1) // MONTHS_PER_YEAR + YEARS_BEYOND) * TURNS
        parts = []
        while begun < last:
            out = room(spare + TURNS * (last - begun))
            begun, n = write_wishes(
                people, begun, last, self.start, self.months, self.table, self.keys, spare, out
            )
            parts.append(out[:n].copy())
        return parts

    def candidates(self, t: int, turn: int) -> NDArray[np.int32]:
        """Return the rows for which a turn offers itself in month t, in ascending order."""
        rows = [people[kinds == turn] for kinds, people in self._by_month.get(t, ())]
        return np.concatenate(rows) if rows else np.zeros(0, np.int32)
