"""The invariants of a month, checked on a county by plain Python loops: a second code path beside the kernels."""

from __future__ import annotations

import numpy as np

from sim.administration.payments import is_paid_now
from sim.finance.ledger import PAYERS
from sim.state.claims import EXITING, QUEUED, RECEIVING
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, LOW_EDGE, NO_PROGRAMME, NOBODY, SINGLE_PERSON, TEKUN
from sim.state.places import FIRST_BED, NO_HOME, NOT_WAITING
from sim.state.present import DEAD, GONE, HERE

CASH = (DIBAO, DIBAO_EXPENDITURE)


def broken(county):
    """Return a sentence for every invariant that does not hold at the end of the running month."""
    found = []
    for check in (books, people, claims, beds, counts, desks):
        found += check(county)
    return found


def books(county):
    ledger = county.ledger
    if ledger.imbalance() != 0:
        yield "debits and credits differ"
    if (ledger.credits < 0).any() or (ledger.debits < 0).any():
        yield "a payment is negative"
    if ledger.debits.shape[-1] != len(PAYERS):
        yield "a payer is missing"
    if ledger.credits[county.t + 1 :].any():
        yield "something is booked in the future"


def people(county):
    now = county.present.persons
    homes = county.present.households
    seen = np.zeros(len(now), int)
    for household in range(len(homes)):
        members = county.present.members(household)
        if len(members) != homes.n_members[household]:
            yield f"household {household} miscounts its members"
        for person in members:
            seen[person] += 1
            if now.home[person] != household:
                yield f"person {person} is listed in another household"
    here = now.presence == HERE
    if (seen != here).any():
        yield "a resident is in no household, or in two"
    for person in np.nonzero(here & (now.spouse != NOBODY))[0]:
        if now.spouse[now.spouse[person]] != person:
            yield f"the marriage of person {person} is not mutual"
    wages = np.zeros(len(homes), np.int64)
    np.add.at(wages, now.home[here], now.wage_m[here])
    if (wages[county.followed] != homes.wages_m[county.followed]).any():
        yield "wages of a followed household do not add up"
    registered = county.world.registers[county.t, :, 0].sum()
    if registered != here.sum():
        yield f"registers know {registered} persons, {here.sum()} are here"


def claims(county):
    units, due = county.claims.households, county.wants.households
    held, now = county.claims.persons, county.present.persons
    absent = (now.presence == DEAD) | (now.presence == GONE)
    if (held.programme[absent & (now.home != NOBODY)] != NO_PROGRAMME).any():
        yield "somebody absent is still at home"
    alone = (held.programme == SINGLE_PERSON) & (now.home != NOBODY)
    if np.isin(units.programme[now.home[alone]], CASH).any():
        yield "a member has single-person dibao beside the unit's dibao"
    if (units.paid_m < 0).any() or (held.paid_m < 0).any():
        yield "a grant is negative"
    if (units.paid_m[units.programme == LOW_EDGE] != 0).any():
        yield "low-edge status pays cash"
    paid = np.isin(units.status, (RECEIVING, EXITING))
    if (units.paid_m[~paid] != 0).any():
        yield "a household without a grant has an amount"
    if ((units.status == QUEUED) & (units.applied_at < 0)).any():
        yield "somebody queues who never applied"
    if (due.programme[county.followed] == DIBAO).any():
        rows = county.followed[due.programme[county.followed] == DIBAO]
        if (due.countable_m[rows] > due.needs_m[rows]).any():
            yield "dibao is due above the line"
        if (due.amount_m[rows] > due.needs_m[rows] + 99).any():
            yield "dibao is due beyond the need"


def beds(county):
    homes, places, now = county.care.homes, county.care.places, county.present.persons
    counted = np.zeros_like(homes.occupied)
    in_bed = places.setting >= FIRST_BED
    for person in np.nonzero(in_bed)[0]:
        if places.care_home[person] == NO_HOME:
            yield f"person {person} is in a bed of no home"
            continue
        counted[places.care_home[person], places.setting[person] - FIRST_BED] += 1
        if now.presence[person] != HERE:
            yield f"person {person} is in a bed and not here"
    if (counted != homes.occupied).any():
        yield "occupied beds differ from the persons in them"
    if (homes.occupied > homes.registered).any() and not (county.scenario.bed_changes):
        yield "more residents than beds"
    waiting = places.waiting_bed != NOT_WAITING
    if (in_bed & waiting & (places.waiting_bed == places.setting - FIRST_BED + 1)).any():
        yield "somebody waits for the bed that he or she has"


def counts(county):
    """Recount recipients from the claims, household by household."""
    units, t = county.claims.households, county.t
    recipients = tekun = 0
    for household in county.followed:
        if units.status[household] != RECEIVING or units.pay_from[household] > t:
            continue
        if not is_paid_now(county.claims, household, t):
            yield f"household {household} is counted and not paid"
        members = county.present.members(household)
        own = [county.claims.persons.programme[person] for person in members]
        tekun += own.count(TEKUN)
        if units.programme[household] in CASH:
            recipients += sum(programme == NO_PROGRAMME for programme in own)
    if recipients != county.totals("dibao_persons"):
        yield f"{recipients} persons on dibao, the series says {county.totals('dibao_persons')}"
    if tekun != county.totals("tekun_persons"):
        yield f"{tekun} tekun persons, the series says {county.totals('tekun_persons')}"


def desks(county):
    offices, teams = county.offices, county.teams
    if (offices.reviews_done > offices.reviews_due).any() or (offices.case_hours < 0).any():
        yield "an office worked more than it had"
    if (teams.found > teams.capacity).any():
        yield "a team visited more than it could"
