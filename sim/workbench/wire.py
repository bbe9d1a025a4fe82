"""The wire between page kernels and the engine room: lines of JSON over a socket of this machine's file system.

The socket lies in a folder that only this user may enter. Kernels stay small because they import nothing of the model.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

LONGEST_QUESTION = 4096  # bytes of a message from a page
LONGEST_ANSWER = 64 * 1024 * 1024
MOST_WAITING = 256  # messages for a page that does not read them
ROOM = "MINSHENG_ROOM"  # environment variable that tells kernels where the socket is
_TRIES, _BETWEEN_TRIES = 1200, 0.25  # five minutes
_LOG = logging.getLogger("sim.workbench")

Handle = Callable[[object], None]
Enter = Callable[[Callable[[dict[str, Any]], None]], tuple[Handle, Callable[[], None]]]
"""Welcomes a viewer: takes how to send, returns how to handle a message and how to say goodbye."""


async def serve(path: Path, enter: Enter, most_viewers: int) -> asyncio.Server:
    """Listen on a socket; every connection is one viewer.

    Parameters
    ----------
    enter : callable
        Makes the clerk of a viewer.
    most_viewers : int
        Connections served at once; another one is told to wait.
    """
    there = [0]

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if there[0] >= most_viewers:
            writer.write(_line({"kind": "full", "n": 0}))
            writer.close()
            return
        there[0] += 1
        try:
            await _converse(reader, writer, enter)
        except (ConnectionError, asyncio.LimitOverrunError, ValueError) as error:
            _LOG.warning("a viewer left: %s", type(error).__name__)
        finally:
            there[0] -= 1
            writer.close()

    return await asyncio.start_unix_server(welcome, path=str(path), limit=LONGEST_QUESTION)


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, enter: Enter) -> None:
    loop, box = asyncio.get_running_loop(), asyncio.Queue[dict[str, Any]](MOST_WAITING)

    def put(message: dict[str, Any]) -> None:
        if box.full():
            box.get_nowait()  # the newest message matters most
        box.put_nowait(message)

    def send(message: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(put, message)

    handle, goodbye = enter(send)

    async def pass_on() -> None:
        while True:
            writer.write(_line(await box.get()))
            await writer.drain()

    sender = asyncio.create_task(pass_on())
    try:
        while line := await reader.readline():
            await asyncio.to_thread(handle, _read(line))
    finally:
        sender.cancel()
        goodbye()


class Link:
    """A page's end of the wire.

    Parameters
    ----------
    path : str
        The socket.
    on_message : callable
        Takes each message of the engine room, in the loop that the page runs in.
    """

    def __init__(self, path: str, on_message: Callable[[dict[str, Any]], None]) -> None:
        self._path = path
        self._on_message = on_message
        self._writer: asyncio.StreamWriter | None = None
        self._unsent: list[object] = []
        self._task: asyncio.Task[None] | None = None  # a page that waits for its first viewer takes no place

    def send(self, message: object) -> None:
        """Send a message, as soon as there is a connection."""
        if self._task is None:
            self._task = asyncio.get_event_loop().create_task(self._listen())
        if self._writer is None:
            self._unsent.append(message)
        else:
            self._writer.write(_line(message))

    async def _connected(self) -> asyncio.StreamReader:
        """Return the connection, once the engine room listens: it opens while the first pages do."""
        for _ in range(_TRIES):
            try:
                reader, self._writer = await asyncio.open_unix_connection(self._path, limit=LONGEST_ANSWER)
                return reader
            except (FileNotFoundError, ConnectionRefusedError):
                await asyncio.sleep(_BETWEEN_TRIES)
        raise FileNotFoundError(self._path)

    async def _listen(self) -> None:
        try:
            reader = await self._connected()
            for message in self._unsent:
                self.send(message)
            while line := await reader.readline():
                found = _read(line)
                if isinstance(found, dict):
                    self._on_message(found)
        except OSError as error:
            _LOG.warning("the engine room cannot be reached: %s", type(error).__name__)
        self._on_message({"kind": "lost", "n": 0})


def _line(message: object) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode() + b"\n"


def _read(line: bytes) -> object:
    """Return what a line holds; None for a line that is no JSON."""
    try:
        return json.loads(line)
    except ValueError:
        return None
