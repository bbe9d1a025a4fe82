"""How long applications take: months to the first payment, and decisions later than the limit of the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.administration.funnel import DAYS_PER_MONTH
from sim.administration.verification import COUNTY_LEVEL
from sim.state.claims import RECEIVING

if TYPE_CHECKING:
    from sim.engine.county import County

_WORKING_DAYS, _DAYS = 5, 7  # of a week; holidays are not counted


class Waits:
    """How long the applications took that were decided in each month.

    Attributes
    ----------
    median, ninetieth : float array, months
        Months from application to first payment of what was approved; NaN in a month without approvals.
    decided, late : int array, townships
        Applications decided in the running month, and those of them that took longer than the law allows.
    """

    def __init__(self, months: int, n_townships: int) -> None:
        self.median = np.full(months, np.nan)
        self.ninetieth = np.full(months, np.nan)
        self.decided = np.zeros(n_townships, np.int64)
        self.late = np.zeros(n_townships, np.int64)

    def note(self, county: County, decided: NDArray[np.int32]) -> None:
        """Note the decisions of the running month."""
        claims, places = county.claims.households, county.histories.households.township
        approved = claims.status[decided] == RECEIVING
        days = (county.t - claims.applied_at[decided].astype(np.int64)) * DAYS_PER_MONTH
        late = days + np.where(approved, notice_days(county), 0) > limit_days(county.in_force("process"))
        self.decided[:] = np.bincount(places[decided], minlength=self.decided.size)
        self.late[:] = np.bincount(places[decided[late]], minlength=self.late.size)
        if not approved.any():
            return
        rows = decided[approved]
        months = claims.pay_from[rows].astype(np.float64) - claims.applied_at[rows]
        self.median[county.t] = np.median(months)
        self.ninetieth[county.t] = np.quantile(months, 0.9)


def limit_days(process: Any) -> float:
    """Return the days of the calendar that the law's working days take."""
    return float(process.total_days) * _DAYS / _WORKING_DAYS


def notice_days(county: County) -> float:
    """Return the days from the office's decision to confirmation: the public notice, and the county's stage."""
    process = county.in_force("process")
    stage = (
        county.in_force("administration").county_stage_days if process.approval_level == COUNTY_LEVEL else 0
    )
    return float(process.publicity_days + stage)
