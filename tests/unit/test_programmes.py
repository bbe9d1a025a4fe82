"""The rules of the basic-living schemes hold for any household, and their codes are those of the law files."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clock import parse_month
from sim.laws import Change, LawBook
from sim.programmes import dibao, gradual_exit, low_edge, means_test, process, single_person, tekun
from sim.programmes.codes import HOUSEHOLD, PERSON
from sim.programmes.dispatcher import (
    PROGRAMMES,
    BasicLaws,
    basic_laws,
    basic_living,
    person_support,
    single_support,
)
from sim.state.codes import (
    DIBAO,
    DIBAO_EXPENDITURE,
    LOW_EDGE,
    NO_PROGRAMME,
    SINGLE_PERSON,
    TEKUN,
)
from sim.state.view import HouseholdView, PersonView

MONTH = parse_month("2024-06")
YUAN = 100
LAWS = basic_laws(LawBook("yunxi"), MONTH)
MODULES = (dibao, gradual_exit, low_edge, process, single_person, tekun)
YEARLY = st.integers(0, 20_000 * YUAN)
MONTHLY = st.integers(0, 2_000 * YUAN)


def laws_with(**changes: Any) -> BasicLaws:
    named = [Change(name.replace("__", "."), MONTH, set=value) for name, value in changes.items()]
    return basic_laws(LawBook("yunxi", named), MONTH)


@st.composite
def households(draw: Callable[..., Any]) -> HouseholdView:
    n_unit = draw(st.integers(1, 7))
    n_severe = draw(st.integers(0, n_unit))
    pension = draw(MONTHLY)
    return HouseholdView(
        n_unit=n_unit,
        is_urban=draw(st.booleans()),
        wages_y=draw(YEARLY),
        employment_cost_m=draw(MONTHLY),
        pension_m=pension,
        pension_disregarded_m=draw(st.integers(0, pension)),
        farm_y=draw(st.integers(-5_000 * YUAN, 20_000 * YUAN)),
        other_y=draw(st.integers(-5_000 * YUAN, 20_000 * YUAN)),
        support_m=draw(MONTHLY),
        rigid_y=draw(YEARLY),
        assets=draw(st.integers(0, 100_000 * YUAN)),
        has_vehicle=draw(st.booleans()),
        vehicle_exempt=draw(st.booleans()),
        n_houses=draw(st.integers(0, 3)),
        n_workers_able=draw(st.integers(0, n_unit)),
        n_severe=n_severe,
        n_ill=draw(st.integers(0, n_severe)),
    )


def by_hand(view: HouseholdView, laws: BasicLaws) -> tuple[int, int]:
    """A second implementation in exact fractions, written from the law and not from the rules."""
    standard = Fraction(laws.dibao.standard_urban_m if view.is_urban else laws.dibao.standard_rural_m)
    earned = max(Fraction(0), Fraction(view.wages_y, 12) - view.employment_cost_m)
    gains = max(Fraction(0), Fraction(view.farm_y, 12)) + max(Fraction(0), Fraction(view.other_y, 12))
    income = earned + gains + view.pension_m - view.pension_disregarded_m + view.support_m
    per_head = income / view.n_unit
    spent = max(Fraction(0), income - Fraction(view.rigid_y, 12))
    is_modest = (
        Fraction(view.assets, view.n_unit) <= 24 * standard
        and (not view.has_vehicle or view.vehicle_exempt)
        and view.n_houses <= 1
    )

    def top_up(money: Fraction) -> int:
        return ceil((standard * view.n_unit - money) / YUAN) * YUAN

    if not is_modest:
        return NO_PROGRAMME, 0
    if per_head < standard:
        return DIBAO, top_up(income)
    if per_head < Fraction(3, 2) * standard and spent / view.n_unit < standard:
        return DIBAO_EXPENDITURE, top_up(spent)
    return (LOW_EDGE if per_head < Fraction(3, 2) * standard else NO_PROGRAMME), 0


@settings(deadline=None, derandomize=True, max_examples=500)
@given(view=households())
def test_the_compiled_rules_agree_with_a_second_implementation(view: HouseholdView) -> None:
    assert basic_living(view, LAWS) == by_hand(view, LAWS)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(view=households())
def test_the_top_up_closes_the_gap_and_is_less_than_one_yuan_above_it(view: HouseholdView) -> None:
    code, amount = basic_living(view, LAWS)
    if code != DIBAO:
        return
    need_y = 12 * means_test.standard_m(view.is_urban, LAWS.dibao) * view.n_unit
    gap_y = need_y - means_test.countable_income_y(view)
    assert 0 < gap_y <= 12 * amount < gap_y + 12 * YUAN
    assert amount <= need_y // 12
    assert amount % YUAN == 0


@settings(deadline=None, derandomize=True, max_examples=200)
@given(view=households(), more=st.integers(1, 5_000 * YUAN))
def test_more_income_never_brings_a_higher_top_up(view: HouseholdView, more: int) -> None:
    poorer = view._replace(other_y=max(0, view.other_y))
    richer = poorer._replace(other_y=poorer.other_y + more)
    before, after = (
        dibao.difference_m(means_test.countable_income_y(item), item.n_unit, 46_000, LAWS.dibao)
        for item in (poorer, richer)
    )
    assert after <= before


@settings(deadline=None, derandomize=True, max_examples=200)
@given(view=households(), more=st.integers(0, 50_000 * YUAN))
def test_more_assets_never_open_a_scheme(view: HouseholdView, more: int) -> None:
    richer = view._replace(assets=view.assets + more)
    assert basic_living(richer, LAWS)[0] in (NO_PROGRAMME, basic_living(view, LAWS)[0])


@settings(deadline=None, derandomize=True, max_examples=200)
@given(view=households())
def test_a_higher_standard_takes_dibao_from_nobody(view: HouseholdView) -> None:
    higher = LAWS._replace(
        dibao=LAWS.dibao._replace(
            standard_urban_m=LAWS.dibao.standard_urban_m + YUAN,
            standard_rural_m=LAWS.dibao.standard_rural_m + YUAN,
        )
    )
    if basic_living(view, LAWS)[0] == DIBAO:
        assert basic_living(view, higher)[0] == DIBAO
        assert basic_living(view, higher)[1] > basic_living(view, LAWS)[1]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    view=households(),
    age=st.integers(0, 100),
    kind=st.integers(0, 6),
    grade=st.integers(0, 4),
    income=MONTHLY,
    supporters=st.integers(0, 2),
)
def test_a_person_never_holds_two_basic_living_schemes(
    view: HouseholdView, age: int, kind: int, grade: int, income: int, supporters: int
) -> None:
    person = PersonView(
        age, view.is_urban, kind, grade, age % 7 == 0, income_m=income, n_able_supporters=supporters
    )
    code, amount = person_support(person, view, LAWS)
    unit_code = basic_living(view, LAWS)[0]
    assert code in (NO_PROGRAMME, TEKUN, SINGLE_PERSON)
    assert (amount > 0) == (code != NO_PROGRAMME)
    if code == SINGLE_PERSON:
        assert unit_code == LOW_EDGE
    if code != TEKUN:
        assert single_support(person, unit_code, LAWS) == (code, amount)


def test_an_empty_unit_gets_nothing() -> None:
    assert basic_living(HouseholdView(0, True), LAWS) == (NO_PROGRAMME, 0)


def test_a_unit_of_tier_places_gets_the_sum_of_its_class_for_every_member() -> None:
    laws = laws_with(dibao__benefit_mode_rural="tier")
    view = HouseholdView(3, False, other_y=9_000 * YUAN, n_workers_able=1)
    assert basic_living(view, laws) == (
        DIBAO,
        3 * 485 * YUAN,
    )  # 250 a head is below half of 510; 0.95 x 510 = 484.5
    assert basic_living(view, LAWS) == (DIBAO, 780 * YUAN)


def test_a_rise_of_the_standard_hardly_moves_the_lower_classes_of_a_table() -> None:
    table = {"dibao__benefit_mode_rural": "tier", "dibao__tier3_m": 89}
    view = HouseholdView(1, False, other_y=12 * 330 * YUAN, n_workers_able=1)
    before = laws_with(dibao__standard_rural_m=460, **table)
    after = laws_with(dibao__standard_rural_m=500, **table)
    assert basic_living(view, before) == basic_living(view, after) == (DIBAO, 89 * YUAN)


@pytest.mark.parametrize(
    ("programme", "key", "names"),
    [
        ("means_test", "employment_cost_mode", "NO_COST STANDARD_SHARE WAGE_SHARE"),
        ("means_test", "support_mode", "PC_EXCESS HOUSEHOLD_EXCESS CIVIL_PRACTICE FIXED"),
        ("dibao", "benefit_mode_urban", "DIFFERENCE TIER"),
        ("dibao", "benefit_mode_rural", "DIFFERENCE TIER"),
        ("dibao", "addon_mode", "ADDON_NONE ADDON_MAX ADDON_SUM ADDON_FIXED"),
        ("single_person", "benefit_mode", "OFF OWN_DIFFERENCE FULL_STANDARD FIXED_SUM"),
        ("tekun", "care_mode", "OF_MINIMUM_WAGE FIXED_CARE"),
        ("gradual_exit", "schedule", "HOLD STEP"),
    ],
)
def test_the_codes_of_the_rules_are_the_choices_of_the_law_file(programme: str, key: str, names: str) -> None:
    words = {
        "NO_COST": "none",
        "STANDARD_SHARE": "std_share",
        "OWN_DIFFERENCE": "difference",
        "FULL_STANDARD": "full",
        "FIXED_SUM": "fixed",
        "OF_MINIMUM_WAGE": "minimum_wage",
        "FIXED_CARE": "fixed",
    }
    module = {item.__name__.split(".")[-1]: item for item in (means_test, *MODULES)}[programme]
    choices = LawBook().parameter(f"{programme}.{key}").choices
    named = [words.get(name, name.removeprefix("ADDON_").lower()) for name in names.split()]
    assert list(choices) == named
    assert [getattr(module, name) for name in names.split()] == list(range(len(choices)))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.split(".")[-1])
def test_every_deciding_clause_is_a_sentence_of_the_law_file(module: ModuleType) -> None:
    book = LawBook()
    programme = module.__name__.split(".")[-1]
    assert len(set(module.CLAUSES)) == len(module.CLAUSES)
    for key in module.CLAUSES:
        clause = book.clause(programme, key)
        assert clause.text.zh
        assert clause.text.en.endswith(".")
        assert clause.source


@settings(deadline=None, derandomize=True, max_examples=200)
@given(view=households())
def test_the_deciding_clause_agrees_with_the_decision(view: HouseholdView) -> None:
    clause = dibao.CLAUSES[dibao.deciding_clause(view, LAWS.means_test, LAWS.dibao)]
    code = basic_living(view, LAWS)[0]
    assert (code == DIBAO) == (clause == "income_below_standard")
    assert (code == DIBAO_EXPENDITURE) == (clause == "spending_deducted")
    edge = low_edge.CLAUSES[low_edge.deciding_clause(view, LAWS.means_test, LAWS.dibao, LAWS.low_edge)]
    assert (edge == "income_in_band") == (code in (LOW_EDGE, DIBAO_EXPENDITURE))


def test_every_programme_names_law_files_that_exist_and_rules_that_take_them() -> None:
    book = LawBook("yunxi")
    assert len({programme.code for programme in PROGRAMMES}) == len(PROGRAMMES)
    for programme in PROGRAMMES:
        laws = [book.in_force(name, MONTH) for name in programme.laws]
        assert programme.key in programme.laws
        if programme.unit == HOUSEHOLD:
            assert programme.eligible(HouseholdView(1, False, assets=10**9), *laws) in (True, False)
            assert programme.amount(HouseholdView(1, False), *laws) >= 0
        else:
            assert programme.unit == PERSON
            extra = (LOW_EDGE,) if programme.key == "single_person" else ()
            person = PersonView(70, False, is_ill=True)
            assert programme.eligible(person, *extra, *laws)
            assert programme.amount(person, *extra, *laws) > 0


def test_the_gradual_exit_pays_nothing_before_its_first_and_after_its_last_month() -> None:
    law = LawBook("yunxi").in_force("gradual_exit", MONTH)
    paid = [gradual_exit.payment_m(50_000, 0, number, law) for number in range(-1, 9)]
    assert paid == [0, 0, *[50_000] * 6, 0, 0]
