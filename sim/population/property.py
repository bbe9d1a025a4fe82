"""Property: savings, cars, homes and companies of households, by their place in the distribution of income."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.draws import key_of, uniforms
from sim.population import streams
from sim.population.gathering import Residents
from sim.population.livelihood import normals

QUINTILES = 5


@dataclass
class Property:
    """Columns of households; money in fen."""

    assets: NDArray[np.int64]
    has_vehicle: NDArray[np.bool_]
    n_houses: NDArray[np.uint8]
    has_company: NDArray[np.bool_]
    cadre_kin: NDArray[np.bool_]


def quintile(income_pc: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the fifth of the persons, 0 the poorest, that each household is in."""
    order = np.argsort(income_pc, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    out = np.empty(income_pc.size, np.int64)
    out[order] = np.minimum((reached * QUINTILES).astype(np.int64), QUINTILES - 1)
    return out


def _car_target(profile: Any, people: Residents) -> NDArray[np.float64]:
    """Return the published share of households with a car in each household's county, NaN where unknown."""
    shares = profile.shares[profile.shares["indicator"] == "car_share"].set_index("county_code")["value"]
    return np.array([float(shares.get(code, np.nan)) for code in profile.counties["code"]])[people.county]


def properties(people: Residents, income_y: NDArray[np.float64], profile: Any, given: Any, seed: int) -> Property:
    """Return what every household owns.

    Cars follow the assumed probabilities by fifth of income, raised to the county's published share of households with
    a car when `vehicle_to_census` says so.
    """
    ids, size = people.household_id, people.n_members.astype(float)
    fifth = quintile(income_y / size, size)

    def draw(stream: int, k: int = 0) -> NDArray[np.float64]:
        return uniforms(key_of(seed, stream, 0), ids, k)

    wealth = income_y * given.assets_years * np.exp(given.assets_sd * normals(key_of(seed, streams.ASSETS, 1), ids))
    assets = np.where(draw(streams.ASSETS) < given.no_assets, 0.0, wealth)
    cars = np.array([getattr(given, f"vehicle_quintile_{i + 1}") for i in range(QUINTILES)])[fifth]
    if given.vehicle_to_census:
        target = _car_target(profile, people)
        cars = np.where(np.isnan(target), cars, np.minimum(cars * target / cars.mean(), 1.0))
    slope = fifth / (QUINTILES - 1)
    second = given.second_house_low + slope * (given.second_house_high - given.second_house_low)
    u = draw(streams.HOUSES)
    houses = 1 + (u > 1.0 - second).astype(np.uint8) + (u > 1.0 - second * given.third_house)
    houses[u < given.no_house] = 0
    company = given.company_low + slope * (given.company_high - given.company_low)
    home = ~people.is_collective
    return Property(
        assets=np.where(home, np.rint(assets), 0).astype(np.int64),
        has_vehicle=home & (draw(streams.VEHICLE) < cars),
        n_houses=np.where(home, houses, 0).astype(np.uint8),
        has_company=home & (draw(streams.COMPANY) < company),
        cadre_kin=home & (draw(streams.CADRE) < given.cadre_kin),
    )
