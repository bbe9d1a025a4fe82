"""The same ensemble in one process, in several, and on a Dask cluster; a worker that is killed loses nothing."""

from __future__ import annotations

import importlib
import sys
import time
from dataclasses import replace
from functools import partial
from itertools import count

import pytest
from distributed import LocalCluster

from sim.engine.shards import shard_scenarios
from sim.errors import ScenarioError, SimError
from sim.experiments import answering, shards
from sim.experiments.answering import Where
from sim.experiments.ensemble import design, run_ensemble
from sim.experiments.scheduling import DASK, LOCAL, PROCESSES, run_tasks
from sim.experiments.shards import run_province
from sim.population.profile import load_profile
from sim.scenario import load_scenario

SHORT, N = 3, 3
VARIED = ["administration.*"]
DEADLY = '''
import os, signal
from pathlib import Path
from sim.experiments.answering import answer_batch

def once(batch):
    """Answer a batch; the first process that is asked kills itself in the middle of it."""
    flag = Path({flag!r})
    if not flag.exists():
        flag.touch()
        answer_batch(batch[:1])
        os.kill(os.getpid(), signal.SIGKILL)
    return answer_batch(batch)
'''
HOPELESS = """
import os, signal

def always(number):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def plan(baseline):
    return design([replace(baseline, months=SHORT)], N, VARIED)


@pytest.fixture(scope="module")
def serial(plan, tmp_path_factory):
    made = run_ensemble(plan, Where(tmp_path_factory.mktemp("serial")))
    return made.members["digest"].tolist()


@pytest.fixture
def killing(tmp_path, monkeypatch):
    """Return a maker of modules that a worker finds by their names, as it finds those of the package."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made = []

    def make(name, text):
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
        made.append(name)
        return importlib.import_module(name)

    yield make
    for name in made:
        del sys.modules[name]


def test_threads_give_the_same_hashes_as_one(plan, serial, tmp_path):
    made = run_ensemble(plan, Where(tmp_path, LOCAL, 3))
    assert made.members["digest"].tolist() == serial


def test_a_killed_process_loses_nothing_and_the_hashes_are_the_same(
    plan, serial, tmp_path, killing, monkeypatch
):
    flag = tmp_path / "flag"
    monkeypatch.setattr(answering, "answer_batch", killing("deadly", DEADLY.format(flag=str(flag))).once)
    made = run_ensemble(plan, Where(tmp_path / "store", PROCESSES, 1))
    assert flag.exists()
    assert made.members["digest"].tolist() == serial


def test_a_killed_worker_of_a_cluster_loses_nothing_and_the_hashes_are_the_same(
    plan, serial, tmp_path, killing, monkeypatch
):
    flag = tmp_path / "flag"
    monkeypatch.setattr(answering, "answer_batch", killing("deadlier", DEADLY.format(flag=str(flag))).once)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as cluster:
        made = run_ensemble(plan, Where(tmp_path / "store", cluster.scheduler_address))
    assert flag.exists()
    assert made.members["digest"].tolist() == serial


def test_a_cluster_of_this_machine_is_started_when_asked_for():
    assert dict(run_tasks(abs, [-1, -2], DASK, 1)) == {0: 1, 1: 2}


def test_work_that_kills_every_worker_is_given_up_with_a_sentence(killing):
    with pytest.raises(SimError, match="workers died"):
        list(run_tasks(killing("hopeless", HOPELESS).always, [1, 2], PROCESSES, 1))


def test_results_come_with_the_place_of_their_task():
    assert dict(run_tasks(partial(pow, 2), [1, 2, 3], LOCAL, 2)) == {0: 2, 1: 4, 2: 8}
    assert dict(run_tasks(abs, [], LOCAL)) == {}


def test_an_unknown_scheduler_is_refused():
    with pytest.raises(SimError, match="no scheduler"):
        list(run_tasks(abs, [1], "cloud"))


def test_counties_are_folded_in_their_own_order_whoever_is_done_first(root, monkeypatch):
    province = load_scenario(root / "scenarios" / "ningxia" / "baseline.yaml")
    seen, turns = [], count()

    def county(job):
        time.sleep(next(turns) % 3 * 0.01)
        return [one.region for one in job]

    monkeypatch.setattr(shards, "run_county", county)
    monkeypatch.setattr(shards, "fold", lambda scenario, profile, parts: list(parts))
    reform = replace(province, name="reform")
    made = run_province([province, reform], LOCAL, 4, lambda *now: seen.append(now))
    wanted = [one.region for one in shard_scenarios(province, load_profile("ningxia"))]
    assert made == [wanted, wanted]
    assert seen == [(done, len(wanted)) for done in range(1, len(wanted) + 1)]


def test_what_is_no_province_is_not_run_as_one(baseline):
    with pytest.raises(ScenarioError, match="no province"):
        run_province([baseline])
    with pytest.raises(ScenarioError, match="one region"):
        run_province([])
