"""The only reader of labels: one entry a key, complete in both languages, no key twice."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sim.errors import LocatedError, SimError
from sim.strict_yaml import Limits, Table, Text, read_yaml

FOLDER = Path(__file__).parent
LANGUAGES = ("zh", "en")
UNIT_PREFIX = "unit_"

_LIMITS = Limits(bytes=262_144, depth=3, nodes=20_000)
_OPTIONAL = ("one", "decimals", "bare")
_SLOT = re.compile(r"\{([a-z_]+)\}", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """The words of one key.

    Attributes
    ----------
    zh, en : str
        Chinese, and English (of more than one).
    one : str
        English of exactly one: person beside persons.
    decimals : int or None
        Decimals shown with a unit; None for words that are no unit.
    is_bare : bool
        True for a unit that is named at an axis and not behind a number, such as an index.
    """

    zh: str
    en: str
    one: str
    decimals: int | None
    is_bare: bool


def label(key: str, lang: str) -> str:
    """Return the words of a key in a language.

    Raises
    ------
    SimError
        When the key has no words, or the language is neither zh nor en.
    """
    entry = entry_of(key)
    return {"zh": entry.zh, "en": entry.en}[checked(lang)]


def unit(key: str, lang: str) -> str:
    """Return the words of a unit: "persons", "yuan_month", or the same with `unit_` before it."""
    return label(unit_key(key), lang)


def sentence(key: str, lang: str, values: Mapping[str, object] | None = None) -> str:
    """Return a message with its slots filled.

    Raises
    ------
    SimError
        When a slot has no value.
    """
    text = label(key, lang)
    given = values or {}
    missing = [slot for slot in slots(text) if slot not in given]
    if missing:
        raise SimError(f"the sentence {key} needs a value for {', '.join(missing)}")
    return _SLOT.sub(lambda match: str(given[match[1]]), text)


def slots(text: str) -> tuple[str, ...]:
    """Return the names of the slots of a message, in order."""
    return tuple(_SLOT.findall(text))


def keys() -> tuple[str, ...]:
    """Return every key that has words."""
    return tuple(_entries())


def has(key: str) -> bool:
    """Return True if a key has words."""
    return key in _entries()


def unit_key(key: str) -> str:
    """Return the key of a unit's words."""
    return key if key.startswith(UNIT_PREFIX) else UNIT_PREFIX + key


def entry_of(key: str) -> Entry:
    """Return the entry of a key."""
    found = _entries().get(key)
    if found is None:
        raise SimError(f"{key!r} has no words; add it in Chinese and English to a file of sim/words")
    return found


def checked(lang: str) -> str:
    """Return the language if there is one of this name."""
    if lang not in LANGUAGES:
        raise SimError(f"{lang!r} is no language of the workbench; there are {', '.join(LANGUAGES)}")
    return lang


@functools.cache
def _entries() -> Mapping[str, Entry]:
    return read_entries(FOLDER)


def read_entries(folder: Path) -> Mapping[str, Entry]:
    """Return the entries of all files of a folder.

    Raises
    ------
    LocatedError
        When a language is missing, a key stands in two files, or the two languages have different slots.
    """
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.yaml")):
        table = read_yaml(path, path.name, _LIMITS, LocatedError)
        for key, node in table.entries.items():
            line = table.lines[key]
            if key in entries:
                raise LocatedError("has words in another file already", path.name, line, key)
            if not isinstance(node, Table):
                raise LocatedError("both languages are wanted: {zh: ..., en: ...}", path.name, line, key)
            entries[key] = _entry(node, path.name, line, key)
    return MappingProxyType(entries)


def _entry(node: Table, file: str, line: int, key: str) -> Entry:
    known = (*LANGUAGES, *_OPTIONAL)
    texts = {
        name: part.value
        for name, part in node.entries.items()
        if isinstance(part, Text) and part.value.strip()
    }
    wrong = [name for name in node.entries if name not in known or name not in texts]
    missing = [lang for lang in LANGUAGES if lang not in texts]
    if wrong or missing:
        message = f"zh and en are wanted, {' and '.join(_OPTIONAL)} may stand beside them"
        raise LocatedError(f"{', '.join((*wrong, *missing))}: {message}", file, line, key)
    if sorted(slots(texts["zh"])) != sorted(slots(texts["en"])):
        raise LocatedError("the two languages have different slots", file, line, key)
    decimals = texts.get("decimals")
    if decimals is not None and not re.fullmatch("[0-9]", decimals, re.ASCII):
        raise LocatedError("decimals must be a digit", file, line, key)
    return Entry(
        zh=texts["zh"],
        en=texts["en"],
        one=texts.get("one", texts["en"]),
        decimals=None if decimals is None else int(decimals),
        is_bare=texts.get("bare") == "yes",
    )
