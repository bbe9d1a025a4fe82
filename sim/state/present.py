"""The present: where everybody lives and how they are, in the month that runs.

The histories are replayed into these columns month by month. Policy steps read them and never write them; what policy
writes has columns of its own (`state.claims`, `state.places`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import kernel
from sim.state.codes import EARNING, NOBODY
from sim.state.histories import Histories
from sim.state.records import Records, records

NOT_YET, HERE, DEAD, GONE = 0, 1, 2, 3
# What has changed in a household since the last assessment.
UNCHANGED, LOOK_BACK_MOVED, EVENT_HAPPENED = 0, 1, 2


class Present(NamedTuple):
    """The running month; persons and households keep the row numbers of the histories.

    Members of a household form a doubly linked list, so that a move is four writes and needs no sorting.
    """

    persons: Records  # columns of PERSON
    households: Records  # columns of HOUSEHOLD
    # The look-back by place in the year: a month's households lie together, for a month turns one place.
    wages: NDArray[np.int64]  # months of a year x households: fen earned in each of the last twelve months
    bills: NDArray[np.int64]  # months of a year x households: fen out of pocket

    def members(self, household: int) -> list[int]:
        """Return the rows of the present members of one household."""
        rows, row = [], int(self.households[household].first_member)
        while row != NOBODY:
            rows.append(row)
            row = int(self.persons[row].next_member)
        return rows


PERSON = {
    "home": np.int32,  # household row, or -1
    "next_member": np.int32,  # row, or -1
    "previous_member": np.int32,  # row, or -1
    "spouse": np.int32,  # row, or -1
    "wage_m": np.int32,  # fen a month, 0 without work
    "pension_m": np.int32,  # fen a month
    "presence": np.uint8,  # NOT_YET, HERE, DEAD, GONE
    "marital": np.uint8,
    "ability": np.uint8,
    "disability_type": np.uint8,
    "disability_grade": np.uint8,
    "ill": np.uint8,  # severe illness
    "work": np.uint8,
    "pension": np.uint8,
}
HOUSEHOLD = {
    "wages_12m": np.int64,  # fen earned in the last twelve months by the present members
    "bills_12m": np.int64,  # fen out of pocket in the last twelve months
    "wages_m": np.int64,  # fen a month at this month's work
    "first_member": np.int32,  # row, or -1 when empty
    "n_members": np.int32,
    "shock_at": np.int16,  # month of the last death, new disability, illness or loss of work; -1 before any
    "is_changed": np.uint8,  # UNCHANGED, LOOK_BACK_MOVED or EVENT_HAPPENED
}
_COPIED = "spouse pension_m marital ability disability_type disability_grade work pension"


@kernel
def link_members(persons: Records, households: Records) -> None:
    """Build the member lists of all households from the persons who are here."""
    for person in range(persons.size - 1, -1, -1):
        if persons[person].presence != HERE:
            continue
        household = persons[person].home
        successor = households[household].first_member
        persons[person].next_member = successor
        if successor != NOBODY:
            persons[successor].previous_member = person
        households[household].first_member = person
        households[household].n_members += 1
        households[household].wages_m += persons[person].wage_m


def opening(histories: Histories) -> Present:
    """Return the present at the start of the first month, before any event of it."""
    initial = histories.persons
    here = initial.entered < 0
    persons = records(len(initial), PERSON, {"next_member": NOBODY, "previous_member": NOBODY})
    for name in _COPIED.split():
        persons[name] = getattr(initial, name)
    persons.ill[:] = initial.severe_illness
    persons.presence[:] = np.where(here, HERE, NOT_YET)
    persons.home[:] = np.where(here, initial.household, NOBODY)
    earns = np.isin(initial.work, EARNING)
    persons.wage_m[:] = np.where(earns, initial.wage_m, 0)  # who arrives later brings the wage along
    households = records(len(histories.households), HOUSEHOLD, {"first_member": NOBODY, "shock_at": NOBODY})
    households.is_changed[:] = EVENT_HAPPENED
    link_members(persons, households)
    households.wages_12m[:] = households.wages_m * MONTHS_PER_YEAR
    wages = np.tile(households.wages_m, (MONTHS_PER_YEAR, 1))
    bills, before = np.zeros_like(wages), histories.bills_before
    np.add.at(bills, (before["month"], before["household"]), before["bill"])
    households.bills_12m[:] = bills.sum(axis=0)
    return Present(persons, households, wages, bills)
