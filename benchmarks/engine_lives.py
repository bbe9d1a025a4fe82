"""Lives of the reference workload by the engine's method: households outside, months inside, events instead of months.

A death is one draw against the survival table; jobs and levels of ability last a number of months that is drawn when
they begin. What the policy half may need is written down: the levels of the frail, and size and income of every
household that is ever near the line.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import workload as w
from sim.draws import key_of, months_until, uniform
from sim.kernels import array_kernel, rule
from sim.lives.buffers import Events, emit, room
from sim.lives.records import packed
from sim.lives.streams import NEVER
from sim.money import to_fen
from sim.state.codes import ABILITY_CHANGE, DEATH, WORK_CHANGE

STREAMS = 900  # the block of the benchmarks
DEATH_STREAM, WORK_STREAM, ABILITY_STREAM, ABILITY_TO_STREAM = range(STREAMS, STREAMS + 4)
CEILING = 1.5  # households are followed whose income per head falls below this multiple of the line
CHANGES_PER_ROW = 2  # room made at first; a chunk that needs more gets a second room
MOST_MEMBERS = max(w.HOUSEHOLD_SIZES)
PERSON = np.dtype(
    [("wage", np.int32), ("age", np.int16), ("ability", np.uint8), ("employed", np.uint8)], align=True
)


class Risk(NamedTuple):
    """Chances by state: of a change within a month, and within the horizon."""

    month: NDArray[np.float64]
    horizon: NDArray[np.float64]


class Rates(NamedTuple):
    """What lives go by; chances are monthly, ages in months, money in fen; packed before it reaches compiled code."""

    survival: NDArray[np.float64]  # share alive at an age, with and after that month
    job: Risk  # of finding one, of losing it
    ability: Risk  # of leaving each level
    worse: NDArray[np.float64]  # share of these changes that are for the worse
    severe: int
    work_from: int
    elder_from: int
    pension: int
    ceiling: int
    death: np.uint64
    work: np.uint64
    change: np.uint64
    direction: np.uint64


class Lives(NamedTuple):
    """What the policy half reads.

    Attributes
    ----------
    alive : int64, months
    incomes : list of Events
        Month, household (`person`), members (`code`) and fen a month (`value`) at the start and at each change, of the
        followed households; those of one household together.
    levels : list of Events
        Levels of ability of those who are or were severely impaired, and their deaths; by person.
    """

    alive: NDArray[np.int64]
    incomes: list[Events]
    levels: list[Events]


def people_of(city: w.City) -> NDArray[np.void]:
    """Return the residents as records of eight bytes."""
    people = np.zeros(city.age.size, PERSON)
    people["wage"] = np.rint(city.wage * to_fen(1))
    for name in ("age", "ability", "employed"):
        people[name] = getattr(city, name)
    return people


def risk_of(month: NDArray[np.float64], months: int) -> Risk:
    """Return monthly chances with what they compound to over a horizon."""
    return Risk(month, 1.0 - (1.0 - month) ** months)


def rates_of(seed: int, months: int) -> NDArray[np.void]:
    """Return the rates of the workload as one record."""
    worse, better = np.full(w.WORST + 1, w.WORSE), np.full(w.WORST + 1, w.BETTER)
    worse[w.WORST], better[0] = 0.0, 0.0
    streams = (DEATH_STREAM, WORK_STREAM, ABILITY_STREAM, ABILITY_TO_STREAM)
    return packed(
        Rates(
            np.cumprod(1.0 - w.death_table()),
            risk_of(np.array([w.FIND_JOB, w.LOSE_JOB]), months),
            risk_of(worse + better, months),
            worse / (worse + better),
            w.SEVERE, w.WORK_FROM, w.ELDER_FROM, to_fen(int(w.PENSION)), int(CEILING * to_fen(int(w.LINE))),
            *(key_of(seed, stream, 0) for stream in streams),
        )
    )  # fmt: skip


@rule
def wait(u: float, risk: Risk, state: int) -> int:
    """Return the months until a change, or NEVER within the horizon; most draws of a short one end at a comparison."""
    if u >= risk.horizon[state]:
        return NEVER
    return months_until(u, risk.month[state])


@rule
def death_month(u: float, age: int, months: int, r: Any) -> int:
    """Return the month in which someone dies, or `months`: inverse CDF on the survival table."""
    level = (1.0 - u) * r.survival[age]
    if r.survival[age + months] >= level:
        return months
    low, high = 0, months - 1
    while low < high:
        middle = (low + high) // 2
        if r.survival[age + middle + 1] >= level:
            low = middle + 1
        else:
            high = middle
    return low


@rule
def work(person: Any, row: int, r: Any, begin: int, end: int, income: NDArray[np.int64]) -> None:
    """Add the wages of the months from `begin` to `end`, exclusive: jobs are lost and found."""
    employed, since, t = person.employed, begin, begin
    while since < end:
        change = min(t + wait(uniform(r.work, row, t), r.job, employed), end)
        if employed:
            income[since] += person.wage
            income[change] -= person.wage
        employed, since, t = 1 - employed, change, change + 1


@rule
def decline(person: Any, row: int, r: Any, begin: int, end: int, out: Events, n: int) -> int:
    """Let ability change from month `begin` to `end`, exclusive; write what concerns the beds."""
    level, t = person.ability, begin
    while t < end:
        t += wait(uniform(r.change, row, t), r.ability, level)
        if t < end:
            before = level
            level += 1 if uniform(r.direction, row, t) < r.worse[level] else -1
            if max(before, level) >= r.severe:
                n = emit(out, n, t, ABILITY_CHANGE, level, row, 0)
        t += 1
    return n


@rule
def live(
    person: Any, row: int, r: Any, months: int, income: NDArray[np.int64], size: NDArray[np.int64], out: Events, n: int
) -> int:  # fmt: skip
    """Let one person live to the end of the horizon; in the first month everyone is a month older than at the start."""
    age = person.age + 1
    end = death_month(uniform(r.death, row, 0), person.age, months, r)
    size[0] += 1
    size[end] -= 1
    old = max(0, r.elder_from - age)
    if old > 0:
        work(person, row, r, max(0, r.work_from - age), min(old, end), income)
    if old < end:
        income[old] += r.pension
        income[end] -= r.pension
        n = decline(person, row, r, old, end, out, n)
    if old <= end < months:
        n = emit(out, n, end, DEATH, 0, row, 0)
    return n


@rule
def write_household(
    household: int, r: Any, income: NDArray[np.int64], size: NDArray[np.int64], alive: NDArray[np.int64], out: Events,
    n: int,
) -> int:  # fmt: skip
    """Write the months in which size or income change, if income per head is ever below the ceiling; clear both."""
    begun, total, members, is_followed = n, 0, 0, False
    for t in range(alive.size):
        if income[t] != 0 or size[t] != 0:
            total += income[t]
            members += size[t]
            alive[t] += size[t]
            n = emit(out, n, t, WORK_CHANGE, members, household, total)
            is_followed |= members > 0 and total < r.ceiling * members
            income[t], size[t] = 0, 0
    income[alive.size], size[alive.size] = 0, 0
    return n if is_followed else begun


@array_kernel
def live_households(
    people: NDArray[np.void], first: NDArray[np.int64], begun: int, until: int, rates: NDArray[np.void],
    alive: NDArray[np.int64], incomes: Events, levels: Events,
) -> tuple[int, int, int]:  # fmt: skip
    """Live the households from `begun` on, to `until` or until the room is nearly full.

    Parameters
    ----------
    alive : int64, months
        The month's change of the number alive is added.

    Returns
    -------
    households done, events of income written, events of levels written
    """
    months = alive.size
    income, size = np.zeros(months + 1, np.int64), np.zeros(months + 1, np.int64)
    n, n_levels, r = 0, 0, rates[0]
    for household in range(begun, until):
        members = first[household + 1] - first[household]
        if n + months > incomes.size or n_levels + members * (months + 1) > levels.size:
            return household, n, n_levels
        for row in range(first[household], first[household + 1]):
            n_levels = live(people[row], row, r, months, income, size, levels, n_levels)
        n = write_household(household, r, income, size, alive, incomes, n)
    return until, n, n_levels


def lives_of(
    city: w.City, people: NDArray[np.void], rates: NDArray[np.void], months: int, chunk: range
) -> Lives:
    """Return the lives of a run of households."""
    alive, incomes, levels, begun = np.zeros(months, np.int64), [], [], chunk.start
    rows = int(city.first[chunk.stop] - city.first[chunk.start])
    while begun < chunk.stop:
        wages, needs = room(CHANGES_PER_ROW * rows + months), room(rows + MOST_MEMBERS * (months + 1))
        begun, n, n_needs = live_households(people, city.first, begun, chunk.stop, rates, alive, wages, needs)
        incomes.append(wages[:n].copy())
        levels.append(needs[:n_needs].copy())
    return Lives(alive, incomes, levels)
