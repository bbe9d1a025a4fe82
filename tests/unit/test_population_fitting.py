"""Fitting and rounding of tables, single ages, and the layout of households."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from sim.errors import DataError
from sim.population.assumptions import default_assumptions, habits_of
from sim.population.fitting import apportion, fit_table, round_table
from sim.population.levels import N_LEVELS, lay_out
from sim.population.margins import N_AGES, county_margins, single_ages
from sim.population.profile import load_profile
from sim.population.shapes import age_shape, household_seed
from sim.population.streams import permanent_ids, region_key

FIXED = settings(deadline=None, derandomize=True, max_examples=60)
TABLES = st.tuples(st.integers(2, 6), st.integers(2, 5), st.integers(0, 10**6))


def random_table(rows: int, columns: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).gamma(0.7, size=(rows, columns)) + 1e-3


def test_a_table_worked_by_hand_comes_out():
    # Seed [[1, 2], [3, 4]] to rows (4, 6) and columns (3, 7): the cross ratio 1*4 / (2*3) = 2/3 stays, so with x in
    # the first cell x * (3 + x) = (2/3) * (4 - x) * (3 - x), that is x^2 + 23x - 24 = 0 and x = 1.
    fitted = fit_table(
        np.array([[1.0, 2.0], [3.0, 4.0]]), [((0,), np.array([4.0, 6.0])), ((1,), np.array([3.0, 7.0]))]
    )
    assert np.allclose(fitted, [[1.0, 3.0], [2.0, 4.0]], atol=1e-6)


def test_the_fitted_table_is_the_nearest_in_relative_entropy():
    seed = np.array([[5.0, 1.0, 2.0], [1.0, 4.0, 3.0]])
    rows, columns = np.array([6.0, 4.0]), np.array([3.0, 5.0, 2.0])
    fitted = fit_table(seed, [((0,), rows), ((1,), columns)])

    def entropy(x):
        return float(np.sum(x * np.log(x / seed.ravel()) - x))

    margins = [
        {"type": "eq", "fun": lambda x, i=i: x.reshape(2, 3).sum(axis=1)[i] - rows[i]} for i in range(2)
    ] + [{"type": "eq", "fun": lambda x, j=j: x.reshape(2, 3).sum(axis=0)[j] - columns[j]} for j in range(2)]
    found = minimize(entropy, np.full(6, 10 / 6), bounds=[(1e-9, None)] * 6, constraints=margins, tol=1e-12)
    assert np.allclose(fitted.ravel(), found.x, atol=1e-4)


def test_three_margins_of_a_cube_hold_at_once():
    seed = household_seed()
    wanted = np.random.default_rng(3).gamma(1.0, size=seed.shape) * (seed > 0)
    margins = [((axis,), wanted.sum(axis=tuple({0, 1, 2} - {axis}))) for axis in range(3)]
    fitted = fit_table(seed, margins)
    for (axis,), total in margins:
        assert np.allclose(fitted.sum(axis=tuple({0, 1, 2} - {axis})), total, rtol=1e-6)
    assert np.all(fitted[seed == 0] == 0)


def test_margins_that_contradict_each_other_are_refused():
    with pytest.raises(DataError, match="cannot be met together"):
        fit_table(np.ones((2, 2)), [((0,), np.array([1.0, 1.0])), ((1,), np.array([2.0, 2.0]))])
    with pytest.raises(DataError, match="cannot be met together"):
        fit_table(np.diag([1.0, 1.0]), [((0,), np.array([1.0, 3.0])), ((1,), np.array([3.0, 1.0]))])


@FIXED
@given(TABLES)
def test_rounding_keeps_every_total_and_moves_no_cell_by_one(shape):
    table = random_table(*shape)
    rows = apportion(50, table.sum(axis=1))
    columns = apportion(50, table.sum(axis=0))
    table = fit_table(table, [((0,), rows.astype(float)), ((1,), columns.astype(float))])
    whole = round_table(table, rows, columns)
    assert np.array_equal(whole.sum(axis=1), rows)
    assert np.array_equal(whole.sum(axis=0), columns)
    assert np.abs(whole - table).max() < 1


def test_rounding_to_totals_the_table_does_not_have_is_refused():
    with pytest.raises(DataError, match="totals"):
        round_table(np.full((2, 2), 0.5), np.array([1, 1]), np.array([1, 2]))


@FIXED
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=20), st.integers(0, 10**6))
def test_shares_add_to_the_total_and_stay_within_one_of_the_exact_parts(weights, total):
    if sum(weights) <= 0:
        weights[0] = 1.0
    parts = apportion(total, np.array(weights))
    exact = np.array(weights) / sum(weights) * total
    assert parts.sum() == total
    assert np.abs(parts - exact).max() <= 1 + 1e-6


def test_nothing_to_share_by_is_refused():
    with pytest.raises(DataError, match="shared out"):
        apportion(3, np.zeros(2))
    assert apportion(0, np.zeros(2)).tolist() == [0, 0]


def test_single_ages_keep_every_group_and_split_infants_and_the_oldest():
    groups = np.arange(36, dtype=np.int64).reshape(2, 18) * 100 + 50
    infants, oldest = np.array([0.1, 0.3]), np.tile(np.arange(20, 0, -1) / 210, (2, 1))
    ages = single_ages(groups, infants, oldest)
    assert ages.shape == (2, N_AGES)
    assert np.array_equal(ages[:, :85].reshape(2, 17, 5).sum(axis=2), groups[:, :17])
    assert np.array_equal(ages[:, 85:].sum(axis=1), groups[:, 17])
    assert ages[0, 0] == 5
    assert ages[1, 85] > ages[1, 104]


def test_scaled_margins_agree_with_one_another():
    profile = load_profile("wuzhong")
    for scale in (1.0, 0.01, 0.0007):
        for county in county_margins(profile, scale):
            households = county.sizes.sum()
            assert county.generations.sum() == households == county.elders.sum()
            family = county.sizes @ np.arange(1, 11)
            assert county.ages.sum() == county.groups.sum() == family + county.collective
            assert county.elders @ np.arange(4) <= county.ages[:, 65:].sum()


@pytest.mark.parametrize("scale", [0.0, -1.0, 1.5])
def test_a_scale_out_of_range_is_refused(scale):
    with pytest.raises(DataError, match="scale"):
        county_margins(load_profile("yunxi"), scale)


def test_every_type_of_household_has_a_layout_with_its_members_and_elders():
    seed = household_seed()
    size, generation, elders = np.nonzero(seed)
    types = np.repeat(np.stack([size + 1, generation + 1, elders], axis=1), 300, axis=0).astype(np.int8)
    sizes, olds = np.zeros((len(types), N_LEVELS), np.int8), np.zeros((len(types), N_LEVELS), np.int8)
    paired = np.zeros(len(types), np.bool_)
    ids = permanent_ids(region_key("test"), 1, len(types))
    lay_out(types, ids, np.uint64(5), habits_of(default_assumptions()), sizes, olds, paired)
    assert np.array_equal(sizes.sum(axis=1), types[:, 0])
    assert np.array_equal(olds.sum(axis=1), types[:, 2])
    assert np.all(olds <= sizes)
    levels = (sizes[:, :4] > 0).sum(axis=1)
    assert np.array_equal(levels, types[:, 1])


def test_an_unknown_shape_is_refused_by_name():
    with pytest.raises(DataError, match="no shape 'nonsense'"):
        age_shape("nonsense")
