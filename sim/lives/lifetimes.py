"""Bodies of many people: persons outside, months inside, in chunks of rows on threads; any chunk gives the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.draws import uniform
from sim.kernels import kernel, rule
from sim.lives.ability import ability_rates, pick
from sim.lives.bodies import (
    PERSON,
    Person,
    Rates,
    birthday,
    body_event,
    disability_event,
    fall_ill,
    illness_event,
    soonest,
    stay_event,
    wind_work,
    wind_yearly,
    work_event,
)  # fmt: skip
from sim.lives.buffers import KINDS, Events, emit, room
from sim.lives.deaths import death_risk
from sim.lives.disability import disability_rates
from sim.lives.illness import illness_rates
from sim.lives.streams import NEVER, keys
from sim.lives.tables import LifeTables
from sim.lives.work import is_paid, work_rates
from sim.state.codes import ABILITY_CHANGE, ABLE, NOT_WORKING

CHUNK_ROWS = 1 << 14
People = NDArray[np.void]
EVENTS_PER_ROW_YEAR = 1.5  # room made at first; a chunk that needs more gets a second room


class Facts(NamedTuple):
    """Columns of persons that bodies start from."""

    id: NDArray[np.uint64]
    sex: NDArray[np.uint8]
    residence: NDArray[np.uint8]  # 0 urban, 1 rural
    born: NDArray[np.int32]  # month index
    entered: NDArray[np.int16]
    schooling: NDArray[np.uint8]
    disability_grade: NDArray[np.uint8]
    ability: NDArray[np.uint8]
    ill: NDArray[np.uint8]
    work: NDArray[np.uint8]
    wage_m: NDArray[np.int32]
    pension: NDArray[np.uint8]
    pension_m: NDArray[np.int32]


def body_rates(tables: LifeTables, law: Any, seed: int, span: int = 0) -> Rates:
    """Return everything that bodies live by under the assumptions in force; `span` as in `keys`."""
    ages = tables.mortality_y.shape[-1]
    return Rates(
        deaths=death_risk(tables, law),
        ability=ability_rates(tables, law),
        disability=disability_rates(law, ages),
        illness=illness_rates(law, ages),
        work=work_rates(law),
        severe_grade=int(law.severe_disability_grade),
        oldest=ages - 1,
        keys=keys(seed, span),
    )


@rule
def set_out(s: Person, facts: Facts, row: int, r: Rates, start: int) -> None:
    """Fill the state of one person at the month of entry and wind all clocks."""
    s.id = facts.id[row]
    s.sex, s.residence = facts.sex[row], facts.residence[row]
    t = max(0, facts.entered[row])
    months = start + t - facts.born[row]
    s.age = months // MONTHS_PER_YEAR
    s.next_birthday = t + MONTHS_PER_YEAR - months % MONTHS_PER_YEAR
    s.ability, s.disability_grade, s.schooling = (
        facts.ability[row],
        facts.disability_grade[row],
        facts.schooling[row],
    )
    s.pension, s.pension_m = facts.pension[row], facts.pension_m[row]
    s.work = facts.work[row]
    s.last_work = s.work if is_paid(s.work) else NOT_WORKING
    s.potential_wage = facts.wage_m[row] if facts.wage_m[row] > 0 else int(r.work.wage_default)
    s.wage_m = s.potential_wage if is_paid(s.work) else 0
    s.is_seeking = 1 if uniform(r.keys.seeking, s.id, t) < r.work.unemployed else 0
    s.ill_until, s.ill_bill = 0, 0
    s.next_disability = NEVER
    if facts.ill[row] != 0:
        fall_ill(s, r, t, uniform(r.keys.illness_work, s.id, t))
    wind_yearly(s, r, t)
    wind_work(s, r, t)


@rule
def turn_of_age(s: Person, r: Rates, t: int) -> None:
    """Add a year and wind the clocks that depend on age; at the age of elders the level of ability is drawn."""
    s.age += 1
    s.next_birthday = t + MONTHS_PER_YEAR
    if s.age == r.ability.from_age:
        level = pick(uniform(r.keys.ability_start, s.id, 0), r.ability.start)
        s.ability = max(s.ability, level)
    wind_yearly(s, r, t)


@rule
def live_month(s: Person, r: Rates, out: Events, n: int, t: int) -> int:
    """Let everything happen that is due in month t: first whether the person dies."""
    is_birthday = s.next_birthday == t
    if is_birthday:
        turn_of_age(s, r, t)
    changes = s.next_body == t
    if changes:
        n = body_event(s, r, out, n, t)
        if s.next_birthday == NEVER:
            return n
    if is_birthday and not changes and s.age == r.ability.from_age and s.ability != ABLE:
        n = emit(out, n, t, ABILITY_CHANGE, s.ability, s.row, 0)
    if s.next_disability == t:
        n = disability_event(s, r, out, n, t)
    if s.next_illness == t:
        n = illness_event(s, r, out, n, t)
    if s.next_stay == t:
        n = stay_event(s, r, out, n, t)
    if is_birthday:
        n = birthday(s, r, out, n, t)
    if s.next_work == t:
        n = work_event(s, r, out, n, t)
    return n


@kernel
def begin(facts: Facts, people: People, first: int, offset: int, rates: NDArray[np.void], start: int) -> None:
    """Fill the records of the rows of facts from `first` on; their events name the row plus `offset`."""
    for i in range(people.size):
        people[i].row = first + i + offset
        set_out(people[i], facts, first + i, rates[0], start)


@kernel
def advance(
    people: People, begun: int, until: int, rates: NDArray[np.void], out: Events, spare: int
) -> tuple[int, int]:
    """Live the people from number `begun` on until month `until`, exclusive, or until the room is nearly full.

    Returns
    -------
    people done, events written
    """
    n, r = 0, rates[0]
    for i in range(begun, people.size):
        if n + spare > out.size:
            return i, n
        s = people[i]
        t = soonest(s)
        while t < until:
            n = live_month(s, r, out, n, t)
            t = soonest(s)
    return people.size, n


def live_until(people: People, months: int, until: int, rates: NDArray[np.void]) -> list[Events]:
    """Live people through their next `months` months, up to `until`, and return their events."""
    spare = months * KINDS
    size = int(people.size * EVENTS_PER_ROW_YEAR * months / MONTHS_PER_YEAR) + spare
    parts, begun = [], 0
    while begun < people.size:
        out = room(size)
        begun, n = advance(people, begun, until, rates, out, spare)
        parts.append(out[:n].copy())
    return parts


def lifetimes(
    facts: Facts, rows: tuple[int, int], rates: NDArray[np.void], start: int, months: int, threads: int = 1,
    chunk_rows: int = CHUNK_ROWS, offset: int = 0,
) -> list[Events]:  # fmt: skip
    """Return all events of bodies and work of some rows, from each person's entry to the end of the horizon.

    Parameters
    ----------
    facts : Facts
    rows : first and last row, the last exclusive
    rates : record
        Packed `Rates`.
    start : int
        Calendar month of t = 0.
    months : int
        Length of the horizon.
    threads : int
    chunk_rows : int
        Any number gives the same events.
    offset : int
        Added to the rows of `facts` in the events.

    Returns
    -------
    list of Events
        Those of one person together, persons in ascending order.
    """

    def live(first: int) -> list[Events]:
        people = np.zeros(min(chunk_rows, rows[1] - first), PERSON)
        begin(facts, people, first, offset, rates, start)
        return live_until(people, months, months, rates)

    firsts = range(rows[0], rows[1], chunk_rows)
    if threads == 1 or len(firsts) == 1:
        done = [live(first) for first in firsts]
    else:
        with ThreadPoolExecutor(threads) as pool:
            done = list(pool.map(live, firsts))
    return [events for parts in done for events in parts]
