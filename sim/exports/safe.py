"""Text that a spreadsheet opens as text: no formula, no control character, nothing cut without a word."""

from __future__ import annotations

import re

from sim.errors import SimError

LONGEST = 32_767  # characters in one cell of a workbook
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?", re.ASCII)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"


class ExportError(SimError):
    """A table that cannot be written as asked."""


def clean(text: str) -> str:
    """Return a text with the replacement character for every control character.

    Raises
    ------
    ExportError
        When the text is longer than a cell; a cut text would read as a whole one.
    """
    if len(text) > LONGEST:
        raise ExportError(
            f"a text of {len(text):,} characters does not fit into a cell ({LONGEST:,}): {text[:40]}..."
        )
    return _CONTROL.sub(_REPLACEMENT, text)


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula; a plain number such as -12.50 is none."""
    return text.lstrip(" ").startswith(_STARTS) and _NUMBER.fullmatch(text.strip(" ")) is None


def defused(text: str) -> str:
    """Return a clean text with an apostrophe before it if a spreadsheet could take it for a formula."""
    made = clean(text)
    return f"'{made}" if is_formula(made.lstrip("'")) else made


def restored(text: str) -> str:
    """Return a text as it was before `defused` put an apostrophe there."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text
