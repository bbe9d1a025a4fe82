"""One county's people in households: from its margins to persons with ages, sexes, relations and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.draws import uniforms
from sim.errors import DataError
from sim.population import streams
from sim.population.assumptions import gaps_of, habits_of
from sim.population.dealing import (
    Deal,
    Gaps,
    seat_elder_pairs,
    seat_great,
    seat_lone_elders,
    seat_mixed_pairs,
    seat_rest,
)
from sim.population.families import ascend, descend, seat_couples
from sim.population.fitting import apportion, fit_table, round_table
from sim.population.levels import BOTTOM, N_LEVELS, lay_out
from sim.population.margins import ELDER_AGE, CountyMargins
from sim.population.roles import assign_roles, swap_missing
from sim.population.shapes import age_shape, household_seed
from sim.state.codes import NOBODY

LEAST_WEIGHT = 1e-12  # lets a cell of weight zero take what no other can
HALVINGS = 60  # of the interval in which the share of grown-up children at home is sought


@dataclass(frozen=True)
class Dwelt:
    """The family households of one county with their members; rows count within the county, households in order."""

    ids: NDArray[np.uint64]
    types: NDArray[np.int8]
    first: NDArray[np.int64]
    sex: NDArray[np.uint8]
    age: NDArray[np.int16]
    relation: NDArray[np.uint8]
    spouse: NDArray[np.int32]
    father: NDArray[np.int32]
    mother: NDArray[np.int32]
    collective: NDArray[np.int64]  # persons by sex and age outside family households


def household_types(margins: CountyMargins) -> NDArray[np.int8]:
    """Return one row a family household: size, generations, members of 65 and over.

    The table is fitted to the three margins, then rounded so that each holds exactly.
    """
    seed = household_seed()
    targets = [((0,), margins.sizes), ((1,), margins.generations), ((2,), margins.elders)]
    present = seed * (margins.sizes > 0)[:, None, None]
    table = fit_table(present, [(axes, total.astype(np.float64)) for axes, total in targets])
    by_size = round_table(table.sum(axis=1), margins.sizes, margins.elders)
    cells = table.transpose(0, 2, 1).reshape(-1, table.shape[1])
    scale = np.divide(
        by_size.ravel(), cells.sum(axis=1), out=np.zeros(len(cells)), where=cells.sum(axis=1) > 0
    )
    wanted = [((0,), by_size.ravel().astype(np.float64)), ((1,), margins.generations.astype(np.float64))]
    cells = fit_table(cells * np.where(scale > 0, 1.0, 0.0)[:, None], wanted)
    whole = round_table(cells, by_size.ravel(), margins.generations)
    size, elders, generation = np.unravel_index(
        np.repeat(np.arange(whole.size), whole.ravel()), (table.shape[0], table.shape[2], table.shape[1])
    )
    return np.stack([size + 1, generation + 1, elders], axis=1).astype(np.int8)


def collective_persons(margins: CountyMargins, elders: int) -> NDArray[np.int64]:
    """Return the persons by sex and age who live outside family households: the rest of the elders, and others."""
    weights = age_shape("collective") * margins.ages
    first = ELDER_AGE
    out = np.zeros(margins.ages.shape, dtype=np.int64)
    for part, total in ((np.s_[:, first:], elders), (np.s_[:, :first], margins.collective - elders)):
        shape = weights[part].shape
        drawn = _capped(total, weights[part].ravel(), margins.ages[part].ravel())
        out[part] = drawn.reshape(shape)
    return out


def _capped(total: int, weights: NDArray[Any], most: NDArray[np.int64]) -> NDArray[np.int64]:
    """Share out a total by weights with no cell above its bound."""
    out = np.zeros(weights.size, dtype=np.int64)
    while total > 0:
        free = np.where(out < most, np.maximum(weights, LEAST_WEIGHT), 0.0)
        if free.sum() == 0:
            raise DataError(f"{total} persons are too many for their age groups")
        given = np.minimum(apportion(total, free), most - out)
        out += given
        total -= int(given.sum())
    return out


def children_at_home(ages: NDArray[np.int64], seats: int, adult: int) -> NDArray[np.int64]:
    """Return how many persons by sex and age take the children's seats: all minors, and grown-up children by shape."""
    kids = np.zeros(ages.shape, dtype=np.int64)
    minors = ages[:, : adult + 1]
    if minors.sum() >= seats:
        kids[:, : adult + 1] = _youngest(minors, seats)
        return kids
    kids[:, : adult + 1] = minors
    shape, grown = age_shape("at_home")[:, adult + 1 : ages.shape[1]], ages[:, adult + 1 :]
    wanted = min(seats - int(minors.sum()), int(grown[shape > 0].sum()))
    low, high = 0.0, 1.0
    while (grown * np.minimum(1.0, shape * high)).sum() < wanted and high < 1 / np.finfo(np.float64).eps:
        high += high
    for _ in range(HALVINGS):
        level = (low + high) / 2
        enough = (grown * np.minimum(1.0, shape * level)).sum() >= wanted
        low, high = (low, level) if enough else (level, high)
    weights = (grown * np.minimum(1.0, shape * high)).ravel()
    kids[:, adult + 1 :] = _capped(wanted, weights, grown.ravel()).reshape(grown.shape)
    return kids


def _youngest(minors: NDArray[np.int64], seats: int) -> NDArray[np.int64]:
    """Return the youngest `seats` minors by sex and age."""
    by_age = minors.T.ravel()
    before = np.concatenate([[0], np.cumsum(by_age)[:-1]])
    return np.clip(seats - before, 0, by_age).reshape(minors.T.shape).T


def settle(margins: CountyMargins, given: Any, seed: int, county: int, key: np.uint64) -> Dwelt:
    """Return the households of one county with everyone who lives in them.

    Parameters
    ----------
    margins : CountyMargins
        What must hold.
    given : named tuple
        Assumptions of `population.yaml`.
    seed, county : int
        Seed of the run and number of the county, which keep its draws apart.
    key : uint64
        Permanent key of the county.
    """
    types = household_types(margins)
    ids = streams.permanent_ids(key, streams.HOUSEHOLD, len(types))
    types = types[np.argsort(uniforms(streams.key_of(seed, streams.ORDER, county), ids), kind="stable")]
    deal = _laid_out(types, ids, given, seed, county)
    elders_home = int(types[:, 2].sum())
    first = ELDER_AGE
    collective = collective_persons(margins, int(margins.ages[:, first:].sum()) - elders_home)
    home = margins.ages - collective
    kids = children_at_home(home[:, :first], int(deal.sizes[:, BOTTOM].sum()), deal.gaps.adult)
    deal.kids[:, :first] = kids
    deal.adults[:, :first] = home[:, :first] - kids
    deal.elders[:, first:] = home[:, first:]
    _seat_all(deal, seed, county)
    return _dwelt(deal, types, collective)


def _laid_out(types: NDArray[np.int8], ids: NDArray[np.uint64], given: Any, seed: int, county: int) -> Deal:
    gaps: Gaps = gaps_of(given)
    sizes, olds = np.zeros((len(types), N_LEVELS), np.int8), np.zeros((len(types), N_LEVELS), np.int8)
    paired = np.zeros(len(types), np.bool_)
    lay_out(types, ids, streams.key_of(seed, streams.LEVELS, county), habits_of(given), sizes, olds, paired)
    wrong = np.flatnonzero((sizes.sum(axis=1) != types[:, 0]) | (olds.sum(axis=1) != types[:, 2]))
    if wrong.size:
        raise DataError(
            f"a household of size, generations and elders {types[wrong[0]].tolist()} has no layout"
        )
    members = types[:, 0].astype(np.int64)
    persons = int(members.sum())
    pools = [np.zeros((2, gaps.oldest + 1), np.int32) for _ in range(3)]
    return Deal(
        ids=ids, order=np.arange(len(types)), generations=types[:, 1].copy(), sizes=sizes, olds=olds, paired=paired,
        first=np.cumsum(members) - members, sex=np.zeros(persons, np.uint8), age=np.full(persons, NOBODY, np.int16),
        kids=pools[0], adults=pools[1], elders=pools[2], leaning=age_shape("couple"), gaps=gaps,
    )  # fmt: skip


def _seat_all(deal: Deal, seed: int, county: int) -> None:
    keys = [streams.key_of(seed, s, county) for s in (streams.ELDERS, streams.DESCENT, streams.CHILDREN,
                                                  streams.COUPLES, streams.REST)]  # fmt: skip
    seat_great(deal, keys[0])
    seat_elder_pairs(deal, keys[0])
    seat_mixed_pairs(deal, keys[0])
    seat_lone_elders(deal, keys[0])
    descend(deal, keys[1])
    ascend(deal, keys[2])
    seat_couples(deal, keys[3])
    swap_missing(deal)
    seat_rest(deal, keys[-1])
    left = int(deal.kids.sum() + deal.adults.sum() + deal.elders.sum())
    if left or int((deal.age < 0).sum()):
        raise DataError(f"{left} persons of the county found no household")


def _dwelt(deal: Deal, types: NDArray[np.int8], collective: NDArray[np.int64]) -> Dwelt:
    relation = np.zeros(deal.sex.size, np.uint8)
    spouse, father, mother = (np.full(deal.sex.size, NOBODY, np.int32) for _ in range(3))
    assign_roles(deal, relation, spouse, father, mother)
    return Dwelt(
        deal.ids, types, deal.first, deal.sex, deal.age, relation, spouse, father, mother, collective
    )
