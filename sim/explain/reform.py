"""What a reform changes for one household: its account under a scenario beside that under the one it is held against.

Both are the same household in the same month: lives read no benefits, so only the law, the office and the money differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from sim.explain.account import CitedParameter, Explanation, SchemeExplanation
from sim.explain.outline import Line, Section, outline
from sim.explain.phrases import (
    clause_text,
    member_label,
    money,
    say,
    scheme_answer,
    scheme_standing,
    value_text,
)
from sim.explain.rendering import outline_html, outline_text
from sim.money import fen_to_yuan

COLUMNS = ("household", "month", "scheme", "holder", "figure", "before", "after")
_FIGURES = ("entitled", "amount_m", "once", "paid_m", "status")


@dataclass(frozen=True)
class SchemeChange:
    """One scheme that a reform treats otherwise, for the unit or for one member; None where it is not shown."""

    key: str
    holder: int | None
    before: SchemeExplanation | None
    after: SchemeExplanation | None


@dataclass(frozen=True)
class Reform:
    """The account of a household under a reform, and what it changes.

    Attributes
    ----------
    before, after : Explanation
        Under the scenario that it is held against, and under the reform.
    """

    before: Explanation
    after: Explanation
    lang: str = "en"

    @property
    def changes(self) -> tuple[SchemeChange, ...]:
        """The schemes whose answer, sum, payment, standing or deciding sentence differ."""
        old = {(one.key, one.holder): one for one in self.before.schemes}
        new = {(one.key, one.holder): one for one in self.after.schemes}
        both = [SchemeChange(*key, old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new))]
        return tuple(one for one in both if _signature(one.before) != _signature(one.after))

    @property
    def numbers(self) -> tuple[tuple[CitedParameter, CitedParameter], ...]:
        """The numbers of the law that both accounts cite and that differ, before and after."""
        old, new = (
            {cited.name: cited for scheme in account.schemes for cited in scheme.parameters}
            for account in (self.before, self.after)
        )
        return tuple(
            (old[name], new[name]) for name in old if name in new and old[name].value != new[name].value
        )

    def outline(self, lang: str) -> tuple[Section, ...]:
        """Return the account under the reform, with what it changes after the head, in "zh" or "en"."""
        head, *rest = outline(self.after, lang)
        return (head, Section(self._title(lang), tuple(self._lines(lang))), *rest)

    def text(self, lang: str = "en") -> str:
        """Return it as plain text, in "zh" or "en"."""
        return outline_text(self.outline(lang))

    def html(self, lang: str = "en") -> str:
        """Return it as a page fragment, in "zh" or "en"."""
        return outline_html(self.outline(lang), lang)

    def frame(self) -> pd.DataFrame:
        """Return one row a changed figure with COLUMNS; money in yuan a month, `once` in yuan, entitled as 0 or 1."""
        rows = [
            (self.after.household, self.after.month, one.key, one.holder, figure, *_pair(one, figure))
            for one in self.changes
            for figure in _FIGURES
            if _pair(one, figure)[0] != _pair(one, figure)[1]
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"holder": "Int64"})

    def _repr_html_(self) -> str:
        return self.html(self.lang)

    def _title(self, lang: str) -> str:
        values = {
            "reform": getattr(self.after.scenario, lang),
            "other": getattr(self.before.scenario, lang),
        }
        return say("reform_title", lang, values)

    def _lines(self, lang: str) -> Iterator[Line]:
        for old, new in self.numbers:
            yield Line(getattr(new.label, lang), _arrow(value_text(old, lang), value_text(new, lang), lang))
        for change in self.changes:
            yield self._change_line(change, lang)
        if not self.changes:
            yield Line(say("reform_schemes", lang), say("reform_nothing", lang))
        for key, (before, after), unit in self._totals():
            texts = money(before, lang, unit), money(after, lang, unit)
            yield Line(say(f"reform_{key}", lang), _arrow(texts[0], texts[1], lang))

    def _totals(self) -> Iterator[tuple[str, tuple[int, int], str]]:
        accounts = (self.before, self.after)
        due = [sum(one.amount_m for one in account.schemes) for account in accounts]
        paid = [sum(one.paid_m for one in account.schemes) for account in accounts]
        year = [account.standing.paid_y for account in accounts]
        yield "due", (due[0], due[1]), "yuan_month"
        yield "paid", (paid[0], paid[1]), "yuan_month"
        yield "paid_y", (year[0], year[1]), "yuan"

    def _change_line(self, change: SchemeChange, lang: str) -> Line:
        people = {member.row: member for member in self.after.members}
        one = change.after or change.before
        name = getattr(one.name, lang) if one is not None else ""
        if change.holder in people:
            values = {"scheme": name, "member": member_label(people[change.holder], lang)}
            name = say("scheme_of", lang, values)
        answers = [_answer(side, lang) for side in (change.before, change.after)]
        return Line(name, _arrow(answers[0], answers[1], lang), tuple(_parts(change, lang)))


def _parts(change: SchemeChange, lang: str) -> Iterator[Line]:
    for say_key, tell in (("because", _because), ("standing", _standing)):
        old, new = (tell(side, lang) for side in (change.before, change.after))
        if old != new:
            yield Line(say(f"reform_{say_key}", lang), _arrow(old, new, lang))


def _answer(one: SchemeExplanation | None, lang: str) -> str:
    return say("not_entitled", lang) if one is None else scheme_answer(one, lang)


def _because(one: SchemeExplanation | None, lang: str) -> str:
    return say("reform_none", lang) if one is None else clause_text(one.clause, lang)


def _standing(one: SchemeExplanation | None, lang: str) -> str:
    return (scheme_standing(one, lang) if one is not None else "") or say("reform_none", lang)


def _arrow(old: str, new: str, lang: str) -> str:
    return new if old == new else say("reform_arrow", lang, {"before": old, "after": new})


def _signature(one: SchemeExplanation | None) -> tuple[object, ...]:
    if one is None:
        return (False, 0, 0, 0, 0, "none", "")
    return (one.entitled, one.amount_m, one.care_m, one.once, one.paid_m, one.status, one.clause.key)


def _pair(change: SchemeChange, figure: str) -> tuple[object, object]:
    return _figure(change.before, figure), _figure(change.after, figure)


def _figure(one: SchemeExplanation | None, figure: str) -> object:
    if figure == "status":
        return "none" if one is None else one.status
    value = 0 if one is None else getattr(one, figure)
    return int(value) if figure == "entitled" else float(fen_to_yuan(value))
