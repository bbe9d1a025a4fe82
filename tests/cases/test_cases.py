"""Worked cases of the law: every case is a data file, and one test asks the same rules as the model asks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.programmes import means_test
from tests.cases.relief_answers import RELIEF_PROGRAMMES

FOLDER = Path(__file__).parent
GROUPS = ("means_test", "dibao", "low_edge", "single_person", "tekun", "gradual_exit", "process")
GROUPS += ("orphan", "defacto_child", "disability_living", "disability_nursing", "disability_care", "old_age")
GROUPS += ("elder_service", "elder_nursing", "care_voucher", "study_grant")
RELIEF = tuple(RELIEF_PROGRAMMES)
FEN = 100
LEAST_CASES = 5
Ask = Callable[[dict[str, Any]], dict[str, Any]]


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def cases() -> list[Any]:
    found = []
    for path in [path for group in (*GROUPS, *RELIEF) for path in sorted((FOLDER / group).glob("*.yaml"))]:
        found += [pytest.param(case, id=f"{path.parent.name}-{case['id']}") for case in read(path)["cases"]]
    return found


def differences(case: dict[str, Any], found: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    wanted = {key: sorted(value) if key == "excludes" else value for key, value in case["expected"].items()}
    return {
        key: (found[key], value)
        for key, value in wanted.items()
        if found[key] != (pytest.approx(value, abs=1e-9) if type(value) in (int, float) else value)
    }


def tampered(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 0.01
    if isinstance(value, dict):
        return {**value, "something else": 1}
    return [*value, "something else"] if isinstance(value, list) else f"not {value}"


@pytest.mark.parametrize("case", cases())
def test_the_rules_give_the_worked_answer(case: dict[str, Any], ask: Ask) -> None:
    assert differences(case, ask(case)) == {}


@pytest.mark.parametrize("case", [item for item in cases() if "wrong" in item.values[0]])
def test_the_rules_do_not_give_the_answer_of_a_common_mistake(case: dict[str, Any], ask: Ask) -> None:
    found = ask(case)
    assert {key: found[key] for key, value in case["wrong"].items() if found[key] == value} == {}


def test_every_case_has_a_name_of_its_own_and_says_how_it_is_worked_and_where_it_comes_from() -> None:
    for item in cases():
        assert {"id", "title", "expected", "steps", "source"} <= set(item.values[0]), item.id
    names = [item.id for item in cases()]
    assert len(set(names)) == len(names)


def test_every_scheme_has_at_least_five_cases_worked_by_hand() -> None:
    golden = re.compile(r"\b[A-Z]\d\d\b")  # those that are not our own name theirs as the source
    own = Counter(
        item.id.split("-")[0] for item in cases() if not golden.search(str(item.values[0]["source"]))
    )
    assert {group: own[group] for group in (*GROUPS, *RELIEF) if own[group] < LEAST_CASES} == {}


@pytest.mark.parametrize("case", cases())
def test_a_tampered_expectation_is_noticed(case: dict[str, Any], ask: Ask) -> None:
    false = {**case, "expected": {key: tampered(value) for key, value in case["expected"].items()}}
    assert set(differences(false, ask(case))) == set(case["expected"])


@pytest.fixture
def county() -> dict[str, Any]:
    return read(FOLDER / "toy_county.yaml")


def toy_answers(county: dict[str, Any], ask: Ask) -> list[tuple[str, int, int]]:
    """Return programme, fen a month and size of every household of the toy county, nothing rounded up."""
    law = {**county["law"], "dibao.rounding_unit_m": county["exact_unit_m"]}
    found = []
    for household in county["households"]:
        question = {"programme": None, "amount_m": None}
        answer = ask({"date": county["date"], "law": law, **household, "expected": question})
        found.append((answer["programme"], round(answer["amount_m"] * FEN), household["household"]["n_unit"]))
    return found


def test_the_toy_county_pays_what_was_worked_by_hand(county: dict[str, Any], ask: Ask) -> None:
    found = toy_answers(county, ask)
    assert [(name, amount / FEN) for name, amount, _ in found] == [
        (household["programme"], household["amount_m"]) for household in county["households"]
    ]
    expected = county["expected"]
    total = sum(amount for _, amount, _ in found)
    assert total / FEN == expected["month_total"]
    assert 12 * total / FEN == expected["year_total"]
    assert sum(name == "low_edge" for name, _, _ in found) == expected["low_edge_households"]
    assert sum(size for name, _, size in found if name == "dibao") == expected["dibao_persons"]
    assert sum(name == "dibao" for name, _, _ in found) == expected["dibao_households"]


def test_the_toy_county_has_one_household_more_if_at_the_line_counts_as_below(
    county: dict[str, Any], unit_of: Callable[..., Any]
) -> None:
    wrongly_in = 0
    for household in county["households"]:
        view, laws = unit_of({"date": county["date"], "law": county["law"], **household})
        line_y = 12 * means_test.standard_m(view.is_urban, laws.dibao) * view.n_unit
        wrongly_in += "person" not in household and means_test.countable_income_y(view) <= line_y
    assert wrongly_in == county["wrong"]["dibao_households"]
    assert wrongly_in != county["expected"]["dibao_households"]
