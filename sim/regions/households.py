"""Household counts of a county: what it prints, and the province's or the nation's shares for the rest."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.errors import DataError
from sim.population.fitting import apportion
from sim.population.margins import ELDER_KEYS, GENERATION_KEYS
from sim.population.size_shape import county_sizes
from sim.regions.form import CountyForm

Shares = Mapping[str, float]


def counts_of(county: CountyForm, shares: Shares, elders: int) -> dict[str, int]:
    """Return every household count of the table `households`.

    Parameters
    ----------
    county : CountyForm
        Printed totals.
    shares : mapping
        Shares of the place that fills the gaps: urban_share, persons_per_household, family_share, one_person_hh and the
        counts by generation and by members of 65 and over, per family household.
    elders : int
        Residents of 65 and over; households cannot hold more.

    Raises
    ------
    DataError
        When the printed totals cannot hold together.
    """
    family = _or(county.family_hh_pop, county.population * shares["family_share"])
    households = _or(county.family_households, family / shares["persons_per_household"] + 1)
    if households > family:
        raise DataError(f"{county.zh} has {households} family households of {family} persons together")
    alone = _or(county.one_person_hh, households * shares["one_person_hh"])
    urban = _or(county.urban_population, county.population * shares["urban_share"])
    generations = apportion(households, np.array([shares[key] for key in GENERATION_KEYS]))
    _hold_alone(generations, alone)
    out = {
        "population": county.population, "urban_population": urban, "family_hh_pop": family,
        "collective_hh_pop": county.population - family, "family_households": households, "one_person_hh": alone,
    }  # fmt: skip
    out |= {key: int(value) for key, value in zip(GENERATION_KEYS, generations, strict=True)}
    return out | _elders(households, shares, elders)


def _or(printed: int | None, filled: float) -> int:
    """Return the printed count, or the whole part of the one that fills the gap."""
    return int(filled) if printed is None else printed


def _hold_alone(generations: NDArray[np.int64], alone: int) -> None:
    """Let the households of one generation, in place, be at least those of one person."""
    lacking = max(alone - int(generations[0]), 0)
    for other in range(1, generations.size):
        taken = min(lacking, int(generations[other]))
        generations[0] += taken
        generations[other] -= taken
        lacking -= taken


def _elders(households: int, shares: Shares, elders: int) -> dict[str, int]:
    """Return households by members of 65 and over, in the lender's mix, holding no more elders than there are."""
    mix = np.array([shares[key] for key in ELDER_KEYS])
    members = np.arange(1, mix.size + 1)
    housed = shares["elders_in_families"] * elders
    wanted = mix * (housed / float(mix @ members))
    wanted *= min(1.0, households / max(wanted.sum(), 1.0))
    return {key: int(value) for key, value in zip(ELDER_KEYS, wanted, strict=True)}


def sizes_of(counts: Mapping[str, int], shape: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return family households of 1 to 10 members: the known shape bent to the county's mean and one-person share."""
    return county_sizes(shape, counts["family_households"], counts["family_hh_pop"], counts["one_person_hh"])
