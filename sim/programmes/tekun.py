"""Tekun 特困人员救助供养: full support of a person without capacity to work, without income and without able relatives.

The unit is the person. Decree 649 ch. 3; opinion 国发〔2016〕14号; Measure on recognition 民发〔2021〕43号.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.money import ceil_to_yuan, round_half_up_to_yuan, share_of
from sim.programmes.codes import CARE_PARTIAL, CARE_SELF, CARE_TOTAL, PERSON
from sim.programmes.means_test import disposable_income_pc_m, is_severely_disabled, standard_m
from sim.programmes.programme import Programme
from sim.state.codes import INTELLECTUAL, MENTAL, NO_DISABILITY, PHYSICAL, TEKUN, VISUAL
from sim.state.view import PersonView, SupporterView

# Order of the choices in tekun.yaml.
OF_MINIMUM_WAGE, FIXED_CARE = 0, 1

CLAUSES = ("three_conditions", "has_capacity", "has_income", "has_property", "has_supporter")
GRANTED, HAS_CAPACITY, HAS_INCOME, HAS_PROPERTY, HAS_SUPPORTER = 0, 1, 2, 3, 4


@rule
def without_capacity(person: PersonView, law: Law) -> bool:
    """True if the person has no capacity to work: old, a minor (or still at school), or disabled in a listed way.

    Listed are intellectual or mental disability of grades 1-3, physical of grades 1-2 and visual of grade 1.
    """
    if person.age >= law.elder_age or person.age < law.minor_age:
        return True
    if person.is_student and person.age < law.student_age:
        return True
    if person.disability_type == NO_DISABILITY or person.disability_grade <= 0:
        return False
    if person.disability_type == INTELLECTUAL or person.disability_type == MENTAL:
        return person.disability_grade <= law.capacity_grade_mental
    if person.disability_type == PHYSICAL:
        return person.disability_grade <= law.capacity_grade_physical
    return person.disability_type == VISUAL and person.disability_grade <= law.capacity_grade_visual


@rule
def without_income(person: PersonView, dibao: Law) -> bool:
    """True if the person's income is strictly below the dibao standard; the central base pension does not count."""
    return person.income_m - person.income_disregarded_m < standard_m(person.is_urban, dibao)


@rule
def supporter_able(supporter: SupporterView, means: Law, law: Law) -> bool:
    """True if a relative who is obliged to support can do so.

    Unable are: tekun persons; elders on dibao; elders of 70 or more and severely disabled persons, if their income
    is below the local disposable income and their property within its limit; persons without civil capacity,
    missing or in prison with such property. 民发〔2021〕43号.
    """
    if supporter.is_tekun or (supporter.is_dibao and supporter.age >= law.elder_age):
        return False
    if not supporter.property_ok:
        return True
    if supporter.is_absent:
        return False
    is_poor = supporter.income_pc_m < disposable_income_pc_m(supporter.is_urban, means)
    is_severe = is_severely_disabled(supporter.disability_type, supporter.disability_grade, means)
    return not (is_poor and (supporter.age >= law.supporter_age or is_severe))


@rule
def deciding_clause(person: PersonView, dibao: Law, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses tekun."""
    if not without_capacity(person, law):
        return HAS_CAPACITY
    if not without_income(person, dibao):
        return HAS_INCOME
    if not person.property_ok:
        return HAS_PROPERTY
    return HAS_SUPPORTER if person.n_able_supporters > 0 else GRANTED


@rule
def eligible(person: PersonView, dibao: Law, law: Law) -> bool:
    """True if all three conditions hold: no capacity to work, no source of living, nobody able to support."""
    return deciding_clause(person, dibao, law) == GRANTED


@rule
def base_m(is_urban: bool, dibao: Law, law: Law) -> int:
    """Return the basic living standard 基本生活标准, fen a month: a multiple of dibao, rounded up to whole yuan."""
    ratio = law.ratio_urban if is_urban else law.ratio_rural
    return ceil_to_yuan(share_of(standard_m(is_urban, dibao), ratio))


@rule
def care_class_by_indicators(n_failed: int, law: Law) -> int:
    """Return the care class from the six indicators of self-care: none failed, some, or many. 民发〔2021〕43号."""
    if n_failed >= law.failed_total:
        return CARE_TOTAL
    return CARE_PARTIAL if n_failed > 0 else CARE_SELF


@rule
def care_class_by_ability(ability: int, law: Law) -> int:
    """Return the care class from the level 0 to 4 of GB/T 42195-2022, where the six indicators are not known."""
    if ability >= law.ability_total:
        return CARE_TOTAL
    return CARE_PARTIAL if ability >= law.ability_partial else CARE_SELF


@rule
def care_m(care_class: int, is_in_institution: bool, law: Law) -> int:
    """Return the care money 照料护理标准, fen a month: a share of the minimum wage, or the place's own table."""
    if care_class == CARE_TOTAL:
        share, table = law.care_total_share, law.care_total_m
    elif care_class == CARE_PARTIAL:
        share, table = law.care_partial_share, law.care_partial_m
    else:
        share, table = law.care_self_share, law.care_self_m
    money = table
    if law.care_mode == OF_MINIMUM_WAGE:
        money = round_half_up_to_yuan(share_of(law.minimum_wage_m, share))
    return round_half_up_to_yuan(share_of(money, law.care_institution_ratio)) if is_in_institution else money


@rule
def amount(person: PersonView, dibao: Law, law: Law) -> int:
    """Return base and care money together, fen a month."""
    care_class = care_class_by_ability(person.ability, law)
    return base_m(person.is_urban, dibao, law) + care_m(care_class, person.is_in_institution, law)


PROGRAMME = Programme(
    key="tekun",
    code=TEKUN,
    unit=PERSON,
    label_key="tekun",
    excludes=("dibao", "single_person", "orphan", "disability_living", "disability_nursing"),
    funding="relief",
    laws=("dibao", "tekun"),
    eligible=eligible,
    amount=amount,
)
