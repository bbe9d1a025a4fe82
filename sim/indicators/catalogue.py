"""The catalogue of indicators, under the name of the chapter; it is declared in `sim.results.catalogue`."""

from __future__ import annotations

from sim.results.catalogue import (
    CATALOGUE,
    DURATION,
    FLOW,
    LAST,
    MEAN,
    MONEY,
    NEVER,
    RATIO,
    SHARE,
    STOCK,
    SUM,
    Indicator,
    describe,
    in_order,
)

__all__ = [
    "CATALOGUE",
    "Indicator",
    "describe",
    "in_order",
    "STOCK",
    "FLOW",
    "SHARE",
    "MONEY",
    "DURATION",
    "MEAN",
    "SUM",
    "LAST",
    "RATIO",
    "NEVER",
]
