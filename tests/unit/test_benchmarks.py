"""The three ways to run the reference workload are the same model, and the engine's way is the same to the bit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple

import numpy as np
import pytest

from benchmarks import workload as w
from benchmarks.with_engine import EngineCity
from benchmarks.with_mesa import MesaCity
from benchmarks.with_numpy import NumpyCity

PERSONS, MONTHS = 20_000, 24
RUNS = {"mesa": 10, "numpy": 150, "engine": 1000}
ALLOWED = 4.06  # two-sided 5e-5: less than one in a thousand for all comparisons of this file together
WITH_NINE_IN_TEN = 1.28
STATISTICS = (
    "deaths", "eligible 12", "eligible 24", "recipients 12", "recipients 24", "spending", "occupied", "waiting",
)  # fmt: skip


@pytest.fixture(scope="module")
def city():
    return w.city(PERSONS, seed=11)


def statistics(city, outcome):
    middle, last = MONTHS // 2 - 1, MONTHS - 1
    return np.array(
        [
            city.age.size - outcome.alive[last],
            outcome.eligible[middle],
            outcome.eligible[last],
            outcome.recipients[middle],
            outcome.recipients[last],
            sum(outcome.spending),
            np.mean(outcome.occupied),
            np.mean(outcome.waiting),
        ],
        float,
    )


def stepped(kind):
    def run(city, seed):
        model = kind(city, seed)
        for _ in range(MONTHS):
            model.step()
        return statistics(city, model.outcome)

    return run


def by_engine(city, seed):
    return statistics(city, EngineCity(city, seed).run(MONTHS))


RUN = {"mesa": stepped(MesaCity), "numpy": stepped(NumpyCity), "engine": by_engine}


def sample(name, city, n=None):
    return np.array([RUN[name](city, 1000 * len(name) + seed) for seed in range(n or RUNS[name])])


@pytest.fixture(scope="module")
def samples(city):
    return {name: sample(name, city) for name in RUN}


def standard_error(one, other, samples):
    """Of the difference of means; the spread is that of the two large samples, the same process by hypothesis."""
    spread = np.sqrt((samples["numpy"].var(axis=0, ddof=1) + samples["engine"].var(axis=0, ddof=1)) / 2)
    return spread * np.sqrt(1 / len(one) + 1 / len(other))


def z_scores(one, other, samples):
    error = standard_error(one, other, samples)
    difference = one.mean(axis=0) - other.mean(axis=0)
    return np.divide(difference, error, out=np.zeros_like(error), where=(error > 0) | (difference != 0))


PAIRS = [("engine", "mesa"), ("engine", "numpy"), ("mesa", "numpy")]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_implementations_agree_on_every_statistic(samples, one, other):
    z = z_scores(samples[one], samples[other], samples)
    assert np.abs(z).max() < ALLOWED, dict(zip(STATISTICS, z.round(2), strict=True))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_difference_worth_speaking_of_would_be_seen_nine_times_in_ten(samples, one, other):
    error = standard_error(samples[one], samples[other], samples)
    seen = (ALLOWED + WITH_NINE_IN_TEN) * error / samples[other].mean(axis=0)
    limits = dict(zip(STATISTICS, (0.12, 0.02, 0.02, 0.06, 0.05, 0.06, 0.01, 0.25), strict=True))
    shares = dict(zip(STATISTICS, seen.round(4), strict=True))
    assert all(share < limits[name] for name, share in shares.items()), shares


def in_need(city):
    """Expected number of the severely impaired, month by month, from the chain itself."""
    levels = np.arange(w.WORST + 1)
    worse, better = np.where(levels < w.WORST, w.WORSE, 0), np.where(levels > 0, w.BETTER, 0)
    chain = np.diag(1 - worse - better) + np.diag(worse[:-1], 1) + np.diag(better[1:], -1)
    ability, alive, death = np.eye(levels.size)[city.ability], np.ones(city.age.size), w.death_table()
    expected = []
    for month in range(1, MONTHS + 1):
        age = city.age + month
        alive = alive * (1 - death[age])
        elder = age >= w.ELDER_FROM
        ability[elder] = ability[elder] @ chain
        expected.append(float(alive @ ability[:, w.SEVERE :].sum(axis=1)))
    return expected, city.age.size - alive.sum()


@pytest.mark.parametrize("name", ["engine", "numpy"])
def test_deaths_and_the_line_for_beds_have_their_exact_expectation(city, samples, name):
    need, deaths = in_need(city)
    exact = np.array([deaths, np.mean(need) - city.beds])
    found = samples[name][:, [STATISTICS.index("deaths"), STATISTICS.index("waiting")]]
    z = (found.mean(axis=0) - exact) / (found.std(axis=0, ddof=1) / np.sqrt(len(found)))
    assert np.abs(z).max() < ALLOWED, z


WRONG = [
    ("FIND_JOB", 1.1, "eligible 24"),
    ("GOMPERTZ_A", 1.2, "deaths"),
    ("APPLY_ALONE", 1.25, "recipients 24"),
    ("PENSION", 1.3, "spending"),
    ("WORSE", 1.6, "waiting"),
    ("BETTER", 0.5, "waiting"),
]
TOLD_APART = [(name, *wrong) for name in ("engine", "numpy") for wrong in WRONG] + [("mesa", *WRONG[0])]


@pytest.mark.parametrize(("name", "parameter", "factor", "statistic"), TOLD_APART)
def test_another_model_is_told_apart(monkeypatch, city, samples, name, parameter, factor, statistic):
    against = "numpy" if name != "numpy" else "engine"
    monkeypatch.setattr(w, parameter, getattr(w, parameter) * factor)
    changed = sample(name, city, RUNS["mesa"] if name == "mesa" else 40)
    z = z_scores(changed, samples[against], samples)[STATISTICS.index(statistic)]
    assert abs(z) > ALLOWED


def in_full(model, months=MONTHS):
    return astuple(model.run(months)), model.ledger.tobytes()


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("chunk", [17, 1000, 1 << 20])
def test_threads_and_chunks_change_no_bit_of_the_engine(city, threads, chunk):
    assert in_full(EngineCity(city, 5, threads, chunk)) == in_full(EngineCity(city, 5))


def test_another_seed_changes_the_engine(city):
    assert in_full(EngineCity(city, 5)) != in_full(EngineCity(city, 6))


def test_a_replay_of_a_changed_law_is_the_full_run_under_that_law(monkeypatch, city):
    lives = EngineCity(city, 5).live(MONTHS)
    before = EngineCity(city, 5).replay(lives)
    monkeypatch.setattr(w, "LINE", 1.1 * w.LINE)
    reformed = EngineCity(city, 5)
    assert reformed.replay(lives) == reformed.run(MONTHS)
    assert reformed.replay(lives) != before


def test_the_ledger_holds_what_is_spent_and_a_longer_horizon_begins_the_same(city):
    short, long = EngineCity(city, 5), EngineCity(city, 5)
    one, other = short.run(12), long.run(MONTHS)
    assert other.alive[:12] == one.alive
    assert other.waiting[:12] == one.waiting
    assert np.array_equal(long.ledger[:12], short.ledger)
    assert [fen / 100 for fen in short.ledger.sum(axis=1).tolist()] == one.spending


def test_cities_run_at_once_do_not_disturb_one_another(city):
    alone = [in_full(EngineCity(city, seed)) for seed in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda seed: in_full(EngineCity(city, seed)), range(4))) == alone
