"""Questions in SQL to a store: DuckDB over its Parquet files, read only.

Tables: runs, indicators, ledger, assumptions (of whole runs, each with its run), members (of ensembles) and figures (of
members). DuckDB does not look at page checksums, so every file is compared with its manifest before it is opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from sim.errors import StoreError
from sim.results.answers import answer_path, load_answer
from sim.results.digest import FLOAT, INTEGER, TEXT
from sim.results.run import INDICATORS, SCHEMAS
from sim.results.shelf import read_ensembles, tagged_runs
from sim.results.store import read_manifest

MEMBERS = ("ensemble", "region", "scenario", "ring", "k", "seed", "question", "digest")
_TYPES = {TEXT: "VARCHAR", FLOAT: "DOUBLE", INTEGER: "BIGINT"}


def open_store(root: Path | str) -> duckdb.DuckDBPyConnection:
    """Return a connection that sees the store as tables and nothing else of the disk.

    Raises
    ------
    StoreError
        When a file of the store is damaged.
    """
    base = Path(root).resolve()
    connection = duckdb.connect(":memory:")
    runs = tagged_runs(base)
    for name, schema in SCHEMAS.items():
        paths = [_verified(base / run / f"{name}.parquet") for run in runs["id"]]
        _view(connection, name, paths, schema, "run", -1 - 1)
    members = _members(base)
    keys = list(dict.fromkeys(members["question"]))
    for key in keys:
        if load_answer(base, key) is None:
            raise StoreError(f"{answer_path(base, key)} is missing; ask for the ensemble again")
    _view(connection, "figures", [answer_path(base, key) for key in keys], INDICATORS, "question", -1)
    connection.register("_runs", runs.drop(columns="folder"))
    connection.register("_members", members)
    for name in ("runs", "members"):
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM _{name}")
        connection.unregister(f"_{name}")
    connection.execute(f"SET allowed_directories = [{_quoted(str(base))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def ask(root: Path | str, sql: str) -> pd.DataFrame:
    """Return the answer to one SELECT.

    Raises
    ------
    StoreError
        When the statement is not one SELECT, or DuckDB refuses it; the sentence is DuckDB's.
    """
    try:
        statements = duckdb.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise StoreError("one SELECT is wanted; the store is read and never written by SQL")
        with open_store(root) as connection:
            return connection.execute(statements[0]).df()
    except duckdb.Error as error:
        raise StoreError(f"the store cannot answer this: {str(error).splitlines()[0]}") from error


def _verified(path: Path) -> Path:
    said = read_manifest(path.parent)["files"].get(path.name)
    try:
        data = path.read_bytes()
    except OSError:
        raise StoreError(f"{path} is missing or cannot be read") from None
    if said is None or hashlib.sha256(data).hexdigest() != said["sha256"]:
        raise StoreError(
            f"{path} is damaged, cut short or of another run; its checksum is not that of its manifest"
        )
    return path


def _view(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    paths: Sequence[Path],
    schema: Mapping[str, str],
    owner: str,
    part: int,
) -> None:
    """Make a view over files; the owner of a row is a part of its file's path."""
    if not paths:
        empty = ", ".join(f'NULL::{_TYPES[kind]} AS "{column}"' for column, kind in schema.items())
        connection.execute(f"CREATE VIEW {name} AS SELECT NULL::VARCHAR AS {owner}, {empty} WHERE false")
        return
    files = ", ".join(_quoted(str(path)) for path in paths)
    which = f"replace(string_split(filename, '/')[{part}], '.parquet', '')"
    own = ", ".join(f'"{column}"' for column in schema)
    connection.execute(
        f"CREATE VIEW {name} AS SELECT {which} AS {owner}, {own} FROM read_parquet([{files}], filename = true)"
    )


def _members(base: Path) -> pd.DataFrame:
    rows = [
        {"ensemble": one["id"], "region": one["about"].get("region", ""), **member}
        for one in read_ensembles(base)
        for member in one["members"]
    ]
    return pd.DataFrame(rows, columns=list(MEMBERS)).astype({"k": "int64", "seed": "int64"})


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
