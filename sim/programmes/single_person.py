"""Single-person dibao 单人保: a severely disabled or seriously ill member of a low-edge household, assessed alone.

Notice of July 2020; Measure 民发〔2021〕57号; notice 民发〔2022〕83号 for an unemployed severely disabled adult.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.money import ceil_to_yuan
from sim.programmes.codes import PERSON
from sim.programmes.means_test import is_severely_disabled, standard_m
from sim.programmes.programme import Programme
from sim.state.codes import LOW_EDGE, SINGLE_PERSON
from sim.state.view import PersonView

# Order of the choices in single_person.yaml.
OFF, OWN_DIFFERENCE, FULL_STANDARD, FIXED_SUM = 0, 1, 2, 3

CLAUSES = (
    "severe_member_of_low_edge",
    "severe_adult_alone",
    "household_not_low_edge",
    "not_severe",
    "own_income_not_below_standard",
    "over_property",
)
OF_LOW_EDGE, ADULT_ALONE, NOT_LOW_EDGE, NOT_SEVERE, INCOME_NOT_BELOW, OVER_PROPERTY = 0, 1, 2, 3, 4, 5


@rule
def is_severe(person: PersonView, means: Law) -> bool:
    """True if the person is severely disabled or has a recognised serious illness."""
    return person.is_ill or is_severely_disabled(person.disability_type, person.disability_grade, means)


@rule
def own_income_m(person: PersonView) -> int:
    """Return the person's own countable income, fen a month; nobody else's income and no imputed support."""
    return max(0, person.income_m - person.income_disregarded_m)


@rule
def deciding_clause(person: PersonView, household_class: int, means: Law, dibao: Law, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses single-person dibao.

    `household_class` is the programme code of the person's unit, such as LOW_EDGE.
    """
    if not is_severe(person, means):
        return NOT_SEVERE
    may_apply_alone = (
        law.severe_adult_alone
        and person.age >= means.adult_age
        and not person.is_working
        and is_severely_disabled(person.disability_type, person.disability_grade, means)
    )
    if household_class != LOW_EDGE and not may_apply_alone:
        return NOT_LOW_EDGE
    if own_income_m(person) >= standard_m(person.is_urban, dibao):
        return INCOME_NOT_BELOW
    if not person.property_ok:
        return OVER_PROPERTY
    return OF_LOW_EDGE if household_class == LOW_EDGE else ADULT_ALONE


@rule
def eligible(person: PersonView, household_class: int, means: Law, dibao: Law, law: Law) -> bool:
    """True if a severe member of a low-edge household has own income strictly below the standard."""
    if law.benefit_mode == OFF:
        return False
    clause = deciding_clause(person, household_class, means, dibao, law)
    return clause == OF_LOW_EDGE or clause == ADULT_ALONE


@rule
def amount(person: PersonView, household_class: int, means: Law, dibao: Law, law: Law) -> int:
    """Return the benefit of the person alone, fen a month, rounded up once to whole yuan."""
    standard = standard_m(person.is_urban, dibao)
    if law.benefit_mode == FULL_STANDARD:
        return standard
    if law.benefit_mode == FIXED_SUM:
        return law.fixed_m
    return ceil_to_yuan(max(0, standard - own_income_m(person)))


PROGRAMME = Programme(
    key="single_person",
    code=SINGLE_PERSON,
    unit=PERSON,
    label_key="single_person",
    excludes=("dibao", "tekun", "orphan", "defacto_child"),
    funding="relief",
    laws=("means_test", "dibao", "single_person"),
    eligible=eligible,
    amount=amount,
)
