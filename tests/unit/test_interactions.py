"""The matrix of who may hold what: every pair is walked, and what is paid is what its word says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from sim.clock import parse_month
from sim.errors import LawError
from sim.laws import Change, LawBook
from sim.programmes.allowances import (
    ALLOWANCES,
    KEYS,
    allowance_interactions,
    allowance_laws,
    allowances,
    settle,
)
from sim.programmes.dispatcher import PROGRAMMES
from sim.programmes.interactions import FILE, MIRROR, interactions, schemes
from sim.programmes.lists import BASIC
from sim.state import codes
from sim.state.holder import HolderView
from tests.cases.relief_grants import granted

MORE, LESS, SHARE = 900, 700, 250
SWITCHES = {
    "disability_living": "disability_living.extends_to_low_edge",
    "disability_care": "disability_care.extends_to_low_edge",
    "elder_service": "elder_service.extends_to_low_edge",
    "elder_nursing": "elder_nursing.extends_to_low_edge",
    "price_linked": "price_linked.includes_low_edge",
    "winter": "winter.includes_low_edge",
    "education_aid": "education_aid.includes_low_edge",
    "house_repair": "house_repair.includes_low_edge",
    "charity": "charity.voucher_low_edge",
    "one_off": "one_off.low_edge_pc",
}
TOGETHER = {"both", "extended", "tops_up", "topped_up"}
# What opens everything at once in one month, so that whoever could hold two schemes does.
OPEN = {
    "winter.heating": 200, "winter.heating_month": 9, "one_off.dibao_pc": 100, "one_off.tekun_pc": 100,
    "charity.voucher": 100, "funeral.package": 1500,
}  # fmt: skip
MONTH = parse_month("2026-09")
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
            "extended": {one: MORE, other: LESS},
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
    expected = {
        "both": {one: MORE},
        "extended": {one: MORE},
        "never": {one: MORE},
        "tops_up": {one: MORE - SHARE},
    }
    assert settled({one: MORE}, basic, SHARE) == expected.get(word, {})


@pytest.mark.parametrize(("one", "other"), list(itertools.product(schemes(), repeat=2)), ids="+".join)
def test_every_pair_has_a_word_and_its_reverse_mirrors_it(one, other):
    assert interactions()[other, one] == MIRROR[interactions()[one, other]]


def open_book(switched: bool) -> LawBook:
    """Return a law under which every scheme pays, with the low-edge class added everywhere or nowhere."""
    values = {**OPEN, **dict.fromkeys(SWITCHES.values(), switched)}
    values["one_off.low_edge_pc"] = 100 if switched else 0
    return LawBook("yunxi", [Change(name, MONTH, set=value) for name, value in values.items()])


def people() -> Iterator[HolderView]:
    """Everybody of a grid of ages, parents, disabilities, pensions and classes held."""
    ages, parents = (5, 17, 18, 21, 25, 59, 60, 79, 80, 95), (0, 1, 4)
    for age, father, mother, grade, ability, studies, fixed, held in itertools.product(
        ages, parents, parents, (0, 1), (0, 3), (False, True), (False, True), range(len(BASIC))
    ):
        yield HolderView(
            age, False, 9, held, 0, 1, codes.PHYSICAL * (grade > 0), grade, True, False, True, ability,
            fixed, False, father, mother, False, studies, 100_000, 0,
        )  # fmt: skip


def met_pairs(book: LawBook) -> set[tuple[str, str]]:
    """Return the pairs of schemes of which some person of the grid, with the household, has both in one month."""
    laws, words, out = allowance_laws(book, MONTH), allowance_interactions(), np.zeros(len(KEYS), np.int64)
    relief = {
        held: [key for key, given in granted(book, MONTH, held).items() if given and key != "monitoring"]
        for held in range(len(BASIC))
    }
    met = set()
    for view in people():
        allowances(view, laws, words, out)
        own = [key for key, fen in zip(KEYS, out, strict=True) if fen]
        basic = [BASIC[view.held]] if view.held else []
        met.update(itertools.permutations([*basic, *own, *relief[view.held]], 2))
    return met


@pytest.fixture(scope="module")
def met() -> dict[bool, set[tuple[str, str]]]:
    return {switched: met_pairs(open_book(switched)) for switched in (False, True)}


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(schemes(), 2)), ids="+".join)
def test_a_pair_is_held_together_by_somebody_or_by_nobody_as_the_matrix_says(met, one, other):
    word = interactions()[one, other]
    if {one, other} == {"single_person", "low_edge"}:
        assert word == "both"  # the one is held by a member, the other by the unit
    elif word == "extended" and "low_edge" in (one, other):
        assert ((one, other) in met[False], (one, other) in met[True]) == (False, True)
    else:
        assert ((one, other) in met[True]) == (word in TOGETHER)


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
