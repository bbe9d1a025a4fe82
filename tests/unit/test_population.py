"""The synthetic population: margins, links, incomes, health, kin, and the report of its fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.population.assumptions import default_assumptions
from sim.population.fit import fit_report, household_income
from sim.population.profile import load_profile
from sim.population.synthesis import synthesise
from sim.state.codes import (
    CHILD,
    COLLECTIVE,
    EMPLOYEE_PENSION,
    FARMING,
    FEMALE,
    HEAD,
    MALE,
    MARRIED,
    NOBODY,
    STUDENT,
)

COUNTED = [
    "age and sex",
    "household size",
    "generations",
    "households by members of 65 and over",
    "persons outside families",
]
HUNDREDTH = 0.01


@pytest.fixture(scope="module")
def yunxi():
    return load_profile("yunxi")


@pytest.fixture(scope="module")
def county(yunxi):
    return synthesise(yunxi, 1)


@pytest.fixture(scope="module")
def wuzhong():
    return load_profile("wuzhong")


@pytest.fixture(scope="module")
def city(wuzhong):
    return synthesise(wuzhong, 1, scale=HUNDREDTH)


@pytest.fixture(params=["county", "city"])
def population(request):
    return request.getfixturevalue(request.param)


def age_of(population):
    return (population.month - population.persons.born.astype(int)) // 12


def same_bits(one, other) -> bool:
    return all(
        np.array_equal(column, getattr(getattr(other, table), name))
        for table in ("persons", "households", "kin")
        for name, column in getattr(one, table).columns().items()
    )


def test_ages_sexes_households_and_elders_are_those_of_the_margins(yunxi, county, wuzhong, city):
    for profile, population, scale in ((yunxi, county, 1.0), (wuzhong, city, HUNDREDTH)):
        report = fit_report(profile, population, scale)
        counted = report[report["margin"].isin(COUNTED)]
        assert set(counted["margin"]) == set(COUNTED)
        assert (counted["status"] == "exact").all(), counted[counted["status"] != "exact"]


def test_urban_persons_marital_states_and_mean_incomes_are_within_one_percent(yunxi, county, wuzhong, city):
    for profile, population, scale in ((yunxi, county, 1.0), (wuzhong, city, HUNDREDTH)):
        report = fit_report(profile, population, scale)
        near = report[report["margin"].isin(["urban persons", "income a head"])]
        assert (near["status"] != "off").all(), near
        shares = report[report["margin"].isin(["marital status", "schooling", "households with a car"])]
        grown = (age_of(population) >= 15).sum() / len(profile.counties)
        away = shares["difference"].abs() > np.maximum(0.01 * shares["target"], 3 / grown)
        assert not away[shares["group"] != "mean years"].any(), shares[away]
        assert (shares[shares["group"] == "mean years"]["relative"].abs() < 0.01).all()


def test_the_fifths_of_income_have_the_national_shares(wuzhong, city):
    report = fit_report(wuzhong, city, HUNDREDTH)
    fifths = report[report["margin"] == "share of income by fifth"]
    assert len(fifths) == 5 * 2 * 5
    assert fifths["difference"].abs().max() < 0.006


def test_everyone_lives_in_just_one_household(population):
    persons, homes = population.persons, population.households
    assert np.array_equal(np.bincount(persons.household, minlength=len(homes)), homes.n_members)
    assert np.array_equal(persons.household, np.sort(persons.household))
    assert np.array_equal(homes.first, np.cumsum(homes.n_members.astype(int)) - homes.n_members)
    assert np.array_equal(persons.township, homes.township[persons.household])
    assert np.unique(persons.id).size == len(persons)
    assert np.unique(homes.id).size == len(homes)
    assert set(np.unique(homes.township)) <= set(range(len(population.townships)))


def test_every_family_household_has_one_head_and_collectives_have_none(population):
    persons, homes = population.persons, population.households
    heads = np.bincount(persons.household[persons.relation == HEAD], minlength=len(homes))
    assert np.array_equal(heads, (~homes.is_collective).astype(int))
    assert np.array_equal(persons.relation == COLLECTIVE, homes.is_collective[persons.household])


def test_marriages_are_mutual_and_share_a_home(population):
    persons = population.persons
    rows = np.flatnonzero(persons.spouse != NOBODY)
    partner = persons.spouse[rows]
    assert rows.size > 100
    assert np.array_equal(persons.spouse[partner], rows)
    assert np.array_equal(persons.household[partner], persons.household[rows])
    assert np.all(persons.sex[partner] != persons.sex[rows])
    assert np.all(persons.marital[rows] == MARRIED)
    assert age_of(population)[rows].min() >= 20


def test_mothers_are_15_to_50_years_older_and_fathers_at_least_15(population):
    persons = population.persons
    for link, sex, most in (("mother", FEMALE, 50), ("father", MALE, 80)):
        parent = getattr(persons, link)
        rows = np.flatnonzero(parent != NOBODY)
        assert rows.size > 100
        years = (persons.born[rows] - persons.born[parent[rows]]) / 12
        assert years.min() >= 15
        assert years.max() <= most
        assert np.all(persons.sex[parent[rows]] == sex)


def test_nobody_is_an_own_ancestor_or_married_to_a_sibling(population):
    persons = population.persons
    for link in ("mother", "father"):
        parent = getattr(persons, link)
        reached = parent.copy()
        for _ in range(8):
            assert not np.any(reached == np.arange(len(persons)))
            reached = np.where(reached >= 0, parent[reached], NOBODY)
        wed = np.flatnonzero((persons.spouse >= 0) & (parent >= 0))
        assert not np.any(parent[wed] == parent[persons.spouse[wed]])


def test_most_minors_live_with_a_parent(population):
    age, persons = age_of(population), population.persons
    private = ~population.households.is_collective[persons.household]
    minors = (age < 18) & private
    cared = (persons.mother >= 0) | (persons.father >= 0)
    assert cared[minors].mean() > 0.88
    assert np.isin(persons.relation[minors], (CHILD,)).mean() > 0.6
    assert not np.any(persons.relation[minors] == HEAD)


def test_the_same_seed_gives_the_same_bits_and_another_seed_others(yunxi, county):
    assert same_bits(county, synthesise(yunxi, 1))
    other = synthesise(yunxi, 2)
    assert not same_bits(county, other)
    assert (fit_report(yunxi, other).query("margin in @COUNTED")["status"] == "exact").all()


def test_an_assumption_changes_the_population_it_speaks_of_and_no_margin(yunxi, county):
    other = synthesise(
        yunxi, 1, default_assumptions()._replace(employee_pension_urban=0.0, early_pension_women=0.0)
    )
    rural = ~other.households.is_urban[other.persons.household]
    assert np.all(rural[other.persons.pension == EMPLOYEE_PENSION])
    assert np.array_equal(other.persons.born, county.persons.born)
    assert (fit_report(yunxi, other).query("margin in @COUNTED")["status"] == "exact").all()


def test_the_report_flags_a_perturbed_population(yunxi, county):
    persons, homes = county.persons, county.households
    older = replace(county, persons=replace(persons, born=persons.born - 12 * 10))
    report = fit_report(yunxi, older)
    assert (report[report["margin"] == "age and sex"]["status"] == "off").sum() > 20
    poorer = replace(county, households=replace(homes, other_y=homes.other_y // 2, farm_y=homes.farm_y // 2))
    report = fit_report(yunxi, poorer)
    assert (report[report["margin"] == "income a head"]["status"] == "off").all()
    moved = replace(county, households=replace(homes, is_urban=~homes.is_urban))
    report = fit_report(yunxi, moved)
    assert (report[report["margin"] == "urban persons"]["status"] == "off").all()
    wed = replace(county, persons=replace(persons, marital=np.full_like(persons.marital, MARRIED)))
    report = fit_report(yunxi, wed)
    assert (report[report["margin"] == "marital status"]["status"] == "off").all()


def test_a_plausible_share_is_poor_and_more_so_in_the_countryside(city):
    homes = city.households
    below = {}
    for urban, line in ((True, 650), (False, 460)):
        rows = ~homes.is_collective & (homes.is_urban == urban)
        size = homes.n_members[rows].astype(float)
        poor = household_income(city)[rows] / size / 1200 < line
        below[urban] = size[poor].sum() / size.sum()
    share = below[True] * 0.56 + below[False] * 0.44
    assert 0.07 < share < 0.16
    assert below[False] > 1.5 * below[True]


def test_the_low_income_cluster_is_poorer_and_of_the_wanted_size(city):
    homes = city.households
    private = ~homes.is_collective
    assert homes.low_income_cluster[private].mean() == pytest.approx(0.06, abs=0.001)
    per_head = household_income(city) / np.maximum(homes.n_members, 1)
    cluster = private & homes.low_income_cluster
    assert np.median(per_head[cluster]) < 0.6 * np.median(per_head[private & ~homes.low_income_cluster])


def test_what_people_do_fits_their_age(population):
    age, persons = age_of(population), population.persons
    assert np.all(persons.work[(age >= 6) & (age < 15)] == STUDENT)
    assert not np.any(persons.work[age < 6])
    assert not np.any(persons.pension[age < 50])
    assert not np.any(np.isin(persons.work[age >= 75], (FARMING,)))
    assert np.all(persons.wage_m[age >= 18] > 0)
    assert np.all(persons.wage_m[age < 18] == 0)
    drawn = persons.pension_m[persons.pension > 0]
    assert drawn.min() >= 100 * 100
    assert np.all(persons.pension_m[persons.pension == 0] == 0)


def test_ability_and_disability_follow_age_and_the_published_shares(wuzhong, city):
    age, persons = age_of(city), city.persons
    assert not np.any(persons.ability[age < 60])
    lost = [
        (persons.ability[(age >= low) & (age < high)] > 0).mean()
        for low, high in ((60, 70), (70, 80), (80, 120))
    ]
    assert lost == pytest.approx([0.052, 0.12, 0.35], abs=0.01)
    levels = np.bincount(persons.ability[age >= 60], minlength=5)[1:]
    assert np.all(np.diff(levels) < 0)
    assert np.array_equal(persons.disability_grade > 0, persons.disability_type > 0)
    assert (persons.disability_grade > 0).mean() == pytest.approx(0.045, abs=0.0005)
    assert np.isin(persons.disability_grade, (1, 2)).mean() == pytest.approx(0.0109, abs=0.0005)


def test_kin_are_adult_children_living_elsewhere(population):
    kin, persons = population.kin, population.persons
    assert len(kin) > 500
    assert np.array_equal(kin.parent_household, np.sort(kin.parent_household))
    known = np.flatnonzero(kin.child != NOBODY)
    child = kin.child[known]
    assert np.unique(child).size == child.size
    assert np.all(age_of(population)[child] >= 20)
    assert np.all(persons.household[child] != kin.parent_household[known])
    for link in ("mother", "father"):
        parent = getattr(persons, link)[child]
        has = parent >= 0
        assert has.mean() > 0.4
        assert np.array_equal(persons.household[parent[has]], kin.parent_household[known][has])
    homes = population.households
    assert np.array_equal(kin.n_members[known], homes.n_members[persons.household[child]])
    assert np.all(kin.distance[kin.child == NOBODY] == 2)
    assert np.all(
        kin.distance[known][
            homes.township[persons.household[child]] == homes.township[kin.parent_household[known]]
        ]
        == 0
    )
    assert np.all(kin.income_pc_m >= 0)
    assert 0.35 < (kin.child >= 0).mean() < 0.75


def test_the_richer_fifths_have_more_cars_and_collectives_none(city):
    homes = city.households
    private = ~homes.is_collective & homes.is_urban
    per_head = household_income(city)[private] / homes.n_members[private]
    order = np.argsort(per_head)
    cars = homes.has_vehicle[private][order]
    assert cars[: cars.size // 5].mean() < 0.25 < 0.5 < cars[-cars.size // 5 :].mean()
    assert not homes.has_vehicle[homes.is_collective].any()
    assert (homes.assets[~homes.is_collective] == 0).mean() == pytest.approx(0.3, abs=0.02)
