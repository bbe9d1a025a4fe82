"""A difference split by lever adds up, whichever way it is split and whichever run is the baseline."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.errors import ScenarioError
from sim.experiments.answering import Where
from sim.experiments.decomposition import SHAPLEY, decompose
from sim.experiments.levers import levers_between
from sim.scenario import load_scenario

SHORT = 20  # beds open in the nineteenth month


@pytest.fixture(scope="module")
def pair(root):
    folder = root / "scenarios" / "yunxi"
    names = ("baseline", "all_three")
    return [replace(load_scenario(folder / f"{name}.yaml"), months=SHORT) for name in names]


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    return Where(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def split(pair, where):
    return decompose(pair[1], pair[0], [1, 2], where, window=("2023-01", "2023-08"))


def steps(frame, kinds):
    return frame[frame["kind"].isin(kinds)]["value"].sum()


@pytest.mark.parametrize(("indicator", "group"), [("spending_total", "all"), ("beds_usable", "nursing")])
def test_levers_and_interaction_add_up_to_the_difference(split, indicator, group):
    frame = split.waterfall(indicator, group)
    assert frame["kind"].tolist() == ["start", "lever", "lever", "lever", "interaction", "end"]
    ends = frame.set_index("kind")["value"]
    assert steps(frame, ["lever", "interaction"]) == pytest.approx(ends["end"] - ends["start"])
    assert frame["label"].str.len().min() > 0


def test_beds_come_from_the_lever_of_beds_alone(split):
    frame = split.waterfall("beds_usable", "nursing").set_index("label_key")
    moved = frame[frame["kind"].isin(["lever", "interaction"])]["value"]
    assert moved["lever_beds"] > 0
    assert (moved.drop("lever_beds") == 0).all()


def test_by_shapley_nothing_is_left_over(pair, where):
    frame = decompose(pair[1], pair[0], [1], where, SHAPLEY, ("2023-01", "2023-08")).waterfall(
        "spending_total"
    )
    assert "interaction" not in set(frame["kind"])
    ends = frame.set_index("kind")["value"]
    assert steps(frame, ["lever"]) == pytest.approx(ends["end"] - ends["start"])
    assert frame["low"].isna().all()


def test_the_way_back_has_the_opposite_total(pair, where, split):
    back = decompose(pair[0], pair[1], [1, 2], where, window=("2023-01", "2023-08")).waterfall(
        "spending_total"
    )
    there = split.waterfall("spending_total", lang="zh").set_index("kind")["value"]
    ends = back.set_index("kind")["value"]
    assert ends["end"] == there["start"]
    assert ends["start"] == there["end"]


def test_scenarios_that_differ_in_more_than_levers_are_refused(pair, where):
    with pytest.raises(ScenarioError, match="does not differ"):
        levers_between(pair[0], replace(pair[0], name="same"))
    with pytest.raises(ScenarioError, match="which is no lever"):
        levers_between(pair[0], replace(pair[1], months=SHORT - 1))
    with pytest.raises(ScenarioError, match="no method"):
        decompose(pair[1], pair[0], [1], where, "magic")
