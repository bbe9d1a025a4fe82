"""The desk and its clerks: the newest position wins, every message is checked, and nothing inner reaches a viewer."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from sim.errors import SimError, StoreError
from sim.workbench.briefing import plain
from sim.workbench.clerk import Clerk
from sim.workbench.desk import Desk
from sim.workbench.dials import board_of
from sim.workbench.faults import told
from sim.workbench.freeze import Freezer
from sim.workbench.room import Room
from sim.workbench.serving import Place, voila_command, without_secrets
from sim.workbench.wire import Link, serve

PATIENCE = 300


class Box:
    """What a viewer was sent."""

    def __init__(self):
        self.messages = []
        self._bell = threading.Condition()

    def __call__(self, message):
        with self._bell:
            self.messages.append(message)
            self._bell.notify_all()

    def wait(self, wanted):
        with self._bell:
            found = self._bell.wait_for(lambda: next((m for m in self.messages if wanted(m)), None), PATIENCE)
        assert found, self.messages
        return found


@pytest.fixture(scope="module")
def board():
    return board_of("yunxi")


@pytest.fixture(scope="module")
def desk(board, tmp_path_factory):
    room = Room(board.base, board.dials[0].month, tmp_path_factory.mktemp("answers"))
    made = Desk(board, room, (1,), workers=2)
    yield made
    made.close()


@pytest.fixture
def box():
    return Box()


@pytest.fixture
def clerk(desk, box, tmp_path):
    made = Clerk(desk, Freezer(tmp_path / "yunxi"), box)
    yield made
    made.close()


def position(board, **moved):
    return {key: float(value) for key, value in {**board.neutral(), **moved}.items()}


def test_the_newest_position_is_the_one_that_is_answered_last(board, clerk, box):
    for n, standards in enumerate((1.05, 1.15, 0.95), start=1):
        clerk.handle({"do": "ask", "n": n, "lang": "zh", "dials": position(board, standards=standards)})
    last = box.wait(lambda m: m["kind"] == "answer" and m["n"] == 3 and m["done"])
    assert last["dials"]["standards"] == 0.95
    done = [m["n"] for m in box.messages if m["kind"] == "answer" and m["done"]]
    assert done == sorted(done)
    assert all(
        m["dials"]["standards"] == {1: 1.05, 2: 1.15, 3: 0.95}[m["n"]] for m in box.messages if "dials" in m
    )


def test_two_viewers_are_both_answered_in_their_own_language(board, desk, tmp_path):
    boxes = [Box(), Box()]
    clerks = [Clerk(desk, Freezer(tmp_path), one) for one in boxes]
    for clerk, lang, standards in zip(clerks, ("zh", "en"), (1.1, 0.9), strict=True):
        clerk.handle({"do": "ask", "n": 1, "lang": lang, "dials": position(board, standards=standards)})
    said = [box.wait(lambda m: m["kind"] == "answer" and m["done"])["slots"]["sentence"] for box in boxes]
    assert "+10%" in said[0]
    assert "低保" in said[0]
    assert "−10%" in said[1]
    assert "Dibao" in said[1]
    for clerk in clerks:
        clerk.close()


def test_workers_share_the_work_and_the_beginning_and_change_no_answer(board, tmp_path, monkeypatch):
    room, alone = Room(board.base, board.dials[0].month), Room(board.base, board.dials[0].month)
    begun, running, side_by_side, boxes = [], [], [], [Box(), Box()]
    of, answer = room._worlds.of, room.answer

    def counted(scenario, threads):
        begun.append(scenario)
        return of(scenario, threads)

    def watched(scenario, on_month=None):
        running.append(scenario)
        side_by_side.append(len(running))
        made = answer(scenario, on_month)
        running.remove(scenario)
        return made

    monkeypatch.setattr(room._worlds, "of", counted)
    monkeypatch.setattr(room, "answer", watched)
    desk = Desk(board, room, (1,), workers=3)
    for box, standards in zip(boxes, (1.1, 0.9), strict=True):
        asked = {"do": "ask", "n": 1, "lang": "zh", "dials": position(board, standards=standards)}
        Clerk(desk, Freezer(tmp_path), box).handle(asked)
    for box in boxes:
        box.wait(lambda m: m["kind"] == "answer" and m["done"])
    desk.close()
    assert len(begun) == 1
    assert max(side_by_side) > 1
    for standards in ("1.1", "0.9"):
        scenario = board.scenario({**board.neutral(), "standards": Decimal(standards)}, 1)
        assert room.known(scenario).to_json() == alone.answer(scenario).to_json()


def test_a_step_from_where_a_viewer_stands_is_answered_before_it_is_asked(board, box, tmp_path):
    room = Room(board.base, board.dials[0].month)
    desk = Desk(board, room, (1,), prepare=True, workers=2)
    here = {**board.neutral(), "standards": Decimal("1.2"), "outreach": Decimal(2)}
    near = board.scenario({**here, "standards": Decimal("1.25")}, 1)
    clerk = Clerk(desk, Freezer(tmp_path), box)
    clerk.handle({"do": "ask", "n": 1, "lang": "zh", "dials": {key: float(here[key]) for key in here}})
    begun = time.monotonic()
    while room.known(near) is None and time.monotonic() - begun < PATIENCE:
        time.sleep(0.05)
    moved = {**{key: float(here[key]) for key in here}, "standards": 1.25}
    clerk.handle({"do": "ask", "n": 2, "lang": "zh", "dials": moved})
    first = box.wait(lambda m: m["n"] == 2)
    desk.close()
    assert first["kind"] == "answer"
    assert first["done"]


def test_likely_positions_are_on_the_sliders_and_begin_with_the_plans(board):
    top = {dial.key: dial.high for dial in board.dials}
    likely = list(board.likely([top]))
    assert likely[: len(board.plans())] == board.plans()
    near = likely[len(board.plans()) : len(board.plans()) + len(board.dials)]
    assert [{key for key in top if one[key] != top[key]} for one in near] == [{key} for key in top]
    assert all(one[dial.key] in dial.positions() for one in likely for dial in board.dials)


@pytest.mark.parametrize(
    "message",
    [
        None, [], "ask", 7, {}, {"do": "run"}, {"do": ["ask"]}, {"do": "ask", "n": -1}, {"do": "ask", "n": 10**400},
        {"do": "ask", "n": True, "dials": {}}, {"do": "ask", "n": 1, "dials": {"standards": 1e11}},
        {"do": "download", "n": 1, "version": 1, "file": "../../etc/passwd"},
        {"do": "download", "n": 1, "version": "../..", "file": 1}, {"do": "reopen", "n": 1, "version": 99},
        {"do": "freeze", "n": 1, "dials": {"standards": 1.1}},
    ],
    ids=repr,
)  # fmt: skip
def test_a_message_that_the_page_never_sends_is_refused_in_one_sentence(clerk, box, message):
    clerk.handle(message)
    assert [m["kind"] for m in box.messages] == ["refused"]
    assert "Traceback" not in box.messages[0]["text"]
    assert "/" not in box.messages[0]["text"]


def test_the_kernel_lets_through_only_what_the_page_says():
    good = {"do": "ask", "n": 1, "lang": "zh", "dials": {"standards": 1.1}}
    assert plain(good) == good
    for bad in (
        None, 5, [], {"do": "ask", "n": 10**400}, {**good, "code": "import os"}, {**good, "lang": "fr"},
        {**good, "dials": {"standards": "=cmd"}}, {**good, "dials": {"standards": float("nan")}},
        {**good, "dials": {"x" * 5_000_000: 1}}, {**good, "dials": {str(k): 1 for k in range(99)}},
        {**good, "n": 1.5}, {"do": "download", "n": 1, "version": 1, "file": "../x"},
    ):  # fmt: skip
        assert plain(bad) is None


def test_a_fault_tells_a_number_and_not_what_went_wrong(caplog):
    try:
        raise SimError("the file /secret/path.py is broken")
    except SimError as error:
        with caplog.at_level(logging.ERROR):
            said = told(error, "zh")
    assert "secret" not in said
    assert "/secret/path.py" in caplog.text
    number = caplog.text.split("fault ")[1][:6]
    assert number in said


def test_a_computation_that_fails_is_said_and_the_desk_goes_on(board, box, tmp_path, monkeypatch):
    room = Room(board.base, board.dials[0].month, tmp_path / "answers")
    desk = Desk(board, room, (1,))
    clerk = Clerk(desk, Freezer(tmp_path), box)
    honest = room.answer

    def broken(scenario, on_month=None):
        if scenario.changes != board.base.changes:
            raise ZeroDivisionError("inner workings")
        return honest(scenario, on_month)

    monkeypatch.setattr(room, "answer", broken)
    clerk.handle({"do": "ask", "n": 1, "lang": "zh", "dials": position(board, standards=1.25)})
    assert "没有算成" in box.wait(lambda m: m["kind"] == "error")["text"]
    clerk.handle({"do": "ask", "n": 2, "lang": "zh", "dials": position(board)})
    box.wait(lambda m: m["kind"] == "answer" and m["n"] == 2 and m["done"])
    assert "inner workings" not in json.dumps(box.messages)
    desk.close()


def test_a_frozen_version_is_numbered_exported_and_opened_as_it_was(board, clerk, box, tmp_path):
    asked = position(board, standards=1.1)
    clerk.handle({"do": "ask", "n": 1, "lang": "zh", "dials": asked})
    first = box.wait(lambda m: m["kind"] == "answer" and m["done"])
    clerk.handle({"do": "freeze", "n": 2, "lang": "zh", "dials": asked})
    assert box.wait(lambda m: m["kind"] in ("frozen", "refused"))["version"] == 1
    files = {path.name for path in (tmp_path / "yunxi" / "v0001").iterdir()}
    assert {
        "baseline.yaml",
        "chosen.yaml",
        "yunxi_tables_zh.xlsx",
        "yunxi_deck_en.pptx",
        "summary_zh.csv",
    } <= files
    clerk.handle({"do": "reopen", "n": 3, "lang": "zh", "version": 1})
    again = box.wait(lambda m: m["n"] == 3)
    assert again["slots"]["figure_covered"] == first["slots"]["figure_covered"]
    clerk.handle({"do": "download", "n": 4, "version": 1, "file": 0})
    assert box.wait(lambda m: m["kind"] == "file")["name"].startswith("yunxi_v0001_")
    page = tmp_path / "yunxi" / "v0001" / "page.json"
    page.write_text(page.read_text("utf-8").replace("低保标准", "别的标准"), "utf-8")
    with pytest.raises(StoreError, match="changed after"):
        Freezer(tmp_path / "yunxi").stored(1)
    assert Freezer(tmp_path / "yunxi").versions() == []


def test_a_socket_carries_messages_both_ways_and_tells_those_who_find_no_place(tmp_path):
    heard, told_back = [], []

    def enter(send):
        return (
            lambda message: (heard.append(message), send({"kind": "echo", "n": 1})),
            lambda: heard.append("gone"),
        )

    async def talk():
        server = await serve(tmp_path / "room", enter, most_viewers=1)
        link = Link(str(tmp_path / "room"), told_back.append)
        link.send({"do": "hello", "text": "民政"})
        begun = time.monotonic()
        while not told_back and time.monotonic() - begun < PATIENCE:
            await asyncio.sleep(0.01)
        late: list = []
        Link(str(tmp_path / "room"), late.append).send({"do": "hello"})
        while len(late) < 2 and time.monotonic() - begun < PATIENCE:
            await asyncio.sleep(0.01)
        server.close()
        return late

    with ThreadPoolExecutor(1) as elsewhere:  # a browser's loop may be running in this thread
        late = elsewhere.submit(asyncio.run, talk()).result()
    assert heard[0] == {"do": "hello", "text": "民政"}
    assert told_back[0] == {"kind": "echo", "n": 1}
    assert [message["kind"] for message in late] == ["full", "lost"]


def test_only_a_loopback_address_may_do_without_a_token():
    with pytest.raises(SimError, match="token"):
        Place("yunxi", ip="0.0.0.0", token=False).checked()
    assert "--token" in voila_command(Place("yunxi", ip="0.0.0.0").checked())
    assert "--token" not in voila_command(Place("yunxi", token=False).checked())


def test_the_log_names_no_kernel():
    line = "Kernel started: 2f6c5e65-907a-469f-ba68-280a7ee5c77f"
    assert without_secrets(line) == "Kernel started: <kernel>"
