"""An account as a tidy frame, one row a figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from sim.explain.phrases import (
    cited_text,
    clause_text,
    member_label,
    member_text,
    property_text,
    say,
    scheme_standing,
)
from sim.money import fen_to_yuan

if TYPE_CHECKING:
    from sim.explain.account import Explanation, Means, SchemeExplanation

COLUMNS = ("part", "item", "holder", "label", "value", "unit", "detail")
Row: TypeAlias = tuple[str, str, int | None, str, float | None, str, str]

_YEARLY = (
    "wages post employment_cost earned pension pension_disregarded farm other support countable "
    "spending after_spending"
).split()
_MONTHLY = (
    ("countable_pc", "countable_pc_m"),
    ("after_spending_pc", "after_spending_pc_m"),
    ("standard", "standard_m"),
    ("low_edge", "low_edge_m"),
)


def explanation_frame(account: Explanation, lang: str) -> pd.DataFrame:
    """Return the account as a frame with COLUMNS; money in yuan, a yes as 1, `holder` a row of persons."""
    rows: list[Row] = [
        ("members", "age", one.row, member_label(one, lang), float(one.age), "years", member_text(one, lang))
        for one in account.members
    ]
    rows += _means_rows(account.means, lang)
    for scheme in account.schemes:
        rows += _scheme_rows(scheme, lang)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["holder"] = frame["holder"].astype("Int64")
    frame.insert(0, "month", account.month)
    frame.insert(0, "household", account.household)
    return frame


def _yuan(fen: int) -> float:
    return float(fen_to_yuan(fen))


def _means_rows(means: Means, lang: str) -> Iterator[Row]:
    yield ("means", "n_unit", None, say("means_n_unit", lang), float(means.n_unit), "persons", "")
    for key in _YEARLY:
        fen = getattr(means, f"{key}_y")
        yield ("means", f"{key}_y", None, say(f"means_{key}", lang), _yuan(fen), "yuan_year", "")
    for key, name in _MONTHLY:
        fen = getattr(means, name)
        yield ("means", name, None, say(f"means_{key}", lang), _yuan(fen), "yuan_month", "")
    for place, child in enumerate(means.children, start=1):
        words = say("child", lang, {"n": place})
        yield ("means", f"child_{place}_support_m", None, words, _yuan(child.support_m), "yuan_month", "")
    for item in means.property:
        held = _yuan(item.held) if item.key == "assets" else float(item.held)
        unit = "yuan" if item.key == "assets" else "none"
        words = say(f"property_{item.key}", lang)
        yield ("property", item.key, None, words, held, unit, property_text(item, lang))


def _scheme_rows(scheme: SchemeExplanation, lang: str) -> Iterator[Row]:
    name, holder = getattr(scheme.name, lang), scheme.holder
    yield (
        scheme.key, "entitled", holder, name, float(scheme.entitled), "none", clause_text(scheme.clause, lang)
    )  # fmt: skip
    yield (scheme.key, "status", holder, name, None, "none", scheme_standing(scheme, lang))
    yield (scheme.key, "amount_m", holder, name, _yuan(scheme.amount_m), "yuan_month", "")
    yield (scheme.key, "once", holder, name, _yuan(scheme.once), "yuan", "")
    yield (scheme.key, "paid_m", holder, name, _yuan(scheme.paid_m), "yuan_month", "")
    for cited in scheme.parameters:
        text = cited_text(cited, lang)
        yield (
            scheme.key,
            cited.name,
            holder,
            getattr(cited.label, lang),
            _number(cited.value),
            cited.unit,
            text,
        )


def _number(text: str) -> float | None:
    """Return a value of the law as a number; None for a word."""
    try:
        return float(text)
    except ValueError:
        return None
