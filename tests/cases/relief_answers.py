"""Asks the rules of relief the questions of a worked case: the same rules as the desk asks for the whole city."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sim.clock import format_month, month_of_year, parse_month
from sim.laws import Change, LawBook
from sim.money import to_fen
from sim.programmes import (
    charity,
    education_aid,
    employment_offer,
    funeral,
    house_repair,
    medical_assistance,
    monitoring,
    one_off,
    price_linked,
    rigid_household,
    temporary_relief,
    vagrant_relief,
    winter,
)
from sim.programmes.programme import Programme
from sim.state import codes
from sim.state.relief import ILLNESS, STUDY, URGENT, ReliefView

REGION = "yunxi"
HELD = {
    "none": codes.NO_PROGRAMME,
    "dibao": codes.DIBAO,
    "dibao_expenditure": codes.DIBAO_EXPENDITURE,
    "low_edge": codes.LOW_EDGE,
    "tekun": codes.TEKUN,
    "single_person": codes.SINGLE_PERSON,
}
CAUSES = {"urgent": URGENT, "illness": ILLNESS, "study": STUDY}
PATIENTS = ("none", "tekun", "dibao", "low_edge", "rigid")
SEVERITIES = ("light", "heavy", "catastrophe")
LEVELS = ("township", "county")
STAGES = ("none", "compulsory", "senior", "tertiary")
MONEY = ("income_y", "bills_y", "study_y", "rehabilitation_y", "loss")
RELIEF_MODULES: dict[str, Any] = {
    module.PROGRAMME.key: module
    for module in (
        temporary_relief, price_linked, one_off, winter, charity, rigid_household, medical_assistance, education_aid,
        employment_offer, funeral, vagrant_relief, house_repair, monitoring,
    )
}  # fmt: skip
RELIEF_PROGRAMMES: dict[str, Programme] = {key: module.PROGRAMME for key, module in RELIEF_MODULES.items()}
Questions = dict[str, Callable[[], Any]]


def fen(value: Any) -> int:
    return to_fen(Decimal(repr(value)) if isinstance(value, float) else value)


def yuan(amount: int) -> float:
    return amount / 100


class Asked:
    """The law of a case's month and the facts of the case."""

    def __init__(self, case: dict[str, Any], kind: str) -> None:
        self.month = parse_month(case.get("date", "2022-11"))
        changes = [Change(name, self.month, set=value) for name, value in case.get("law", {}).items()]
        self.book = LawBook(REGION, changes)
        self.facts: dict[str, Any] = case[kind]
        self.held = HELD[self.facts.get("holds", "none")]

    def law(self, name: str) -> Any:
        return self.book.in_force(name, self.month)

    def get(self, key: str, default: Any) -> Any:
        return self.facts.get(key, default)

    def view(self) -> ReliefView:
        fields = {key: self.facts[key] for key in ReliefView._fields if key in self.facts}
        fields |= {key: fen(self.facts[key]) for key in MONEY if key in self.facts}
        return ReliefView(**{"n_persons": 1, "is_urban": False, "programme": self.held, **fields})


def relief_answers(asked: Asked) -> Questions:
    law, dibao, means = asked.law("temporary_relief"), asked.law("dibao"), asked.law("means_test")
    view, cause = asked.view(), CAUSES[asked.get("cause", "urgent")]
    amount = temporary_relief.amount(view, cause, dibao, law)
    need = temporary_relief.need(view, cause)
    line_m = dibao.standard_urban_m * view.n_persons
    return {
        "eligible": lambda: bool(temporary_relief.eligible(view, cause, means, law)),
        "clause": lambda: temporary_relief.CLAUSES[temporary_relief.deciding_clause(view, cause, means, law)],
        "amount": lambda: yuan(amount),
        "per_person": lambda: yuan(amount // view.n_persons),
        "severity": lambda: SEVERITIES[temporary_relief.severity(need, line_m, law)],
        "approval": lambda: LEVELS[temporary_relief.approval_level(amount, law)],
        "months_to_payment": lambda: temporary_relief.months_to_payment(cause, amount, law),
        "small_amount": lambda: yuan(temporary_relief.small_amount(view, law)),
    }


def price_answers(asked: Asked) -> Questions:
    law = asked.law("price_linked")
    rise = price_linked.index(float(asked.facts["cpi"]), float(asked.facts["food"]), law)
    pays = price_linked.eligible(asked.held, rise, law)
    amount = price_linked.amount(asked.get("is_urban", False), rise, asked.law("dibao"), law)
    return {
        "triggered": lambda: rise > 0,
        "eligible": lambda: bool(pays),
        "amount_m": lambda: yuan(amount if pays else 0),
        "clause": lambda: price_linked.CLAUSES[price_linked.deciding_clause(asked.held, rise, law)],
    }


def head_answers(asked: Asked) -> Questions:
    law = asked.law("one_off")
    amount = one_off.amount(asked.held, law)
    return {
        "amount": lambda: yuan(amount),
        "household": lambda: yuan(amount * asked.facts["n_persons"]),
        "clause": lambda: one_off.CLAUSES[one_off.deciding_clause(asked.held, law)],
        "eligible": lambda: bool(one_off.eligible(asked.held, law)),
    }


def winter_answers(asked: Asked) -> Questions:
    where = (asked.held, month_of_year(asked.month), asked.law("winter"))
    return {
        "heating": lambda: yuan(winter.heating(*where)),
        "festival": lambda: yuan(winter.festival(*where)),
        "goods": lambda: yuan(winter.goods(*where)),
        "amount": lambda: yuan(winter.amount(*where)),
        "clause": lambda: winter.CLAUSES[winter.deciding_clause(*where)],
        "eligible": lambda: bool(winter.eligible(*where)),
    }


def gift_answers(asked: Asked) -> Questions:
    where = (asked.held, bool(asked.get("is_drawn", False)), asked.law("charity"))
    return {
        "amount": lambda: yuan(charity.amount(*where)),
        "clause": lambda: charity.CLAUSES[charity.deciding_clause(*where)],
        "eligible": lambda: bool(charity.eligible(*where)),
    }


def rigid_answers(asked: Asked) -> Questions:
    means, law, view = asked.law("means_test"), asked.law("rigid_household"), asked.view()
    return {
        "recognised": lambda: bool(rigid_household.eligible(view, means, law)),
        "clause": lambda: rigid_household.CLAUSES[rigid_household.deciding_clause(view, means, law)],
        "ratio": lambda: round(rigid_household.ratio(view), 4),
        "amount_m": lambda: yuan(rigid_household.amount(view, means, law)),
        "valid_months": lambda: rigid_household.valid_until(asked.month, law) - asked.month + 1,
        "valid_until": lambda: format_month(rigid_household.valid_until(asked.month, law)),
    }


def medical_answers(asked: Asked) -> Questions:
    law = asked.law("medical_assistance")
    patient = medical_assistance.class_of(asked.held, bool(asked.get("is_rigid", False)))
    cost, before = fen(asked.get("cost", 0)), fen(asked.get("cost_before_y", 0))
    disposable = fen(asked.get("disposable_y", 0))
    aid = medical_assistance.amount(before, cost, patient, disposable, law)
    where = (patient, before + cost, disposable, law)
    return {
        "class": lambda: PATIENTS[patient],
        "policy_cost": lambda: yuan(medical_assistance.policy_cost(cost, law)),
        "aid": lambda: yuan(aid),
        "left": lambda: yuan(cost - aid),
        "deductible": lambda: yuan(medical_assistance.deductible_y(patient, disposable, law)),
        "clause": lambda: medical_assistance.CLAUSES[medical_assistance.deciding_clause(*where)],
        "cash_at_admission": lambda: yuan(medical_assistance.cash_at_admission(patient, law)),
        "chance_to_forgo": lambda: medical_assistance.chance_to_forgo(
            fen(asked.get("liquid", 0)), patient, law
        ),
    }


def school_answers(asked: Asked) -> Questions:
    law = asked.law("education_aid")
    stage = education_aid.stage(asked.facts["age"], bool(asked.get("is_student", True)), law)
    where = (stage, asked.held, bool(asked.get("is_rigid", False)), law)
    pays = education_aid.eligible(*where)
    return {
        "stage": lambda: STAGES[stage],
        "eligible": lambda: bool(pays),
        "clause": lambda: education_aid.CLAUSES[education_aid.deciding_clause(*where)],
        "year": lambda: yuan(education_aid.amount_y(stage, law) if pays else 0),
        "month": lambda: yuan(education_aid.amount(stage, month_of_year(asked.month), law) if pays else 0),
    }


def offer_answers(asked: Asked) -> Questions:
    law, view = asked.law("employment_offer"), asked.view()
    return {
        "eligible": lambda: bool(employment_offer.eligible(view, law)),
        "clause": lambda: employment_offer.CLAUSES[employment_offer.deciding_clause(view, law)],
        "post_m": lambda: yuan(employment_offer.amount(asked.law("tekun").minimum_wage_m, law)),
        "ends": lambda: format_month(employment_offer.ends(asked.month, law)),
        "posts": lambda: employment_offer.number_of_posts(asked.facts["residents"], law),
    }


def funeral_answers(asked: Asked) -> Questions:
    law = asked.law("funeral")
    where = (asked.held, bool(asked.get("is_cremated", False)), bool(asked.get("has_state_allowance", False)))
    base = fen(asked.get("base_m", 0))
    return {
        "free_package": lambda: bool(funeral.eligible(*where, law)),
        "amount": lambda: yuan(funeral.amount(*where, base, law)),
        "clause": lambda: funeral.CLAUSES[funeral.deciding_clause(*where, law)],
    }


def vagrant_answers(asked: Asked) -> Questions:
    law, age = asked.law("vagrant_relief"), asked.facts["age"]
    signs, disabled = bool(asked.get("has_signs", False)), bool(asked.get("is_disabled", False))
    day, escorted = asked.get("day", 1), bool(vagrant_relief.needs_escort(age, disabled, law))
    clause = vagrant_relief.deciding_clause(age, signs, disabled, day, law)
    return {
        "longest_days": lambda: vagrant_relief.longest_stay(age, signs, law),
        "must_leave": lambda: bool(vagrant_relief.must_leave(age, signs, day, law)),
        "is_escorted": lambda: escorted,
        "eligible": lambda: bool(vagrant_relief.eligible(age, signs, day, law)),
        "clause": lambda: vagrant_relief.CLAUSES[clause],
        "cost": lambda: yuan(vagrant_relief.amount(day, escorted, law)),
    }


def repair_answers(asked: Asked) -> Questions:
    law, view = asked.law("house_repair"), asked.view()
    pays = house_repair.eligible(view, law)
    return {
        "eligible": lambda: bool(pays),
        "amount": lambda: yuan(house_repair.amount(view, law) if pays else 0),
        "clause": lambda: house_repair.CLAUSES[house_repair.deciding_clause(view, law)],
    }


def watch_answers(asked: Asked) -> Questions:
    facts = asked.facts
    money = (fen(facts.get("income_m", 0)), fen(facts.get("line_m", 0)))
    where = (asked.held, bool(facts.get("is_rigid", False)), *money, bool(facts.get("is_known", True)))
    law = asked.law("monitoring")
    return {
        "listed": lambda: bool(monitoring.eligible(*where, law)),
        "clause": lambda: monitoring.CLAUSES[monitoring.deciding_clause(*where, law)],
        "amount": lambda: yuan(monitoring.amount(asked.held, law)),
    }


def account_answers(asked: Asked) -> Questions:
    facts = asked.facts
    return {"each": lambda: round(facts["total"] / facts["number"], 2)}


RELIEF_ASK: dict[str, Callable[[Asked], Questions]] = {
    "relief": relief_answers,
    "prices": price_answers,
    "heads": head_answers,
    "winter": winter_answers,
    "gift": gift_answers,
    "rigid": rigid_answers,
    "medical": medical_answers,
    "school": school_answers,
    "offer": offer_answers,
    "funeral": funeral_answers,
    "vagrant": vagrant_answers,
    "repair": repair_answers,
    "watch": watch_answers,
    "account": account_answers,
}


def relief_kind(case: dict[str, Any]) -> str | None:
    return next((kind for kind in RELIEF_ASK if kind in case), None)


def ask_relief(case: dict[str, Any], kind: str) -> Questions:
    """Return the questions that a case of relief can ask."""
    return RELIEF_ASK[kind](Asked(case, kind))
