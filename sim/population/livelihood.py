"""Livelihood: who works at what for which wage, farms, draws a pension; what a household has besides.

Incomes are drawn around assumed levels and then scaled, county by county and residence by residence, so that disposable
income per head has the mean of the margin. Pensions are not scaled: they follow their own scheme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.draws import key_of, uniforms
from sim.money import FEN_PER_YUAN
from sim.population import streams
from sim.population.gathering import Residents
from sim.state.codes import (
    EMPLOYEE_PENSION,
    FARMING,
    FEMALE,
    FORMAL,
    HEAD,
    INFORMAL,
    MIGRANT,
    NO_PENSION,
    NOBODY,
    NOT_WORKING,
    RESIDENT_PENSION,
    STUDENT,
)

LEAST_WORK_AGE, ELDER, PENSION_FROM_WOMEN_UNTIL = 16, 60, 60
_ADULT, _SECONDARY, _TERTIARY_FROM, _TERTIARY_TO = 18, 15, 18, 21


@dataclass
class Livelihood:
    """Columns of persons and households that hold work and income; money in fen."""

    work: NDArray[np.uint8]
    wage_m: NDArray[np.int32]
    pension: NDArray[np.uint8]
    pension_m: NDArray[np.int32]
    farm_y: NDArray[np.int32]
    other_y: NDArray[np.int32]
    low_income_cluster: NDArray[np.bool_]
    income_y: NDArray[np.float64]  # of households


def normals(key: int, ids: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Return one standard normal number a row (Box-Muller)."""
    radius = np.sqrt(-(1 + 1) * np.log1p(-uniforms(key, ids, 0)))
    return radius * np.cos((1 + 1) * np.pi * uniforms(key, ids, 1))


def lognormals(key: int, ids: NDArray[np.uint64], sd: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Return lognormal numbers of mean one."""
    spread = np.asarray(sd)
    return np.exp(spread * normals(key, ids) - spread**2 / (1 + 1))


def studies(people: Residents, given: Any, seed: int) -> NDArray[np.bool_]:
    """Return who is at school or university."""
    u = uniforms(key_of(seed, streams.STUDENT, 0), people.person_id)
    pupil = (people.age >= given.student_first_age) & (people.age <= given.school_last_age)
    senior = (people.age >= _SECONDARY) & (people.age < _TERTIARY_FROM) & (u < given.senior_student_share)
    college = (people.age >= _TERTIARY_FROM) & (people.age <= _TERTIARY_TO) & (people.spouse == NOBODY)
    return pupil | senior | (college & (u < given.tertiary_student_share))


def works(
    people: Residents, grade: NDArray[np.uint8], ill: NDArray[np.uint8], given: Any, seed: int
) -> NDArray[np.uint8]:
    """Return the work of everyone, by residence and sex; less for elders, the disabled and the ill."""
    u = uniforms(key_of(seed, streams.WORK, 0), people.person_id)
    urban = people.is_urban[people.household]
    severe, light = (grade > 0) & (grade < 3), (grade > 2) | (ill > 0)
    body = np.where(severe, given.severe_work_factor, np.where(light, given.light_work_factor, 1.0))
    old = people.age >= ELDER
    start = np.zeros(people.sex.size)
    out = np.full(people.sex.size, NOT_WORKING, np.uint8)
    for name, code in (("formal", FORMAL), ("informal", INFORMAL), ("farming", FARMING), ("migrant", MIGRANT)):
        share = np.zeros(people.sex.size)
        for residence, where in (("urban", urban), ("rural", ~urban)):
            for sex, value in (("male", 0), ("female", FEMALE)):
                share[where & (people.sex == value)] = getattr(given, f"work_{residence}_{sex}_{name}")
        farming = code == FARMING
        last = given.farm_last_age if farming else given.work_last_age
        share *= body * np.where(old, given.elder_farm_factor if farming else given.elder_work_factor, 1.0)
        share[(people.age < LEAST_WORK_AGE) | (people.age > last)] = 0.0
        if code in (FORMAL, MIGRANT):
            share[old] = 0.0
        out[(u >= start) & (u < start + share)] = code
        start += share
    out[studies(people, given, seed)] = STUDENT
    return out


def pensions(people: Residents, work: NDArray[np.uint8], given: Any, seed: int) -> tuple[Any, Any]:
    """Return the pension scheme and the pension of everyone, fen a month."""
    u = uniforms(key_of(seed, streams.PENSION, 0), people.person_id)
    v = uniforms(key_of(seed, streams.PENSION, 1), people.person_id)
    urban = people.is_urban[people.household]
    old = people.age >= given.pension_age
    employee = np.where(urban, given.employee_pension_urban, given.employee_pension_rural)
    early = urban & (people.sex == FEMALE) & (people.age >= given.pension_age_women) & ~old & (work == NOT_WORKING)
    scheme = np.full(people.sex.size, NO_PENSION, np.uint8)
    scheme[old & (v < given.resident_pension_share)] = RESIDENT_PENSION
    scheme[(old & (u < employee)) | (early & (u < given.early_pension_women))] = EMPLOYEE_PENSION
    own = lognormals(key_of(seed, streams.PENSION, 2), people.person_id, given.employee_pension_sd)
    low, high = given.resident_pension_low_m, given.resident_pension_high_m
    money = np.where(scheme == EMPLOYEE_PENSION, own * given.employee_pension_m, low + v * (high - low))
    return scheme, np.where(scheme == NO_PENSION, 0, np.rint(money)).astype(np.int32)


def cluster(
    people: Residents, grade: NDArray[np.uint8], ill: NDArray[np.uint8], given: Any, seed: int
) -> NDArray[np.bool_]:
    """Return which households belong to the low-income cluster: disabled, elders only, a lone parent, severely ill."""
    disabled = people.sums((grade > 0).astype(np.int64)) > 0
    sick = people.sums(ill.astype(np.int64)) > 0
    elders_only = people.sums((people.age < ELDER).astype(np.int64)) == 0
    lone = people.sums(((people.relation == HEAD) & (people.spouse == NOBODY)).astype(np.int64)) > 0
    lone &= people.sums((people.age < _ADULT).astype(np.int64)) > 0
    weight = np.full(len(people.household_id), float(given.cluster_weight_other))
    for name, mark in (("disabled", disabled), ("elder", elders_only), ("lone", lone), ("ill", sick)):
        weight = np.maximum(weight, np.where(mark, getattr(given, f"cluster_weight_{name}"), 0.0))
    weight[people.is_collective] = 0.0
    out = np.zeros(weight.size, np.bool_)
    wanted = round(given.cluster_share * float((~people.is_collective).sum()))
    out[streams.chosen(key_of(seed, streams.CLUSTER, 0), people.household_id, weight, wanted)] = True
    return out


def _levels(work: NDArray[np.uint8], given: Any) -> NDArray[np.float64]:
    """Return the mean wage of each kind of work, fen a month; who does not work could have an informal one."""
    table = np.full(STUDENT + 1, float(given.wage_informal_m))
    table[FORMAL] = given.wage_formal_m
    table[MIGRANT] = given.wage_migrant_m * given.migrant_remits
    return table[work]


def scale_factors(people: Residents, profile: Any, free: NDArray[np.float64], fixed: NDArray[np.float64]) -> Any:
    """Return the factor on a household's free income that gives its county and residence the published mean per head.

    Residents of collectives are left out: their income is not that of a household.
    """
    out = np.ones(free.size)
    rows = profile.income[profile.income["indicator"] == "disposable_income_mean"]
    target = rows.set_index(["county_code", "residence"])["value"]
    size = people.n_members.astype(float)
    for row, code in enumerate(profile.counties["code"]):
        for residence in ("urban", "rural"):
            here = (people.county == row) & (people.is_urban == (residence == "urban"))
            home = here & ~people.is_collective
            if free[home].sum() > 0:
                wanted = target.loc[(code, residence)] * FEN_PER_YUAN * size[home].sum() - fixed[home].sum()
                out[here] = max(wanted, 0.0) / free[home].sum()
    return out


def livelihoods(
    people: Residents, grade: NDArray[np.uint8], ill: NDArray[np.uint8], profile: Any, given: Any, seed: int
) -> Livelihood:
    """Return work and income of everyone."""
    work = works(people, grade, ill, given, seed)
    scheme, pension_m = pensions(people, work, given, seed)
    urban = people.is_urban
    poor = cluster(people, grade, ill, given, seed)
    luck = lognormals(key_of(seed, streams.PLACE_EFFECT, 0), people.household_id, given.household_sd)
    luck *= np.where(poor, given.cluster_factor, 1.0)
    spread = np.where(urban, given.wage_sd_urban, given.wage_sd_rural)[people.household]
    own = np.sqrt(np.maximum(spread**2 - given.household_sd**2, 0.0))
    wage = _levels(work, given) * lognormals(key_of(seed, streams.WAGE, 0), people.person_id, own)
    wage *= np.where(people.sex == FEMALE, given.wage_women, 1.0) * luck[people.household]
    farmers = people.sums((work == FARMING).astype(np.int64))
    farm = farmers * given.farm_worker_y * luck
    farm *= lognormals(key_of(seed, streams.FARM, 0), people.household_id, given.farm_sd)
    other = np.where(urban, given.other_urban_y, given.other_rural_y) * luck * ~people.is_collective
    other *= lognormals(key_of(seed, streams.OTHER_INCOME, 0), people.household_id, given.other_sd)
    earns = (work != NOT_WORKING) & (work != STUDENT) & (work != FARMING)
    free = people.sums(np.where(earns, wage, 0.0)) * MONTHS_PER_YEAR + farm + other
    fixed = people.sums(pension_m.astype(float)) * MONTHS_PER_YEAR
    factor = scale_factors(people, profile, free, fixed)
    wage *= factor[people.household]
    return Livelihood(
        work=work,
        wage_m=np.rint(wage).astype(np.int32),
        pension=scheme,
        pension_m=pension_m,
        farm_y=np.rint(farm * factor).astype(np.int32),
        other_y=np.rint(other * factor).astype(np.int32),
        low_income_cluster=poor,
        income_y=free * factor + fixed,
    )
