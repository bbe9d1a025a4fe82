"""What breaks first: under ceilings, who runs short, when, and what is owed in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from sim.clock import MONTHS_PER_YEAR, month_index
from sim.errors import ScenarioError
from sim.experiments.answering import Progress, Where, answers
from sim.experiments.paired import t_interval
from sim.experiments.question import Question
from sim.finance.departments import OTHER_DEPARTMENTS
from sim.finance.ledger import PAYERS
from sim.laws import Change
from sim.money import FEN_PER_YUAN
from sim.results.answers import Answer
from sim.results.run import ALL, Run
from sim.scenario import Scenario
from sim.scenario.checks import check_scenario

SHORT = ("arrears", "overspent")
PER_CENT = 100
CENTS = 2  # decimals of a yuan
COLUMNS = (
    "scenario",
    "payer",
    "first_month_short",
    "share_short",
    "arrears_most",
    "arrears_most_low",
    "arrears_most_high",
    "arrears_end",
    "overspent_most",
    "advanced_most",
    "months_tight",
)


def ceilings_from(run: Run, year: int, factor: float = 1.0) -> dict[str, float]:
    """Return what each level paid for civil affairs in a calendar year of a run, times a factor: ceilings for another.

    Raises
    ------
    ScenarioError
        When the run does not hold the whole year.
    """
    months = run.ledger["month"].str.startswith(f"{year}-")
    if run.ledger.loc[months, "month"].nunique() < MONTHS_PER_YEAR:
        raise ScenarioError(f"the run does not hold the twelve months of {year}")
    own = ~run.ledger["programme"].isin(list(OTHER_DEPARTMENTS))
    paid = run.ledger[months & own].groupby("payer")["amount_fen"].sum()
    return {payer: float(paid.get(payer, 0)) * factor / FEN_PER_YUAN for payer in PAYERS}


def with_ceilings(
    scenario: Scenario,
    ceilings: Mapping[str, float],
    rationing: str,
    first_year: int,
    early_share: float | None = None,
) -> Scenario:
    """Return a scenario whose budgets are limited from a January on.

    Parameters
    ----------
    ceilings : mapping
        Yuan a year by level: central, province, prefecture, county; a level that is not named has none.
    rationing : str
        "none", "delay", "cut_discretionary" or "slow_approvals".
    early_share : float, optional
        Share of higher levels' money that is there from January.

    Raises
    ------
    ScenarioError
        When a level or a rule is unknown, or the year lies outside the run.
    """
    unknown = [payer for payer in ceilings if payer not in PAYERS]
    if unknown:
        raise ScenarioError(f"{unknown[0]!r} is no level of government; there are {', '.join(PAYERS)}")
    month = max(month_index(first_year, 1), scenario.start)
    changes = [
        Change(f"budget.ceiling_{payer}_y", month, set=round(value, CENTS))
        for payer, value in ceilings.items()
    ]
    changes.append(Change("budget.rationing", month, set=rationing))
    if early_share is not None:
        changes.append(Change("budget.early_share", month, set=early_share))
    tranche = "" if early_share is None else f"_early_{round(early_share * PER_CENT)}"
    limited = replace(
        scenario, name=f"{scenario.name}_{rationing}{tranche}", changes=(*scenario.changes, *changes)
    )
    check_scenario(limited)
    return limited


def what_breaks_first(
    scenarios: Sequence[Scenario], seeds: Sequence[int], where: Where, progress: Progress | None = None
) -> pd.DataFrame:
    """Run scenarios with ceilings and return who runs short and when.

    Returns
    -------
    pandas.DataFrame
        One row a scenario and level. `first_month_short` is the median over the seeds that run short of the first month
        in which something is owed or overspent, empty when none does; `share_short` the share of seeds that do. Money
        in yuan: the most ever owed (mean over seeds with its 95% t interval), what is owed at the end, the most
        overspent in a year, the most that the county had advanced; `months_tight` the mean number of months in which
        the year's money would not last.
    """
    asked = {one.name: [Question(replace(one, seed=seed)) for seed in seeds] for one in scenarios}
    found = answers([one for some in asked.values() for one in some], where, progress)
    rows = [
        _row(name, payer, [found[one.key] for one in questions])
        for name, questions in asked.items()
        for payer in PAYERS
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(name: str, payer: str, given: Sequence[Answer]) -> list[object]:
    series = [_series(one, payer) for one in given]
    firsts = sorted(first for one in series if (first := _first_short(one)) is not None)
    most = t_interval(np.array([one["arrears"].max() for one in series]))
    means = [
        float(np.mean([one[key].iloc[-1] if key == "arrears" else one[key].max() for one in series]))
        for key in ("arrears", "overspent", "advanced")
    ]
    tight = float(np.mean([one["is_tight"].sum() for one in series]))
    middle = firsts[len(firsts) // 2] if firsts else ""
    return [name, payer, middle, len(firsts) / len(series), *most, *means, tight]


def _series(answer: Answer, payer: str) -> pd.DataFrame:
    """Return the monthly budget figures of one level; zeros where it had no ceiling."""
    frame = answer.frame[(answer.frame["township"] == ALL) & (answer.frame["group"] == payer)]
    wide = frame.pivot(index="month", columns="indicator", values="value")
    months = sorted(answer.frame["month"].unique())
    return wide.reindex(index=months, columns=["arrears", "overspent", "advanced", "is_tight"]).fillna(0.0)


def _first_short(series: pd.DataFrame) -> str | None:
    short = series.index[(series[list(SHORT)] > 0).any(axis=1)]
    return None if short.empty else str(short[0])
