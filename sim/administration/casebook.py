"""The casebook: everything an assessment reads of a household, and the views that the rules of the law take from it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR, age_years
from sim.kernels import rule
from sim.laws import Law
from sim.programmes.dispatcher import BasicLaws
from sim.programmes.means_test import (
    disregarded_pension_m,
    employment_cost_m,
    imputed_support_m,
    is_severely_disabled,
    standard_m,
)
from sim.state.claims import Claims, Entitlements
from sim.state.codes import NOBODY, STUDENT, TEKUN
from sim.state.present import DEAD, Present
from sim.state.records import Records
from sim.state.view import ChildView, HouseholdView


class Files(NamedTuple):
    """What registers hold of persons, households and kin, for one calendar year."""

    persons: Records  # id, born, father, mother, child (whether anybody is bound to bring it up)
    households: Records  # id, township, is_urban, farm_y, other_y, assets, has_vehicle, n_houses and so on
    kin: Records  # child, income_m (fen per head), n_members, n_elders, is_unable; sorted by the parents' household
    kin_first: NDArray[np.int32]  # households + 1


class Laws(NamedTuple):
    """The laws in force in one month that the desk needs."""

    basic: BasicLaws  # its fields are records
    process: Law
    exit: Law
    office: Law


class Case(NamedTuple):
    """Columns and laws together, as compiled code takes them."""

    p: Present
    wants: Entitlements
    claims: Claims
    files: Files
    laws: Laws
    month: int
    t: int


class Members(NamedTuple):
    """Sums over the members of a unit."""

    n: int
    cost_m: int
    pension_m: int
    disregarded_m: int
    n_able: int
    n_severe: int
    n_ill: int
    n_elders: int
    n_elders70: int
    n_minors: int
    wages_out_m: int  # of members who are not of the unit
    n_disabled: int


@rule
def is_outside_unit(case: Case, person: int, on_paper: bool) -> bool:
    """True for a member who has tekun of his or her own: granted, when on paper, or due by law."""
    if on_paper:
        return case.claims.persons[person].programme == TEKUN
    return case.wants.persons[person].programme == TEKUN


@rule
def member_sums(case: Case, household: int, standard: int, on_paper: bool) -> Members:
    """Return the sums over the members of a household's unit."""
    p, means = case.p, case.laws.basic.means_test
    office, elder_age = case.laws.office, case.laws.basic.tekun.elder_age
    n = cost = pension = free = able = severe = ill = elders = elders70 = minors = out = disabled = 0
    person = p.households[household].first_member
    while person != NOBODY:
        if is_outside_unit(case, person, on_paper):
            out += p.persons[person].wage_m
            person = p.persons[person].next_member
            continue
        age = age_years(case.files.persons[person].born, case.month)
        is_ill = p.persons[person].ill == 1
        is_severe = is_ill or is_severely_disabled(
            p.persons[person].disability_type, p.persons[person].disability_grade, means
        )
        n += 1
        cost += employment_cost_m(p.persons[person].wage_m, standard, means)
        pension += p.persons[person].pension_m if p.persons[person].pension != 0 else 0
        free += disregarded_pension_m(p.persons[person].pension, p.persons[person].pension_m, means)
        elders += age >= elder_age
        severe += is_severe
        ill += is_ill
        disabled += p.persons[person].disability_grade > 0
        if not is_severe:
            elders70 += age >= office.addon_age
            minors += age < means.adult_age
            working_age = office.working_age_from <= age < elder_age
            able += working_age and p.persons[person].work != STUDENT
        person = p.persons[person].next_member
    return Members(n, cost, pension, free, able, severe, ill, elders, elders70, minors, out, disabled)


@rule
def is_elsewhere(p: Present, child: int, household: int) -> bool:
    """True if a child lives, and not in this household; one outside the region (-1) is taken to live."""
    if child == NOBODY:
        return True
    return p.persons[child].presence != DEAD and p.persons[child].home != household


@rule
def support_m(case: Case, household: int, n_elders: int, standard: int) -> int:
    """Return the support imputed from all children outside the household, fen a month."""
    files = case.files
    first, last = files.kin_first[household], files.kin_first[household + 1]
    total = 0
    if n_elders == 0:
        return 0
    for row in range(first, last):
        if not is_elsewhere(case.p, files.kin[row].child, household):
            continue
        members = max(1, int(files.kin[row].n_members))
        child = ChildView(
            files.kin[row].income_m * members,
            members,
            int(files.kin[row].n_elders),
            files.kin[row].is_unable,
            -1,
            0,
        )
        total += imputed_support_m(child, n_elders, last - first, standard, case.laws.basic.means_test)
    return total


@rule
def post_pay(case: Case, household: int, standard: int) -> tuple[int, int]:
    """Return what a public-service post paid in twelve months, a wage like any other, and its monthly cost of work."""
    post_y = case.claims.households[household].post_y
    return post_y, employment_cost_m(post_y // MONTHS_PER_YEAR, standard, case.laws.basic.means_test)


@rule
def unit_view(case: Case, household: int, factor: float, on_paper: bool) -> HouseholdView:
    """Return what the rules see of a household.

    `factor` is what the office sees of every yuan earned, 1 for the truth; `on_paper` is true when the unit is that of
    the files (holders of tekun left out), false when it is that of the law.
    """
    p, files, urban = case.p, case.files, case.files.households[household].is_urban
    standard = standard_m(urban, case.laws.basic.dibao)
    m = member_sums(case, household, standard, on_paper)
    post_y, post_cost_m = post_pay(case, household, standard)
    wages_y = max(0, p.households[household].wages_12m - MONTHS_PER_YEAR * m.wages_out_m) + post_y
    return HouseholdView(
        m.n,
        urban,
        int(wages_y * factor),
        m.cost_m + post_cost_m,
        m.pension_m,
        m.disregarded_m,
        int(files.households[household].farm_y * factor),
        int(files.households[household].other_y * factor),
        support_m(case, household, m.n_elders, standard),
        p.households[household].bills_12m,
        files.households[household].assets,
        files.households[household].has_vehicle,
        False,
        int(files.households[household].n_houses),
        False,
        files.households[household].has_company,
        False,
        m.n_able,
        m.n_severe,
        m.n_ill,
        m.n_elders70,
        m.n_minors,
        m.n_disabled,
    )


@rule
def observed_factor(normal_draw: float, is_cadre_kin: bool, law: Law) -> float:
    """Return what the office sees of every yuan: lognormal, with under-reporting and leniency to cadres' kin."""
    shift = law.observation_bias - (law.cadre_leniency if is_cadre_kin else 0.0)
    return math.exp(shift + law.observation_sd * normal_draw)
