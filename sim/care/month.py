"""One month of care: departures, assessment, decisions, offers, and what is still missing at the end.

The order is fixed: capacity; beds of the dead and departed become free; assessments; families decide, which may free
beds or lengthen a list; the lists are served; unmet need is counted.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.care.assessment import LEVEL_MASK, consider, review_elders
from sim.care.context import QUEUE, Context
from sim.care.early import family_bounds, is_undecided
from sim.care.family_care import count_carers
from sim.care.giving_up import homes_giving_up
from sim.care.homes import reach, reach_spare, set_capacity, set_reserve
from sim.care.need import count_unmet
from sim.care.notes import Events, note_month
from sim.care.now import Month, Rows, discharge, let_go, ranks, stop_waiting
from sim.care.rules import Rules
from sim.care.service_list import serve_services
from sim.care.services import SERVICES, ask_for_service
from sim.care.sheet import Sheet, bed_values, draw_choices, fill_sheet
from sim.care.stays import end_waits, enter_beds, join_lists
from sim.care.waiting_list import REFUSED, TAKEN, allocate, facing_bed, order_queue, willing
from sim.care.waits import WaitLog
from sim.draws import key_of
from sim.kernels import array_kernel, kernel
from sim.state.places import (
    ADMITTED,
    FAMILY,
    FIRST_BED,
    NO_HOME,
    NOT_WAITING,
    NURSING_BED,
    WITHDREW,
    Flows,
    Homes,
    Places,
    no_flows,
)
from sim.state.present import Present
from sim.state.union import union


def movers(now: Month, waiting: Rows) -> Rows:
    """Return those who wait but have moved to another township since they applied; they lose their place."""
    moved = waiting[now.places.township[waiting] != now.places.waiting_from[waiting]]
    stop_waiting(now, moved, WITHDREW)
    return moved


def give_up(now: Month, elders: Rows) -> Rows:
    """Let homes give up, and return their residents and those who waited for them: they decide anew."""
    closing = homes_giving_up(now.homes, now.rules.numbers, now.seed, now.t)
    if not closing.size:
        return elders[:0]
    np.add.at(now.flows.closures, now.homes.township[closing], 1)
    reach(now.homes)
    lies = elders[np.isin(now.places.care_home[elders], closing)]
    waits = elders[np.isin(now.places.waiting_home[elders], closing)]
    discharge(now, lies, now.flows.discharges)
    stop_waiting(now, waits, WITHDREW)
    return union(lies, waits)


def decide(now: Month, rows: Rows) -> Rows:
    """Let some elders' families choose; return who has joined a waiting list without having been on one.

    Who has become too able for a nursing bed leaves it first. Nobody's choice depends on another's in the same month.
    """
    places, numbers = now.places, now.rules.numbers
    np.add.at(now.flows.decisions, places.township[rows], 1)
    is_too_able = places.assessed_level[rows] < numbers.nursing_least_level
    discharge(now, rows[(places.setting[rows] == NURSING_BED) & is_too_able], now.flows.discharges)
    least = family_bounds(now.rules)
    is_open = is_undecided(rows, places, now.context, numbers, least, now.seed, now.t)
    rows = rows[is_open]
    count_carers(now.present, now.context, rows, now.month, numbers, places)
    sheet = fill_sheet(rows, now.present, places, now.homes, now.context, now.rules, now.seed)
    return follow(now, sheet, draw_choices(sheet, now.seed, now.t))


def follow(now: Month, sheet: Sheet, chosen: NDArray[np.uint8]) -> Rows:
    """Carry out decisions: stay, go home, or ask for a service or a bed; return who is new on the list of a bed."""
    places, rows = now.places, sheet.row
    waits = places.waiting_bed[rows] != NOT_WAITING
    same_bed = places.waiting_bed[rows] + FIRST_BED == chosen + 1
    asked = sheet.home[np.arange(rows.size), np.maximum(places.waiting_bed[rows], 1) - 1]
    keeps_place = waits & same_bed & (asked == places.waiting_home[rows])
    stop_waiting(now, rows[waits & ~keeps_place], WITHDREW)
    stays = chosen == places.setting[rows]
    goes_home = (chosen == FAMILY) & ~stays
    discharge(now, rows[goes_home], now.flows.discharges)
    places.setting[rows[goes_home]] = FAMILY
    wants = np.isin(chosen, SERVICES) & ~stays
    places.wants_service[rows[~wants]] = FAMILY
    ask_for_service(places, rows[wants], chosen[wants], now.t)
    asks = np.nonzero((chosen >= FIRST_BED) & ~stays & ~keeps_place)[0]
    bed = chosen[asks] - FIRST_BED
    home, wish = sheet.home[asks, bed], sheet.value[asks, chosen[asks]]
    join_lists(places, rows[asks], home, bed, wish, sheet.township[asks], now.flows, now.t)
    return rows[asks[~waits[asks]]]


def serve(now: Month, waiting: Rows) -> None:
    """Give the free beds to those who wait, until nobody willing faces a free bed.

    Who takes a bed may leave another one free, so the lists are gone through again; each person has one offer a month.
    """
    places = now.places
    while True:
        waiting = waiting[places.waiting_bed[waiting] != NOT_WAITING]
        waiting = waiting[places.offered_at[waiting] != now.t]
        home, bed = places.waiting_home[waiting], places.waiting_bed[waiting] - 1
        is_tekun = now.context.is_tekun[waiting] != 0
        queue = waiting[facing_bed(home, bed, is_tekun, now.homes)]
        if not queue.size or not offer(now, queue):
            return


def offer(now: Month, queue: Rows) -> bool:
    """Go once down the queue with the free beds; return True if a bed became free on the way."""
    places, homes, context, rules = now.places, now.homes, now.context, now.rules
    home, bed = places.waiting_home[queue], places.waiting_bed[queue] - 1
    is_tekun, value = bed_values(queue, bed, now.present, places, homes, context, rules, now.seed)
    is_willing = willing(context.id[queue], value, places.wish[queue], rules.numbers, now.seed, now.t)
    rank = ranks(now, queue)
    key = key_of(now.seed, QUEUE, now.t)
    order = order_queue(queue, rank, places.waiting_since, places.assessed_level, context.id, key, now.t)
    outcome = allocate(order, home, bed, is_tekun, is_willing, homes)
    taken, refused = outcome == TAKEN, outcome == REFUSED
    places.offered_at[queue[taken | refused]] = now.t
    np.add.at(now.flows.refusals, (home[refused], bed[refused]), 1)
    places.refusals[queue[refused]] += 1
    has_enough = refused & (places.refusals[queue] >= rules.numbers.refusals_allowed)
    end_waits(places, queue[has_enough], WITHDREW, rank[has_enough], now.log, now.flows, now.t)
    end_waits(places, queue[taken], ADMITTED, rank[taken], now.log, now.flows, now.t)
    has_freed = bool((places.care_home[queue[taken]] != NO_HOME).any())
    discharge(now, queue[taken], now.flows.discharges)
    enter_beds(places, queue[taken], home[taken], bed[taken], now.flows, now.t)
    return has_freed


@array_kernel
def count_places(elders: Rows, places: Places, homes: Homes, flows: Flows) -> None:
    """Count at the end of the month who is in which setting and who waits for which bed."""
    waiting, settings, setting, waiting_bed = (
        homes.waiting,
        flows.settings,
        places.setting,
        places.waiting_bed,
    )
    waiting[:] = 0
    for person in elders:
        if setting[person] != FAMILY:
            settings[places.township[person], setting[person]] += 1
        if waiting_bed[person]:
            waiting[places.waiting_home[person], waiting_bed[person] - 1] += 1
    settings[:, FAMILY] = flows.elders - settings[:, 1:].sum(axis=1)


@kernel
def count_tekun(
    residents: Rows,
    setting: NDArray[np.uint8],
    care_home: NDArray[np.int16],
    is_tekun: NDArray[np.uint8],
    tekun_in: NDArray[np.int32],
) -> None:
    """Count the tekun holders in each home, since that status changes outside the care step."""
    tekun_in[:] = 0
    for person in residents:
        if is_tekun[person]:
            tekun_in[care_home[person], setting[person] - FIRST_BED] += 1


def look_after_elders(now: Month, elders: Rows, events: Events | None) -> None:
    """Go through the steps of the month in their order, once capacity is set."""
    present, places, homes, context = now.present, now.places, now.homes, now.context
    numbers, seed, t = now.rules.numbers, now.seed, now.t
    let_go(now, note_month(events, elders, present, places, context.township, t))
    review = review_elders(elders, present, places, numbers, t, now.flows.elders)
    count_tekun(review.residents, places.setting, places.care_home, context.is_tekun, homes.tekun_in)
    decides, recounts = consider(review.touched, present, places, context.id, numbers, seed, t)
    count_carers(present, context, review.touched[recounts], now.month, numbers, places)
    deciding, moved = review.touched[decides], union(movers(now, review.waiting), give_up(now, elders))
    reach_spare(homes, numbers.search_km)
    new = decide(now, union(deciding, moved) if moved.size else deciding)
    serve_services(now, elders)
    waits = np.setdiff1d(review.waiting, moved) if moved.size else review.waiting
    serve(now, np.concatenate((waits, new)))
    is_frail = places.seen[review.touched] & LEVEL_MASK >= numbers.need_level
    frail = np.concatenate((review.frail, review.touched[is_frail]))
    count_unmet(places, frail, now.rules, now.flows, context, seed, t)
    count_places(elders, places, homes, now.flows)


def care_month(
    present: Present,
    places: Places,
    homes: Homes,
    elders: Rows,
    context: Context,
    rules: Rules,
    log: WaitLog,
    seed: int,
    month: int,
    t: int,
    events: Events | None = None,
) -> Flows:
    """Run one month of care after the month's life events, and return what happened.

    Parameters
    ----------
    present, context : Present, Context
        Only read; `places`, `homes` and `log` (of the waits that end) are written.
    elders : int32 array
        Rows to look at, from `elder_rows` at the start of the run and each January.
    rules, seed : Rules, int
        From `care_rules` in each month; seed of the run.
    month, t : int
        Calendar month, month of the run.
    events : Events, optional
        The month's life events; they save looking at every elder.
    """
    flows = no_flows(homes.id.size, homes.county.size)
    now = Month(present, places, homes, context, rules, flows, log, seed, month, t)
    if set_capacity(homes, t, False):
        reach(homes)
    set_reserve(homes, rules.numbers.tekun_reserve)
    look_after_elders(now, elders, events)
    return flows
