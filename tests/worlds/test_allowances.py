"""The schemes of single persons in the month, against plain loops over everybody."""

from __future__ import annotations

import numpy as np
import pytest

from sim.administration.holders import holder_view
from sim.administration.roster import status_by_parents
from sim.clock import age_years
from sim.engine.allowance_step import counter_of
from sim.finance.ledger import PAYERS
from sim.programmes.allowances import ALLOWANCES, KEYS, find_allowances, settle
from sim.programmes.codes import STUDY_GRANT
from sim.state.codes import NO_PROGRAMME, TEKUN
from sim.state.present import HERE

MANY = {
    "orphan.unknown_both_share": 0.1,
    "defacto_child.unknown_both_share": 0.1,
    "elder_service.subsidy_m": 100,
    "elder_nursing.subsidy_m": 200,
    "care_voucher.cap_m": 800,
    "disability_care.offered_share": 0.5,
}


def here(county):
    return np.flatnonzero(county.present.persons.presence == HERE)


def due_of(counter, person):
    due = np.zeros(len(KEYS), np.int64)
    view = holder_view(counter, person)
    find_allowances(view, counter.laws, due)
    return view, due


def line(county, key, t=None):
    found = county.ledger.persons[:, :, county.ledger.programmes.index(key)].sum(axis=1)
    return found if t is None else int(found[t])


@pytest.fixture(scope="module")
def stepped(county_of):
    return county_of(MANY, months=13)


def test_everybody_who_qualifies_is_on_the_roster(county_of):
    county = county_of(MANY, months=0)
    for months in (1, 5, 8):
        for _ in range(months):
            county.step()
        counter = counter_of(county)
        events = county.histories
        lately = set(
            events.event_person[events.month_first[county.t] : events.month_first[county.t + 1]].tolist()
        )
        missed = [
            person
            for person in here(county)
            if person not in lately
            and not county.roster.persons.is_on[person]
            and due_of(counter, person)[1].any()
        ]
        assert missed == []


def test_the_next_month_pays_exactly_those_who_are_enrolled(stepped, county_of):
    county = county_of(MANY, months=13)
    county.t += 1
    counter = counter_of(county)
    county.t -= 1
    expected = dict.fromkeys(KEYS, 0)
    for person in here(county):
        view, due = due_of(counter, person)
        enrolled = int(county.roster.persons.enrolled[person])
        for place in range(len(KEYS)):
            if not enrolled >> place & 1:
                due[place] = 0
        settle(due, view.held, view.share_m, counter.words)
        for key, fen in zip(KEYS, due, strict=True):
            expected[key] += int(fen)
    county.step()
    lines = [county.ledger.programmes.index(key) for key in KEYS]
    paid = dict(zip(KEYS, county.ledger.credits[13][:, lines].sum(axis=0).tolist(), strict=True))
    del expected[KEYS[STUDY_GRANT]], paid[KEYS[STUDY_GRANT]]  # paid at once, not from the next month
    assert paid == expected
    assert sum(paid.values()) > 0


def test_a_child_with_money_of_its_own_is_not_due_tekun(stepped):
    persons = stepped.register_persons
    month, adult = stepped.month, stepped.in_force("means_test").adult_age
    children = [p for p in here(stepped) if persons.child[p] and age_years(persons.born[p], month) < adult]
    assert children
    assert [p for p in children if stepped.wants.persons.programme[p] == TEKUN] == []


def test_the_status_of_a_child_on_the_books_is_that_of_its_parents(stepped):
    counter = counter_of(stepped)
    persons = stepped.register_persons
    for person in np.flatnonzero(persons.child)[:200]:
        if age_years(persons.born[person], stepped.month) < counter.laws.orphan.child_age:
            assert status_by_parents(counter, person) in (0, persons.child[person])


def test_nothing_is_paid_before_it_existed(county_of):
    county = county_of({}, months=14)
    assert line(county, "old_age_general")[:12].sum() == 0 < line(county, "old_age_general", 13)
    for key in ("care_voucher", "elder_service", "elder_nursing"):
        assert line(county, key).sum() == 0
    assert line(county, "old_age_low", 0) > 0


def test_money_follows_the_sum_of_the_law(county_of):
    base = county_of({}, months=3)
    twice = county_of({"disability_nursing.higher_m": 240, "disability_nursing.lower_m": 240}, months=3)
    place = base.ledger.programmes.index("disability_nursing")
    assert base.ledger.credits[:3, :, place].sum() > 0
    assert (2 * base.ledger.credits[:3, :, place] == twice.ledger.credits[:3, :, place]).all()
    others = [i for i, key in enumerate(base.ledger.programmes) if key in KEYS and i != place]
    assert (base.ledger.credits[:3][:, :, others] == twice.ledger.credits[:3][:, :, others]).all()


def test_each_level_pays_its_share(stepped):
    place = stepped.ledger.programmes.index("old_age_low")
    debits = stepped.ledger.debits[:, :, place].sum(axis=(0, 1))
    law = stepped.in_force("finance")
    assert debits[PAYERS.index("province")] / debits.sum() == pytest.approx(
        law.elder_province_share, abs=1e-4
    )
    assert debits[PAYERS.index("central")] == 0


def test_the_indicator_counts_who_was_paid(stepped):
    for scheme in ALLOWANCES:
        values = stepped.series.values["allowance_persons", scheme.key][stepped.t]
        assert values.sum() == line(stepped, scheme.key, stepped.t)


def test_a_holder_of_tekun_has_no_subsidy_of_the_disabled(stepped):
    counter = counter_of(stepped)
    holders = [p for p in here(stepped) if stepped.claims.persons.programme[p] == TEKUN]
    assert holders
    for person in holders:
        view, due = due_of(counter, person)
        settle(due, view.held, view.share_m, counter.words)
        if view.held != NO_PROGRAMME:
            assert {key for key, fen in zip(KEYS, due, strict=True) if fen} <= {
                "old_age_low", "old_age_general", "study_grant",
            }  # fmt: skip
