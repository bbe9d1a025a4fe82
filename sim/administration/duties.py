"""The grid worker's week: what the visiting rules ask of a township's staff, and what its hours allow.

Duties are served in a fixed order until the hours are spent; what is left goes into rounds that look for those whom
nobody knows. Hours are those of a month.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import kernel, rule
from sim.state.claims import Claims
from sim.state.codes import NOBODY, TEKUN
from sim.state.places import FIRST_BED
from sim.state.present import Present

DUTIES = (
    "other_duties",
    "key_visits",
    "special_visits",
    "alert_checks",
    "relief_rounds",
    "assistance",
    "discovery",
    "child_visits",
    "reviews",
    "new_cases",
)
(OTHER, KEY, SPECIAL, ALERTS, RELIEF, ASSISTANCE, DISCOVERY, CHILDREN, REVIEWS, CASES) = range(len(DUTIES))
WELFARE = (KEY, SPECIAL, ALERTS, RELIEF, ASSISTANCE, DISCOVERY)  # in the order in which hours are spent
# Marks of a household that a visiting rule names; a household may carry several.
KEY_MARK, SPECIAL_MARK, CHILD_MARK = 1, 2, 4


@rule
def marks_of(
    n_home: int,
    n_adults: int,
    n_minors: int,
    worst_level: int,
    is_elder_alone: bool,
    holds_tekun: bool,
    is_very_old: bool,
    law: Any,
) -> int:
    """Return the marks of a household that the visiting rules name.

    Parameters
    ----------
    n_home, n_adults, n_minors : int
        Members at home, those of working age and those below it.
    worst_level : int
        Worst level of ability among the elders at home.
    is_elder_alone : bool
        The only member at home is an elder.
    """
    marks = 0
    is_frail = worst_level >= law.key_level
    if is_elder_alone and (is_frail or holds_tekun):
        marks |= KEY_MARK
    elif n_home > 0 and (is_elder_alone or is_frail or (is_very_old and n_adults == 0)):
        marks |= SPECIAL_MARK
    if n_minors > 0 and n_adults == 0:
        marks |= CHILD_MARK
    return marks


@rule
def household_marks(
    p: Present,
    claims: Claims,
    setting: NDArray[np.uint8],
    born: NDArray[np.int32],
    household: int,
    month: int,
    law: Any,
) -> int:
    """Return the marks of one household from its members who are at home; who lies in a bed is looked after there."""
    n_home = n_adults = n_minors = n_elders = worst = 0
    tekun = very_old = False
    person = p.households[household].first_member
    while person != NOBODY:
        if setting[person] < FIRST_BED:
            age = month - born[person]
            n_home += 1
            if age >= law.visited_age * MONTHS_PER_YEAR:
                n_elders += 1
                worst = max(worst, p.persons[person].ability)
                very_old |= age >= law.risk_age * MONTHS_PER_YEAR
            elif age >= law.working_age_from * MONTHS_PER_YEAR:
                n_adults += 1
            else:
                n_minors += 1
            tekun |= claims.persons[person].programme == TEKUN
        person = p.persons[person].next_member
    is_alone = n_home == 1 and n_elders == 1
    return marks_of(n_home, n_adults, n_minors, worst, is_alone, tekun, very_old, law)


@kernel
def classify(
    p: Present,
    claims: Claims,
    setting: NDArray[np.uint8],
    born: NDArray[np.int32],
    township: NDArray[np.int16],
    month: int,
    law: Any,
    marks: NDArray[np.uint8],
    targets: NDArray[np.int64],
) -> None:
    """Enter the marks of every household, and count by township those with key, special and child marks."""
    targets[:] = 0
    for household in range(township.size):
        marks[household] = 0
        if p.households[household].n_members > 0:
            found = household_marks(p, claims, setting, born, household, month, law)
            marks[household] = found
            place = township[household]
            targets[place, 0] += (found & KEY_MARK) != 0
            targets[place, 1] += (found & SPECIAL_MARK) != 0
            targets[place, 2] += (found & CHILD_MARK) != 0


def welfare_hours(
    workers: NDArray[np.float64], n_households: NDArray[np.int64], factor: float, law: Any
) -> NDArray[np.float64]:
    """Return the hours of a month for welfare: grid workers' share, village assistants and volunteers.

    Parameters
    ----------
    factor : float
        Multiple of the present capacity that a scenario asks for.
    """
    days = law.work_days_per_year / MONTHS_PER_YEAR
    grid = workers * days * law.day_hours * law.welfare_share
    helpers = (
        n_households
        / law.households_per_unit
        * (law.assistants_per_1000 * law.assistant_hours_m + law.volunteers_per_1000 * law.volunteer_hours_m)
    )
    return factor * (grid + helpers)


def visit_hours(law: Any) -> float:
    """Return the hours that one welfare visit takes with its way and its record; infinite without visits."""
    return float(law.day_hours / law.welfare_visits_per_day) if law.welfare_visits_per_day > 0 else np.inf


def required_hours(
    targets: NDArray[np.int64],
    n_households: NDArray[np.int64],
    n_relieved: NDArray[np.float64],
    alerts: NDArray[np.int64],
    assisted: NDArray[np.int64],
    law: Any,
) -> NDArray[np.float64]:
    """Return the hours of a month that the visiting rules ask for, townships x DUTIES; those of the office are zero.

    Parameters
    ----------
    targets : int64 array, townships x 3
        Households with key, special and child marks.
    n_relieved : float array
        Households on assistance.
    alerts, assisted : int64 arrays
        True alerts, and applications with help, of the last month. A check of a false alert takes as long.
    """
    out = np.zeros((n_households.size, len(DUTIES)))
    each = law.day_hours / max(law.welfare_visits_per_day, 1)
    key, special, child = targets.T
    unknown = np.maximum(n_households - n_relieved - key - special, 0.0)
    out[:, KEY] = key * law.key_visits_m * law.contact_hours
    out[:, SPECIAL] = special * law.special_visits_m * law.contact_hours
    out[:, ALERTS] = alerts / law.alert_precision * each
    out[:, RELIEF] = n_relieved * law.relief_visits_y / MONTHS_PER_YEAR * law.contact_hours
    out[:, ASSISTANCE] = assisted * law.assist_hours
    out[:, DISCOVERY] = unknown * law.discovery_visits_y / MONTHS_PER_YEAR * each
    out[:, CHILDREN] = child * law.child_visits_m * law.contact_hours
    return out


def spend_hours(hours: NDArray[np.float64], required: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the hours done, townships x DUTIES: down the order of the welfare duties until they are spent.

    What is left after all of them goes into discovery, beyond what its rule asks for.
    """
    done, left = np.zeros_like(required), hours.copy()
    for duty in WELFARE:
        done[:, duty] = np.minimum(left, required[:, duty])
        left -= done[:, duty]
    done[:, DISCOVERY] += left
    return done


def delivered(done: NDArray[np.float64], required: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of each duty that was done, at most 1; 1 where nothing was asked for."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(required > 0.0, np.minimum(done / required, 1.0), 1.0)
