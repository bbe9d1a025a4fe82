"""Study grants 助学金: a yearly grant of the welfare lottery to orphans who study on, and a sum on entering college.

The welfare-lottery grant 福彩圆梦·孤儿助学工程 is 10,000 yuan an academic year; Ningxia gives children whom nobody in
fact brings up 5,000 yuan once.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import BROUGHT_UP, ORPHANED, PERSON, STUDY_GRANT
from sim.programmes.parents import child_status
from sim.programmes.programme import Programme
from sim.state.holder import HolderView

CLAUSES = (
    "orphan_studies",
    "child_enters_college",
    "not_this_month",
    "not_a_student",
    "has_parent",
    "not_in_force",
)
ORPHAN_STUDIES, ENTERS_COLLEGE, NOT_THIS_MONTH, NOT_STUDENT, HAS_PARENT, NOT_IN_FORCE = 0, 1, 2, 3, 4, 5


@rule
def is_student_of_age(view: HolderView, law: Law) -> bool:
    """True for a grown-up who studies full time, below the age at which the grant ends."""
    return view.is_student and law.from_age <= view.age < law.until_age


@rule
def deciding_clause(view: HolderView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses."""
    if law.orphan_y <= 0 and law.entrant <= 0:
        return NOT_IN_FORCE
    status = child_status(view.father, view.mother)
    if status == BROUGHT_UP:
        return HAS_PARENT
    if not is_student_of_age(view, law):
        return NOT_STUDENT
    if status == ORPHANED:
        return ORPHAN_STUDIES if view.month_of_year == law.month else NOT_THIS_MONTH
    if law.entrant <= 0:
        return NOT_IN_FORCE
    enters = view.month_of_year == law.month and view.age == law.from_age
    return ENTERS_COLLEGE if enters else NOT_THIS_MONTH


@rule
def eligible(view: HolderView, law: Law) -> bool:
    """True in the month of payment for an orphan who studies, or for an unattended child who enters college."""
    clause = deciding_clause(view, law)
    return clause == ORPHAN_STUDIES or clause == ENTERS_COLLEGE


@rule
def amount(view: HolderView, law: Law) -> int:
    """Return the grant, fen: once an academic year for orphans, once for others."""
    return law.orphan_y if child_status(view.father, view.mother) == ORPHANED else law.entrant


PROGRAMME = Programme(
    key="study_grant",
    code=STUDY_GRANT,
    unit=PERSON,
    label_key="study_grant",
    excludes=(),
    funding="lottery",
    laws=("study_grant",),
    eligible=eligible,
    amount=amount,
)
