"""A run: what one scenario gave under one seed, as tidy frames with their provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import pandas as pd

from sim.clock import format_month, parse_month
from sim.errors import StoreError
from sim.results import views
from sim.results.catalogue import describe
from sim.results.digest import FLOAT, INTEGER, TEXT, canonical, digest_of
from sim.results.periods import by_year

ALL = "all"
ID_LENGTH = 16

INDICATORS = MappingProxyType(
    {"township": TEXT, "month": TEXT, "indicator": TEXT, "group": TEXT, "value": FLOAT},
)
LEDGER = MappingProxyType(
    {
        "month": TEXT,
        "township": TEXT,
        "programme": TEXT,
        "payer": TEXT,
        "persons": INTEGER,
        "amount_fen": INTEGER,
    }
)
ASSUMPTIONS = MappingProxyType(
    {
        "programme": TEXT,
        "key": TEXT,
        "value": TEXT,
        "unit": TEXT,
        "from": TEXT,
        "status": TEXT,
        "role": TEXT,
        "label_zh": TEXT,
        "label_en": TEXT,
        "source": TEXT,
    }
)
SCHEMAS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"indicators": INDICATORS, "ledger": LEDGER, "assumptions": ASSUMPTIONS}
)
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "indicators": ("indicator", "group", "township", "month"),
        "ledger": ("month", "township", "programme", "payer"),
        "assumptions": ("programme", "key", "from"),
    }
)


@dataclass(frozen=True)
class Run:
    """One scenario under one seed.

    Attributes
    ----------
    scenario, title, region : str
        Key and title of the scenario; key of the region.
    seed : int
        Seed of all draws.
    start : str
        First month, like "2022-01".
    months : int
        Number of months.
    indicators : pandas.DataFrame
        township month indicator group value; `township` is a code or "all". More columns are dropped.
    ledger : pandas.DataFrame
        month township programme payer persons (person-months) amount_fen (int64). Persons stand on the row of each
        payer: add amounts over payers, not persons.
    assumptions : pandas.DataFrame
        programme key value unit from status role label_zh label_en source; every figure that was in force.
    provenance : mapping
        version, scenario and population digests, versions of Python, numpy and numba, command. Not part of the digest.

    Raises
    ------
    StoreError
        When a column is missing, a row stands twice, or a month lies outside the run.
    """

    scenario: str
    title: str
    region: str
    seed: int
    start: str
    months: int
    indicators: pd.DataFrame
    ledger: pd.DataFrame
    assumptions: pd.DataFrame
    provenance: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, schema in SCHEMAS.items():
            frame = getattr(self, name)
            lacking = [column for column in schema if column not in frame.columns]
            if lacking:
                raise StoreError(f"the {name} of {self.scenario!r} have no column {', '.join(lacking)}")
            made = canonical(frame, schema, KEYS[name])
            _refuse_doubles(made, name, self.scenario)
            object.__setattr__(self, name, made)
        object.__setattr__(self, "provenance", MappingProxyType(dict(self.provenance)))
        _refuse_other_months(self)

    @cached_property
    def id(self) -> str:
        """The first sixteen digits of the digest at the time of first asking."""
        return self.digest()[:ID_LENGTH]

    @property
    def end(self) -> str:
        """The last month."""
        return format_month(parse_month(self.start) + self.months - 1)

    def header(self) -> dict[str, object]:
        """Return what identifies the run beside its frames."""
        names = ("scenario", "title", "region", "seed", "start", "months")
        return {name: getattr(self, name) for name in names}

    def digest(self) -> str:
        """Return the SHA-256 of header and frames; provenance and the clock on the wall have no part in it."""
        return digest_of(self.header(), {name: getattr(self, name) for name in SCHEMAS})

    def tidy(self) -> pd.DataFrame:
        """Return the indicators with the columns run scenario seed region in front."""
        head = {"run": self.id, "scenario": self.scenario, "seed": self.seed, "region": self.region}
        return self.indicators.assign(**head)[[*head, *INDICATORS]]

    def frame(
        self,
        indicator: str | None = None,
        group: str | None = None,
        township: str | None = None,
        yearly: bool = False,
    ) -> pd.DataFrame:
        """Return the tidy rows asked for.

        Parameters
        ----------
        indicator, group, township : str, optional
            Keep only these rows.
        yearly : bool
            Add up or average the months of each calendar year as the catalogue says for the indicator; the columns are
            then `year` and `n_months` in place of `month`.

        Raises
        ------
        StoreError
            When the run has no such indicator, group or township.
        """
        rows = self.indicators
        for column, wanted in (("indicator", indicator), ("group", group), ("township", township)):
            if wanted is None:
                continue
            kept = rows[rows[column] == wanted]
            if kept.empty:
                there = ", ".join(sorted(rows[column].unique())[:ID_LENGTH])
                raise StoreError(f"{self.scenario!r} has no {column} {wanted!r}; there are: {there}")
            rows = kept
        if yearly:
            return by_year(rows, describe)
        return rows.reset_index(drop=True)

    def funnel(self, months: tuple[str, str] | None = None, lang: str | None = None) -> pd.DataFrame:
        """Return the discovery funnel of some months, all when not given; see `views.funnel`."""
        return views.funnel(self.indicators, months or (self.start, self.end), lang)

    def grid_week(self, months: tuple[str, str] | None = None, lang: str | None = None) -> pd.DataFrame:
        """Return the grid worker's week in the mean of some months; see `views.grid_week`."""
        return views.grid_week(self.indicators, months or (self.start, self.end), lang)

    def usable_beds(self, month: str | None = None, lang: str | None = None) -> pd.DataFrame:
        """Return the beds that can be used in a month, the last when not given; see `views.usable_beds`."""
        return views.usable_beds(self.indicators, month or self.end, lang)

    def carers(self, months: tuple[str, str] | None = None, lang: str | None = None) -> pd.DataFrame:
        """Return the carer balance in the mean of some months; see `views.carers`."""
        return views.carers(self.indicators, months or (self.start, self.end), lang)


def _refuse_doubles(frame: pd.DataFrame, name: str, scenario: str) -> None:
    doubles = frame.duplicated(list(KEYS[name]))
    if doubles.any():
        row = frame.loc[doubles, list(KEYS[name])].iloc[0].tolist()
        raise StoreError(f"the {name} of {scenario!r} have the row {row} twice")


def _refuse_other_months(run: Run) -> None:
    first = parse_month(run.start)
    for name in ("indicators", "ledger"):
        for text in getattr(run, name)["month"].unique():
            if not first <= parse_month(text) < first + run.months:
                raise StoreError(
                    f"the {name} of {run.scenario!r} have {text}, outside {run.start} to {run.end}"
                )
