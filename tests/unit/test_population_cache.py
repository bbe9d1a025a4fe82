"""Populations kept on disk: found again to the bit, refused when damaged, never confused."""

from __future__ import annotations

import json
import os

import numpy as np
import pytest

import sim.population.cache as cache
from sim.errors import StoreError
from sim.population.assumptions import default_assumptions
from sim.population.cache import cached_population, population_key, read_population
from sim.population.profile import load_profile
from sim.population.synthesis import synthesise


@pytest.fixture(scope="module")
def yunxi():
    return load_profile("yunxi")


def equal(one, other) -> bool:
    tables = all(
        np.array_equal(column, getattr(getattr(other, table), name))
        and column.dtype == getattr(getattr(other, table), name).dtype
        for table in ("persons", "households", "kin")
        for name, column in getattr(one, table).columns().items()
    )
    return tables and one.month == other.month and one.townships.equals(other.townships)


def test_a_kept_population_is_read_and_not_made_again(yunxi, tmp_path, monkeypatch):
    made = cached_population(yunxi, 1, folder=tmp_path)
    assert equal(made, synthesise(yunxi, 1))
    monkeypatch.setattr(cache, "synthesise", lambda *_: pytest.fail("made again"))
    assert equal(made, cached_population(yunxi, 1, folder=tmp_path))
    assert not list(tmp_path.glob("*.part"))


def test_a_damaged_file_is_refused_and_rebuilt(yunxi, tmp_path):
    made = cached_population(yunxi, 1, folder=tmp_path)
    (path,) = tmp_path.glob("*.npz")
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(bytes(damaged))
    with pytest.raises(StoreError, match="damaged"):
        read_population(path, yunxi)
    assert equal(made, cached_population(yunxi, 1, folder=tmp_path))
    assert path.read_bytes() == whole


@pytest.mark.parametrize("text", ["", "[]", "{", json.dumps({"sha256": "0"})])
def test_a_manifest_that_says_nothing_true_is_refused(yunxi, tmp_path, text):
    made = cached_population(yunxi, 1, folder=tmp_path)
    (manifest,) = tmp_path.glob("*.json")
    manifest.write_text(text)
    with pytest.raises(StoreError):
        read_population(manifest.with_suffix(".npz"), yunxi)
    assert equal(made, cached_population(yunxi, 1, folder=tmp_path))


def test_seed_scale_assumptions_code_and_figures_each_change_the_name(yunxi, monkeypatch):
    given = default_assumptions()
    names = [
        population_key(yunxi, 1),
        population_key(yunxi, 2),
        population_key(yunxi, 1, scale=0.5),
        population_key(yunxi, 1, given._replace(no_assets=0.5)),
        population_key(load_profile("wuzhong"), 1),
    ]
    monkeypatch.setattr(cache, "code_digest", lambda: "other code")
    names.append(population_key(yunxi, 1))
    assert len(set(names)) == len(names)
    assert population_key(yunxi, 1, given) == population_key(yunxi, 1)


def test_the_code_digest_notices_an_edited_table(tmp_path):
    (tmp_path / "population").mkdir()
    shape = tmp_path / "population" / "shapes.csv"
    shape.write_text("a,b\n1,2\n")
    before = cache.code_digest(tmp_path)
    shape.write_text("a,b\n1,3\n")
    assert cache.code_digest(tmp_path) != before


def test_the_populations_used_longest_ago_are_thrown_out_when_there_is_no_room(tmp_path):
    paths = [tmp_path / f"place-{number}.npz" for number in range(4)]
    for number, path in enumerate(paths):
        path.write_bytes(bytes(100))
        path.with_suffix(".json").write_text("{}", "utf-8")
        os.utime(path, ns=(number, number))
    cache.throw_out(tmp_path, paths[3], 250)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "place-2.json", "place-2.npz", "place-3.json", "place-3.npz",
    ]  # fmt: skip
    cache.throw_out(tmp_path, paths[3], 1)
    assert paths[3].exists()
