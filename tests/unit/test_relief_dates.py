"""No scheme of relief pays before it existed, on any date on which any law changes."""

from __future__ import annotations

import pytest

from sim.clock import format_month, parse_month
from sim.laws import LawBook
from sim.state.codes import DIBAO
from tests.cases.relief_answers import RELIEF_MODULES, RELIEF_PROGRAMMES
from tests.cases.relief_grants import any_granted

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
KNOWN = LawBook("yunxi")
FIRST = parse_month("2000-01")  # the first month of which the law files speak


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
    walked = {month: any_granted(book, month, KNOWN) for month in sorted(months)}
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
            begun |= {name for name, pays in any_granted(book, month, KNOWN).items() if pays}
    assert begun == set(BORN)


def test_a_one_off_subsidy_is_paid_in_the_months_it_names_and_in_no_other():
    book = LawBook("wuzhong")
    months = range(parse_month("2022-01"), parse_month("2023-12"))
    named = [
        format_month(month)
        for month in months
        if RELIEF_MODULES["one_off"].amount(DIBAO, book.in_force("one_off", month)) > 0
    ]
    assert named == ["2022-07", "2022-08", "2022-09"]
