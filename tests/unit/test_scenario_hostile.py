"""Forty hostile inputs and more: each is refused in one sentence that names file, line and key."""

from __future__ import annotations

import time

import pytest

from sim.errors import DataError, ScenarioError
from sim.population.declarations import CHOICE, ID, NUMBER, WHOLE, Column, Table
from sim.population.tables import load_table
from sim.scenario import load_scenario
from tests.cases.hostile.inputs import FURTHER, GOOD, PERSONS, SCENARIOS, TABLES
from tests.cases.hostile.world import make_world

PERSON_TABLE = Table(
    name="person",
    scope="region",
    path="person.csv",
    label_zh="人员",
    label_en="Persons",
    key=("person",),
    columns=(
        Column("person", ID, "编号", "id"),
        Column("township", ID, "乡镇", "township"),
        Column("born_year", WHOLE, "出生年", "year of birth", low=1900, high=2030),
        Column("sex", CHOICE, "性别", "sex", allowed=("male", "female")),
        Column("income_y", NUMBER, "年收入", "income a year", low=0, high=10_000_000),
    ),
    max_bytes=100_000,
    max_rows=1_000,
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    made = make_world(tmp_path_factory.mktemp("world"))
    load_scenario(write(tmp_path_factory.mktemp("warm"), GOOD.encode()), made)
    return made


def write(folder, raw):
    """Return the file of that name with these bytes."""
    path = folder / "good.yaml"
    path.write_bytes(raw)
    return path


def refusal(call):
    """Return the error of a call that must be refused within a second, with a text of one line."""
    begun = time.perf_counter()
    with pytest.raises((ScenarioError, DataError)) as caught:
        call()
    assert time.perf_counter() - begun < 1.0
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 2_000
    return caught.value


def names(text, line, key, words):
    """Return True if a refusal names the line, the key and the reason."""
    return f"line {line}" in text and (key is None or f"'{key}'" in text) and words in text


def test_the_good_file_is_accepted(tmp_path, folders):
    path = write(tmp_path, GOOD.encode())
    scenario = load_scenario(path, folders)
    assert (scenario.months, len(scenario.changes), scenario.bed_changes[0].price_m) == (120, 4, 260_000)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path, folders):
    path = write(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_scenario(path, folders).months == 120


@pytest.mark.parametrize("case", [*SCENARIOS, *FURTHER], ids=lambda case: case.id)
def test_a_hostile_scenario_is_refused_with_file_line_and_key(case, tmp_path, folders):
    path = write(tmp_path, case.raw)
    error = refusal(lambda: load_scenario(path, folders))
    assert str(error).startswith(str(path))
    assert names(str(error), case.line, case.key or None, case.words), str(error)
    if case.id.startswith("H"):
        assert error.key


def test_the_forty_are_all_here():
    assert sorted({case.id for case in (*SCENARIOS, *TABLES)}) == [f"H{i:02d}" for i in range(1, 41)]


def test_a_sentence_about_another_line_or_key_does_not_pass():
    assert names("f, line 3, 'seed': is missing", 3, "seed", "missing")
    assert not names("f, line 3, 'seed': is missing", 4, "seed", "missing")
    assert not names("f, line 3, 'seed': is missing", 3, "months", "missing")


def test_the_good_table_of_persons_is_accepted(tmp_path):
    path = tmp_path / "person.csv"
    path.write_text(PERSONS, "utf-8")
    assert len(load_table(path, PERSON_TABLE)) == 2


@pytest.mark.parametrize("case", TABLES, ids=lambda case: case.id)
def test_a_hostile_table_of_persons_is_refused(case, tmp_path):
    path = tmp_path / "person.csv"
    path.write_bytes(case.raw)
    error = refusal(lambda: load_table(path, PERSON_TABLE))
    assert str(error).startswith(str(path))
    assert names(str(error), case.line, case.key, case.words), str(error)


@pytest.mark.parametrize("name", ["missing.yaml", "x" * 300 + ".yaml", "a\0b.yaml", "."])
def test_a_path_that_is_no_file_is_refused(name, tmp_path, folders):
    refusal(lambda: load_scenario(tmp_path / name, folders))
