"""The choice of care: a random utility for each setting, multinomial logit over those an elder can have and pay."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.care.rules import Numbers
from sim.kernels import rule
from sim.state.places import FAMILY, FAMILY_BED, HOME_SERVICES, N_SETTINGS

FEN_PER_THOUSAND_YUAN = 100_000
KM_PER_STEP = 10


@rule
def service_utility(
    setting: int, liking: float, carers: float, is_alone: bool, price_m: float, numbers: Numbers
) -> float:
    """Return the utility of care at home or by day.

    Parameters
    ----------
    liking : float
        Base utility at the elder's level.
    carers : float
        Family carers.
    price_m : float
        Net price, fen a month.
    """
    value = liking + numbers.price_weight * price_m / FEN_PER_THOUSAND_YUAN
    if setting == FAMILY:
        return value + numbers.carer_weight * carers
    if is_alone and (setting == HOME_SERVICES or setting == FAMILY_BED):
        return value + numbers.alone_home_weight
    return value


@rule
def bed_utility(
    liking: float,
    is_alone: bool,
    taste: float,
    price_m: float,
    km: float,
    quality: float,
    is_near: bool,
    numbers: Numbers,
) -> float:
    """Return the utility of a bed in one home.

    Parameters
    ----------
    liking : float
        Base utility at the elder's level.
    taste : float
        The elder's own liking of institutions.
    price_m : float
        Net price, fen a month.
    km : float
        From the elder's township to the home's.
    quality : float
        0 to 1.
    is_near : bool
        True if the home lies in the elder's township.
    """
    value = liking + numbers.price_weight * price_m / FEN_PER_THOUSAND_YUAN + taste + numbers.bed_shift
    value += numbers.distance_weight * km / KM_PER_STEP + numbers.quality_weight * quality
    if is_near:
        value += numbers.town_weight
    return value + numbers.alone_bed_weight if is_alone else value


@rule
def fill_shares(
    value: NDArray[np.float64], is_feasible: NDArray[np.bool_], share: NDArray[np.float64]
) -> None:
    """Turn utilities into probabilities over the feasible settings; at least one must be feasible."""
    total = 0.0
    for setting in range(N_SETTINGS):
        share[setting] = math.exp(value[setting]) if is_feasible[setting] else 0.0
        total += share[setting]
    for setting in range(N_SETTINGS):
        share[setting] /= total


@rule
def draw_setting(share: NDArray[np.float64], u: float) -> int:
    """Return the setting that a uniform number picks, by the inverse of the distribution function."""
    below = 0.0
    picked = FAMILY
    for setting in range(N_SETTINGS):
        if share[setting] > 0.0:
            picked = setting
            below += share[setting]
            if u < below:
                return picked
    return picked


@rule
def acceptance(value_offered: float, value_wished: float, numbers: Numbers) -> float:
    """Return the probability of taking an offered bed: logit in its utility now against that when it was asked for."""
    return 1.0 / (1.0 + math.exp(value_wished - value_offered - numbers.offer_constant))
