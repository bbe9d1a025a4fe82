"""What the month's events mean for care: who has departed, and which elders' households or levels have changed.

Two ways lead to the same notes. With the list of events, only those concerned are looked at; without it, every elder is
compared with what was last seen of her.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.care.assessment import UNSEEN, look_now
from sim.kernels import kernel, rule
from sim.state.codes import ABILITY_CHANGE, LEAVE, NOBODY
from sim.state.places import FAMILY, FAR_FUTURE, Places
from sim.state.present import HERE, NOT_YET, Present


class Events(NamedTuple):
    """The life events of one month: kinds and persons, as in the histories."""

    kind: NDArray[np.uint8]
    person: NDArray[np.int32]


@rule
def has_stake(places: Places, person: int) -> bool:
    """True if a person has a service or a bed, or waits for one."""
    return (places.setting[person] | places.waiting_bed[person] | places.wants_service[person]) != FAMILY


@rule
def _note_elder(places: Places, person: int, t: int) -> None:
    """Note that an event concerns a person, if that is an elder."""
    if places.seen[person] != UNSEEN:
        places.noted_at[person] = t
        places.due[person] = t


@rule
def _note_household(present: Present, places: Places, household: int, t: int) -> None:
    """Note that something has changed for the elders of a household."""
    if household == NOBODY:
        return
    member = present.households.first_member[household]
    while member != NOBODY:
        _note_elder(places, member, t)
        member = present.persons.next_member[member]


@rule
def _follow_home(present: Present, places: Places, township: NDArray[np.int16], person: int) -> None:
    """Bring the noted home of one person up to date; the departed have none and are due for nothing."""
    household = present.persons.home[person]
    places.household[person] = household
    if household != NOBODY:
        places.township[person] = township[household]
    elif present.persons.presence[person] != NOT_YET:
        places.seen[person] = UNSEEN
        places.assess_due[person] = FAR_FUTURE
        places.rethink_due[person] = FAR_FUTURE
        places.due[person] = FAR_FUTURE


@kernel
def _note_events(
    kinds: NDArray[np.uint8],
    people: NDArray[np.int32],
    present: Present,
    places: Places,
    township: NDArray[np.int16],
    t: int,
    departed: NDArray[np.int32],
) -> int:
    n = 0
    for i in range(kinds.size):
        kind, person = kinds[i], people[i]
        if kind == ABILITY_CHANGE:
            _note_elder(places, person, t)
        if kind > LEAVE:
            continue
        before = places.household[person]
        _follow_home(present, places, township, person)
        after = places.household[person]
        if before != after:
            _note_household(present, places, before, t)
            _note_household(present, places, after, t)
        if has_stake(places, person) and present.persons.presence[person] != HERE:
            departed[n] = person
            n += 1
    return n


@kernel
def _note_all(
    elders: NDArray[np.int32],
    present: Present,
    places: Places,
    township: NDArray[np.int16],
    t: int,
    departed: NDArray[np.int32],
) -> int:
    n = 0
    for person in elders:
        household = present.persons.home[person]
        if household != places.household[person]:
            _follow_home(present, places, township, person)
            _note_elder(places, person, t)
        if present.persons.presence[person] != HERE:
            if has_stake(places, person):
                departed[n] = person
                n += 1
            continue
        if look_now(present, places, person) != places.seen[person]:
            _note_elder(places, person, t)
    return n


def note_month(
    events: Events | None,
    elders: NDArray[np.int32],
    present: Present,
    places: Places,
    township: NDArray[np.int16],
    t: int,
) -> NDArray[np.int32]:
    """Note whom the month's events concern, and return who has died or left with a bed or a place on a list.

    Parameters
    ----------
    events : Events, optional
        Without them every elder is looked at, with the same result at the price of time.
    township : int16 array
        Of the households.
    """
    if events is None:
        departed = np.empty(elders.size, np.int32)
        return departed[: _note_all(elders, present, places, township, t, departed)]
    departed = np.empty(events.person.size, np.int32)
    n = _note_events(events.kind, events.person, present, places, township, t, departed)
    return np.unique(departed[:n])
