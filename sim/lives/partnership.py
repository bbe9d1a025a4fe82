"""Partnership: people who look for a partner in one month are matched within their county by age; couples part."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import bits, child_id, uniform
from sim.kernels import array_kernel, kernel, rule
from sim.lives.streams import Keys
from sim.lives.village import (
    FOUNDED,
    Village,
    found_home,
    is_here,
    move,
    move_children,
    move_out,
    parents_at_home,
    tell,
)  # fmt: skip
from sim.state.codes import DIVORCE, DIVORCED, FEMALE, MALE, MARRIED, MARRY, NOBODY

TIE_BITS = np.uint64(36)
TIE_PLACES = 1 << 28
AGE_PLACES = 1 << 16
PAIR = 2


class PartnerRules(NamedTuple):
    """How people are matched and where couples live."""

    gap: int  # months by which the husband is older, on average
    gap_most: int  # months around it
    with_groom_urban: float
    with_groom_rural: float
    custody_mother: float
    adult_age: int


@rule
def place_in_queue(v: Village, person: int, older: int, keys: Keys, t: int) -> int:
    """Return a number that sorts by county, age and then by a keyed tie; `older` months are added to the age."""
    one = v.people[person]
    county = v.homes[one.home].county
    tie = int(bits(keys.partner_order, one.id, t) >> TIE_BITS)
    return (
        county * AGE_PLACES + (AGE_PLACES >> 1) - (one.born - older) % (AGE_PLACES >> 1)
    ) * TIE_PLACES + tie


@array_kernel
def queue(
    v: Village, candidates: NDArray[np.int32], sex: int, older: int, keys: Keys, t: int
) -> NDArray[np.int64]:
    """Return the unmarried of one sex in their order, as pairs (place, row)."""
    places, rows = np.empty(candidates.size, np.int64), np.empty(candidates.size, np.int64)
    n = 0
    for person in candidates:
        if is_here(v, person) and v.people[person].sex == sex and v.people[person].marital != MARRIED:
            places[n], rows[n] = place_in_queue(v, person, older, keys, t), person
            n += 1
    order = np.argsort(places[:n])
    out = np.empty((n, PAIR), np.int64)
    for i in range(n):
        out[i, 0], out[i, 1] = places[order[i]], rows[order[i]]
    return out


@rule
def are_kin(v: Village, a: int, b: int) -> bool:
    """True for people who share a home or a parent."""
    one, other = v.people[a], v.people[b]
    if one.home == other.home:
        return True
    same_mother = one.mother != NOBODY and one.mother == other.mother
    return same_mother or (one.father != NOBODY and one.father == other.father)


@rule
def heads_of(v: Village, home: int) -> int:
    """Return among how many heads a home's property is divided when one leaves; a collective home has none."""
    return 0 if v.homes[home].is_collective else int(v.homes[home].n_members)


@rule
def wed(v: Village, man: int, woman: int, rules: PartnerRules, keys: Keys, t: int, month: int) -> None:
    """Marry two people and let them live together, with the minor children of each."""
    for one, other in ((man, woman), (woman, man)):
        v.people[one].spouse, v.people[one].marital = other, MARRIED
        tell(v, t, MARRY, one, other)
    his, hers = v.people[man].home, v.people[woman].home
    share = rules.with_groom_urban if v.homes[his].is_urban else rules.with_groom_rural
    stays = parents_at_home(v, man) == 0 or uniform(keys.residence, v.people[man].id, t) < share
    to = his
    if v.homes[his].is_collective or not stays:
        to = found_home(v, child_id(v.people[man].id, t, FOUNDED), his, t, heads_of(v, his))
        move_out(v, man, to, t)
        move_children(v, man, his, to, t, month, rules.adult_age)
    move_out(v, woman, to, t)
    move_children(v, woman, hers, to, t, month, rules.adult_age)


@array_kernel
def match(
    village: Village, candidates: NDArray[np.int32], rules: PartnerRules, keys: Keys, t: int, month: int
) -> None:
    """Match the men and women who look for a partner this month, county by county, in order of age."""
    men = queue(village, candidates, MALE, 0, keys, t)
    women = queue(village, candidates, FEMALE, rules.gap, keys, t)
    i, j = 0, 0
    while i < len(men) and j < len(women):
        apart = (men[i, 0] - women[j, 0]) // TIE_PLACES
        if apart > rules.gap_most:
            j += 1
        elif -apart > rules.gap_most:
            i += 1
        else:
            if not are_kin(village, men[i, 1], women[j, 1]):
                wed(village, men[i, 1], women[j, 1], rules, keys, t, month)
            i += 1
            j += 1


@rule
def parental_home(v: Village, person: int) -> int:
    """Return the home of a parent elsewhere in the region, or -1."""
    here = v.people[person].home
    for parent in (v.people[person].mother, v.people[person].father):
        if is_here(v, parent) and v.people[parent].home != here:
            home = v.people[parent].home
            if not v.homes[home].is_collective:
                return home
    return NOBODY


@rule
def part_couple(v: Village, wife: int, rules: PartnerRules, keys: Keys, t: int, month: int) -> None:
    """Divorce a couple: the one who married in leaves; children live with one of the two."""
    husband, home = np.int64(v.people[wife].spouse), v.people[wife].home
    for one, other in ((wife, husband), (husband, wife)):
        v.people[one].spouse, v.people[one].marital = NOBODY, DIVORCED
        tell(v, t, DIVORCE, one, other)
    if v.people[husband].home != home:
        return
    leaver = husband if parents_at_home(v, wife) > 0 else wife
    to = parental_home(v, leaver)
    if to == NOBODY:
        to = found_home(v, child_id(v.people[leaver].id, t, FOUNDED), home, t, heads_of(v, home))
    move(v, leaver, to, t)
    keeper = wife if uniform(keys.custody, v.people[wife].id, t) < rules.custody_mother else husband
    if keeper == leaver:
        move_children(v, leaver, home, to, t, month, rules.adult_age)


@kernel
def part(
    village: Village, wives: NDArray[np.int32], rules: PartnerRules, keys: Keys, t: int, month: int
) -> None:
    """Divorce the candidate couples of one month."""
    for wife in wives:
        if is_here(village, wife) and is_here(village, village.people[wife].spouse):
            part_couple(village, wife, rules, keys, t, month)
