"""A stored run comes back equal or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.errors import StoreError
from sim.results.files import PART, atomic_write, write_bytes
from sim.results.run import Run
from sim.results.store import MANIFEST, list_runs, load_run, save_run

FILES = ("indicators.parquet", "ledger.parquet", "assumptions.parquet", MANIFEST)
N_FLIPS = 50
N_KILLS = 10
N_SYNCS = 7  # three tables, the manifest and its folder, the run's folder, the store


def make_run(seed: int = 7) -> Run:
    months = [f"2027-{month:02d}" for month in range(1, 13)]
    rows = [
        (place, month, key, "all", seed * 1.37 + 10.0 * i)
        for place in ("0160", "0161", "all")
        for i, month in enumerate(months)
        for key in ("dibao_persons", "visits")
    ]
    indicators = pd.DataFrame(rows, columns=["township", "month", "indicator", "group", "value"])
    ledger = pd.DataFrame(
        {
            "month": months,
            "township": "0160",
            "programme": "dibao",
            "payer": "central",
            "persons": 3,
            "amount_fen": 7,
        }
    )
    names = "programme key value unit from status role label_zh label_en source".split()
    row = ["dibao", "standard", "650", "yuan", "2022-06", "published", "lever", "标准", "s", "x"]
    assumptions = pd.DataFrame([row], columns=names)
    return Run(
        "baseline",
        "基准",
        "yunxi",
        seed,
        "2027-01",
        12,
        indicators,
        ledger,
        assumptions,
        {"version": "0.1.0"},
    )


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    return save_run(make_run(), tmp_path / "store")


def test_a_run_comes_back_equal_with_its_types(stored: Path) -> None:
    run, back = make_run(), load_run(stored)
    assert back.digest() == run.digest()
    assert back.header() == run.header()
    assert dict(back.provenance) == {"version": "0.1.0"}
    pd.testing.assert_frame_equal(back.indicators, run.indicators)
    pd.testing.assert_frame_equal(back.ledger, run.ledger)
    assert "0160" in set(back.indicators["township"])


def test_the_same_run_saved_twice_is_one_folder(stored: Path) -> None:
    before = (stored / MANIFEST).stat().st_mtime_ns
    assert save_run(make_run(), stored.parent) == stored
    assert (stored / MANIFEST).stat().st_mtime_ns == before
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]


def test_a_folder_of_the_same_id_with_another_run_is_refused(stored: Path) -> None:
    other = save_run(make_run(8), stored.parent)
    shutil.rmtree(stored)
    other.rename(stored)
    with pytest.raises(StoreError, match="another run"):
        save_run(make_run(), stored.parent)


def test_a_run_whose_frame_was_changed_is_not_saved_under_its_old_id(tmp_path: Path) -> None:
    run = make_run()
    assert run.id
    run.indicators.loc[0, "value"] = 1e9
    with pytest.raises(StoreError, match="were changed"):
        save_run(run, tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_no_flipped_bit_is_read_as_a_number(stored: Path, name: str) -> None:
    path = stored / name
    whole = path.read_bytes()
    for k in range(N_FLIPS):
        place = k * len(whole) // N_FLIPS
        damaged = bytearray(whole)
        damaged[place] ^= 1 << (k % 8)
        path.write_bytes(damaged)
        with pytest.raises(StoreError, match=name):
            load_run(stored)
    path.write_bytes(whole)
    assert load_run(stored).id == stored.name


def test_pages_carry_their_own_checksums(stored: Path) -> None:
    path = stored / "indicators.parquet"
    whole = bytearray(path.read_bytes())
    whole[60] ^= 1
    path.write_bytes(whole)
    with pytest.raises(OSError, match=r"(?i)crc|corrupt|checksum|deserialize|page"):
        pq.read_table(path, page_checksum_verification=True)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kept", [0, 4, 100, "half", "but one"])
def test_a_cut_file_is_refused_by_name(stored: Path, name: str, kept: int | str) -> None:
    path = stored / name
    whole = path.read_bytes()
    length = {"half": len(whole) // 2, "but one": len(whole) - 1}.get(str(kept), kept)
    path.write_bytes(whole[: int(length)])
    with pytest.raises(StoreError, match=name):
        load_run(stored)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused_by_name(stored: Path, name: str) -> None:
    (stored / name).unlink()
    with pytest.raises(StoreError, match=name):
        load_run(stored)


def test_a_file_of_another_run_is_refused_by_name(stored: Path) -> None:
    other = save_run(make_run(8), stored.parent)
    shutil.copy(other / "indicators.parquet", stored / "indicators.parquet")
    with pytest.raises(StoreError, match=r"indicators\.parquet"):
        load_run(stored)


def test_an_edited_manifest_and_another_format_are_refused(stored: Path) -> None:
    path = stored / MANIFEST
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "format_version": 2}))
    with pytest.raises(StoreError, match="damaged"):
        load_run(stored)
    path.write_text("[]")
    with pytest.raises(StoreError, match="not the manifest"):
        load_run(stored)


def test_the_list_names_whole_runs_and_passes_over_unfinished_ones(stored: Path) -> None:
    save_run(make_run(8), stored.parent)
    (stored.parent / ".1-1.part").mkdir()
    (stored.parent / "empty").mkdir()
    listed = list_runs(stored.parent)
    assert sorted(listed["seed"]) == [7, 8]
    assert len(list_runs(stored.parent / "nowhere")) == 0


WRITER = """
import sys
sys.path.insert(0, {tests!r})
from test_results_store import make_run
from sim.results.store import save_run
print("ready", flush=True)
seed = 0
while True:
    seed += 1
    save_run(make_run(seed), {root!r})
"""


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_leaves_only_whole_runs(tmp_path: Path) -> None:
    seen = 0
    for k in range(N_KILLS):
        root = tmp_path / str(k)
        code = WRITER.format(tests=str(Path(__file__).parent), root=str(root))
        writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path.cwd())
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(0.11 + 0.013 * k)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        for folder in list_runs(root)["folder"]:
            assert load_run(folder).id == Path(folder).name
            seen += 1
    assert seen > 0


class FullDisk:
    """A file that takes some bytes and then has no space left."""

    def __init__(self, room: int) -> None:
        self.room = room

    def __call__(self, handle: int) -> None:
        self.room -= 1
        if self.room < 0:
            raise OSError(28, "No space left on device")


@pytest.mark.parametrize("room", range(9))
def test_a_full_disk_at_any_step_leaves_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    root = tmp_path / "store"
    monkeypatch.setattr(os, "fsync", FullDisk(room))
    if room >= N_SYNCS:
        folder = save_run(make_run(), root)
        assert load_run(folder).id == folder.name
        return
    with pytest.raises(StoreError, match="disk is full") as caught:
        save_run(make_run(), root)
    assert re.search("bytes wanted|was written", str(caught.value))
    assert not [path for path in root.rglob("*") if path.name.endswith(PART)]
    for name in list_runs(root)["folder"]:
        assert load_run(name)


def test_a_failed_write_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_bytes(path, b"old")

    def fill_the_disk() -> None:
        with atomic_write(path) as part:
            part.write_bytes(b"ne")
            raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="disk is full"):
        fill_the_disk()
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["table.csv"]


def test_a_device_without_space_is_reported_with_the_bytes_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tmp_path / "part"
    part.symlink_to("/dev/full")
    monkeypatch.setattr("sim.results.files.part_of", lambda path: part)
    with pytest.raises(StoreError, match=r"3 bytes wanted\): the disk is full"):
        write_bytes(tmp_path / "table.csv", b"new")


@pytest.mark.parametrize("name", ["x" * 300, "file/under"])
def test_an_impossible_name_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="could not be written"):
        write_bytes(tmp_path / name, b"new")
