"""Awareness and application: who hears of a scheme, and who then asks for it.

Hazards of POLICY-style form combine as 1 - exp(-sum); each contact counts once.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.administration.outreach import STREAM_ALERT, has_alert
from sim.draws import ADMINISTRATION_STREAMS, key_of, uniform
from sim.kernels import kernel, rule
from sim.state.claims import AWARE, COOLING, QUEUED, UNAWARE, Claims, Entitlements
from sim.state.codes import NOBODY
from sim.state.present import Present

STREAM_AWARE = ADMINISTRATION_STREAMS + 2
STREAM_FADE = ADMINISTRATION_STREAMS + 3
STREAM_APPLY = ADMINISTRATION_STREAMS + 4


@rule
def awareness_hazard(peer_share: float, is_visited: bool, is_alerted: bool, law: Any) -> float:
    """Return the hazard a month of learning of the scheme: unaided, from neighbours, by a visit, by an alert."""
    hazard = law.self_awareness + law.peer_awareness * peer_share
    if is_visited:
        hazard += law.visit_awareness
    if is_alerted:
        hazard += law.alert_awareness
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


@kernel
def learn_and_apply(
    p: Present,
    claims: Claims,
    wants: Entitlements,
    followed: NDArray[np.int32],
    township: NDArray[np.int16],
    ids: NDArray[np.uint64],
    peers: NDArray[np.float64],
    keys: NDArray[np.uint64],
    t: int,
    law: Any,
) -> int:
    """Let households learn, forget and apply; returns the number of new applications."""
    n = 0
    for household in followed:
        status = claims.households[household].status
        if status == COOLING and t >= claims.households[household].until:
            claims.households[household].status = AWARE
        if status > AWARE or wants.households[household].is_relevant == 0:
            continue
        visited = claims.households[household].visited_at == t
        alerted = has_alert(p, household, t, law) and uniform(keys[0], ids[household], 0) < law.alert_match
        if status == UNAWARE:
            hazard = awareness_hazard(peers[township[household]], visited, alerted, law)
            if uniform(keys[1], ids[household], 0) < 1.0 - math.exp(-hazard):
                claims.households[household].status = AWARE
            continue
        if uniform(keys[2], ids[household], 0) < law.awareness_fading:
            claims.households[household].status = UNAWARE
            continue
        benefit = expected_benefit(p, wants, household)
        hazard = application_hazard(benefit, wants.households[household].needs_m, visited or alerted, law)
        if uniform(keys[3], ids[household], 0) < 1.0 - math.exp(-hazard):
            claims.households[household].status = QUEUED
            claims.households[household].applied_at = t
            n += 1
    return n


def learn(
    present: Present,
    claims: Claims,
    wants: Entitlements,
    followed: NDArray[np.int32],
    households: Any,
    peers: NDArray[np.float64],
    law: Any,
    seed: int,
    t: int,
) -> int:
    """Run a month of awareness and application over the followed households; returns the new applications.

    Parameters
    ----------
    peers : float array, townships
        Share of the township's households that were on assistance at the end of last month.
    """
    streams = (STREAM_ALERT, STREAM_AWARE, STREAM_FADE, STREAM_APPLY)
    keys = np.array([key_of(seed, stream, t) for stream in streams], np.uint64)
    return int(
        learn_and_apply(
            present, claims, wants, followed, households.township, households.id, peers, keys, t, law
        )
    )
