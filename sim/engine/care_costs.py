"""What care costs in the month: beds, places at home and by day, and the small services beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.engine.treasury_step import disburse
from sim.finance.beds import beds_under_way, capital_of_month, running_subsidies
from sim.finance.funding import funding_shares
from sim.state.claims import EXITING, RECEIVING
from sim.state.codes import TEKUN
from sim.state.places import CARE_SOURCES, FAMILY_BED, FIRST_BED, HOME_SERVICES
from sim.state.present import HERE

if TYPE_CHECKING:
    from sim.engine.county import County

MINUTES_PER_HOUR = 60
SERVICE_LINES = ("home_services", "family_beds", "elder_extras")
SERVICE_GROUPS = ("home_services", "family_bed", "day_care")


def is_poor(county: County, rows: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which of some residents live in a household on assistance or hold tekun."""
    status = county.claims.households.status[county.care.places.household[rows]]
    return np.isin(status, (RECEIVING, EXITING)) | (county.claims.persons.programme[rows] == TEKUN)


def home_service_costs(county: County) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what the public pays for home services, fen by township, and for how many elders."""
    law, care, n = county.law.in_force("care", county.month), county.care, county.n_townships
    rows = care.elders[care.places.setting[care.elders] == HOME_SERVICES]
    gross = int(law.home_price_visit * law.home_visits_m)
    share = np.where(is_poor(county, rows), law.home_own_share_poor, law.home_own_share)
    public = gross - np.floor(gross * share).astype(np.int64)
    place = care.places.township[rows]
    amounts = np.zeros(n, np.int64)
    np.add.at(amounts, place, public)
    return amounts, np.bincount(place, minlength=n).astype(np.int64)


def extra_costs(county: County, finance: Any, residents: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the cost of meals, adapted dwellings, check-ups and accident insurance, fen by township."""
    care, flows, n = county.care, county.care.flows, county.n_townships
    cost = flows.meal_users * int(finance.meal_subsidy_m) + flows.adaptations * int(finance.adaptation)
    cost = cost + residents * int(finance.insurance_y) // MONTHS_PER_YEAR
    if finance.checkup_y > 0:
        rows = care.elders[county.present.persons.presence[care.elders] == HERE]
        rows = rows[county.claims.persons.programme[rows] == TEKUN]
        tekun = np.bincount(care.places.township[rows], minlength=n).astype(np.int64)
        cost = cost + tekun * int(finance.checkup_y) // MONTHS_PER_YEAR
    return np.asarray(cost, np.int64)


def book_care(county: County, finance: Any) -> None:
    """Book the month's costs of care, line by line."""
    flows = county.care.flows
    shares, nobody = funding_shares(finance, "elder"), np.zeros(county.n_townships, np.int64)
    running, residents = running_subsidies(county.care.homes, county.n_townships, finance)
    disburse(county, "bed_running", running, residents, shares)
    rows, start = county.world.township_rows, county.scenario.start
    capital = capital_of_month(county.care.bed_changes, rows, start, county.month, finance)
    disburse(county, "bed_capital", capital, nobody, shares)
    disburse(county, "home_services", *home_service_costs(county), shares)
    users, new = flows.settings[:, FAMILY_BED], flows.service_entries[:, FAMILY_BED]
    family = users * int(finance.family_bed_public_m) + new * int(finance.family_bed_setup)
    disburse(county, "family_beds", family, users, shares)
    disburse(county, "elder_extras", extra_costs(county, finance, residents), nobody, shares)


def observe_services(county: County) -> None:
    """Enter places, users and lists of services, beds under way, homes that gave up, and the hours of care."""
    homes, flows, put, t = county.care.homes, county.care.flows, county.series.put, county.t
    for setting, group in enumerate(SERVICE_GROUPS, HOME_SERVICES):
        put("service_places", t, homes.slots[:, setting].astype(np.int64), group)
        put("service_users", t, flows.settings[:, setting].copy(), group)
        put("service_waiting", t, flows.service_waiting[:, setting].copy(), group)
    under_way = beds_under_way(county.care.bed_changes, county.world.township_rows, county.month)
    put("beds_under_way", t, under_way)
    put("homes_closed", t, flows.closures.copy())
    for source, name in enumerate(CARE_SOURCES):
        put("care_hours", t, flows.care_minutes[:, source] / MINUTES_PER_HOUR, name)
    put("care_residents", t, flows.settings[:, FIRST_BED:].sum(axis=1))
