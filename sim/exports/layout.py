"""How wide the columns of a table are, in decks and documents alike."""

from __future__ import annotations

import re

from sim.charts.style import ems
from sim.exports.story import TablePart

_MOST_EMS, _LEAST_EMS = 18, 4.0
_WORD = re.compile(
    r"[^\s\u3000-\u9fff\uff00-\uffef]+"
)  # what a program does not break; Chinese breaks anywhere
_ROOM = 1.6  # on both sides of a cell
_LOOSE = 1.2  # a reader's font may be wider than the one that was measured, above all in bold


def wide(text: str) -> float:
    """Return the width of a text in widths of a Chinese character, with room for a wider Latin font."""
    return ems(text) * (1.0 if ems(text) == len(text) else _LOOSE)


def shares(part: TablePart) -> list[float]:
    """Return the share of the width of each column: by its longest line within bounds, never less than a word."""
    wanted = []
    for k, head in enumerate(part.heads):
        lines = [line for row in part.rows for line in row[k].split("\n")]
        longest = max((wide(line) for line in lines), default=0.0)
        if k < part.n_text:  # words may wrap, figures never
            longest = min(_MOST_EMS, longest)
        word = max((wide(one) for one in _WORD.findall(head)), default=0.0)
        wanted.append(max(longest, wide(head) / (1 + 1 + 1), min(word, _MOST_EMS), _LEAST_EMS) + _ROOM)
    return [one / sum(wanted) for one in wanted]
