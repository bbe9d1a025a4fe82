"""The schemes of single persons on every date on which their law changes, in every place."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sim.clock import format_month, month_of_year
from sim.laws import LawBook
from sim.population.profile import available_regions
from sim.programmes.allowances import ALLOWANCES, KEYS
from sim.state import codes
from sim.state.holder import HolderView

# The number of each scheme without which it pays nothing.
MONEY = {
    "orphan": ("scattered_m",),
    "defacto_child": ("standard_m",),
    "disability_living": ("living_m", "share_of_dibao"),
    "disability_nursing": ("higher_m",),
    "disability_care": ("hours_m",),
    "old_age_low": ("low_first_urban_m", "low_first_rural_m", "low_second_m"),
    "old_age_general": ("general_first_m", "general_second_m", "general_third_m"),
    "elder_service": ("subsidy_m",),
    "elder_nursing": ("subsidy_m",),
    "care_voucher": ("cap_m",),
    "study_grant": ("orphan_y", "entrant"),
}


def people(month):
    """Persons of whom every scheme has at least one."""
    now = month_of_year(month)
    for age, parent, fixed in itertools.product((9, 18, 40, 70, 85, 95, 101), (0, 1, 5), (False, True)):
        yield HolderView(
            age, age == 85, now, codes.DIBAO, 0, 4, codes.PHYSICAL, 1, True, False, True, 3, fixed, False,
            parent, parent, False, age == 18, 100_000, 0,
        )  # fmt: skip


def payers(book, month):
    """Return the schemes that pay anybody in a month."""
    found = set()
    for scheme in ALLOWANCES:
        laws = [book.in_force(name, month) for name in scheme.laws]
        if any(scheme.eligible(view, *laws) and scheme.amount(view, *laws) > 0 for view in people(month)):
            found.add(scheme.key)
    return found


@pytest.mark.parametrize("region", available_regions())
def test_no_scheme_pays_before_it_existed_and_each_pays_from_its_first_month(region):
    book = LawBook(region)
    names = {scheme.key: scheme.laws[-1] for scheme in ALLOWANCES}
    first = max(
        parameter.values[0].from_month
        for parameter in book.parameters()
        if parameter.programme == "dibao" and parameter.values
    )
    files = set(names.values())
    dates = {
        value.from_month for item in book.parameters() if item.programme in files for value in item.values
    }
    for month in sorted(month for start in dates for month in (start - 1, start) if month > first):
        paying = payers(book, month)
        for key, name in names.items():
            law = book.in_force(name, month)
            exists = any(getattr(law, number) > 0 for number in MONEY[key])
            is_seasonal = key == "study_grant" and month_of_year(month) != law.month
            assert (key in paying) == (exists and not is_seasonal), (key, format_month(month))


def test_an_amount_of_every_scheme_is_a_whole_number_of_fen():
    book = LawBook("yunxi")
    month = max(value.from_month for item in book.parameters() for value in item.values)
    for scheme in ALLOWANCES:
        laws = [book.in_force(name, month) for name in scheme.laws]
        for view in people(month):
            assert isinstance(scheme.amount(view, *laws), int | np.integer)
    assert len(KEYS) == len(MONEY)
