"""Who lives in the household, and what the means test takes from each of them."""

from __future__ import annotations

from sim.administration.casebook import is_outside_unit
from sim.clock import age_years
from sim.explain.account import Member
from sim.explain.look import Look
from sim.programmes.means_test import disregarded_pension_m, employment_cost_m, is_severely_disabled
from sim.state.codes import NO_PENSION, NOBODY


def members_of(look: Look) -> tuple[Member, ...]:
    """Return the members, those of the start first."""
    return tuple(_member(look, person) for person in look.members)


def _member(look: Look, row: int) -> Member:
    persons, now = look.county.histories.persons, look.case.p.persons[row]
    means = look.case.laws.basic.means_test
    pension_m = int(now.pension_m) if now.pension != NO_PENSION else 0
    kind, grade = int(now.disability_type), int(now.disability_grade)
    return Member(
        row=row,
        age=int(age_years(int(persons.born[row]), look.case.month)),
        sex=int(persons.sex[row]),
        relation=int(persons.relation[row]) if persons.household[row] == look.row else NOBODY,
        work=int(now.work),
        wage_m=int(now.wage_m),
        employment_cost_m=int(employment_cost_m(int(now.wage_m), look.standard, means)),
        pension=int(now.pension),
        pension_m=pension_m,
        pension_disregarded_m=int(disregarded_pension_m(int(now.pension), pension_m, means)),
        disability_type=kind,
        disability_grade=grade,
        is_severe=bool(now.ill == 1 or is_severely_disabled(kind, grade, means)),
        ability=int(now.ability),
        is_ill=bool(now.ill == 1),
        is_in_unit=not is_outside_unit(look.case, row, False),
    )
