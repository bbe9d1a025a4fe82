"""Who was paid: each month's money brought to the persons it was meant for, to compare runs person by person.

A unit's benefit is divided equally among the members who hold nothing of their own; the fen that do not divide go to
the first of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.payments import is_paid_now
from sim.kernels import kernel, rule
from sim.state.claims import Claims
from sim.state.codes import LOW_EDGE, NO_PROGRAMME, NOBODY
from sim.state.present import Present


@rule
def note_household(
    p: Present, claims: Claims, household: int, amount: NDArray[np.int64], months: NDArray[np.int32]
) -> None:
    """Add one household's month to its members."""
    unit = claims.households[household].paid_m
    others = 0
    person = p.households[household].first_member
    while person != NOBODY:
        others += claims.persons[person].programme == NO_PROGRAMME
        person = p.persons[person].next_member
    share = unit // max(others, 1)
    rest = unit - share * others
    gives_cash = unit > 0 and claims.households[household].programme != LOW_EDGE
    person = p.households[household].first_member
    while person != NOBODY:
        if claims.persons[person].programme != NO_PROGRAMME:
            amount[person] += claims.persons[person].paid_m
            months[person] += 1
        elif gives_cash:
            amount[person] += share + rest
            rest = 0
            months[person] += 1
        person = p.persons[person].next_member


@kernel
def note_payments(
    p: Present,
    claims: Claims,
    rows: NDArray[np.int32],
    t: int,
    amount: NDArray[np.int64],
    months: NDArray[np.int32],
) -> None:
    """Add what the households of some rows are paid in month t.

    Parameters
    ----------
    amount, months : arrays, persons
        Fen received and months of receipt so far; added to.
    """
    for household in rows:
        if is_paid_now(claims, household, t) and p.households[household].n_members > 0:
            note_household(p, claims, household, amount, months)
