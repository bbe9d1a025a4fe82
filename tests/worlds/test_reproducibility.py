"""The same question gives the same answer, to the bit, however it is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.engine.checkpoint import resume, save_checkpoint
from sim.engine.child_registers import child_registers
from sim.engine.county import County
from sim.engine.followed import follow
from sim.engine.registers import register
from sim.engine.report import report
from sim.engine.simulate import simulate
from sim.engine.world import Worlds, law_book, make_world
from sim.errors import StoreError
from sim.laws import Change
from sim.lives.histories import live
from sim.lives.tables import life_tables
from tests.worlds.shuffling import shuffled

SHORT = 14


@pytest.fixture(scope="module")
def short(baseline):
    return replace(baseline, months=SHORT)


@pytest.fixture(scope="module")
def short_world(short, worlds):
    return worlds.of(short)


@pytest.fixture(scope="module")
def answer(short, short_world):
    return simulate(short, short_world)


def reform_of(scenario, value=1.1, first=None):
    month = scenario.start + 4 if first is None else first
    names = ("dibao.standard_urban_m", "dibao.standard_rural_m")
    return replace(scenario, changes=tuple(Change(name, month, multiply=value) for name in names))


def test_one_seed_gives_one_answer_and_another_seed_another(short, answer):
    assert simulate(short, make_world(short)).digest() == answer.digest()
    other = replace(short, seed=short.seed + 1)
    assert simulate(other, make_world(other)).digest() != answer.digest()


def test_two_threads_give_the_answer_of_one(short, answer):
    assert simulate(short, make_world(short, threads=2)).digest() == answer.digest()


def test_a_replay_on_shared_lives_equals_a_full_run(short, short_world):
    reform = reform_of(short)
    assert simulate(reform, short_world).digest() == simulate(reform, make_world(reform)).digest()


def test_scenarios_share_their_lives_and_differ_in_what_policy_writes(short, short_world, answer):
    reform = simulate(reform_of(short), short_world)
    for name in ("persons", "births", "deaths", "marriages"):
        pd.testing.assert_frame_equal(answer.frame(name), reform.frame(name))
    spending = "spending_total"
    assert not answer.frame(spending).equals(reform.frame(spending))


def test_a_reform_after_the_horizon_changes_nothing(short, short_world, answer):
    late = simulate(reform_of(short, first=short.start + SHORT + 5), short_world)
    pd.testing.assert_frame_equal(late.indicators, answer.indicators)


def test_a_reform_leaves_the_months_before_it_untouched(short, short_world, answer):
    reform = simulate(reform_of(short), short_world)
    before, changed = (
        frame[frame["month"] < "2022-05"].reset_index(drop=True)
        for frame in (answer.indicators, reform.indicators)
    )
    pd.testing.assert_frame_equal(before, changed)


@pytest.mark.parametrize("month", [1, 7, SHORT - 1])
def test_a_resumed_run_equals_the_straight_one(short, short_world, answer, tmp_path, month):
    county = County(short, world=short_world)
    for _ in range(month):
        county.step()
    saved = save_checkpoint(county, tmp_path / "county.checkpoint")
    again = resume(County(short, world=short_world), saved)
    while again.running:
        again.step()
    assert report(again).digest() == answer.digest()


def test_a_damaged_or_foreign_checkpoint_is_refused(short, short_world, tmp_path):
    county = County(short, world=short_world)
    county.step()
    saved = save_checkpoint(county, tmp_path / "county.checkpoint")
    with pytest.raises(StoreError, match="another scenario"):
        resume(County(reform_of(short), world=short_world), saved)
    data = bytearray(saved.read_bytes())
    data[len(data) // 2] ^= 1
    saved.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        resume(County(short, world=short_world), saved)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_does_not_matter(short, short_world, answer, seed):
    book = law_book(short)
    population = shuffled(short_world.population, seed)
    law = book.in_force("lives", short.start)
    tables = life_tables(short_world.profile, law, short.start)
    histories = live(population, law, tables, seed=short.seed, months=SHORT, start=short.start)
    world = replace(
        short_world,
        population=population,
        histories=histories,
        followed=follow(histories, short_world.ceiling),
        registers=register(histories, len(short_world.profile.townships)),
        children=child_registers(
            histories, len(short_world.profile.townships), book.in_force("monitoring", short.start)
        ),
    )
    again = simulate(short, world)
    pd.testing.assert_frame_equal(again.ledger, answer.ledger)
    pd.testing.assert_frame_equal(again.indicators, answer.indicators)


def test_the_first_months_of_a_longer_run_are_the_shorter_run(short, answer):
    longer = replace(short, months=SHORT + 12)
    run = simulate(longer, Worlds().of(longer))
    for key in ("persons", "deaths", "births"):
        first = run.frame(key)
        first = first[first["month"] <= answer.end].reset_index(drop=True)
        pd.testing.assert_frame_equal(first, answer.frame(key))


def test_nothing_draws_from_a_generator_with_state(short, short_world, answer, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a generator with state was asked")

    for name in ("random", "normal", "uniform", "integers", "choice", "permutation"):
        if hasattr(np.random, name):
            monkeypatch.setattr(np.random, name, refuse)
    monkeypatch.setattr("random.random", refuse)
    assert simulate(short, short_world).digest() == answer.digest()
