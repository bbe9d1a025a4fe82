"""Services at home and by day: places are limited by township, and who finds none free waits for one.

The list is ordered like that for beds: class, worse level, longer wait, keyed draw. When places are cut below users,
nobody loses one and nobody gets one until users are fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.care.rules import Numbers
from sim.kernels import array_kernel, rule
from sim.state.places import (
    DAY_CARE,
    FAMILY,
    FAMILY_BED,
    FIRST_BED,
    HOME_SERVICES,
    N_SETTINGS,
    Flows,
    Places,
    ServiceChange,
)

SERVICES = (HOME_SERVICES, FAMILY_BED, DAY_CARE)


@rule
def fit_share(is_poor: bool, numbers: Numbers) -> float:
    """Return the share of dwellings fit for a family bed; poor elders' unfit dwellings may be adapted."""
    fit = numbers.suitable_home_share
    return fit + (1.0 - fit) * numbers.adaptation_share if is_poor else fit


def slots_of(
    law: Any,
    elders: NDArray[np.int64],
    changes: Sequence[ServiceChange],
    township_row: dict[str, int],
    month: int,
) -> NDArray[np.int32]:
    """Return the places of each service in a month, townships x settings.

    Home services have as many places as their workers have hours; the others so many a thousand elders. What a scenario
    opens or closes until the month is added.

    Parameters
    ----------
    elders : int64 array, townships
        Elders in the month before, or at the start.
    """
    thousands = elders / law.elders_per_unit
    slots = np.zeros((elders.size, N_SETTINGS))
    hours_each = law.home_visits_m * law.home_visit_hours
    slots[:, HOME_SERVICES] = thousands * law.home_workers_per_1000 * law.home_worker_hours_m / hours_each
    slots[:, FAMILY_BED] = thousands * law.family_beds_per_1000
    slots[:, DAY_CARE] = thousands * law.day_places_per_1000
    whole = np.floor(slots).astype(np.int32)
    for change in changes:
        if change.month <= month:
            whole[township_row[change.township], change.setting] += change.places
    return np.maximum(whole, 0)


@array_kernel
def count_users(elders: NDArray[np.int32], places: Places, n_townships: int) -> NDArray[np.int64]:
    """Return the users of each service, townships x settings."""
    used = np.zeros((n_townships, N_SETTINGS), np.int64)
    setting, township = places.setting, places.township
    for person in elders:
        if FAMILY < setting[person] < FIRST_BED:
            used[township[person], setting[person]] += 1
    return used


@array_kernel
def give_places(
    rows: NDArray[np.int32],
    order: NDArray[np.int64],
    places: Places,
    slots: NDArray[np.int32],
    used: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Give the free places down the list and return who gets one; a place left for another becomes free next month."""
    taken = np.zeros(rows.size, np.bool_)
    for i in order:
        place, wanted = places.township[rows[i]], places.wants_service[rows[i]]
        if used[place, wanted] < slots[place, wanted]:
            used[place, wanted] += 1
            taken[i] = True
    return taken


def ask_for_service(places: Places, rows: NDArray[np.int32], setting: NDArray[np.uint8], t: int) -> None:
    """Put some persons on the lists of services; who waits for the same already keeps the date."""
    is_new = places.wants_service[rows] != setting
    places.wants_since[rows[is_new]] = t
    places.wants_service[rows] = setting


def count_waiting(rows: NDArray[np.int32], places: Places, flows: Flows) -> None:
    """Count who still waits for a service at the end of the month."""
    rows = rows[places.wants_service[rows] != FAMILY]
    np.add.at(flows.service_waiting, (places.township[rows], places.wants_service[rows]), 1)


def cap_opening(
    elders: NDArray[np.int32], places: Places, slots: NDArray[np.int32], marks: NDArray[np.float64]
) -> None:
    """At the start, leave in each service no more than have a place, by a keyed mark; the others stay with the family.

    Parameters
    ----------
    marks : float array
        A uniform number of each elder.
    """
    for setting in SERVICES:
        there = np.nonzero(places.setting[elders] == setting)[0]
        there = there[np.argsort(marks[there], kind="stable")]
        rows = elders[there]
        for township in range(slots.shape[0]):
            here = rows[places.township[rows] == township]
            places.setting[here[slots[township, setting] :]] = FAMILY
