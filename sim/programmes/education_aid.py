"""Education assistance 教育救助: by stage of school, for pupils and students of households on assistance.

Decree 649 chapter 6; national state grants by stage.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import PERSON
from sim.programmes.lists import is_on_list, words_by_class
from sim.programmes.programme import Programme
from sim.state.codes import NO_PROGRAMME

NO_STAGE, COMPULSORY, SENIOR_SECONDARY, TERTIARY_STAGE = 0, 1, 2, 3

CLAUSES = (
    "compulsory_stage",
    "senior_stage",
    "tertiary_stage",
    "not_in_school",
    "not_on_the_list",
    "not_in_force",
)
_LIST = words_by_class("education_aid")
NOT_IN_SCHOOL, NOT_LISTED, NOT_IN_FORCE = 3, 4, 5


@rule
def stage(age: int, is_student: bool, law: Law) -> int:
    """Return the stage of school of a person who studies, by age."""
    if not is_student or age < law.school_age:
        return NO_STAGE
    if age < law.senior_age:
        return COMPULSORY
    return SENIOR_SECONDARY if age < law.tertiary_age else TERTIARY_STAGE


@rule
def is_listed(programme: int, is_rigid: bool, law: Law) -> bool:
    """True for pupils of households on dibao, tekun, and of the low-edge and rigid classes where they are added."""
    is_extended = bool(law.includes_low_edge)
    return is_on_list(_LIST, programme, is_extended) or (is_rigid and is_extended)


@rule
def amount_y(school_stage: int, law: Law) -> int:
    """Return the assistance of a stage, fen a school year."""
    if school_stage == COMPULSORY:
        return law.compulsory_y
    if school_stage == SENIOR_SECONDARY:
        return law.senior_y
    return law.tertiary_y if school_stage == TERTIARY_STAGE else 0


@rule
def amount(school_stage: int, month_of_year: int, law: Law) -> int:
    """Return this month's assistance, fen: half of the year's at the start of each term."""
    is_term = month_of_year == law.autumn_month or month_of_year == law.spring_month
    return amount_y(school_stage, law) // law.terms if is_term else 0


@rule
def deciding_clause(school_stage: int, programme: int, is_rigid: bool, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses assistance."""
    if law.compulsory_y + law.senior_y + law.tertiary_y <= 0:
        return NOT_IN_FORCE
    if school_stage == NO_STAGE:
        return NOT_IN_SCHOOL
    return school_stage - 1 if is_listed(programme, is_rigid, law) else NOT_LISTED


@rule
def eligible(school_stage: int, programme: int, is_rigid: bool, law: Law) -> bool:
    """True for a pupil or student of a household on the list."""
    return deciding_clause(school_stage, programme, is_rigid, law) < NOT_IN_SCHOOL


PROGRAMME = Programme(
    key="education_aid",
    code=NO_PROGRAMME,
    unit=PERSON,
    label_key="education_aid",
    excludes=(),
    funding="education",
    laws=("education_aid",),
    eligible=eligible,
    amount=amount,
)
