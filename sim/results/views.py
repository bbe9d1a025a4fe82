"""Four views of a run: the discovery funnel, the grid worker's week, the beds that can be used, the carer balance.

They are frames, reckoned from the indicators that a run carries.

Keys are the same in every language; with `lang` a column `label` names the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from sim.errors import StoreError
from sim.words import label

ALL = "all"
STEPS = ("in_need", "noticed", "verified", "posted", "approved", "paid")
# The duties in the order in which hours are spent on them, and whose hours they are.
DUTIES: Mapping[str, str] = MappingProxyType(
    {
        "other_duties": "grid_workers",
        "key_visits": "grid_workers",
        "special_visits": "grid_workers",
        "alert_checks": "grid_workers",
        "relief_rounds": "grid_workers",
        "assistance": "grid_workers",
        "discovery": "grid_workers",
        "child_visits": "child_workers",
        "reviews": "office_staff",
        "new_cases": "office_staff",
    }
)
BEDS, SERVICES = ("ordinary", "nursing"), ("family_bed", "home_services", "day_care")
SOURCES = (
    "spouse",
    "at_home",
    "elsewhere",
    "home_services",
    "family_bed",
    "day_care",
    "ordinary_bed",
    "nursing_bed",
    "neighbours",
    "missing",
)
WEEKS_A_MONTH = 52 / 12
# Hours are sums of real numbers: a duty counts as done when less than this part of it is missing.
DONE = 1 - 1e-9


def cells(
    indicators: pd.DataFrame, indicator: str, months: tuple[str, str], groups: tuple[str, ...], how: str
) -> pd.DataFrame:
    """Return one indicator as township x group: the sum over some months, their mean, or the last of them.

    Raises
    ------
    StoreError
        When the run does not carry the indicator in these months.
    """
    rows = indicators[indicators["indicator"] == indicator]
    rows = rows[(rows["month"] >= months[0]) & (rows["month"] <= months[1])]
    if rows.empty:
        raise StoreError(f"the run has no {indicator} from {months[0]} to {months[1]}; run the scenario anew")
    if how == "last":
        rows = rows[rows["month"] == rows["month"].max()]
    table = rows.pivot_table("value", "township", "group", aggfunc="mean" if how == "mean" else "sum")
    return table.reindex(columns=list(groups)).fillna(0.0)


def funnel(indicators: pd.DataFrame, months: tuple[str, str], lang: str | None = None) -> pd.DataFrame:
    """Return the discovery funnel of some months: township, step, count, lost, waiting, days.

    A household counts at every step that it reaches within the months. `lost` are those that left the funnel at the
    step, `waiting` those that stand there at the end; `days` is the mean time at the step of those who went on, not
    defined (NaN) when nobody did, as for the last step.
    """
    parts = {
        name: cells(indicators, f"funnel_{name}", months, STEPS, how)
        for name, how in (("entered", "sum"), ("lost", "sum"), ("days", "sum"), ("waiting", "last"))
    }
    went_on = parts["entered"].shift(-1, axis=1).where(parts["entered"].shift(-1, axis=1) > 0)
    frame = _long(parts["entered"], "step", "count")
    for name in ("lost", "waiting"):
        frame[name] = _long(parts[name], "step", name)[name].to_numpy()
    frame["days"] = (parts["days"] / went_on).to_numpy().ravel()
    for name in ("count", "lost", "waiting"):
        frame[name] = frame[name].astype(np.int64)
    return _named(frame, "step", "step", lang)


def grid_week(indicators: pd.DataFrame, months: tuple[str, str], lang: str | None = None) -> pd.DataFrame:
    """Return the week of one worker: township, duty, staff, workers, hours_required, hours_done, is_deliverable.

    Hours are those of one worker of the duty's staff in a mean week of the months. `is_first_broken` marks the first
    duty of each staff, in the order in which hours are spent, that the hours do not allow.
    """
    keys = tuple(DUTIES)
    required = cells(indicators, "duty_hours_required", months, keys, "mean")
    done = cells(indicators, "duty_hours_done", months, keys, "mean")
    staff = cells(indicators, "duty_staff", months, tuple(dict.fromkeys(DUTIES.values())), "mean")
    workers = np.column_stack([staff[DUTIES[duty]] for duty in keys])
    frame = _long(required, "duty", "hours_required")
    frame.insert(2, "staff", np.tile([DUTIES[duty] for duty in keys], len(required)))
    frame.insert(3, "workers", workers.ravel())
    frame["hours_done"] = done.to_numpy().ravel()
    frame["is_deliverable"] = frame["hours_done"] >= frame["hours_required"] * DONE
    each = frame["workers"].where(frame["workers"] > 0) * WEEKS_A_MONTH
    for name in ("hours_required", "hours_done"):
        frame[name] = frame[name] / each
    broken = ~frame["is_deliverable"]
    frame["is_first_broken"] = (
        broken & (broken.groupby([frame["township"], frame["staff"]]).cumsum() == 1)
    ).to_numpy()
    return _named(frame, "duty", "duty", lang)


def usable_beds(indicators: pd.DataFrame, month: str, lang: str | None = None) -> pd.DataFrame:
    """Return the beds and places of a month: township, bed_type, registered, usable, occupied, queue.

    Beds and their queue belong to the township of the home; places at home and by day to that of the elder.
    """
    window = (month, month)
    beds = {"registered": "beds", "usable": "beds_usable", "occupied": "occupied", "queue": "waiting"}
    places = {
        "registered": "service_places",
        "usable": "service_places",
        "occupied": "service_users",
        "queue": "service_waiting",
    }
    parts = {
        name: cells(indicators, beds[name], window, BEDS, "last").join(
            cells(indicators, places[name], window, SERVICES, "last")
        )
        for name in beds
    }
    frame = _long(parts["registered"], "bed_type", "registered")
    for name in beds:
        frame[name] = parts[name].to_numpy().ravel().astype(np.int64)
    return _named(frame, "bed_type", "group", lang)


def carers(indicators: pd.DataFrame, months: tuple[str, str], lang: str | None = None) -> pd.DataFrame:
    """Return who gives the hours of care: township, source, hours_day, share (of the hours needed).

    Sources and `missing` add up to the hours that elders of moderate or worse ability need.
    """
    table = cells(indicators, "care_hours", months, SOURCES, "mean")
    frame = _long(table, "source", "hours_day")
    total = table.sum(axis=1)
    frame["share"] = (table.div(total.where(total > 0), axis=0)).to_numpy().ravel()
    return _named(frame, "source", "source", lang)


def _long(table: pd.DataFrame, key: str, value: str) -> pd.DataFrame:
    """Return a table township x key as rows, in the order of the table."""
    return pd.DataFrame(
        {
            "township": np.repeat(table.index.to_numpy(), table.shape[1]),
            key: np.tile(table.columns.to_numpy(), table.shape[0]),
            value: table.to_numpy().ravel(),
        }
    )


def _named(frame: pd.DataFrame, key: str, prefix: str, lang: str | None) -> pd.DataFrame:
    """Add the words of the keys, if a language is asked for."""
    if lang is None:
        return frame
    words = {name: label(f"{prefix}_{name}", lang) for name in frame[key].unique()}
    return frame.assign(label=frame[key].map(words))
