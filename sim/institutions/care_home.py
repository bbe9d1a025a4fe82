"""A care home as an agent: a named view on one row of the table of homes."""

from __future__ import annotations

import mesa

from sim.state.codes import NURSING, ORDINARY
from sim.state.places import NOT_ASSESSED, Homes


class CareHome(mesa.Agent):
    """One care home 养老机构: beds of two types, a price for each, a waiting list.

    The numbers live in the table of homes; the agent looks at its row and writes nothing.

    Parameters
    ----------
    model : mesa.Model
    homes : Homes
    row : int
        Row of the home in the table.
    code, name_zh, name_en : str
    township : str
        Code of the township.
    """

    def __init__(
        self, model: mesa.Model, homes: Homes, row: int, code: str, name_zh: str, name_en: str, township: str
    ) -> None:
        super().__init__(model)
        self.homes = homes
        self.row = row
        self.code = code
        self.name_zh = name_zh
        self.name_en = name_en
        self.township = township

    @property
    def ownership(self) -> int:
        """Owner: PUBLIC, PUBLIC_BUILT_PRIVATE_RUN or PRIVATE."""
        return int(self.homes.ownership[self.row])

    @property
    def registered(self) -> int:
        """Registered beds of both types."""
        return int(self.homes.registered[self.row].sum())

    @property
    def usable(self) -> int:
        """Registered beds that are staffed."""
        return int(self.homes.usable[self.row].sum())

    @property
    def occupied(self) -> int:
        """Residents."""
        return int(self.homes.occupied[self.row].sum())

    @property
    def waiting(self) -> int:
        """Elders on the waiting lists of both types at the end of the last month."""
        return int(self.homes.waiting[self.row].sum())

    @property
    def nursing_share(self) -> float | None:
        """Nursing beds among the registered beds; None without beds."""
        return int(self.homes.registered[self.row, NURSING]) / self.registered if self.registered else None

    @property
    def occupancy(self) -> float | None:
        """Residents by registered beds; None without beds."""
        return self.occupied / self.registered if self.registered else None

    def price(self, bed: int = ORDINARY) -> int:
        """Return the monthly price of a bed, in fen."""
        return int(self.homes.price_m[self.row, bed])

    def vacancy(self, bed: int) -> int:
        """Return the free usable beds of one type; never negative, also when beds were closed above the residents."""
        return max(int(self.homes.usable[self.row, bed] - self.homes.occupied[self.row, bed]), 0)

    @property
    def has_given_up(self) -> bool:
        """True if the home was private, nearly empty for long, and gave up."""
        return bool(self.homes.closed_at[self.row] != NOT_ASSESSED)

    def changes(self, bed: int) -> dict[int, int]:
        """Return the dated changes of one type of bed: month of the run to beds that open (or close, if negative)."""
        mine = (self.homes.step_home == self.row) & (self.homes.step_bed == bed)
        dated: dict[int, int] = {}
        for month, beds in zip(self.homes.step_month[mine], self.homes.step_beds[mine], strict=True):
            dated[int(month)] = dated.get(int(month), 0) + int(beds)
        return dated
