"""Runs compared person by person: nothing is lost on the way from the ledger to the groups."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.engine.simulate import simulate
from sim.errors import ScenarioError
from sim.experiments.groups import GAIN, GAINS, LOSES, compare_groups
from sim.experiments.persons import BENEFIT, RECEIVING, follow_persons
from sim.experiments.traits import DIMENSIONS, INCOME_TENTH, TENTHS, traits_of
from sim.laws import Change

SHORT = 8
LINES = ("dibao_urban", "dibao_rural", "single_person_dibao", "tekun_base", "tekun_care")


@pytest.fixture(scope="module")
def base(baseline):
    return replace(baseline, months=SHORT)


@pytest.fixture(scope="module")
def raised(base):
    names = ("dibao.standard_urban_m", "dibao.standard_rural_m")
    changes = tuple(Change(name, base.start, multiply=1.1) for name in names)
    return replace(base, name="raised", changes=changes)


@pytest.fixture(scope="module")
def compared(base, raised, worlds):
    return compare_groups([base, raised], [1, 2], worlds=worlds)


def test_the_money_of_persons_is_the_money_of_the_ledger_to_the_fen(base, worlds):
    world = worlds.of(base)
    made = follow_persons(base, world)
    ledger = simulate(base, world).ledger
    assert made.amount.sum() == ledger[ledger["programme"].isin(LINES)]["amount_fen"].sum() > 0


def test_watching_persons_changes_nothing(base, worlds):
    from sim.engine.county import County

    world = worlds.of(base)
    county = County(base, world=world)
    for _ in range(SHORT):
        county.step()
    again = follow_persons(base, world)
    assert county.ledger.credits.sum() == simulate(base, world).ledger["amount_fen"].sum()
    assert np.array_equal(again.months, follow_persons(base, world).months)


def test_groups_of_a_kind_add_up_to_everyone(compared):
    frame = compared.differences
    frame = frame[(frame["scenario"] == "raised") & (frame["outcome"] == BENEFIT)]
    everyone = float(frame.query("dimension == 'all'")["persons"].iloc[0])
    for dimension in ("township", "age", "residence", "household_type"):
        assert frame[frame["dimension"] == dimension]["persons"].sum() == pytest.approx(everyone)
    assert set(frame["dimension"]) == {"all", *DIMENSIONS}


def test_tenths_hold_equally_many_persons(base, worlds):
    world = worlds.of(base)
    here = world.histories.persons.entered < 0
    sizes = traits_of(world)[here][INCOME_TENTH].value_counts()
    assert list(sizes.index.sort_values()) == list(TENTHS)
    # A household is not split, so a tenth may be off by one household.
    assert sizes.max() - sizes.min() < 25


def test_a_higher_standard_brings_gains_in_the_poorest_tenth_and_losses_to_few(compared):
    winners = compared.winners.set_index(["dimension", "group", "outcome"])["value"]
    assert winners["income_tenth", "tenth_1", GAINS] > 0.3
    assert winners["income_tenth", "tenth_1", GAINS] > winners["income_tenth", "tenth_10", GAINS]
    assert winners["all", "all", LOSES] < 0.02
    assert winners["all", "all", GAIN] > 1


def test_any_scenario_can_be_the_baseline_and_differences_turn_their_sign(base, raised, compared, worlds):
    turned = compare_groups([base, raised], [1, 2], baseline=1, dimensions=["age"], worlds=worlds)
    keys = ["dimension", "group", "outcome"]
    there = compared.differences.query("scenario == 'raised'").set_index(keys)["difference"]
    back = turned.differences.query("scenario == 'baseline'").set_index(keys)["difference"]
    assert turned.baseline == "raised"
    assert np.allclose(back, -there.reindex(back.index))
    assert back["all", "all", RECEIVING] <= 0


def test_one_seed_has_no_interval_and_two_have(base, raised, compared, worlds):
    one = compare_groups([base, raised], [1], dimensions=["residence"], worlds=worlds).differences
    assert one["difference_low"].isna().all()
    both = compared.differences.query("dimension == 'residence'")
    assert (both["difference_low"] <= both["difference"]).all()


def test_scenarios_with_other_people_are_refused(base, worlds):
    other = replace(base, name="other", population=900)
    with pytest.raises(ScenarioError, match="person by person"):
        compare_groups([base, other], [1], worlds=worlds)
    moved = replace(base, name="moved", changes=(Change("lives.in_migration_y", base.start, set=0.0),))
    with pytest.raises(ScenarioError, match="who lives in the region"):
        compare_groups([base, moved], [1], worlds=worlds)
    with pytest.raises(ScenarioError, match="no grouping"):
        compare_groups([base], [1], dimensions=["taste"], worlds=worlds)
