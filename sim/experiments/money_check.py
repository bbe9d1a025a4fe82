"""The money check: a year's ledger against what the place published, scheme by scheme, with the ratio and a reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.clock import MONTHS_PER_YEAR, format_month, parse_month
from sim.money import FEN_PER_YUAN
from sim.results.run import Run
from sim.words import sentence

RELIEF_FUND = (
    "dibao_urban",
    "dibao_rural",
    "single_person_dibao",
    "tekun_base",
    "tekun_care",
    "temporary_relief",
    "price_linked",
    "one_off",
    "vagrant_relief",
    "orphan",
    "defacto_child",
)


@dataclass(frozen=True)
class Published:
    """A published figure and the lines of the ledger that it speaks of."""

    fact: str
    lines: tuple[str, ...]


CHECKS = (
    Published("assistance_spending", RELIEF_FUND),
    Published("temporary_assistance_spending", ("temporary_relief",)),
    Published("price_subsidy_spending", ("price_linked",)),
    Published("one_off_spending", ("one_off",)),
    Published("orphan_spending", ("orphan", "defacto_child")),
    Published("care_parcel_value", ("care_parcels",)),
    Published("one_off_spending_month", ("one_off",)),
    Published("festival_spending", ("winter_heating", "festival_money")),
    Published("new_students_grant_spending", ("study_grant",)),
    Published("price_and_one_off_spending", ("price_linked", "one_off", "love_vouchers")),
    Published("special_assistance_spending", ("temporary_relief",)),
    Published("home_service_spending", ("home_services",)),
)
COLUMNS = ("fact", "period", "published", "simulated", "ratio", "reason")


def months_of(period: str) -> tuple[str, str]:
    """Return the first and last month of a published period: "2022", "2022-06", "2022-01/11" or "2020/2024"."""
    if "/" in period:
        first, last = period.split("/")
        if "-" not in first:
            return f"{first}-01", f"{last}-{MONTHS_PER_YEAR}"
        return first, f"{first.rsplit('-', 1)[0]}-{last}"
    if "-" in period:
        return period, period
    return f"{period}-01", f"{period}-{MONTHS_PER_YEAR}"


def spent(run: Run, lines: tuple[str, ...], first: str, last: str) -> float:
    """Return what a run books on lines between two months, yuan; charity is taken from its own account."""
    ledger = run.ledger
    within = ledger["programme"].isin(lines) & ledger["month"].between(first, last)
    booked = float(ledger.loc[within, "amount_fen"].sum()) / FEN_PER_YUAN
    gifts = run.indicators
    rows = (
        (gifts["indicator"] == "charity_value")
        & gifts["group"].isin(lines)
        & (gifts["township"] == "all")
        & gifts["month"].between(first, last)
    )
    return booked + float(gifts.loc[rows, "value"].sum())


def compared(period: str, start: str) -> str:
    """Return the period of a run that a published one is held against: the first year for the year just before."""
    is_before = period.isdigit() and start == f"{int(period) + 1}-01"
    return str(int(period) + 1) if is_before else period


def last_month(facts: pd.DataFrame, start: str) -> str | None:
    """Return the last month of the published sums that a run from a month on can hold; None without one."""
    checked = facts[facts["indicator"].isin([check.fact for check in CHECKS])]
    periods = [months_of(compared(str(period), start)) for period in checked["period"]]
    return max((last for first, last in periods if first >= start), default=None)


def covers(run: Run, first: str, last: str) -> bool:
    """True if the months of a run hold the whole period."""
    end = format_month(parse_month(run.start) + run.months - 1)
    return bool(run.start <= first and last <= end)


def money_check(run: Run, facts: pd.DataFrame, lang: str, share: float = 1.0) -> pd.DataFrame:
    """Return published against simulated spending.

    Parameters
    ----------
    facts : frame
        The region's published figures: indicator, value, period.
    lang : str
        Language of the reasons, "zh" or "en".
    share : float
        Share of the region's population that the run builds; published sums are scaled by it.

    Returns
    -------
    frame
        One row a published figure with COLUMNS; ratio is simulated over published, NaN for a period outside the run.
    """
    rows = []
    for check in CHECKS:
        for fact in facts[facts["indicator"] == check.fact].itertuples():
            period = compared(str(fact.period), run.start)
            first, last = months_of(period)
            wanted, reason = float(fact.value) * share, sentence(f"money_reason_{check.fact}", lang)
            if period != fact.period:
                reason = f"{sentence('money_reason_next_year', lang, {'year': period})} {reason}"
            if not covers(run, first, last):
                reason = sentence("money_reason_outside", lang)
                rows.append((check.fact, str(fact.period), wanted, np.nan, np.nan, reason))
                continue
            found = spent(run, check.lines, first, last)
            rows.append((check.fact, str(fact.period), wanted, found, found / wanted, reason))
    return pd.DataFrame(rows, columns=list(COLUMNS))
