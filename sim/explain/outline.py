"""The outline: an account as titled lists of labelled lines in one language; text and page are made from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.explain.phrases import (
    PROGRAMME_WORDS,
    STATUS_WORDS,
    cited_short,
    cited_text,
    clause_text,
    joined,
    member_label,
    member_text,
    money,
    property_text,
    say,
    scheme_answer,
    scheme_standing,
)
from sim.words import label, number

if TYPE_CHECKING:
    from sim.explain.account import Explanation, Means, SchemeExplanation


@dataclass(frozen=True)
class Line:
    """One line: what, and what of it; `parts` are lines below it; a page folds away what is `is_minor`."""

    label: str
    value: str
    parts: tuple[Line, ...] = ()
    is_minor: bool = False


@dataclass(frozen=True)
class Section:
    """A titled list of lines."""

    title: str
    lines: tuple[Line, ...]


def outline(account: Explanation, lang: str) -> tuple[Section, ...]:
    """Return the account in a language: the household, its members, the means test, the office, each scheme."""
    parts = (
        ("members", _members(account, lang)),
        ("means", _means(account.means, lang)),
        ("property", _property(account.means, lang)),
        ("office", _office(account, lang)),
        ("schemes", _schemes(account, lang)),
        ("numbers", _numbers(account, lang)),
    )
    head = Section(_title(account, lang), tuple(_head(account, lang)))
    return (head, *(Section(say(f"part_{key}", lang), tuple(lines)) for key, lines in parts))


def _title(account: Explanation, lang: str) -> str:
    values = {
        "region": getattr(account.region, lang),
        "household": account.household,
        "month": account.month,
    }
    return say("title", lang, values)


def _head(account: Explanation, lang: str) -> Iterator[Line]:
    residence = label("group_urban" if account.is_urban else "group_rural", lang)
    town = getattr(account.township, lang)
    yield Line(say("scenario", lang), getattr(account.scenario, lang))
    yield Line(say("place", lang), say("place_words", lang, {"township": town, "residence": residence}))
    yield Line(say("note", lang), say("simulated", lang))
    if not account.is_followed:
        yield Line(say("note", lang), say("collective" if account.is_collective else "not_followed", lang))


def _members(account: Explanation, lang: str) -> Iterator[Line]:
    for member in account.members:
        yield Line(member_label(member, lang), member_text(member, lang))


def _means(means: Means, lang: str) -> Iterator[Line]:
    def line(key: str, fen: int, sign: str = "", unit: str = "yuan_year") -> Line:
        return Line(say(f"means_{key}", lang), (sign if fen else "") + money(fen, lang, unit))

    yield Line(say("means_n_unit", lang), number(means.n_unit, "persons", lang))
    yield line("wages", means.wages_y)
    if means.post_y > 0:
        yield line("post", means.post_y)
    yield line("employment_cost", means.employment_cost_y, "−")
    yield line("earned", means.earned_y)
    yield line("pension", means.pension_y)
    yield line("pension_disregarded", means.pension_disregarded_y, "−")
    yield line("farm", means.farm_y)
    yield line("other", means.other_y)
    children = tuple(_children(means, lang))
    yield Line(say("means_support", lang), money(means.support_y, lang, "yuan_year"), children)
    yield line("countable", means.countable_y)
    yield line("countable_pc", means.countable_pc_m, unit="yuan_month")
    yield line("standard", means.standard_m, unit="yuan_month")
    yield line("low_edge", means.low_edge_m, unit="yuan_month")
    yield line("spending", means.spending_y, "−")
    yield line("after_spending", means.after_spending_y)
    yield line("after_spending_pc", means.after_spending_pc_m, unit="yuan_month")


def _children(means: Means, lang: str) -> Iterator[Line]:
    for place, child in enumerate(means.children, start=1):
        values = {
            "members": child.n_members,
            "income": money(child.income_pc_m, lang, "yuan_month"),
            "elders": child.n_elders,
            "support": money(child.support_m, lang, "yuan_month"),
        }
        key = "child_unable" if child.is_unable else "child_words"
        yield Line(say("child", lang, {"n": place}), say(key, lang, values))


def _property(means: Means, lang: str) -> Iterator[Line]:
    for item in means.property:
        yield Line(say(f"property_{item.key}", lang), property_text(item, lang))


def _office(account: Explanation, lang: str) -> Iterator[Line]:
    standing = account.standing
    yield Line(say("office_status", lang), label(STATUS_WORDS[standing.status], lang))
    yield Line(say("office_holds", lang), label(PROGRAMME_WORDS[standing.programme], lang))
    if standing.refusal is not None:
        yield Line(say("office_refusal", lang), label(f"group_{standing.refusal}", lang))
    yield Line(say("office_paid", lang), money(standing.paid_m, lang, "yuan_month"))
    yield Line(say("office_paid_y", lang), money(standing.paid_y, lang, "yuan"))
    for key in ("applied", "decided", "first_payment", "next_review", "until", "visited"):
        month = getattr(standing, key)
        if month is not None:
            yield Line(say(f"office_{key}", lang), month)


def _schemes(account: Explanation, lang: str) -> Iterator[Line]:
    people = {member.row: member for member in account.members}
    for scheme in account.schemes:
        name = getattr(scheme.name, lang)
        if scheme.holder is not None:
            holder = member_label(people[scheme.holder], lang)
            name = say("scheme_of", lang, {"scheme": name, "member": holder})
        concerns = scheme.entitled or scheme.paid_m > 0 or scheme_standing(scheme, lang)
        yield Line(name, scheme_answer(scheme, lang), tuple(_scheme(scheme, lang)), not concerns)


def _scheme(scheme: SchemeExplanation, lang: str) -> Iterator[Line]:
    yield Line(say("because", lang), clause_text(scheme.clause, lang))
    if scheme.parameters:
        yield Line(say("law", lang), joined([cited_short(cited, lang) for cited in scheme.parameters], lang))
    standing = scheme_standing(scheme, lang)
    if standing:
        yield Line(say("standing", lang), standing)
    for note in scheme.notes:
        yield Line(say("note", lang), getattr(note, lang))


def _numbers(account: Explanation, lang: str) -> Iterator[Line]:
    """Yield each number of the law once, with its status and source."""
    cited = {one.name: one for scheme in account.schemes for one in scheme.parameters}
    for one in cited.values():
        yield Line(getattr(one.label, lang), cited_text(one, lang), is_minor=True)
