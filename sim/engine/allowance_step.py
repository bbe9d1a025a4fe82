"""The schemes of single persons in the month: the roster is kept, people are enrolled and paid, the money is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.administration.enrolment import open_enrolment, pay_allowances
from sim.administration.holders import STREAM_ASKS, STREAM_FACTS, STREAM_FOUND, Care, Counter
from sim.administration.roster import note_events, write_roster
from sim.care.rules import care_rules
from sim.clock import MONTHS_PER_YEAR, month_of_year
from sim.draws import key_of
from sim.engine.case import case_of
from sim.engine.treasury_step import disburse
from sim.finance.funding import funding_shares
from sim.programmes.allowances import ALLOWANCES, AllowanceLaws, allowance_interactions, allowance_laws
from sim.state.records import single_record
from sim.state.roster import Roster, open_roster

if TYPE_CHECKING:
    from sim.engine.county import County


def empty_roster(county: County) -> Roster:
    """Return a roster without anybody on it, for the persons of a county."""
    persons, start = county.histories.persons, county.scenario.start
    until = county.law.in_force("study_grant", start).until_age
    return open_roster(persons.born, persons.father, persons.mother, start - until * MONTHS_PER_YEAR)


def counter_of(county: County) -> Counter:
    """Return what the counter for the schemes of single persons looks at in the running month."""
    month, seed, care = county.month, county.scenario.seed, county.care
    laws = allowance_laws(county.law, month)
    chances = [getattr(laws, scheme.laws[-1]) for scheme in ALLOWANCES]
    return Counter(
        case=case_of(county),
        roster=county.roster,
        laws=AllowanceLaws(*(single_record(law) for law in laws)),
        words=allowance_interactions(),
        care=Care(
            care.places.assessed_level,
            care.places.setting,
            care.places.care_home,
            care.homes.price_m,
            care_rules(county.law.in_force("care", month)).price_m,
        ),
        is_collective=county.histories.households.is_collective,
        asks=np.array([law.takeup_share for law in chances], np.float64),
        found=np.array([law.found_share_m for law in chances], np.float64),
        facts_key=key_of(seed, STREAM_FACTS, 0),
        asks_key=key_of(seed, STREAM_ASKS, 0),
        found_key=key_of(seed, STREAM_FOUND, max(county.t, 0)),
    )


def write_first_roster(county: County) -> None:
    """Write the roster before the first month, so that children of the schemes are known to the opening caseload."""
    write_roster(counter_of(county))


def open_allowances(county: County) -> None:
    """Enrol who qualifies at the start, once the opening caseload is there."""
    open_enrolment(counter_of(county), np.zeros(len(ALLOWANCES), np.int64))


def must_write_anew(county: County) -> bool:
    """True in January, and in a month in which the law of these schemes changes."""
    if county.t == 0:
        return False
    now, before = (allowance_laws(county.law, month) for month in (county.month, county.month - 1))
    return month_of_year(county.month) == 1 or now != before


def pay_persons(county: County) -> None:
    """Take note of last month's events, enrol and pay, and book every scheme."""
    counter, t = counter_of(county), county.t
    if must_write_anew(county):
        write_roster(counter)
    elif t > 0:
        lives = county.histories
        lo, hi = lives.month_first[t - 1], lives.month_first[t]
        note_events(counter, lives.event_kind[lo:hi], lives.event_person[lo:hi])
    shape = (county.n_townships, len(ALLOWANCES))
    amounts, persons = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    pay_allowances(counter, np.zeros(len(ALLOWANCES), np.int64), amounts, persons)
    finance = county.in_force("finance")
    for place, scheme in enumerate(ALLOWANCES):
        shares = funding_shares(finance, scheme.funding)
        disburse(county, scheme.key, amounts[:, place], persons[:, place], shares)


def observe_allowances(county: County) -> None:
    """Enter who was paid, by scheme."""
    for scheme in ALLOWANCES:
        line = county.ledger.programmes.index(scheme.key)
        county.series.put(
            "allowance_persons", county.t, county.ledger.persons[county.t, :, line].copy(), scheme.key
        )
