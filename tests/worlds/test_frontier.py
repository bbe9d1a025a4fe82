"""The frontier holds what nothing beats, within the budget, and every point is a scenario that can be run again."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sim import cli
from sim.errors import ScenarioError
from sim.experiments import face
from sim.experiments.answering import Where, answer
from sim.experiments.frontier import COVERAGE, efficient, frontier
from sim.experiments.mixes import BEDS, OUTREACH, STANDARDS, Dial, divided
from sim.experiments.outcomes import outcomes_of, values
from sim.experiments.question import Question
from sim.scenario import load_scenario

SHORT = 3
DIALS = (Dial(STANDARDS, 100, 130, 15), Dial(BEDS, 0, 4, 2), Dial(OUTREACH, 100, 300, 100))


@pytest.fixture(scope="module")
def found(baseline, tmp_path_factory):
    folder = tmp_path_factory.mktemp("points")
    base = replace(baseline, months=SHORT)
    where = Where(tmp_path_factory.mktemp("store"))
    seen = []
    made = frontier(
        base, where, folder, 900_000.0, DIALS, month=base.start + 1, population=4, generations=2,
        progress=lambda *now: seen.append(now),
    )  # fmt: skip
    assert seen[-1] == (2, 2)
    return made


def test_nothing_beats_an_efficient_point(found):
    points = found.points
    assert list(points.columns[:5]) == ["point", "scenario_file", "coverage", "unmet_hours", "spending"]
    assert 1 < len(points) <= 9
    best = found.efficient
    assert 0 < len(best) < len(points)
    for _, one in best.iterrows():
        beaten = points[
            (points["coverage"] > one["coverage"]) & (points["unmet_hours"] <= one["unmet_hours"])
        ]
        assert (beaten["spending"] > one["spending"]).all()
    assert (best["spending"] <= 900_000).all()


def test_every_point_is_a_file_that_gives_its_figures_again(found):
    one = found.points.iloc[-1]
    scenario = load_scenario(one["scenario_file"])
    window = ("2022-02", "2022-03")
    again = values(answer(Question(scenario)), outcomes_of([COVERAGE]), window)
    assert again[0] == pytest.approx(one["coverage"])
    assert sum(change.beds for change in scenario.bed_changes) == one[BEDS]


def test_the_point_where_nothing_is_moved_is_among_them(found):
    still = found.points.query("standards == 100 and nursing_beds == 0 and outreach == 100")
    assert len(still) == 1


def test_efficiency_is_right_where_the_answer_is_known():
    frame = pd.DataFrame(
        {
            "coverage": [0.5, 0.6, 0.6, 0.7],
            "unmet_hours": [5.0, 5.0, 5.0, 4.0],
            "spending": [1.0, 2.0, 3.0, 9.0],
        }
    )
    assert efficient(frame).tolist() == [True, True, False, True]
    assert efficient(frame, budget=5.0).tolist() == [True, True, False, False]


def test_beds_are_divided_in_proportion_and_none_is_lost():
    assert divided(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert divided(0, {"a": 5}) == {"a": 0}
    for total in range(30):
        assert sum(divided(total, {"a": 3, "b": 5, "c": 11}).values()) == total
    with pytest.raises(ScenarioError, match="no township has elders"):
        divided(3, {"a": 0})


def test_the_command_line_lists_the_mixes_and_keeps_every_point(found, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(face, "trade_offs", lambda *given, **named: found)
    out = tmp_path / "points"
    arguments = [
        "frontier",
        "yunxi/baseline",
        "--budget",
        "900000",
        "--out",
        str(out),
        "--store",
        str(tmp_path),
    ]
    assert cli.main([*arguments, "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "万元/年" in said
    assert len((out / "frontier.csv").read_text("utf-8-sig").splitlines()) > len(found.points)
    assert cli.main([*arguments[:3], "much"]) == 2
