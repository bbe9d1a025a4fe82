"""What tells one state of a region's files from another: their times in a session, their bytes on disk."""

from __future__ import annotations

import hashlib
from pathlib import Path


def stamp_of(paths: list[Path]) -> tuple[tuple[int, ...], ...]:
    """Return what changes when a file is written: a profile is read again only then."""
    found = [path.stat() if path.is_file() else None for path in paths]
    return tuple(
        () if one is None else (one.st_mtime_ns, one.st_ctime_ns, one.st_size, one.st_ino) for one in found
    )


def digest_of(root: Path, paths: list[Path]) -> str:
    """Return the SHA-256 of the files: their place under the root, their length and their bytes."""
    total = hashlib.sha256()
    for path in sorted(paths, key=lambda found: found.relative_to(root).as_posix()):
        raw = path.read_bytes()
        total.update(f"{path.relative_to(root).as_posix()}\n{len(raw)}\n".encode())
        total.update(raw)
    return total.hexdigest()
