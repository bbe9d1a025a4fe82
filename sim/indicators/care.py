"""Indicators of care: beds and who lies in them, waits, and need that is not met; counts by township.

Shares are formed later from these counts, so a region's occupancy is never a mean of its townships' occupancies.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.state.places import ADMITTED, FIRST_BED, N_BEDS, Flows, Homes

BED_GROUPS = ("ordinary", "nursing")
SETTING_GROUPS = ("family", "home_services", "family_bed", "day_care", "ordinary_bed", "nursing_bed")
ALL = "all"
Counts = dict[tuple[str, str], NDArray[np.int64]]


def by_township(table: NDArray[Any], homes: Homes, n_townships: int) -> NDArray[np.int64]:
    """Return a table homes x beds summed over the homes of each township: townships x beds."""
    out = np.zeros((n_townships, N_BEDS), np.int64)
    np.add.at(out, homes.township, table)
    return out


def care_indicators(homes: Homes, flows: Flows) -> Counts:
    """Return the month's counts by township, keyed by indicator and group.

    Beds and their flows belong to the township of the home, elders and their need to the township where they live.
    Occupancy is occupied by beds; unmet need is care_unmet_persons by care_need_persons.

    Parameters
    ----------
    homes : Homes
        At the end of the month.
    flows : Flows
        Of the month.
    """
    n = homes.county.size
    tables: dict[str, NDArray[Any]] = {
        "beds": homes.registered,
        "beds_usable": homes.usable,
        "occupied": homes.occupied,
        "waiting": homes.waiting,
        "bed_applications": flows.applications,
        "admissions": flows.admissions,
        "discharges": flows.discharges,
        "deaths_in_care": flows.deaths,
        "bed_refusals": flows.refusals,
        "bed_withdrawals": flows.withdrawals,
        "bed_losses": flows.losses,
    }
    counts: Counts = {}
    for name, table in tables.items():
        summed = by_township(table, homes, n)
        for bed, group in enumerate(BED_GROUPS):
            counts[name, group] = summed[:, bed]
    for setting, group in enumerate(SETTING_GROUPS):
        counts["care_setting_persons", group] = flows.settings[:, setting].copy()
    counts["elders", ALL] = flows.elders.copy()
    counts["care_need_persons", ALL] = flows.in_need.copy()
    counts["care_unmet_persons", ALL] = flows.unmet.copy()
    counts["care_missing_minutes", ALL] = flows.missing_minutes.copy()
    return counts


def fees_by_township(homes: Homes, n_townships: int) -> NDArray[np.int64]:
    """Return what all residents' beds cost in a month before any subsidy, fen by township of the home."""
    return by_township(homes.occupied * homes.price_m, homes, n_townships).sum(axis=1)


def median_wait(months: NDArray[Any], is_admitted: NDArray[np.bool_]) -> float | None:
    """Return the median months from application to admission by Kaplan and Meier, or None when fewer than half arrive.

    Waits that ended otherwise, or have not ended, count as censored: the person would have waited at least so long.

    Parameters
    ----------
    months : int array
        Whole months waited.
    is_admitted : bool array
        True if the wait ended in a bed.
    """
    if not months.size:
        return None
    longest = int(months.max())
    ended = np.bincount(months[is_admitted].astype(np.int64), minlength=longest + 1)
    left = np.bincount(months.astype(np.int64), minlength=longest + 1)
    at_risk = months.size - np.concatenate(([0], np.cumsum(left)[:-1]))
    still_waiting = np.cumprod(1.0 - ended / np.maximum(at_risk, 1))
    reached = np.nonzero(still_waiting + still_waiting <= 1.0)[0]
    return float(reached[0]) if reached.size else None


def median_wait_of_year(
    log: dict[str, NDArray[Any]], waiting_since: NDArray[Any], first: int, last: int
) -> float | None:
    """Return the median wait of those who applied, waited or were admitted in the months first to last of a run.

    Parameters
    ----------
    log : dict of arrays
        Columns of the log of ended waits.
    waiting_since : int array
        Months of application of those who still wait at the end of the last month.
    """
    recent = (log["ended"] >= first) & (log["ended"] <= last)
    ended = log["ended"][recent] - log["applied"][recent]
    still = last - waiting_since
    is_admitted = np.concatenate((log["outcome"][recent] == ADMITTED, np.zeros(still.size, np.bool_)))
    return median_wait(np.concatenate((ended, still)).astype(np.int64), is_admitted)


def in_beds(settings: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the elders in institutions by township, from their settings."""
    return settings[:, FIRST_BED:].sum(axis=1)
