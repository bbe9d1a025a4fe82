"""The order of rows: nothing is lost, every link leads to the same person, the poorest come first."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.rows import income_per_head, poorest_first
from sim.population.profile import load_profile
from sim.population.synthesis import synthesise
from sim.state.codes import NOBODY


@pytest.fixture(scope="module")
def made():
    return synthesise(load_profile("yunxi"), 1)


@pytest.fixture(scope="module")
def laid_out(made):
    return poorest_first(made)


def named(ids, rows):
    return np.where(rows == NOBODY, 0, ids[rows])


def by_id(ids, values):
    return dict(zip(ids.tolist(), values.tolist(), strict=True))


def test_the_poorest_come_first_and_institutions_last(laid_out):
    population, _ = laid_out
    income = income_per_head(population)
    ends = np.flatnonzero(population.households.is_collective)
    assert (np.diff(income[: ends[0]]) >= 0).all()
    assert (ends == np.arange(ends[0], len(income))).all()


def test_members_lie_together_in_the_order_of_their_homes(laid_out):
    population, _ = laid_out
    homes = population.households
    assert (np.repeat(np.arange(len(homes)), homes.n_members) == population.persons.household).all()
    assert (population.persons.household[homes.first] == np.arange(len(homes))).all()


@pytest.mark.parametrize("link", ["spouse", "father", "mother"])
def test_every_link_leads_to_the_same_person(made, laid_out, link):
    before, after = made.persons, laid_out[0].persons
    assert (getattr(before, link) != NOBODY).any()
    told = [by_id(people.id, named(people.id, getattr(people, link))) for people in (before, after)]
    assert told[0] == told[1]


def test_everybody_and_all_kin_keep_their_household(made, laid_out):
    after, rows = laid_out
    homes = by_id(made.persons.id, made.households.id[made.persons.household])
    assert homes == by_id(after.persons.id, after.households.id[after.persons.household])
    kin = [
        sorted(
            zip(
                population.households.id[population.kin.parent_household].tolist(),
                named(population.persons.id, population.kin.child).tolist(),
                population.kin.income_pc_m.tolist(),
                strict=True,
            )
        )
        for population in (made, after)
    ]
    assert kin[0] == kin[1]
    assert (np.diff(after.kin.parent_household) >= 0).all()
    assert (after.households.id[rows] == made.households.id).all()
