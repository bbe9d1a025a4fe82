"""What one person is paid by the schemes of single persons: each by its own rule, then together by the interactions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernels import rule
from sim.laws import Law, LawBook
from sim.programmes import (
    care_voucher,
    defacto_child,
    disability_care,
    disability_living,
    disability_nursing,
    elder_nursing,
    elder_service,
    old_age,
    orphan,
    study_grant,
)
from sim.programmes.codes import (
    CARE_VOUCHER,
    DEFACTO_CHILD,
    DISABILITY_CARE,
    DISABILITY_LIVING,
    DISABILITY_NURSING,
    ELDER_NURSING,
    ELDER_SERVICE,
    N_ALLOWANCES,
    OLD_AGE_GENERAL,
    OLD_AGE_LOW,
    ORPHAN,
    STUDY_GRANT,
)
from sim.programmes.interactions import AFTER, BEFORE, HIGHER, TOPPED_UP, TOPS_UP, beside_m, matrix
from sim.programmes.lists import BASIC
from sim.programmes.programme import Programme
from sim.state.holder import HolderView

ALLOWANCES: tuple[Programme, ...] = (
    orphan.PROGRAMME,
    defacto_child.PROGRAMME,
    disability_living.PROGRAMME,
    disability_nursing.PROGRAMME,
    disability_care.PROGRAMME,
    old_age.LOW,
    old_age.GENERAL,
    elder_service.PROGRAMME,
    elder_nursing.PROGRAMME,
    care_voucher.PROGRAMME,
    study_grant.PROGRAMME,
)
KEYS = tuple(scheme.key for scheme in ALLOWANCES)

_MODULES: Mapping[str, Any] = {
    "orphan": orphan,
    "defacto_child": defacto_child,
    "disability_living": disability_living,
    "disability_nursing": disability_nursing,
    "disability_care": disability_care,
    "old_age_low": old_age,
    "old_age_general": old_age,
    "elder_service": elder_service,
    "elder_nursing": elder_nursing,
    "care_voucher": care_voucher,
    "study_grant": study_grant,
}


class AllowanceLaws(NamedTuple):
    """The law of all schemes of single persons in one month."""

    dibao: Law
    orphan: Law
    defacto_child: Law
    disability_living: Law
    disability_nursing: Law
    disability_care: Law
    old_age: Law
    elder_service: Law
    elder_nursing: Law
    care_voucher: Law
    study_grant: Law


class Interactions(NamedTuple):
    """The matrix as compiled code reads it."""

    among: NDArray[np.int8]  # allowances x allowances
    with_basic: NDArray[np.int8]  # allowances x basic-living schemes by code


def allowance_laws(book: LawBook, month: int) -> AllowanceLaws:
    """Return the law of the schemes of single persons in a month."""
    return AllowanceLaws(*(book.in_force(name, month) for name in AllowanceLaws._fields))


def allowance_interactions() -> Interactions:
    """Return the parts of the matrix that concern the schemes of single persons."""
    basic = matrix(KEYS, tuple(key for key in BASIC if key))
    nothing = np.zeros((len(KEYS), 1), np.int8)
    return Interactions(matrix(KEYS, KEYS), np.concatenate([nothing, basic], axis=1))


def deciding_clause(key: str, view: HolderView, book: LawBook, month: int) -> tuple[str, str]:
    """Return the law file and the key of the sentence that grants or refuses a scheme on its own rule."""
    names = ALLOWANCES[KEYS.index(key)].laws
    taken = (book.in_force(name, month) for name in names)
    return names[-1], _MODULES[key].CLAUSES[int(_MODULES[key].deciding_clause(view, *taken))]


@rule
def goes_before_tekun(view: HolderView, laws: AllowanceLaws) -> bool:
    """True for a child who is due the money of orphans or of unattended children, so no tekun."""
    return orphan.eligible(view, laws.orphan) or defacto_child.eligible(view, laws.defacto_child)


@rule
def find_children(view: HolderView, laws: AllowanceLaws, out: NDArray[np.int64]) -> None:
    """Enter what a child, or a student who was one, is due by the rules of each scheme alone."""
    if orphan.eligible(view, laws.orphan):
        out[ORPHAN] = orphan.amount(view, laws.orphan)
    if defacto_child.eligible(view, laws.defacto_child):
        out[DEFACTO_CHILD] = defacto_child.amount(view, laws.defacto_child)
    if study_grant.eligible(view, laws.study_grant):
        out[STUDY_GRANT] = study_grant.amount(view, laws.study_grant)


@rule
def find_disabled(view: HolderView, laws: AllowanceLaws, out: NDArray[np.int64]) -> None:
    """Enter what a disabled person is due by the rules of each scheme alone."""
    if disability_living.eligible(view, laws.dibao, laws.disability_living):
        out[DISABILITY_LIVING] = disability_living.amount(view, laws.dibao, laws.disability_living)
    if disability_nursing.eligible(view, laws.disability_nursing):
        out[DISABILITY_NURSING] = disability_nursing.amount(view, laws.disability_nursing)
    if disability_care.eligible(view, laws.disability_care):
        out[DISABILITY_CARE] = disability_care.amount(view, laws.disability_care)


@rule
def find_elders(view: HolderView, laws: AllowanceLaws, out: NDArray[np.int64]) -> None:
    """Enter what an elder is due by the rules of each scheme alone."""
    if old_age.eligible_low(view, laws.old_age):
        out[OLD_AGE_LOW] = old_age.low_m(view, laws.old_age)
    if old_age.eligible_general(view, laws.old_age):
        out[OLD_AGE_GENERAL] = old_age.general_m(view, laws.old_age)
    if elder_service.eligible(view, laws.elder_service):
        out[ELDER_SERVICE] = elder_service.amount(view, laws.elder_service)
    if elder_nursing.eligible(view, laws.elder_nursing):
        out[ELDER_NURSING] = elder_nursing.amount(view, laws.elder_nursing)
    if care_voucher.eligible(view, laws.care_voucher):
        out[CARE_VOUCHER] = care_voucher.amount(view, laws.care_voucher)


@rule
def find_allowances(view: HolderView, laws: AllowanceLaws, out: NDArray[np.int64]) -> None:
    """Enter into `out` (fen, by place in ALLOWANCES) what each scheme alone would pay a person."""
    out[:] = 0
    find_children(view, laws, out)
    if view.disability_grade > 0:
        find_disabled(view, laws, out)
    if view.age >= min(laws.old_age.first_age, laws.elder_service.elder_age, laws.care_voucher.elder_age):
        find_elders(view, laws, out)


@rule
def settle(out: NDArray[np.int64], held: int, share_m: int, words: Interactions) -> None:
    """Turn what each scheme alone would pay into what is paid together.

    Parameters
    ----------
    out : int64 array, allowances
        Fen by scheme; changed in place.
    held, share_m : int
        Basic-living scheme in payment and the person's part of it, fen a month.
    """
    for i in range(N_ALLOWANCES):
        word = words.with_basic[i, held]
        # What comes before another scheme waits while that one is still in payment: nobody is paid both.
        if word == BEFORE or word == AFTER:
            out[i] = 0
    for i in range(N_ALLOWANCES):
        for j in range(i + 1, N_ALLOWANCES):
            if out[i] > 0 and out[j] > 0:
                settle_pair(out, i, j, words.among[i, j])
    # Last, because a child whose standard is filled still is a child of its scheme.
    for i in range(N_ALLOWANCES):
        out[i] = beside_m(words.with_basic[i, held], out[i], share_m)


@rule
def settle_pair(out: NDArray[np.int64], i: int, j: int, word: int) -> None:
    """Settle two schemes that the same person would be paid; `word` is what the first is to the second."""
    if word == BEFORE or (word == HIGHER and out[i] >= out[j]):
        out[j] = 0
    elif word == TOPPED_UP:
        out[j] = beside_m(TOPS_UP, out[j], out[i])
    else:
        out[i] = beside_m(word, out[i], out[j])


@rule
def allowances(view: HolderView, laws: AllowanceLaws, words: Interactions, out: NDArray[np.int64]) -> None:
    """Enter into `out` (fen, by place in ALLOWANCES) what a person who asks for everything is paid."""
    find_allowances(view, laws, out)
    settle(out, view.held, view.share_m, words)
