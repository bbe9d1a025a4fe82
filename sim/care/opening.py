"""The care columns at the start of a run, and whom the step has to look at in each year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.care.assessment import look, next_rethink
from sim.care.context import FIRST, RETHINK, TASTE, Context
from sim.care.family_care import count_carers
from sim.care.rules import Numbers, Rules
from sim.clock import MONTHS_PER_YEAR
from sim.draws import normal, stream_key, uniform
from sim.kernels import array_kernel, kernel
from sim.state.codes import NOBODY
from sim.state.places import FAMILY, FAR_FUTURE, NO_HOME, NOT_ASSESSED, NOT_WAITING, Places
from sim.state.present import HERE, NOT_YET, Present

_REALS = ("carers", "carers_spouse", "carers_away", "wish", "taste")


def new_places(present: Present, context: Context, rules: Rules, seed: int, start: int) -> Places:
    """Return the care columns at the start of a run, before anybody has a bed.

    Elders count as assessed at their true level at some month of the last year; everybody else becomes due at the
    age of elders.

    Parameters
    ----------
    start : int
        Calendar month of the first month of the run.
    """
    n = context.id.size
    places = Places(
        assessed_level=present.persons.ability.copy(),
        assessed_at=np.full(n, NOT_ASSESSED, np.int16),
        assess_due=np.full(n, FAR_FUTURE, np.int16),
        rethink_due=np.full(n, FAR_FUTURE, np.int16),
        due=np.full(n, FAR_FUTURE, np.int16),
        seen=np.zeros(n, np.uint8),
        noted_at=np.full(n, NOT_ASSESSED, np.int16),
        household=present.persons.home.astype(np.int32),
        township=np.zeros(n, np.int16),
        **{name: np.zeros(n, np.float32) for name in _REALS},
        decline=np.zeros(n, np.uint8),
        setting=np.full(n, FAMILY, np.uint8),
        care_home=np.full(n, NO_HOME, np.int16),
        bed_since=np.zeros(n, np.int16),
        waiting_bed=np.full(n, NOT_WAITING, np.uint8),
        waiting_home=np.full(n, NO_HOME, np.int16),
        waiting_since=np.zeros(n, np.int16),
        waiting_from=np.zeros(n, np.int16),
        refusals=np.zeros(n, np.uint8),
        wants_service=np.full(n, FAMILY, np.uint8),
        wants_since=np.zeros(n, np.int16),
        offered_at=np.full(n, NOT_ASSESSED, np.int16),
    )
    _begin(places, present, context, rules.numbers, seed, start)
    rows = np.nonzero(places.assessed_at != NOT_ASSESSED)[0].astype(np.int32)
    count_carers(present, context, rows, start, rules.numbers, places)
    return places


@kernel
def _begin(
    places: Places, present: Present, context: Context, numbers: Numbers, seed: int, start: int
) -> None:
    """Set the taste of everybody, and the last assessment and first decision of today's elders."""
    taste, first = stream_key(seed, TASTE, 0), stream_key(seed, FIRST, 0)
    rethink = stream_key(seed, RETHINK, -1)
    for person in range(context.id.size):
        entity = context.id[person]
        of_age = context.born[person] + numbers.elder_months - start
        places.assess_due[person] = min(max(of_age, NOT_ASSESSED), FAR_FUTURE)
        places.due[person] = places.assess_due[person]
        places.taste[person] = numbers.taste_spread * normal(taste, entity, 0)
        household = present.persons.home[person]
        if household != NOBODY:
            places.township[person] = context.township[household]
        if of_age > 0 or present.persons.presence[person] != HERE:
            continue
        ago = int(uniform(first, entity, 0) * numbers.review_months)
        places.assessed_at[person] = -1 - ago
        places.assess_due[person] = numbers.review_months - 1 - ago
        places.rethink_due[person] = next_rethink(rethink, entity, -1, numbers.rethink_share)
        places.due[person] = min(places.assess_due[person], places.rethink_due[person])
        places.seen[person] = look(present.persons.ability[person], present.households.n_members[household])


@array_kernel
def elder_rows(
    present: Present, places: Places, born: NDArray[np.int32], month: int, elder_months: int
) -> NDArray[np.int32]:
    """Return the rows that the care step must look at in the year that begins with a month.

    Everybody who is here, or may still come, and reaches the age of elders within the year; and everybody, dead or
    gone, who still holds a bed or a place on a list.

    Parameters
    ----------
    month : int
        Calendar month.
    elder_months : int
        Age of elders in months, `rules.numbers.elder_months`.
    """
    rows = np.empty(born.size, np.int32)
    n = 0
    last = month + MONTHS_PER_YEAR - elder_months
    for person in range(born.size):
        if born[person] >= last:
            continue
        presence = present.persons.presence[person]
        has_stake = places.care_home[person] != NO_HOME or places.waiting_bed[person] != NOT_WAITING
        if presence == HERE or presence == NOT_YET or has_stake:
            rows[n] = person
            n += 1
    return rows[:n].copy()
