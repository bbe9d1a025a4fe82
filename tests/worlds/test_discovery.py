"""Outreach in the county: the funnel adds up, the hours are those there are, and the views show the same."""

from __future__ import annotations

import numpy as np
import pytest

from sim.administration.duties import ALERTS, DISCOVERY, DUTIES, KEY, OTHER, SPECIAL, WELFARE
from sim.engine.report import report
from sim.results import views
from sim.scenario import OutreachChange
from sim.state.claims import AWARE, COOLING, EXITING, QUEUED, RECEIVING, UNAWARE
from sim.state.funnel import IN_NEED, NOT_IN, NOTICED, STEPS

MONTHS = 24


def leaks(county, before):
    """Return the steps of the funnel whose month does not add up."""
    funnel = county.funnel
    went_on = np.zeros_like(funnel.entered)
    went_on[:, :-1] = funnel.entered[:, 1:]
    went_on[:, -1] = funnel.entered[:, -1]  # who is paid has left
    gap = before + funnel.entered - funnel.lost - went_on - funnel.waiting
    return np.argwhere(gap != 0).tolist()


def strays(county):
    """Recount by plain loops who stands at a step that the claim contradicts."""
    found = []
    units, due = county.claims.households, county.wants.households
    for household in county.followed:
        step, status = county.funnel.step[household], units.status[household]
        needy = due.is_relevant[household] == 1 and county.present.households.n_members[household] > 0
        if step == IN_NEED and not (status == UNAWARE and needy):
            found.append(household)
        if step == NOTICED and not (status == QUEUED or (status == AWARE and needy)):
            found.append(household)
        if step > NOTICED and status not in (RECEIVING, EXITING):
            found.append(household)
        if step == NOT_IN and needy and status in (UNAWARE, AWARE, QUEUED):
            found.append(household)
        if step != NOT_IN and status == COOLING:
            found.append(household)
    return found


def test_the_funnel_adds_up_in_every_month_and_agrees_with_the_claims(county_of):
    county = county_of(months=0)
    waiting = county.funnel.waiting.copy()
    for _ in range(MONTHS):
        county.step()
        assert leaks(county, waiting) == []
        assert strays(county) == []
        waiting = county.funnel.waiting.copy()
    entered = report(county).funnel()
    whole = entered[entered["township"] == "all"].set_index("step")
    assert list(whole.index) == list(STEPS)
    assert (whole["count"] > 0).all()
    assert (np.diff(whole["count"]) <= 0).all()
    assert (whole["count"] - whole["lost"] - whole["waiting"]).to_numpy()[:-1].tolist() == whole["count"][
        1:
    ].tolist()


def test_a_spoiled_funnel_is_noticed(county_of):
    county = county_of(months=6)
    before = county.funnel.waiting.copy()
    county.step()
    assert leaks(county, before) == []
    county.funnel.lost[0, 1] += 1
    assert leaks(county, before) == [[0, 1]]
    idle = next(h for h in county.followed if county.claims.households.status[h] == RECEIVING)
    county.funnel.step[idle] = IN_NEED
    assert idle in strays(county)


def test_delegation_to_the_township_shortens_the_notice_and_changes_nothing_before_it(county_of):
    frames = {}
    for level in ("county", "township"):
        run = report(county_of({"process.approval_level": level}, months=18))
        frames[level] = run.funnel().query("township == 'all'").set_index("step")["days"]
    assert frames["county"]["posted"] == frames["township"]["posted"] + 14
    assert frames["county"]["approved"] > 0


def test_the_hours_of_the_teams_are_spent_once_and_never_exceeded(county_of, baseline):
    for factor in (0.0, 0.1, 1.0, 4.0):
        county = county_of(months=3, outreach_changes=(OutreachChange(baseline.start, factor),))
        law, teams = county.in_force("administration"), county.teams
        there = factor * teams.workers * law.work_days_per_year / 12 * law.day_hours * law.welfare_share
        assert teams.done[:, WELFARE].sum(axis=1) == pytest.approx(there)
        known = [duty for duty in range(len(DUTIES)) if duty not in (DISCOVERY, OTHER)]
        assert (teams.done[:, known] <= teams.required[:, known] + 1e-9).all()
        assert (teams.capacity >= teams.found).all()


def test_twice_the_visits_of_duty_leave_less_for_the_unknown_and_break_the_last_rule_first(county_of):
    def week(visits):
        run = report(county_of({"administration.special_visits_m": visits}, months=4))
        frame = run.grid_week()
        return frame[frame["township"] == "990101002"].set_index("duty")

    calm, busy, over = week(1), week(4), week(8)
    assert busy.loc["special_visits", "hours_done"] > calm.loc["special_visits", "hours_done"]
    assert busy.loc["discovery", "hours_done"] < calm.loc["discovery", "hours_done"]
    assert calm["is_first_broken"].sum() == 0
    broken = busy.index[busy["is_first_broken"]].tolist()
    assert broken == ["discovery"]
    assert over.index[over["is_first_broken"]].tolist() == ["special_visits"]


def test_when_reviews_come_first_new_applications_wait_and_the_other_way_round(county_of):
    scarce = {
        "administration.office_staff_multiplier": 0.2,
        "administration.hours_per_review": 6,
        "administration.hours_per_case": 30,
        "administration.office_hours_month": 120,
    }
    made = {}
    for order in ("reviews_first", "cases_first"):
        county = county_of({**scarce, "administration.desk_order": order}, months=24)
        backlog = county.series.values["review_backlog", "all"].sum()
        made[order] = (backlog, county.series.values["queued_households", "all"].sum())
    assert made["reviews_first"][0] < made["cases_first"][0]
    assert made["reviews_first"][1] > made["cases_first"][1]


def test_alerts_count_only_as_far_as_somebody_checks_them(county_of):
    county = county_of({"administration.alert_precision": 0.05, "administration.welfare_share": 0.05,
                        "administration.key_visits_m": 30}, months=12)  # fmt: skip
    assert (county.teams.reach[:, KEY] < 1).any()
    assert (county.teams.reach[county.teams.required[:, ALERTS] > 0, ALERTS] == 0).any() or (
        county.teams.required[:, ALERTS] == 0
    ).all()
    assert (county.teams.reach[:, SPECIAL] <= 1).all()


def test_the_sources_of_care_and_what_is_missing_add_up_to_the_need(county_of):
    county = county_of(months=12)
    run = report(county)
    frame = views.carers(run.indicators, (run.start, run.end))
    whole = frame[frame["township"] == "all"]
    assert whole["share"].sum() == pytest.approx(1)
    parts = frame[frame["township"] != "all"].groupby("source")["hours_day"].sum()
    assert whole.set_index("source")["hours_day"].to_dict() == pytest.approx(parts.to_dict())
    missing = run.frame("care_hours", "missing", "all")["value"].to_numpy()
    assert missing[-1] * 60 == pytest.approx(county.care.flows.missing_minutes.sum())
