"""Vagrants in the month: how many the stations help, for how long, and who is taken home.

They are no residents of the region: their number is a rate of the place, drawn from a Poisson law by inversion.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.clock import MONTHS_PER_YEAR
from sim.draws import ADMINISTRATION_STREAMS, key_of, uniform
from sim.laws import Law
from sim.programmes.vagrant_relief import amount, is_limited

STREAM_VAGRANTS = ADMINISTRATION_STREAMS + 52
PER_THOUSAND = 1000.0
_COUNT, _DAYS, _ESCORT, _SIGNS = 0, 1, 2, 3


class Station(NamedTuple):
    """One month of the relief stations of a region."""

    cases: int
    days: int
    escorted: int
    cost: int  # fen


def poisson(u: float, mean: float) -> int:
    """Return the number of events of a Poisson law at probability u, by inversion."""
    chance = cumulated = math.exp(-mean)
    n = 0
    while u >= cumulated and chance > 0.0:
        n += 1
        chance *= mean / n
        cumulated += chance
    return n


def stay(u: float, mean_days: float) -> int:
    """Return the days of a stay, at least one: exponential by inversion."""
    return 1 + int(-max(0.0, mean_days - 1.0) * math.log(1.0 - u))


def station_month(residents: int, law: Law, seed: int, t: int) -> Station:
    """Return the cases of one month, the days of board, the escorts and what it all costs."""
    key = key_of(seed, STREAM_VAGRANTS, t)
    mean = residents * law.cases_per_1000_y / (PER_THOUSAND * MONTHS_PER_YEAR)
    n = poisson(uniform(key, np.uint64(0), _COUNT), mean)
    days = escorted = cost = 0
    for case in range(1, n + 1):
        entity = np.uint64(case)
        is_escorted = uniform(key, entity, _ESCORT) < law.escort_share
        has_signs = uniform(key, entity, _SIGNS) < law.signs_share
        stayed = stay(uniform(key, entity, _DAYS), law.mean_days)
        if is_limited(law.adult_age, has_signs, law) and not is_escorted:
            stayed = min(stayed, law.longest_days)
        days += stayed
        escorted += is_escorted
        cost += amount(stayed, is_escorted, law)
    return Station(n, days, escorted, cost)
