"""The matrix of who may hold what: every pair is walked, and what is paid is what its word says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sim.clock import parse_month
from sim.errors import LawError
from sim.laws import LawBook
from sim.programmes.allowances import (
    ALLOWANCES,
    BASIC,
    KEYS,
    allowance_interactions,
    allowance_laws,
    find_allowances,
    settle,
)
from sim.programmes.dispatcher import PROGRAMMES
from sim.programmes.interactions import FILE, MIRROR, interactions, schemes
from sim.state import codes
from sim.state.holder import HolderView

MORE, LESS, SHARE = 900, 700, 250
AMONG = list(itertools.permutations(KEYS, 2))
BESIDE = [(key, basic) for key in KEYS for basic in sorted(set(BASIC) - {""})]


def settled(amounts: dict[str, int], held: str = "", share: int = 0) -> dict[str, int]:
    out = np.array([amounts.get(key, 0) for key in KEYS], np.int64)
    settle(out, BASIC.index(held), share, allowance_interactions())
    return {key: int(fen) for key, fen in zip(KEYS, out, strict=True) if fen}


@pytest.mark.parametrize(("one", "other"), AMONG, ids="+".join)
def test_a_pair_of_schemes_of_one_person_is_paid_as_the_matrix_says(one, other):
    paid = settled({one: MORE, other: LESS})
    word = interactions()[one, other]
    assert (
        paid
        == {
            "both": {one: MORE, other: LESS},
            "never": {one: MORE, other: LESS},
            "before": {one: MORE},
            "after": {other: LESS},
            "higher": {one: MORE},
            "tops_up": {one: MORE - LESS, other: LESS},
            "topped_up": {one: MORE},
        }[word]
    )


@pytest.mark.parametrize(("one", "basic"), BESIDE, ids="+".join)
def test_a_scheme_beside_basic_support_in_payment_is_paid_as_the_matrix_says(one, basic):
    word = interactions()[one, basic]
    expected = {"both": {one: MORE}, "never": {one: MORE}, "tops_up": {one: MORE - SHARE}}
    assert settled({one: MORE}, basic, SHARE) == expected.get(word, {})


@pytest.mark.parametrize(("one", "other"), list(itertools.product(schemes(), repeat=2)), ids="+".join)
def test_every_pair_has_a_word_and_its_reverse_mirrors_it(one, other):
    assert interactions()[other, one] == MIRROR[interactions()[one, other]]


def test_schemes_that_never_meet_are_due_to_no_one_person():
    """Everybody of a grid of ages, parents, disabilities and classes, under a law that pays everything."""
    book, month = LawBook("yunxi"), parse_month("2026-09")
    laws, out = allowance_laws(book, month), np.zeros(len(KEYS), np.int64)
    met = set()
    grid = itertools.product(
        (5, 17, 18, 21, 25, 59, 60, 79, 80, 95), range(9), range(9), (0, 1), (0, 3), (False, True)
    )
    for age, father, mother, grade, ability, studies in grid:
        view = HolderView(
            age, False, 9, codes.LOW_EDGE, 0, 1, codes.PHYSICAL * (grade > 0), grade, True, False, True, ability,
            False, False, father, mother, False, studies, 100_000, 0,
        )  # fmt: skip
        find_allowances(view, laws, out)
        due = [key for key, fen in zip(KEYS, out, strict=True) if fen]
        met.update(itertools.permutations(due, 2))
    assert {pair for pair in met if interactions()[pair] == "never"} == set()
    assert met  # and the grid does reach people with two schemes


def test_what_a_programme_excludes_is_never_paid_in_full_beside_it():
    words = interactions()
    for scheme in ALLOWANCES:
        assert set(scheme.excludes) == {
            other for other in schemes() if words[scheme.key, other] == "before"
        }, scheme.key
    for scheme in PROGRAMMES:
        for other in set(scheme.excludes) & set(schemes()):
            assert words[scheme.key, other] in ("before", "after", "topped_up"), (scheme.key, other)


def test_a_higher_scheme_is_found_whichever_stands_first():
    assert settled({"disability_living": LESS, "old_age_low": MORE}) == {"old_age_low": MORE}
    assert settled({"disability_living": MORE, "old_age_low": LESS}) == {"disability_living": MORE}
    assert settled({"disability_living": MORE, "old_age_low": MORE}) == {"disability_living": MORE}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tekun,after,after,self,before", "tekun,after,after,self,perhaps"),
        ("tekun,after,after,self,before", "tekun,after,after,self,after"),
        ("tekun,after,after,self,before", "tekun,after,after,both,before"),
        ("scheme,orphan,", "scheme,orphans,"),
    ],
)
def test_a_matrix_that_contradicts_itself_is_refused(tmp_path, old, new):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "interactions.csv"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError):
        interactions(broken)
