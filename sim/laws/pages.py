"""Reads one YAML mapping so that every complaint can name its file, its line and its key."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from sim.errors import LawError
from sim.laws.values import Label, written

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Page:
    """One YAML mapping of a file.

    Parameters
    ----------
    file : str
        The file as messages name it.
    node : CommentedMap
        The mapping, which knows its lines.
    """

    file: str
    node: CommentedMap

    def line(self, key: str) -> int:
        """Return the line of a key, or of the mapping if the key is missing."""
        place = self.node.lc.data.get(key) if self.node.lc.data else None
        return (place[0] if place else self.node.lc.line) + 1

    def error(self, key: str, message: str) -> LawError:
        """Return the error to raise about a key."""
        return LawError(message, file=self.file, line=self.line(key), key=key)

    def check_keys(self, allowed_keys: Iterable[str], required: Iterable[str] = ()) -> None:
        """Refuse keys that are not allowed and mappings that lack a required key."""
        known = tuple(allowed_keys)
        for key in self.node:
            if key not in known:
                hint = " (a text with a comma stands in quotes)" if self.node[key] is None else ""
                raise self.error(str(key), f"is not known here; allowed are {', '.join(known)}{hint}")
        for key in required:
            if key not in self.node:
                raise self.error(key, "is missing")

    def page(self, key: str) -> Page:
        """Return the mapping under a key."""
        node = self.node[key]
        if not isinstance(node, CommentedMap):
            raise self.error(key, "must be a mapping of keys to values")
        return Page(self.file, node)

    def text(self, key: str) -> str:
        """Return the text under a key."""
        value = self.node[key]
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "must be a text that is not empty")
        return str(value)

    def word(self, key: str, words: Iterable[str]) -> str:
        """Return the word under a key, which must be one of those given."""
        value = self.node[key]
        known = tuple(words)
        if value not in known:
            raise self.error(key, f"{value!r} is not known; allowed are {', '.join(known)}")
        return str(value)

    def number(self, key: str) -> Decimal:
        """Return the finite number under a key, exactly."""
        value = written(self.node[key])
        if not isinstance(value, Decimal) or not value.is_finite():
            raise self.error(key, f"{self.node[key]!r} must be a number")
        return value

    def label(self, key: str) -> Label:
        """Return the Chinese and English words under a key."""
        entry = self.page(key)
        entry.check_keys(("zh", "en"), ("zh", "en"))
        return Label(entry.text("zh"), entry.text("en"))


@functools.cache
def load_page(text: str, name: str) -> Page:
    """Return the mapping of a YAML 1.2 text; `name` stands for the file in messages.

    Raises
    ------
    LawError
        When the text is no YAML, is no mapping, or writes a key twice.
    """
    reader = YAML(typ="rt")
    reader.version = (1, 2)
    reader.allow_duplicate_keys = False
    try:
        node = reader.load(StringIO(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = "a key is written twice" if isinstance(error, DuplicateKeyError) else "is not readable YAML"
        raise LawError(f"{what} ({str(error.problem).strip()})", file=name, line=line) from None
    if not isinstance(node, CommentedMap):
        raise LawError("must be a mapping of keys to values", file=name, line=1)
    return Page(name, node)


def shown(path: Path) -> str:
    """Return a path as messages name it: from the root of the project if it lies there."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
