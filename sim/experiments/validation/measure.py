"""The figure of a run that stands against a published one, at the real size of the region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.clock import parse_month
from sim.errors import LawError
from sim.experiments.validation.split import Simulated
from sim.laws import LawBook
from sim.money import FEN_PER_YUAN
from sim.population.profile import RegionProfile
from sim.results.catalogue import DURATION, SHARE, describe
from sim.results.run import ALL, Run

NURSING_SHARE = "nursing_share"
TEKUN_BASE = {"tekun.base_urban": "urban", "tekun.base_rural": "rural"}


@dataclass(frozen=True)
class Measured:
    """A simulated figure, NaN when the run does not have it, and the groups that it lacks."""

    value: float
    lacking: tuple[str, ...] = ()


def scale_of(run: Run, profile: RegionProfile) -> float:
    """Return how many residents one simulated person stands for."""
    return profile.total("population") / int(run.provenance["persons"])


def measure(run: Run, what: Simulated, profile: RegionProfile, law: LawBook) -> Measured:
    """Return what a reading asks of a run.

    Parameters
    ----------
    run : Run
    what : Simulated
        Indicator, profile total or value of the law.
    profile : RegionProfile
        For totals, and for the scale of a scaled run.
    law : LawBook
        The region's law under the run's scenario.
    """
    if what.total is not None:
        return Measured(_total(what.total, profile))
    if what.law is not None:
        return Measured(_law(what, law))
    parts = [_indicator(run, key, what, profile) for key in str(what.indicator).split("+")]
    lacking = tuple(group for part in parts for group in part.lacking)
    return Measured(what.times * sum(part.value for part in parts), lacking)


def _total(key: str, profile: RegionProfile) -> float:
    if key != NURSING_SHARE:
        return float(profile.total(key))
    homes = profile.homes[profile.homes["kind"] == "institution"]
    return float(homes["beds_nursing"].sum() / homes[["beds_ordinary", "beds_nursing"]].to_numpy().sum())


def _law(what: Simulated, law: LawBook) -> float:
    """Return a value of the law; the tekun base is its multiple of the standard, rounded up to whole yuan a month."""
    name, month = str(what.law), parse_month(what.month)
    if name in TEKUN_BASE:
        residence = TEKUN_BASE[name]
        standard = getattr(law.in_force("dibao", month), f"standard_{residence}_m")
        ratio = getattr(law.in_force("tekun", month), f"ratio_{residence}")
        return what.times * float(np.ceil(round(standard * ratio / FEN_PER_YUAN, 6)))
    try:
        return what.times * float(law.value(name, month))
    except LawError:
        return float("nan")


def _indicator(run: Run, key: str, what: Simulated, profile: RegionProfile) -> Measured:
    frame = run.indicators
    rows = frame[(frame["indicator"] == key) & (frame["township"] == ALL)]
    lacking: tuple[str, ...] = ()
    if what.groups:
        present = set(rows["group"])
        lacking = tuple(group for group in what.groups if group not in present)
        rows = rows[rows["group"].isin(what.groups)]
    first, last = what.first or run.start, what.last or run.end
    if rows.empty or first < run.start or last > run.end:
        return Measured(float("nan"), lacking)
    rows = rows[(rows["month"] >= first) & (rows["month"] <= last)]
    factor = 1.0 if describe(key).kind in (SHARE, DURATION) else scale_of(run, profile)
    monthly = rows.groupby("month")["value"].sum()
    return Measured(factor * _over(monthly, what.over, last), lacking)


def _over(monthly: pd.Series, over: str, last: str) -> float:
    if monthly.empty:
        return 0.0 if over in ("sum", "max") else float("nan")
    if over == "last":
        return float(monthly.get(last, np.nan))
    return float(getattr(monthly, over)())
