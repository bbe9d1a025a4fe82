"""One month of care: departures, assessment, decisions, offers, and what is still missing at the end.

The order is fixed: capacity; beds of the dead and departed become free; assessments; families decide, which may free
beds or lengthen a list; the lists are served; unmet need is counted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.care.assessment import LEVEL_MASK, consider, review_elders
from sim.care.context import Context
from sim.care.early import family_bounds, is_undecided
from sim.care.family_care import count_carers
from sim.care.homes import reach, set_capacity, set_reserve
from sim.care.need import count_unmet
from sim.care.notes import Events, note_month
from sim.care.rules import Rules
from sim.care.sheet import Sheet, bed_values, draw_choices, fill_sheet
from sim.care.stays import end_waits, enter_beds, join_lists, leave_beds
from sim.care.waiting_list import REFUSED, TAKEN, allocate, facing_bed, order_queue, rank_queue, willing
from sim.care.waits import WaitLog
from sim.kernels import kernel
from sim.state.places import (
    ADMITTED,
    FAMILY,
    FIRST_BED,
    LOST,
    NO_HOME,
    NOT_WAITING,
    NURSING_BED,
    WITHDREW,
    Flows,
    Homes,
    Places,
    no_flows,
)
from sim.state.present import DEAD, Present

Rows = NDArray[np.int32]


class Month(NamedTuple):
    """What the parts of one month share."""

    present: Present
    places: Places
    homes: Homes
    context: Context
    rules: Rules
    flows: Flows
    log: WaitLog
    seed: int
    month: int  # calendar month
    t: int  # month of the run


def ranks(now: Month, rows: Rows) -> NDArray[np.uint8]:
    """Return the class in the queue of some persons."""
    out = np.empty(rows.size, np.uint8)
    level, numbers = now.places.assessed_level, now.rules.numbers
    rank_queue(rows, now.present, now.context, level, numbers, now.seed, now.month, out)
    return out


def stop_waiting(now: Month, rows: Rows, outcome: int) -> None:
    """End the waits of those of some persons who wait; the departed have no class any more."""
    rows = rows[now.places.waiting_bed[rows] != NOT_WAITING]
    rank = np.zeros(rows.size, np.uint8) if outcome == LOST else ranks(now, rows)
    end_waits(now.places, rows, outcome, rank, now.log, now.flows, now.t)


def discharge(now: Month, rows: Rows, booked: NDArray[np.int64]) -> None:
    """Free the beds of those of some persons who have one."""
    rows = rows[now.places.care_home[rows] != NO_HOME]
    leave_beds(now.places, now.homes, rows, now.context.is_tekun, booked)


def let_go(now: Month, departed: Rows) -> None:
    """Free what the dead and those who left the region held: beds and places on the lists."""
    stop_waiting(now, departed, LOST)
    has_died = now.present.persons.presence[departed] == DEAD
    discharge(now, departed[has_died], now.flows.deaths)
    discharge(now, departed[~has_died], now.flows.discharges)


def movers(now: Month, waiting: Rows) -> Rows:
    """Return those who wait but have moved to another township since they applied; they lose their place."""
    moved = waiting[now.places.township[waiting] != now.places.waiting_from[waiting]]
    stop_waiting(now, moved, WITHDREW)
    return moved


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
    """Carry out decisions: stay, leave a bed, change service, or ask for a bed; return who is new on a list."""
    places, rows = now.places, sheet.row
    waits = places.waiting_bed[rows] != NOT_WAITING
    keeps_place = waits & (places.waiting_bed[rows] + FIRST_BED == chosen + 1)
    stop_waiting(now, rows[waits & ~keeps_place], WITHDREW)
    stays = chosen == places.setting[rows]
    leaves = (chosen < FIRST_BED) & ~stays
    discharge(now, rows[leaves], now.flows.discharges)
    places.setting[rows[leaves]] = chosen[leaves]
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
    order = order_queue(queue, rank, places, context.id, now.seed, now.t)
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


@kernel
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
    deciding, moved = review.touched[decides], movers(now, review.waiting)
    new = decide(now, np.union1d(deciding, moved) if moved.size else deciding)
    waits = np.setdiff1d(review.waiting, moved) if moved.size else review.waiting
    serve(now, np.concatenate((waits, new)))
    is_frail = places.seen[review.touched] & LEVEL_MASK >= numbers.need_level
    frail = np.concatenate((review.frail, review.touched[is_frail]))
    count_unmet(places, frail, now.rules, now.flows, context.id, seed, t)
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
