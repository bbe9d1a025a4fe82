"""From a form to the folder of a region: every table, profile, law file and a baseline scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.population.declarations import declaration
from sim.population.incomes import NATION
from sim.population.margins import MARITAL_KEYS, SEXES
from sim.population.profile import data_root
from sim.population.tables import load_table
from sim.regions.ages import GROUPS, age_table, persons_from, shape_of
from sim.regions.form import CountyForm, Form, TownshipForm
from sim.regions.households import counts_of, sizes_of
from sim.regions.incomes import income_rows
from sim.regions.places import Township, townships_of
from sim.regions.rows import Origin, Row, assumed, row

ELDER_AGE, OLD_AGE = 60, 65
DISABILITY_FILE = Path(__file__).with_name("disability.csv")  # shares lent to a region that prints none
SHAPE_PLACE, SHAPE_YEAR = "Fujian", 2020
SHARE_UNITS = {
    "minority_share": "share", "mean_schooling": "years", "illiteracy_share": "share of persons 15+",
    "car_share": "share of households",
}  # fmt: skip
COUNT_UNITS = {
    "population": "persons", "urban_population": "persons", "family_hh_pop": "persons",
    "collective_hh_pop": "persons",
}  # fmt: skip
DIGITS = 8


@dataclass(frozen=True)
class National:
    """The national tables that lend their shapes, and the place of each that stands for the region."""

    ages: pd.DataFrame
    shares: pd.DataFrame
    sizes: pd.DataFrame
    incomes: pd.DataFrame
    disability: pd.DataFrame
    place: str

    def share(self, name: str) -> float:
        """Return one share of the lending place."""
        rows = self.shares[(self.shares["place"] == self.place) & (self.shares["indicator"] == name)]
        return float(rows["value"].iloc[0])

    def all_shares(self) -> dict[str, float]:
        """Return every share of the lending place."""
        rows = self.shares[self.shares["place"] == self.place]
        return {str(name): float(value) for name, value in zip(rows["indicator"], rows["value"], strict=True)}


def national_for(form: Form, root: Path | None = None) -> National:
    """Return the tables that lend to a region: those of its province, else of the nation."""
    folder = data_root(root) / "national"
    tables = {
        name: load_table(folder / declaration(name).path, declaration(name))
        for name in ("census_ages", "census_shares", "household_size_shape", "national_income")
    }
    known = set(tables["census_ages"]["place"])
    place = form.province.en if form.province.en in known else NATION
    return National(
        tables["census_ages"], tables["census_shares"], tables["household_size_shape"], tables["national_income"],
        pd.read_csv(DISABILITY_FILE), place,
    )  # fmt: skip


@dataclass(frozen=True)
class Built:
    """The tables of one region by name, and what its profile needs beside the form."""

    tables: Mapping[str, Sequence[Row]]
    townships: Sequence[Township]
    counts: pd.DataFrame


def build_counties(form: Form, lent: National, exact: Mapping[str, Sequence[Row]]) -> Built:
    """Return the margins and townships of every county.

    Parameters
    ----------
    exact : mapping
        Rows of tables that the region has in full (age_sex, households, marital, shares); they take the place of
        what would be filled.
    """
    tables: dict[str, list[Row]] = {
        name: []
        for name in ("age_sex", "households", "household_size", "marital", "shares", "income", "townships")
    }
    places: list[Township] = []
    for county in form.counties:
        ages, age_rows = _ages(form, county, lent, exact)
        counts, count_rows = _counts(form, county, lent, exact, persons_from(ages, OLD_AGE))
        tables["age_sex"] += age_rows
        tables["households"] += count_rows
        tables["household_size"] += _sizes(form, county, lent, counts)
        tables["marital"] += _exact(exact, "marital", county) or _marital(form, county, lent)
        tables["shares"] += _exact(exact, "shares", county) or _shares(form, county, lent)
        tables["income"] += _exact(exact, "income", county) or income_rows(form, county, lent.incomes)
        known = _exact(exact, "townships", county)
        towns = [_known(one) for one in known] or townships_of(county, counts["urban_population"])
        places += towns
        tables["townships"] += known or [_township(form, county, one) for one in towns]
    frame = pd.DataFrame(tables["households"]).pivot(index="county_code", columns="indicator", values="value")
    return Built(tables, places, frame)


def _exact(exact: Mapping[str, Sequence[Row]], table: str, county: CountyForm) -> list[Row]:
    return [one for one in exact.get(table, ()) if one["county_code"] == county.code]


def _origin(form: Form, status: str = "published", note: str = "") -> Origin:
    return Origin(form.year, form.source, form.url, status, note)


def _ages(
    form: Form, county: CountyForm, lent: National, exact: Mapping[str, Sequence[Row]]
) -> tuple[np.ndarray, list[Row]]:
    rows = _exact(exact, "age_sex", county)
    if rows:
        found = {(one["sex"], one["age_group"]): int(one["persons"]) for one in rows}
        return np.array([[found[sex, group] for group in GROUPS] for sex in SEXES]), rows
    table = age_table(county, shape_of(lent.ages, lent.place))
    origin = _origin(form).filled(lent.place, "age shape of 2020 bent to the printed totals")
    out = [
        row(origin, {"county_code": county.code, "sex": sex, "age_group": group, "persons": int(table[i, j])})
        for i, sex in enumerate(SEXES)
        for j, group in enumerate(GROUPS)
    ]
    return table, out


def _counts(
    form: Form, county: CountyForm, lent: National, exact: Mapping[str, Sequence[Row]], elders: int
) -> tuple[dict[str, int], list[Row]]:
    rows = _exact(exact, "households", county)
    if rows:
        return {one["indicator"]: int(one["value"]) for one in rows}, rows
    counts = counts_of(county, lent.all_shares(), elders)
    out = []
    for key, value in counts.items():
        given = getattr(county, key, None)
        origin = _origin(form) if given is not None else _origin(form).filled(lent.place, "share of 2020")
        unit = COUNT_UNITS.get(key, "households")
        out.append(row(origin, {"county_code": county.code, "indicator": key, "value": value, "unit": unit}))
    return counts, out


def _sizes(form: Form, county: CountyForm, lent: National, counts: Mapping[str, int]) -> list[Row]:
    shape = lent.sizes[(lent.sizes["place"] == SHAPE_PLACE) & (lent.sizes["year"] == SHAPE_YEAR)]
    found = sizes_of(counts, shape.sort_values("size")["value"].to_numpy(float))
    note = "Fujian 2020 shape tilted to the mean size and one-person share of the county; 10 stands for 10 and more"
    origin = Origin(SHAPE_YEAR, "福建统计年鉴2021 3-6 家庭户类型构成", form.url, "derived", note)
    total = counts["family_households"]
    return [
        row(
            origin,
            {
                "county_code": county.code,
                "size": size,
                "households": int(n),
                "share": round(n / total, DIGITS),
            },
        )
        for size, n in enumerate(found, start=1)
    ]


def _marital(form: Form, county: CountyForm, lent: National) -> list[Row]:
    origin = _origin(form).filled(lent.place, "shares of 2020")
    return [
        row(
            origin,
            {
                "county_code": county.code,
                "marital": key,
                "share": lent.share(key),
                "unit": "share of persons 15+",
            },
        )
        for key in MARITAL_KEYS
    ]


def _shares(form: Form, county: CountyForm, lent: National) -> list[Row]:
    origin = _origin(form).filled(lent.place, "value of 2020")
    return [
        row(origin, {"county_code": county.code, "indicator": key, "value": lent.share(key), "unit": unit})
        for key, unit in SHARE_UNITS.items()
    ]


def _known(given: Row) -> Township:
    """Return a township that the region lists in full."""
    name = TownshipForm(
        zh=given["name_zh"], en=given["name_en"], kind=given["kind"], seat=bool(given["is_seat"])
    )
    weight, odds = float(given["weight"]), float(given["urban_share_weight"])
    place = float(given["x_km"]), float(given["y_km"])
    return Township(
        given["code"], name, int(given["persons"]), int(given["urban_persons"]), weight, odds, *place
    )


def _township(form: Form, county: CountyForm, town: Township) -> Row:
    named = bool(county.townships)
    note = "residents, urban residents and layout assumed" + ("" if named else "; name is a running number")
    return row(
        assumed(form.year, note),
        {
            "code": town.code, "county_code": county.code, "name_zh": town.form.zh, "name_en": town.form.en,
            "kind": town.form.kind, "is_seat": int(town.form.seat), "persons": town.persons,
            "urban_persons": town.urban_persons, "weight": town.weight, "urban_share_weight": town.odds,
            "x_km": town.x_km, "y_km": town.y_km,
        },
    )  # fmt: skip
