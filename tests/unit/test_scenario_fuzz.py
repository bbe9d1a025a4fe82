"""Thousands of mutated scenario files: nothing but a ScenarioError may escape."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario import load_scenario
from tests.cases.hostile.inputs import GOOD
from tests.cases.hostile.world import make_world

MANY = settings(max_examples=2_000, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


TOKENS = [
    "", "\n", "  ", "- ", ": ", "{", "}", "[", "]", "&a ", "*a", "!!int ", "<<: ", "|\n", ">", "'", '"', "#", "%", "\t",
    "---\n", "...\n", "0", "-1", "1e9", ".nan", "９", "no", "2022-13", "\0", "\ufeff", "\u202e", "\ud7ff",
    "months: 1\n", "based_on: good\n", "changes", "null", "~", "?", ",", "=1+1", "\\u202e", "\r", "\x85",
    "0" * 5_000, "[" * 600, "{a: " * 600,
]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0, 2_000), st.integers(0, 30), st.sampled_from(TOKENS)), min_size=1, max_size=4
)


@MANY
@given(EDITS, st.binary(max_size=3), st.integers(0, 2_000))
@example([(0, 0, "")], b"", 0)
def test_only_a_scenario_error_leaves_a_mutated_file(home, folders, edits, noise, at):
    text = GOOD
    for start, length, token in edits:
        start %= len(text) + 1
        text = text[:start] + token + text[start + length :]
    raw = text.encode("utf-8")
    at %= len(raw) + 1
    path = home / "good.yaml"
    path.write_bytes(raw[:at] + noise + raw[at:])
    refusal = months = None
    try:
        months = load_scenario(path, folders).months
    except ScenarioError as error:
        refusal = str(error)
    assert refusal is not None or 1 <= months <= 600
    assert refusal is None or (str(path) in refusal and "\n" not in refusal)
