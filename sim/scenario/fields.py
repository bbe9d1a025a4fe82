"""Turns the texts of one YAML mapping into words, numbers and months; each refusal names file, line and key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sim.clock import parse_month
from sim.errors import ScenarioError, SimError
from sim.laws import Label
from sim.money import to_fen
from sim.strict_yaml import Items, Node, Table, Text, unseen_character

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,18})?", re.ASCII)
_SHOWN = 40  # characters of a wrong value that a message repeats
_MOST_WORDS = 400  # characters of a title or a reason


@dataclass(frozen=True)
class Place:
    """Where something is written."""

    file: str | None
    line: int | None
    key: str | None = None

    def error(self, message: str, key: str | None = None) -> ScenarioError:
        """Return the error to raise about what is written here."""
        return ScenarioError(message, file=self.file, line=self.line, key=key or self.key)


@dataclass(frozen=True)
class Fields:
    """One mapping of a scenario file."""

    file: str
    table: Table

    def place(self, key: str) -> Place:
        """Return the place of a key; that of the mapping if the key is missing."""
        return Place(self.file, self.table.lines.get(key, self.table.line), key)

    def has(self, key: str) -> bool:
        """Return True if the key is written."""
        return key in self.table.entries

    def check_keys(self, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Refuse unknown keys and missing ones."""
        must = tuple(required)
        known = (*must, *optional)
        for key in self.table.entries:
            if key not in known:
                raise self.place(key).error(f"is no known key here; allowed are {', '.join(known)}")
        for key in must:
            if not self.has(key):
                raise self.place(key).error(f"is missing; required are {', '.join(must)}")

    def scalar(self, key: str) -> str:
        """Return the text of a key, which must not be empty."""
        node = self._node(key)
        if not isinstance(node, Text):
            raise self.place(key).error("one value is wanted, not a list or a mapping")
        if not node.value.strip():
            raise self.place(key).error("is empty; a value is wanted")
        return node.value

    def words(self, key: str) -> str:
        """Return free text: one line that can be seen, not too long and no spreadsheet formula."""
        text = self.scalar(key).strip()
        place = unseen_character(text)
        if place is not None:
            raise self.place(key).error(
                f"holds the control character U+{ord(text[place]):04X}; one line is wanted"
            )
        if len(text) > _MOST_WORDS:
            raise self.place(key).error(f"has {len(text)} characters; at most {_MOST_WORDS} are allowed")
        if text[0] in "=+-@":
            raise self.place(key).error(
                f"must not begin with {text[0]}, which a spreadsheet runs as a formula"
            )
        return text

    def label(self, key: str) -> Label:
        """Return Chinese and English words."""
        node = self._node(key)
        if not isinstance(node, Table):
            raise self.place(key).error("two languages are wanted: {zh: ..., en: ...}")
        both = Fields(self.file, node)
        both.check_keys(("zh", "en"))
        return Label(both.words("zh"), both.words("en"))

    def name(self, key: str, pattern: re.Pattern[str], wanted: str) -> str:
        """Return a name that fits an allow-list pattern."""
        text = self.scalar(key)
        if not pattern.fullmatch(text):
            raise self.place(key).error(f"{shown(text)} is no allowed name; it must be {wanted}")
        return text

    def word(self, key: str, words: Iterable[str]) -> str:
        """Return one of the words given."""
        text, known = self.scalar(key), tuple(words)
        if text not in known:
            raise self.place(key).error(f"{shown(text)} is not in the list; allowed are {', '.join(known)}")
        return text

    def number(
        self, key: str, low: Decimal | int | None = None, high: Decimal | int | None = None
    ) -> Decimal:
        """Return a plain number in ASCII digits, within a range if one is given."""
        text = self.scalar(key)
        if not _NUMBER.fullmatch(text):
            message = f"{shown(text)} is no plain number; write ASCII digits like 650 or 0.5"
            raise self.place(key).error(f"{message}, without unit, sign +, exponent or separator")
        value = Decimal(text)
        if (low is not None and value < low) or (high is not None and value > high):
            raise self.place(key).error(f"{text} is outside the range from {low} to {high}")
        return value

    def whole(self, key: str, low: int, high: int) -> int:
        """Return a whole number within a range."""
        value = self.number(key)
        if value != value.to_integral_value():
            raise self.place(key).error(
                f"{self.scalar(key)} is not whole; a whole number from {low} to {high} is wanted"
            )
        return int(self.number(key, low, high))

    def money(self, key: str, low: int, high: int) -> int:
        """Return an amount written in yuan as whole fen."""
        value = self.number(key, low, high)
        try:
            return to_fen(value)
        except SimError as error:
            raise self.place(key).error(str(error)) from None

    def month(self, key: str) -> int:
        """Return a month's number."""
        text = self.scalar(key)
        try:
            return parse_month(text)
        except SimError:
            message = f"{shown(text)} is no month; a month from 01 to 12 is wanted, written like 2027-01"
            raise self.place(key).error(message) from None

    def rows(self, key: str) -> tuple[Fields, ...]:
        """Return the mappings of a list; none if the key is missing."""
        if not self.has(key):
            return ()
        node = self._node(key)
        if not isinstance(node, Items) or not all(isinstance(item, Table) for item in node.items):
            raise self.place(key).error("a list is wanted, each entry like - {from: 2027-01, ...}")
        return tuple(Fields(self.file, item) for item in node.items if isinstance(item, Table))

    def _node(self, key: str) -> Node:
        return self.table.entries[key]


def shown(text: str) -> str:
    """Return a wrong value as a message repeats it: in ASCII when odd, and never long."""
    plain = text if text.isprintable() and not unseen_character(text) else ascii(text)[1:-1]
    return f"'{plain}'" if len(plain) <= _SHOWN else f"'{plain[:_SHOWN]}...'"
