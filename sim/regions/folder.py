"""Writes a new region: tables, profile, laws and a baseline scenario, then loads it as a check."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from sim.errors import DataError
from sim.population.declarations import declaration
from sim.population.profile import PROFILE_FILE, RegionProfile, data_root, load_profile
from sim.population.tables import load_table
from sim.regions.building import ELDER_AGE, National, build_counties, national_for
from sim.regions.form import FactForm, Form, TotalForm, read_form
from sim.regions.laws import law_texts
from sim.regions.rows import Origin, Row, assumed, row, text_of
from sim.regions.supply import home_rows, staff_rows

EXACT_TABLES = ("age_sex", "households", "marital", "shares", "income", "townships")
BEDS_PER_1000 = 29.6  # of residents of 60 and over, China 2022
RESIDENTS_PER_GRID = 364  # Ningxia 2021: 19,800 grids
RESIDENTS_PER_CHILD_WORKER = 2500  # Wuzhong 2022
PER_THOUSAND = 1000
DISABILITY_YEAR, ALL = 2023, "all"
WORKERS_PER_GRID = 1.0
SUPPLY_NOTE = (
    "adds to the total of the profile; names, split, prices, usable share and quality are assumptions"
)
NURSING_SHARE = 0.41  # of institution beds, Ningxia 2022
COUNT_TOTALS = {
    "population": "persons", "urban_population": "persons", "family_households": "households",
    "family_hh_pop": "persons",
}  # fmt: skip
LEVELS, ZONES, CENSUS_YEAR = "township, county", "west, east", 2020
UNITS = {
    "elder_beds": "beds", "grid_workers": "persons", "grids": "grids", "child_workers": "persons",
    "social_work_stations": "stations", "townships": "townships and streets",
}  # fmt: skip


def new_region(path: Path, root: Path | None = None, tables: Path | None = None) -> RegionProfile:
    """Make a region from a form and return its profile, loaded and checked.

    Parameters
    ----------
    path : Path
        The form.
    root : Path, optional
        Data folder that receives `regions/<key>`; the installation's own when not given.
    tables : Path, optional
        Folder of tables that the region has in full (age_sex.csv, households.csv, ...), in the declared columns.

    Raises
    ------
    DataError
        When the form is wrong, the region exists, or its figures contradict each other.
    """
    form = read_form(path)
    folder = data_root(root) / "regions" / form.key
    if folder.exists():
        raise DataError(f"the region {form.key!r} exists; choose another key or remove its folder", folder)
    texts = region_texts(form, national_for(form, root), _exact_tables(tables))
    try:
        for name, text in texts.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return load_profile(form.key, root)
    except (DataError, OSError):
        shutil.rmtree(folder, ignore_errors=True)  # half a region would be listed as one
        raise


def _exact_tables(folder: Path | None) -> dict[str, list[Row]]:
    if folder is None:
        return {}
    return {
        name: load_table(folder / f"{name}.csv", declaration(name)).to_dict("records")
        for name in EXACT_TABLES
        if (folder / f"{name}.csv").is_file()
    }


def region_texts(form: Form, lent: National, exact: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    """Return every file of the region's folder by its path in it."""
    built = build_counties(form, lent, exact)
    ages = pd.DataFrame(built.tables["age_sex"])
    first_age = ages["age_group"].str.extract(r"^(\d+)", expand=False).astype(int)
    elders = int(ages.loc[first_age >= ELDER_AGE, "persons"].sum())
    totals = _totals(form, built.counts, elders, len(built.tables["townships"]))
    nursing = NURSING_SHARE if form.nursing_share is None else form.nursing_share
    supply = assumed(
        form.year,
        SUPPLY_NOTE,
    )
    staff = {
        key: totals[key].value for key in ("grid_workers", "grids", "child_workers", "social_work_stations")
    }
    homes = home_rows(built.townships, totals["elder_beds"].value, nursing, form.price_zone, supply)
    spread = assumed(form.year, "totals of the profile spread by residents; office staff is an assumption")
    tables = dict(built.tables) | {
        "disability": _disability(lent), "homes": homes, "staff": staff_rows(built.townships, staff, spread),
        "facts": [_fact(form, key, fact) for key, fact in sorted(form.facts.items())],
    }  # fmt: skip
    out = {declaration(name).path: text_of(name, rows) for name, rows in tables.items()}
    out[PROFILE_FILE] = profile_text(form, totals)
    return out | {f"laws/{name}": text for name, text in law_texts(form, lent.incomes, built.counts).items()}


def _totals(form: Form, counts: pd.DataFrame, elders: int, n_townships: int) -> dict[str, TotalForm]:
    """Return every total of the profile: as printed, or filled."""
    population = int(counts["population"].sum())
    beds = int(elders * BEDS_PER_1000 / PER_THOUSAND)
    grids = form.totals["grids"].value if "grids" in form.totals else max(population // RESIDENTS_PER_GRID, 1)
    filled = {
        "elder_beds": (beds, "29.6 beds per 1,000 residents of 60 and over, China 2022"),
        "grids": (grids, "one grid for 364 residents, Ningxia 2021"),
        "grid_workers": (int(grids * WORKERS_PER_GRID), "one worker a grid"),
        "child_workers": (
            max(population // RESIDENTS_PER_CHILD_WORKER, 1),
            "one for 2,500 residents, Wuzhong 2022",
        ),
        "social_work_stations": (n_townships, "one a township"),
        "townships": (n_townships, "as listed"),
    }
    out = {
        key: TotalForm(value=int(counts[key].sum()), year=form.year, source=form.source, url=form.url)
        for key in COUNT_TOTALS
    }
    for key, (value, how) in filled.items():
        gap = TotalForm(value=value, year=form.year, source="filled from the nation or the province",
                        status="derived" if key == "townships" else "assumed", note=how)  # fmt: skip
        out[key] = form.totals.get(key, gap)
    return out


def _disability(lent: National) -> list[Row]:
    return [
        row(
            Origin(DISABILITY_YEAR, "filled from China or a peer county", "", "assumed", str(one.note)),
            {
                "indicator": one.indicator,
                "sex": "all",
                "age_group": one.age_group,
                "value": one.value,
                "unit": one.unit,
            },
        )
        for one in lent.disability.itertuples()
    ]


def _fact(form: Form, key: str, fact: FactForm) -> Row:
    origin = Origin(form.year, fact.source or form.source, fact.url, "published", fact.note)
    return row(
        origin,
        {
            "indicator": key, "label_zh": fact.zh, "label_en": fact.en, "value": fact.value, "bound": fact.bound,
            "unit": fact.unit, "period": fact.period,
        },
    )  # fmt: skip


def profile_text(form: Form, totals: Mapping[str, TotalForm]) -> str:
    """Return the text of `profile.yaml`."""
    name = _quoted
    lines = [
        f"# Published figures of {form.label.en}; margins, homes, staff and facts lie beside this file.",
        f"key: {form.key}",
        f"label: {{zh: {name(form.label.zh)}, en: {name(form.label.en)}}}",
        f"province: {{zh: {name(form.province.zh)}, en: {name(form.province.en)}}}",
        f"level: {form.level}",
        "fictional: false",
        "population_month: 2020-11",
        "counties:",
    ]
    lines += [f'  - {{code: "{one.code}", zh: {name(one.zh)}, en: {name(one.en)}}}' for one in form.counties]
    lines.append("totals:")
    for key, one in totals.items():
        lines += [
            f"  {key}:", f"    value: {one.value}", f"    unit: {COUNT_TOTALS.get(key) or UNITS[key]}",
            f"    year: {one.year}", f"    source: {name(one.source)}", f"    url: {name(one.url)}",
            f"    status: {one.status}", f"    note: {name(one.note)}",
        ]  # fmt: skip
    lines.append("place:")
    lines += _switch("approval_level", "审核确认权限", "who approves dibao", form.approval_level, LEVELS)
    lines += _switch("price_zone", "养老服务价格区", "price zone of elder care", form.price_zone, ZONES)
    return "\n".join(lines) + "\n"


def _switch(key: str, zh: str, en: str, value: str, choices: str) -> list[str]:
    return [
        f"  {key}:", f"    label: {{zh: {zh}, en: {en}}}", f"    value: {value}", f"    choices: [{choices}]",
        f"    year: {CENSUS_YEAR}", '    source: "stated in the form of the region"', "    status: assumed",
    ]  # fmt: skip


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
