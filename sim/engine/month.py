"""The month of the model: what happens, in the order in which it happens.

Grants in force are paid first, so a decision of this month is paid from the next, and whoever dies this month was paid
for it. Then lives move on; then the law looks at everyone anew; then the offices and the teams work; then care.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.assessment import assess_changed, find_active
from sim.administration.awareness import learn
from sim.administration.desk import STREAM_TURN, count_by, divide_hours, due, line_up, serve, with_status
from sim.administration.payments import PAYMENT_LINES, pay_month
from sim.administration.reviews import advance_exits, note_changes, review_cases
from sim.administration.verification import (
    STREAM_GATE,
    STREAM_OBSERVE,
    STREAM_PAPERS,
    STREAM_REPORT,
    STREAM_STAGE,
    decide_cases,
)
from sim.clock import MONTHS_PER_YEAR, month_of_year
from sim.draws import key_of
from sim.engine.allowance_step import pay_persons
from sim.engine.care_costs import book_care
from sim.engine.care_step import look_after
from sim.engine.case import case_of, laws_changed, refresh_files
from sim.engine.county import County
from sim.engine.observe import observe_month
from sim.engine.outreach_step import follow_discovery, reach_out
from sim.engine.relief_step import note_events, relieve
from sim.engine.schedule import assemble, step
from sim.engine.treasury_step import disburse, observe_treasury, ration, release
from sim.finance.funding import funding_shares, shares_with_growth
from sim.state.claims import QUEUED, RECEIVING
from sim.state.codes import NOBODY, TEKUN
from sim.state.kinship import replay_month
from sim.state.places import FIRST_BED
from sim.state.present import EVENT_HAPPENED


def note_homes(county: County) -> None:
    """Note who lives in a care home: support of the destitute may be dearer there, and is then reviewed at once."""
    held, people, units = county.claims.persons, county.present.persons, county.claims.households
    in_home = (county.care.places.setting >= FIRST_BED).astype(np.uint8)
    moved = np.flatnonzero(in_home != held.in_home)
    held.in_home[:] = in_home
    homes = people.home[moved]
    county.present.households.is_changed[homes[homes != NOBODY]] = EVENT_HAPPENED
    if county.in_force("tekun").care_institution_ratio != 1.0:
        homes = people.home[moved[held.programme[moved] == TEKUN]]
        units.review_at[homes] = np.minimum(units.review_at[homes], county.t)


def pay(county: County) -> None:
    """Pay the grants in force and book them; start a new account of the year in January."""
    note_homes(county)
    if month_of_year(county.month) == 1:
        county.claims.households.paid_y[:] = 0
    homes, paid = county.histories.households, np.zeros((2, county.n_townships, len(PAYMENT_LINES)), np.int64)

    def pay_rows(rows: NDArray[np.int32], out: NDArray[np.int64]) -> None:
        pay_month(
            county.present, county.claims, rows, homes.township, homes.is_urban, county.t, out[0], out[1]
        )

    county.pool.count(pay_rows, county.active, paid)
    amounts, persons = paid
    finance, base, due_m = county.in_force("finance"), county.treasury.relief_base, int(amounts.sum())
    if month_of_year(county.month) == 1 or county.t == 0:
        base[0] = due_m
    shares = funding_shares(finance, "relief")
    shares = shares_with_growth(shares, int(base[0]), due_m, float(finance.marginal_local_share))
    for line, name in enumerate(PAYMENT_LINES):
        disburse(county, name, amounts[:, line], persons[:, line], shares)


def replay_lives(county: County) -> None:
    """Let everyone live through the month."""
    refresh_files(county)
    replay_month(county.present, county.histories, county.followed, county.t)


def assess(county: County) -> None:
    """Find what the law grants everyone whose circumstances, or whose law, changed."""
    everyone = laws_changed(county) or month_of_year(county.month) == 1 or county.t == 0
    case = case_of(county)
    county.pool.each(lambda rows: assess_changed(case, rows, everyone), county.followed)
    county.active = find_active(case, county.followed)


def review(county: County) -> None:
    """Note changes, move gradual exits on, and review as many grants as hours allow."""
    case, households, t = case_of(county), county.histories.households, county.t
    seed, offices, law = county.scenario.seed, county.offices, county.in_force("administration")
    note_changes(case, county.active, key_of(seed, STREAM_REPORT, 0))
    advance_exits(case, county.active)
    rows = due(
        county.claims.households.review_at, county.claims.households.status, county.active, RECEIVING, t
    )
    count_by(rows, households.township, offices.reviews_due)
    offices.reviews_done[:] = 0
    divide_hours(offices, law)
    key = key_of(seed, STREAM_TURN, t)
    order = line_up(rows, county.claims.households.review_at, households.township, households.id, key)
    turn = serve(
        rows, order, households.township, offices.review_hours, law.hours_per_review, offices.reviews_done
    )
    review_cases(case, turn, key_of(seed, STREAM_OBSERVE, 0))


def hear_and_apply(county: County) -> None:
    """Let households learn of what they could ask for, and ask."""
    learn(
        county.present,
        county.claims,
        county.wants,
        county.active,
        county.histories.households,
        county.peers,
        county.teams,
        county.in_force("administration"),
        county.scenario.seed,
        county.t,
    )
    rows = with_status(county.claims.households.status, county.active, QUEUED)
    new = rows[county.claims.households.applied_at[rows] == county.t]
    count_by(new, county.histories.households.township, county.new_applications)


def decide(county: County) -> None:
    """Decide as many applications as hours allow, the oldest first."""
    case, households, offices = case_of(county), county.histories.households, county.offices
    seed, law, t = county.scenario.seed, county.in_force("administration"), county.t
    rows = with_status(county.claims.households.status, county.active, QUEUED)
    order = line_up(
        rows,
        county.claims.households.applied_at,
        households.township,
        households.id,
        key_of(seed, STREAM_TURN, t),
    )
    for column in (offices.decided, offices.approved, offices.denied):
        column[:] = 0
    turn = serve(rows, order, households.township, offices.case_hours, law.hours_per_case, offices.decided)
    streams = (STREAM_OBSERVE, STREAM_PAPERS, STREAM_GATE, STREAM_STAGE)
    keys = np.array([key_of(seed, stream, 0) for stream in streams], np.uint64)
    decide_cases(case, turn, keys, offices.approved, offices.denied)
    county.waits.note(county, turn)


def book_costs(county: County) -> None:
    """Book what outreach, administration and beds cost: hours of staff, the watch list, subsidies, new beds."""
    law, finance, offices = county.in_force("administration"), county.in_force("finance"), county.offices
    nobody = np.zeros(county.n_townships, np.int64)
    hours = offices.decided * law.hours_per_case + offices.reviews_done * law.hours_per_review
    watched = county.relief.watched[:, 0] * (finance.platform_person_y / MONTHS_PER_YEAR)
    desk = np.floor(hours * finance.staff_hour + watched).astype(np.int64)
    multiplier = county.scenario.outreach_factor(county.month)
    teams = np.floor(county.teams.workers * multiplier * law.welfare_share * finance.outreach_worker_m)
    shares = funding_shares(finance, "administration")
    disburse(county, "administration", desk, nobody, shares)
    disburse(county, "outreach", teams.astype(np.int64), nobody, shares)
    book_care(county, finance)


MONTH = assemble(
    [
        step("administration.release", release, "law", "ledger treasury"),
        step("administration.pay", pay, "present claims places law", "ledger claims offices teams wants"),
        step(
            "administration.pay_persons",
            pay_persons,
            "present files claims places homes law",
            "ledger claims roster",
        ),
        step(
            "administration.note_events", note_events, "present claims files histories law", "relief claims"
        ),
        step("lives.replay", replay_lives, "histories", "present files"),
        step("administration.assess", assess, "present files law", "wants"),
        step("administration.review", review, "present files law wants claims", "claims offices"),
        step("administration.ration", ration, "treasury law", "offices teams treasury"),
        step("administration.reach_out", reach_out, "present wants claims places law", "claims teams"),
        step("administration.hear_and_apply", hear_and_apply, "present wants claims law", "claims"),
        step("administration.decide", decide, "present files law wants claims offices", "claims offices"),
        step(
            "administration.relieve",
            relieve,
            "present wants claims files relief law",
            "relief claims ledger treasury",
        ),
        step("administration.follow_discovery", follow_discovery, "present wants claims law", "funnel"),
        step("care.look_after", look_after, "present files claims law", "places homes"),
        step("administration.book_costs", book_costs, "offices teams homes law", "ledger"),
        step(
            "indicators.observe",
            observe_month,
            "present wants claims places homes offices teams funnel ledger",
            "series",
        ),
        step("indicators.observe_treasury", observe_treasury, "treasury", "series"),
    ]
)
