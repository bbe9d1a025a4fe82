"""The bundle that makes results again: scenarios, versions, digests and the command, in one archive.

The archive has no dates, so the same results give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.errors import StoreError
from sim.exports.tables import first_of_each
from sim.results.files import write_bytes
from sim.results.run import Run
from sim.words import LANGUAGES, sentence

MANIFEST, README = "manifest.json", "README.txt"
FORMAT, FORMAT_VERSION = "minsheng-bundle", 1
VERSIONS = ("version", "code", "data", "law", "python", "numpy", "numba")
_TIME = (1980, 1, 1, 0, 0, 0)  # the first that the format knows
_MODE = 0o644 << 16
_MOST_BYTES = 4_000_000  # a manifest and scenario files are far smaller


def write_bundle(
    path: Path | str, runs: Sequence[Run], scenarios: Mapping[str, str], files: Sequence[Path] = ()
) -> None:
    """Write a bundle, whole or not at all.

    Parameters
    ----------
    scenarios : mapping of str to str
        Text of a scenario file that stands alone, by key.
    files : sequence of Path
        Exported files whose checksums are kept; they are not put into the archive.

    Raises
    ------
    StoreError
        When a run has no scenario file, or the disk refuses.
    """
    lacking = sorted({run.scenario for run in runs} - set(scenarios))
    if lacking:
        raise StoreError(f"the bundle needs the scenario file of {', '.join(lacking)}")
    target = Path(path)
    parts = {MANIFEST: json.dumps(_manifest(target, runs, scenarios, files), ensure_ascii=False, indent=1)}
    parts[README] = (
        "\n".join(sentence("bundle_readme", lang, {"file": target.name}) for lang in LANGUAGES) + "\n"
    )
    parts |= {f"scenarios/{run.scenario}.yaml": scenarios[run.scenario] for run in first_of_each(runs)}
    write_bytes(target, _archive(parts))


def _manifest(
    target: Path, runs: Sequence[Run], scenarios: Mapping[str, str], files: Sequence[Path]
) -> dict[str, Any]:
    keys = dict.fromkeys(run.scenario for run in runs)
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "command": f"sim reproduce {target.name}",
        "runs": [_run(run) for run in runs],
        "scenarios": {f"scenarios/{key}.yaml": _sha(scenarios[key].encode()) for key in keys},
        "files": {one.name: _sha(one.read_bytes()) for one in files},
    }


def _archive(parts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(parts.items()):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.external_attr, entry.compress_type = _MODE, zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return buffer.getvalue()


def _run(run: Run) -> dict[str, Any]:
    kept = {key: run.provenance.get(key, "?") for key in VERSIONS}
    return {
        "id": run.id,
        "digest": run.digest(),
        **run.header(),
        "scenario_digest": run.provenance.get("scenario", "?"),
        "versions": kept,
    }


def read_bundle(path: Path | str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the manifest and the scenario files by key, after checking their checksums.

    Raises
    ------
    StoreError
        When the archive is damaged, changed, or none of ours.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > _MOST_BYTES:
                raise StoreError(f"{path} is too large for a bundle of this workbench")
            manifest = json.loads(archive.read(MANIFEST))
            texts = {name: archive.read(name) for name in manifest["scenarios"]}
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise StoreError(f"{path} is damaged or no bundle of this workbench") from error
    if manifest.get("format") != FORMAT or manifest.get("format_version") != FORMAT_VERSION:
        raise StoreError(f"{path} is no bundle that this version of the workbench reads")
    for name, data in texts.items():
        if _sha(data) != manifest["scenarios"][name]:
            raise StoreError(f"{name} in {path} was changed after the bundle was written")
    return manifest, {Path(name).stem: data.decode("utf-8") for name, data in texts.items()}


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
