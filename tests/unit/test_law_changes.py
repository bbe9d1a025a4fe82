"""A standard follows its published values, then its growth; a scenario sets, multiplies or adds within the range."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clock import parse_month
from sim.errors import LawError
from sim.laws import Change, LawBook


def month(text: str) -> int:
    return parse_month(text)


def book(*changes: Change, region: str | None = "wuzhong") -> LawBook:
    return LawBook(region, changes)


def standard(law: LawBook, at: str, key: str = "standard_urban_m") -> float:
    return getattr(law.in_force("dibao", month(at)), key) / 100


def test_wuzhong_has_the_published_standards() -> None:
    law = book()
    series = {
        "2020-01": (600, 380), "2022-05": (600, 380), "2022-06": (650, 460), "2023-12": (650, 460),
        "2024-01": (690, 510), "2025-12": (690, 510), "2026-01": (740, 560), "2026-12": (740, 560),
    }  # fmt: skip
    found = {at: (standard(law, at), standard(law, at, "standard_rural_m")) for at in series}
    assert found == series


def test_after_the_last_value_a_standard_grows_each_january_rounded_up_to_five_yuan() -> None:
    # 740 x 1.036 = 766.64 -> 770; 770 x 1.036 = 797.72 -> 800.
    law = book()
    assert [standard(law, at) for at in ("2026-12", "2027-01", "2027-12", "2028-01")] == [740, 770, 770, 800]
    # 560 x 1.067 = 597.52 -> 600; 600 x 1.067 = 640.2 -> 645.
    assert [standard(law, at, "standard_rural_m") for at in ("2027-01", "2028-01")] == [600, 645]


def test_without_growth_a_standard_stays() -> None:
    law = book(Change("dibao.standard_growth_urban_y", "2020-01", set=0))
    assert standard(law, "2040-01") == 740


def test_growth_may_change_on_the_way() -> None:
    law = book(Change("dibao.standard_growth_urban_y", "2028-01", set=0.1))
    assert [standard(law, at) for at in ("2027-01", "2028-01")] == [770, 850]


def test_a_multiplication_multiplies_the_whole_later_path() -> None:
    law, base = book(Change("dibao.standard_urban_m", "2027-01", multiply=1.1)), book()
    assert standard(law, "2026-12") == 740
    for at in ("2027-01", "2027-12", "2028-01", "2035-06"):
        assert standard(law, at) == pytest.approx(1.1 * standard(base, at))


def test_an_addition_is_added_to_the_whole_later_path() -> None:
    law = book(Change("dibao.standard_urban_m", "2023-07", add=25.5))
    assert [standard(law, at) for at in ("2023-06", "2023-07", "2024-01", "2027-01")] == [
        650,
        675.5,
        715.5,
        795.5,
    ]


def test_a_set_value_ends_the_published_path_and_is_uprated_itself() -> None:
    law = book(Change("dibao.standard_urban_m", "2027-03", set=900))
    assert [standard(law, at) for at in ("2027-02", "2027-03", "2027-12", "2028-01")] == [770, 900, 900, 935]
    early = book(Change("dibao.standard_urban_m", "2023-01", set=700))
    assert [standard(early, at) for at in ("2022-12", "2023-01", "2024-01", "2026-01")] == [
        650,
        700,
        730,
        790,
    ]


def test_a_set_value_does_not_touch_the_months_before_it() -> None:
    late, base = book(Change("dibao.standard_urban_m", "2025-06", set=900)), book()
    months = range(month("2020-01"), month("2025-06"))
    assert all(late.in_force("dibao", at) == base.in_force("dibao", at) for at in months)


def test_a_later_set_ends_an_earlier_multiplication() -> None:
    law = book(
        Change("dibao.standard_urban_m", "2028-01", set=800),
        Change("dibao.standard_urban_m", "2027-01", multiply=2),
    )
    assert [standard(law, at) for at in ("2027-01", "2027-12", "2028-01")] == [1540, 1540, 800]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("dibao.standard_urban_m", "2027-01", {"set": 100000}), "from 50 to 5000"),
        (
            ("dibao.standard_urban_m", "2027-01", {"multiply": 100}),
            "would be 77000 in 2027-01; it must be .* 5000",
        ),
        (("dibao.standard_urban_m", "2027-01", {"add": -1000}), "would be -230"),
        (("dibao.standard_urban_m", "2022-07", {"multiply": 7.5}), "would be 5175 in 2024-01"),
        (("dibao.standard_urban_m", "2027-01", {"set": "700"}), "is not allowed"),
        (("dibao.standard_urban_m", "2027-01", {"set": float("nan")}), "is not allowed"),
        (("dibao.standard_urban_m", "2027-01", {"multiply": float("inf")}), "finite number"),
        (("dibao.standard_urban_m", "2027-01", {"multiply": True}), "finite number"),
        (("dibao.standard_urban_m", "2027-01", {}), "exactly one of"),
        (("dibao.standard_urban_m", "2027-01", {"set": 700, "add": 1}), "exactly one of"),
        (("dibao.standard_town_m", "2027-01", {"set": 700}), "known are dibao.standard_urban_m"),
        (("dibo.standard_urban_m", "2027-01", {"set": 700}), "known are .*dibao"),
        (("dibao.benefit_mode_rural", "2027-01", {"set": "steps"}), "one of difference, tier"),
        (("dibao.benefit_mode_rural", "2027-01", {"multiply": 2}), "can only be set"),
        (("dibao.deducts_spending", "2027-01", {"set": 1}), "true or false"),
        (("dibao.refusals_allowed", "2027-01", {"set": 2.5}), "a whole number"),
    ],
)
def test_a_change_that_the_law_does_not_allow_is_refused(change: tuple[Any, ...], told: str) -> None:
    name, at, what = change
    with pytest.raises(LawError, match=told) as error:
        book(Change(name, at, **what))
    assert error.value.key == name


@settings(deadline=None, derandomize=True, max_examples=60)
@given(factor=st.decimals("0.5", "2", places=3), at=st.integers(month("2020-01"), month("2040-12")))
def test_a_standard_is_never_lowered_by_uprating(factor: Decimal, at: int) -> None:
    law = book(Change("dibao.standard_rural_m", month("2023-01"), multiply=factor))
    for key in ("standard_urban_m", "standard_rural_m"):
        now, before = (getattr(law.in_force("dibao", number), key) for number in (at + 1, at))
        assert now >= before or at + 1 == month("2023-01")
