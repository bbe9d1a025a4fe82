"""Marital status: couples at home are married, all others of 15 and over are fitted to the county's shares."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.draws import uniforms
from sim.population.fitting import DUST, apportion, fit_table, round_table
from sim.population.margins import GROUP_YEARS, MARITAL_KEYS, N_AGES
from sim.population.shapes import age_shape
from sim.state.codes import DIVORCED, MARRIED, NEVER_MARRIED, WIDOWED

FIRST_AGE = 15  # the census asks for marital status from this age
SINGLE_CHILD, PARENT_ALONE, OTHER_ROLE = 0, 1, 2
N_ROLES = 3
PARENT_NEVER = 0.02  # weight of "never married" for someone with a child, relative to others
CHILD_EVER = 0.25  # weight of having been married for a grown-up child at home, relative to others


def marital_status(
    sex: NDArray[np.uint8],
    age: NDArray[np.int16],
    spouse: NDArray[np.int32],
    is_child: NDArray[np.bool_],
    has_child: NDArray[np.bool_],
    ids: NDArray[np.uint64],
    shares: NDArray[np.float64],
    key: Any,
) -> NDArray[np.uint8]:
    """Return the marital status of the residents of one county.

    The table of sex, age group and role by status starts from shapes by age and is fitted to the county's counts,
    then rounded; within a cell the statuses are dealt by lot.

    Parameters
    ----------
    sex, age, spouse : arrays[persons]
        Spouse is a row, or -1.
    is_child, has_child : bool[persons]
        Lives as a child with a parent; has a child at home.
    ids : uint64[persons]
        Keys of the draws.
    shares : float64[4]
        Shares of the residents of 15 and over: never married, married, divorced, widowed.
    key : 64-bit key
        Key of the draws.
    """
    status = np.where(spouse >= 0, MARRIED, NEVER_MARRIED).astype(np.uint8)
    rows = np.flatnonzero((age >= FIRST_AGE) & (spouse < 0))
    if rows.size == 0:
        return status
    counts = apportion(int((age >= FIRST_AGE).sum()), shares)
    counts[MARRIED] -= int((spouse >= 0).sum())
    role = np.where(has_child[rows], PARENT_ALONE, np.where(is_child[rows], SINGLE_CHILD, OTHER_ROLE))
    status[rows] = _dealt(sex[rows], age[rows], role, counts, uniforms(key, ids[rows]))
    return status


def _dealt(
    sex: NDArray[np.uint8], age: NDArray[np.int16], role: NDArray[np.int64], counts: NDArray[np.int64],
    lottery: NDArray[np.float64],
) -> NDArray[np.uint8]:  # fmt: skip
    """Return the statuses of those without a spouse at home, as near to the wanted counts as they allow."""
    group = age.astype(np.int64) // GROUP_YEARS
    cell = (sex.astype(np.int64) * (N_AGES // GROUP_YEARS) + group) * N_ROLES + role
    present, cell = np.unique(cell, return_inverse=True)
    per_cell = np.bincount(cell, minlength=present.size)
    seed = _seed(sex, age, role, cell, present.size)
    targets = _reachable(apportion(age.size, np.maximum(counts, 0)), seed, per_cell)
    table = fit_table(seed, [((0,), per_cell.astype(float)), ((1,), targets.astype(float))])
    whole = round_table(table, per_cell, targets)
    dealt = np.empty(age.size, np.uint8)
    dealt[np.lexsort((lottery, cell))] = np.repeat(
        np.tile(np.arange(counts.size), present.size), whole.ravel()
    )
    return dealt


def _seed(
    sex: NDArray[np.uint8], age: NDArray[np.int16], role: NDArray[np.int64], cell: NDArray[np.int64], n: int
) -> NDArray[np.float64]:
    """Return the mean weights of the statuses in each cell."""
    seed = np.zeros((n, len(MARITAL_KEYS)))
    ever = np.where(role == SINGLE_CHILD, CHILD_EVER, 1.0)
    never = np.where(role == PARENT_ALONE, PARENT_NEVER, 1.0)
    for code, name in enumerate(MARITAL_KEYS):
        factor = never if code == NEVER_MARRIED else ever
        np.add.at(seed[:, code], cell, age_shape(name)[sex, age] * factor)
    return seed


def _reachable(
    targets: NDArray[np.int64], seed: NDArray[np.float64], per_cell: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return targets that the cells can meet: those too young to have married keep the never-married count up."""
    only_never = int(per_cell[seed[:, [MARRIED, DIVORCED, WIDOWED]].sum(axis=1) <= DUST].sum())
    free = int(per_cell.sum()) - only_never
    never = max(int(targets[NEVER_MARRIED]), only_never)
    others = targets.copy()
    others[NEVER_MARRIED] = 0
    if never - only_never >= free:
        never = int(per_cell.sum())
    out = apportion(int(per_cell.sum()) - never, others if others.sum() else np.ones(others.size))
    out[NEVER_MARRIED] += never
    return out
