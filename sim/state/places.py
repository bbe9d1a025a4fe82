"""Places of care: who is looked after where, who waits for a bed, and the homes that hold the beds.

Named tuples of arrays, because compiled code takes them whole. The care step is their only writer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.state.codes import NOBODY

# Settings of care, in the order in which the choice is drawn.
FAMILY, HOME_SERVICES, FAMILY_BED, DAY_CARE, ORDINARY_BED, NURSING_BED = 0, 1, 2, 3, 4, 5
N_SETTINGS = NURSING_BED + 1
FIRST_BED = ORDINARY_BED
N_BEDS = N_SETTINGS - FIRST_BED
N_LEVELS = 5
NOT_WAITING, WAITS_ORDINARY, WAITS_NURSING = 0, 1, 2
# Who gives the hours of care: the family, then the settings in their order, and what nobody gives.
CARE_SOURCES = (
    "spouse",
    "at_home",
    "elsewhere",
    "home_services",
    "family_bed",
    "day_care",
    "ordinary_bed",
    "nursing_bed",
    "neighbours",
    "missing",
)
BY_SPOUSE, AT_HOME, ELSEWHERE, NEIGHBOURS, BY_NOBODY = 0, 1, 2, len(CARE_SOURCES) - 2, len(CARE_SOURCES) - 1
# How a wait ends.
ADMITTED, WITHDREW, LOST = 0, 1, 2
NO_HOME = NOBODY
NOT_ASSESSED = -(1 << 14)  # month of an assessment that has not been
FAR_FUTURE = (1 << 15) - 1


class BedChange(NamedTuple):
    """Beds that open or close at a date, as a scenario states them."""

    township: str  # code of the township
    bed: int  # ORDINARY or NURSING
    beds: int  # negative when beds close
    month: int  # calendar month in which the change takes effect
    ownership: int
    price_m: int  # fen a month; 0 takes the price usual for the ownership
    home: str = ""  # code of the home; empty takes the largest that fits
    is_converted: bool = False  # ordinary beds of homes that stand become nursing beds
    approved: int = (
        0  # calendar month of the approval, from which capital is paid; 0 when only the opening is known
    )


class ServiceChange(NamedTuple):
    """Places at home or by day that open or close at a date, as a scenario states them."""

    township: str  # code of the township
    setting: int  # HOME_SERVICES, FAMILY_BED or DAY_CARE
    places: int  # negative when places close
    month: int  # calendar month in which the change takes effect


class Places(NamedTuple):
    """Care columns of persons, one entry a person row; months count from the start of the run."""

    assessed_level: NDArray[np.uint8]  # level known to the administration, 0 to 4
    assessed_at: NDArray[np.int16]  # NOT_ASSESSED before the first assessment
    assess_due: NDArray[np.int16]
    rethink_due: NDArray[np.int16]  # month of the next decision without an outer cause
    due: NDArray[np.int16]  # month of the next look at the elder: the earlier of these, or that of an event
    seen: NDArray[np.uint8]  # an elder's true level and size of household when last looked at; 0 for others
    noted_at: NDArray[np.int16]  # month in which an event last concerned the elder
    household: NDArray[np.int32]  # home when last looked at
    township: NDArray[np.int16]  # of that home
    carers: NDArray[np.float32]  # family carers when last looked at
    carers_spouse: NDArray[np.float32]  # of these, the spouse
    carers_away: NDArray[np.float32]  # of these, children in other households
    decline: NDArray[np.uint8]  # levels lost for want of care; stays zero unless the feedback is switched on
    setting: NDArray[np.uint8]
    care_home: NDArray[np.int16]  # row of the home, or NO_HOME
    bed_since: NDArray[np.int16]
    waiting_bed: NDArray[np.uint8]
    waiting_home: NDArray[np.int16]
    waiting_since: NDArray[np.int16]
    waiting_from: NDArray[np.int16]  # township at the application
    refusals: NDArray[np.uint8]
    wants_service: NDArray[np.uint8]  # service for which the elder waits; FAMILY for none
    wants_since: NDArray[np.int16]
    offered_at: NDArray[np.int16]  # month of the last offer
    wish: NDArray[np.float32]  # utility of the bed when it was applied for
    taste: NDArray[np.float32]  # personal liking of institutions


class Homes(NamedTuple):
    """Care homes, one row a home; tables by bed have a column for ordinary and one for nursing beds."""

    id: NDArray[np.uint64]
    township: NDArray[np.int16]
    ownership: NDArray[np.uint8]
    price_m: NDArray[np.int64]  # homes x beds, fen a month for bed, meals and care
    quality: NDArray[np.float64]  # homes x beds, 0 to 1: qualified carers and a doctor at hand
    usable_share: NDArray[np.float64]  # share of the registered beds that are staffed
    registered: NDArray[np.int32]  # homes x beds
    usable: NDArray[np.int32]  # homes x beds
    occupied: NDArray[np.int32]  # homes x beds
    waiting: NDArray[np.int32]  # homes x beds, at the end of the month
    reserve: NDArray[np.int32]  # homes x beds kept for tekun holders
    tekun_in: NDArray[np.int32]  # homes x beds, residents who hold tekun
    step_month: NDArray[np.int32]  # changes of capacity, sorted by month of the run
    step_home: NDArray[np.int16]
    step_bed: NDArray[np.uint8]
    step_beds: NDArray[np.int32]
    county: NDArray[np.int32]  # by township
    km: NDArray[np.float64]  # townships x townships
    near: NDArray[np.int16]  # townships x beds x (any owner, public) x places: nearest homes
    near_count: NDArray[np.int16]  # townships x beds x (any owner, public)
    near_free: NDArray[
        np.int16
    ]  # townships x beds x (any owner, public): nearest home with a bed to spare, or NO_HOME
    empty_months: NDArray[np.int16]  # months on end in which a private home was nearly empty
    closed_at: NDArray[np.int16]  # month in which it gave up; NOT_ASSESSED while it stands
    slots: NDArray[
        np.int32
    ]  # townships x settings: places of services; only those at home and by day are used


class Flows(NamedTuple):
    """What happened in one month; tables are homes x beds unless said."""

    applications: NDArray[np.int64]
    admissions: NDArray[np.int64]
    discharges: NDArray[np.int64]  # alive: gone home, moved to another bed or away
    deaths: NDArray[np.int64]  # of residents
    refusals: NDArray[np.int64]
    withdrawals: NDArray[np.int64]  # waits given up
    losses: NDArray[np.int64]  # waits ended by death or by leaving the region
    elders: NDArray[np.int64]  # by township
    settings: NDArray[np.int64]  # by township and setting
    in_need: NDArray[np.int64]  # by township: elders who need hours of care
    unmet: NDArray[np.int64]  # by township: of these, with fewer hours than needed
    missing_minutes: NDArray[np.int64]  # by township, minutes a day
    care_minutes: NDArray[
        np.int64
    ]  # by township and CARE_SOURCES, minutes a day of those who need hours of care
    decisions: NDArray[np.int64]  # by township
    service_entries: NDArray[np.int64]  # townships x settings: who took a place this month
    service_waiting: NDArray[np.int64]  # townships x settings: who waits for one at the end of the month
    closures: NDArray[np.int64]  # by township: private homes that gave up
    meal_users: NDArray[np.int64]  # by township: elders in need whom meals reach
    adaptations: NDArray[np.int64]  # by township: dwellings adapted this month


def no_flows(n_homes: int, n_townships: int) -> Flows:
    """Return the flows of a month in which nothing has happened yet."""

    def by_home() -> NDArray[np.int64]:
        return np.zeros((n_homes, N_BEDS), np.int64)

    def by_township() -> NDArray[np.int64]:
        return np.zeros(n_townships, np.int64)

    return Flows(
        applications=by_home(),
        admissions=by_home(),
        discharges=by_home(),
        deaths=by_home(),
        refusals=by_home(),
        withdrawals=by_home(),
        losses=by_home(),
        elders=by_township(),
        settings=np.zeros((n_townships, N_SETTINGS), np.int64),
        in_need=by_township(),
        unmet=by_township(),
        missing_minutes=by_township(),
        care_minutes=np.zeros((n_townships, len(CARE_SOURCES)), np.int64),
        decisions=by_township(),
        service_entries=np.zeros((n_townships, N_SETTINGS), np.int64),
        service_waiting=np.zeros((n_townships, N_SETTINGS), np.int64),
        closures=by_township(),
        meal_users=by_township(),
        adaptations=by_township(),
    )
