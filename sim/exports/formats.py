"""The formats that a comparison can be written in, apart from what writes them, so that asking costs nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import ScenarioError
from sim.words import sentence

PICTURES = ("png", "svg", "pdf")
FORMATS = (*PICTURES, "csv", "xlsx", "pptx", "docx", "zip")


def checked_formats(formats: Sequence[str], lang: str) -> tuple[str, ...]:
    """Return the formats asked for, each once.

    Raises
    ------
    ScenarioError
        When one is unknown; says which there are.
    """
    for given in formats:
        if given not in FORMATS:
            known = ", ".join(FORMATS)
            raise ScenarioError(sentence("cli_format", lang, {"given": ascii(given)[1:-1], "known": known}))
    return tuple(dict.fromkeys(formats))
