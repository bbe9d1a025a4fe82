"""No scheme of relief pays before it existed, on any date on which any law changes."""

from __future__ import annotations

import pytest

from sim.clock import format_month, month_of_year, parse_month
from sim.laws import LawBook
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
from sim.state.codes import DIBAO, LOW_EDGE, NO_PROGRAMME
from sim.state.relief import ILLNESS, ReliefView
from tests.cases.relief_answers import RELIEF_PROGRAMMES

REGIONS = ("hezuo", "ningxia", "qingshui", "wuzhong", "yizheng", "yunxi")
# Nothing was paid before these months: the year of the document that made the scheme.
BORN = {
    "temporary_relief": "2014-10",
    "price_linked": "2016-10",
    "one_off": "2014-05",
    "winter": "2014-05",
    "charity": "2014-05",
    "rigid_household": "2024-11",
    "medical_assistance": "2014-05",
    "education_aid": "2014-05",
    "employment_offer": "2014-05",
    "funeral": "2014-05",
    "vagrant_relief": "2003-08",
    "house_repair": "2009-01",
    "monitoring": "2021-01",
}
FIRST = parse_month("2000-01")  # the first month of which the law files speak
POOR = ReliefView(
    n_persons=3, is_urban=False, programme=DIBAO, income_y=600_000, bills_y=5_000_000, n_able=1, is_dangerous=True
)  # fmt: skip


def paid(book: LawBook, month: int) -> dict[str, bool]:
    """Return which schemes would give the most generous case something in a month."""

    def law(name):
        return book.in_force(name, month)

    means = LawBook("yunxi").in_force("means_test", parse_month("2022-11"))
    dibao = LawBook("yunxi").in_force("dibao", parse_month("2022-11"))
    edge = POOR._replace(programme=NO_PROGRAMME)
    moy, rise = month_of_year(month), price_linked.index(0.3, 0.3, law("price_linked"))
    relief = temporary_relief.eligible(POOR, ILLNESS, means, law("temporary_relief"))
    return {
        "temporary_relief": relief and temporary_relief.amount(POOR, ILLNESS, dibao, law("temporary_relief")) > 0,
        "price_linked": price_linked.amount(False, rise, dibao, law("price_linked")) > 0,
        "one_off": one_off.amount(DIBAO, law("one_off")) > 0,
        "winter": winter.amount(DIBAO, moy, law("winter")) > 0,
        "charity": charity.amount(DIBAO, True, law("charity")) > 0,
        "rigid_household": bool(rigid_household.eligible(edge, means, law("rigid_household"))),
        "medical_assistance": medical_assistance.amount(
            0, 1_000_000, medical_assistance.DIBAO_CLASS, 0, law("medical_assistance")
        ) > 0,
        "education_aid": education_aid.amount_y(education_aid.SENIOR_SECONDARY, law("education_aid")) > 0,
        "employment_offer": bool(employment_offer.eligible(POOR, law("employment_offer"))),
        "funeral": funeral.amount(DIBAO, True, False, 0, law("funeral")) > 0,
        "vagrant_relief": vagrant_relief.amount(1, False, law("vagrant_relief")) > 0,
        "house_repair": bool(house_repair.eligible(POOR, law("house_repair"))),
        "monitoring": bool(monitoring.eligible(LOW_EDGE, False, 0, 1, True, law("monitoring"))),
    }  # fmt: skip


def too_early(found: dict[str, bool], month: int, born: dict[str, str]) -> list[str]:
    return [
        f"{name} in {format_month(month)}"
        for name, pays in found.items()
        if pays and month < parse_month(born[name])
    ]


@pytest.mark.parametrize("region", REGIONS)
def test_no_scheme_pays_before_it_existed_on_any_date_of_any_law(region):
    book = LawBook(region)
    dates = book.dates(parse_month("2027-01"))
    assert len(dates) > 20
    months = {month for date in dates for month in (date - 1, date) if month >= FIRST}
    walked = {month: paid(book, month) for month in sorted(months)}
    assert [line for month, found in walked.items() for line in too_early(found, month, BORN)] == []
    assert set(BORN) == set(RELIEF_PROGRAMMES)
    late = {**BORN, "medical_assistance": "2030-01"}
    assert [line for month, found in walked.items() for line in too_early(found, month, late)]


def test_every_scheme_pays_somewhere_in_the_month_in_which_it_begins():
    book = LawBook("yunxi")
    begun = set()
    for date in book.dates(parse_month("2027-01")):
        if date < FIRST:
            continue
        for month in range(date, date + 12):
            begun |= {name for name, pays in paid(book, month).items() if pays}
    assert begun == set(BORN)


def test_a_one_off_subsidy_is_paid_in_the_months_it_names_and_in_no_other():
    book = LawBook("wuzhong")
    months = range(parse_month("2022-01"), parse_month("2023-12"))
    named = [
        format_month(month) for month in months if one_off.amount(DIBAO, book.in_force("one_off", month)) > 0
    ]
    assert named == ["2022-07", "2022-08", "2022-09"]
