"""Outreach in the month: the hours of the teams, whom they visit, and how the funnel has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.administration.duties import (
    ALERTS,
    CASES,
    CHILDREN,
    DISCOVERY,
    DUTIES,
    KEY,
    OTHER,
    RELIEF,
    REVIEWS,
    SPECIAL,
    classify,
    delivered,
    required_hours,
    spend_hours,
    visit_hours,
    welfare_hours,
)
from sim.administration.funnel import follow_funnel
from sim.administration.outreach import visit
from sim.clock import MONTHS_PER_YEAR, month_of_year
from sim.engine.case import case_of
from sim.state.funnel import STEPS

if TYPE_CHECKING:
    from sim.engine.county import County

STAFF = ("grid_workers", "child_workers", "office_staff")


def plan_duties(county: County, law: Any) -> None:
    """Enter what the visiting rules ask of the teams this month and what their hours allow; classify every January."""
    teams, lives = county.teams, county.histories
    if county.t == 0 or month_of_year(county.month) == 1:
        classify(
            county.present,
            county.claims,
            county.care.places.setting,
            lives.persons.born,
            lives.households.township,
            county.month,
            law,
            teams.marks,
            teams.targets,
        )
    relieved = county.peers * county.n_households
    teams.required[:] = required_hours(
        teams.targets, county.n_households, relieved, teams.alerts, teams.assisted, law
    )
    factor = county.scenario.outreach_factor(county.month)
    hours = welfare_hours(teams.workers, county.n_households, factor, law)
    if law.welfare_visits_per_day <= 0:
        hours[:] = 0.0
    teams.done[:] = spend_hours(hours, teams.required)
    children = np.minimum(factor * teams.child_workers * law.child_hours_m, teams.required[:, CHILDREN])
    teams.done[:, CHILDREN] = children
    days = law.work_days_per_year / MONTHS_PER_YEAR
    teams.required[:, OTHER] = teams.workers * days * law.day_hours * (1.0 - law.welfare_share)
    teams.done[:, OTHER] = teams.required[:, OTHER]
    teams.reach[:] = delivered(teams.done, teams.required)


def visits_of(done: NDArray[np.float64], law: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return all welfare visits of the month and the discovery visits among them, by township."""
    each = visit_hours(law)
    rounds = done[:, DISCOVERY] / each
    known = done[:, (KEY, SPECIAL, RELIEF, CHILDREN)].sum(axis=1) / law.contact_hours
    return rounds + done[:, ALERTS] / each + known, rounds


def reach_out(county: County) -> None:
    """Let the teams make their welfare visits; without any capacity nobody is visited."""
    law, teams = county.in_force("administration"), county.teams
    plan_duties(county, law)
    if county.scenario.outreach_factor(county.month) == 0.0:
        teams.reach[:] = 0.0
    teams.capacity[:], rounds = visits_of(teams.done, law)
    unknown = np.maximum(county.n_households - teams.targets.sum(axis=1), 0)
    visit(
        county.present,
        county.claims,
        county.wants,
        county.active,
        county.histories.households,
        county.histories.persons.born,
        rounds,
        rounds / np.maximum(unknown * county.mean_weight, 1.0),
        teams,
        law,
        county.scenario.seed,
        county.t,
        county.month,
    )


def follow_discovery(county: County) -> None:
    """Bring the funnel to the end of the month."""
    is_seen = np.zeros(len(county.histories.households), np.bool_)
    follow_funnel(case_of(county), county.followed, county.active, county.funnel, is_seen)


def observe_outreach(county: County) -> None:
    """Enter the moves of the funnel and the hours of the duties; those of the office by its queue and its reviews."""
    funnel, put, t = county.funnel, county.series.put, county.t
    for name, table in (
        ("funnel_entered", funnel.entered),
        ("funnel_lost", funnel.lost),
        ("funnel_days", funnel.days),
        ("funnel_waiting", funnel.waiting),
    ):
        for step, group in enumerate(STEPS):
            put(name, t, table[:, step].copy(), group)
    law, offices, teams = county.in_force("administration"), county.offices, county.teams
    teams.required[:, REVIEWS] = offices.reviews_due * law.hours_per_review
    teams.done[:, REVIEWS] = offices.reviews_done * law.hours_per_review
    teams.required[:, CASES] = (offices.decided + offices.queue) * law.hours_per_case
    teams.done[:, CASES] = offices.decided * law.hours_per_case
    for duty, group in enumerate(DUTIES):
        put("duty_hours_required", t, teams.required[:, duty].copy(), group)
        put("duty_hours_done", t, teams.done[:, duty].copy(), group)
    staff = (teams.workers, teams.child_workers, offices.staff * law.office_staff_multiplier)
    for group, count in zip(STAFF, staff, strict=True):
        put("duty_staff", t, count.copy(), group)
