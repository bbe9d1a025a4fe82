"""Dealing persons into households: whoever was seated stays seated, even where no fitting spouse is left."""

from __future__ import annotations

import numpy as np
import pytest

from sim.population.assumptions import default_assumptions
from sim.population.county import gaps_of
from sim.population.dealing import (
    Deal,
    seat_elder_pairs,
    seat_great,
    seat_lone_elders,
    seat_mixed_pairs,
    seat_rest,
)
from sim.population.families import ascend, descend, seat_couples
from sim.population.levels import MIDDLE, N_LEVELS, TOP
from sim.state.codes import FEMALE, MALE, NOBODY

ELDER_WOMAN = 81
STEPS = (
    seat_great, seat_elder_pairs, seat_mixed_pairs, seat_lone_elders, descend, ascend, seat_couples, seat_rest,
)  # fmt: skip


def household(n_seats: dict[int, int], elders: dict[int, int], is_paired: bool) -> Deal:
    """Return a county of one household, nobody seated; its pools are empty."""
    gaps = gaps_of(default_assumptions())._replace(elder_husband=0.0)
    sizes, olds = np.zeros((1, N_LEVELS), np.int8), np.zeros((1, N_LEVELS), np.int8)
    for level, n in n_seats.items():
        sizes[0, level] = n
    for level, n in elders.items():
        olds[0, level] = n
    seats = int(sizes.sum())
    pools = [np.zeros((2, gaps.oldest + 1), np.int32) for _ in range(3)]
    return Deal(
        ids=np.array([7], np.uint64), order=np.arange(1), generations=np.array([2], np.int8), sizes=sizes, olds=olds,
        paired=np.array([is_paired]), first=np.zeros(1, np.int64), sex=np.zeros(seats, np.uint8),
        age=np.full(seats, NOBODY, np.int16), kids=pools[0], adults=pools[1], elders=pools[2],
        leaning=np.ones((2, gaps.oldest + 1)), gaps=gaps,
    )  # fmt: skip


def persons(deal: Deal) -> int:
    """Return everyone there is, seated or not."""
    return int(sum(pool.sum() for pool in (deal.kids, deal.adults, deal.elders)) + (deal.age >= 0).sum())


@pytest.mark.parametrize(
    ("n_seats", "elders", "is_paired"),
    [
        ({TOP: 2}, {TOP: 1}, False),
        ({TOP: 2, MIDDLE: 2}, {TOP: 1}, True),
        ({TOP: 1, MIDDLE: 2}, {TOP: 1, MIDDLE: 1}, True),
        ({TOP: 1, MIDDLE: 2}, {TOP: 1, MIDDLE: 2}, True),
    ],
)
def test_nobody_is_lost_where_an_old_woman_finds_no_husband_under_65(n_seats, elders, is_paired):
    deal = household(n_seats, elders, is_paired)
    n_elders = sum(elders.values())
    deal.elders[FEMALE, ELDER_WOMAN] = n_elders
    deal.adults[FEMALE, 40] = deal.age.size - n_elders - 1
    deal.adults[MALE, 22] = 1  # too young for her
    everyone = persons(deal)
    for step in (
        seat_great,
        seat_elder_pairs,
        seat_mixed_pairs,
        seat_lone_elders,
        descend,
        ascend,
        seat_couples,
        seat_rest,
    ):
        step(deal, np.uint64(3))
        assert persons(deal) == everyone, step.__name__
    assert (deal.age >= 0).all()
    assert (deal.age == ELDER_WOMAN).sum() == n_elders
