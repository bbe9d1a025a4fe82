"""Timings, their ranges, and the table of aims and measurements."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """One line of the table: an aim is met from above (`at_least`) or from below."""

    what: str
    measured: float
    aim: float | None = None
    at_least: bool = False
    low: float | None = None
    high: float | None = None
    unit: str = "x"

    @property
    def verdict(self) -> str:
        """Whether the aim is met, and if not by what factor it is missed."""
        if self.aim is None or min(self.aim, self.measured) <= 0:
            return ""
        factor = self.aim / self.measured if self.at_least else self.measured / self.aim
        return "met" if factor <= 1.0 else f"missed by {factor:.2f} x"


def seconds(work: Callable[[], object]) -> float:
    """Return how long a call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def ratio(
    what: str, above: Sequence[float], below: Sequence[float], aim: float, at_least: bool = True
) -> Line:
    """Return the median and range of the ratios of two timings, round by round."""
    ratios = [one / other for one, other in zip(above, below, strict=True)]
    return Line(what, statistics.median(ratios), aim, at_least, min(ratios), max(ratios))


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _row(line: Line) -> tuple[str, ...]:
    spread = "" if line.low is None or line.high is None else f"{_number(line.low)} to {_number(line.high)}"
    bound = "at least" if line.at_least else "at most"
    aim = "" if line.aim is None else f"{bound} {_number(line.aim)}"
    return line.what, f"{_number(line.measured)} {line.unit}", spread, aim, line.verdict


def show(lines: Sequence[Line]) -> str:
    """Return the table as text that is also Markdown."""
    head = ("measured on this machine", "median", "range", "aim", "")
    rows = [head, *(_row(line) for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    padded.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(row) + " |" for row in padded)
