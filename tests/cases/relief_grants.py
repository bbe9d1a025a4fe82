"""The most generous case of relief: which schemes would give something to a household that everything has befallen."""

from __future__ import annotations

from typing import Any

from sim.clock import month_of_year, parse_month
from sim.laws import LawBook
from sim.state.codes import DIBAO, LOW_EDGE, NO_PROGRAMME
from sim.state.relief import ILLNESS, ReliefView
from tests.cases.relief_answers import RELIEF_MODULES

BASE_M = 80_000  # tekun base, fen a month
BILL = 1_000_000
POOR = ReliefView(
    n_persons=3, is_urban=False, income_y=600_000, bills_y=5_000_000, n_able=1, is_dangerous=True
)  # fmt: skip


def granted(book: LawBook, month: int, held: int = DIBAO, known: LawBook | None = None) -> dict[str, bool]:
    """Return which schemes of relief would give something in a month to a household of a class.

    `known` is a law book whose means test and dibao of November 2022 hold whatever the month, for dates before them.
    """

    def law(name: str) -> Any:
        return book.in_force(name, month)

    def standing(name: str) -> Any:
        return law(name) if known is None else known.in_force(name, parse_month("2022-11"))

    m, means, dibao = RELIEF_MODULES, standing("means_test"), standing("dibao")
    view, moy = POOR._replace(programme=held), month_of_year(month)
    is_rigid = bool(m["rigid_household"].eligible(view, means, law("rigid_household")))
    rise = m["price_linked"].index(0.3, 0.3, law("price_linked"))
    patient, school = m["medical_assistance"], m["education_aid"]
    stage, relief = school.SENIOR_SECONDARY, m["temporary_relief"]
    asks = relief.eligible(view, ILLNESS, means, law("temporary_relief"))
    return {
        "temporary_relief": bool(asks) and relief.amount(view, ILLNESS, dibao, law("temporary_relief")) > 0,
        "price_linked": bool(m["price_linked"].eligible(held, rise, law("price_linked")))
        and m["price_linked"].amount(False, rise, dibao, law("price_linked")) > 0,
        "one_off": m["one_off"].amount(held, law("one_off")) > 0,
        "winter": m["winter"].amount(held, moy, law("winter")) > 0,
        "charity": m["charity"].amount(held, held != LOW_EDGE, law("charity")) > 0,
        "rigid_household": is_rigid,
        "medical_assistance": patient.amount(
            0, BILL, patient.class_of(held, is_rigid), 0, law("medical_assistance")
        ) > 0,
        "education_aid": bool(school.eligible(stage, held, is_rigid, law("education_aid"))),
        "employment_offer": bool(m["employment_offer"].eligible(view, law("employment_offer"))),
        "funeral": m["funeral"].amount(held, True, False, BASE_M, law("funeral")) > 0,
        "vagrant_relief": m["vagrant_relief"].amount(1, False, law("vagrant_relief")) > 0,
        "house_repair": bool(m["house_repair"].eligible(view, law("house_repair"))),
        "monitoring": bool(
            m["monitoring"].eligible(held or LOW_EDGE, False, 0, 1, True, law("monitoring"))
        ),
    }  # fmt: skip


def any_granted(book: LawBook, month: int, known: LawBook) -> dict[str, bool]:
    """Return which schemes would give something to a household on dibao, or of no class."""
    on_dibao, free = (granted(book, month, held, known) for held in (DIBAO, NO_PROGRAMME))
    return {key: on_dibao[key] or free[key] for key in on_dibao}
