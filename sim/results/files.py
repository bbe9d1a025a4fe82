"""Writing a file whole or not at all: a part beside the target, fsync, rename, fsync of the folder.

A process killed while writing leaves the old file or the new one, never a short one. What may be left over is a hidden
file ending in `.part`; nothing reads it.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import StoreError

PART = ".part"
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file is larger than allowed",
    errno.EACCES: "no permission",
    errno.EROFS: "the disk is read-only",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "a part of the path is not a folder",
}


def write_error(path: Path, error: OSError, wanted: int | None = None) -> StoreError:
    """Return the sentence for a failed write: which file, why, and how many bytes were wanted if known."""
    reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
    size = f" ({wanted:,} bytes wanted)" if wanted is not None else ""
    return StoreError(f"{path} could not be written{size}: {reason}; nothing was changed")


def part_of(path: Path) -> Path:
    """Return the hidden neighbour in which `path` is prepared; one per process and thread."""
    return path.parent / f".{os.getpid()}-{threading.get_ident()}{PART}"


def sync(path: Path) -> None:
    """Force a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_names(folder: Path, path: Path) -> None:
    """Force the names in a folder to the disk, after `path` was put there.

    Raises
    ------
    StoreError
        When the disk refuses: the file is there, but a power cut may still take it.
    """
    try:
        sync(folder)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, str(error))
        raise StoreError(f"{path} was written, but a power cut may still lose it: {reason}") from error


def require_folder(folder: Path) -> None:
    """Make sure that a folder exists and may be written, before any work is done.

    Raises
    ------
    StoreError
        When it is a file, cannot be made, or may not be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(f"{folder} may not be written; choose another folder or ask for permission")


@contextmanager
def atomic_write(path: Path | str) -> Iterator[Path]:
    """Give a temporary path to write to; on success it becomes `path`, on any error it is removed.

    Parameters
    ----------
    path : path
        The file to make or replace. Its folder is made when missing.

    Yields
    ------
    Path
        A file name in the same folder that the caller writes and closes.

    Raises
    ------
    StoreError
        When the disk is full, the folder is missing or not writable, or the name is too long.
    """
    target = Path(path)
    require_folder(target.parent)
    part = part_of(target)
    try:
        yield part
        sync(part)
        os.replace(part, target)
    except OSError as error:
        raise write_error(target, error, _size(part)) from error
    finally:
        part.unlink(missing_ok=True)
    sync_names(target.parent, target)


def write_bytes(path: Path | str, data: bytes) -> None:
    """Write bytes whole or not at all.

    Raises
    ------
    StoreError
        As `atomic_write`, with the number of bytes wanted.
    """
    with atomic_write(path) as part:
        try:
            with part.open("wb") as file:
                file.write(data)
        except OSError as error:
            raise write_error(Path(path), error, len(data)) from error


def _size(part: Path) -> int | None:
    try:
        return part.stat().st_size
    except OSError:
        return None
