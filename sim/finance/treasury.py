"""The treasury: what each level of government may spend in a year, when the money is there, and what is still owed.

Without a ceiling a level pays everything at once. With one, money of higher levels comes in two tranches, the county
may advance what is still to come, and what cannot be paid is owed (arrears) and paid first when money comes. Money that
is left at the end of a year lapses. All amounts are int64 fen; due = paid + owed, exactly.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.finance.ledger import PAYERS

NO_RATIONING, DELAY, CUT_DISCRETIONARY, SLOW_APPROVALS = range(4)
COUNTY = len(PAYERS) - 1
# What a county may leave out without breaking the law towards a person: subsidies to homes and its own outreach.
DISCRETIONARY = ("bed_running",)


class Treasury(NamedTuple):
    """The state of the budgets; arrays of payers unless said.

    Money is moved between these arrays only by the functions of this file.
    """

    ceiling: NDArray[np.int64]  # of the running year; 0 without one
    cash: NDArray[np.int64]  # there to be spent; below zero only without rationing
    coming: NDArray[np.int64]  # of this year, not there yet
    advanced: NDArray[np.int64]  # paid by the county for a higher level whose money is still to come
    spent_y: NDArray[np.int64]  # of the running year
    due_m: NDArray[np.int64]  # of the running month
    due_before: NDArray[np.int64]  # of the month before
    arrears: NDArray[np.int64]  # lines x townships x payers, owed
    cut: NDArray[np.int64]  # townships: left out this month
    is_tight: NDArray[np.int64]  # 1 where the year's money will not last at last month's pace
    workers: NDArray[np.float64]  # townships: grid workers when nothing is cut
    relief_base: NDArray[np.int64]  # one number: monthly support due in the first month of the year


def open_treasury(lines: int, workers: NDArray[np.float64]) -> Treasury:
    """Return a treasury without ceilings.

    Parameters
    ----------
    lines : int
        Lines of the ledger.
    workers : float64 array, townships
        Grid workers.
    """
    n = len(PAYERS)
    return Treasury(
        ceiling=np.zeros(n, np.int64),
        cash=np.zeros(n, np.int64),
        coming=np.zeros(n, np.int64),
        advanced=np.zeros(n, np.int64),
        spent_y=np.zeros(n, np.int64),
        due_m=np.zeros(n, np.int64),
        due_before=np.zeros(n, np.int64),
        arrears=np.zeros((lines, workers.size, n), np.int64),
        cut=np.zeros(workers.size, np.int64),
        is_tight=np.zeros(n, np.int64),
        workers=workers.copy(),
        relief_base=np.zeros(1, np.int64),
    )


def is_limited(treasury: Treasury) -> bool:
    """Return whether any level has a ceiling this year, or still owes."""
    return bool(treasury.ceiling.any() or treasury.arrears.any())


def open_year(treasury: Treasury, law: Any, share: float, months: int) -> None:
    """Begin a year: last year's rest lapses, the first tranches are there.

    Parameters
    ----------
    law : named tuple
        `budget` in force.
    share : float
        Persons in the model for each who lives in the region; ceilings are those of the whole region.
    months : int
        Months of the year that the run holds.
    """
    for payer, name in enumerate(PAYERS):
        whole = int(getattr(law, f"ceiling_{name}_y") * share)
        treasury.ceiling[payer] = whole * months // MONTHS_PER_YEAR
    early = np.where(np.arange(len(PAYERS)) == COUNTY, 1.0, float(law.early_share))
    treasury.cash[:] = np.floor(treasury.ceiling * early).astype(np.int64)
    treasury.coming[:] = treasury.ceiling - treasury.cash
    treasury.advanced[:] = 0
    treasury.spent_y[:] = 0


def receive_rest(treasury: Treasury) -> None:
    """Let the rest of the year's money arrive; what the county advanced goes back to it first."""
    treasury.cash[:] += treasury.coming
    treasury.coming[:] = 0
    back = np.minimum(treasury.advanced, np.maximum(treasury.cash, 0))
    treasury.cash[:] -= back
    treasury.advanced[:] -= back
    treasury.cash[COUNTY] += back.sum()


def pay_dues(
    treasury: Treasury, line: int, dues: NDArray[np.int64], rationing: int, advances: bool
) -> NDArray[np.int64]:
    """Pay a month's dues of one line as far as the money goes; what is left is owed.

    Parameters
    ----------
    dues : int64 array, townships x payers

    Returns
    -------
    int64 array, townships x payers
        What is paid now; each township is paid the same share, rounded down.
    """
    paid = dues.copy()
    for payer in range(len(PAYERS)):
        due = int(dues[:, payer].sum())
        treasury.due_m[payer] += due
        if treasury.ceiling[payer] == 0 or due == 0:
            treasury.spent_y[payer] += due
            continue
        if rationing != NO_RATIONING:
            can = min(due, _at_hand(treasury, payer, due, advances))
            paid[:, payer] = shares_of(dues[:, payer], can)
        _spend(treasury, payer, int(paid[:, payer].sum()), advances)
    treasury.arrears[line] += dues - paid
    return paid


def settle(treasury: Treasury, advances: bool) -> NDArray[np.int64]:
    """Pay what is owed as far as the money goes, and return it: lines x townships x payers."""
    paid = np.zeros_like(treasury.arrears)
    for payer in range(len(PAYERS)):
        owed = treasury.arrears[:, :, payer]
        total = int(owed.sum())
        if total == 0:
            continue
        can = (
            total if treasury.ceiling[payer] == 0 else min(total, _at_hand(treasury, payer, total, advances))
        )
        paid[:, :, payer] = shares_of(owed.ravel(), can).reshape(owed.shape)
        _spend(treasury, payer, int(paid[:, :, payer].sum()), advances)
    treasury.arrears[:] -= paid
    return paid


def begin_month(treasury: Treasury) -> None:
    """Turn the page of the month."""
    treasury.due_before[:] = treasury.due_m
    treasury.due_m[:] = 0
    treasury.cut[:] = 0


def foresee(treasury: Treasury, months_left: int) -> None:
    """Mark the levels whose money will not last for the year at the pace of the month before.

    Parameters
    ----------
    months_left : int
        Months of the year to come, the running one among them.
    """
    owed = treasury.arrears.sum(axis=(0, 1))
    wanted = treasury.spent_y + owed + treasury.due_before * months_left
    treasury.is_tight[:] = (treasury.ceiling > 0) & (wanted > treasury.ceiling)


def overspent(treasury: Treasury) -> NDArray[np.int64]:
    """Return by how much each level has gone beyond its ceiling this year."""
    return np.where(treasury.ceiling > 0, np.maximum(treasury.spent_y - treasury.ceiling, 0), 0)


def shares_of(dues: NDArray[np.int64], can: int) -> NDArray[np.int64]:
    """Return equal shares of dues that come to at most `can` fen."""
    total = int(dues.sum())
    if total <= can or total == 0:
        return dues.copy()
    # Whole numbers of Python: a county's dues times its cash do not fit in 64 bits.
    return np.array([int(due) * can // total for due in dues], np.int64)


def _at_hand(treasury: Treasury, payer: int, due: int, advances: bool) -> int:
    own = max(int(treasury.cash[payer]), 0)
    return own + (_loan(treasury, payer, due - own) if advances else 0)


def _loan(treasury: Treasury, payer: int, wanted: int) -> int:
    """Return what the county can advance: no more than is to come, and than it has."""
    if payer == COUNTY:
        return 0
    room = int(treasury.coming[payer] - treasury.advanced[payer])
    has = int(treasury.cash[COUNTY]) if treasury.ceiling[COUNTY] > 0 else wanted
    return max(min(wanted, room, has), 0)


def _spend(treasury: Treasury, payer: int, amount: int, advances: bool) -> None:
    """Take money out of a level's cash, and of the county's where it advances."""
    treasury.spent_y[payer] += amount
    own = max(int(treasury.cash[payer]), 0)
    lent = _loan(treasury, payer, amount - own) if advances and amount > own else 0
    treasury.advanced[payer] += lent
    if treasury.ceiling[COUNTY] > 0:
        treasury.cash[COUNTY] -= lent
    treasury.cash[payer] -= amount - lent
