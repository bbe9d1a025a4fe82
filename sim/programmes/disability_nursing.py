"""Nursing subsidy of severely disabled persons 重度残疾人护理补贴: by grade and need of care, whatever the income.

Opinion 国发〔2015〕52号; a place may extend it to grades 3 and 4 of intellectual and mental disability.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import DISABILITY_NURSING, PERSON
from sim.programmes.programme import Programme
from sim.state.codes import HEARING, INTELLECTUAL, MENTAL, SPEECH
from sim.state.holder import HolderView

CLAUSES = ("severe_and_needs_care", "not_severe", "no_need_of_care", "injury_care", "not_in_force")
GRANTED, NOT_SEVERE, NO_NEED, INJURY_CARE, NOT_IN_FORCE = 0, 1, 2, 3, 4


@rule
def is_mental(view: HolderView) -> bool:
    """True for intellectual and mental disability."""
    return view.disability_type == INTELLECTUAL or view.disability_type == MENTAL


@rule
def is_severe(view: HolderView, law: Law) -> bool:
    """True for grades 1 and 2, and for milder grades of intellectual and mental disability where extended."""
    if view.disability_grade <= 0:
        return False
    return view.disability_grade <= (law.grade_mental if is_mental(view) else law.grade_any)


@rule
def money_m(view: HolderView, law: Law) -> int:
    """Return the subsidy, fen a month: the higher sum, or the lower one where a place pays by type and grade.

    Gansu pays the higher to grade 1 of all types but hearing and speech, and to grade 2 of intellectual and mental.
    """
    if view.disability_grade <= 1:
        is_low = view.disability_type == HEARING or view.disability_type == SPEECH
    else:
        is_low = not is_mental(view)
    return law.lower_m if is_low else law.higher_m


@rule
def deciding_clause(view: HolderView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses."""
    if law.higher_m <= 0:
        return NOT_IN_FORCE
    if not is_severe(view, law):
        return NOT_SEVERE
    if view.has_injury_care:
        return INJURY_CARE
    return GRANTED if view.needs_care else NO_NEED


@rule
def eligible(view: HolderView, law: Law) -> bool:
    """True for a severely disabled person who needs another's care and draws none from the work-injury insurance."""
    return deciding_clause(view, law) == GRANTED


@rule
def amount(view: HolderView, law: Law) -> int:
    """Return the subsidy, fen a month."""
    return money_m(view, law)


PROGRAMME = Programme(
    key="disability_nursing",
    code=DISABILITY_NURSING,
    unit=PERSON,
    label_key="disability_nursing",
    excludes=(),
    funding="disability",
    laws=("disability_nursing",),
    eligible=eligible,
    amount=amount,
)
