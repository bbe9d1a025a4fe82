"""What households own: financial assets, a car, houses, a company; and kinship with cadres."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from sim.draws import uniforms
from sim.population import streams
from sim.population.streams import normals

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Ids = NDArray[np.uint64]
N_FIFTHS = 5


def fifth_of(income_pc: Floats, size: Integers) -> Integers:
    """Return the fifth of persons (0 lowest to 4) in which each household's income a head falls."""
    order = np.argsort(income_pc, kind="stable")
    rank = np.empty(income_pc.size)
    rank[order] = (np.cumsum(size[order]) - size[order] / 2) / max(size.sum(), 1)
    return np.minimum((rank * N_FIFTHS).astype(np.int64), N_FIFTHS - 1)


def deal_assets(income_y: Floats, ids: Ids, given: Any, seed: int) -> Integers:
    """Return financial assets in fen: none for a share of households, else lognormal around yearly income."""
    u = uniforms(streams.key_of(seed, streams.ASSETS), ids)
    z = normals(streams.key_of(seed, streams.ASSETS, 1), ids)
    amount = given.assets_years * np.maximum(income_y, 0.0) * np.exp(given.assets_sd * z)
    return np.where(u < given.no_assets, 0.0, np.rint(amount)).astype(np.int64)


def deal_vehicles(
    fifth: Integers,
    county: Integers,
    car_shares: Floats,
    private: NDArray[np.bool_],
    ids: Ids,
    given: Any,
    seed: int,
) -> NDArray[np.bool_]:
    """Return who has a car: odds by fifth of income, and in each county as many as the census share asks for.

    The households with the highest sum of log odds and a logistic draw have one, which shifts all log odds of a county
    by the same amount. Without `vehicle_to_census` the odds stay as assumed. `car_shares` has one share a county.
    """
    share = np.array([getattr(given, f"vehicle_quintile_{k}") for k in range(1, N_FIFTHS + 1)])
    score = logit(share[fifth]) - logit(1 - uniforms(streams.key_of(seed, streams.VEHICLE), ids))
    if not given.vehicle_to_census:
        return np.asarray((score > 0) & private)
    out = np.zeros(ids.size, np.bool_)
    for number, wanted in enumerate(car_shares):
        rows = np.flatnonzero((county == number) & private)
        first = np.argsort(-score[rows], kind="stable")[: int(wanted * rows.size + 1 / 2)]
        out[rows[first]] = True
    return out


def deal_houses(
    fifth: Integers, is_urban: NDArray[np.bool_], ids: Ids, given: Any, seed: int
) -> NDArray[np.uint8]:
    """Return the number of houses: one as a rule, none for some in towns, two or three more often when richer."""
    u = uniforms(streams.key_of(seed, streams.HOUSES), ids)
    v = uniforms(streams.key_of(seed, streams.HOUSES, 1), ids)
    two = between(given.second_house_low, given.second_house_high, fifth)
    none = given.no_house * is_urban
    houses = np.ones(u.size, np.uint8)
    houses[u < none] = 0
    houses[u >= 1 - two] += 1
    houses[(u >= 1 - two) & (v < given.third_house)] += 1
    return houses


def deal_companies(fifth: Integers, ids: Ids, given: Any, seed: int) -> NDArray[np.bool_]:
    """Return which households run a company, more often when richer."""
    share = between(given.company_low, given.company_high, fifth)
    return np.asarray(uniforms(streams.key_of(seed, streams.COMPANY), ids) < share)


def deal_cadre_kin(ids: Ids, given: Any, seed: int) -> NDArray[np.bool_]:
    """Return which households are close relatives of cadres or welfare staff."""
    return np.asarray(uniforms(streams.key_of(seed, streams.CADRE), ids) < given.cadre_kin)


def between(low: float, high: float, fifth: Integers) -> Floats:
    """Return a share that rises evenly from the lowest to the highest fifth."""
    return np.asarray(low + (high - low) * fifth / (N_FIFTHS - 1))
