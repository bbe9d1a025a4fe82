"""Relief in the month: the desk's state, its two steps and its look at the end of the month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.administration.prices import Prices, price_path
from sim.administration.relief import begin_school_year, pay_pending, work_through
from sim.administration.relief_events import hear_events, strike
from sim.administration.reliefbook import (
    BOOKED,
    RELIEF_COUNTS,
    RELIEF_LINES,
    VAGRANT_LINE,
    Desk,
    relief_keys,
    relief_laws,
)
from sim.administration.rolls import call_the_rolls, fill_posts, pay_posts
from sim.administration.vagrants import station_month
from sim.administration.watch import STREAM_WATCH, WATCHED, count_watched
from sim.clock import MONTHS_PER_YEAR, month_of_year
from sim.draws import ADMINISTRATION_STREAMS, key_of, uniforms
from sim.engine.case import case_of
from sim.engine.treasury_step import disburse
from sim.finance.funding import funding_shares
from sim.programmes import employment_offer
from sim.programmes.price_linked import index
from sim.state.present import LOOK_BACK_MOVED
from sim.state.relief import Relief, no_relief
from sim.state.union import union

if TYPE_CHECKING:
    from sim.engine.county import County

STREAM_DISASTER = ADMINISTRATION_STREAMS + 54
# Lists that a month hands to the next, whatever their length.
CARRIED = ("waiting", "rigid", "struck", "struck_share", "struck_at")
# Budget line of each line of the ledger; its shares by level are in finance.yaml.
FUNDS = {
    "temporary_relief": "relief",
    "price_linked": "relief",
    "one_off": "relief",
    "winter_heating": "local",
    "festival_money": "local",
    "winter_goods": "local",
    "medical_assistance": "medical",
    "education_aid": "education",
    "employment_offer": "employment",
    "funeral": "local",
    "house_repair": "housing",
    "vagrant_relief": "relief",
}


@dataclass
class ReliefDesk:
    """The relief side of a county.

    Attributes
    ----------
    state : Relief
        What every household has had.
    is_followed : bool array, households
    prices : Prices
        The path of prices over the horizon.
    touched : int32 array
        Followed households that lost or paid something this month.
    waiting : int32 array
        Households whose relief is decided and still to be paid.
    rigid : int32 array
        Households of the class of rigid spending, ascending.
    amounts, persons : int64 arrays, townships x BOOKED
        Fen and persons of the month.
    counts : int64 array, townships x RELIEF_COUNTS
    watched : int64 array, townships x WATCHED
    struck, struck_share, struck_at : arrays
        Households that a disaster strikes this calendar year, the share of the year's income lost, and the month t.
    """

    state: Relief
    is_followed: NDArray[np.bool_]
    prices: Prices
    touched: NDArray[np.int32]
    waiting: NDArray[np.int32]
    rigid: NDArray[np.int32]
    amounts: NDArray[np.int64]
    persons: NDArray[np.int64]
    counts: NDArray[np.int64]
    watched: NDArray[np.int64]
    struck: NDArray[np.int32]
    struck_share: NDArray[np.float64]
    struck_at: NDArray[np.int64]
    rise: float = 0.0  # of prices, as far as it triggers this month
    vagrants: int = 0


def open_relief(county: County) -> ReliefDesk:
    """Return the relief side of a county before its first month."""
    lives, scenario, n = county.histories, county.scenario, county.n_townships
    is_followed = np.zeros(len(lives.households), np.bool_)
    is_followed[county.followed] = True
    nobody = np.empty(0, np.int32)
    return ReliefDesk(
        state=no_relief(len(lives.persons), len(lives.households)),
        is_followed=is_followed,
        prices=price_path(scenario.start - 1, scenario.end, county.law, scenario.seed),
        touched=nobody,
        waiting=nobody,
        rigid=nobody,
        amounts=np.zeros((n, len(BOOKED)), np.int64),
        persons=np.zeros((n, len(BOOKED)), np.int64),
        counts=np.zeros((n, len(RELIEF_COUNTS)), np.int64),
        watched=np.zeros((n, len(WATCHED)), np.int64),
        struck=nobody,
        struck_share=np.empty(0),
        struck_at=np.empty(0, np.int64),
    )


def desk_of(county: County) -> Desk:
    """Return the county's columns, laws and the month's accounts for the desk of relief."""
    own, t = county.relief, max(county.t, 0)
    laws = relief_laws(county.law, county.month)
    keys = relief_keys(county.scenario.seed, t)
    return Desk(case_of(county), own.state, laws, keys, own.amounts, own.persons, own.counts)


def draw_disasters(county: County) -> None:
    """Draw whom a disaster strikes in the running calendar year, when, and how hard: rural households, by their id."""
    own, law, households = county.relief, county.in_force("temporary_relief"), county.histories.households
    key = key_of(county.scenario.seed, STREAM_DISASTER, county.t)
    rural = county.followed[~households.is_urban[county.followed]]
    own.struck = rural[uniforms(key, households.id[rural], 0) < law.disaster_y].astype(np.int32)
    ids, spread = households.id[own.struck], law.disaster_loss_most - law.disaster_loss_least
    own.struck_share = law.disaster_loss_least + max(0.0, spread) * uniforms(key, ids, 1)
    place = np.floor(uniforms(key, ids, 2) * MONTHS_PER_YEAR).astype(np.int64)
    own.struck_at = county.t - (month_of_year(county.month) - 1) + place


def note_events(county: County) -> None:
    """Hear this month's events before they are lived through; begin a new account of the year in January."""
    own, lives, t = county.relief, county.histories, county.t
    for table in (own.amounts, own.persons, own.counts, own.state.households.cash_m):
        table[:] = 0
    if month_of_year(county.month) == 1 or t == 0:
        own.state.persons.cost_y[:] = 0
        own.state.persons.aid_y[:] = 0
        draw_disasters(county)
    lo, hi = int(lives.month_first[t]), int(lives.month_first[t + 1])
    desk = desk_of(county)
    note_post_pay(county, desk)
    touched = hear_events(
        desk,
        lives.event_kind[lo:hi],
        lives.event_code[lo:hi],
        lives.event_person[lo:hi],
        lives.event_value[lo:hi],
        own.is_followed,
    )
    now = own.struck_at == t
    own.touched = strike(desk, own.struck[now], own.struck_share[now], touched)


def relieve(county: County) -> None:
    """Pay what is pending, work through the month's cases, call the rolls, and book it all."""
    own, desk = county.relief, desk_of(county)
    still = pay_pending(desk, own.waiting)
    new = work_through(desk, own.touched)
    if month_of_year(county.month) == desk.laws.education_aid.autumn_month:
        new = union(new, begin_school_year(desk, county.followed))
    own.waiting = union(still, new)
    cpi, food = own.prices.last_print(county.month)
    own.rise = float(index(cpi, food, desk.laws.price_linked))
    # Who is new in the class of rigid spending is among those whom the month touched.
    rigid = union(own.rigid, own.touched)
    own.rigid = rigid[own.state.households.rigid_until[rigid] >= county.t]
    known = union(county.active, own.rigid)
    provide_posts(county, desk, call_the_rolls(desk, known, own.rise))
    help_vagrants(county)
    own.watched[:] = 0
    law, key = county.in_force("monitoring"), key_of(county.scenario.seed, STREAM_WATCH, 0)
    county.pool.count(lambda rows, out: count_watched(desk, rows, law, key, out), county.active, own.watched)
    book(county)


def provide_posts(county: County, desk: Desk, seeking: NDArray[np.int32]) -> None:
    """Pay the public-service posts that run, and fill the vacant ones from those who seek one."""
    holders = np.flatnonzero(county.relief.state.households.post_until >= county.t).astype(np.int32)
    pay_posts(desk, holders)
    residents = int(county.world.registers[county.t, :, 0].sum())
    fill_posts(
        desk,
        seeking,
        int(employment_offer.number_of_posts(residents, desk.laws.employment_offer)) - holders.size,
    )


def note_post_pay(county: County, desk: Desk) -> None:
    """Enter what posts have paid in the last twelve months: a wage that the means test counts.

    No life reads what policy does, so this wage is kept by the office and not among those of the lives.
    """
    own, t = county.relief.state.households, county.t
    rows = np.flatnonzero(own.post_until > t - MONTHS_PER_YEAR - 1)
    first = np.maximum(own.post_from[rows].astype(np.int64), t - MONTHS_PER_YEAR + 1)
    months = np.maximum(np.minimum(own.post_until[rows], t) - first + 1, 0)
    wage = int(desk.case.laws.basic.tekun.minimum_wage_m)
    paid, changed = county.claims.households.post_y, county.present.households.is_changed
    before = paid[rows].copy()
    paid[rows] = months * int(employment_offer.amount(wage, desk.laws.employment_offer))
    moved = rows[paid[rows] != before]
    changed[moved] = np.maximum(changed[moved], LOOK_BACK_MOVED)


def help_vagrants(county: County) -> None:
    """Let the stations, which stand in the county seats, help whom the month brings."""
    own, law = county.relief, county.in_force("vagrant_relief")
    residents = int(county.world.registers[county.t, :, 0].sum())
    month = station_month(residents, law, county.scenario.seed, county.t)
    seat = county.world.seat
    own.vagrants = month.cases
    own.amounts[seat, VAGRANT_LINE] += month.cost
    own.persons[seat, VAGRANT_LINE] += month.cases


def book(county: County) -> None:
    """Enter the month's relief into the ledger, each line from its fund."""
    own, finance = county.relief, county.in_force("finance")
    for line, name in enumerate(RELIEF_LINES):
        if own.amounts[:, line].any():
            shares = funding_shares(finance, FUNDS[name])
            disburse(county, name, own.amounts[:, line], own.persons[:, line], shares)


def observe_relief(county: County) -> None:
    """Enter persons and cases of relief, charity, the watch list and the rigid class into the series."""
    own, put, t = county.relief, county.series.put, county.t
    for line, name in enumerate(BOOKED):
        put("relief_times", t, own.persons[:, line].copy(), name)
    for line in range(len(RELIEF_LINES), len(BOOKED)):
        put("charity_value_fen", t, own.amounts[:, line].copy(), BOOKED[line])
    for column, name in enumerate(RELIEF_COUNTS):
        put(name, t, own.counts[:, column].copy())
    for column, name in enumerate(WATCHED):
        put(name, t, own.watched[:, column].copy())
    n = county.present.households.n_members[own.rigid].astype(np.float64)
    places = county.histories.households.township[own.rigid]
    put("rigid_persons", t, np.bincount(places, n, county.n_townships).astype(np.int64))
    for name, values in zip(
        ("price_rise_consumer", "price_rise_food"), own.prices.last_print(county.month), strict=True
    ):
        county.region(name)[t] = values
