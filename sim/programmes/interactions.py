"""Who may hold what together: the matrix of `interactions.csv`, as words and as the numbers compiled code reads.

A cell says what the scheme of the row is to that of the column, held or due for the same person:

- `both`: held together; `extended`: held together where a switch of the law adds the class;
- `before`: the row goes first, the column is not paid; `after`: the reverse;
- `higher`: of the same nature, the higher of the two;
- `tops_up`: the row is paid only as the difference to its standard; `topped_up`: the reverse;
- `never`: no one person can qualify for both; `self`.

A scheme of households counts as that of each member.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.errors import LawError
from sim.kernels import rule

FILE = Path(__file__).with_name("interactions.csv")
WORDS = ("both", "before", "after", "higher", "tops_up", "topped_up", "never", "self", "extended")
BOTH, BEFORE, AFTER, HIGHER, TOPS_UP, TOPPED_UP, NEVER, SELF, EXTENDED = range(len(WORDS))
MIRROR: Mapping[str, str] = {
    **{word: word for word in ("both", "extended", "higher", "never", "self")},
    **{"before": "after", "after": "before", "tops_up": "topped_up", "topped_up": "tops_up"},
}


@functools.cache
def interactions(path: Path = FILE) -> Mapping[tuple[str, str], str]:
    """Return the word of every ordered pair of schemes.

    Raises
    ------
    LawError
        When rows and columns differ, a word is unknown, or a pair does not mirror its reverse.
    """
    with path.open(encoding="utf-8", newline="") as file:
        table = {row.pop("scheme"): row for row in csv.DictReader(file)}
    schemes = list(table)
    pairs: dict[tuple[str, str], str] = {}
    for scheme, row in table.items():
        if list(row) != schemes:
            raise LawError(
                "rows and columns must name the same schemes in the same order", file=path.name, key=scheme
            )
        pairs |= {(scheme, other): word for other, word in row.items()}
    for (scheme, other), word in pairs.items():
        if word not in WORDS or (word == "self") != (scheme == other):
            raise LawError(
                f"{word!r} is not allowed here; known are {', '.join(WORDS)}", file=path.name, key=scheme
            )
        if pairs[other, scheme] != MIRROR[word]:
            raise LawError(f"does not mirror what {other} says of it", file=path.name, key=scheme)
    return pairs


def schemes() -> tuple[str, ...]:
    """Return the schemes of the matrix, in its order."""
    return tuple(dict.fromkeys(scheme for scheme, _ in interactions()))


@functools.cache
def matrix(rows: tuple[str, ...], columns: tuple[str, ...]) -> NDArray[np.int8]:
    """Return the part of the matrix with these rows and columns, as places in WORDS; read it, do not write it."""
    pairs = interactions()
    table = np.array([[WORDS.index(pairs[row, column]) for column in columns] for row in rows], np.int8)
    table.flags.writeable = False
    return table


@rule
def beside_m(word: int, amount_m: int, held_m: int) -> int:
    """Return what is paid of a scheme beside another that pays `held_m` to the same person.

    `word` is what the scheme is to the other one.
    """
    if word == AFTER:
        return 0
    if word == TOPS_UP:
        return max(0, amount_m - held_m)
    if word == HIGHER and held_m > amount_m:
        return 0
    return amount_m
