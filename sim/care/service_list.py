"""The lists of services month by month: who gets a free place at home or by day, and who goes on waiting."""

from __future__ import annotations

import numpy as np

from sim.care.context import SLOT, SUITABLE
from sim.care.now import Month, Rows, discharge, ranks
from sim.care.services import count_users, count_waiting, give_places
from sim.care.waiting_list import order_queue
from sim.draws import key_of, uniforms
from sim.state.places import FAMILY, FAMILY_BED, NO_HOME


def count_adaptations(now: Month, rows: Rows) -> None:
    """Count the dwellings that must be adapted for a new family bed: those that were not fit before."""
    if not rows.size or now.rules.numbers.adaptation_share <= 0.0:
        return
    homes = now.context.household_id[now.places.household[rows]]
    is_unfit = uniforms(key_of(now.seed, SUITABLE, 0), homes) >= now.rules.numbers.suitable_home_share
    np.add.at(now.flows.adaptations, now.places.township[rows[is_unfit]], 1)


def serve_services(now: Month, elders: Rows) -> None:
    """Give the free places of services to those who wait for one; who leaves a bed for it frees the bed."""
    places = now.places
    rows = elders[places.wants_service[elders] != FAMILY]
    if not rows.size:
        return
    used = count_users(elders, places, now.homes.slots.shape[0])
    key = key_of(now.seed, SLOT, now.t)
    order = order_queue(
        rows, ranks(now, rows), places.wants_since, places.assessed_level, now.context.id, key, now.t
    )
    taken = rows[give_places(rows, order, places, now.homes.slots, used)]
    discharge(now, taken[places.care_home[taken] != NO_HOME], now.flows.discharges)
    wanted = places.wants_service[taken]
    np.add.at(now.flows.service_entries, (places.township[taken], wanted), 1)
    count_adaptations(now, taken[wanted == FAMILY_BED])
    places.setting[taken] = wanted
    places.wants_service[taken] = FAMILY
    count_waiting(rows, places, now.flows)
