"""A programme written in a notebook is paid, booked and counted as those of the package are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.clock import age_years
from sim.engine.county import County
from sim.engine.own_programme import county_with, explore, own_programme
from sim.errors import LawError, SimError
from sim.state.present import HERE
from tests.unit.child_money import child_money

LAW = child_money("2022-03", 100)
YOUNG = 6


@pytest.fixture(scope="module")
def short(baseline):
    return replace(baseline, months=4)


def children(people, law):
    return law.sum_m * (people.age < YOUNG)


def test_it_pays_from_its_first_month_exactly_whom_the_rule_names(short, world):
    county = county_with(short, [own_programme(LAW, children)], world)
    line = county.ledger.programmes.index("child_money")
    for month in range(4):
        before = county.present.persons.presence == HERE
        born = county.histories.persons.born
        young = sum(age_years(int(b), short.start + month) < YOUNG for b in born[before])
        county.step()
        expected = young if month >= 2 else 0
        assert county.ledger.persons[month, :, line].sum() == expected
        assert county.ledger.credits[month, :, line].sum() == 100_00 * expected
        assert county.series.values["allowance_persons", "child_money"][month].sum() == expected
    assert county.ledger.imbalance() == 0
    bureaus = sum(agent.paid for agent in county.agents if hasattr(agent, "paid"))
    assert bureaus == county.ledger.debits.sum()


def test_the_run_is_marked_and_keeps_the_cell_and_leaves_the_rest_as_it_was(short, world):
    run = explore(short, [own_programme(LAW, children)], "rule = ...", world)
    assert (run.provenance["exploratory"], run.provenance["cell"]) == ("yes", "rule = ...")
    assert set(run.assumptions.query("programme == 'child_money'")["key"]) == {"sum_m"}
    plain = County(short, world=world)
    for _ in range(4):
        plain.step()
    own = county_with(short, [own_programme(LAW, children)], world)
    for _ in range(4):
        own.step()
    assert (own.ledger.credits[:, :, :-1] == plain.ledger.credits).all()


@pytest.mark.parametrize(
    "rule", [lambda people, law: np.full(3, 1), lambda people, law: -law.sum_m * (people.age < YOUNG) - 1]
)
def test_a_rule_that_gives_no_amount_a_person_is_refused(short, world, rule):
    county = county_with(short, [own_programme(LAW, rule)], world)
    with pytest.raises(SimError, match="child_money"):
        county.step()


def test_a_name_that_exists_is_refused(short, world):
    taken = LAW.replace("programme: child_money", "programme: dibao")
    with pytest.raises(LawError, match="exists already"):
        county_with(short, [own_programme(taken, children)], world)
