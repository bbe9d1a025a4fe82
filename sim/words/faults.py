"""A refusal in words: an error whose sentence stands in the words files, so that it can be said in either language."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import SimError
from sim.words.book import sentence


class WordedError(SimError):
    """An error with the key of its sentence; its text is the English one.

    Parameters
    ----------
    key : str
        Of the words.
    values : mapping
        What stands in the slots of the sentence; one that differs by language has attributes `zh` and `en`.
    """

    def __init__(self, key: str, values: Mapping[str, object]) -> None:
        self.key, self.values = key, dict(values)
        super().__init__(self.said("en"))

    def said(self, lang: str) -> str:
        """Return the sentence in a language."""
        return sentence(
            self.key, lang, {name: getattr(value, lang, value) for name, value in self.values.items()}
        )


def told(error: SimError, lang: str) -> str:
    """Return what an error says in a language, English where it has no words of its own."""
    return error.said(lang) if isinstance(error, WordedError) else str(error)
