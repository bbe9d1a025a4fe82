"""Outreach: visits and data alerts find households that do not ask.

Whom a visiting rule names is visited as far as that duty is delivered. The hours that are left give a fixed number of
discovery visits, which fall on all others with weights by risk; no visit is invented and none is counted twice.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.administration.duties import CHILD_MARK, CHILDREN, KEY, KEY_MARK, SPECIAL, SPECIAL_MARK
from sim.draws import ADMINISTRATION_STREAMS, key_of, uniform
from sim.institutions.outreach_team import Teams
from sim.kernels import array_kernel, rule
from sim.state.claims import Claims, Entitlements
from sim.state.codes import NOBODY
from sim.state.present import Present

STREAM_VISIT = ADMINISTRATION_STREAMS + 0
STREAM_ALERT = ADMINISTRATION_STREAMS + 1
_MONTHS = 12


@rule
def risk_marks(p: Present, born: NDArray[np.int32], household: int, month: int, risk_age: int) -> int:
    """Count the risk marks of a household: lives alone, very old, disabled, severely ill."""
    alone = p.households[household].n_members == 1
    old = disabled = ill = False
    person = p.households[household].first_member
    while person != NOBODY:
        old = old or (month - born[person]) >= risk_age * _MONTHS
        disabled = disabled or p.persons[person].disability_grade > 0
        ill = ill or p.persons[person].ill == 1
        person = p.persons[person].next_member
    return int(alone) + int(old) + int(disabled) + int(ill)


@rule
def visit_weight(marks: int, concentration: float, risk_weight: float) -> float:
    """Return a household's weight in the visiting round: 1 if visits are uniform, more with every risk mark."""
    return (1.0 - concentration) + concentration * (1.0 + (risk_weight - 1.0) * marks)


@array_kernel
def mean_weights(
    p: Present,
    born: NDArray[np.int32],
    township: NDArray[np.int16],
    n_townships: int,
    month: int,
    law: Any,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return each township's mean visit weight and its number of inhabited households."""
    total, count = np.zeros(n_townships), np.zeros(n_townships, np.int64)
    for household in range(township.size):
        if p.households[household].n_members > 0:
            marks = risk_marks(p, born, household, month, law.risk_age)
            total[township[household]] += visit_weight(marks, law.visit_concentration, law.risk_weight)
            count[township[household]] += 1
    return total / np.maximum(count, 1), count


@rule
def has_alert(p: Present, household: int, t: int, law: Any) -> bool:
    """True if registers show, after their delay, a shock or a large hospital bill of the household."""
    seen = t - int(law.alert_delay)
    if seen < 0:
        return False
    if p.households[household].shock_at == seen:
        return True
    return (
        p.bills[seen % p.bills.shape[0], household] > 0
        and p.households[household].bills_12m >= law.alert_bill
    )


@rule
def duty_reach(marks: int, place: int, reach: NDArray[np.float64]) -> float:
    """Return the chance that a duty's visit comes to a household this month; negative where no rule names it."""
    chance = -1.0
    if marks & KEY_MARK:
        chance = max(chance, reach[place, KEY])
    if marks & SPECIAL_MARK:
        chance = max(chance, reach[place, SPECIAL])
    if marks & CHILD_MARK:
        chance = max(chance, reach[place, CHILDREN])
    return chance


@array_kernel
def draw_visits(
    p: Present,
    claims: Claims,
    wants: Entitlements,
    followed: NDArray[np.int32],
    township: NDArray[np.int16],
    ids: NDArray[np.uint64],
    born: NDArray[np.int32],
    rate: NDArray[np.float64],
    teams: Teams,
    key: int,
    t: int,
    month: int,
    law: Any,
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Make the visits of duty; return rows and scores (the lower, the surer) of the discovery visits drawn."""
    rows, scores = np.empty(followed.size, np.int32), np.empty(followed.size)
    due, homes = wants.households, p.households
    n = 0
    for household in followed:
        if due[household].is_relevant == 0 or homes[household].n_members == 0:
            continue
        place, u = township[household], uniform(key, ids[household], 0)
        duty = duty_reach(teams.marks[household], place, teams.reach)
        if duty >= 0.0:
            if u < duty:
                claims.households[household].visited_at = t
                teams.found[place] += 1
            continue
        marks = risk_marks(p, born, household, month, law.risk_age)
        chance = rate[place] * visit_weight(marks, law.visit_concentration, law.risk_weight)
        if u < chance:
            rows[n], scores[n] = household, u / chance
            n += 1
    return rows[:n], scores[:n]


@array_kernel
def keep_within_capacity(
    rows: NDArray[np.int32],
    scores: NDArray[np.float64],
    township: NDArray[np.int16],
    capacity: NDArray[np.float64],
    visited_at: NDArray[np.int16],
    t: int,
) -> NDArray[np.int64]:
    """Make the visits that capacity allows, surest first; returns the visits made by township."""
    made = np.zeros(capacity.size, np.int64)
    for i in np.argsort(scores):
        place = township[rows[i]]
        if made[place] + 1 <= capacity[place]:
            made[place] += 1
            visited_at[rows[i]] = t
    return made


def visit(
    present: Present,
    claims: Claims,
    wants: Entitlements,
    followed: NDArray[np.int32],
    households: Any,
    born: NDArray[np.int32],
    rounds: NDArray[np.float64],
    rate: NDArray[np.float64],
    teams: Teams,
    law: Any,
    seed: int,
    t: int,
    month: int,
) -> None:
    """Make this month's welfare visits, and count those that reached a household with something to ask for.

    Parameters
    ----------
    rounds : float array, townships
        Discovery visits that the teams of each township make this month.
    rate : float array, townships
        Discovery visits per household at weight one: rounds / (households x mean weight).
    """
    key = key_of(seed, STREAM_VISIT, t)
    teams.found[:] = 0
    place = households.township
    rows, scores = draw_visits(
        present, claims, wants, followed, place, households.id, born, rate, teams, key, t, month, law
    )
    teams.found[:] += keep_within_capacity(rows, scores, place, rounds, claims.households.visited_at, t)
