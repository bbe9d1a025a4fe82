"""Incomes of a county: printed means, else the province's, else the nation's; the shape of fifths is the nation's."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.errors import DataError
from sim.population.consistency import FIFTHS
from sim.population.incomes import FIFTH_INDICATOR, MEAN, NATION
from sim.regions.form import CountyForm, Form
from sim.regions.rows import Origin, Row, assumed, row

SHAPE_YEAR = 2022
SIGMA = {"urban": 0.55, "rural": 0.62}
SIGMA_NOTE = (
    "lognormal fit to the national mean and median gives 0.42 urban and 0.50 rural; real tails are fatter"
)
FIFTH_NOTE = "national five-group shape of the same residence times the county mean"
YUAN_A_YEAR = "yuan/person/year"


@dataclass(frozen=True)
class MeanIncome:
    """A mean income, yuan a person and year, with where it comes from."""

    value: float
    origin: Origin


def series_of(table: pd.DataFrame, place: str, residence: str) -> dict[int, float]:
    """Return mean disposable income by year of a place of the table `national_income`; empty when it has none."""
    rows = table[(table["place"] == place) & (table["residence"] == residence) & (table["indicator"] == MEAN)]
    return {int(year): float(value) for year, value in zip(rows["year"], rows["value"], strict=True)}


def mean_income(form: Form, county: CountyForm, residence: str, table: pd.DataFrame) -> MeanIncome:
    """Return the mean income of a county's residents of one residence.

    Raises
    ------
    DataError
        When neither the form nor a table has one.
    """
    printed = county.income_urban_y if residence == "urban" else county.income_rural_y
    if printed is not None:
        origin = Origin(form.income_year, form.income_source or form.source, "", form.income_status)
        return MeanIncome(float(printed), origin)
    for place in (form.province.en, NATION):
        series = series_of(table, place, residence)
        if series:
            year = min(series, key=lambda one: (abs(one - SHAPE_YEAR), one))
            origin = Origin(
                year, f"filled from {place}", "", "assumed", f"{place} {year} stands for the county"
            )
            return MeanIncome(series[year], origin)
    raise DataError(f"no {residence} income for {county.zh}; give it in the form")


def fifths_shape(table: pd.DataFrame, residence: str) -> dict[str, float]:
    """Return the five group means of the nation as multiples of their mean."""
    rows = table[
        (table["place"] == NATION)
        & (table["residence"] == residence)
        & (table["indicator"] == FIFTH_INDICATOR)
    ]
    rows = rows[rows["year"] == SHAPE_YEAR].set_index("group")["value"]
    mean = float(rows[list(FIFTHS)].mean())
    return {name: float(rows[name]) / mean for name in FIFTHS}


def income_rows(form: Form, county: CountyForm, table: pd.DataFrame) -> list[Row]:
    """Return the rows of the table `income` for one county."""
    out = []
    for residence in ("rural", "urban"):
        found = mean_income(form, county, residence, table)
        key = {"county_code": county.code, "residence": residence}
        mean = round(found.value)
        out.append(row(found.origin, {**key, "indicator": MEAN, "value": mean, "unit": YUAN_A_YEAR}))
        sigma = {
            "indicator": "sigma_ln",
            "value": SIGMA[residence],
            "unit": "standard deviation of the logarithm",
        }
        out.append(row(assumed(SHAPE_YEAR, SIGMA_NOTE), {**key, **sigma}))
        for name, share in fifths_shape(table, residence).items():
            values = {"indicator": f"quintile_{name}", "value": round(mean * share), "unit": YUAN_A_YEAR}
            out.append(row(assumed(SHAPE_YEAR, FIFTH_NOTE), {**key, **values}))
    return out
