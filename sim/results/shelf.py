"""The store as a shelf: runs listed, tagged, deleted and exported; ensembles kept as lists of their members.

<root>/<run id>/            a whole run (`sim.results.store`)
<root>/answers/             the figures of single members (`sim.results.answers`)
<root>/ensembles/<id>.json  which answers belong together
<root>/tags/<tag>           the ids that carry a tag, one a line
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import StoreError
from sim.results.files import sync_names, write_bytes, write_error
from sim.results.store import MANIFEST, list_runs, read_manifest

TAGS, ENSEMBLES = "tags", "ensembles"
TAG = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
ID = re.compile(r"[0-9a-f]{6,16}", re.ASCII)
_FORMAT, _VERSION = "minsheng-ensemble", 1


def tagged_runs(root: Path | str) -> pd.DataFrame:
    """Return the runs of a store with a column `tags`: names in order, separated by a space."""
    runs, tags = list_runs(root), read_tags(root)
    names = [" ".join(sorted(tag for tag, ids in tags.items() if run in ids)) for run in runs["id"]]
    return runs.assign(tags=names)


def read_tags(root: Path | str) -> dict[str, set[str]]:
    """Return the ids that carry each tag."""
    folder = Path(root) / TAGS
    found = sorted(path for path in folder.iterdir() if TAG.fullmatch(path.name)) if folder.is_dir() else []
    return {path.name: set(path.read_text("utf-8").split()) for path in found}


def tag_run(root: Path | str, run: str, tag: str) -> None:
    """Give a run a tag.

    Raises
    ------
    StoreError
        When there is no such run, or the tag is not a short name of small letters, digits, - and _.
    """
    found = find_run(root, run).name
    _write_tag(root, tag, read_tags(root).get(_checked(tag), set()) | {found})


def untag_run(root: Path | str, run: str, tag: str) -> None:
    """Take a tag from a run; a run without it stays as it is."""
    found = find_run(root, run).name
    _write_tag(root, tag, read_tags(root).get(_checked(tag), set()) - {found})


def _checked(tag: str) -> str:
    if not TAG.fullmatch(tag):
        raise StoreError(f"{tag!a} is no tag; write small letters, digits, - and _, at most 40")
    return tag


def _write_tag(root: Path | str, tag: str, ids: set[str]) -> None:
    path = Path(root) / TAGS / tag
    if ids:
        write_bytes(path, ("\n".join(sorted(ids)) + "\n").encode())
    else:
        path.unlink(missing_ok=True)


def find_run(root: Path | str, run: str) -> Path:
    """Return the folder of a run named by its id, by the first digits of it, or by a tag that one run alone carries.

    Raises
    ------
    StoreError
        When none or several are meant.
    """
    ids = [str(one) for one in list_runs(root)["id"]]
    tagged = read_tags(root).get(run, set())
    meant = sorted(tagged & set(ids)) or (
        [one for one in ids if one.startswith(run)] if ID.fullmatch(run) else []
    )
    if len(meant) != 1:
        several = f"{len(meant)} runs are meant by" if meant else "no run is meant by"
        raise StoreError(
            f"{several} {run!a} in {root}; an id, its first six digits or more, or a tag names one"
        )
    return Path(root) / meant[0]


def delete_run(root: Path | str, run: str) -> str:
    """Delete a run and take its tags away; returns its id.

    The manifest goes first: what a kill leaves behind is no run any more.
    """
    folder = find_run(root, run)
    for tag, ids in read_tags(root).items():
        if folder.name in ids:
            _write_tag(root, tag, ids - {folder.name})
    try:
        (folder / MANIFEST).unlink()
        shutil.rmtree(folder)
    except OSError as error:
        raise write_error(folder, error) from error
    sync_names(Path(root), folder)
    return folder.name


def save_ensemble(root: Path | str, key: str, members: pd.DataFrame, about: Mapping[str, Any]) -> Path:
    """Write which answers an ensemble consists of.

    Parameters
    ----------
    key : str
        Name of the ensemble by its content.
    members : pandas.DataFrame
        scenario ring k seed question digest.
    about : mapping
        Region, horizon, seed, assumptions; JSON values.
    """
    columns = ["scenario", "ring", "k", "seed", "question", "digest"]
    content = {
        "format": _FORMAT,
        "format_version": _VERSION,
        "id": key,
        "about": dict(about),
        "members": members[columns].to_dict("records"),
    }
    path = Path(root) / ENSEMBLES / f"{key}.json"
    write_bytes(path, json.dumps(content, ensure_ascii=False, indent=1).encode())
    return path


def read_ensembles(root: Path | str) -> list[dict[str, Any]]:
    """Return the ensembles of a store.

    Raises
    ------
    StoreError
        When a list of members is damaged or of another version.
    """
    folder = Path(root) / ENSEMBLES
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            content = json.loads(path.read_bytes())
            known = content["format"] == _FORMAT and content["format_version"] == _VERSION
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreError(f"{path} is damaged; delete it and ask for the ensemble again") from None
        if not known:
            raise StoreError(f"{path} is of another version; delete it and ask for the ensemble again")
        found.append(content)
    return found


def manifests(root: Path | str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the checked manifests of some runs."""
    return [read_manifest(Path(root) / one) for one in ids]
