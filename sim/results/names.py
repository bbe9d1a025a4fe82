"""Names of what stands in frames: the caller's own, else the words of the key, else the key itself.

A programme or an indicator that somebody wrote in a notebook has no words in the package; it passes through under its
own key and is never lost.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.words import has, label


def name_of(key: str, lang: str, names: Mapping[str, str] | None = None, prefix: str = "") -> str:
    """Return the name of an indicator, or with the prefix "group_" of a group, programme or payer.

    Parameters
    ----------
    names : mapping, optional
        The caller's names by key; they come first.
    """
    if names is not None and key in names:
        return names[key]
    words = f"{prefix}{key}"
    return label(words, lang) if has(words) else key
