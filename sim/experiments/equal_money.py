"""What the same money buys: beds built, beds converted, family care beds or visits, side by side.

Runs share people and chance, so each row is a paired difference to the baseline over the whole run.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.clock import MONTHS_PER_YEAR
from sim.errors import SimError
from sim.money import FEN_PER_YUAN
from sim.results.run import ALL, Run

# Lines of the ledger that a choice between beds, services and visits moves.
COST_LINES = (
    "bed_capital",
    "bed_running",
    "home_services",
    "family_beds",
    "elder_extras",
    "outreach",
    "administration",
)
CAPITAL = "bed_capital"
BED_PLACES, SERVICE_PLACES = ("ordinary", "nursing"), ("family_bed",)
MORE, FEWER = ("users_years", "covered_years"), ("unmet_years", "missing_hours", "waiting_years")
MILLION = 1_000_000.0


def equal_money(runs: Sequence[Run], baseline: int = 0, budget: float | None = None) -> pd.DataFrame:
    """Return what each scenario's extra money buys, and what the same money would buy of each.

    Parameters
    ----------
    runs : sequence of Run
        Of one region, seed and horizon.
    baseline : int
        Place of the run that the others are compared with.
    budget : float, optional
        Yuan to compare at; the extra cost of the dearest scenario when not given.

    Returns
    -------
    pandas.DataFrame
        scenario; capital and cost, yuan beyond the baseline; places (beds, family beds); person-years more in beds or
        services and covered, fewer short of hours and on lists; hours a day fewer missing; each also `_per_million`;
        `places_for_budget`. Ratios are NaN without an extra cost.

    Raises
    ------
    SimError
        Without two runs of one region, seed and horizon.
    """
    _check(runs)
    before = _totals(runs[baseline])
    rows = []
    for place, run in enumerate(runs):
        if place != baseline:
            gains = _totals(run) - before
            gains["places"] = _changed_places(run, runs[baseline])
            rows.append({"scenario": run.scenario, **gains.to_dict()})
    frame = pd.DataFrame(rows)
    for name in FEWER:
        frame[name] = -frame[name]
    millions = (frame["cost"] / MILLION).where(frame["cost"] > 0)
    for name in (*MORE, *FEWER):
        frame[f"{name}_per_million"] = frame[name] / millions
    money = (frame["cost"].max() if budget is None else budget) / MILLION
    frame["places_for_budget"] = frame["places"] * (money / millions)
    return frame


def _check(runs: Sequence[Run]) -> None:
    worlds = {(run.region, run.seed, run.start, run.months) for run in runs}
    if len(runs) < 1 + 1 or len(worlds) > 1:
        raise SimError(
            "at least two runs of one region, seed and horizon are wanted to compare at equal money"
        )


def _totals(run: Run) -> pd.Series:
    """Return the totals of a run over its months for the whole region."""
    lines = run.ledger.groupby("programme")["amount_fen"].sum() / FEN_PER_YUAN
    whole = run.indicators[run.indicators["township"] == ALL]
    sums = whole.groupby(["indicator", "group"])["value"].sum()

    def years(indicator: str) -> float:
        return float(sums.get(indicator, pd.Series(dtype=float)).sum()) / MONTHS_PER_YEAR

    missing = float(sums.get(("care_hours", "missing"), 0.0)) / run.months
    return pd.Series(
        {
            "capital": float(lines.get(CAPITAL, 0.0)),
            "cost": float(lines.reindex(COST_LINES).fillna(0.0).sum()),
            "users_years": years("occupied") + years("service_users"),
            "unmet_years": years("care_unmet_persons"),
            "missing_hours": missing,
            "covered_years": years("eligible_receiving_persons"),
            "waiting_years": years("waiting") + years("service_waiting"),
        }
    )


def _changed_places(run: Run, before: Run) -> float:
    """Return the beds and family beds of a run that the baseline has not: the sum of what each type has more."""
    changed = 0.0
    for indicator, groups in (("beds", BED_PLACES), ("service_places", SERVICE_PLACES)):
        for group in groups:
            last = [one.frame(indicator, group, ALL)["value"].iloc[-1] for one in (run, before)]
            changed += max(last[0] - last[1], 0.0)
    return changed
