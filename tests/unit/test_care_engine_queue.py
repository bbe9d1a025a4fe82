"""The month of care itself, with everything but the queue taken away, obeys the exact laws of monthly queues.

Many townships stand side by side, each with one home and its own stream of elders who want a bed and nothing else: what
is measured is the real month, from the events of lives to the count, and not a copy of its rules.
"""

from __future__ import annotations

import functools
import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from sim.care.month import care_month
from sim.care.opening import new_places
from sim.care.openings import open_homes
from sim.care.rules import care_rules
from sim.care.waits import WaitLog
from sim.draws import key_of, uniforms
from sim.state.codes import DEATH, LEAVE
from sim.state.kinship import change_household
from sim.state.places import ADMITTED, NO_HOME, NOT_WAITING
from tests.unit.care_example import START, blank_context, blank_present, care_law, home_frame, township_frame

ORACLES = pd.read_csv(Path(__file__).parents[1] / "cases" / "oracles_queue.csv", index_col="id")
LIMIT = 4.054
HOMES, MONTHS, WARM = 220, 420, 180
STAY, QUIT, ARRIVE = 910, 911, 912
ELDER_MONTHS = 60 * 12
SURE = 40.0  # a utility beside which no other counts


class Result(NamedTuple):
    """What a run of the reduced county gave, months x homes, and when each person was admitted (-1: never)."""

    occupied: np.ndarray
    waiting: np.ndarray
    arrived: np.ndarray
    lost: np.ndarray
    admitted: np.ndarray


def arrivals(lam: float, homes: int, months: int, seed: int) -> np.ndarray:
    """Return Poisson numbers of elders who come of age, months x homes, from keyed uniforms by inversion."""
    u = uniforms(key_of(seed, ARRIVE, 0), np.arange(months * homes, dtype=np.uint64))
    n, below, chance = np.zeros(u.size, np.int64), np.zeros(u.size), math.exp(-lam)
    for k in range(1, 40):
        below += chance
        n[u >= below] = k
        chance *= lam / k
    return n.reshape(months, homes)


def sure_law() -> Any:
    """Return a law under which everybody who comes of age asks for an ordinary bed and takes it when it is offered."""
    return care_law(
        liking_ordinary_bed_able=SURE,
        price_ordinary_m=0,
        offer_constant=SURE,
        rethink_share=0.0,
        notice_share=0.0,
        taste_spread=0.0,
        closing_rate=0.0,
        tekun_reserve=0.0,
        special_share=0.0,
        search_km=0.0,
    )


@functools.cache
def simulated(
    beds: int,
    d: float,
    lam: float,
    quits: float,
    homes: int = HOMES,
    months: int = MONTHS,
    seed: int = 5,
    most: int = 99,
) -> Result:
    """Run the real month of care; residents die with probability d, who waits leaves with probability `quits`.

    At most `most` elders come of age in a home's township and month.
    """
    coming = np.minimum(arrivals(lam, homes, months, seed), most)
    month, home = (part.ravel() for part in np.indices(coming.shape))
    month, home = np.repeat(month, coming.ravel()), np.repeat(home, coming.ravel())
    law, n = sure_law(), month.size
    rules, townships = care_rules(law), township_frame(homes)
    present = blank_present(np.arange(n), n)
    context = blank_context(START + month - ELDER_MONTHS, home, seed)
    table, _ = open_homes(
        home_frame(townships, [(i, "private", beds, 0) for i in range(homes)]), townships, (), law, START
    )
    places = new_places(present, context, rules, seed, START)
    log, everybody = WaitLog(), np.arange(n, dtype=np.int32)
    shape = (months, homes)
    occupied, waiting, lost = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for t in range(months):
        lies = np.nonzero(places.care_home != NO_HOME)[0]
        waits = np.nonzero(places.waiting_bed != NOT_WAITING)[0]
        dies = lies[uniforms(key_of(seed, STAY, t), context.id[lies]) < d]
        leaves = waits[uniforms(key_of(seed, QUIT, t), context.id[waits]) < quits]
        for person in dies:
            change_household(present, DEATH, person, -1)
        for person in leaves:
            change_household(present, LEAVE, person, -1)
        np.add.at(lost[t], home[leaves], 1)
        care_month(present, places, table, everybody, context, rules, log, seed, START + t, t)
        occupied[t], waiting[t] = table.occupied[:, 0], table.waiting[:, 0]
    ended, admitted = log.arrays(), np.full(n, -1)
    taken = ended["outcome"] == ADMITTED
    admitted[ended["person"][taken]] = ended["ended"][taken]
    return Result(occupied, waiting, coming, lost, admitted)


def inputs_of(name: str) -> tuple[int, float, float, float]:
    given = json.loads(ORACLES.loc[name, "inputs"])
    d, lam = float(Fraction(given["d"])), float(Fraction(given["lam"]))
    return given["c"], d, lam, float(Fraction(given.get("theta", "1")))


def z_and_error(values: np.ndarray, weights: np.ndarray, expected: float) -> tuple[float, float]:
    """Return how many standard errors a ratio of sums over homes lies from its exact value, and the relative error."""
    x, w = values[WARM:].sum(axis=0), weights[WARM:].sum(axis=0)
    residual = x - expected * w
    error = residual.std(ddof=1) / math.sqrt(residual.size)
    return float(residual.mean() / error), float(error / (abs(expected) * w.mean()))


def measure(name: str, found: Result, expected: float) -> tuple[float, float]:
    unit, ones = ORACLES.loc[name, "unit"], np.ones_like(found.occupied)
    if unit == "share":
        return z_and_error(found.lost, found.arrived, expected)
    return z_and_error(found.waiting if unit == "persons" else found.occupied, ones, expected)


@pytest.mark.parametrize("name", ["QU-20", "QU-21", "QU-28", "QU-31", "QU-32", "QU-33"])
def test_the_real_month_of_care_obeys_the_exact_law_of_the_queue(name: str) -> None:
    expected = float(ORACLES.loc[name, "expected"])
    z, error = measure(name, simulated(*inputs_of(name)), expected)
    assert abs(z) < LIMIT
    assert error < 0.04  # small enough to have noticed


@pytest.mark.parametrize("name", ["QU-20", "QU-31", "QU-33"])
def test_a_bed_less_in_every_home_would_be_noticed(name: str) -> None:
    beds, d, lam, quits = inputs_of(name)
    z, _ = measure(name, simulated(beds - 1, d, lam, quits), float(ORACLES.loc[name, "expected"]))
    assert abs(z) > LIMIT


FEW = {"homes": 12, "months": 150}
NEVER = 10_000


def admissions(beds: int, quits: float, seed: int, most: int = 99) -> np.ndarray:
    """Return the month in which each person is admitted, NEVER for those who are not."""
    found = simulated(beds, 1 / 24, 1 / 3, quits, **FEW, seed=seed, most=most).admitted
    return np.where(found < 0, NEVER, found)


def test_where_the_refused_are_gone_one_more_bed_admits_everybody_who_was_admitted_and_more() -> None:
    for seed in (1, 2):
        less, more = admissions(4, 1.0, seed), admissions(5, 1.0, seed)
        assert not ((less < NEVER) & (more == NEVER)).any()
        assert (more < NEVER).sum() > (less < NEVER).sum()


def test_in_a_queue_by_date_that_nobody_leaves_one_more_bed_makes_nobody_wait_longer() -> None:
    for seed in (1, 2):
        less, more = (admissions(beds, 0.0, seed, most=1) for beds in (4, 5))
        assert (more <= less).all()
        assert (more < less).any()


def test_once_people_give_up_waiting_nobody_is_promised_the_same_run_by_run() -> None:
    """One more bed keeps somebody alive on the list who then stands before another: the false form of the relation."""
    later = [(admissions(5, 1 / 6, seed) > admissions(4, 1 / 6, seed)).any() for seed in range(4)]
    assert any(later)
