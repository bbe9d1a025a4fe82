"""A store of runs: one folder per run, named by its content, written whole or not at all.

    <root>/<run id>/manifest.json indicators.parquet ledger.parquet assumptions.parquet

Parquet pages carry checksums and the manifest the SHA-256, size and rows of every file: a flipped bit, a cut file or a
file of another run is an error that names the file, never a wrong number.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import StoreError
from sim.results.files import part_of, require_folder, sync, sync_names, write_bytes, write_error
from sim.results.run import SCHEMAS, Run

FORMAT = "minsheng-run"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
_SEAL = "manifest_sha256"


def save_run(run: Run, root: Path | str) -> Path:
    """Write a run into a store and return its folder.

    A run that is already there is returned as it is: same id, same content.

    Parameters
    ----------
    run : Run
    root : path
        The store; made when missing.

    Raises
    ------
    StoreError
        When the disk refuses, when the frames were changed after the run got its id, or when the folder of this id
        holds something else.
    """
    root = Path(root)
    if not run.digest().startswith(run.id):
        raise StoreError(f"the frames of run {run.id} were changed after it was made; make a new Run of them")
    require_folder(root)
    target = root / run.id
    if target.exists():
        return _existing(target, run)
    part = part_of(target)
    try:
        shutil.rmtree(part, ignore_errors=True)
        _write_folder(run, part)
        os.rename(part, target)
    except OSError as error:
        if target.exists():
            return _existing(target, run)
        raise write_error(target, error, _bytes(run)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    sync_names(root, target)
    return target


def _existing(target: Path, run: Run) -> Path:
    if load_run(target).digest() != run.digest():
        raise StoreError(f"{target} holds another run under the id of this one; move it away and save again")
    return target


def _bytes(run: Run) -> int:
    return int(sum(getattr(run, name).memory_usage(deep=True).sum() for name in SCHEMAS))


def _write_folder(run: Run, folder: Path) -> None:
    folder.mkdir()
    files: dict[str, dict[str, object]] = {}
    for name in SCHEMAS:
        frame = getattr(run, name)
        path = folder / f"{name}.parquet"
        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata({"run": run.id})
        pq.write_table(table, path, compression="zstd", write_page_checksum=True)
        sync(path)
        data = path.read_bytes()
        files[path.name] = {
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
            "rows": len(frame),
        }
    manifest: dict[str, object] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "id": run.id,
        "digest": run.digest(),
        "run": run.header(),
        "provenance": dict(run.provenance),
        "files": files,
    }
    text = json.dumps({**manifest, _SEAL: _seal(manifest)}, ensure_ascii=False, indent=1)
    write_bytes(folder / MANIFEST, text.encode())
    sync(folder)


def _seal(manifest: Mapping[str, object]) -> str:
    body = {key: value for key, value in manifest.items() if key != _SEAL}
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def read_manifest(folder: Path | str) -> dict[str, Any]:
    """Return the manifest of a stored run after checking its own checksum.

    Raises
    ------
    StoreError
        When it is missing, damaged, of another kind, or of another version.
    """
    path = Path(folder) / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise StoreError(f"{folder} is not a stored run: it has no {MANIFEST}") from None
    except (OSError, ValueError):
        raise StoreError(
            f"{path} is damaged; run the scenario again or restore the folder from a copy"
        ) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise StoreError(f"{path} is not the manifest of a run of this workbench")
    if manifest.get(_SEAL) != _seal(manifest):
        raise StoreError(f"{path} is damaged; run the scenario again or restore the folder from a copy")
    if manifest["format_version"] != FORMAT_VERSION:
        raise StoreError(
            f"{path} has format version {manifest['format_version']}, this workbench reads {FORMAT_VERSION}; "
            "run the scenario again"
        )
    return manifest


def load_run(folder: Path | str) -> Run:
    """Return a stored run.

    Raises
    ------
    StoreError
        When a file is missing, damaged, cut short, or belongs to another run; the sentence names the file.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    frames = {name: _read(folder / f"{name}.parquet", manifest) for name in SCHEMAS}
    run = Run(**manifest["run"], **frames, provenance=manifest["provenance"])
    if run.digest() != manifest["digest"]:
        raise StoreError(f"{folder} does not hold the content that its {MANIFEST} names")
    return run


def _read(path: Path, manifest: Mapping[str, Any]) -> pd.DataFrame:
    said = manifest["files"].get(path.name)
    try:
        data = path.read_bytes()
    except OSError:
        raise StoreError(f"{path} is missing or cannot be read") from None
    if said is None or len(data) != said["bytes"] or hashlib.sha256(data).hexdigest() != said["sha256"]:
        raise StoreError(
            f"{path} is damaged, cut short or of another run; its checksum is not that of {MANIFEST}"
        )
    try:
        frame = pq.read_table(pa.BufferReader(data), page_checksum_verification=True).to_pandas()
    except (pa.ArrowException, OSError) as error:
        raise StoreError(f"{path} cannot be read as Parquet: {error}") from error
    if len(frame) != said["rows"]:
        raise StoreError(f"{path} has {len(frame)} rows, {MANIFEST} says {said['rows']}")
    return frame


def list_runs(root: Path | str) -> pd.DataFrame:
    """Return one row per whole run of a store: id scenario title region seed start months folder.

    Folders that were never finished are not listed. A damaged manifest is an error that names it.
    """
    root = Path(root)
    columns = ["id", "scenario", "title", "region", "seed", "start", "months", "folder"]
    rows: list[dict[str, object]] = []
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        if folder.name.startswith(".") or not (folder / MANIFEST).exists():
            continue
        manifest = read_manifest(folder)
        rows.append({"id": manifest["id"], **manifest["run"], "folder": str(folder)})
    return pd.DataFrame(rows, columns=columns)
