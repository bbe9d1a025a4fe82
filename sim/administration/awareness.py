"""Awareness and application: who hears of a scheme, and who then asks for it.

Hazards of POLICY-style form combine as 1 - exp(-sum); each contact counts once.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.administration.duties import ALERTS
from sim.administration.outreach import STREAM_ALERT, has_alert
from sim.draws import ADMINISTRATION_STREAMS, key_of, uniform
from sim.institutions.outreach_team import Teams
from sim.kernels import kernel, rule
from sim.state.claims import AWARE, COOLING, QUEUED, UNAWARE, Claims, Entitlements
from sim.state.codes import NOBODY
from sim.state.present import Present

STREAM_AWARE = ADMINISTRATION_STREAMS + 2
STREAM_FADE = ADMINISTRATION_STREAMS + 3
STREAM_APPLY = ADMINISTRATION_STREAMS + 4
STREAM_CAMPAIGN = ADMINISTRATION_STREAMS + 12
STREAM_ASSIST = ADMINISTRATION_STREAMS + 13


@rule
def awareness_hazard(
    peer_share: float, is_visited: bool, is_alerted: bool, is_in_campaign: bool, law: Any
) -> float:
    """Return the hazard a month of learning of the scheme: unaided, from neighbours, by visit, alert or campaign."""
    hazard = law.self_awareness + law.peer_awareness * peer_share
    if is_visited:
        hazard += law.visit_awareness
    if is_alerted:
        hazard += law.alert_awareness
    if is_in_campaign:
        hazard += law.campaign_awareness
    return hazard


@rule
def application_hazard(benefit_m: float, line_m: float, is_assisted: bool, law: Any) -> float:
    """Return the hazard a month of applying once aware: rises with the root of the benefit over half the line."""
    worth = max(benefit_m / (line_m / 2.0), law.low_edge_pull)
    hazard = law.application_hazard * math.sqrt(worth) * math.exp(-law.stigma_posting)
    return hazard * law.assistance_ratio if is_assisted else hazard


@rule
def expected_benefit(p: Present, wants: Entitlements, household: int) -> int:
    """Return what the household would be paid a month, the unit's and its members' schemes together, in fen."""
    total = int(wants.households[household].amount_m)
    person = p.households[household].first_member
    while person != NOBODY:
        total += wants.persons[person].amount_m
        person = p.persons[person].next_member
    return total


@rule
def is_alerted(p: Present, teams: Teams, household: int, place: int, u: float, t: int, law: Any) -> bool:
    """Return True if a data alert about a household is checked this month; count the alert, checked or not."""
    is_raised = has_alert(p, household, t, law) and u < law.alert_match
    teams.alerts[place] += is_raised
    return is_raised and u < law.alert_match * teams.reach[place, ALERTS]


@kernel
def learn_and_apply(
    p: Present,
    claims: Claims,
    wants: Entitlements,
    followed: NDArray[np.int32],
    township: NDArray[np.int16],
    ids: NDArray[np.uint64],
    peers: NDArray[np.float64],
    teams: Teams,
    keys: NDArray[np.uint64],
    t: int,
    law: Any,
) -> int:
    """Let households learn, forget and apply; returns the number of new applications."""
    n = 0
    for household in followed:
        status, entity, place = claims.households[household].status, ids[household], township[household]
        if status == COOLING and t >= claims.households[household].until:
            claims.households[household].status = AWARE
        if status > AWARE or wants.households[household].is_relevant == 0:
            continue
        visited = claims.households[household].visited_at == t
        alerted = is_alerted(p, teams, household, place, uniform(keys[0], entity, 0), t, law)
        if status == UNAWARE:
            told = uniform(keys[4], entity, 0) < law.campaign_reach
            hazard = awareness_hazard(peers[place], visited, alerted, told, law)
            if uniform(keys[1], entity, 0) < 1.0 - math.exp(-hazard):
                claims.households[household].status = AWARE
        elif uniform(keys[2], entity, 0) < law.awareness_fading:
            claims.households[household].status = UNAWARE
        else:
            helped = (visited or alerted) and uniform(keys[5], entity, 0) < law.assist_share
            benefit = expected_benefit(p, wants, household)
            hazard = application_hazard(benefit, wants.households[household].needs_m, helped, law)
            if uniform(keys[3], entity, 0) < 1.0 - math.exp(-hazard):
                claims.households[household].status = QUEUED
                claims.households[household].applied_at = t
                teams.assisted[place] += helped
                n += 1
    return n


def learn(
    present: Present,
    claims: Claims,
    wants: Entitlements,
    followed: NDArray[np.int32],
    households: Any,
    peers: NDArray[np.float64],
    teams: Teams,
    law: Any,
    seed: int,
    t: int,
) -> int:
    """Run a month of awareness and application over the followed households; returns the new applications.

    Parameters
    ----------
    peers : float array, townships
        Share of the township's households that were on assistance at the end of last month.
    teams : Teams
        Says which share of the alerts is checked; receives the month's alerts and helped applications.
    """
    streams = (STREAM_ALERT, STREAM_AWARE, STREAM_FADE, STREAM_APPLY, STREAM_CAMPAIGN, STREAM_ASSIST)
    keys = np.array([key_of(seed, stream, t) for stream in streams], np.uint64)
    teams.alerts[:] = 0
    teams.assisted[:] = 0
    place, entity = households.township, households.id
    return int(learn_and_apply(present, claims, wants, followed, place, entity, peers, teams, keys, t, law))
