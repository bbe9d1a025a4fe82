"""Inequality: the Gini coefficient over persons, and poverty indices of an income vector."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def gini(income: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """Return the Gini coefficient of income per head, population formula, persons as weights.

    Negative incomes count as zero. With x sorted, w the weights and F the cumulated shares of income:
    G = 1 - sum_i w_i (F_i + F_{i-1}) / W. Not defined (NaN) without income.
    """
    order = np.argsort(income, kind="stable")
    x, w = np.maximum(income[order], 0.0), weight[order].astype(np.float64)
    total = float((x * w).sum())
    if total <= 0.0:
        return float("nan")
    cumulated = np.concatenate([[0.0], np.cumsum(x * w) / total])
    return float(1.0 - (w * (cumulated[1:] + cumulated[:-1])).sum() / w.sum())


def fgt(income: NDArray[np.float64], weight: NDArray[np.float64], line: float, alpha: int) -> float:
    """Return the Foster-Greer-Thorbecke index: mean over persons of ((z - y) / z)^alpha for y strictly below z."""
    poor = income < line
    gap = np.where(poor, (line - np.maximum(income, 0.0)) / line, 0.0)
    return float((weight * np.where(poor, gap**alpha, 0.0)).sum() / weight.sum())
