from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg

from sim.lives.ability import LEVELS, closed, expm, monthly_matrices, moves, pick, rates_of, start_shares
from sim.lives.lifetimes import body_rates, lifetimes
from sim.lives.records import packed
from sim.state.codes import ABILITY_CHANGE, DEATH
from tests.unit.lives_world import START, agrees, facts, law, national, no_deaths, oracle, still
from tests.unit.test_lives_deaths import month_of_death

AGES = 111


def with_chain(chain, seed: int = 1):
    """The real kernel with one monthly matrix of three states at every age; what is missing in a row is death."""
    chain = np.array([[float(Fraction(cell)) for cell in row] for row in chain])
    whole = np.eye(LEVELS + 1)
    whole[:3, :3] = chain
    whole[:3, LEVELS] = 1 - chain.sum(axis=1)
    matrices = np.tile(whole, (2, 2, AGES, 1, 1))
    return body_rates(no_deaths(), still(), seed)._replace(ability=rates_of(matrices, np.eye(LEVELS)[0], 0))


def levels_over_time(rates, people, months: int) -> np.ndarray:
    """Levels at the end of each month, months x people; -1 for the dead."""
    events = np.concatenate(lifetimes(people, (0, people.id.size), packed(rates), START, months))
    out = np.zeros((months, people.id.size), np.int8)
    now = people.ability.astype(np.int8)
    for t in range(months):
        here = events[events["month"] == t]
        change = here[here["kind"] == ABILITY_CHANGE]
        now[change["person"]] = change["code"]
        now[here[here["kind"] == DEATH]["person"]] = -1
        out[t] = now
    return out


@pytest.mark.parametrize(("key", "level"), [("MK-09", 0), ("MK-10", 1), ("MK-11", 2)])
def test_the_health_chain_reaches_its_stationary_shares(key, level):
    inputs, expected = oracle(key)
    end = levels_over_time(with_chain(inputs["P"]), facts(np.zeros(40_000, int)), 480)[-1]
    agrees(end == level, expected, expected - 0.03)


def test_the_health_chain_with_death_gives_the_expected_months_alive():
    inputs, expected = oracle("MK-12")
    months = month_of_death(with_chain(inputs["Q"]), facts(np.zeros(60_000, int)), 2_500)
    agrees(months + 1, expected, expected * 0.95)


def test_the_health_chain_with_death_gives_the_expected_months_disabled():
    inputs, expected = oracle("MK-13")
    people = facts(np.zeros(20_000, int))
    disabled = (levels_over_time(with_chain(inputs["Q"]), people, 1_200) == 2).sum(axis=0)
    agrees(disabled, expected, expected * 0.92)


def test_a_changed_chain_is_noticed():
    inputs, expected = oracle("MK-09")
    chain = [list(row) for row in inputs["P"]]
    chain[0] = ["23/25", "7/100", "1/100"]
    end = levels_over_time(with_chain(chain), facts(np.zeros(40_000, int)), 480)[-1]
    with pytest.raises(AssertionError, match="z ="):
        agrees(end == 0, expected, expected - 0.03)


def test_the_exponential_of_a_matrix_is_that_of_a_second_code_path():
    q = np.stack([closed(moves(age, law())) for age in (60, 75, 95)])
    assert np.abs(expm(q) - scipy.linalg.expm(q)).max() < 1e-14
    assert np.abs(expm(40 * q) - scipy.linalg.expm(40 * q)).max() < 1e-12


def test_monthly_matrices_have_rows_that_sum_to_one_and_no_negative_chance():
    matrices = monthly_matrices(national(), law())
    assert np.abs(matrices.sum(axis=-1) - 1).max() < 1e-12
    assert matrices.min() >= 0


def test_death_rises_with_the_loss_of_ability_at_every_age():
    matrices = monthly_matrices(national(), law())[:, :, 60:, :LEVELS, LEVELS]
    assert (np.diff(matrices, axis=-1) > 0).all()


def test_a_cohort_from_sixty_dies_as_the_life_table_says():
    tables = national()._replace(rural_share=0.0)
    matrices = monthly_matrices(tables, law())
    for sex in (0, 1):
        living = start_shares(law())
        for age in range(60, 105):
            year = np.linalg.matrix_power(matrices[0, sex, age], 12)[:LEVELS, :LEVELS]
            after = living @ year
            hazard = -np.log(after.sum() / living.sum())
            assert hazard == pytest.approx(tables.mortality_y[sex, age], rel=1e-6)
            living = after


@pytest.mark.parametrize(("sex", "expected", "published"), [(0, 19.6, 19.8), (1, 23.8, 23.5)])
def test_life_expectancy_at_sixty_is_near_the_published_one(sex, expected, published):
    tables = national()._replace(rural_share=0.0)
    survival, years = 1.0, 0.0
    for age in range(60, 111):
        m = tables.mortality_y[sex, age]
        years += survival * (1 - np.exp(-m)) / m
        survival *= np.exp(-m)
    assert years == pytest.approx(published, abs=0.4)
    rates = body_rates(tables, law(), 1)
    people = facts(np.full(40_000, 720), sex=sex, ability=np.random.default_rng(1).choice(
        LEVELS, 40_000, p=start_shares(law())))  # fmt: skip
    agrees((month_of_death(rates, people, 800) + 0.5) / 12, years, years * 1.04)


def test_the_share_of_disabled_elders_lies_near_the_survey():
    rates = body_rates(national(), law(), 1)
    people = facts(np.full(30_000, 719), sex=np.arange(30_000) % 2)
    levels = levels_over_time(rates, people, 481)
    alive, lost = (levels >= 0).sum(axis=1), (levels > 0).sum(axis=1)
    share = lost[1:].sum() / alive[1:].sum()
    assert 0.08 < share < 0.15  # survey 2021: 11.6 %, of the elders of that year's age structure
    assert lost[12] / alive[12] == pytest.approx(0.04, abs=0.012)


def test_ability_is_not_followed_before_the_age_of_elders():
    rates = body_rates(national(), law(), 1)
    levels = levels_over_time(rates, facts(np.full(5_000, 500)), 119)
    assert set(np.unique(levels)) <= {-1, 0}


def test_a_draw_picks_the_level_whose_share_it_falls_into():
    cumulative = np.array([0.2, 0.2, 1.0])
    assert [pick(u, cumulative) for u in (0.0, 0.1999, 0.2, 0.999999)] == [0, 0, 2, 2]
    assert pick(0.9999999, np.array([0.5, 0.9])) == 1
