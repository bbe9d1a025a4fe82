"""The waiting list: who comes first, who is offered a bed, who takes it.

One list for each home and type of bed. Order: class rank, the worse level, the longer wait, then a keyed hash.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.care.choice import acceptance
from sim.care.context import OFFER, SPECIAL, Context
from sim.care.family_care import is_empty_nest
from sim.care.rules import Numbers
from sim.draws import bits, stream_key, uniform
from sim.kernels import array_kernel, kernel, rule
from sim.state.codes import NOBODY, PRIVATE
from sim.state.places import Homes
from sim.state.present import Present

TEKUN_RANK, POOR_AND_SEVERE, SPECIAL_FAMILY, POOR_AND_FRAIL, ALONE_AND_FRAIL, ANYBODY = range(1, 7)
NOT_OFFERED, TAKEN, REFUSED = 0, 1, 2
# Bits of the sort key, from the highest: rank, level, months waited, hash.
LEVEL_BITS, MONTH_BITS, HASH_BITS = 4, 16, 40
WORST = (1 << LEVEL_BITS) - 1
LONGEST = (1 << MONTH_BITS) - 1
DISCARDED_BITS = 64 - HASH_BITS


@rule
def class_rank(
    is_tekun: bool,
    is_poor: bool,
    is_severe: bool,
    is_special: bool,
    is_old: bool,
    is_alone: bool,
    level: int,
    numbers: Numbers,
) -> int:
    """Return the class of an applicant, 1 (first) to 6.

    Parameters
    ----------
    is_severe : bool
        Severely disabled by certificate.
    is_special : bool
        Of a special family (lost an only child) or with merits.
    is_alone : bool
        Lives alone or only with the spouse.
    """
    is_frail = level >= numbers.rank_moderate_level
    if is_tekun:
        return TEKUN_RANK
    if is_poor and (is_severe or level >= numbers.rank_severe_level):
        return POOR_AND_SEVERE
    if is_special and is_frail:
        return SPECIAL_FAMILY
    if is_poor and (is_frail or is_old):
        return POOR_AND_FRAIL
    return ALONE_AND_FRAIL if is_alone and is_frail else ANYBODY


@kernel
def rank_queue(
    rows: NDArray[np.int32],
    present: Present,
    context: Context,
    assessed_level: NDArray[np.uint8],
    numbers: Numbers,
    seed: int,
    month: int,
    out: NDArray[np.uint8],
) -> None:
    """Write the class of each person who waits."""
    key = stream_key(seed, SPECIAL, 0)
    home, n_members, spouse, grades = (
        present.persons.home,
        present.households.n_members,
        present.persons.spouse,
        present.persons.disability_grade,
    )
    for i in range(rows.size):
        person = rows[i]
        household = home[person]
        partner, grade = spouse[person], grades[person]
        lives_with_spouse = partner != NOBODY and home[partner] == household
        out[i] = class_rank(
            context.is_tekun[person] != 0,
            context.is_low_income[household] != 0,
            0 < grade <= numbers.rank_severe_grade,
            uniform(key, context.id[person], 0) < numbers.special_share,
            month - context.born[person] >= numbers.old_months,
            is_empty_nest(n_members[household], lives_with_spouse),
            assessed_level[person],
            numbers,
        )


@rule
def priority(rank: int, level: int, waited: int, tie: int) -> np.uint64:
    """Return the place in the queue as one number; the smallest is served first.

    Parameters
    ----------
    waited : int
        Whole months on the list.
    tie : int
        64 random bits that belong to the person and the month.
    """
    key = np.uint64(rank)
    key = (key << np.uint64(LEVEL_BITS)) | np.uint64(WORST - level)
    key = (key << np.uint64(MONTH_BITS)) | np.uint64(LONGEST - waited)
    return (key << np.uint64(HASH_BITS)) | (np.uint64(tie) >> np.uint64(DISCARDED_BITS))


@array_kernel
def order_queue(
    rows: NDArray[np.int32],
    rank: NDArray[np.uint8],
    since: NDArray[np.int16],
    level: NDArray[np.uint8],
    ids: NDArray[np.uint64],
    key: int,
    t: int,
) -> NDArray[np.int64]:
    """Return the order in which the persons of a queue are served.

    Parameters
    ----------
    since, level : arrays
        Columns of persons: month of the application, assessed level.
    key : int
        Key of the draw that decides between equal claims.
    """
    keys = np.empty(rows.size, np.uint64)
    for i in range(rows.size):
        person = rows[i]
        tie = bits(key, ids[person], 0)
        keys[i] = priority(rank[i], level[person], t - since[person], tie)
    return np.argsort(keys)


@array_kernel
def willing(
    ids: NDArray[np.uint64],
    value: NDArray[np.float64],
    wish: NDArray[np.float32],
    numbers: Numbers,
    seed: int,
    t: int,
) -> NDArray[np.bool_]:
    """Return who would take the bed if it were offered this month: logit in its utility now and when asked for."""
    key = stream_key(seed, OFFER, t)
    out = np.empty(ids.size, np.bool_)
    for i in range(ids.size):
        out[i] = uniform(key, ids[i], 0) < acceptance(value[i], wish[i], numbers)
    return out


@rule
def may_take(free: int, reserve_left: int, is_tekun: bool, is_public: bool) -> bool:
    """Return True if a free bed may go to an applicant: the reserve of a public home is for tekun holders only."""
    if is_tekun and is_public:
        return free > 0
    return free > max(reserve_left, 0)


@array_kernel
def facing_bed(
    home: NDArray[np.int16], bed: NDArray[np.uint8], is_tekun: NDArray[np.bool_], homes: Homes
) -> NDArray[np.bool_]:
    """Return who waits where a free bed may go to them; who may not take one now will not later in the same round."""
    out = np.empty(home.size, np.bool_)
    usable, occupied, reserve, tekun_in = homes.usable, homes.occupied, homes.reserve, homes.tekun_in
    for i in range(home.size):
        place, kind = home[i], bed[i]
        free = usable[place, kind] - occupied[place, kind]
        left = reserve[place, kind] - tekun_in[place, kind]
        out[i] = may_take(free, left, is_tekun[i], homes.ownership[place] != PRIVATE)
    return out


@array_kernel
def allocate(
    order: NDArray[np.int64],
    home: NDArray[np.int16],
    bed: NDArray[np.uint8],
    is_tekun: NDArray[np.bool_],
    is_willing: NDArray[np.bool_],
    homes: Homes,
) -> NDArray[np.uint8]:
    """Offer the free beds down the queue, take those accepted, and return what became of each person.

    Parameters
    ----------
    order : int array
        Places in the queue, first served first; the other arrays have one entry a person.
    homes : Homes
        Occupied beds are raised by those taken.

    Returns
    -------
    uint8 array
        NOT_OFFERED, TAKEN or REFUSED.
    """
    outcome = np.zeros(home.size, np.uint8)
    usable, occupied, reserve, tekun_in = homes.usable, homes.occupied, homes.reserve, homes.tekun_in
    for i in order:
        place, kind = home[i], bed[i]
        free = usable[place, kind] - occupied[place, kind]
        left = reserve[place, kind] - tekun_in[place, kind]
        if not may_take(free, left, is_tekun[i], homes.ownership[place] != PRIVATE):
            continue
        if not is_willing[i]:
            outcome[i] = REFUSED
            continue
        outcome[i] = TAKEN
        occupied[place, kind] += 1
        if is_tekun[i]:
            tekun_in[place, kind] += 1
    return outcome
