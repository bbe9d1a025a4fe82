"""Small charts as SVG text: they redraw in a few milliseconds and stay sharp on a projector."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sim.charts.palette import GRID, INK, QUIET

TEXT, SMALL = 14, 13  # pixels in a page of 1280 x 720, which every chart is scaled with
LETTER = 0.56  # width of a Latin letter in its own height
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_LINE, _HALF = 2.4, 0.5


@dataclass(frozen=True)
class Frame:
    """The plotting area of a chart and the values at its edges."""

    left: float
    top: float
    right: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a value."""
        across = (x - self.x[0]) / ((self.x[1] - self.x[0]) or 1)
        up = (y - self.y[0]) / ((self.y[1] - self.y[0]) or 1)
        return self.left + across * (self.right - self.left), self.bottom - up * (self.bottom - self.top)


def picture(width: float, height: float, parts: Sequence[str], name: str) -> str:
    """Return an SVG that fills its place and is read aloud by its name."""
    head = f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(name)}"'
    return f'{head} preserveAspectRatio="xMidYMid meet">{"".join(parts)}</svg>'


def text(
    x: float,
    y: float,
    said: str,
    anchor: str = "start",
    size: float = TEXT,
    fill: str = INK,
    bold: bool = False,
) -> str:
    """Return a text; every letter is escaped."""
    weight = ' font-weight="700"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" fill="{fill}"'
    return f"<text {place}{weight}>{escape(said)}</text>"


def line(points: Sequence[tuple[float, float]], colour: str, dash: str = "", width: float = _LINE) -> str:
    """Return a line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    style = f'fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linejoin="round"'
    return f'<polyline points="{path}" {style}{dashed}/>'


def band(low: Sequence[tuple[float, float]], high: Sequence[tuple[float, float]], colour: str) -> str:
    """Return the area between two lines."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (*low, *reversed(high)))
    return f'<polygon points="{path}" fill="{colour}" fill-opacity="0.16"/>'


def rectangle(x: float, y: float, width: float, height: float, fill: str, extra: str = "") -> str:
    """Return a rectangle."""
    size = f'width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{fill}" {extra}/>'


def rule(x0: float, y0: float, x1: float, y1: float, colour: str = GRID, width: float = 1) -> str:
    """Return a straight line."""
    ends = f'x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"/>'


def ticks(low: float, high: float, wanted: int) -> list[float]:
    """Return round values between two, about as many as wanted."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return [low]
    rough = span / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in _NICE if nice * power >= rough)
    first = math.ceil(low / step - _TINY) * step
    return [first + k * step for k in range(int((high - first) / step + _TINY) + 1)]


_TINY = 1e-9  # of a step: a tick on the edge is inside


def padded(values: Sequence[float], share: float) -> tuple[float, float]:
    """Return the range of values with some room, not below zero when none is."""
    low, high = min(values), max(values)
    room = (high - low) * share or max(abs(high) * share, 1.0)
    return (max(low - room, 0.0) if low >= 0 else low - room), high + room


def axis_y(frame: Frame, places: Sequence[float], names: Sequence[str]) -> list[str]:
    """Return the grid and the numbers of a vertical axis."""
    parts = []
    for value, name in zip(places, names, strict=True):
        _, y = frame.at(frame.x[0], value)
        parts += [rule(frame.left, y, frame.right, y), text(frame.left - 6, y + 5, name, "end", SMALL, QUIET)]
    return parts


def axis_x(frame: Frame, places: Sequence[float], names: Sequence[str]) -> list[str]:
    """Return the names along the foot of a chart."""
    return [
        text(frame.at(x, frame.y[0])[0], frame.bottom + 18, name, "middle", SMALL, QUIET)
        for x, name in zip(places, names, strict=True)
    ]


def middle(one: float, other: float) -> float:
    """Return the place halfway."""
    return (one + other) * _HALF
