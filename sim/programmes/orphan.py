"""Basic living money of orphans 孤儿基本生活费: by whether the child lives in an institution or with relatives."""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import ORPHAN, ORPHANED, PERSON
from sim.programmes.parents import child_status, indexed_m, is_of_child_age
from sim.programmes.programme import Programme
from sim.state.holder import HolderView

CLAUSES = ("both_parents_gone", "too_old", "has_parent", "not_in_force")
GRANTED, TOO_OLD, HAS_PARENT, NOT_IN_FORCE = 0, 1, 2, 3


@rule
def standard_m(is_in_institution: bool, law: Law) -> int:
    """Return the standard of an orphan, fen a month, with the index of the place where it has one."""
    if is_in_institution:
        return indexed_m(law.institution_m, law.index_rise_y, law.index_weight_institution)
    return indexed_m(law.scattered_m, law.index_rise_y, law.index_weight_scattered)


@rule
def deciding_clause(view: HolderView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses."""
    if standard_m(view.is_in_institution, law) <= 0:
        return NOT_IN_FORCE
    if not is_of_child_age(view.age, view.is_student, law.child_age, law.student_age):
        return TOO_OLD
    return GRANTED if child_status(view.father, view.mother) == ORPHANED else HAS_PARENT


@rule
def eligible(view: HolderView, law: Law) -> bool:
    """True for a child both of whose parents are dead, declared missing or not to be found."""
    return deciding_clause(view, law) == GRANTED


@rule
def amount(view: HolderView, law: Law) -> int:
    """Return the standard, fen a month; what else the child is paid is taken off by the interactions."""
    return standard_m(view.is_in_institution, law)


PROGRAMME = Programme(
    key="orphan",
    code=ORPHAN,
    unit=PERSON,
    label_key="orphan",
    excludes=("tekun", "single_person", "defacto_child", "disability_living"),
    funding="relief",
    laws=("orphan",),
    eligible=eligible,
    amount=amount,
)
