"""The law as the city lives it: who is looked for, who is refused and why, whose money it is, and what posts change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.administration.assessment import assess_changed, assess_household
from sim.administration.casebook import unit_view
from sim.administration.verification import STREAM_OBSERVE, observe
from sim.clock import parse_month
from sim.draws import key_of
from sim.engine.case import case_of
from sim.engine.county import County
from sim.explain import find_households
from sim.finance.departments import OTHER_DEPARTMENTS
from sim.finance.funding import shares_with_growth
from sim.programmes.employment_offer import number_of_posts
from sim.programmes.means_test import is_severely_disabled, standard_m
from sim.state.claims import COOLING, NOT_REFUSED, REFUSALS
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, NO_PROGRAMME, SINGLE_PERSON, TEKUN
from sim.state.places import FIRST_BED
from sim.state.present import EVENT_HAPPENED

MONTHS = 14
CENTS = 0.005
RICH = 10**9  # fen a year


@pytest.fixture(scope="module")
def year(county_of):
    return county_of(months=MONTHS)


def total(county, name, group=None):
    """Return an indicator of the region by month, over all groups or one of them."""
    parts = [
        values[:MONTHS].sum(axis=1)
        for (key, which), values in county.series.values.items()
        if key == name and group in (None, which)
    ]
    return np.sum(parts, axis=0)


@pytest.mark.parametrize("certain", [False, True])
def test_tekun_is_looked_for_in_a_household_above_the_low_edge_line(county_of, certain):
    """The others' wages are theirs: an elder without own income whom nobody must support is due tekun beside them."""
    county = county_of(months=1)
    rows = find_households(county, "tekun_elder")
    row = int(
        rows[county.present.households.n_members[rows] == 1][0]
    )  # no spouse who would be able to support
    elder = next(
        person for person in county.present.members(row) if county.wants.persons.programme[person] == TEKUN
    )
    if certain:
        county.present.households.wages_12m[row] = RICH
    else:
        county.claims.households.post_y[row] = RICH
    assess_household(case_of(county), row)
    due = county.wants.households[row]
    assert due.programme == NO_PROGRAMME
    assert due.countable_m > due.needs_m
    assert county.wants.persons.programme[elder] == TEKUN
    assert (due.is_relevant, due.n_alone) == (1, 1)
    pension = county.present.persons
    pension.pension[elder], pension.pension_m[elder] = 2, RICH
    assess_household(case_of(county), row)
    assert county.wants.persons.programme[elder] == NO_PROGRAMME
    assert county.wants.households.is_relevant[row] == 0


def test_who_moves_in_with_better_off_relatives_brings_nothing_that_was_due_before(county_of):
    county = county_of(months=1)
    present, due, followed = county.present, county.wants, county.followed
    rich = next(
        row for row in followed if present.households.n_members[row] and not due.households.is_relevant[row]
    )
    present.households.wages_12m[rich] = RICH
    person = present.members(rich)[0]
    due.persons.programme[person] = SINGLE_PERSON
    present.households.is_changed[rich] = EVENT_HAPPENED
    assess_changed(case_of(county), followed, False)
    assert due.persons.programme[person] == NO_PROGRAMME


def test_a_severely_disabled_adult_without_work_may_apply_alone_where_the_law_says_so(county_of):
    strict, wide = (
        county_of({"single_person.severe_adult_alone": value}, months=1) for value in (False, True)
    )
    before, after = (
        set(np.flatnonzero(one.wants.persons.programme == SINGLE_PERSON)) for one in (strict, wide)
    )
    assert before < after
    persons, case = wide.present.persons, case_of(wide)
    for person in after - before:
        home = int(persons.home[person])
        standard = standard_m(bool(case.files.households.is_urban[home]), case.laws.basic.dibao)
        assert is_severely_disabled(
            int(persons.disability_type[person]),
            int(persons.disability_grade[person]),
            case.laws.basic.means_test,
        )
        assert persons.wage_m[person] < standard
        assert wide.wants.households.programme[home] not in (DIBAO, DIBAO_EXPENDITURE)


def test_posts_are_bounded_by_their_number_and_their_pay_is_a_wage(year):
    law = year.in_force("employment_offer")
    held = year.ledger.persons[:MONTHS, :, year.ledger.programmes.index("employment_offer")].sum(axis=1)
    residents = year.world.registers[:MONTHS, :, 0].sum(axis=1)
    assert held.max() > 0
    assert all(n <= number_of_posts(int(there), law) for n, there in zip(held, residents, strict=True))
    holders = np.flatnonzero(year.claims.households.post_y > 0)
    assert holders.size > 0
    row = int(holders[0])
    with_post = unit_view(case_of(year), row, 1.0, False)
    post_y = int(year.claims.households.post_y[row])
    wage_m = int(year.in_force("tekun").minimum_wage_m * law.wage_share)
    assert post_y % wage_m == 0
    assert with_post.wages_y - year.present.households.wages_12m[row] == post_y
    year.claims.households.post_y[row] = 0
    without = unit_view(case_of(year), row, 1.0, False)
    year.claims.households.post_y[row] = post_y
    assert without.employment_cost_m < with_post.employment_cost_m


def test_without_posts_nobody_is_offered_one(county_of):
    none = county_of({"employment_offer.posts_per_1000": 0}, months=MONTHS)
    assert total(none, "job_offers").sum() == 0
    assert not none.claims.households.post_y.any()


def test_every_refusal_has_a_reason(busy_of):
    year = busy_of(months=MONTHS)
    assert (total(year, "denials_reason") == total(year, "denials")).all()
    assert total(year, "denials").sum() > 0
    assert total(year, "denials_reason", "papers").sum() > 0
    cooling = year.claims.households.status == COOLING
    assert (year.claims.households.refusal[cooling] != NOT_REFUSED).all()
    assert set(REFUSALS) - {"none"} == {
        group for name, group in year.series.values if name == "denials_reason"
    }


def test_civil_affairs_spending_and_other_departments_add_up_to_the_ledger(year):
    credits = year.ledger.credits[:MONTHS].sum(axis=(1, 2))
    own = total(year, "spending_total_fen") + total(year, "admin_cost_fen")
    assert (own == total(year, "spending_fen")).all()
    assert (own == total(year, "spending_payer_fen")).all()
    assert (total(year, "spending_other_total_fen") == total(year, "spending_other_fen")).all()
    assert (own + total(year, "spending_other_fen") == credits).all()
    lines = {group for name, group in year.series.values if name == "spending_other_fen"}
    assert lines == set(OTHER_DEPARTMENTS)
    assert total(year, "spending_other_fen", "medical_assistance").sum() > 0


def test_one_off_money_fills_a_gap_in_its_months_and_never_empties_one(year):
    alone, filled = (total(year, f"gap_filled_{name}fen") for name in ("", "once_"))
    assert (filled >= alone).all()
    paid = total(year, "spending_fen", "one_off") > 0
    assert paid.any()
    assert (filled[paid] > alone[paid]).all()
    assert (filled <= total(year, "gap_fen")).all()


def test_the_county_pays_what_comes_on_top_within_the_year(year):
    shares = (0.6, 0.2, 0.05, 0.15)
    assert shares_with_growth(shares, 100, 100, 1.0) == shares
    assert shares_with_growth(shares, 100, 90, 1.0) == shares
    assert shares_with_growth(shares, 0, 0, 1.0) == shares
    # 125 is due of which 25 have come on top: 60, 20 and 5 of higher levels stay, the county bears 15 + 25.
    assert shares_with_growth(shares, 100, 125, 1.0) == pytest.approx((0.48, 0.16, 0.04, 0.32))
    assert shares_with_growth(shares, 100, 125, 0.0) == pytest.approx(shares)
    assert year.treasury.relief_base[0] > 0


def test_the_watch_list_costs_its_platform(county_of, year):
    free = county_of({"finance.platform_person_y": 0}, months=1)
    watched = total(year, "monitored_persons")[0]
    extra = (total(year, "admin_cost_fen")[0] - free.series.values["admin_cost_fen", "all"][0].sum()) / 100
    price = float(year.in_force("finance").platform_person_y) / 100 / 12
    assert extra == pytest.approx(watched * price, abs=CENTS * 10 * year.n_townships)


def test_a_tekun_person_in_a_care_home_has_dearer_care_where_the_place_says_so(county_of):
    """From the next review, which is brought forward when somebody moves in."""
    usual, dearer = (county_of({"tekun.care_institution_ratio": ratio}, months=33) for ratio in (1, 1.5))
    here = dearer.claims.persons.in_home == 1
    assert (
        here == (dearer.care.places.setting >= FIRST_BED)
    ).mean() > 0.99  # moves of the running month come later
    held = here & (dearer.claims.persons.programme == TEKUN) & (usual.claims.persons.programme == TEKUN)
    settled = held & (dearer.claims.persons.care_m != usual.claims.persons.care_m)
    assert settled.any()
    due = usual.wants.persons.care_m[settled].astype(float)
    assert dearer.claims.persons.care_m[settled] == pytest.approx(1.5 * due, abs=100)  # to whole yuan
    at_home = ~here & (dearer.wants.persons.programme == TEKUN) & (usual.wants.persons.programme == TEKUN)
    assert at_home.any()
    assert (dearer.wants.persons.care_m[at_home] == usual.wants.persons.care_m[at_home]).all()


@pytest.mark.parametrize(("lasting", "least", "most"), [(0.0, -0.3, 0.3), (0.9, 0.75, 1.0)])
def test_a_part_of_the_offices_error_lasts_from_one_decision_to_the_next(county_of, lasting, least, most):
    county = county_of({"administration.observation_lasting": lasting}, months=1)
    case, claims, key = case_of(county), county.claims.households, key_of(1, STREAM_OBSERVE, 0)
    homes = county.present.households
    rows = [row for row in county.followed if homes.n_members[row] and homes.wages_12m[row] > 0][:150]

    def seen(n: int) -> list[float]:
        claims.n_decisions[rows] = n
        return [
            np.log(observe(case, row, key).wages_y / unit_view(case, row, 1.0, True).wages_y) for row in rows
        ]

    first, second = seen(0), seen(1)
    assert len(rows) > 100
    assert least < np.corrcoef(first, second)[0, 1] < most
    assert np.std(first) == pytest.approx(0.18, abs=0.05)


def test_a_class_that_did_not_exist_yet_takes_dibao_from_nobody(baseline):
    """Low-edge households are known since July 2020: it must not be the first month in which anybody is due dibao."""
    county = County(replace(baseline, start=parse_month("2020-05"), months=4, carries_back=True))
    due = []
    while county.running:
        county.step()
        due.append(np.isin(county.wants.households.programme, (DIBAO, DIBAO_EXPENDITURE)).sum())
    assert due[0] > 0
    assert due[2] == pytest.approx(due[1], rel=0.2)
