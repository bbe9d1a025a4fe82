"""Synthesis: persons in households whose margins are those of the published figures, at any scale up to one to one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.clock import MONTHS_PER_YEAR
from sim.draws import key_of, uniforms
from sim.population import streams
from sim.population.assumptions import default_assumptions
from sim.population.gathering import Residents, gather
from sim.population.kin import kin_of
from sim.population.livelihood import Livelihood, livelihoods
from sim.population.margins import county_margins
from sim.population.property import Property, properties
from sim.population.traits import abilities, disabilities, illnesses, marital_states, schooling
from sim.state.codes import NOBODY
from sim.state.columns import Column, Households, Persons, Population

SCHOOLING = Path(__file__).with_name("schooling.csv")
LONG_AGO = NOBODY  # `entered` of those present from the start


def _persons(people: Residents, life: Livelihood, traits: dict[str, Column], month: int, seed: int) -> Persons:
    u = uniforms(key_of(seed, streams.BIRTH_MONTH, 0), people.person_id)
    months = people.age.astype(np.int64) * MONTHS_PER_YEAR + np.floor(u * MONTHS_PER_YEAR).astype(np.int64)
    return Persons(
        id=people.person_id,
        household=people.household,
        township=people.township[people.household],
        sex=people.sex,
        born=(month - months).astype(np.int32),
        relation=people.relation,
        spouse=people.spouse,
        father=people.father,
        mother=people.mother,
        work=life.work,
        wage_m=life.wage_m,
        pension=life.pension,
        pension_m=life.pension_m,
        entered=np.full(people.sex.size, LONG_AGO, np.int16),
        **traits,
    )


def _households(people: Residents, life: Livelihood, owned: Property) -> Households:
    return Households(
        id=people.household_id,
        township=people.township,
        is_urban=people.is_urban,
        is_collective=people.is_collective,
        first=people.first,
        n_members=people.n_members,
        farm_y=life.farm_y,
        other_y=life.other_y,
        low_income_cluster=life.low_income_cluster,
        assets=owned.assets,
        has_vehicle=owned.has_vehicle,
        n_houses=owned.n_houses,
        has_company=owned.has_company,
        cadre_kin=owned.cadre_kin,
    )


def synthesise(profile: Any, seed: int, assumptions: Any = None, scale: float = 1.0) -> Population:
    """Return the synthetic population of a region.

    Every person of a county's census groups of age and sex is placed exactly once; the counts of households by size,
    generations and members of 65 and over hold exactly.

    Parameters
    ----------
    profile : RegionProfile
        Published figures of the region.
    seed : int
        Seed of all draws; the margins hold under any.
    assumptions : named tuple, optional
        Values of `population.yaml` in force; the latest when not given. Money in fen.
    scale : float
        Share of the region's size, above 0 and at most 1.

    Returns
    -------
    Population
        `month` is the month of the published figures; ages are those of that month.

    Raises
    ------
    DataError
        When the margins contradict one another or the scale is out of range.
    """
    given = default_assumptions() if assumptions is None else assumptions
    people = gather(profile, county_margins(profile, scale), given, seed)
    marital = marital_states(people, profile, seed)
    ability = abilities(people, profile, given, seed)
    kinds, grades = disabilities(people, ability, profile, given, seed)
    ill = illnesses(people, ability, given, seed)
    life = livelihoods(people, grades, ill, profile, given, seed)
    owned = properties(people, life.income_y, profile, given, seed)
    kin = kin_of(people, marital, life.income_y, grades, given, seed)
    traits = {
        "marital": marital,
        "schooling": schooling(people, pd.read_csv(SCHOOLING), seed),
        "disability_type": kinds,
        "disability_grade": grades,
        "ability": ability,
        "severe_illness": ill,
    }
    return Population(
        region=profile.name,
        month=profile.population_month,
        persons=_persons(people, life, traits, profile.population_month, seed),
        households=_households(people, life, owned),
        kin=kin,
        townships=profile.townships.reset_index(drop=True),
    )
