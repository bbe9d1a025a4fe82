"""Small made-up counties for the tests of care."""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim import care
from sim.care.context import Context
from sim.care.opening import elder_rows, new_places
from sim.care.openings import open_homes
from sim.care.rules import Rules, care_rules
from sim.clock import month_index
from sim.laws import read_law_file
from sim.laws.values import plain
from sim.state.codes import NOBODY
from sim.state.places import BedChange, Homes, Places
from sim.state.present import HERE, HOUSEHOLD, PERSON, Present, link_members
from sim.state.records import records

START = month_index(2022, 1)
YUAN = 100


def care_law(**changes: Any) -> Any:
    """Return the care law, some numbers replaced (money in fen)."""
    file = read_law_file(Path(care.__file__).with_name("care.yaml"))
    numbers = {key: plain(item, item.values[-1].value) for key, item in file.parameters.items()}
    return namedtuple("Care", numbers)(**numbers)._replace(**changes)


class County(NamedTuple):
    """Everything that a month of care needs."""

    present: Present
    places: Places
    homes: Homes
    context: Context
    rules: Rules
    law: Any
    townships: pd.DataFrame

    def elders(self, month: int = START) -> np.ndarray:
        return elder_rows(
            self.present, self.places, self.context.born, month, self.rules.numbers.elder_months
        )


def township_frame(n: int) -> pd.DataFrame:
    codes = [f"99{i:07d}" for i in range(n)]
    return pd.DataFrame(
        {
            "code": codes,
            "county_code": [code[:2] + str(i % 2) for i, code in enumerate(codes)],
            "name_zh": codes,
            "name_en": codes,
            "x_km": np.arange(n) * 7.0,
            "y_km": (np.arange(n) % 3) * 5.0,
        }
    )


def home_frame(townships: pd.DataFrame, rows: list[tuple[int, str, int, int]]) -> pd.DataFrame:
    """Return a list of homes; a row is township, ownership, ordinary and nursing beds."""
    return pd.DataFrame(
        {
            "code": [f"{townships['code'][place]}H{i:02d}" for i, (place, *_) in enumerate(rows)],
            "township_code": [townships["code"][place] for place, *_ in rows],
            "name_zh": [f"home {i}" for i in range(len(rows))],
            "name_en": [f"home {i}" for i in range(len(rows))],
            "ownership": [owner for _, owner, *_ in rows],
            "beds_ordinary": [beds for *_, beds, _ in rows],
            "beds_nursing": [beds for *_, beds in rows],
            "price_ordinary_m": 0,
            "price_nursing_m": 0,
            "usable_share": 1.0,
            "staff_quality": 0.0,
        }
    )


def blank_present(household: np.ndarray, n_households: int) -> Present:
    """Return a present in which everybody is here and able, and draws a pension of 1,500 yuan."""
    persons = records(
        household.size, PERSON, {"next_member": NOBODY, "previous_member": NOBODY, "spouse": NOBODY}
    )
    persons.presence[:] = HERE
    persons.home[:] = household
    persons.pension_m[:] = 1500 * YUAN
    households = records(n_households, HOUSEHOLD, {"first_member": NOBODY, "shock_at": NOBODY})
    link_members(persons, households)
    look_back = np.zeros((12, len(households)), np.int64)
    return Present(persons, households, look_back, look_back.copy())


def blank_context(born: np.ndarray, township: np.ndarray, seed: int = 5) -> Context:
    n, n_households = born.size, township.size
    rng = np.random.default_rng(seed)
    return Context(
        id=rng.integers(1, 2**63, n, dtype=np.uint64),
        born=born.astype(np.int32),
        is_tekun=np.zeros(n, np.uint8),
        support_m=np.zeros(n, np.int32),
        household_id=rng.integers(1, 2**63, n_households, dtype=np.uint64),
        township=township.astype(np.int16),
        is_urban=np.zeros(n_households, np.bool_),
        is_collective=np.zeros(n_households, np.bool_),
        is_low_income=np.zeros(n_households, np.uint8),
        income_m=np.zeros(n_households, np.int64),
        assets=np.zeros(n_households, np.int64),
        first_kin=np.zeros(n_households + 1, np.int32),
        kin_distance=np.zeros(0, np.uint8),
        kin_child=np.zeros(0, np.int32),
        kin_members=np.zeros(0, np.uint8),
        kin_income_m=np.zeros(0, np.int32),
    )


def example_county(
    n_elders: int = 400,
    n_townships: int = 3,
    homes: list[tuple[int, str, int, int]] | None = None,
    changes: tuple[BedChange, ...] = (),
    seed: int = 5,
    **law_changes: Any,
) -> County:
    """Return a county of elders who live alone or with an adult child, levels and incomes mixed."""
    rng = np.random.default_rng(seed)
    size = rng.integers(1, 4, n_elders)
    household = np.repeat(np.arange(n_elders), size)
    first = np.searchsorted(household, np.arange(n_elders))
    born = np.full(household.size, START - 40 * 12)
    born[first] = START - rng.integers(60 * 12, 92 * 12, n_elders)
    present = blank_present(household, n_elders)
    present.persons.ability[first] = rng.choice(5, n_elders, p=[0.8, 0.08, 0.06, 0.04, 0.02])
    present.persons.pension_m[first] = rng.integers(200, 4000, n_elders) * YUAN
    present.persons.work[:] = rng.integers(0, 5, household.size)
    context = blank_context(born, rng.integers(0, n_townships, n_elders))
    context.is_low_income[:] = rng.random(n_elders) < 0.1
    context.is_tekun[first] = rng.random(n_elders) < 0.02
    context.assets[:] = rng.integers(0, 200_000, n_elders) * YUAN
    law = care_law(**law_changes)
    rules = care_rules(law)
    townships = township_frame(n_townships)
    rows = [(0, "public", 5, 6), (0, "private", 4, 5), (1, "public", 3, 3)] if homes is None else homes
    table, _ = open_homes(home_frame(townships, rows), townships, changes, law, START)
    places = new_places(present, context, rules, seed, START)
    return County(present, places, table, context, rules, law, townships)
