"""The tables of a run: initial rows, then everyone who is born or moves in, every home founded, every tie made."""

from __future__ import annotations

import numpy as np

from sim.lives.kinship import donors, facts_of_arrivals
from sim.lives.village import Village
from sim.state.codes import NEVER_MARRIED, NO_PENSION, NOBODY, PHYSICAL
from sim.state.columns import Households, Kin, Persons, Population, concatenate


def all_persons(population: Population, village: Village, wage_default: float) -> Persons:
    """Return the initial residents and the arrivals, in the order of their entry; `wage_default` in fen a month."""
    n = len(population.persons)
    people, homes = village.people[n:], village.homes
    facts = facts_of_arrivals(people, homes, population, wage_default)
    count = len(people)
    nobody = np.full(count, NOBODY, np.int32)
    arrivals = Persons(
        id=facts.id,
        household=people["first_home"].astype(np.int32),
        township=homes["township"][people["first_home"]].astype(np.int16),
        sex=facts.sex,
        born=facts.born,
        relation=people["relation"].astype(np.uint8),
        marital=np.full(count, NEVER_MARRIED, np.uint8),
        spouse=nobody,
        father=people["father"].astype(np.int32),
        mother=people["mother"].astype(np.int32),
        schooling=facts.schooling,
        disability_type=np.where(facts.disability_grade > 0, PHYSICAL, 0).astype(np.uint8),
        disability_grade=facts.disability_grade,
        ability=facts.ability,
        severe_illness=facts.ill,
        work=facts.work,
        wage_m=facts.wage_m,
        pension=np.full(count, NO_PENSION, np.uint8),
        pension_m=facts.pension_m,
        entered=facts.entered,
    )
    return concatenate([population.persons, arrivals])


def all_households(population: Population, village: Village) -> Households:
    """Return the initial households and those founded during the run; divisions give them their part."""
    given, n = population.households, len(population.households)
    homes = village.homes[n:]
    origin = homes["origin"].copy()
    for _ in range(len(homes)):
        founded = origin >= n
        if not founded.any():
            break
        origin[founded] = village.homes["origin"][origin[founded]]
    count = len(homes)
    new = Households(
        id=homes["id"].copy(),
        township=homes["township"].astype(np.int16),
        is_urban=homes["is_urban"].astype(np.bool_),
        is_collective=np.zeros(count, np.bool_),
        first=np.full(count, len(population.persons), np.int32),
        n_members=np.zeros(count, np.uint16),
        farm_y=np.zeros(count, np.int32),
        other_y=np.zeros(count, np.int32),
        assets=np.zeros(count, np.int64),
        has_vehicle=np.zeros(count, np.bool_),
        n_houses=np.ones(count, np.uint8),
        has_company=np.zeros(count, np.bool_),
        cadre_kin=given.cadre_kin[origin],
        low_income_cluster=given.low_income_cluster[origin],
    )
    return concatenate([given, new])


def all_kin(population: Population, village: Village) -> Kin:
    """Return the given kin and the children who left during the run, sorted by the parents' household.

    Before such a child leaves, the parents' household and the child's are the same, and the kin income is 0.
    """
    ties, persons = village.ties, population.persons
    child = ties["child"].astype(np.int32)
    people = village.people
    donor = donors(people[len(persons) :], len(persons))
    wages = np.concatenate([persons.wage_m, np.where(donor >= 0, persons.wage_m[np.maximum(donor, 0)], 0)])
    count = len(ties)
    new = Kin(
        parent_household=ties["parent_home"].astype(np.int32),
        child=child,
        distance=ties["distance"].astype(np.uint8),
        income_pc_m=wages[child].astype(np.int32),
        n_members=np.ones(count, np.uint8),
        n_elders=ties["n_elders"].astype(np.uint8),
        is_unable=np.zeros(count, np.bool_),
    )
    both = concatenate([population.kin, new])
    return both.take(np.argsort(both.parent_household, kind="stable"))
