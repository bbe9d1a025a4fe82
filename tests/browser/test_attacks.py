"""The attacks that pages of this kind have met, V-01 to V-19, replayed against the real server with its own flags."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError

from sim.workbench.serving import LARGEST_MESSAGE
from tests.browser.probe import KERNEL, SILENCE, Probe, exchange, message, replies
from tests.browser.serving import Served, start, stop

PLACES = 5
WARM = 2  # kernels that wait for the next viewer
PATIENCE = 60
SECRETS = ("Traceback", "site-packages", "/sim/", ".py", "Error:")


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A small page with a token, few places, and quick forgetting."""
    flags = ("--viewers", str(PLACES), "--seeds", "1", "--cull-after", "6", "--cull-every", "1")
    one = start(root, tmp_path_factory.mktemp("attacked"), *flags)
    yield one
    stop(one)


@pytest.fixture
def probe(server: Served) -> Probe:
    return Probe(server.url, server.token)


def leaks(found: object) -> list[str]:
    text = json.dumps(found, ensure_ascii=False)
    return [secret for secret in SECRETS if secret in text]


def kinds(found: list[dict]) -> set[str]:
    return {one.get("msg_type", "") for one in found}


def test_v01_no_message_runs_completes_or_reads_code(probe: Probe, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w').write('x')"

    kernel = probe.kernel()

    async def attack() -> list[dict]:
        socket = await probe.channel(kernel)
        for channel in ("shell", "control"):
            await socket.write_message(message("execute_request", {"code": code, "silent": False}, channel))
        await socket.write_message(message("complete_request", {"code": "import o", "cursor_pos": 8}))
        await socket.write_message(message("inspect_request", {"code": "Briefing", "cursor_pos": 3}))
        await socket.write_message(message("history_request", {"hist_access_type": "tail", "n": 9}))
        await socket.write_message(message("debug_request", {"command": "initialize"}, "control"))
        await socket.write_message(message("input_reply", {"value": code}, "stdin"))
        await socket.write_message(
            b"\x02\x00\x00\x00" + message("execute_request", {"code": code}).encode(), True
        )
        return await exchange(socket, message("kernel_info_request", {}))

    found = asyncio.run(attack())
    unwanted = {
        "execute_reply",
        "complete_reply",
        "inspect_reply",
        "history_reply",
        "debug_reply",
        "execute_input",
    }
    assert not kinds(found) & unwanted
    asyncio.run(_still_answers(probe, kernel))
    assert not mark.exists()


def test_v02_another_site_cannot_speak_to_a_page(probe: Probe) -> None:
    with pytest.raises(HTTPClientError, match="403"):
        asyncio.run(probe.channel(probe.kernel(), origin="http://evil.example"))


def test_v03_and_v19_without_the_token_there_is_no_page_and_no_channel(server: Served, probe: Probe) -> None:
    kernel = probe.kernel()
    stranger = Probe(server.url)
    for origin in (None, "same"):
        with pytest.raises(HTTPClientError, match="403"):
            asyncio.run(stranger.channel(kernel, origin=origin, cookies=False))
    _, body = stranger.get("")
    assert "kernelId" not in body
    assert stranger.get(f"api/kernels/{kernel}")[0] in (403, 404, 405)
    assert Probe(server.url, "0" * 48).get(f"?token={'0' * 48}")[1].count("kernelId") == 0


def test_v04_kernels_are_neither_listed_nor_ended_by_request(probe: Probe) -> None:
    kernel = probe.kernel()
    for path in ("api/kernels", "api/contents", "api/sessions", "api/terminals", "api/kernelspecs"):
        status, body = probe.get(path)
        assert kernel not in body, (path, status)
        assert not leaks(body)
    assert probe.get(f"api/kernels/{kernel}", "DELETE")[0] >= 400
    assert probe.get(f"voila/api/shutdown/{kernel}", "POST", b"{}")[0] >= 400
    asyncio.run(_still_answers(probe, kernel))


def test_v05_a_second_client_cannot_end_or_restart_another_ones_kernel(probe: Probe) -> None:
    kernel = probe.kernel()

    async def attack() -> list[dict]:
        socket = await probe.channel(kernel)
        for restart in (True, False):
            await socket.write_message(message("shutdown_request", {"restart": restart}, "control"))
            await socket.write_message(message("shutdown_request", {"restart": restart}, "shell"))
        return await exchange(socket, message("kernel_info_request", {}))

    found = asyncio.run(attack())
    assert "shutdown_reply" not in kinds(found)
    asyncio.run(_still_answers(probe, kernel))


async def _still_answers(probe: Probe, kernel: str) -> None:
    socket = await probe.channel(kernel)
    await socket.write_message(message("kernel_info_request", {}))
    found = await replies(socket, lambda one: one.get("msg_type") == "kernel_info_reply")
    assert "kernel_info_reply" in kinds(found)


def _widget(body: str) -> str:
    """Return the name of the page's widget, which a page knows and a viewer can read."""
    start_of = body.index('"model_id"')
    return body[start_of : start_of + 80].split('"')[3]


@pytest.mark.parametrize(
    "content",
    [
        {"method": "custom", "content": {"do": "ask", "n": 1, "lang": "zh", "dials": {"standards": 1e11}}},
        {"method": "custom", "content": {"do": "ask", "n": 10**400, "dials": {}}},
        {"method": "custom", "content": {"do": "ask", "n": 1, "dials": {"standards": "../../etc/passwd"}}},
        {"method": "custom", "content": {"do": "ask", "n": 1, "dials": {"standards": "=cmd"}}},
        {"method": "custom", "content": {"do": "download", "n": 1, "version": 1, "file": "../../etc/passwd"}},
        {"method": "custom", "content": {"do": "__init__", "n": 1}},
        {"method": "custom", "content": ["no", "mapping"]},
        {"method": "custom"},
        {"method": "update", "state": {"language": 5}},
        {"method": "update", "state": {"_esm": "alert(1)", "layout": "x"}},
        {"method": "nothing"},
        {},
    ],
    ids=lambda content: json.dumps(content)[:60],
)
def test_v06_to_v11_whatever_is_sent_to_the_widget_nothing_inner_comes_back(
    attacked: tuple[Probe, str, str], content: dict
) -> None:
    probe, kernel, widget = attacked

    async def attack() -> list[dict]:
        socket = await probe.channel(kernel)
        await socket.write_message(message("comm_msg", {"comm_id": widget, "data": content}))
        return await replies(socket, lambda _: False, SILENCE)

    found = asyncio.run(attack())
    assert leaks(found) == []
    said = [one["content"]["data"]["content"] for one in found if one.get("msg_type") == "comm_msg"
            and one["content"]["data"].get("method") == "custom"]  # fmt: skip
    assert not any(one.get("kind") in ("answer", "file", "frozen") for one in said)
    asyncio.run(_still_answers(probe, kernel))


@pytest.fixture(scope="module")
def attacked(server: Served) -> tuple[Probe, str, str]:
    """One page with its kernel and its widget."""
    probe = Probe(server.url, server.token)
    status, body = probe.page()
    assert status == 200
    kernel = body.split('"kernelId"', 1)[1].split('"')[1]
    return probe, kernel, _widget(body)


def test_v07_not_a_number_is_refused_like_any_other_position(attacked: tuple[Probe, str, str]) -> None:
    probe, kernel, widget = attacked

    async def attack() -> list[dict]:
        socket = await probe.channel(kernel)
        dials = {"standards": "NAN", "outreach": 1, "beds": 0, "staff": 1}
        raw = message("comm_msg", {"comm_id": widget, "data": {"method": "custom", "content":
                      {"do": "ask", "n": 7, "lang": "zh", "dials": dials}}}).replace('"NAN"', "NaN")  # fmt: skip
        return await exchange(socket, raw)

    found = asyncio.run(attack())
    assert leaks(found) == []
    assert '"answer"' not in json.dumps(found)


def test_v12_no_other_widget_can_be_opened(attacked: tuple[Probe, str, str]) -> None:
    probe, kernel, _ = attacked

    async def attack() -> list[dict]:
        socket = await probe.channel(kernel)
        state = {"_model_module": "@jupyter-widgets/controls", "_model_name": "TextModel", "value": "x"}
        content = {"comm_id": "evil", "target_name": "jupyter.widget", "data": {"state": state}}
        await socket.write_message(message("comm_open", {**content, "target_module": "os"}))
        return await exchange(socket, message("comm_info_request", {}))

    found = asyncio.run(attack())
    assert leaks([one for one in found if one.get("msg_type") != "error"]) == []
    assert not any("/sim/" in json.dumps(one) for one in found)
    known = [one["content"]["comms"] for one in found if one.get("msg_type") == "comm_info_reply"]
    assert all("evil" not in comms for comms in known)


@pytest.mark.parametrize("raw", ["{", "[]", "{}", '"text"', "\x00", '{"channel": "shell"}'])
def test_v13_what_is_no_message_closes_at_most_its_own_channel(
    server: Served, attacked: tuple[Probe, str, str], raw: str
) -> None:
    probe, kernel, _ = attacked

    async def attack() -> None:
        socket = await probe.channel(kernel)
        await socket.write_message(raw)
        await replies(socket, lambda _: True)

    with suppress(WebSocketClosedError):
        asyncio.run(attack())
    assert server.process.poll() is None
    asyncio.run(_still_answers(probe, kernel))


def test_v14_a_large_message_ends_its_channel_and_nothing_else(attacked: tuple[Probe, str, str]) -> None:
    probe, kernel, widget = attacked

    async def attack() -> list[dict]:
        socket = await probe.channel(kernel)
        data = {"method": "custom", "content": {"do": "ask", "n": 1, "text": "x" * (LARGEST_MESSAGE + 1)}}
        return await exchange(socket, message("comm_msg", {"comm_id": widget, "data": data}))

    assert "closed" in kinds(asyncio.run(attack()))
    asyncio.run(_still_answers(probe, kernel))


def test_v15_no_file_leaves_the_server(server: Served, attacked: tuple[Probe, str, str]) -> None:
    probe = attacked[0]
    for path in (
        "voila/files/briefing.ipynb", "voila/files/00_tour.ipynb", "voila/files/../sim/api.py",
        "voila/files/..%2f..%2f..%2fetc%2fpasswd", "voila/files/%2e%2e/%2e%2e/pyproject.toml",
        "voila/render/../../../etc/passwd", "voila/tree/", "voila/static/..%2f..%2fvoila%2fapp.py",
        "voila/templates/briefing/static/..%2findex.html.j2", "voila/templates/briefing/static/../conf.json",
        "voila/templates/..%2f..%2f..%2f..%2f..%2fetc/passwd", "static/../../../../etc/passwd",
        "files/etc/passwd", "nbconvert/html/briefing.ipynb", "?template=../../../../etc",
    ):  # fmt: skip
        status, body = probe.get(path)
        for secret in ("root:x:", "import Briefing", "[project]", "{%", "def simulate", "class Voila"):
            assert secret not in body, (path, status)
        assert status == 200 or not leaks(body), (path, status)


def test_v16_v17_many_viewers_at_once_are_served_or_told_to_wait(server: Served) -> None:
    _a_place(server)
    many = 40

    def visit(_: int) -> tuple[int, str]:
        return Probe(server.url, server.token).page()

    with ThreadPoolExecutor(many) as crowd:
        found = list(crowd.map(visit, range(many)))
    served = [body for status, body in found if status == 200]
    waiting = [body for status, body in found if status == 503]
    assert len(served) + len(waiting) == many, [status for status, _ in found]
    assert 1 <= len(served) <= PLACES + WARM
    assert waiting
    assert all("请稍候" in body and 'http-equiv="refresh"' in body for body in waiting)
    assert all("kernelId" in body for body in served)


def test_v18_pages_that_were_left_are_forgotten_and_make_room(server: Served) -> None:
    _a_place(server)
    assert "Culling '" in server.log.read_text("utf-8")


def _a_place(server: Served) -> None:
    """Wait until a viewer finds a place."""
    begun = time.monotonic()
    while Probe(server.url, server.token).page()[0] != 200:
        assert time.monotonic() - begun < PATIENCE, "no place was made free"
        time.sleep(1)


def test_the_log_names_no_kernel_of_the_whole_siege(server: Served) -> None:
    text = server.log.read_text("utf-8")
    assert "<kernel>" in text
    assert not KERNEL.search(text)
