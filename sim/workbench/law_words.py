"""Values of the law in words: yes and no for a switch, the name of a choice."""

from __future__ import annotations

from typing import Any

from sim.laws import Parameter
from sim.laws.values import text_of
from sim.words import has, label


def in_words(parameter: Parameter, value: Any, lang: str) -> str:
    """Return a value as a reader sees it, such as "740", "yes" or the name of a choice."""
    if parameter.kind == "switch":
        return label("lever_is_on" if value else "lever_is_off", lang)
    return choice_word(value, lang) if parameter.kind == "choice" else text_of(value)


def choice_word(choice: str, lang: str) -> str:
    """Return the name of a choice, as far as words have it."""
    return label(f"choice_{choice}", lang) if has(f"choice_{choice}") else choice
