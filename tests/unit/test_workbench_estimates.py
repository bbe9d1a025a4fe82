"""Quick estimates: what a reform does to a few, put onto everyone's baseline, is near what it does to everyone."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from sim.engine.world import Worlds
from sim.scenario import load_scenario
from sim.words import LANGUAGES
from sim.workbench import page
from sim.workbench.answer import COST, COVERED, Answer, last_year
from sim.workbench.desk import Desk
from sim.workbench.dials import board_of
from sim.workbench.own_room import OwnRoom
from sim.workbench.room import Room

EVERYONE, FEW = 420_000, 140_000
FIRST, MONTHS = 12, 36
NEAR = 0.15  # of the difference


@pytest.fixture(scope="module")
def place():
    base = replace(load_scenario("wuzhong/baseline"), population=EVERYONE, months=MONTHS)
    raised = load_scenario("wuzhong/standards_10").changes
    moved = tuple(replace(one, from_month=base.start + FIRST) for one in raised)
    return base, replace(base, name="raised", changes=moved)


@pytest.fixture(scope="module")
def room(place):
    return Room(place[0], place[0].start + FIRST, few=FEW)


@pytest.fixture(scope="module")
def traces(place, room):
    base, reform = place
    before = room.answer(base)
    return before, room.estimate(before, reform), room.answer(reform)


@pytest.mark.parametrize("question", [COVERED, COST])
def test_the_estimated_difference_is_near_the_real_one(traces, question):
    before, estimate, after = (last_year(trace, question) for trace in traces)
    assert after - before > 0
    assert estimate - before == pytest.approx(after - before, rel=NEAR)


def test_the_few_alone_are_further_from_the_truth_than_their_paired_difference(place, room, traces):
    """The negative control: raising the figure of the few, without everyone's baseline, misses by more."""
    _, estimate, after = (last_year(trace, COVERED) for trace in traces)
    few = room._few.answer(replace(place[1], population=FEW))
    assert abs(EVERYONE / FEW * last_year(few, COVERED) - after) > 3 * abs(estimate - after)


def test_an_estimate_of_current_policy_is_current_policy(place, room, traces):
    base = traces[0]
    same = room.estimate(base, place[0])
    assert all(np.array_equal(same.series[name], base.series[name]) for name in base.series)
    assert room.is_warm


def test_a_small_place_and_programmes_of_a_notebook_have_no_estimate(place, traces):
    base = place[0]
    small = Room(base, base.start + FIRST, worlds=Worlds(), few=EVERYONE // 2)
    assert small.is_warm
    assert small.estimate(traces[0], place[1]) is None
    own = OwnRoom(base, base.start + FIRST, programmes=())
    assert own.estimate(traces[0], place[1]) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_an_estimate_as_one_while_everyone_is_run(traces, lang):
    before, estimate, after = traces
    board = board_of("yunxi")
    position = {**board.neutral(), "standards": board.presets[-1].position["standards"]}
    moved = ("standards",)
    running = Answer(position, [(before, after.until(FIRST))], {}, moved, estimate)
    made = page.slots(running, board, lang)
    assert {"zh": "速算", "en": "Estimate"}[lang] in made["sentence"]
    assert all({"zh": "速算", "en": "Estimate"}[lang] in made[f"figure_{key}"] for key in (COVERED, COST))
    done = page.slots(Answer(position, [(before, after)], {}, moved, estimate), board, lang)
    assert "速算" not in done["sentence"]
    assert "Estimate" not in done["sentence"]


def test_a_viewer_gets_the_estimate_first_and_then_the_answer(tmp_path):
    board = board_of("yunxi")
    room = Room(board.base, board.dials[0].month, tmp_path, few=600)
    desk = Desk(board, room, (board.base.seed,))
    messages, bell = [], threading.Condition()

    def send(message):
        with bell:
            messages.append(message)
            bell.notify_all()

    try:
        viewer = desk.enter(send)
        desk.ask(viewer, 1, board.neutral(), "zh")
        with bell:
            assert bell.wait_for(lambda: any(m.get("done") for m in messages), 300)
        desk.ask(viewer, 2, {**board.neutral(), "standards": board.presets[-1].position["standards"]}, "zh")
        with bell:
            assert bell.wait_for(lambda: any(m["n"] == 2 and m.get("done") for m in messages), 300)
    finally:
        desk.close()
    second = [m for m in messages if m["n"] == 2 and m["kind"] == "answer"]
    assert "速算" in second[0]["slots"]["sentence"]
    assert not second[0]["done"]
    assert "速算" not in second[-1]["slots"]["sentence"]
    assert second[-1]["done"]
