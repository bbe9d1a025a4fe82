"""Paired runs of outreach, delegation and care: relations in the form in which they are true, and the false one."""

from __future__ import annotations

import numpy as np

from sim.engine.county import County
from sim.engine.month import MONTH
from sim.engine.report import report
from sim.scenario import OutreachChange
from sim.state.claims import NEVER, RECEIVING
from tests.worlds.scarcity import STARVED

MONTHS = 18
FREE = {
    "administration.office_staff_multiplier": 5,
    "administration.hours_per_case": 5,
    "administration.peer_awareness": 0,
    "administration.desk_order": "cases_first",
}


def first_months(county_of, baseline, factor, law):
    """Return the month of each household's first application, and of its first grant after that."""
    county = county_of(law, months=0, outreach_changes=(OutreachChange(baseline.start, factor),))
    applied = np.full(len(county.histories.households), 10_000)
    granted = applied.copy()
    for _ in range(MONTHS):
        county.step()
        units = county.claims.households
        new = (units.applied_at != NEVER) & (applied == 10_000)
        applied[new] = units.applied_at[new]
        taken = (units.status == RECEIVING) & (applied < 10_000) & (granted == 10_000)
        granted[taken] = county.t
    return applied, granted


def test_with_offices_without_limit_more_visits_bring_nobody_to_apply_later(county_of, baseline):
    before, _ = first_months(county_of, baseline, 0.0, FREE)
    for factor in (1.0, 4.0):
        after, _ = first_months(county_of, baseline, factor, FREE)
        assert (after <= before).all()
        assert (after < before).any()
        before = after


def test_with_scarce_offices_more_visits_make_somebody_wait_longer_so_no_order_is_promised(
    county_of, baseline
):
    _, alone = first_months(county_of, baseline, 0.0, STARVED)
    _, found = first_months(county_of, baseline, 4.0, STARVED)
    assert (found > alone).any()
    assert (found < alone).any()


def test_no_visits_are_the_same_as_no_outreach_at_all(county_of, baseline):
    law = {"administration.alert_match": 0}
    none = county_of(law, months=6, outreach_changes=(OutreachChange(baseline.start, 0.0),))
    without = tuple(one for one in MONTH if one.name != "administration.reach_out")
    bare = County(none.scenario, world=none.world, steps=without)
    for _ in range(6):
        bare.step()
    assert (none.claims.households == bare.claims.households).all()
    assert (none.care.places.setting == bare.care.places.setting).all()
    assert (none.ledger.credits == bare.ledger.credits).all()


def test_modules_without_effect_change_nothing(county_of):
    usual = report(county_of(months=6))
    neutral = report(
        county_of(
            {
                "administration.campaign_reach": 1,
                "administration.campaign_awareness": 0,
                "care.mutual_aid_cover": 1,
                "care.mutual_aid_hours": 0,
                "finance.insurance_y": 0,
            },
            months=6,
        )
    )
    assert neutral.indicators.equals(usual.indicators)
    assert neutral.ledger.equals(usual.ledger)


def test_the_feedback_is_off_unless_asked_for_and_then_raises_need_and_no_death(county_of):
    poor = {"care.hours_family": 2, "care.hours_need_moderate": 4}
    usual = county_of(poor, months=12)
    worse = county_of({**poor, "care.unmet_decline_rate": 0.1}, months=12)
    assert not usual.care.places.decline.any()
    assert worse.care.places.decline.any()
    assert worse.care.flows.in_need.sum() >= usual.care.flows.in_need.sum()
    assert (worse.present.persons.presence == usual.present.persons.presence).all()
    needed = [county.care.flows.care_minutes.sum() for county in (usual, worse)]
    assert needed[1] > needed[0]


def test_canteens_take_away_missing_hours_and_cost_what_their_users_eat(county_of):
    usual, fed = (county_of(law, months=6) for law in ({}, {"care.meal_cover": 1}))
    assert fed.care.flows.missing_minutes.sum() <= usual.care.flows.missing_minutes.sum()
    users = int(fed.care.flows.meal_users.sum())
    assert users > 0
    line = fed.ledger.programmes.index("elder_extras")
    assert fed.ledger.credits[5, :, line].sum() == users * int(fed.in_force("finance").meal_subsidy_m)
    assert usual.ledger.credits[:, :, line].sum() == 0
