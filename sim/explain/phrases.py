"""Phrases of an account: one member, one amount, one clause, one number of the law, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from sim.laws import Clause
from sim.money import fen_to_yuan
from sim.words import label, sentence, source_words

if TYPE_CHECKING:
    from sim.explain.account import CitedParameter, Member, PropertyItem, SchemeExplanation

# Words of the codes, in the order of `state.codes` and `state.claims`.
_SEX = ("code_male", "code_female")
_RELATION = (
    "code_head",
    "code_spouse",
    "code_child",
    "code_parent",
    "code_grandchild",
    "code_other_relation",
    "code_collective",
)
_WORK = tuple(f"code_{word}" for word in "not_working formal informal farming migrant student".split())
_PENSION = ("code_no_pension", "code_resident_pension", "code_employee_pension")
_DISABILITY = tuple(
    f"code_{word}" for word in "no_disability visual hearing speech physical intellectual mental".split()
)
_ABILITY = tuple(f"code_{word}" for word in "able mild moderate severe total".split())
STATUS_WORDS = tuple(f"code_{word}" for word in "unaware aware queued receiving cooling exiting".split())
PROGRAMME_WORDS = tuple(
    f"group_{word}" for word in "no_programme dibao dibao_expenditure low_edge tekun single_person".split()
)
_PER_CENT = Decimal(100)


def say(key: str, lang: str, values: Mapping[str, object] | None = None) -> str:
    """Return a sentence of the words of explanations."""
    return sentence(f"explain_{key}", lang, values)


def money(fen: int, lang: str, unit: str) -> str:
    """Return an amount to the fen with its unit: "1,234.5 yuan a month"; whole yuan without decimals."""
    amount = fen_to_yuan(fen)
    text = f"{amount:,.2f}" if amount != amount.to_integral_value() else f"{amount:,.0f}"
    return f"{text}{label(f'unit_{unit}', lang)}" if lang == "zh" else f"{text} {label(f'unit_{unit}', lang)}"


def joined(parts: list[str], lang: str) -> str:
    """Return phrases as one line."""
    return ("；" if lang == "zh" else "; ").join(parts)


def member_label(member: Member, lang: str) -> str:
    """Return who it is: relation, sex and age."""
    relation = say("moved_in", lang) if member.relation < 0 else label(_RELATION[member.relation], lang)
    values = {
        "relation": relation,
        "sex": label(_SEX[member.sex], lang),
        "age": member.age,
        "row": member.row,
    }
    return say("member", lang, values)


def member_text(member: Member, lang: str) -> str:
    """Return work, pension, disability, ability and illness of a member."""
    parts = [label(_WORK[member.work], lang)]
    if member.wage_m > 0:
        parts.append(say("wage", lang, {"amount": money(member.wage_m, lang, "yuan_month")}))
        parts.append(say("cost", lang, {"amount": money(member.employment_cost_m, lang, "yuan_month")}))
    parts.append(label(_PENSION[member.pension], lang))
    if member.pension_m > 0:
        parts.append(money(member.pension_m, lang, "yuan_month"))
    if member.pension_disregarded_m > 0:
        amount = money(member.pension_disregarded_m, lang, "yuan_month")
        parts.append(say("disregarded", lang, {"amount": amount}))
    if member.disability_grade > 0:
        kind = label(_DISABILITY[member.disability_type], lang)
        parts.append(say("disability", lang, {"kind": kind, "grade": member.disability_grade}))
    parts.append(label(_ABILITY[member.ability], lang))
    if member.is_ill:
        parts.append(say("ill", lang))
    if not member.is_in_unit:
        parts.append(say("outside_unit", lang))
    return joined(parts, lang)


def property_text(item: PropertyItem, lang: str) -> str:
    """Return what is owned against the limit."""
    verdict = say("within" if item.is_within else "over", lang)
    if item.key == "assets":
        held, limit = (money(fen, lang, "yuan") for fen in (item.held, item.limit))
    elif item.key == "houses":
        held, limit = str(item.held), str(item.limit)
    else:
        held = say("yes" if item.held else "no", lang)
        limit = say("allowed" if item.limit else "not_allowed", lang)
    return say("property_words", lang, {"held": held, "limit": limit, "verdict": verdict})


def clause_text(clause: Clause, lang: str) -> str:
    """Return the sentence that decides, with its legal source when it is one of the law."""
    text = getattr(clause.text, lang)
    if not clause.source:
        return text
    return say("clause", lang, {"text": text, "source": source_words(clause.source, lang)})


def value_text(cited: CitedParameter, lang: str) -> str:
    """Return the value of a number of the law with its unit."""
    base = cited.unit.replace("/", " ").split()[0]
    if base == "switch":
        return say(cited.value, lang)
    if base == "choice":
        return label(f"choice_{cited.value}", lang)
    if base == "share":
        return f"{(Decimal(cited.value) * _PER_CENT).normalize():f}%"
    unit = say("unit_" + re.sub("[/ ]", "_", cited.unit), lang)
    amount = f"{Decimal(cited.value):,f}"
    return f"{amount}{unit}" if lang == "zh" else f"{amount} {unit}"


def status_text(cited: CitedParameter, lang: str) -> str:
    """Return how a number is known; an assumption is called one."""
    known = "explain_status_scenario" if cited.status == "scenario" else f"status_{cited.status}"
    status = label(known, lang)
    if cited.is_assumption and cited.status != "assumed":
        return joined([label("role_assumption", lang), status], lang)
    return status


def _cited_values(cited: CitedParameter, lang: str) -> dict[str, object]:
    return {
        "name": getattr(cited.label, lang),
        "value": value_text(cited, lang),
        "month": cited.from_month,
        "status": status_text(cited, lang),
        "source": source_words(cited.source, lang),
    }


def cited_short(cited: CitedParameter, lang: str) -> str:
    """Return a number of the law with its name, month and status."""
    return say("cited_short", lang, _cited_values(cited, lang))


def cited_text(cited: CitedParameter, lang: str) -> str:
    """Return a number of the law with its month, status and source."""
    return say("cited", lang, _cited_values(cited, lang))


def scheme_answer(scheme: SchemeExplanation, lang: str) -> str:
    """Return yes or no, and the amount due by law."""
    if scheme.key == "care_bed":
        return say("may_ask" if scheme.entitled else "may_not_ask", lang)
    if not scheme.entitled:
        return say("not_entitled", lang)
    if scheme.once > 0:
        return say("entitled_once", lang, {"amount": money(scheme.once, lang, "yuan")})
    if scheme.amount_m == 0:
        return say("entitled", lang)
    amount = money(scheme.amount_m, lang, "yuan_month")
    if scheme.care_m == 0:
        return say("entitled_to", lang, {"amount": amount})
    return say(
        "entitled_with_care", lang, {"amount": amount, "care": money(scheme.care_m, lang, "yuan_month")}
    )


def scheme_standing(scheme: SchemeExplanation, lang: str) -> str:
    """Return where the household stands on one scheme; nothing where it neither has nor is due it."""
    if scheme.status == "none":
        return ""
    parts = [say(f"status_{scheme.status}", lang)]
    if scheme.paid_m > 0:
        parts.append(say("paid", lang, {"amount": money(scheme.paid_m, lang, "yuan_month")}))
    dated: tuple[tuple[str, str | None], ...]
    if scheme.key == "care_bed":
        dated = (("since", scheme.applied), ("assessed_next", scheme.next_review))
    else:
        is_exit = scheme.key == "gradual_exit"
        dated = (
            ("since" if is_exit else "applied", scheme.applied),
            ("first_payment", scheme.first_payment),
            ("next_review", scheme.next_review),
            ("until" if is_exit else "again", scheme.until),
        )
    parts += [say(f"dated_{key}", lang, {"month": month}) for key, month in dated if month is not None]
    return joined(parts, lang)
