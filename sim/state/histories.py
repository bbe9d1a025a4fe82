"""What happened to everyone, month by month: written once by the lives, replayed under any policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.state.columns import Households, Kin, Persons

BILL_BEFORE = np.dtype(
    [("household", np.int32), ("month", np.int32), ("bill", np.int64)]
)  # month 0 to 11; fen


@dataclass(frozen=True)
class Histories:
    """The lives of one population over a horizon.

    Events are sorted by (month, kind, person); `month_first[t]:month_first[t + 1]` are the events of month t.
    The yearly matrices have one row a household (or kin) and one column a calendar year of the horizon.
    """

    start: int  # calendar month of t = 0
    months: int
    seed: int
    persons: Persons  # initial residents, then everyone who is born or moves in
    households: Households  # initial households, then those founded during the run
    kin: Kin
    event_month: NDArray[np.int16]
    event_kind: NDArray[np.uint8]
    event_code: NDArray[np.uint8]
    event_person: NDArray[np.int32]
    event_value: NDArray[np.int32]
    month_first: NDArray[np.int64]  # months + 1
    farm_y: NDArray[np.int32]  # fen net, by household and year
    assets_y: NDArray[np.int64]  # fen at the start of the year, by household and year
    market_income_y: NDArray[np.int64]  # fen, by household and year: everything but benefits
    size_y: NDArray[np.uint16]  # members in December (or in the last month), by household and year
    kin_income_y: NDArray[np.int32]  # fen a month per head, by kin and year
    bills_before: NDArray[
        np.void
    ]  # BILL_BEFORE: what households paid out of pocket in the year before the start

    @property
    def n_initial(self) -> int:
        """Number of persons present from the start."""
        return int((self.persons.entered < 0).sum())

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the event arrays and matrices by name, for storing and hashing."""
        names = (
            "event_month event_kind event_code event_person event_value month_first "
            "farm_y assets_y market_income_y size_y kin_income_y bills_before"
        )
        return {name: getattr(self, name) for name in names.split()}
