"""Relief: what a household has had of the one-off schemes, what the month brought it, and the view that rules take."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.clock import MONTHS_PER_YEAR
from sim.state.records import Records, records

NO_CAUSE, URGENT, ILLNESS, STUDY = 0, 1, 2, 3
LONG_AGO = -1_000  # months; before any horizon, so that "a year since" holds from the first month


class Relief(NamedTuple):
    """The columns of relief; written by the administration alone."""

    households: Records  # columns of UNIT_RELIEF
    persons: Records  # columns of PERSON_RELIEF
    aid: Records  # columns of AID_RING, one row a household


UNIT_RELIEF = {
    "loss": np.int64,  # fen that this month's events took: a wage lost or a disaster
    "cash_m": np.int64,  # fen of one-off money of the running month
    "pending": np.int32,  # fen decided and still to be paid
    "aid_12m": np.int32,  # fen of medical assistance in the last twelve months
    "last": np.int32,  # fen of the last temporary relief
    "touched_at": np.int16,  # month in which an event last happened
    "bill_at": np.int16,  # month of the last bill
    "urgent_at": np.int16,  # month of the last relief for each cause
    "illness_at": np.int16,
    "study_at": np.int16,
    "pending_at": np.int16,  # month in which the pending sum is paid
    "rigid_until": np.int16,  # last month of the class of rigid spending
    "post_from": np.int16,  # first and last month of a public-service post
    "post_until": np.int16,
    "repaired_at": np.int16,  # month in which the dangerous house was repaired
    "aid_turned_at": np.int16,  # month up to which the ring of aid is turned
    "is_bereaved": np.uint8,  # a member with a wage died this month
    "pending_cause": np.uint8,
}
PERSON_RELIEF = {
    "cost_y": np.int32,  # fen of policy costs left after insurance, running calendar year
    "aid_y": np.int32,  # fen of medical assistance, running calendar year
    "home": np.int32,  # household that this month's events have brought the person to
    "moved_at": np.int16,  # month for which `home` holds
    "gone_at": np.int16,  # month of death or departure
}
AID_RING = {"months": (np.int32, (MONTHS_PER_YEAR,))}
_NEVER = (
    "touched_at bill_at urgent_at illness_at study_at pending_at rigid_until post_from post_until repaired_at"
).split()


class ReliefView(NamedTuple):
    """One household, as the rules of relief see it; money in fen, `_y` the last twelve months."""

    n_persons: int
    is_urban: bool
    programme: int = 0  # scheme that the unit holds, codes of `state.codes`
    income_y: int = 0  # cash income before any benefit
    bills_y: int = 0  # out of pocket after insurance and medical assistance
    study_y: int = 0  # cost of study beyond compulsory school
    rehabilitation_y: int = 0  # of disabled members
    loss: int = 0  # lost at once: a wage, a harvest, a house
    is_bereaved: bool = False  # a member with a wage has died
    property_ok: bool = True  # within the limits of a low-edge household
    months_since: int = MONTHS_PER_YEAR  # since the last relief for the same cause
    n_able: int = 0  # of working age, able to work and not in school
    n_earning: int = 0  # with a wage or farming
    is_dangerous: bool = False  # lives in a dangerous house
    was_repaired: bool = False


def no_relief(n_persons: int, n_households: int) -> Relief:
    """Return the columns of a place where nobody has had anything."""
    fills = dict.fromkeys(_NEVER, LONG_AGO)
    return Relief(
        records(n_households, UNIT_RELIEF, fills),
        records(n_persons, PERSON_RELIEF, {"moved_at": LONG_AGO, "gone_at": LONG_AGO}),
        records(n_households, AID_RING),
    )
