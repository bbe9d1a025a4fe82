"""Decisions that are plain before they are reckoned: an exact short cut for the many who stay with their family.

The uniform number of a choice picks family care when it lies below the probability of family care. Where it lies below
a number that this probability can never fall under, the means, prices and homes need not be looked at. The result is
the same to the bit.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.care.assessment import members_seen
from sim.care.context import CHOICE, Context
from sim.care.family_care import lives_alone
from sim.care.rules import Numbers, Rules
from sim.draws import stream_key, uniform
from sim.kernels import array_kernel
from sim.state.places import (
    FAMILY,
    FAMILY_BED,
    FIRST_BED,
    HOME_SERVICES,
    N_LEVELS,
    N_SETTINGS,
    NOT_WAITING,
    Places,
)


@array_kernel
def family_bounds(rules: Rules) -> NDArray[np.float64]:
    """Return how large the other settings can weigh against family care: levels x (in company, alone) x 2.

    The last axis holds the sum over services, then that over beds before the personal taste; both at no price, no
    distance and the best quality, and against a family without carers.
    """
    numbers = rules.numbers
    out = np.zeros((N_LEVELS, 1 + 1, 1 + 1))
    for level in range(N_LEVELS):
        for setting in range(HOME_SERVICES, N_SETTINGS):
            if not rules.is_open[level, setting]:
                continue
            is_bed = setting >= FIRST_BED
            value = rules.liking[level, setting] - rules.liking[level, FAMILY] - numbers.habit_weight
            extra = numbers.alone_home_weight if setting in (HOME_SERVICES, FAMILY_BED) else 0.0
            if is_bed:
                value += numbers.bed_shift + max(numbers.quality_weight, 0.0) + max(numbers.town_weight, 0.0)
                extra = numbers.alone_bed_weight
            out[level, 0, int(is_bed)] += math.exp(value)
            out[level, 1, int(is_bed)] += math.exp(value + extra)
    return out


@array_kernel
def is_undecided(
    rows: NDArray[np.int32],
    places: Places,
    context: Context,
    numbers: Numbers,
    bounds: NDArray[np.float64],
    seed: int,
    t: int,
) -> NDArray[np.bool_]:
    """Return whose decision must be reckoned: all but those who surely stay with their family.

    The short cut holds while dearer and farther never pleases more, and carers never please less.
    """
    key = stream_key(seed, CHOICE, t)
    is_sound = numbers.price_weight <= 0.0 and numbers.distance_weight <= 0.0 and numbers.carer_weight >= 0.0
    out = np.ones(rows.size, np.bool_)
    is_collective, seen = context.is_collective, places.seen
    for i in range(rows.size):
        person = rows[i]
        has_choice = places.setting[person] != FAMILY or places.wants_service[person] != FAMILY
        if not is_sound or has_choice or places.waiting_bed[person] != NOT_WAITING:
            continue
        is_alone = lives_alone(members_seen(seen[person]), is_collective[places.household[person]])
        alone = 1 if is_alone else 0
        level = places.assessed_level[person]
        others = bounds[level, alone, 0] + bounds[level, alone, 1] * math.exp(places.taste[person])
        out[i] = uniform(key, context.id[person], 0) * (1.0 + others) >= 1.0
    return out
