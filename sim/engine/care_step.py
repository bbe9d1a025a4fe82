"""Care in the month: the columns that care needs of the rest of the county, and its step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.care.closure import close_homes, open_again
from sim.care.context import SLOT, Context
from sim.care.month import care_month
from sim.care.notes import Events
from sim.care.opening import elder_rows, new_places
from sim.care.openings import HomeName, open_homes
from sim.care.rules import Voucher, care_rules
from sim.care.scale import scaled_beds, scaled_homes, scaled_services
from sim.care.seating import seat_initial
from sim.care.services import cap_opening, slots_of
from sim.care.waits import WaitLog
from sim.clock import MONTHS_PER_YEAR, month_of_year
from sim.draws import key_of, uniforms
from sim.kernels import kernel
from sim.state.claims import EXITING, RECEIVING
from sim.state.codes import TEKUN
from sim.state.histories import Histories
from sim.state.places import NOT_ASSESSED, BedChange, Flows, Homes, Places, ServiceChange, no_flows
from sim.state.records import Records

if TYPE_CHECKING:
    from sim.engine.county import County
    from sim.engine.world import World
    from sim.scenario import Scenario


@dataclass
class Care:
    """The care side of a county: who is where, the homes, what opens and closes, ended waits and the month's flows."""

    places: Places
    homes: Homes
    names: list[HomeName]
    bed_changes: tuple[BedChange, ...]  # those of the scenario, at the scale of the county
    service_changes: tuple[ServiceChange, ...]
    log: WaitLog
    elders: NDArray[np.int32]
    flows: Flows
    context: Context  # what care may see of the rest; renewed every January


def context_of(county: County) -> Context:
    """Return what care may see: assistance held, means, dwellings and kin."""
    lives, files = county.histories, county.files
    persons, households, kin = lives.persons, lives.households, lives.kin
    context = Context(
        id=persons.id,
        born=persons.born,
        is_tekun=np.zeros(len(persons), np.uint8),
        support_m=county.claims.persons.paid_m,
        household_id=households.id,
        township=households.township,
        is_urban=households.is_urban,
        is_collective=households.is_collective,
        is_low_income=np.zeros(len(households), np.uint8),
        income_m=(files.households.farm_y.astype(np.int64) + files.households.other_y) // MONTHS_PER_YEAR,
        assets=np.ascontiguousarray(files.households.assets),
        first_kin=county.kin_first,
        kin_distance=kin.distance,
        kin_child=kin.child,
        kin_members=kin.n_members,
        kin_income_m=np.ascontiguousarray(files.kin.income_m),
    )
    note_assistance(county.claims.persons, county.claims.households, context.is_tekun, context.is_low_income)
    return context


def renewed(county: County, context: Context) -> Context:
    """Return the context of the running month: every January anew, else with who is on assistance now."""
    if county.t == 0 or month_of_year(county.month) == 1:
        return context_of(county)
    persons, households = county.claims.persons, county.claims.households
    note_assistance(persons, households, context.is_tekun, context.is_low_income)
    return context._replace(support_m=persons.paid_m)


def events_of(lives: Histories, t: int) -> Events:
    """Return the life events of one month."""
    part = slice(int(lives.month_first[t]), int(lives.month_first[t + 1]))
    return Events(lives.event_kind[part], lives.event_person[part])


@kernel
def note_assistance(
    persons: Records, households: Records, is_tekun: NDArray[np.uint8], is_low_income: NDArray[np.uint8]
) -> None:
    """Enter who holds tekun and which households are on assistance."""
    for row in range(is_tekun.size):
        is_tekun[row] = persons.programme[row] == TEKUN
    for row in range(is_low_income.size):
        status = households.status[row]
        is_low_income[row] = status == RECEIVING or status == EXITING


def voucher_of(county: County, month: int) -> Voucher:
    """Return what the care voucher takes off the price of care in a month: nothing before it existed."""
    law = county.law.in_force("care_voucher", month)
    return Voucher(law.home_share, law.institution_share, law.cap_m, law.least_level)


def homes_of(
    world: World, scenario: Scenario, law: Any
) -> tuple[Homes, list[HomeName], tuple[BedChange, ...]]:
    """Return the homes of a scenario with their names, and its changes of beds, all at the scale of the residents."""
    listed = scaled_homes(world.profile.homes, world.share)
    changes = scaled_beds(scenario.bed_changes, listed, world.share)
    return (*open_homes(listed, world.profile.townships, changes, law, scenario.start), changes)


def open_care(county: County) -> Care:
    """Open the homes of the region and seat its elders as they are at the start."""
    start = county.scenario.start
    law = county.law.in_force("care", start)
    homes, names, beds = homes_of(county.world, county.scenario, law)
    services = scaled_services(county.scenario.service_changes, county.world.share)
    rules, context = care_rules(law, voucher_of(county, start)), context_of(county)
    places = new_places(county.present, context, rules, county.scenario.seed, start)
    elders = elder_rows(county.present, places, context.born, start, rules.numbers.elder_months)
    occupancy, seed = float(law.opening_occupancy), county.scenario.seed
    seat_initial(county.present, places, homes, elders, context, rules, occupancy, seed)
    counted = elders[places.assessed_at[elders] != NOT_ASSESSED]
    there = np.bincount(places.township[counted], minlength=county.n_townships)
    homes.slots[:] = slots_of(law, there, services, county.world.township_rows, start)
    cap_opening(elders, places, homes.slots, uniforms(key_of(seed, SLOT, -1), context.id[elders]))
    flows = no_flows(len(names), county.n_townships)
    return Care(places, homes, names, beds, services, WaitLog(), elders, flows, context)


def look_after(county: County) -> None:
    """Run one month of care."""
    law = county.law.in_force("care", county.month)
    rules = care_rules(law, voucher_of(county, county.month))
    care = county.care
    context = care.context = renewed(county, care.context)
    if county.t > 0:
        rows, elders = county.world.township_rows, care.flows.elders
        care.homes.slots[:] = slots_of(law, elders, care.service_changes, rows, county.month)
    if month_of_year(county.month) == 1 and county.t > 0:
        care.elders = elder_rows(
            county.present, care.places, context.born, county.month, rules.numbers.elder_months
        )
    shares = close_homes(care.homes) if county.in_force("closure").homes_closed else None
    care.flows = care_month(
        county.present,
        care.places,
        care.homes,
        care.elders,
        context,
        rules,
        care.log,
        county.scenario.seed,
        county.month,
        county.t,
        events_of(county.histories, county.t),
    )
    if shares is not None:
        open_again(care.homes, shares)
