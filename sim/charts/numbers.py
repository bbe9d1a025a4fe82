"""Numbers as a reader says them: percent for shares, ten thousands in Chinese, thousands separators, a true minus."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.results.catalogue import Indicator
from sim.words import label

MINUS = "\u2212"
PERCENT = 100.0
_SCALES = {"zh": (100_000_000, 10_000), "en": (1_000_000, 1_000)}
_FIRST_SCALED = 10
_FINE, _COARSE = 10.0, 100.0


class Measure(NamedTuple):
    """How the values of one panel are shown: multiply by `factor`, write `decimals`, name the `unit`."""

    factor: float
    unit: str
    decimals: int
    is_share: bool


def measure(indicator: Indicator, largest: float, lang: str, yearly: bool = False) -> Measure:
    """Return how to show an indicator whose largest absolute value is `largest`.

    Shares are shown in percent. Large amounts are shown in 10,000 and 100 million in Chinese, in thousands and millions
    in English; counts of persons only from a million on, so that a county keeps its whole persons.
    """
    unit = label(indicator.unit_yearly if yearly else indicator.unit_monthly, lang)
    if indicator.unit == "share":
        return Measure(PERCENT, unit, 1, True)
    if not math.isfinite(largest):
        largest = 0.0
    smallest = _FIRST_SCALED if indicator.unit == "yuan" else _FIRST_SCALED * PERCENT
    for scale in _SCALES[lang]:
        if largest >= scale * smallest and not indicator.decimals:
            name = label(f"scale_{scale}", lang).format(unit=unit)
            return Measure(1.0 / scale, name, _decimals(largest / scale), False)
    return Measure(1.0, unit, indicator.decimals, False)


def _decimals(largest: float) -> int:
    return 0 if largest >= _COARSE * _FINE else 1


def written(value: float, measured: Measure, signed: bool = False) -> str:
    """Return a value with separators and a true minus sign; a dash where there is no number."""
    if not math.isfinite(value):
        return "–"
    text = f"{value * measured.factor:{'+' if signed else ''},.{measured.decimals}f}"
    if not any(digit in text for digit in "123456789"):
        text = text.lstrip("+-")
    return text.replace("-", MINUS)


def message(
    scenario: str, indicator: str, change: tuple[float, float, float], measured: Measure, lang: str
) -> str:
    """Return one sentence on a difference: by how much, or that it is nothing, or within noise.

    Parameters
    ----------
    change : three floats
        Difference and the ends of its interval (NaN under one seed).
    """
    value, low, high = change
    amount = written(abs(value), measured)
    if low <= 0 <= high and value != 0:
        key = "message_unclear"
    elif not any(digit in amount for digit in "123456789"):
        key = "message_same"
    else:
        kind = "message_points" if measured.is_share else "message"
        key = f"{kind}_{'up' if value > 0 else 'down'}"
    return label(key, lang).format(scenario=scenario, indicator=indicator, amount=amount, unit=measured.unit)
