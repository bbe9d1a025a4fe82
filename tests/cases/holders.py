"""Asks the schemes of single persons the questions of a worked case."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np

from sim.laws import LawBook
from sim.money import to_fen
from sim.programmes import care_voucher, codes, parents
from sim.programmes.allowances import (
    ALLOWANCES,
    KEYS,
    allowance_interactions,
    allowance_laws,
    allowances,
    deciding_clause,
)
from sim.state import codes as states
from sim.state.holder import HolderView

PARENTS = {
    name: getattr(codes, f"PARENT_{name.upper()}")
    for name in "able dead missing unknown disabled ill confined out_of_contact revoked".split()
}
HELD = ("none", "dibao", "dibao_expenditure", "low_edge", "tekun", "single_person")
STATUS = {codes.BROUGHT_UP: "brought_up", codes.ORPHANED: "orphaned", codes.UNATTENDED: "unattended"}


def holder(fields: dict[str, Any]) -> HolderView:
    """Turn a case's words and yuan into the codes and fen of a view."""
    view = {}
    for key, value in {"is_urban": False, **fields}.items():
        if key in ("father", "mother"):
            view[key] = PARENTS[value]
        elif key == "held":
            view[key] = HELD.index(value)
        elif key == "disability_type":
            view[key] = getattr(states, value.upper())
        else:
            money = key.endswith("_m")
            view[key] = (
                to_fen(Decimal(repr(value)) if isinstance(value, float) else value) if money else value
            )
    return HolderView(**view)


def paid(view: HolderView, book: LawBook, month: int) -> dict[str, float]:
    out = np.zeros(len(KEYS), np.int64)
    allowances(view, allowance_laws(book, month), allowance_interactions(), out)
    return {key: fen / 100 for key, fen in zip(KEYS, out.tolist(), strict=True) if fen}


def alone(view: HolderView, book: LawBook, month: int, key: str) -> tuple[bool, float]:
    """Return what one scheme says by its own rule alone: entitled, and to how much."""
    scheme = ALLOWANCES[KEYS.index(key)]
    laws = [book.in_force(name, month) for name in scheme.laws]
    entitled = bool(scheme.eligible(view, *laws))
    return entitled, scheme.amount(view, *laws) / 100 if entitled else 0.0


def holder_answers(case: dict[str, Any], book: LawBook, month: int) -> dict[str, Callable[[], Any]]:
    fields = case.get("holders", [case.get("holder", {"age": 40})])
    views = [holder(one) for one in fields]
    view, scheme = views[0], case.get("scheme", "orphan")
    voucher, orphan, defacto = (
        book.in_force(name, month) for name in ("care_voucher", "orphan", "defacto_child")
    )
    return {
        "paid": lambda: paid(view, book, month),
        "monthly": lambda: [sum(paid(one, book, month).values()) for one in views],
        "total": lambda: sum(sum(paid(one, book, month).values()) for one in views),
        "eligible": lambda: alone(view, book, month, scheme)[0],
        "amount_m": lambda: alone(view, book, month, scheme)[1],
        "clause": lambda: deciding_clause(scheme, view, book, month)[1],
        "statuses": lambda: [STATUS[int(parents.child_status(one.father, one.mother))] for one in views],
        "home_voucher": lambda: care_voucher.home_m(view.home_care_m, voucher) / 100,
        "institution_voucher": lambda: care_voucher.institution_m(view.fee_m, voucher) / 100,
        "standards": lambda: [
            fen / 100
            for fen in (
                ALLOWANCES[0].amount(view._replace(is_in_institution=True), orphan),
                ALLOWANCES[0].amount(view._replace(is_in_institution=False), orphan),
                ALLOWANCES[1].amount(view, defacto),
            )
        ],
    }
