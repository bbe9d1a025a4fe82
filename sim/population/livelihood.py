"""What each resident does and earns before calibration: study, work, wages and pensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.draws import uniforms
from sim.population import streams
from sim.population.schooling import years_of_schooling
from sim.population.streams import normals
from sim.state.codes import (
    CHILD,
    COLLECTIVE,
    EMPLOYEE_PENSION,
    FARMING,
    FEMALE,
    FORMAL,
    GRANDCHILD,
    INFORMAL,
    JUNIOR,
    MIGRANT,
    NEVER_MARRIED,
    NO_PENSION,
    NOT_WORKING,
    RESIDENT_PENSION,
    STUDENT,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PAID = (FORMAL, INFORMAL, MIGRANT)
KINDS = {"formal": FORMAL, "informal": INFORMAL, "farming": FARMING, "migrant": MIGRANT}
SENIOR_AGES = (15, 17)
TERTIARY_AGES = (18, 21)
WORKING_AGE = 18
ELDER_AGE = 60
SEVERE_GRADE = 2  # grades 1 and 2 are severe


@dataclass(frozen=True)
class People:
    """Facts of all residents from which their livelihood follows, one row a person."""

    ids: NDArray[np.uint64]
    sex: NDArray[np.uint8]
    age: NDArray[np.int16]
    relation: NDArray[np.uint8]
    marital: NDArray[np.uint8]
    grade: NDArray[np.uint8]
    ill: NDArray[np.uint8]
    is_urban: Flags
    household: NDArray[np.int64]


def deal_students(people: People, given: Any, seed: int) -> Flags:
    """Return who is a pupil or student: everyone of school age, then by the shares that stay on."""
    u = uniforms(streams.key_of(seed, streams.STUDENT), people.ids)
    age = people.age
    single = people.marital == NEVER_MARRIED
    at_home = np.isin(people.relation, (CHILD, GRANDCHILD, COLLECTIVE)) & single
    share = np.zeros(age.size)
    share[(age >= given.student_first_age) & (age < SENIOR_AGES[0])] = 1.0
    share[(age >= SENIOR_AGES[0]) & (age <= SENIOR_AGES[1])] = given.senior_student_share
    share[(age >= TERTIARY_AGES[0]) & (age <= TERTIARY_AGES[1]) & at_home] = given.tertiary_student_share
    return np.asarray(u < share)


def deal_pensions(people: People, given: Any, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return the pension scheme of every resident and its amount in fen a month.

    Employee pensions go by residence from the pension age, and to some urban women earlier; most others of that age
    draw the resident pension.
    """
    u = uniforms(streams.key_of(seed, streams.PENSION), people.ids)
    old = people.age >= given.pension_age
    early = (people.age >= given.pension_age_women) & ~old & people.is_urban & (people.sex == FEMALE)
    employee = np.where(people.is_urban, given.employee_pension_urban, given.employee_pension_rural) * old
    employee = employee + given.early_pension_women * early
    resident = old * (1 - employee) * given.resident_pension_share
    scheme = np.full(u.size, NO_PENSION, np.uint8)
    scheme[u < employee + resident] = RESIDENT_PENSION
    scheme[u < employee] = EMPLOYEE_PENSION
    v = uniforms(streams.key_of(seed, streams.PENSION, 1), people.ids)
    low, high = given.resident_pension_low_m, given.resident_pension_high_m
    z = normals(streams.key_of(seed, streams.PENSION, 2), people.ids)
    sd = given.employee_pension_sd
    amount = np.where(
        scheme == RESIDENT_PENSION,
        low + v * (high - low),
        given.employee_pension_m * np.exp(sd * z - sd * sd / 2),
    )
    return scheme, (amount * (scheme != NO_PENSION)).astype(np.int32)


def deal_work(
    people: People, is_student: Flags, pension: NDArray[np.uint8], given: Any, seed: int
) -> NDArray[np.uint8]:
    """Return what each resident does; less often anything with disability, illness, age or an employee pension."""
    u = uniforms(streams.key_of(seed, streams.WORK), people.ids)
    work = np.full(u.size, NOT_WORKING, np.uint8)
    factor = np.where(people.grade > 0, given.light_work_factor, 1.0)
    factor = np.where(people.ill > 0, given.light_work_factor, factor)
    factor = np.where((people.grade > 0) & (people.grade <= SEVERE_GRADE), given.severe_work_factor, factor)
    elder = people.age >= ELDER_AGE
    off_farm = factor * np.where(elder, given.elder_work_factor, 1.0) * (pension != EMPLOYEE_PENSION)
    off_farm = off_farm * ((people.age >= WORKING_AGE) & (people.age <= given.work_last_age))
    on_farm = factor * np.where(elder, given.elder_farm_factor, 1.0)
    on_farm = on_farm * ((people.age >= WORKING_AGE) & (people.age <= given.farm_last_age))
    reached = np.zeros(u.size)
    for kind, code in KINDS.items():
        share = _share(people, kind, given) * (on_farm if code == FARMING else off_farm)
        work[(u >= reached) & (u < reached + share)] = code
        reached = reached + share
    work[is_student] = STUDENT
    return work


def _share(people: People, kind: str, given: Any) -> Floats:
    """Return the share of the person's sex and residence in a kind of work."""
    urban = np.where(people.sex == FEMALE, getattr(given, f"work_urban_female_{kind}"),
                     getattr(given, f"work_urban_male_{kind}"))  # fmt: skip
    rural = np.where(people.sex == FEMALE, getattr(given, f"work_rural_female_{kind}"),
                     getattr(given, f"work_rural_male_{kind}"))  # fmt: skip
    return np.asarray(np.where(people.is_urban, urban, rural), dtype=np.float64)


def wages(
    people: People,
    work: NDArray[np.uint8],
    schooling: NDArray[np.uint8],
    effect: Floats,
    given: Any,
    seed: int,
) -> Floats:
    """Return the wage of every adult in fen a month before calibration; for those without paid work, a potential one.

    Parameters
    ----------
    effect : float64[households]
        Logarithm of what the earners of a household share.
    """
    z = normals(streams.key_of(seed, streams.WAGE), people.ids)
    sd = np.where(people.is_urban, given.wage_sd_urban, given.wage_sd_rural)
    own = np.sqrt(np.maximum(sd * sd - given.household_sd * given.household_sd, 0.0))
    level = np.full(z.size, float(given.wage_informal_m))
    level[work == FORMAL] = given.wage_formal_m
    level[work == MIGRANT] = given.wage_migrant_m
    years = years_of_schooling(given)
    gain = np.exp(given.wage_return_year * (years - years[JUNIOR]))
    level = level * gain[schooling] * np.where(people.sex == FEMALE, given.wage_women, 1.0)
    out = level * np.exp(own * z + effect[people.household] - sd * sd / 2)
    return np.asarray(np.where(people.age >= WORKING_AGE, out, 0.0))
