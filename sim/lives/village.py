"""Who lives with whom while lives are made, and the verbs that change it; each verb writes its event."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import age_years
from sim.kernels import kernel, rule
from sim.lives.buffers import EVENT, Events, emit
from sim.state.codes import ELSEWHERE, MOVE, NOBODY, SAME_COUNTY, SAME_TOWNSHIP, WIDOWED
from sim.state.columns import Population

HERE, DEAD, GONE = 0, 1, 2
RESIDENT = np.dtype(
    [
        ("id", np.uint64),
        *((name, np.int32) for name in (
            "home", "next", "previous", "spouse", "father", "mother", "born", "last_birth", "sex", "marital",
            "presence", "entered", "first_home", "donor", "relation", "disability", "work",
        )),
    ],
    align=True,
)  # fmt: skip
HOME = np.dtype(
    [
        ("id", np.uint64),
        *((name, np.int32) for name in (
            "first", "n_members", "township", "county", "is_urban", "is_collective", "origin", "founded", "heads",
        )),
    ],
    align=True,
)  # fmt: skip
# A child who leaves the parents' home, for the support that the law expects.
TIE = np.dtype([(name, np.int32) for name in ("parent_home", "child", "distance", "month", "n_elders")])
N_PEOPLE, N_HOMES, N_EVENTS, N_TIES = 0, 1, 2, 3
BORN, ARRIVED, FOUNDED = 0, 1, 2  # what an id derived from a person and a month stands for
LONG_AGO = -(1 << 20)


class Village(NamedTuple):
    """Records of people and homes with room for arrivals, the events written so far, and how many there are of each."""

    people: NDArray[np.void]
    homes: NDArray[np.void]
    events: Events
    ties: NDArray[np.void]
    counts: NDArray[np.int64]  # people, homes, events, ties


def enlarged(records: NDArray[np.void], used: int, needed: int) -> NDArray[np.void]:
    """Return the records, or a copy with twice the room needed when fewer than `needed` places are free."""
    if used + needed <= records.size:
        return records
    out = np.zeros(used + needed + needed, records.dtype)
    out[:used] = records[:used]
    return out


def with_room(village: Village, people: int, homes: int, events: int) -> Village:
    """Return the village with room for so many more people, homes and events (and as many ties as events)."""
    used = [int(count) for count in village.counts]
    return Village(
        enlarged(village.people, used[N_PEOPLE], people),
        enlarged(village.homes, used[N_HOMES], homes),
        enlarged(village.events, used[N_EVENTS], events),
        enlarged(village.ties, used[N_TIES], events),
        village.counts,
    )


def settle(population: Population, county_of_township: NDArray[np.int32], arrivals: int) -> Village:
    """Return the village as the population describes it, with room for so many arrivals."""
    persons, households = population.persons, population.households
    people, homes = np.zeros(len(persons) + arrivals, RESIDENT), np.zeros(len(households) + arrivals, HOME)
    given = people[: len(persons)]
    enter_people(
        given, persons.id, persons.household, persons.spouse, persons.father, persons.mother, persons.born, persons.sex,
        persons.marital, persons.relation, persons.work,
    )  # fmt: skip
    initial = homes[: len(households)]
    for name in ("id", "township", "is_urban", "is_collective"):
        initial[name] = getattr(households, name)
    initial["county"] = county_of_township[households.township]
    initial["first"] = initial["origin"] = initial["founded"] = NOBODY
    counts = np.array([len(persons), len(households), 0, 0], np.int64)
    village = Village(people, homes, np.zeros(0, EVENT), np.zeros(0, TIE), counts)
    link_all(village)
    return village


@kernel
def enter_people(
    people: NDArray[np.void], id: NDArray[np.uint64], home: NDArray[np.int32], spouse: NDArray[np.int32],
    father: NDArray[np.int32], mother: NDArray[np.int32], born: NDArray[np.int32], sex: NDArray[np.uint8],
    marital: NDArray[np.uint8], relation: NDArray[np.uint8], work: NDArray[np.uint8],
) -> None:  # fmt: skip
    """Fill the records of the initial residents."""
    for row in range(people.size):
        one = people[row]
        one.id, one.home, one.first_home, one.born = id[row], home[row], home[row], born[row]
        one.spouse, one.father, one.mother = spouse[row], father[row], mother[row]
        one.sex, one.marital, one.relation, one.work = sex[row], marital[row], relation[row], work[row]
        one.next, one.previous, one.donor, one.entered, one.last_birth = (
            NOBODY,
            NOBODY,
            NOBODY,
            NOBODY,
            LONG_AGO,
        )


@kernel
def link_all(village: Village) -> None:
    """Enter everybody in the list of members of the home."""
    for person in range(village.counts[N_PEOPLE] - 1, -1, -1):
        link(village, person, village.people[person].home)


@rule
def link(v: Village, person: int, home: int) -> None:
    """Enter a person in a home's list of members."""
    successor = v.homes[home].first
    v.people[person].next = successor
    v.people[person].previous = NOBODY
    if successor != NOBODY:
        v.people[successor].previous = person
    v.homes[home].first = person
    v.homes[home].n_members += 1
    v.people[person].home = home


@rule
def unlink(v: Village, person: int) -> None:
    """Strike a person from the list of members of the home."""
    home = v.people[person].home
    before, after = v.people[person].previous, v.people[person].next
    if before == NOBODY:
        v.homes[home].first = after
    else:
        v.people[before].next = after
    if after != NOBODY:
        v.people[after].previous = before
    v.homes[home].n_members -= 1
    v.people[person].home = NOBODY


@rule
def tell(v: Village, t: int, kind: int, person: int, value: int) -> None:
    """Write one event."""
    v.counts[N_EVENTS] = emit(v.events, v.counts[N_EVENTS], t, kind, 0, person, value)


@rule
def is_here(v: Village, person: int) -> bool:
    """True for a row that stands for someone who lives in the region."""
    return person != NOBODY and v.people[person].presence == HERE


@rule
def age_at(v: Village, person: int, month: int) -> int:
    """Return completed years of age in a calendar month."""
    return age_years(v.people[person].born, month)


@rule
def parents_at_home(v: Village, person: int) -> int:
    """Return how many parents live in the person's home."""
    father, mother, home = v.people[person].father, v.people[person].mother, v.people[person].home
    count = 0
    if is_here(v, father) and v.people[father].home == home:
        count += 1
    if is_here(v, mother) and v.people[mother].home == home:
        count += 1
    return count


@rule
def distance(v: Village, a: int, b: int) -> int:
    """Return the distance class of two homes."""
    if v.homes[a].township == v.homes[b].township:
        return SAME_TOWNSHIP
    return SAME_COUNTY if v.homes[a].county == v.homes[b].county else ELSEWHERE


@rule
def tie_to_parents(v: Village, person: int, far: int, t: int) -> None:
    """Note that a grown child leaves parents behind."""
    parents = parents_at_home(v, person)
    if parents == 0:
        return
    tie = v.ties[v.counts[N_TIES]]
    tie.parent_home, tie.child, tie.distance = v.people[person].home, person, far
    tie.month, tie.n_elders = t, parents
    v.counts[N_TIES] += 1


@rule
def move(v: Village, person: int, to: int, t: int) -> None:
    """Let a person change the home."""
    unlink(v, person)
    link(v, person, to)
    tell(v, t, MOVE, person, to)


@rule
def move_out(v: Village, person: int, to: int, t: int) -> None:
    """Let a grown person change the home, and note the parents left behind."""
    tie_to_parents(v, person, distance(v, v.people[person].home, to), t)
    move(v, person, to, t)


@rule
def is_child_of(v: Village, child: int, parent: int, month: int, adult_age: int) -> bool:
    """True for a minor child of a parent."""
    mine = v.people[child].mother == parent or v.people[child].father == parent
    return mine and age_at(v, child, month) < adult_age


@rule
def move_children(v: Village, parent: int, home: int, to: int, t: int, month: int, adult_age: int) -> None:
    """Let the minor children of a parent who live in a home move to another."""
    child = v.homes[home].first
    while child != NOBODY:
        successor = v.people[child].next
        if is_child_of(v, child, parent, month, adult_age):
            move(v, child, to, t)
        child = successor


@rule
def found_home(v: Village, home_id: Any, like: int, t: int, heads: int) -> int:
    """Return a new empty home in the township of another one.

    It takes one of `heads` equal parts of what the other owns and farms, contracted land being allotted by head; none
    when `heads` is 0.
    """
    new = v.counts[N_HOMES]
    place, model = v.homes[new], v.homes[like]
    place.id, place.first, place.n_members, place.is_collective = home_id, NOBODY, 0, 0
    place.township, place.county, place.is_urban = model.township, model.county, model.is_urban
    place.origin, place.founded, place.heads = like, t, heads
    v.counts[N_HOMES] = new + 1
    return new


@kernel
def bury(village: Village, deaths: NDArray[np.int32]) -> None:
    """Take this month's dead out of their homes and marriages."""
    for person in deaths:
        if village.people[person].presence != HERE:
            continue
        spouse = village.people[person].spouse
        if spouse != NOBODY:
            village.people[spouse].spouse = NOBODY
            village.people[spouse].marital = WIDOWED
            village.people[person].spouse = NOBODY
        unlink(village, person)
        village.people[person].presence = DEAD
