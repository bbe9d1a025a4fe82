"""The ledger: every fen once, in double entry.

Each payment credits the payees of a programme in a township and debits the budget lines that fund it. Amounts are
int64 fen; a payer's share is rounded down and the last payer bears the rest, so that debits equal credits exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import format_month
from sim.errors import SimError

PAYERS = ("central", "province", "prefecture", "county")


@dataclass(frozen=True)
class Ledger:
    """The books of one run.

    Attributes
    ----------
    programmes : tuple of str
        Keys of the lines, in the order of the arrays.
    credits : int64 array, months x townships x programmes
        Fen credited to payees.
    debits : int64 array, months x townships x programmes x payers
        Fen debited to budget lines.
    persons : int64 array, months x townships x programmes
        Persons paid for in the month.
    """

    programmes: tuple[str, ...]
    credits: NDArray[np.int64]
    debits: NDArray[np.int64]
    persons: NDArray[np.int64]

    def pay(
        self,
        t: int,
        programme: str,
        amounts: NDArray[np.int64],
        persons: NDArray[np.int64],
        shares: Sequence[float],
    ) -> None:
        """Book one month's payments of a programme.

        Parameters
        ----------
        amounts, persons : int64 arrays, townships
            Fen paid and persons paid for.
        shares : floats, payers
            Shares of central, province, prefecture and county; they add to one.

        Raises
        ------
        SimError
            On a negative amount (corrections are booked as lines of their own) or shares that do not add to one.
        """
        if (amounts < 0).any():
            raise SimError(f"a payment of {programme} in month {t} is negative; book a correction instead")
        if len(shares) != len(PAYERS) or abs(sum(shares) - 1.0) > 1e-9 or min(shares) < 0:
            raise SimError(
                f"the funding shares of {programme} must be four numbers that add to 1: {tuple(shares)}"
            )
        self.book(t, programme, split(amounts, shares), persons)

    def book(self, t: int, programme: str, by_payer: NDArray[np.int64], persons: NDArray[np.int64]) -> None:
        """Book payments of a programme whose payers are known.

        Parameters
        ----------
        by_payer : int64 array, townships x payers
            Fen.
        """
        line = self.programmes.index(programme)
        self.credits[t, :, line] += by_payer.sum(axis=1)
        self.persons[t, :, line] += persons
        self.debits[t, :, line] += by_payer

    def imbalance(self) -> int:
        """Return the largest gap in fen between debits and credits of any cell; 0 when the books balance."""
        return int(np.abs(self.debits.sum(axis=3) - self.credits).max(initial=0))

    def frame(self, start: int, townships: Sequence[str]) -> pd.DataFrame:
        """Return the non-empty lines: month, township, programme, payer, persons, amount_fen.

        Persons are given on each payer's row of the line; add amounts over payers, not persons.
        """
        t, place, line, payer = np.nonzero(self.debits)
        months = np.array([format_month(start + i) for i in range(len(self.credits))], dtype=object)
        return pd.DataFrame(
            {
                "month": months[t],
                "township": np.array(townships, dtype=object)[place],
                "programme": np.array(self.programmes, dtype=object)[line],
                "payer": np.array(PAYERS, dtype=object)[payer],
                "persons": self.persons[t, place, line],
                "amount_fen": self.debits[t, place, line, payer],
            }
        )


def split(amounts: NDArray[np.int64], shares: Sequence[float]) -> NDArray[np.int64]:
    """Return amounts by payer, townships x payers: shares rounded down, the last payer bears the rest."""
    made = np.empty((amounts.size, len(PAYERS)), np.int64)
    rest = amounts.copy()
    for payer, share in enumerate(shares[:-1]):
        made[:, payer] = np.floor(amounts * share).astype(np.int64)
        rest -= made[:, payer]
    made[:, -1] = rest
    return made


def open_ledger(programmes: Sequence[str], months: int, n_townships: int) -> Ledger:
    """Return empty books."""
    shape = (months, n_townships, len(programmes))
    return Ledger(
        programmes=tuple(programmes),
        credits=np.zeros(shape, np.int64),
        debits=np.zeros((*shape, len(PAYERS)), np.int64),
        persons=np.zeros(shape, np.int64),
    )
