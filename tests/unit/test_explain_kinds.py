"""Kinds of households to look at, on a place of a few homes made by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from sim.explain import find_households
from sim.state.codes import CHILD, FEMALE, GRANDCHILD, HEAD, NEVER_MARRIED, WIDOWED
from sim.state.present import HERE


def test_a_widow_with_children_brings_up_her_own_and_nobody_else_lives_there():
    """Homes: a widow with two, a grandmother with two, a widow with one, a widow with two and a grown son."""
    home = np.array([0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 3], np.int32)
    mother = np.array([-1, 0, 0, -1, -1, -1, -1, 6, -1, 8, 8, 8], np.int32)
    ages = np.array([40, 9, 7, 66, 9, 7, 40, 9, 50, 17, 15, 20])
    children = mother >= 0
    people = SimpleNamespace(
        home=home,
        presence=np.full(12, HERE),
        marital=np.where(children | (ages < 18), NEVER_MARRIED, WIDOWED),
    )
    persons = SimpleNamespace(
        born=600 - 12 * ages, mother=mother, sex=np.full(12, FEMALE),
        relation=np.where(children, CHILD, np.where(ages < 18, GRANDCHILD, HEAD)),
    )  # fmt: skip
    households = np.zeros(4, [("n_members", np.int32)]).view(np.recarray)
    households.n_members = np.bincount(home)
    place = SimpleNamespace(
        present=SimpleNamespace(persons=people, households=households), month=600,
        histories=SimpleNamespace(persons=persons), followed=np.arange(4),
        in_force=lambda _: SimpleNamespace(adult_age=18),
    )  # fmt: skip
    assert find_households(place, "widow_with_children").tolist() == [0]
