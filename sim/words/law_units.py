"""Units of the law's figures in words, such as "元/人/月" for "yuan/person/month"."""

from __future__ import annotations

from sim.words.book import has, label

_PREFIX = "law_unit_"


def unit_words(unit: str, lang: str) -> str:
    """Return the unit of a figure of the law in words; English as the law writes it.

    Parameters
    ----------
    unit : str
        As a law file declares it: words joined by strokes, such as "yuan/person/month" or "share per year".
    lang : str
        zh or en.
    """
    if lang == "en":
        return unit
    parts = [_PREFIX + part.replace(" ", "_") for part in unit.split("/")]
    return "/".join(label(key, lang) if has(key) else key.removeprefix(_PREFIX) for key in parts)
