"""The clerk between a page and the desk: checks every message again, whatever the page allows, and answers it.

A message is a mapping with `do`: hello, ask, sources, freeze, reopen or download. Nothing else is done, no text of a
viewer is kept, run or used as a name, and every refusal is one plain sentence.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from sim.errors import SimError
from sim.population.profile import load_profile
from sim.words import LANGUAGES, label, sentence
from sim.words import keys as word_keys
from sim.workbench.desk import Desk, Send
from sim.workbench.dials import Board, shown
from sim.workbench.faults import told
from sim.workbench.freeze import Freezer
from sim.workbench.sources import source_sheet

MOST_NUMBER = 2**31  # of a message or a version
_PAGE_WORDS = ("ui_", "question_", "briefing_why", "briefing_baseline")


class Clerk:
    """Serves one viewer.

    Parameters
    ----------
    send : callable
        Takes a message for the page; may be called from another thread.
    """

    def __init__(self, desk: Desk, freezer: Freezer, send: Send) -> None:
        self._desk = desk
        self._freezer = freezer
        self._send = send
        self._viewer = desk.enter(send)
        self._deeds: Mapping[str, Callable[[Mapping[str, Any], int, str], None]] = {
            "hello": self._hello,
            "ask": self._ask,
            "sources": self._sources,
            "freeze": self._freeze,
            "reopen": self._reopen,
            "download": self._download,
        }

    def handle(self, message: object) -> None:
        """Do what a message asks for, or say in a sentence that it cannot be done."""
        lang = "zh"
        n = 0
        try:
            if not isinstance(message, dict) or str(message.get("do")) not in self._deeds:
                raise SimError("this page does not know that request")
            lang = "en" if message.get("lang") == "en" else "zh"
            n = _number(message.get("n"))
            self._deeds[str(message["do"])](message, n, lang)
        except SimError:
            self._send({"kind": "refused", "n": n, "text": label("page_refused", lang)})
        except Exception as error:  # noqa: BLE001  a viewer sees a sentence, never a traceback
            self._send({"kind": "error", "n": n, "text": told(error, lang)})

    def close(self) -> None:
        """Say goodbye for the viewer."""
        self._desk.leave(self._viewer)

    def _hello(self, message: Mapping[str, Any], n: int, lang: str) -> None:
        self._send(
            {"kind": "hello", "n": n, **described(self._desk.board), "versions": self._freezer.versions()}
        )

    def _ask(self, message: Mapping[str, Any], n: int, lang: str) -> None:
        self._desk.ask(self._viewer, n, self._desk.board.checked(message.get("dials")), lang)

    def _sources(self, message: Mapping[str, Any], n: int, lang: str) -> None:
        self._send({"kind": "sources", "n": n, "html": source_sheet(self._desk.board, lang)})

    def _freeze(self, message: Mapping[str, Any], n: int, lang: str) -> None:
        position = self._desk.board.checked(message.get("dials"))
        answer = self._desk.answer_of(position)
        if answer is None or not answer.is_done:
            raise SimError("only a finished answer can be frozen")
        self._send({"kind": "working", "n": n})  # the page takes a long silence for a lost connection

        def task() -> None:
            try:
                made = self._freezer.freeze(answer, self._desk.board, self._desk.room)
                self._send({"kind": "frozen", "n": n, "version": made, "versions": self._freezer.versions()})
            except Exception as error:  # noqa: BLE001  as in `handle`
                self._send({"kind": "refused", "n": n, "text": told(error, lang)})

        self._desk.put(task)

    def _reopen(self, message: Mapping[str, Any], n: int, lang: str) -> None:
        stored = self._freezer.stored(_number(message.get("version")))
        page = {"slots": stored["slots"][lang], "dials": stored["dials"], "done": True}
        self._send({"kind": "answer", "n": n, **page, "frozen": stored["version"]})

    def _download(self, message: Mapping[str, Any], n: int, lang: str) -> None:
        version, place = _number(message.get("version")), _number(message.get("file"))
        name, content = self._freezer.file(version, place)
        self._send(
            {"kind": "file", "n": n, "name": name, "content": base64.b64encode(content).decode("ascii")}
        )


def described(board: Board) -> dict[str, Any]:
    """Return what the page needs to draw itself, in both languages."""
    words = [key for key in word_keys() if key.startswith(_PAGE_WORDS)]
    return {
        "words": {lang: {key: label(key, lang) for key in words} for lang in LANGUAGES},
        "title": {
            lang: sentence("briefing_title", lang, {"region": _region(board, lang)}) for lang in LANGUAGES
        },
        "dials": [
            {
                "key": dial.key,
                "low": float(dial.low),
                "high": float(dial.high),
                "step": float(dial.step),
                "neutral": float(dial.neutral),
                "label": {lang: label(f"dial_{dial.key}", lang) for lang in LANGUAGES},
                "hint": {lang: label(f"dial_{dial.key}_hint", lang) for lang in LANGUAGES},
                "shown": {
                    lang: [shown(dial, value, lang) for value in dial.positions()] for lang in LANGUAGES
                },
            }
            for dial in board.dials
        ],
        "presets": [
            {
                "label": {"zh": label("briefing_baseline", "zh"), "en": label("briefing_baseline", "en")},
                "why": {"zh": board.base.why.zh, "en": board.base.why.en},
                "dials": {key: float(value) for key, value in board.neutral().items()},
            },
            *(
                {
                    "label": {"zh": preset.title.zh, "en": preset.title.en},
                    "why": {"zh": preset.why.zh, "en": preset.why.en},
                    "dials": {key: float(value) for key, value in preset.position.items()},
                }
                for preset in board.presets
            ),
        ],
    }


def _region(board: Board, lang: str) -> str:
    name = load_profile(board.base.region).label
    return name.zh if lang == "zh" else name.en


def _number(value: object) -> int:
    """Return a small whole number that a viewer sent."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < MOST_NUMBER:
        raise SimError("a whole number is wanted")
    return value
