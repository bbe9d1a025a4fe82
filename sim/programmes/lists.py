"""Whom a scheme lists because of what they hold: read off the matrix of interactions, with the switches of the law.

A scheme that the matrix calls `both` beside a class lists its holders everywhere, one that it calls `extended` where
the place has switched that on, and any other word lists nobody of the class.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.programmes.interactions import BOTH, EXTENDED, NEVER, WORDS, interactions

# Schemes of basic living by their codes in `state.codes`; nothing held is beside everything.
BASIC = ("", "dibao", "dibao", "low_edge", "tekun", "single_person")


def words_by_class(scheme: str) -> tuple[int, ...]:
    """Return what a scheme is to each scheme of basic living, by code, as places in WORDS; NEVER to none."""
    pairs = interactions()
    return tuple(WORDS.index(pairs[scheme, basic]) if basic else NEVER for basic in BASIC)


@rule
def is_on_list(words: tuple[int, ...], programme: int, is_extended: bool) -> bool:
    """True for holders of a class that the scheme lists; `words` is that of `words_by_class`."""
    return words[programme] == BOTH or (words[programme] == EXTENDED and is_extended)
