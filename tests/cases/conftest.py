"""Asks the rules of the law the questions of a worked case: the same rules as the model and the whole city ask."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from sim.clock import format_month, parse_month
from sim.laws import Change, LawBook
from sim.money import to_fen
from sim.programmes import dibao, gradual_exit, low_edge, means_test, process, single_person, tekun
from sim.programmes.codes import CARE_PARTIAL, CARE_SELF, CARE_TOTAL
from sim.programmes.dispatcher import PROGRAMMES, BasicLaws, basic_laws, basic_living, person_support
from sim.state import codes
from sim.state.view import ChildView, HouseholdView, MemberView, PersonView, SupporterView
from tests.cases.holders import holder_answers

REGION = "yunxi"
DISABILITIES = {
    name.lower(): getattr(codes, name)
    for name in ("VISUAL", "HEARING", "SPEECH", "PHYSICAL", "INTELLECTUAL", "MENTAL")
}
RELATIONS = {
    "applicant": codes.HEAD,
    "spouse": codes.SPOUSE,
    "child": codes.CHILD,
    "parent": codes.PARENT,
    "other": codes.OTHER,
}
PROGRAMME_NAMES = ("none", "dibao", "dibao_expenditure", "low_edge", "tekun", "single_person")
CARE_NAMES = {CARE_SELF: "self", CARE_PARTIAL: "partial", CARE_TOTAL: "total"}


def fen(value: Any) -> int:
    return to_fen(Decimal(repr(value)) if isinstance(value, float) else value)


def yuan(amount: int) -> float:
    return amount / 100


def typed(fields: dict[str, Any]) -> dict[str, Any]:
    """Turn a case's words and yuan into the codes and fen of a view."""
    view = {}
    for key, value in fields.items():
        if key == "disability_type":
            view[key] = DISABILITIES[value]
        elif key == "relation":
            view[key] = RELATIONS[value]
        else:
            view[key] = fen(value) if key.endswith(("_m", "_y")) or key == "assets" else value
    return view


def only(cls: Any, fields: dict[str, Any]) -> Any:
    return cls(**{key: value for key, value in typed(fields).items() if key in cls._fields})


def laws_of(case: dict[str, Any]) -> tuple[LawBook, int]:
    month = parse_month(case.get("date", "2022-11"))
    changes = [Change(name, month, set=value) for name, value in case.get("law", {}).items()]
    return LawBook(REGION, changes), month


def household_of(case: dict[str, Any], laws: BasicLaws) -> HouseholdView:
    """Build the unit of a case; people, if given, are counted and summed by the rules of the means test."""
    fields = typed(case.get("household", {"n_unit": 1, "is_urban": False}))
    means = laws.means_test
    standard = means_test.standard_m(fields["is_urban"], laws.dibao)
    people = [person for person in case.get("people", []) if is_member(person, means)]
    if people:
        fields["n_unit"] = len(people)
    for person in map(typed, people):
        wage, pension = person.get("wage_m", 0), person.get("pension_m", 0)
        add(fields, "wages_y", 12 * wage)
        add(fields, "employment_cost_m", means_test.employment_cost_m(wage, standard, means))
        add(fields, "pension_m", pension)
        disregarded = means_test.disregarded_pension_m(codes.RESIDENT_PENSION, pension, means)
        add(fields, "pension_disregarded_m", disregarded)
        transfers = [person.get(key, 0) for key in ("entitlement_m", "old_age_m", "disability_m")]
        add(fields, "other_y", 12 * means_test.countable_transfers_m(*transfers, means))
    children = case.get("children", [])
    for child in children:
        flags = [
            child.get(key, False) for key in ("is_assisted", "is_severe", "is_ill_and_poor", "is_in_class")
        ]
        view = only(ChildView, child)
        view = view._replace(is_unable=means_test.unable_to_support(*flags, child.get("is_absent", False)))
        n_elders = fields["n_unit"]
        support = means_test.imputed_support_m(view, n_elders, len(children), standard, means)
        add(fields, "support_m", support)
    return HouseholdView(**fields)


def is_member(person: dict[str, Any], means: Any) -> bool:
    return bool(means_test.unit_member(only(MemberView, {"age": 40, **person}), means))


def add(fields: dict[str, Any], key: str, value: int) -> None:
    fields[key] = fields.get(key, 0) + value


def household_answers(case: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    book, month = laws_of(case)
    laws = basic_laws(book, month)
    view = household_of(case, laws)
    means, law = laws.means_test, laws.dibao
    standard = means_test.standard_m(view.is_urban, law)
    income_y = means_test.countable_income_y(view)
    amount = basic_living(view, laws)[1]
    refusers = sum(bool(dibao.is_refuser(count, law)) for count in case.get("refusals", []))
    return {
        "n_unit": lambda: view.n_unit,
        "deduction_m": lambda: yuan(view.employment_cost_m),
        "imputed_m": lambda: yuan(view.support_m),
        "countable_m": lambda: income_y / 1200,
        "pc_m": lambda: income_y / 1200 / view.n_unit,
        "property_ok": lambda: bool(means_test.property_ok(view, standard, means)),
        "eligible": lambda: bool(dibao.eligible(view, means, law)),
        "programme": lambda: PROGRAMME_NAMES[basic_living(view, laws)[0]],
        "amount_m": lambda: yuan(amount),
        "tier": lambda: dibao.tier_class(view, income_y, standard, law),
        "addons_m": lambda: yuan(dibao.addons_m(view, law)),
        "after_refusals_m": lambda: yuan(dibao.after_refusals_m(amount, view.n_unit, refusers)),
        "clause": lambda: dibao.CLAUSES[dibao.deciding_clause(view, means, law)],
        "low_edge_clause": lambda: low_edge.CLAUSES[
            low_edge.deciding_clause(view, means, law, laws.low_edge)
        ],
    }


def person_answers(case: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    book, month = laws_of(case)
    laws = basic_laws(book, month)
    household = household_of(case, laws)
    fields = {"age": 40, "is_urban": household.is_urban, **case["person"]}
    able = [
        bool(
            tekun.supporter_able(
                only(SupporterView, {"is_urban": household.is_urban, **other}), laws.means_test, laws.tekun
            )
        )
        for other in case.get("supporters", [])
    ]
    person = only(PersonView, fields)._replace(n_able_supporters=sum(able))
    found = person_support(person, household, laws)
    household_class = basic_living(household, laws)[0]
    failed = case.get("indicators_failed", 0)
    care = tekun.care_class_by_indicators(failed, laws.tekun)
    base = tekun.base_m(person.is_urban, laws.dibao, laws.tekun)
    alone = single_person.deciding_clause(
        person, household_class, laws.means_test, laws.dibao, laws.single_person
    )
    excludes = [scheme.excludes for scheme in PROGRAMMES if scheme.code == found[0]]
    return {
        "programme": lambda: PROGRAMME_NAMES[found[0]],
        "amount_m": lambda: yuan(found[1]),
        "household_class": lambda: PROGRAMME_NAMES[household_class],
        "severe": lambda: bool(single_person.is_severe(person, laws.means_test)),
        "able_supporters": lambda: sum(able),
        "clause": lambda: tekun.CLAUSES[tekun.deciding_clause(person, laws.dibao, laws.tekun)],
        "single_clause": lambda: single_person.CLAUSES[alone],
        "base_m": lambda: yuan(base),
        "base_y": lambda: 12 * yuan(base),
        "care_class": lambda: CARE_NAMES[care],
        "care_m": lambda: yuan(tekun.care_m(care, person.is_in_institution, laws.tekun)),
        "total_m": lambda: yuan(base + tekun.care_m(care, person.is_in_institution, laws.tekun)),
        "excludes": lambda: sorted(excludes[0]) if excludes else [],
    }


def exit_answers(case: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    book, month = laws_of(case)
    law = book.in_force("gradual_exit", month)
    exit_case = {"n_unit": 1, "is_from_work": True, "income_pc_m": 0, "addon_m": 0, **case["exit"]}
    standard = means_test.standard_m(exit_case.get("is_urban", False), book.in_force("dibao", month))
    income_y = 12 * fen(exit_case["income_pc_m"]) * exit_case["n_unit"]
    where = (income_y, exit_case["n_unit"], standard, exit_case["is_from_work"], law)
    months = range(1, law.months + 2)
    paid = [
        gradual_exit.payment_m(fen(exit_case["previous_m"]), fen(exit_case["addon_m"]), number, law)
        for number in months
    ]
    return {
        "in_exit": lambda: bool(gradual_exit.in_exit_band(*where)),
        "clause": lambda: gradual_exit.CLAUSES[gradual_exit.deciding_clause(*where)],
        "payments_m": lambda: [yuan(amount) for amount in paid[:-1]],
        "after_m": lambda: yuan(paid[-1]),
        "total": lambda: yuan(sum(paid)),
    }


def process_answers(case: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    book, month = laws_of(case)
    law = book.in_force("process", month)
    facts = case["process"]
    standard = fen(facts.get("standard_m", 0))
    return {
        "cases_a_month": lambda: round(
            process.cases_a_month(facts["staff"], facts["hours"], facts["share"], facts["hours_per_case"]), 2
        ),
        "next_reviews": lambda: [
            format_month(process.next_review(month, number, law))
            for number in (process.CLASS_A, process.CLASS_B, process.CLASS_C)
        ],
        "review_class": lambda: "ABC"[
            process.review_class(facts["n_workers_able"], facts["is_income_stable"])
        ],
        "first_payment": lambda: format_month(process.first_payment(month, law)),
        "is_small_change": lambda: bool(
            process.is_small_change(
                fen(facts["before_m"]), fen(facts["now_m"]), facts["n_unit"], standard, law
            )
        ),
    }


def holders_of(case: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    return holder_answers(case, *laws_of(case))


ASK = {
    "holder": holders_of,
    "holders": holders_of,
    "person": person_answers,
    "exit": exit_answers,
    "process": process_answers,
}


def answers(case: dict[str, Any]) -> dict[str, Any]:
    """Return the model's answers to the questions of a case."""
    kind = next((name for name in ASK if name in case), None)
    asked = (ASK[kind] if kind else household_answers)(case)
    return {key: asked[key]() for key in {**case["expected"], **case.get("wrong", {})}}


@pytest.fixture(scope="session")
def ask() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The function that answers a case."""
    return answers


@pytest.fixture(scope="session")
def unit_of() -> Callable[[dict[str, Any]], tuple[HouseholdView, BasicLaws]]:
    """The function that builds a case's unit and the law of its month."""

    def build(case: dict[str, Any]) -> tuple[HouseholdView, BasicLaws]:
        laws = basic_laws(*laws_of(case))
        return household_of(case, laws), laws

    return build
