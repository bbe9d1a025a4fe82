"""Simulated beside published: ratio, interval, class and verdict of every fact, failures first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import t as student

from sim.experiments.validation.measure import measure
from sim.experiments.validation.split import NOT_USABLE, Reading, Split, tolerances
from sim.laws import LawBook
from sim.population.profile import RegionProfile
from sim.results.run import Run

FAILED, PASSED, NOT_SIMULATED, UNUSABLE = "failed", "passed", "not_simulated", "not_usable"
ORDER = (FAILED, NOT_SIMULATED, PASSED, UNUSABLE)
COLUMNS = (
    "fact", "use", "class", "verdict", "simulated", "low", "high", "published", "published_low", "published_high",
    "ratio", "unit", "period", "lacking",
)  # fmt: skip
CONFIDENCE = 0.9
FEWEST = 2
NEAR = 0.1  # the share within a tenth is reported


@dataclass(frozen=True)
class Summary:
    """How near the facts that were not fitted are.

    Attributes
    ----------
    n : int
        Facts that were simulated and are no identity.
    bias : float
        Mean logarithm of the ratio.
    median_error : float
        Median absolute logarithm of the ratio.
    within_tenth : float
        Share with a ratio from 0.9 to 1.1.
    covered : float
        Share whose 90 % interval meets the printed one; NaN under one seed.
    """

    n: int
    bias: float
    median_error: float
    within_tenth: float
    covered: float


def verdicts(runs: Sequence[Run], split: Split, profile: RegionProfile, law: LawBook) -> pd.DataFrame:
    """Return one row a fact, failures first.

    Parameters
    ----------
    runs : sequence of Run
        One a seed (or a member of an ensemble); the figure is their mean, the interval that of a further run.
    split : Split
        Reading, use and class of each fact.
    """
    rows = []
    for key, fact in split.facts.items():
        row: dict[str, object] = {
            "fact": key,
            "use": fact.use,
            "class": fact.tolerance,
            "unit": fact.reading.unit,
        }
        row |= {"period": fact.reading.period, "published": fact.reading.value}
        row |= {"published_low": fact.reading.low, "published_high": fact.reading.high}
        if fact.use == NOT_USABLE or fact.simulated is None:
            rows.append(row | {"verdict": UNUSABLE})
            continue
        found = [measure(run, fact.simulated, profile, law) for run in runs]
        values = np.array([one.value for one in found])
        low, high = interval(values)
        mean = float(values.mean())
        row |= {"simulated": mean, "low": low, "high": high, "ratio": _ratio(mean, fact.reading.value)}
        row |= {
            "lacking": ", ".join(found[0].lacking),
            "verdict": _verdict(mean, fact.reading, str(fact.tolerance)),
        }
        rows.append(row)
    table = pd.DataFrame(rows).reindex(columns=list(COLUMNS))
    place = table["verdict"].map({name: number for number, name in enumerate(ORDER)})
    far = np.log(table["ratio"].astype(float).where(table["ratio"] > 0)).abs()
    order = pd.DataFrame({"place": place, "far": -far, "fact": table["fact"]}).sort_values(
        ["place", "far", "fact"]
    )
    return table.loc[order.index].reset_index(drop=True)


def interval(values: np.ndarray) -> tuple[float, float]:
    """Return the 90 % interval of one further run, NaN for a single run."""
    n = len(values)
    if n < FEWEST or np.isnan(values).any():
        return float("nan"), float("nan")
    spread = float(values.std(ddof=1)) * np.sqrt(1 + 1 / n) * float(student.ppf((1 + CONFIDENCE) / 2, n - 1))
    mean = float(values.mean())
    return mean - spread, mean + spread


def _ratio(simulated: float, published: float) -> float:
    return simulated / published if published else float("nan")


def _verdict(simulated: float, reading: Reading, tolerance: str) -> str:
    """Return whether a figure lies within its class's tolerance of the printed interval."""
    if np.isnan(simulated):
        return NOT_SIMULATED
    allowed = tolerances()[tolerance]
    above = simulated >= reading.low * allowed.low
    below = reading.high is None or simulated <= reading.high * allowed.high
    return PASSED if above and below else FAILED


def summary(table: pd.DataFrame) -> Summary:
    """Return how near the simulated facts are that were not fitted and are no identity."""
    rows = table[(table["use"] == "held_out") & (table["class"] != "identity") & table["simulated"].notna()]
    ratio = rows["ratio"].astype(float)
    logs = np.log(ratio[ratio > 0])
    if logs.empty:
        return Summary(len(rows), *[float("nan")] * 4)
    met = (rows["high"] >= rows["published_low"]) & (rows["low"] <= rows["published_high"].fillna(np.inf))
    known = rows["high"].notna()
    covered = float(met[known].mean()) if known.any() else float("nan")
    near = float((ratio.sub(1).abs() <= NEAR).mean())
    return Summary(len(rows), float(logs.mean()), float(logs.abs().median()), near, covered)
