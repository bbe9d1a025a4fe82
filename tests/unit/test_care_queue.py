"""The waiting list: the order of the queue, the reserve, and the exact laws of monthly queues."""

from __future__ import annotations

import functools
import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML

from sim.care.openings import open_homes
from sim.care.rules import care_rules
from sim.care.waiting_list import NOT_OFFERED, REFUSED, TAKEN, allocate, class_rank, facing_bed, priority
from sim.draws import bits, stream_key, uniform
from sim.state.places import Homes
from tests.unit.care_example import care_law, home_frame, township_frame

CASE_FOLDER = Path(__file__).parents[1] / "cases"
QUEUE = YAML(typ="safe").load((CASE_FOLDER / "care" / "golden.yaml").read_text("utf-8"))["queue"]
ORACLES = pd.read_csv(CASE_FOLDER / "oracles_queue.csv", index_col="id")
LIMIT = 4.054  # two-sided error of 5 in 100,000
MONTHS, BATCHES = 1_500_000, 200
DEPART, ARRIVE, QUIT, TIE = 900, 901, 902, 903


def one_home(beds: int, owner: str = "private", reserve: int = 0) -> Homes:
    townships = township_frame(1)
    homes, _ = open_homes(home_frame(townships, [(0, owner, beds, 0)]), townships, (), care_law(), 0)
    homes.reserve[:] = reserve
    return homes


def served(keys: dict[str, int], free_beds: int) -> list[str]:
    names = list(keys)
    order = np.argsort(np.array(list(keys.values()), np.uint64))
    n = len(names)
    place, bed = np.zeros(n, np.int16), np.zeros(n, np.uint8)
    homes = one_home(free_beds)
    outcome = allocate(order, place, bed, np.zeros(n, np.bool_), np.ones(n, np.bool_), homes)
    assert homes.occupied[0, 0] == min(n, free_beds)
    return [names[i] for i in order if outcome[i] == TAKEN]


def test_the_worked_queue_is_served_in_the_worked_order() -> None:
    keys = {
        name: priority(who["rank"], who["level"], who["waited"], 12345)
        for name, who in QUEUE["waiting"].items()
    }
    assert served(keys, QUEUE["free_beds"]) == QUEUE["expected"]


def test_orders_that_put_level_or_time_first_would_serve_others() -> None:
    level_first = {k: priority(9 - v["level"], 0, v["waited"], 1) for k, v in QUEUE["waiting"].items()}
    first_come = {k: priority(1, 1, v["waited"], 1) for k, v in QUEUE["waiting"].items()}
    assert served(level_first, 3) == QUEUE["wrong"]["level_first"] != QUEUE["expected"]
    assert served(first_come, 3) == QUEUE["wrong"]["first_come"] != QUEUE["expected"]


def test_equal_claims_are_ordered_by_their_hash_alone() -> None:
    low, high = priority(3, 2, 5, 1 << 40), priority(3, 2, 5, 1 << 62)
    assert low < high < priority(3, 2, 4, 0) < priority(3, 1, 600, 0) < priority(4, 4, 600, 0)


@pytest.mark.parametrize(
    ("facts", "rank"),
    [
        ((True, True, True, True, True, True, 4), 1),
        ((False, True, True, False, False, False, 0), 2),
        ((False, True, False, False, False, False, 3), 2),
        ((False, False, False, True, False, False, 2), 3),
        ((False, False, False, True, False, False, 1), 6),
        ((False, True, False, False, True, False, 0), 4),
        ((False, True, False, False, False, True, 1), 6),
        ((False, False, False, False, True, True, 2), 5),
        ((False, False, True, False, True, False, 4), 6),
    ],
)
def test_the_class_of_an_applicant_follows_the_list_of_priorities(facts: tuple[Any, ...], rank: int) -> None:
    assert class_rank(*facts, care_rules(care_law()).numbers) == rank


def test_the_reserve_of_a_public_home_is_kept_for_tekun_holders() -> None:
    homes = one_home(4, "public", reserve=2)
    n = 6
    order, place, bed = np.arange(n), np.zeros(n, np.int16), np.zeros(n, np.uint8)
    is_tekun = np.array([False, False, False, False, True, True])
    outcome = allocate(order, place, bed, is_tekun, np.ones(n, np.bool_), homes)
    assert outcome.tolist() == [TAKEN, TAKEN, NOT_OFFERED, NOT_OFFERED, TAKEN, TAKEN]
    assert homes.tekun_in[0, 0] == 2
    assert homes.occupied[0, 0] == 4
    private = one_home(4, "private", reserve=0)
    outcome = allocate(order, place, bed, is_tekun, np.ones(n, np.bool_), private)
    assert outcome.tolist() == [TAKEN, TAKEN, TAKEN, TAKEN, NOT_OFFERED, NOT_OFFERED]


def test_who_refuses_lets_the_next_one_have_the_bed() -> None:
    homes = one_home(1)
    place, bed = np.zeros(3, np.int16), np.zeros(3, np.uint8)
    willing = np.array([False, True, True])
    outcome = allocate(np.arange(3), place, bed, np.zeros(3, np.bool_), willing, homes)
    assert outcome.tolist() == [REFUSED, TAKEN, NOT_OFFERED]


def test_who_faces_no_bed_before_a_round_gets_none_in_it() -> None:
    homes = one_home(3, "public", reserve=2)
    place, bed = np.zeros(4, np.int16), np.zeros(4, np.uint8)
    is_tekun = np.array([True, False, True, False])
    faces = facing_bed(place, bed, is_tekun, homes)
    outcome = allocate(np.arange(4), place, bed, is_tekun, np.ones(4, np.bool_), homes)
    assert faces.all()
    assert outcome.tolist() == [TAKEN, TAKEN, TAKEN, NOT_OFFERED]
    assert not facing_bed(place, bed, is_tekun, homes).any()


@numba.njit
def poisson(mean: float, u: float) -> int:
    chance = math.exp(-mean)
    total, n = chance, 0
    while u >= total and n < 200:
        n += 1
        chance *= mean / n
        total += chance
    return n


@numba.njit
def depart(residents: np.ndarray, n: int, d: float, key: int, homes: Homes) -> int:
    kept = 0
    for i in range(n):
        if uniform(key, residents[i], 0) < d:
            homes.occupied[0, 0] -= 1
        else:
            residents[kept] = residents[i]
            kept += 1
    return kept


@numba.njit
def admit(ids: np.ndarray, since: np.ndarray, t: int, key: int, homes: Homes) -> np.ndarray:
    n = ids.size
    keys = np.empty(n, np.uint64)
    for i in range(n):
        keys[i] = priority(6, 2, t - since[i], bits(key, ids[i], 0))
    place, bed = np.zeros(n, np.int16), np.zeros(n, np.uint8)
    return allocate(np.argsort(keys), place, bed, np.zeros(n, np.bool_), np.ones(n, np.bool_), homes)


@numba.njit
def run_queue(homes: Homes, d: float, lam: float, quits: float, departs_first: bool, seed: int, months: int):  # type: ignore[no-untyped-def]
    """One home under Poisson arrivals and geometric stays; whoever gets no bed quits with a monthly probability."""
    residents, n, born = np.zeros(2000, np.uint64), 0, 1
    waiting, since = np.zeros(0, np.uint64), np.zeros(0, np.int64)
    occupied, listed = np.zeros(months), np.zeros(months)
    arrived, lost, waited = np.zeros(months), np.zeros(months), 0
    for t in range(months):
        if departs_first:
            n = depart(residents, n, d, stream_key(seed, DEPART, t), homes)
        key = stream_key(seed, QUIT, t)
        stays = np.array([uniform(key, person, 0) >= quits for person in waiting], np.bool_)
        lost[t] += waiting.size - stays.sum()
        for i in range(waiting.size):
            if not stays[i]:
                waited += t - since[i]
        new = poisson(lam, uniform(stream_key(seed, ARRIVE, t), 1, 0))
        arrived[t] = new
        ids = np.concatenate((waiting[stays], np.arange(born, born + new).astype(np.uint64)))
        begun = np.concatenate((since[stays], np.full(new, t)))
        born += new
        outcome = admit(ids, begun, t, stream_key(seed, TIE, t), homes)
        for i in range(ids.size):
            if outcome[i] == TAKEN:
                residents[n] = ids[i]
                waited += t - begun[i]
                n += 1
        waiting, since = ids[outcome != TAKEN], begun[outcome != TAKEN]
        if quits >= 1.0:
            lost[t] = waiting.size
            waiting, since = waiting[:0], since[:0]
        if not departs_first:
            n = depart(residents, n, d, stream_key(seed, DEPART, t), homes)
        occupied[t], listed[t] = n, waiting.size
    for i in range(waiting.size):
        waited += months - since[i]
    return occupied, listed, arrived, lost, waited


def measured(inputs: dict[str, Any], months: int = MONTHS) -> dict[str, Any]:
    return simulated(json.dumps(inputs), months)


@functools.cache
def simulated(text: str, months: int) -> dict[str, Any]:
    inputs, seed = json.loads(text), 11
    d, lam = float(Fraction(inputs["d"])), float(Fraction(inputs["lam"]))
    quits = float(Fraction(inputs.get("theta", "1")))
    homes = one_home(inputs["c"])
    departs_first = inputs.get("order", "DA") == "DA"
    occupied, listed, arrived, lost, waited = run_queue(homes, d, lam, quits, departs_first, seed, months)
    assert occupied.max() <= inputs["c"]
    return {"occupied": occupied, "listed": listed, "arrived": arrived, "lost": lost, "waited": waited}


def z_value(values: np.ndarray, weights: np.ndarray, expected: float) -> float:
    """Return how many standard errors a ratio lies from its exact value, by batches of months."""
    x, w = (part.reshape(BATCHES, -1).sum(axis=1) for part in (values, weights))
    residual = x - expected * w
    return float(residual.mean() / (residual.std(ddof=1) / math.sqrt(BATCHES)))


def z_of(name: str, found: dict[str, np.ndarray], expected: float) -> float:
    row = ORACLES.loc[name]
    ones = np.ones(MONTHS)
    warm = MONTHS // 100
    if row["unit"] == "share":
        return z_value(found["lost"], found["arrived"], expected)
    column = found["listed"] if row["unit"] == "persons" else found["occupied"]
    filled = np.where(np.arange(MONTHS) < warm, expected, column)
    return z_value(filled, ones, expected)


NAMES = [name for name in ORACLES.index if name != "QU-30"]


@pytest.mark.parametrize("name", NAMES)
def test_the_queue_of_beds_follows_the_exact_monthly_law(name: str) -> None:
    row = ORACLES.loc[name]
    found = measured(json.loads(row["inputs"]))
    assert abs(z_of(name, found, row["expected"])) < LIMIT


def test_the_other_order_of_the_month_would_be_noticed() -> None:
    inputs = json.loads(ORACLES.loc["QU-20", "inputs"])
    found = measured({**inputs, "order": "AD"})
    assert abs(z_of("QU-20", found, ORACLES.loc["QU-20", "expected"])) > LIMIT


def test_the_formula_of_continuous_time_would_be_noticed() -> None:
    row = ORACLES.loc["QU-21"]
    found = measured(json.loads(row["inputs"]))
    erlang = row["expected"] - ORACLES.loc["QU-30", "expected"]
    assert erlang == pytest.approx(0.1216610643, abs=1e-9)
    assert abs(z_of("QU-21", found, erlang)) > LIMIT


def test_one_bed_less_would_be_noticed_by_every_law_of_limited_beds() -> None:
    for name in ("QU-20", "QU-21", "QU-26", "QU-31", "QU-32", "QU-33"):
        inputs = json.loads(ORACLES.loc[name, "inputs"])
        found = measured({**inputs, "c": inputs["c"] - 1})
        assert abs(z_of(name, found, ORACLES.loc[name, "expected"])) > LIMIT, name


def test_months_waited_add_up_to_the_lengths_of_the_list() -> None:
    inputs = json.loads(ORACLES.loc["QU-31", "inputs"])
    found = measured(inputs, months=5_000)
    assert found["waited"] == found["listed"].sum() > 0
