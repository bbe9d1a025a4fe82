"""Persons supported alone: who of a household is due tekun or single-person dibao, and the grant that follows."""

from __future__ import annotations

from sim.administration.casebook import Case, is_elsewhere
from sim.clock import MONTHS_PER_YEAR, age_years
from sim.kernels import rule
from sim.programmes import tekun
from sim.programmes.codes import BROUGHT_UP
from sim.programmes.dispatcher import single_support
from sim.programmes.means_test import disregarded_pension_m
from sim.state.codes import LOW_EDGE, NO_PROGRAMME, NOBODY, NOT_WORKING, SINGLE_PERSON, STUDENT, TEKUN
from sim.state.present import HERE
from sim.state.view import PersonView, SupporterView

_tekun_eligible = tekun.eligible
_without_capacity = tekun.without_capacity
_supporter_able = tekun.supporter_able
_base_m = tekun.base_m
_care_m = tekun.care_m
_care_class = tekun.care_class_by_ability


@rule
def relative_able(case: Case, person: int, income_pc_m: int) -> bool:
    """True if a relative who lives in the region is obliged and able to support."""
    p, basic = case.p, case.laws.basic
    if p.persons[person].presence != HERE:
        return False
    home = p.persons[person].home
    supporter = SupporterView(
        age_years(case.files.persons[person].born, case.month),
        case.files.households[home].is_urban,
        case.claims.persons[person].programme == TEKUN,
        False,
        int(p.persons[person].disability_type),
        int(p.persons[person].disability_grade),
        income_pc_m,
        True,
        False,
    )
    return _supporter_able(supporter, basic.means_test, basic.tekun)


@rule
def has_parent_elsewhere(case: Case, person: int) -> bool:
    """True for a child with a parent who is not on the books: one who works away is bound and able to support.

    A child whose parents are gone or unable has a status of its own (`sim.administration.roster`).
    """
    known = case.files.persons[person]
    if known.child != BROUGHT_UP or (known.father != NOBODY and known.mother != NOBODY):
        return False
    is_minor = age_years(known.born, case.month) < case.laws.basic.means_test.adult_age
    return is_minor or case.p.persons[person].work == STUDENT


@rule
def has_able_relative(case: Case, person: int, household: int, income_pc_m: int) -> bool:
    """True if the spouse, a parent or a grown child in the region or at home is able to support a person."""
    p, files = case.p, case.files
    near = (p.persons[person].spouse, files.persons[person].father, files.persons[person].mother)
    for relative in near:
        if relative != NOBODY and relative_able(case, relative, income_pc_m):
            return True
    other = p.households[household].first_member
    while other != NOBODY:
        if files.persons[other].father == person or files.persons[other].mother == person:
            grown = age_years(files.persons[other].born, case.month) >= case.laws.basic.means_test.adult_age
            if grown and relative_able(case, other, income_pc_m):
                return True
        other = p.persons[other].next_member
    return False


@rule
def has_able_child_elsewhere(case: Case, household: int) -> bool:
    """True if a child outside the household lives and is not recorded as unable."""
    files = case.files
    for row in range(files.kin_first[household], files.kin_first[household + 1]):
        if not files.kin[row].is_unable and is_elsewhere(case.p, files.kin[row].child, household):
            return True
    return False


@rule
def able_supporters(case: Case, person: int, household: int, income_pc_m: int, is_elder: bool) -> int:
    """Return 1 if anybody is obliged and able to support a person, else 0: the law asks no more.

    Children elsewhere are asked for elders only.
    """
    if is_elder and has_able_child_elsewhere(case, household):
        return 1
    return int(has_parent_elsewhere(case, person) or has_able_relative(case, person, household, income_pc_m))


@rule
def person_view(
    case: Case, person: int, household: int, property_is_ok: bool, shared_m: int, income_pc_m: int
) -> PersonView:
    """Return what the rules see of one person; `shared_m` is the part in farm and other income, fen a month."""
    p, tekun_law = case.p, case.laws.basic.tekun
    age = age_years(case.files.persons[person].born, case.month)
    pension = p.persons[person].pension_m if p.persons[person].pension != 0 else 0
    supporters = able_supporters(case, person, household, income_pc_m, age >= tekun_law.elder_age)
    return PersonView(
        age,
        case.files.households[household].is_urban,
        int(p.persons[person].disability_type),
        int(p.persons[person].disability_grade),
        p.persons[person].ill == 1,
        int(p.persons[person].ability),
        p.persons[person].work == STUDENT,
        p.persons[person].work != NOT_WORKING and p.persons[person].work != STUDENT,
        p.persons[person].wage_m + pension + shared_m,
        disregarded_pension_m(
            p.persons[person].pension, p.persons[person].pension_m, case.laws.basic.means_test
        ),
        property_is_ok,
        supporters,
        case.claims.persons[person].in_home == 1,
    )


@rule
def may_lack_capacity(case: Case, person: int) -> bool:
    """True for the old, the young and the disabled: a cheap look before the full test of tekun."""
    age = age_years(case.files.persons[person].born, case.month)
    law = case.laws.basic.tekun
    return age >= law.elder_age or age < law.student_age or case.p.persons[person].disability_grade > 0


@rule
def has_child_money(case: Case, person: int) -> bool:
    """True for an orphan or an unattended child: the money of these children goes before tekun."""
    if case.files.persons[person].child == BROUGHT_UP:
        return False
    age = age_years(case.files.persons[person].born, case.month)
    return age < case.laws.basic.means_test.adult_age or case.p.persons[person].work == STUDENT


@rule
def may_stand_alone(case: Case, household: int, standard: int) -> bool:
    """True if a grown member without capacity has less own income than the standard: a cheap look before the full test.

    Children are left out: who brings them up is bound to support them, and orphans have money of their own.
    """
    p, means, basic = case.p, case.laws.basic.means_test, case.laws.basic
    shared = shared_income_m(case, household)
    person = p.households[household].first_member
    while person != NOBODY:
        own = p.persons[person]
        age = age_years(case.files.persons[person].born, case.month)
        if age >= basic.tekun.elder_age or (age >= means.adult_age and own.disability_grade > 0):
            pension = own.pension_m if own.pension != 0 else 0
            free = disregarded_pension_m(own.pension, own.pension_m, means)
            if own.wage_m + pension - free + shared < standard:
                return True
        person = own.next_member
    return False


@rule
def enter_person(case: Case, person: int, programme: int, amount_m: int, care_m: int) -> None:
    """Enter what one person is due by law."""
    case.wants.persons[person].programme = programme
    case.wants.persons[person].amount_m = amount_m
    case.wants.persons[person].care_m = care_m


@rule
def shared_income_m(case: Case, household: int) -> int:
    """Return each member's part in the household's farm and other income, fen a month."""
    files = case.files
    income_y = max(0, files.households[household].farm_y) + max(0, files.households[household].other_y)
    return income_y // (MONTHS_PER_YEAR * max(1, case.p.households[household].n_members))


@rule
def find_tekun(case: Case, household: int, property_is_ok: bool, income_pc_m: int) -> int:
    """Enter who of a household is due tekun by law; returns their number."""
    basic = case.laws.basic
    shared = shared_income_m(case, household)
    n = 0
    person = case.p.households[household].first_member
    while person != NOBODY:
        enter_person(case, person, NO_PROGRAMME, 0, 0)
        if may_lack_capacity(case, person) and not has_child_money(case, person):
            view = person_view(case, person, household, property_is_ok, shared, income_pc_m)
            if _tekun_eligible(view, basic.dibao, basic.tekun):
                care = _care_m(_care_class(view.ability, basic.tekun), view.is_in_institution, basic.tekun)
                base = _base_m(view.is_urban, basic.dibao, basic.tekun)
                enter_person(case, person, TEKUN, base + care, care)
                n += 1
        person = case.p.persons[person].next_member
    return n


@rule
def find_single(
    case: Case, household: int, household_class: int, property_is_ok: bool, income_pc_m: int
) -> int:
    """Enter who of a household that is not on dibao is due single-person dibao; returns their number."""
    if household_class != LOW_EDGE and not case.laws.basic.single_person.severe_adult_alone:
        return 0
    shared = shared_income_m(case, household)
    n = 0
    person = case.p.households[household].first_member
    while person != NOBODY:
        concerned = case.p.persons[person].ill == 1 or case.p.persons[person].disability_grade > 0
        is_free = case.wants.persons[person].programme == NO_PROGRAMME and not has_child_money(case, person)
        if concerned and is_free:
            view = person_view(case, person, household, property_is_ok, shared, income_pc_m)
            programme, amount = single_support(view, household_class, case.laws.basic)
            if programme != NO_PROGRAMME:
                enter_person(case, person, programme, amount, 0)
                n += 1
        person = case.p.persons[person].next_member
    return n


@rule
def end_single_support(case: Case, household: int) -> None:
    """End the single-person dibao of every member: nobody has it beside the dibao of the unit."""
    claims = case.claims
    person = case.p.households[household].first_member
    while person != NOBODY:
        if claims.persons[person].programme == SINGLE_PERSON:
            claims.persons[person].programme = NO_PROGRAMME
            claims.persons[person].paid_m = 0
        person = case.p.persons[person].next_member


@rule
def grant_persons(case: Case, household: int) -> int:
    """Grant members what they are due by law, and end what they are not; returns the number who hold something."""
    claims, wants = case.claims, case.wants
    n = 0
    person = case.p.households[household].first_member
    while person != NOBODY:
        claims.persons[person].programme = wants.persons[person].programme
        claims.persons[person].paid_m = wants.persons[person].amount_m
        claims.persons[person].care_m = wants.persons[person].care_m
        n += wants.persons[person].programme != NO_PROGRAMME
        person = case.p.persons[person].next_member
    return n
