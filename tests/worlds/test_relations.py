"""Paired runs: relations that hold for a right model, in the form in which they are true."""

from __future__ import annotations

import numpy as np
import pytest

from sim.programmes.allowances import KEYS as ALLOWANCES
from sim.scenario import OutreachChange
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, NO_PROGRAMME
from tests.worlds.scarcity import STARVED

URBAN, RURAL = "dibao.standard_urban_m", "dibao.standard_rural_m"


def due(county):
    """Rows of the households that are due money: as a unit, or for one of their members."""
    programme = county.wants.households.programme[county.followed]
    rows = set(county.followed[np.isin(programme, (DIBAO, DIBAO_EXPENDITURE))].tolist())
    members = county.wants.persons.programme != NO_PROGRAMME
    return rows | set(county.present.persons.home[members].tolist())


@pytest.mark.parametrize(("low", "high"), [(300, 400), (460, 461), (600, 900)])
def test_a_higher_standard_keeps_everyone_entitled_who_was(county_of, low, high):
    """At given incomes; the asset limit follows the standard and only eases the test, support is switched off."""
    fixed = {"means_test.support_mode": "fixed", "means_test.support_fixed_m": 0}
    before = county_of({URBAN: low, RURAL: low, **fixed}, months=1)
    after = county_of({URBAN: high, RURAL: high, **fixed}, months=1)
    assert due(before) <= due(after)
    assert due(before) or low < 400


def test_without_visits_fewer_are_found_and_nobody_is_visited(county_of, baseline):
    none = county_of(months=24, outreach_changes=(OutreachChange(baseline.start, 0.0),))
    many = county_of(months=24, outreach_changes=(OutreachChange(baseline.start, 4.0),))
    assert none.totals("visits") == 0
    assert none.series.values["visits_found", "all"].sum() == 0
    assert many.series.values["visits_found", "all"].sum() > 0
    assert many.series.values["applications", "all"].sum() > none.series.values["applications", "all"].sum()


def test_an_office_without_hours_decides_nothing_and_its_queue_only_grows(county_of):
    idle = county_of(STARVED, months=12)
    busy = county_of({"administration.office_staff_multiplier": 5}, months=12)
    approvals = [county.series.values["approvals", "all"].sum() for county in (idle, busy)]
    assert approvals[0] < approvals[1]
    assert idle.totals("queued_households") > busy.totals("queued_households")


def test_a_starved_office_decides_late_and_one_with_hours_to_spare_never_does(busy_of):
    def late(changes):
        county = busy_of(changes, months=24)
        decided, late = (county.series.values[key, "all"].sum() for key in ("decisions", "decisions_late"))
        assert decided == sum(county.series.values[key, "all"].sum() for key in ("approvals", "denials")) > 0
        return late / decided

    assert late({"administration.office_staff_multiplier": 5}) == 0
    assert late(STARVED) > 0.2
    assert late({**STARVED, "process.total_days": 90}) < late(STARVED)


def test_a_look_at_one_household_shows_what_the_city_counted(county_of):
    county = county_of(months=6)
    household = next(h for h in county.followed if county.claims.households.programme[h] == DIBAO)
    shown = county.household(int(household))
    assert shown.needs_m > 0
    assert [member.household for member in shown.members] == [household] * len(shown.members)


def test_the_books_hold_what_households_received(county_of):
    county = county_of(months=11)
    cash = [county.ledger.programmes.index(name) for name in
            ("dibao_urban", "dibao_rural", "single_person_dibao", "tekun_base", "tekun_care", "temporary_relief",
             "price_linked", "one_off", "winter_heating", "festival_money", "education_aid", *ALLOWANCES)]  # fmt: skip
    assert county.ledger.credits[..., cash].sum() == county.claims.households.paid_y.sum()
    assert np.all(county.ledger.debits.sum(axis=3) == county.ledger.credits)
