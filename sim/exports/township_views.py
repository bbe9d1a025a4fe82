"""A view of one township, with small counts withheld as in every table of townships (see `sim.exports.disclosure`).

A township is shown for the last whole calendar year, so that two views of one run cannot be subtracted. In the funnel
a step is withheld whole, and the step after one whose losses are withheld too: counts of neighbouring steps differ by
what is lost between them. Hours of care are shown where enough persons need care. Hours of offices, and beds, are no
figures of persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.exports.disclosure import protect
from sim.exports.townships import whole_year
from sim.exports.workbook import WITHHELD
from sim.results.run import ALL

if TYPE_CHECKING:
    from sim.results.run import Run

FUNNEL, BEDS, CARERS = "funnel", "beds", "carers"
_KEYS = {FUNNEL: "step", BEDS: "bed_type", CARERS: "source"}
_COUNTS = {FUNNEL: ("count", "lost", "waiting"), BEDS: ("occupied", "queue"), CARERS: ()}
_BASE = "care_need_persons"  # the persons behind hours of care


def township_view(
    run: Run, name: str, place: str, counties: Mapping[str, str], lang: str | None
) -> pd.DataFrame:
    """Return a view of one township; what is withheld reads "…".

    Parameters
    ----------
    name : str
        funnel, grid_week, beds or carers.
    place : str
        Code of the township.
    counties : mapping of str to str
        County of every township, by code.

    Returns
    -------
    pandas.DataFrame
        As the view of the run, with text in place of what is withheld.
    """
    months = whole_year((run.start, run.end), run)
    if name == BEDS:
        frame = run.usable_beds(months[1], lang)
    else:
        frame = {FUNNEL: run.funnel, "grid_week": run.grid_week, CARERS: run.carers}[name](months, lang)
    if name in _KEYS:
        frame = _withheld(frame, name, counties, run, months)
    return frame[frame["township"] == place].reset_index(drop=True)


def _withheld(
    frame: pd.DataFrame, name: str, counties: Mapping[str, str], run: Run, months: tuple[str, str]
) -> pd.DataFrame:
    own = frame[frame["township"].isin(counties)].astype(object)
    if name == CARERS:
        hidden = _without_base(run, months, counties)
        own.loc[own["township"].map(hidden).astype(bool), ["hours_day", "share"]] = WITHHELD
        return own
    key = _KEYS[name]
    masks = {count: _mask(own, key, count, counties) for count in _COUNTS[name]}
    if name == BEDS:
        for count, mask in masks.items():
            own.loc[mask, count] = WITHHELD
        return own
    step = masks["count"] | masks["lost"] | masks["waiting"]
    after = (
        pd.Series(masks["lost"], own.index).groupby(own["township"]).shift(1, fill_value=False).to_numpy(bool)
    )
    own.loc[step | after, [*_COUNTS[name], "days"]] = WITHHELD
    return own


def _mask(own: pd.DataFrame, key: str, count: str, counties: Mapping[str, str]) -> NDArray[np.bool_]:
    """Return which rows hold a count that must be withheld."""
    hidden = np.zeros(len(own), np.bool_)
    for _, rows in own.groupby(key, sort=False):
        at = own.index.get_indexer(rows.index)
        found = protect(rows[count].to_numpy(float), [counties[code] for code in rows["township"]])
        hidden[at] = found.townships
    return hidden


def _without_base(run: Run, months: tuple[str, str], counties: Mapping[str, str]) -> dict[str, bool]:
    """Return of every township whether the persons in need of care are too few to show their hours."""
    rows = run.indicators
    inside = rows[(rows["indicator"] == _BASE) & rows["month"].between(*months) & (rows["township"] != ALL)]
    by_month = inside.groupby(["township", "month"])["value"].sum()
    means = by_month.groupby("township").mean().reindex(list(counties)).fillna(0.0)
    hidden = protect(means.to_numpy(float), list(counties.values())).townships
    return dict(zip(counties, (bool(one) for one in hidden), strict=True))
