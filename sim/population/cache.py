"""Synthetic populations kept on disk, named by everything they depend on; a damaged file is refused and rebuilt."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import StoreError
from sim.kernels import PACKAGE
from sim.population.assumptions import default_assumptions
from sim.population.profile import RegionProfile
from sim.population.synthesis import synthesise
from sim.state.columns import Households, Kin, Persons, Population, Table

TABLES: dict[str, type[Table]] = {"persons": Persons, "households": Households, "kin": Kin}
SOURCES = (
    "population/*.py",
    "population/*.csv",
    "state/columns.py",
    "state/codes.py",
    "draws.py",
    "money.py",
)
BLOCK = 1 << 20
NAME_LENGTH = 24
MOST_BYTES = 4 << 30  # of all kept populations: some forty of a city, all of a county


def default_folder() -> Path:
    """Return the folder of kept populations: in the user's cache, or in the temporary folder when that is closed."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    if not os.access(root if root.exists() else root.parent, os.W_OK):
        root = Path(tempfile.gettempdir())
    return root / "minsheng-workbench" / "populations"


def code_digest(package: Path = PACKAGE) -> str:
    """Return a hash of the sources and tables that decide what a population looks like."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(package.glob(pattern)):
            digest.update(str(path.relative_to(package)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def population_key(profile: RegionProfile, seed: int, assumptions: Any = None, scale: float = 1.0) -> str:
    """Return the name under which a population is kept: a hash of figures, code, seed, assumptions and scale."""
    given = default_assumptions() if assumptions is None else assumptions
    values = sorted(given._asdict().items()) if hasattr(given, "_asdict") else sorted(vars(given).items())
    parts = [profile.name, profile.digest, code_digest(), str(int(seed)), repr(values), repr(float(scale))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:NAME_LENGTH]


def cached_population(
    profile: RegionProfile, seed: int, assumptions: Any = None, folder: Path | None = None, scale: float = 1.0
) -> Population:
    """Return a population from the folder, or make it and keep it there.

    Parameters
    ----------
    profile, seed, assumptions, scale
        As in `synthesise`.
    folder : Path, optional
        Where populations are kept; the user's cache by default.
    """
    home = default_folder() if folder is None else Path(folder)
    path = home / f"{profile.name}-{population_key(profile, seed, assumptions, scale)}.npz"
    try:
        population = read_population(path, profile)
        path.touch()
    except (StoreError, FileNotFoundError):  # not kept, damaged, or thrown out by another process just now
        population = synthesise(profile, seed, assumptions, scale)
        write_population(path, population)
        throw_out(home, path, MOST_BYTES)
    return population


def throw_out(folder: Path, newest: Path, most_bytes: int) -> None:
    """Throw out the populations that were used longest ago, until the rest is no larger than `most_bytes`.

    An ensemble of a city makes one a seed, 70 bytes a person, and seldom comes back to it.
    """
    room = most_bytes - newest.stat().st_size
    kept = []
    for path in folder.glob("*.npz"):
        with suppress(FileNotFoundError):  # another process may throw out at the same time
            found = path.stat()
            kept.append((found.st_mtime_ns, found.st_size, path))
    for _, size, path in sorted(kept, reverse=True):
        room -= size if path != newest else 0
        if room < 0 and path != newest:
            path.unlink(missing_ok=True)
            _manifest(path).unlink(missing_ok=True)


def write_population(path: Path, population: Population) -> None:
    """Write a population and its manifest; each file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns: dict[str, NDArray[Any]] = {
        f"{table}.{name}": column
        for table in TABLES
        for name, column in getattr(population, table).columns().items()
    }
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, **columns)  # type: ignore[arg-type]
            stream.flush()
            os.fsync(stream.fileno())
        manifest = {"region": population.region, "month": population.month, "sha256": _sha256(Path(name))}
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
    _write_text(_manifest(path), json.dumps(manifest, indent=1))


def read_population(path: Path, profile: RegionProfile) -> Population:
    """Return a kept population.

    Raises
    ------
    StoreError
        When it is not there, or its bytes are not those of its manifest.
    """
    try:
        manifest = json.loads(_manifest(path).read_text(encoding="utf-8"))
        found = _sha256(path)
    except (OSError, ValueError) as error:
        raise StoreError(f"{path.name} is not kept, or its manifest cannot be read") from error
    if not isinstance(manifest, dict) or found != manifest.get("sha256"):
        raise StoreError(f"{path.name} is damaged: its bytes are not those of its manifest")
    with np.load(path, allow_pickle=False) as kept:
        tables: dict[str, Any] = {
            name: kind(**{column: kept[f"{name}.{column}"] for column in kind.__dataclass_fields__})
            for name, kind in TABLES.items()
        }
    return Population(
        region=str(manifest["region"]),
        month=int(manifest["month"]),
        townships=profile.townships.copy(),
        **tables,
    )


def _manifest(path: Path) -> Path:
    return path.with_suffix(".json")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _write_text(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(name, path)
