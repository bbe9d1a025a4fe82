"""Need of care: the level by GB/T 42195-2022, the hours it takes and the hours an elder gets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.care.assessment import LEVEL_MASK
from sim.care.context import DECLINE, MEALS, MUTUAL, Context
from sim.care.rules import Numbers, Rules
from sim.draws import stream_key, uniform
from sim.kernels import kernel, rule
from sim.state.codes import ABLE, MILD, MODERATE, SEVERE, TOTAL
from sim.state.places import (
    AT_HOME,
    BY_NOBODY,
    BY_SPOUSE,
    ELSEWHERE,
    FAMILY,
    FIRST_BED,
    NEIGHBOURS,
    Flows,
    Places,
)

# Lowest scores of the levels and the number of risk events that worsens the level: the standard itself.
SCORE_ABLE, SCORE_MILD, SCORE_MODERATE, SCORE_SEVERE = 90, 66, 46, 30
RISK_EVENTS = 2
MINUTES_PER_HOUR = 60


@rule
def level_of(score: int, has_dementia: bool, risk_events_30d: int, is_in_coma: bool) -> int:
    """Return the level of ability, 0 (able) to 4 (total loss), of an assessment.

    A mental diagnosis, or two falls or similar events within thirty days, makes the level one worse; coma is total
    loss.
    Source: GB/T 42195-2022, total score 0 to 90.
    """
    if is_in_coma:
        return TOTAL
    if score >= SCORE_ABLE:
        level = ABLE
    elif score >= SCORE_MILD:
        level = MILD
    elif score >= SCORE_MODERATE:
        level = MODERATE
    elif score >= SCORE_SEVERE:
        level = SEVERE
    else:
        level = TOTAL
    is_worse = has_dementia or risk_events_30d >= RISK_EVENTS
    return min(level + 1, TOTAL) if is_worse else level


@rule
def missing_hours(need: float, formal: float, carers: float, hours_family: float, setting: int) -> float:
    """Return the hours a day by which care falls short of the need; in a bed the family's hours do not count."""
    family = 0.0 if setting >= FIRST_BED else carers * hours_family
    return max(need - formal - family, 0.0)


@rule
def book_hours(
    minutes: NDArray[np.int64], places: Places, person: int, need: float, formal: float, hours_family: float
) -> None:
    """Add one elder's hours of care to the minutes by source: formal care first, the family up to what is needed."""
    setting, carers = places.setting[person], places.carers[person]
    given = min(formal, need)
    source = ELSEWHERE + setting if setting != FAMILY else NEIGHBOURS
    minutes[source] += int(given * MINUTES_PER_HOUR)
    if setting >= FIRST_BED or carers <= 0.0:
        return
    family = min(carers * hours_family, need - given) * MINUTES_PER_HOUR
    spouse = int(family * places.carers_spouse[person] / carers)
    away = int(family * places.carers_away[person] / carers)
    minutes[BY_SPOUSE] += spouse
    minutes[ELSEWHERE] += away
    minutes[AT_HOME] += int(family) - spouse - away


@rule
def lose_level(places: Places, person: int, level: int, u: float, rate: float, t: int) -> None:
    """Lose a level for want of care with a monthly probability: the feedback, which is off at a rate of zero."""
    if u < rate and level < TOTAL:
        places.decline[person] += 1
        places.noted_at[person] = t + 1
        places.due[person] = min(places.due[person], t + 1)


@rule
def help_nearby(
    places: Places, flows: Flows, person: int, household_id: int, seed: int, numbers: Numbers
) -> float:
    """Return the hours a day that meals and neighbours save at home, and count whom meals reach; lasting traits."""
    if places.setting[person] >= FIRST_BED:
        return 0.0
    hours = 0.0
    if uniform(stream_key(seed, MEALS, 0), household_id, 0) < numbers.meal_cover:
        hours += numbers.meal_hours
        flows.meal_users[places.township[person]] += 1
    if uniform(stream_key(seed, MUTUAL, 0), household_id, 0) < numbers.mutual_aid_cover:
        hours += numbers.mutual_aid_hours
    return hours


@kernel
def count_unmet(
    places: Places,
    frail: NDArray[np.int32],
    rules: Rules,
    flows: Flows,
    context: Context,
    seed: int,
    t: int,
) -> None:
    """Count the elders who need hours of care, those who get too few, and the minutes by source and missing.

    The need follows the true level, the service the assessed one: a late assessment leaves need unmet.
    """
    in_need, unmet, minutes = flows.in_need, flows.unmet, flows.missing_minutes
    need, hours, hours_family = rules.need, rules.hours, rules.numbers.hours_family
    seen, assessed, settings, carers = places.seen, places.assessed_level, places.setting, places.carers
    rate, key = rules.numbers.unmet_decline_rate, stream_key(seed, DECLINE, t)
    has_help = rules.numbers.meal_cover > 0.0 or rules.numbers.mutual_aid_cover > 0.0
    for person in frail:
        township, setting = places.township[person], settings[person]
        formal = hours[assessed[person], setting]
        level = seen[person] & LEVEL_MASK
        if has_help:
            home = context.household_id[places.household[person]]
            formal += help_nearby(places, flows, person, home, seed, rules.numbers)
        missing = missing_hours(need[level], formal, carers[person], hours_family, setting)
        in_need[township] += 1
        book_hours(flows.care_minutes[township], places, person, need[level], formal, hours_family)
        if missing > 0.0:
            unmet[township] += 1
            minutes[township] += int(missing * MINUTES_PER_HOUR)
            flows.care_minutes[township, BY_NOBODY] += int(missing * MINUTES_PER_HOUR)
            if rate > 0.0:
                lose_level(places, person, level, uniform(key, context.id[person], 0), rate, t)
