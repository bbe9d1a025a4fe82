"""Assessment: when the administration learns of an elder's level, and what makes a family think again about care."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.care.context import NOTICE, RETHINK
from sim.care.rules import Numbers
from sim.draws import months_until, stream_key, uniform
from sim.kernels import array_kernel, kernel, rule
from sim.state.codes import TOTAL
from sim.state.places import FAMILY, FAR_FUTURE, FIRST_BED, Places
from sim.state.present import HERE, Present

MEMBERS_SHIFT = 3  # the level takes the lower bits of a look
LEVEL_MASK = (1 << MEMBERS_SHIFT) - 1
MOST_MEMBERS = (1 << 5) - 1
UNSEEN = 0  # no elder looks like this: every household has a member


class Review(NamedTuple):
    """Rows that one look at all elders has found."""

    touched: NDArray[np.int32]  # due, or concerned by an event
    waiting: NDArray[np.int32]
    frail: NDArray[np.int32]  # need hours of care, among those not touched
    residents: NDArray[np.int32]  # in a bed


@rule
def look(level: int, n_members: int) -> int:
    """Return what is noticed of an elder in one byte: the true level and the size of the household."""
    return level | (min(n_members, MOST_MEMBERS) << MEMBERS_SHIFT)


@rule
def true_level(ability: int, decline: int) -> int:
    """Return the level of ability, worse by what was lost for want of care; zero is lost without the feedback."""
    level = np.int64(ability) + np.int64(decline)  # bytes as they come would add up to an unsigned word
    return int(level) if level < TOTAL else TOTAL


@rule
def members_seen(seen: int) -> int:
    """Return the size of the household in a look."""
    return seen >> MEMBERS_SHIFT


@rule
def look_now(present: Present, places: Places, person: int) -> int:
    """Return what is noticed today of an elder who is here."""
    level = true_level(present.persons.ability[person], places.decline[person])
    return look(level, present.households.n_members[present.persons.home[person]])


@rule
def next_rethink(key: int, entity: int, t: int, share: float) -> int:
    """Return the month of the next decision without an outer cause, after month t."""
    return min(t + 1 + months_until(uniform(key, entity, 0), share), FAR_FUTURE)


@kernel
def _scan(
    elders: NDArray[np.int32],
    presence: NDArray[np.uint8],
    places: Places,
    t: int,
    need_level: int,
    count: NDArray[np.int64],
    lists: NDArray[np.int32],
) -> tuple[int, int, int, int]:
    """Look once at every elder; fill the lists of a review, count elders by township, and return the lists' lengths."""
    touched, waiting, frail, residents = 0, 0, 0, 0
    due, seen = places.due, places.seen
    setting, waiting_bed, township = places.setting, places.waiting_bed, places.township
    for person in elders:
        is_due = due[person] <= t
        if seen[person] == UNSEEN and not (is_due and presence[person] == HERE):
            continue
        count[township[person]] += 1
        if is_due:
            lists[0, touched] = person
            touched += 1
        elif seen[person] & LEVEL_MASK >= need_level:
            lists[2, frail] = person
            frail += 1
        if waiting_bed[person]:
            lists[1, waiting] = person
            waiting += 1
        if setting[person] >= FIRST_BED:
            lists[3, residents] = person
            residents += 1
    return touched, waiting, frail, residents


def review_elders(
    elders: NDArray[np.int32],
    present: Present,
    places: Places,
    numbers: Numbers,
    t: int,
    elders_by_township: NDArray[np.int64],
) -> Review:
    """Return who is due or was concerned by an event, who waits, is frail or lies in a bed; count by township."""
    lists = np.empty((len(Review._fields), elders.size), np.int32)
    lengths = _scan(
        elders, present.persons.presence, places, t, numbers.need_level, elders_by_township, lists
    )
    return Review(*(rows[:n] for rows, n in zip(lists, lengths, strict=True)))


@rule
def is_noticed(level_before: int, level: int, setting: int, u: float, notice_share: float) -> bool:
    """Return True if a change of level is noticed: always in a bed or with services, else with a probability."""
    return level_before != level and (setting != FAMILY or u < notice_share)


@rule
def assess(places: Places, person: int, level: int, t: int, review_months: int) -> bool:
    """Assess an elder at the true level; return True if another level was known before."""
    is_news = places.assessed_level[person] != level
    places.assessed_level[person] = level
    places.assessed_at[person] = t
    places.assess_due[person] = t + review_months
    return is_news


@array_kernel
def consider(
    touched: NDArray[np.int32],
    present: Present,
    places: Places,
    ids: NDArray[np.uint64],
    numbers: Numbers,
    seed: int,
    t: int,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Assess who is due; return who decides and whose carers are to be counted again.

    One decides at the first assessment, when it finds another level, when a carer has gone, and on second thoughts. A
    change of level that is noticed brings the assessment forward; others wait for the yearly one.
    """
    decides, recounts = np.zeros(touched.size, np.bool_), np.zeros(touched.size, np.bool_)
    notice, rethink = stream_key(seed, NOTICE, t), stream_key(seed, RETHINK, t)
    seen, assess_due, rethink_due = places.seen, places.assess_due, places.rethink_due
    for i in range(touched.size):
        person = touched[i]
        now = before = seen[person]
        is_first = before == UNSEEN
        if is_first or places.noted_at[person] == t:
            now = look_now(present, places, person)
        level = now & LEVEL_MASK
        if now != before:
            seen[person] = now
            recounts[i] = True
            u = uniform(notice, ids[person], 0)
            if is_noticed(before & LEVEL_MASK, level, places.setting[person], u, numbers.notice_share):
                assess_due[person] = min(assess_due[person], t + numbers.notice_months)
            decides[i] = members_seen(now) < members_seen(before)
        if assess_due[person] <= t:
            recounts[i] |= level >= numbers.need_level
            decides[i] |= assess(places, person, level, t, numbers.review_months) or is_first
        if is_first or rethink_due[person] <= t:
            decides[i] |= rethink_due[person] <= t
            rethink_due[person] = next_rethink(rethink, ids[person], t, numbers.rethink_share)
        places.due[person] = min(assess_due[person], rethink_due[person])
    return decides, recounts
