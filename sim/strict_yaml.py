"""Reads YAML from strangers: caps on size, depth and nodes, every scalar a text, every line number kept.

Only the event stream of the YAML reader is used. Nothing is constructed, no text becomes a number or a truth value, and
what makes YAML dangerous or ambiguous is refused: anchors, tags, directives, merge keys, repeated keys, a second
document, control and invisible characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from sim.errors import LocatedError, ScenarioError

_BYTE_ORDER_MARK = "\ufeff"
_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}", re.ASCII)
_KEY_BEFORE = re.compile(r"([A-Za-z0-9_][A-Za-z0-9_.-]{0,79})[\"']?\s*:", re.ASCII)
# Characters that no reader sees: control, format (bidirectional marks, zero width), surrogate, private, unassigned,
# line and paragraph separators.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_LAYOUT = "\t\r\n"
_SHOWN = 40  # characters of a wrong word that a message repeats


@dataclass(frozen=True)
class Limits:
    """What a file may hold at most: bytes, levels of nesting, nodes."""

    bytes: int = 65_536
    depth: int = 8
    nodes: int = 5_000


@dataclass(frozen=True)
class Text:
    """A scalar, as written."""

    value: str
    line: int


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True)
class Table:
    """A mapping; `lines` gives the line of each key."""

    entries: Mapping[str, Node]
    lines: Mapping[str, int]
    line: int


Node: TypeAlias = Text | Items | Table


def unseen_character(text: str, layout: str = "") -> int | None:
    """Return the place of the first control or invisible character, or None; `layout` characters may stand."""
    for place, letter in enumerate(text):
        if letter not in layout and unicodedata.category(letter) in _UNSEEN:
            return place
    return None


def read_yaml(
    path: Path,
    name: str | None = None,
    limits: Limits | None = None,
    error: type[LocatedError] = ScenarioError,
) -> Table:
    """Return the mapping that a file holds.

    Parameters
    ----------
    path : Path
        A regular file in UTF-8.
    name : str, optional
        How messages call the file.
    limits : Limits, optional
        Caps, checked before anything is built.
    error : type of LocatedError
        What to raise.

    Raises
    ------
    LocatedError
        Of the type given, with file, line and key, for anything but one plain YAML mapping.
    """
    called = name or str(path)
    caps = limits or Limits()
    try:
        if not path.is_file():
            raise error("there is no such file", file=called)
        with path.open("rb") as stream:
            raw = stream.read(caps.bytes + 1)
    except OSError as problem:
        raise error(f"the file cannot be read ({problem.strerror})", file=called) from None
    return parse_yaml(raw, called, caps, error)


def parse_yaml(
    raw: bytes, name: str, limits: Limits | None = None, error: type[LocatedError] = ScenarioError
) -> Table:
    """Return the mapping written in the bytes of a file called `name`; see `read_yaml`."""
    caps = limits or Limits()
    text = _decoded(raw, name, caps, error)
    builder = _Builder(text, name, caps, error)
    try:
        node = builder.document()
    except YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        said = str(getattr(problem, "problem", "") or "a character YAML does not allow").replace("\n", " ")
        raise builder.error(f"not readable YAML ({said})", line) from None
    except (ValueError, RecursionError):
        raise builder.error("not readable YAML", None) from None
    if not isinstance(node, Table):
        raise error("keys with values are wanted, such as 'months: 120'", file=name, line=node.line)
    return node


def _decoded(raw: bytes, name: str, caps: Limits, error: type[LocatedError]) -> str:
    """Return the text of the bytes, once it is small enough, UTF-8 and free of unseen characters."""
    if len(raw) > caps.bytes:
        lines = raw[: caps.bytes].decode("utf-8", "replace").split("\n")
        message = f"the file is too large; at most {caps.bytes} bytes are allowed, and they end in this line"
        raise error(message, file=name, line=len(lines), key=_key_near(lines, len(lines)))
    try:
        text = raw.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise error("not UTF-8 (GBK?); save the file as UTF-8", file=name, line=line) from None
    place = unseen_character(text, _LAYOUT)
    if place is not None:
        lines = text[:place].split("\n")
        message = (
            f"holds the control or invisible character U+{ord(text[place]):04X}; only visible text is allowed"
        )
        raise error(message, file=name, line=len(lines), key=_key_near(lines, len(lines)))
    return text


def _key_near(lines: list[str], line: int) -> str | None:
    """Return the last key written in or before a line (counted from 1)."""
    for text in reversed(lines[:line]):
        keys = _KEY_BEFORE.findall(text)
        if keys:
            return str(keys[-1])
    return None


class _Builder:
    """Builds one document from the events of a text; remembers the last key, so that messages can name it."""

    def __init__(self, text: str, name: str, caps: Limits, error: type[LocatedError]) -> None:
        self._text = text
        self._name = name
        self._caps = caps
        self._error = error
        self._events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))
        self._nodes = 0
        self._key: str | None = None

    def error(self, message: str, line: int | None, key: str | None = None) -> LocatedError:
        """Return the error to raise about a line."""
        lines = self._text.splitlines() or [""]
        place = min(line or 1, len(lines))
        return self._error(
            message, file=self._name, line=place, key=key or self._key or _key_near(lines, place)
        )

    def document(self) -> Node:
        """Return the only document of the stream."""
        self._take(StreamStartEvent)
        start = next(self._events)
        if isinstance(start, StreamEndEvent):
            raise self.error("the file is empty", 1)
        if start.version is not None or start.tags:
            raise self.error("a directive (%YAML, %TAG) is not allowed", 1)
        node = self._node(next(self._events), 1)
        self._take(DocumentEndEvent)
        end = next(self._events)
        if isinstance(end, DocumentStartEvent):
            raise self.error("a second document begins; one document a file is allowed", _line(end), "---")
        return node

    def _take(self, kind: type) -> None:
        event = next(self._events)
        if not isinstance(event, kind):
            raise self.error("not readable YAML", _line(event))

    def _node(self, event: Any, depth: int) -> Node:
        line = _line(event)
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise self.error("anchors (&, *) are not allowed; write the value out", line)
        if event.tag is not None:
            raise self.error(f"the tag {str(event.tag)!a} is not allowed; write plain values", line)
        self._nodes += 1
        if self._nodes > self._caps.nodes:
            raise self.error(f"too many entries; at most {self._caps.nodes} are allowed", line)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if depth > self._caps.depth:
            raise self.error(f"nested too deep; at most {self._caps.depth} levels are allowed", line)
        if isinstance(event, SequenceStartEvent):
            return self._items(line, depth)
        if isinstance(event, MappingStartEvent):
            return self._table(line, depth)
        raise self.error("not readable YAML", line)

    def _scalar(self, event: ScalarEvent) -> Text:
        text = str(event.value)
        place = unseen_character(text, "\n")
        if place is not None:
            code = f"U+{ord(text[place]):04X}"
            message = f"holds the control or invisible character {code}; only visible text is allowed"
            raise self.error(message, _line(event))
        return Text(text, _line(event))

    def _items(self, line: int, depth: int) -> Items:
        items = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Items(tuple(items), line)

    def _table(self, line: int, depth: int) -> Table:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._read_key(event, depth)
            if key in entries:
                message = f"is given twice; it stands already in line {lines[key]}"
                raise self.error(message, _line(event), key)
            lines[key] = _line(event)
            entries[key] = self._node(next(self._events), depth + 1)
        return Table(MappingProxyType(entries), MappingProxyType(lines), line)

    def _read_key(self, event: Any, depth: int) -> str:
        node = self._node(event, depth + 1)
        if not isinstance(node, Text):
            raise self.error("a key must be one word", node.line)
        if node.value == "<<":
            raise self.error("merge keys are not allowed; write the entries out", node.line, "<<")
        if not _KEY.fullmatch(node.value):
            message = "is no key; a key has ASCII letters, digits and underscores, at most 80"
            raise self.error(message, node.line, ascii(node.value)[1:-1][:_SHOWN] or "empty")
        self._key = node.value
        return node.value


def _line(event: Any) -> int:
    """Return the line of an event, counted from 1."""
    return int(event.start_mark.line) + 1
