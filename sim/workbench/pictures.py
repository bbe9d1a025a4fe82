"""The charts of the briefing page: two lines and a band, bars by payer, and the waterfall of why."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from sim.charts.palette import COLOURS, INK, QUIET
from sim.clock import MONTHS_PER_YEAR, month_index, year_of
from sim.words import label, number
from sim.workbench import svg
from sim.workbench.answer import UNITS, Answer, Bar, monthly, yearly
from sim.workbench.trace import PAYERS, Trace

WIDTH, HEIGHT = 300.0, 176.0
WIDE, LOW = 896.0, 132.0
BASE, OWN = INK, COLOURS[1]
UP, DOWN, TOTAL = COLOURS[5], COLOURS[3], QUIET
SHADES = ("#004B76", "#0072B2", "#56B4E9", "#BFE3F7")  # one hue from dark to light: told apart in grey too
DASH = "6 3"
_LEFT, _RIGHT, _TOP, _FOOT = 58.0, 8.0, 24.0, 24.0
_KEY_WIDTH, _GAP = 22.0, 0.28
_ROOM, _TICKS, _MOST_YEARS = 0.12, 4, 6
_FULL_MONTH = 11  # the last month of a year, counted from 0


def lines(answer: Answer, question: str, first_change: int, lang: str) -> str:
    """Draw the months of a question from a year before the first change: current policy dashed, the plan solid."""
    start = max(first_change - MONTHS_PER_YEAR - answer.base.start, 0)
    base, own = (monthly(trace, question) for trace in answer.shown)
    stack = np.array([monthly(trace, question) for _, trace in answer.pairs if trace.done == trace.months])
    shown = [*base[start:], *own[start:], *(stack[:, start:].ravel() if len(stack) > 1 else [])]
    low, high = svg.padded(shown, _ROOM)
    frame = svg.Frame(
        _LEFT, _TOP, WIDTH - _RIGHT, HEIGHT - _FOOT, (start, answer.base.months - 1), (low, high)
    )
    parts = _axes(frame, answer.base, start, lang, UNITS[question])
    if len(stack) > 1:
        months = range(start, stack.shape[1])
        edges = [
            [frame.at(t, float(edge[t])) for t in months] for edge in (stack.min(axis=0), stack.max(axis=0))
        ]
        parts.append(svg.band(edges[0], edges[1], OWN))
    parts.append(svg.line([frame.at(t, base[t]) for t in range(start, len(base))], BASE, DASH))
    parts.append(svg.line([frame.at(t, own[t]) for t in range(start, len(own))], OWN, "", 3))
    return svg.picture(WIDTH, HEIGHT, [*parts, *_legend(lang)], label(f"question_{question}", lang))


def several(
    base: Trace, others: Sequence[tuple[str, Trace]], question: str, first_change: int, lang: str
) -> str:
    """Draw the months of several scenarios under their names, current policy dashed."""
    start = max(first_change - MONTHS_PER_YEAR - base.start, 0)
    named = [(label("briefing_baseline", lang), base), *others]
    values = [(name, monthly(trace, question)) for name, trace in named]
    low, high = svg.padded([value for _, months in values for value in months[start:]], _ROOM)
    top = _TOP + _ROW * (len(named) - 1)
    frame = svg.Frame(_LEFT, top, WIDE - _RIGHT, HEIGHT + top, (start, base.months - 1), (low, high))
    parts = _axes(frame, base, start, lang, UNITS[question])
    for k, (name, months) in enumerate(values):
        colour, dash = COLOURS[k], _DASHES[k]
        y = 9 + _ROW * k
        parts.append(svg.line([frame.at(t, months[t]) for t in range(start, len(months))], colour, dash))
        parts.append(svg.line([(_LEFT, y), (_LEFT + _KEY_WIDTH, y)], colour, dash))
        parts.append(svg.text(_LEFT + _KEY_WIDTH + 5, y + 5, name, size=svg.SMALL))
    return svg.picture(WIDE, HEIGHT + top + _FOOT, parts, label(f"question_{question}", lang))


_ROW = 18.0
_DASHES = (DASH, "", "10 3", "2 3", "8 3 2 3")  # told apart in grey too


def _axes(frame: svg.Frame, trace: Trace, start: int, lang: str, unit: str) -> list[str]:
    places = svg.ticks(frame.y[0], frame.y[1], _TICKS)
    parts = svg.axis_y(frame, places, [short(value, lang) for value in places])
    first, last = year_of(trace.start + start), year_of(trace.start + trace.months - 1)
    years = [year for year in range(first, last + 1) if month_index(year, 1) - trace.start >= start]
    kept = years[:: -(-len(years) // _MOST_YEARS)]
    return parts + svg.axis_x(
        frame, [month_index(year, 1) - trace.start for year in kept], [str(y) for y in kept]
    )


def _legend(lang: str) -> list[str]:
    """Return the key above a chart of lines: dash and name of the baseline, line and name of the plan."""
    base, own = label("briefing_baseline", lang), label("briefing_chosen", lang)
    second = _LEFT + _KEY_WIDTH + 10 + _wide(base)
    return [
        svg.line([(_LEFT, 9), (_LEFT + _KEY_WIDTH, 9)], BASE, DASH),
        svg.text(_LEFT + _KEY_WIDTH + 5, 14, base, size=svg.SMALL),
        svg.line([(second, 9), (second + _KEY_WIDTH, 9)], OWN, "", 3),
        svg.text(second + _KEY_WIDTH + 5, 14, own, size=svg.SMALL),
    ]


def _wide(said: str) -> float:
    """Return about how wide a small text is."""
    return sum(svg.SMALL if ord(letter) > _LATIN else svg.SMALL * svg.LETTER for letter in said)


_LATIN = 0x2E80  # first of the wide characters


def payers(answer: Answer, first_change: int, lang: str) -> str:
    """Draw the spending of each year by who pays, and current policy as a mark."""
    first = year_of(first_change) - 1
    before, own = answer.shown
    sums = {payer: yearly(own, payer) for payer in PAYERS}
    base = {year: sum(yearly(before, payer)[year] for payer in PAYERS) for year in yearly(before, "central")}
    years = [year for year in base if year >= first]
    tops = [sum(sums[payer].get(year, 0.0) for payer in PAYERS) for year in years]
    high = max([*tops, *base.values(), 1.0]) * (1 + _ROOM)
    frame = svg.Frame(_LEFT, _TOP, WIDTH - _RIGHT, HEIGHT - _FOOT, (0, len(years)), (0, high))
    places = svg.ticks(0, high, _TICKS)
    parts = svg.axis_y(frame, places, [short(value, lang) for value in places])
    for k, year in enumerate(years):
        left, right = frame.at(k + _GAP / 2, 0)[0], frame.at(k + 1 - _GAP / 2, 0)[0]
        below = 0.0
        for payer, colour in zip(PAYERS, SHADES, strict=True):
            value = sums[payer].get(year, 0.0)
            top = frame.at(0, below + value)[1]
            parts.append(svg.rectangle(left, top, right - left, frame.at(0, below)[1] - top, colour))
            below += value
        mark = frame.at(0, base[year])[1]
        parts.append(svg.line([(left - 4, mark), (right + 4, mark)], BASE, "4 2", 2))
    parts += svg.axis_x(frame, [k + 1 / 2 for k in range(len(years))], [str(year) for year in years])
    return svg.picture(WIDTH, HEIGHT, [*parts, *_payer_key(lang)], label("question_cost", lang))


def _payer_key(lang: str) -> list[str]:
    parts, x = [], 4.0
    for payer, colour in zip(PAYERS, SHADES, strict=True):
        name = label(f"payer_{payer}", lang)
        parts += [svg.rectangle(x, 3, 12, 12, colour), svg.text(x + 15, 14, name, size=svg.SMALL)]
        x += 15 + _wide(name) + 8
    base = label("payer_baseline", lang)
    return [
        *parts,
        svg.line([(x, 9), (x + 18, 9)], BASE, "4 2", 2),
        svg.text(x + 22, 14, base, size=svg.SMALL),
    ]


def waterfall(answer: Answer, question: str, bars: Sequence[Bar], names: Sequence[str], lang: str) -> str:
    """Draw why a figure moved: from current policy, by each dial alone and by all together, to the plan."""
    start, _ = answer.ends(question)
    levels = [start, *np.cumsum([bar.change for bar in bars]) + start]
    low, high = svg.padded(levels, _ROOM * 2)
    n = len(bars) + 2
    frame = svg.Frame(8, 22, WIDE - 8, LOW - 24, (0, n), (low, high))
    parts = [svg.rule(frame.left, frame.bottom, frame.right, frame.bottom, QUIET)]
    write: Callable[[float], str] = lambda value: number(value, UNITS[question], lang)  # noqa: E731
    parts += _column(frame, 0, low, start, TOTAL, write(start), label("briefing_baseline", lang))
    for k, bar in enumerate(bars):
        colour = UP if bar.change > 0 else DOWN
        said = signed(bar.change, UNITS[question], lang)
        parts += _column(frame, k + 1, levels[k], levels[k + 1], colour, said, names[k])
        link = frame.at(0, levels[k])[1]
        parts.append(
            svg.rule(frame.at(k + 1 - _GAP / 2, 0)[0], link, frame.at(k + 1 + _GAP / 2, 0)[0], link, QUIET)
        )
    parts += _column(frame, n - 1, low, levels[-1], OWN, write(levels[-1]), label("briefing_chosen", lang))
    if low > 0:  # the two levels would dwarf what is to be explained
        parts += [*_break(frame, 0), *_break(frame, n - 1)]
    return svg.picture(WIDE, LOW, parts, label("briefing_why", lang))


def _break(frame: svg.Frame, place: int) -> list[str]:
    """Draw the sign that a column does not begin at zero: two strokes across its foot."""
    left, right = frame.at(place + _GAP / 2, 0)[0] - 4, frame.at(place + 1 - _GAP / 2, 0)[0] + 4
    foot = frame.bottom - 4
    return [svg.line([(left, foot - up), (right, foot - up - 5)], "#FFFFFF", "", 2) for up in (0, 5)]


def _column(
    frame: svg.Frame, place: int, one: float, other: float, colour: str, said: str, name: str
) -> list[str]:
    left, right = frame.at(place + _GAP / 2, 0)[0], frame.at(place + 1 - _GAP / 2, 0)[0]
    top, bottom = sorted((frame.at(0, one)[1], frame.at(0, other)[1]))
    centre = svg.middle(left, right)
    return [
        svg.rectangle(left, top, right - left, max(bottom - top, 1.5), colour),
        svg.text(centre, top - 5, said, "middle", svg.TEXT, bold=True),
        svg.text(centre, LOW - 6, name, "middle", svg.SMALL, QUIET),
    ]


def signed(value: float, unit: str, lang: str) -> str:
    """Return a change with its sign."""
    said = number(abs(value), unit, lang)
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{said}"


def short(value: float, lang: str) -> str:
    """Return a number for an axis: 8.4万, 1.2亿, or 84k, 120M, 1.2B."""
    if not math.isfinite(value):
        return ""
    scale, name = next((one for one in _SIZES[lang] if abs(value) >= one[0]), (1.0, ""))
    return f"{value / scale:.4g}{name}"


_SIZES = {"zh": ((1e8, "亿"), (1e4, "万")), "en": ((1e9, "B"), (1e6, "M"), (1e3, "k"))}
