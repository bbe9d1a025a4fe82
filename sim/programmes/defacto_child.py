"""Basic living subsidy of children whom nobody in fact brings up 事实无人抚养儿童: a top-up to the child standard."""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import DEFACTO_CHILD, PERSON, UNATTENDED
from sim.programmes.parents import child_status, indexed_m, is_of_child_age
from sim.programmes.programme import Programme
from sim.state.holder import HolderView

CLAUSES = ("nobody_brings_up", "too_old", "has_parent", "not_in_force")
GRANTED, TOO_OLD, HAS_PARENT, NOT_IN_FORCE = 0, 1, 2, 3


@rule
def standard_m(law: Law) -> int:
    """Return the standard, fen a month, with the index of the place where it has one."""
    return indexed_m(law.standard_m, law.index_rise_y, law.index_weight)


@rule
def deciding_clause(view: HolderView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses."""
    if standard_m(law) <= 0:
        return NOT_IN_FORCE
    if not is_of_child_age(view.age, view.is_student, law.child_age, law.student_age):
        return TOO_OLD
    return GRANTED if child_status(view.father, view.mother) == UNATTENDED else HAS_PARENT


@rule
def eligible(view: HolderView, law: Law) -> bool:
    """True if both parents are in a listed state, or one of them is gone and the other in a listed state."""
    return deciding_clause(view, law) == GRANTED


@rule
def amount(view: HolderView, law: Law) -> int:
    """Return the standard, fen a month; the interactions take off what dibao pays for the child."""
    return standard_m(law)


PROGRAMME = Programme(
    key="defacto_child",
    code=DEFACTO_CHILD,
    unit=PERSON,
    label_key="defacto_child",
    excludes=("tekun", "single_person", "disability_living"),
    funding="relief",
    laws=("defacto_child",),
    eligible=eligible,
    amount=amount,
)
