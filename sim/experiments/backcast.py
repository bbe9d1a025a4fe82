"""A region's past from its dated standards: model and declared caseload side by side, year by year and by scheme.

The caseload of the past is a declared input (`backcast.yaml`); what the model adds is who qualifies under each year's
standard and what each recipient is paid. Spending is the declared caseload at the model's mean payment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML

from sim.clock import MONTHS_PER_YEAR, parse_month
from sim.errors import DataError
from sim.experiments.validation.measure import scale_of
from sim.experiments.validation.verdict import interval
from sim.population.profile import Label, RegionProfile, data_root
from sim.results.run import ALL, Run
from sim.scenario import Scenario

FILE = "backcast.yaml"
SCHEMES = {
    "dibao": (("dibao_persons",), ("dibao_urban", "dibao_rural", "single_person_dibao")),
    "tekun": (("tekun_persons",), ("tekun_base", "tekun_care")),
}
YEAR_DIGITS = 4


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Declared(_Strict):
    """The declared caseload of a year with the range that is thought possible."""

    year: int
    persons: int
    low: int
    high: int
    status: Literal["published", "derived", "remembered", "assumed"]
    source: str


class Compared(_Strict):
    """A printed sum over the whole back-cast."""

    key: str
    value: int
    schemes: list[str]


class Backcast(_Strict):
    """What a back-cast is told."""

    first: str
    last: str
    persons: int
    note: Label
    caseload: dict[str, list[Declared]]
    compare: Compared | None = None


@dataclass(frozen=True)
class Looked:
    """A back-cast that was run.

    Attributes
    ----------
    table : DataFrame
        year scheme recipients_model payment_m spending_model recipients_declared spending low high status.
    compared : tuple of float, or None
        The printed sum, the sum over all years, and its ends.
    """

    table: pd.DataFrame
    compared: tuple[float, float, float, float] | None


def load_backcast(region: str, root: Path | None = None) -> Backcast:
    """Return what the back-cast of a region is told.

    Raises
    ------
    DataError
        When the region has none, or it breaks its form.
    """
    path = data_root(root) / "regions" / region / FILE
    if not path.is_file():
        raise DataError(f"{region} has no back-cast; write one like that of hezuo", path)
    try:
        return Backcast.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(first["msg"].lower(), path, None, ".".join(str(p) for p in first["loc"])) from error


def backcast_scenario(baseline: Scenario, told: Backcast, population: int | None) -> Scenario:
    """Return the baseline moved into the past; law before its first known date is that of the date."""
    start, last = parse_month(told.first), parse_month(told.last)
    persons = told.persons if population is None else population
    return replace(
        baseline, name="backcast", start=start, months=last - start + 1, population=persons, carries_back=True,
        bed_changes=(), outreach_changes=(),
    )  # fmt: skip


def look_back(runs: Sequence[Run], told: Backcast, profile: RegionProfile) -> Looked:
    """Return the yearly series of a back-cast from runs that differ in their seed.

    Parameters
    ----------
    runs : sequence of Run
        Of `backcast_scenario`.
    """
    rows = []
    for scheme, declared in told.caseload.items():
        series = [yearly(run, scheme, profile) for run in runs]
        for one in declared:
            years = [frame.loc[str(one.year)] for frame in series if str(one.year) in frame.index]
            if years:
                rows.append(_row(scheme, one, pd.DataFrame(years)))
    table = pd.DataFrame(rows)
    return Looked(table, _compared(table, told.compare))


def yearly(run: Run, scheme: str, profile: RegionProfile) -> pd.DataFrame:
    """Return mean recipients, spending (yuan) and mean payment (yuan a person and month) by year, at real size."""
    counted, paid = SCHEMES[scheme]
    frame = run.indicators[run.indicators["township"] == ALL]
    frame = frame.assign(year=frame["month"].str[:YEAR_DIGITS])
    persons = frame[frame["indicator"].isin(counted)].groupby(["year", "month"])["value"].sum()
    spent = (
        frame[(frame["indicator"] == "spending") & frame["group"].isin(paid)].groupby("year")["value"].sum()
    )
    recipients = persons.groupby("year").mean()
    months = persons.groupby("year").sum()
    factor = scale_of(run, profile)
    spending = spent.reindex(recipients.index, fill_value=0.0)
    payment = np.divide(spending, months, out=np.full(len(months), np.nan), where=months.to_numpy() > 0)
    return pd.DataFrame(
        {"recipients": recipients * factor, "spending": spending * factor, "payment": payment}
    )


def _row(scheme: str, declared: Declared, years: pd.DataFrame) -> dict[str, object]:
    payment = float(years["payment"].mean())
    yearly_payment = payment * MONTHS_PER_YEAR
    low, high = interval(years["payment"].to_numpy(float))
    known = not np.isnan(low)
    return {
        "year": declared.year, "scheme": scheme, "recipients_model": float(years["recipients"].mean()),
        "payment_m": payment, "spending_model": float(years["spending"].mean()),
        "recipients_declared": declared.persons, "spending": declared.persons * yearly_payment,
        "low": declared.low * MONTHS_PER_YEAR * (max(low, 0.0) if known else payment),
        "high": declared.high * MONTHS_PER_YEAR * (high if known else payment), "status": declared.status,
    }  # fmt: skip


def _compared(table: pd.DataFrame, compare: Compared | None) -> tuple[float, float, float, float] | None:
    if compare is None:
        return None
    rows = table[table["scheme"].isin(compare.schemes)]
    found, low, high = (float(rows[name].sum()) for name in ("spending", "low", "high"))
    return float(compare.value), found, low, high
