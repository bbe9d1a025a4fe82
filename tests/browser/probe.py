"""A viewer who means harm: speaks to the page's server without a browser, and sends what no page sends."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

KERNEL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
SILENCE = 1.0  # seconds after which nothing more is expected
PATIENCE = 20.0  # seconds for an answer that must come


@dataclass
class Probe:
    """One session of an intruder, with or without the token."""

    url: str
    token: str = ""
    jar: CookieJar = field(default_factory=CookieJar)

    def get(self, path: str, method: str = "GET", data: bytes | None = None) -> tuple[int, str]:
        """Return status and body; redirects are followed, as a browser does."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        request = urllib.request.Request(self.url + path, method=method, data=data)
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def page(self) -> tuple[int, str]:
        """Open the page as a viewer does."""
        return self.get(f"?token={self.token}" if self.token else "")

    def kernel(self) -> str:
        """Open a page and return the name of its kernel."""
        status, body = self.page()
        assert status == 200, body[:300]
        found = re.search(rf'"kernelId"\s*:\s*"({KERNEL.pattern})"', body)
        assert found, "the page names no kernel"
        return found[1]

    @property
    def cookies(self) -> str:
        return "; ".join(f"{one.name}={one.value}" for one in self.jar)

    async def channel(
        self, kernel: str, origin: str | None = "same", cookies: bool = True
    ) -> WebSocketClientConnection:
        """Open the channel of a kernel; raises when the server refuses."""
        headers = {"Cookie": self.cookies} if cookies else {}
        if origin is not None:
            headers["Origin"] = self.url.rstrip("/") if origin == "same" else origin
        address = self.url.replace("http", "ws", 1) + f"api/kernels/{kernel}/channels"
        return await websocket_connect(HTTPRequest(address, headers=headers, connect_timeout=10))


_numbers = itertools.count()


def message(kind: str, content: dict[str, Any], channel: str = "shell") -> str:
    """Return a message of the kernel protocol, with a number of its own: a kernel takes none twice."""
    number = f"{time.time_ns()}-{next(_numbers)}"
    header = {
        "msg_id": number,
        "msg_type": kind,
        "username": "",
        "session": "s",
        "version": "5.3",
        "date": "",
    }
    return json.dumps(
        {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": channel,
            "buffers": [],
        }
    )


async def replies(
    socket: WebSocketClientConnection, until: Callable[[dict[str, Any]], bool], wait: float = PATIENCE
) -> list[dict[str, Any]]:
    """Return what arrives until a wanted message, or nothing more does."""
    found: list[dict[str, Any]] = []
    while True:
        try:
            raw = await asyncio.wait_for(socket.read_message(), wait)
        except TimeoutError:
            return found
        if raw is None:
            return [*found, {"msg_type": "closed"}]
        if isinstance(raw, str):
            found.append(json.loads(raw))
            if until(found[-1]):
                return found


async def exchange(socket: WebSocketClientConnection, raw: str | bytes) -> list[dict[str, Any]]:
    """Send something and return all that comes back."""
    await socket.write_message(raw, binary=isinstance(raw, bytes))
    return await replies(socket, lambda _: False, SILENCE)
