"""Freezing: a numbered, stamped version of an answer, exported at once and reopened with the numbers it had then."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import SimError, StoreError
from sim.results.files import write_bytes
from sim.words import LANGUAGES
from sim.workbench import page
from sim.workbench.answer import Answer
from sim.workbench.dials import Board
from sim.workbench.exporting import export_all
from sim.workbench.printed import printed

if TYPE_CHECKING:
    from sim.workbench.room import Room

_PAGE, _DIGITS = "page.json", 4
_KEPT = 50  # versions that the page lists


class Freezer:
    """Keeps the frozen versions of one region in a folder: `v0001`, `v0002` and so on, each whole or not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    def versions(self) -> list[dict[str, Any]]:
        """Return number, stamp and plan of the newest versions, the newest first."""
        found = sorted((self._number(path) for path in self.folder.glob("v[0-9]*/" + _PAGE)), reverse=True)
        listed = []
        for number in found[:_KEPT]:
            try:
                stored = self.stored(number)
            except SimError:
                continue  # a damaged version is not offered
            names = ("version", "stamp", "plan", "files", "seal")
            listed.append({name: stored[name] for name in names})
        return listed

    def freeze(self, answer: Answer, board: Board, room: Room) -> int:
        """Write the next version: the page in both languages, the scenario, and every export; returns its number."""
        with self._lock:
            number = 1 + max((self._number(path) for path in self.folder.glob("v[0-9]*")), default=0)
            folder = self.folder / f"v{number:0{_DIGITS}d}"
            stamp = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M %Z")
            body: dict[str, Any] = {
                "version": number,
                "stamp": stamp,
                "region": board.base.region,
                "dials": {key: float(value) for key, value in answer.position.items()},
                "slots": {lang: page.slots(answer, board, lang) for lang in LANGUAGES},
                "plan": {lang: page.plan_of(answer, board, lang) for lang in LANGUAGES},
            }
            for lang in LANGUAGES:
                text = printed(body, board, lang)
                write_bytes(folder / f"briefing_{lang}.html", text.encode())
            export_all(folder, answer, board, room)
            body["files"] = sorted(path.name for path in folder.iterdir() if path.name != _PAGE)
            body["seal"] = _seal(body)
            write_bytes(folder / _PAGE, json.dumps(body, ensure_ascii=False).encode())
            return number

    def stored(self, number: int) -> dict[str, Any]:
        """Return a version as it was frozen.

        Raises
        ------
        StoreError
            When there is none of this number, or it was changed since.
        """
        try:
            body = json.loads((self._folder(number) / _PAGE).read_text(encoding="utf-8"))
            seal = body.pop("seal")
            if seal != _seal(body):
                raise StoreError(f"version {number} was changed after it was frozen")
            return {**body, "seal": seal}
        except (OSError, ValueError, KeyError, AttributeError):
            raise StoreError(f"there is no version {number}") from None

    def file(self, number: int, place: int) -> tuple[str, bytes]:
        """Return name and content of one file of a version, by its place in the list: a viewer never names a file."""
        files: Sequence[str] = self.stored(number)["files"]
        if not 0 <= place < len(files):
            raise StoreError(f"version {number} has no file {place}")
        folder = self._folder(number).resolve()
        path = (folder / files[place]).resolve()
        if not path.is_relative_to(folder):
            raise StoreError(f"version {number} has no file {place}")
        return f"{self.folder.name}_{folder.name}_{path.name}", path.read_bytes()

    def _folder(self, number: int) -> Path:
        return self.folder / f"v{number:0{_DIGITS}d}"

    @staticmethod
    def _number(path: Path) -> int:
        name = path.parent.name if path.name == _PAGE else path.name
        return int(name[1:]) if name[1:].isascii() and name[1:].isdigit() else 0


def _seal(body: dict[str, Any]) -> str:
    """Return the hash that a version is checked against when it is opened again."""
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
