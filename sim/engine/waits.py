"""How long applications take: months from application to decision and first payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.state.claims import RECEIVING

if TYPE_CHECKING:
    from sim.engine.county import County


class Waits:
    """Months from application to first payment of the applications approved in each month.

    Parameters
    ----------
    months : int
        Length of the run.
    """

    def __init__(self, months: int) -> None:
        self.median = np.full(months, np.nan)
        self.ninetieth = np.full(months, np.nan)

    def note(self, county: County, decided: NDArray[np.int32]) -> None:
        """Note the approvals of the running month."""
        claims = county.claims
        approved = decided[claims.households.status[decided] == RECEIVING]
        if approved.size == 0:
            return
        months = (
            claims.households.pay_from[approved].astype(np.float64) - claims.households.applied_at[approved]
        )
        self.median[county.t] = np.median(months)
        self.ninetieth[county.t] = np.quantile(months, 0.9)
