"""A small artificial county, the assumptions of lives, and the arithmetic of a z-test, for the tests of lives."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections import namedtuple
from pathlib import Path

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from sim.clock import month_index
from sim.lives.lifetimes import Facts
from sim.lives.tables import LifeTables, national_tables
from sim.money import to_fen
from sim.state.codes import FEMALE, MALE, NOBODY
from sim.state.columns import Households, Kin, Persons, Population

ROOT = Path(__file__).resolve().parents[2]
START = month_index(2022, 1)
Z = 4.054  # false alarm once in 20,000 tests
AGES = 111


def parameters() -> dict:
    return YAML(typ="safe").load((ROOT / "sim/lives/lives.yaml").read_text(encoding="utf-8"))["parameters"]


def law(**changes):
    values = {}
    for key, declared in parameters().items():
        value = declared["values"][-1]["value"]
        values[key] = to_fen(str(value)) if declared["unit"].startswith("yuan") else value
    unknown = set(changes) - set(values)
    if unknown:
        raise KeyError(f"lives.yaml has no {unknown}")
    values.update(changes)
    return namedtuple("Lives", values)(**values)


def still(**changes):
    """The assumptions with every process switched off."""
    off = {
        key: 0
        for key, declared in parameters().items()
        if declared["unit"] in ("share per month", "share per year")
        or key.startswith(("recovery_", "ability_at_60_", "hospital_y_"))
    }
    off |= {f"worsening_log_{level}": -math.inf for level in range(4)}
    off |= {f"death_ratio_{level}": 1 for level in range(5)}
    off |= {"rural_mortality": 1, "pension_resident_m": 0, "leave_school_16": 0}
    return law(**(off | changes))


def no_deaths() -> LifeTables:
    return LifeTables(np.zeros((2, AGES)), np.zeros(AGES), 0.4)


def national(month: int = START) -> LifeTables:
    tables = ROOT / "data/national"
    mortality, fertility = (pd.read_csv(tables / f"{name}.csv") for name in ("mortality", "fertility"))
    return national_tables(mortality, fertility, month, AGES)._replace(rural_share=0.45)


def facts(age_months, sex=0, residence=0, work=0, **columns) -> Facts:
    """People of given ages in months; everything else is as little as can be."""
    age_months = np.asarray(age_months)
    n = age_months.size
    full = lambda value, kind: np.broadcast_to(np.asarray(value, kind), n).copy()  # noqa: E731
    u8 = np.uint8
    given = {
        "schooling": 2, "disability_grade": 0, "ability": 0, "ill": 0, "wage_m": 300_000, "pension": 0, "pension_m": 0,
        "entered": -1,
    }  # fmt: skip
    given |= columns
    return Facts(
        id=np.arange(1, n + 1, dtype=np.uint64) * np.uint64(7919),
        sex=full(sex, u8), residence=full(residence, u8), born=(START - age_months).astype(np.int32),
        entered=full(given["entered"], np.int16), schooling=full(given["schooling"], u8),
        disability_grade=full(given["disability_grade"], u8), ability=full(given["ability"], u8),
        ill=full(given["ill"], u8), work=full(work, u8), wage_m=full(given["wage_m"], np.int32),
        pension=full(given["pension"], u8), pension_m=full(given["pension_m"], np.int32),
    )  # fmt: skip


def county(n_homes: int = 300, seed: int = 1) -> Population:
    """Couples with children, singles and three-generation homes in four townships of two counties."""
    rng = np.random.default_rng(seed)
    size = rng.choice([1, 2, 3, 4, 5], n_homes, p=[0.19, 0.28, 0.22, 0.2, 0.11])
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    home = np.repeat(np.arange(n_homes), size)
    place = np.arange(home.size) - first[home]
    head = rng.uniform(22, 75, n_homes)
    elder = (place == 4) & (head[home] < 62)
    child = np.clip(head[home] - 27 - rng.uniform(0, 6, home.size), 0, 40)
    age = np.select(
        [place == 0, place == 1, elder], [head[home], head[home] - 2, np.clip(head[home] + 26, 60, 95)], child
    )
    alone = size[home] == 1
    sex = np.where(place == 0, MALE, np.where(place == 1, FEMALE, rng.integers(0, 2, home.size)))
    sex = np.where(alone, rng.integers(0, 2, home.size), sex)
    spouse = np.full(home.size, NOBODY)
    husbands = np.flatnonzero((place == 0) & ~alone)
    spouse[husbands], spouse[husbands + 1] = husbands + 1, husbands
    father = np.where((place >= 2) & ~elder, first[home], NOBODY)
    return _assembled(rng, size, first, home, place, age, elder, sex, spouse, father, head)


def _assembled(rng, size, first, home, place, age, elder, sex, spouse, father, head) -> Population:
    n, n_homes, u8, i32 = home.size, size.size, np.uint8, np.int32
    years = age.astype(int)
    work = np.where(
        (years >= 19) & (years < 60), rng.choice([0, 1, 2, 3, 4], n, p=[0.3, 0.27, 0.25, 0.13, 0.05]), 0
    )
    work = np.where((years >= 6) & (years < 19), 5, work)
    town = rng.integers(0, 4, n_homes)
    urban = rng.random(n_homes) < 0.55
    persons = Persons(
        id=rng.permutation(n).astype(np.uint64) + np.uint64(10**9), household=home.astype(i32),
        township=town[home].astype(np.int16), sex=sex.astype(u8), born=(START - (age * 12).astype(int)).astype(i32),
        relation=np.where(place < 2, place, np.where(elder, 3, 2)).astype(u8),
        marital=np.where(spouse >= 0, 1, np.where(years > 55, 3, 0)).astype(u8), spouse=spouse.astype(i32),
        father=father.astype(i32), mother=np.where(father >= 0, father + 1, NOBODY).astype(i32),
        schooling=rng.integers(1, 5, n).astype(u8), disability_type=np.zeros(n, u8), disability_grade=np.zeros(n, u8),
        ability=np.where(years >= 60, rng.choice(5, n, p=[0.89, 0.06, 0.025, 0.015, 0.01]), 0).astype(u8),
        severe_illness=(rng.random(n) < 0.005).astype(u8), work=work.astype(u8),
        wage_m=np.where(years >= 16, rng.lognormal(12.6, 0.5, n), 0).astype(i32),
        pension=(years >= 60).astype(u8), pension_m=np.where(years >= 60, 20_000, 0).astype(i32),
        entered=np.full(n, -1, np.int16),
    )  # fmt: skip
    no, flag = np.zeros(n_homes, np.bool_), lambda p: rng.random(n_homes) < p
    households = Households(
        id=np.arange(n_homes, dtype=np.uint64) + np.uint64(10**7), township=town.astype(np.int16), is_urban=urban,
        is_collective=no, first=first.astype(i32), n_members=size.astype(np.uint16),
        farm_y=np.where(urban, 0, rng.lognormal(13.5, 0.5, n_homes)).astype(i32),
        other_y=rng.integers(0, 100_000, n_homes).astype(i32), assets=rng.integers(0, 10**7, n_homes),
        has_vehicle=flag(0.2), n_houses=np.ones(n_homes, u8), has_company=flag(0.02), cadre_kin=flag(0.03),
        low_income_cluster=flag(0.06),
    )  # fmt: skip
    parents = np.flatnonzero((head > 58) & (size <= 2))
    grown = np.flatnonzero((years > 28) & (years < 48) & (place < 2))
    n_kin = parents.size
    child = np.where(rng.random(n_kin) < 0.6, rng.choice(grown, n_kin), NOBODY)
    kin = Kin(
        parents.astype(i32), child.astype(i32), rng.integers(0, 3, n_kin).astype(u8),
        rng.lognormal(12, 0.5, n_kin).astype(i32), np.full(n_kin, 3, u8), np.ones(n_kin, u8), np.zeros(n_kin, np.bool_),
    )  # fmt: skip
    townships = pd.DataFrame({"code": list("1234"), "county_code": ["a", "a", "b", "b"]})
    return Population("artificial", START, persons, households, kin, townships)


def digest(histories) -> str:
    """One hash over the events and matrices of a history."""
    text = hashlib.sha256()
    for name, array in histories.arrays().items():
        text.update(name.encode())
        text.update(np.ascontiguousarray(array).tobytes())
    return text.hexdigest()


def oracle(key: str) -> tuple[dict, float]:
    """Inputs and expected value of one row of the closed-form cases."""
    with (ROOT / "tests/cases/oracles_lives.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["id"] == key:
                return json.loads(row["inputs"]), float(row["expected"])
    raise KeyError(key)


def agrees(sample, expected: float, other: float) -> None:
    """Fail when the mean of a sample is not `expected`, or when it could not have told `expected` from `other`."""
    sample = np.asarray(sample, float)
    error = sample.std(ddof=1) / math.sqrt(sample.size)
    assert abs(expected - other) > 2 * Z * error, (
        "the sample is too small to notice the error it is meant to find"
    )
    z = (sample.mean() - expected) / error
    assert abs(z) < Z, f"z = {z:.2f}: {sample.mean():.6g} instead of {expected:.6g}"
