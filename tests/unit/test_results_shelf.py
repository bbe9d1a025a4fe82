"""The store as a shelf: runs are found, tagged, deleted and asked in SQL; the store itself is never written by SQL."""

from __future__ import annotations

import pandas as pd
import pytest

from sim import cli
from sim.errors import StoreError
from sim.results.run import Run
from sim.results.shelf import delete_run, find_run, tag_run, tagged_runs, untag_run
from sim.results.sql import ask
from sim.results.store import list_runs, save_run

COLUMNS = "programme key value unit from status role label_zh label_en source".split()


def make_run(seed: int) -> Run:
    months = [f"2027-{month:02d}" for month in range(1, 13)]
    rows = [("all", month, "dibao_persons", "all", float(seed)) for month in months]
    indicators = pd.DataFrame(rows, columns=["township", "month", "indicator", "group", "value"])
    ledger = pd.DataFrame(
        {
            "month": months,
            "township": "0160",
            "programme": "d",
            "payer": "county",
            "persons": 3,
            "amount_fen": 7,
        }
    )
    assumptions = pd.DataFrame(columns=COLUMNS)
    return Run(
        "baseline", "基准", "yunxi", seed, "2027-01", 12, indicators, ledger, assumptions, {"version": "1"}
    )


@pytest.fixture
def store(tmp_path):
    return [save_run(make_run(seed), tmp_path).name for seed in (1, 2)]


def test_a_run_is_found_by_its_first_digits_or_by_its_only_tag(tmp_path, store):
    assert find_run(tmp_path, store[0][:8]).name == store[0]
    tag_run(tmp_path, store[1], "for-the-meeting")
    assert find_run(tmp_path, "for-the-meeting").name == store[1]
    tag_run(tmp_path, store[0], "for-the-meeting")
    with pytest.raises(StoreError, match="2 runs"):
        find_run(tmp_path, "for-the-meeting")
    for unknown in ("ffffffff", "../x", ""):
        with pytest.raises(StoreError, match="no run"):
            find_run(tmp_path, unknown)


def test_tags_are_given_listed_and_taken(tmp_path, store):
    tag_run(tmp_path, store[0], "b")
    tag_run(tmp_path, store[0], "a")
    assert (
        dict(zip(tagged_runs(tmp_path)["id"], tagged_runs(tmp_path)["tags"], strict=True))[store[0]] == "a b"
    )
    untag_run(tmp_path, store[0], "a")
    untag_run(tmp_path, store[0], "never")
    assert "a" not in set(tagged_runs(tmp_path)["tags"])
    for bad in ("../evil", "", "A", "x" * 41):
        with pytest.raises(StoreError, match="is no tag"):
            tag_run(tmp_path, store[0], bad)


def test_a_deleted_run_is_gone_with_its_tags_and_the_other_stays(tmp_path, store):
    tag_run(tmp_path, store[0], "old")
    assert delete_run(tmp_path, "old") == store[0]
    assert list_runs(tmp_path)["id"].tolist() == [store[1]]
    assert not (tmp_path / "tags" / "old").exists()


def test_the_store_answers_in_sql(tmp_path, store):
    frame = ask(
        tmp_path,
        "SELECT seed, avg(value) AS v FROM runs JOIN indicators ON id = run GROUP BY seed ORDER BY seed",
    )
    assert frame["v"].tolist() == [1.0, 2.0]
    assert ask(tmp_path, "SELECT sum(amount_fen) AS fen FROM ledger")["fen"].iloc[0] == 2 * 12 * 7
    assert ask(tmp_path, "SELECT count(*) AS n FROM members")["n"].iloc[0] == 0
    assert ask(tmp_path / "empty", "SELECT count(*) AS n FROM figures")["n"].iloc[0] == 0


def test_sql_reads_and_never_writes(tmp_path, store):
    (tmp_path.parent / "secret.csv").write_text("a\n1\n")
    for statement in (
        f"COPY (SELECT 1) TO '{tmp_path}/x.csv'",
        "DROP VIEW ledger",
        "SELECT 1; SELECT 2",
        "SET enable_external_access = true",
        f"SELECT * FROM read_csv('{tmp_path.parent}/secret.csv')",
        "SELECT nonsense",
    ):
        with pytest.raises(StoreError):
            ask(tmp_path, statement)
    assert not (tmp_path / "x.csv").exists()


def test_a_changed_file_is_refused_before_sql_sees_it(tmp_path, store):
    path = tmp_path / store[0] / "ledger.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match=r"ledger\.parquet is damaged"):
        ask(tmp_path, "SELECT 1")


def test_the_command_line_keeps_the_shelf(tmp_path, store, capsys):
    at = ["--store", str(tmp_path), "--lang", "en"]
    assert cli.main(["runs", "tag", store[0], "kept", *at]) == 0
    assert cli.main(["runs", "list", "--tag", "kept", *at]) == 0
    said = capsys.readouterr().out
    assert store[0] in said
    assert store[1] not in said
    assert cli.main(["runs", "export", "kept", str(tmp_path / "kept.csv"), *at]) == 0
    assert "dibao_persons" in (tmp_path / "kept.csv").read_text("utf-8-sig")
    assert cli.main(["runs", "export", "kept", str(tmp_path / "kept.exe"), *at]) == 2
    assert cli.main(["runs", "sql", "SELECT max(seed) AS most FROM runs", *at]) == 0
    assert "most\n2" in capsys.readouterr().out
    assert cli.main(["runs", "delete", *store, *at]) == 0
    assert list_runs(tmp_path).empty
