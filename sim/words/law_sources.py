"""Sources of the law in words: the Chinese of what a law file names in English."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path

from sim.errors import SimError
from sim.words.book import slots

_FILE = Path(__file__).parent / "law_sources.csv"
_BETWEEN, _BETWEEN_ZH = "; ", "；"
_FIGURE = r"[\d.,%-]+"
_TEXTS = {
    "place": "[A-Z][a-z]+",
    "address": r"\S+",
    "growth": r"\S+",
    "value": r"\S+",
}  # slots that hold no figure


def source_words(source: str, lang: str) -> str:
    """Return where a number or a clause of the law comes from, in words; English as the law writes it.

    A source of several parts is said part by part; a part that has no Chinese stands as it is written.

    Parameters
    ----------
    source : str
        As a law file declares it, or a law book says it of a value that it reckoned.
    lang : str
        zh or en.
    """
    if lang == "en":
        return source
    whole = chinese_source(source)
    if whole is not None:
        return whole
    return _BETWEEN_ZH.join(chinese_source(part) or part for part in source.split(_BETWEEN))


def chinese_source(source: str) -> str | None:
    """Return the Chinese of one source, or one part of a source; None where the table has none."""
    texts, forms = _table()
    if source in texts:
        return texts[source]
    for form, chinese in forms:
        match = form.fullmatch(source)
        if match:
            found = {name: texts.get(text, text) for name, text in match.groupdict().items()}
            return chinese.format(**found)
    return None


@functools.cache
def _table() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Return the sources without slots by their English, and the forms with slots."""
    texts: dict[str, str] = {}
    forms: list[tuple[re.Pattern[str], str]] = []
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            english, chinese = row["en"], row["zh"]
            if (
                not english
                or not chinese
                or english in texts
                or not set(slots(chinese)) <= set(slots(english))
            ):
                raise SimError(
                    f"{_FILE.name}: {english!r} wants one row, with Chinese and no slot of its own"
                )
            if slots(english):
                forms.append((_form(english), chinese))
            else:
                texts[english] = chinese
    return texts, tuple(forms)


def _form(english: str) -> re.Pattern[str]:
    """Return the pattern of a source with slots: a name of a place, an address, or a figure."""
    parts = re.split(r"\{([a-z]+)\}", english)
    made = [
        f"(?P<{part}>{_TEXTS.get(part, _FIGURE)})" if odd % 2 else re.escape(part)
        for odd, part in enumerate(parts)
    ]
    return re.compile("".join(made))
