"""The briefing page as one widget: it passes messages between the browser and the engine room, and holds no state.

Started by `make briefing`, the page's kernel is small: the engine room is another process, shared by all viewers. In a
notebook without it, the widget brings an engine room of its own.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from sim.workbench.discretion import keep_inside
from sim.workbench.wire import LONGEST_QUESTION, ROOM, Link

STATIC = Path(__file__).parent / "static"
DEEDS = ("hello", "ask", "sources", "freeze", "reopen", "download")
FIELDS = ("do", "n", "lang", "dials", "version", "file")
_SHORT = 32  # letters of a text, and entries of a mapping


class Briefing(anywidget.AnyWidget):
    """The page.

    Parameters
    ----------
    region : str
        Region of the engine room that the widget brings itself, when there is no shared one.
    """

    _esm = STATIC / "briefing.js"
    _css = STATIC / "briefing.css"
    language = traitlets.Unicode("zh").tag(sync=True)

    def __init__(self, region: str = "yunxi", language: str = "zh") -> None:
        super().__init__(language=language)
        shared = os.environ.get(ROOM)
        if shared:
            keep_inside()
        self._link: Any = Link(shared, self._pass_on) if shared else _own_room(region, self._pass_on)
        self.on_msg(self._received)

    def _received(self, _: object, content: object, buffers: object) -> None:
        """Take a message of the browser; one that is no request of the page is answered with a refusal."""
        message = plain(content)
        self._link.send(message if message is not None else {"do": "refuse", "n": 0})

    def _pass_on(self, message: dict[str, Any]) -> None:
        self.send(message)


def plain(content: object) -> dict[str, Any] | None:
    """Return a message with nothing in it but what a page may say, or None.

    The engine room checks the values; here is made sure that they are few, small and plain.
    """
    if not isinstance(content, Mapping) or content.get("do") not in DEEDS or not set(content) <= set(FIELDS):
        return None
    for name in ("n", "version", "file"):
        if name in content and (type(content[name]) is not int or not 0 <= content[name] < 1 << 31):
            return None
    if content.get("lang", "zh") not in ("zh", "en"):
        return None
    dials = content.get("dials", {})
    if not isinstance(dials, Mapping) or len(dials) > _SHORT:
        return None
    for key, value in dials.items():
        if not isinstance(key, str) or len(key) > _SHORT or type(value) not in (int, float):
            return None
        if not abs(value) < LONGEST_QUESTION:
            return None
    return {**content, "dials": dict(dials)}


def _own_room(region: str, pass_on: Any) -> Any:
    """Return a link to an engine room in this process."""
    from sim.workbench.office import open_office  # late: it brings the whole model

    loop = asyncio.get_event_loop()

    def send(message: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(pass_on, message)

    return open_office(region).enter(send)
