"""The two ways a function is compiled: `rule` for the law's scalar functions, `kernel` for loops over columns.

Numba's own cache notices an edit of the file that holds a function, not of the functions it calls, and would then
return yesterday's numbers. The cache folder is therefore named after a hash of the sources that compiled code can
reach: all but the folders that read frames and never the columns.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import numba

PACKAGE = Path(__file__).resolve().parents[1]
NEVER_COMPILED = (
    "charts",
    "commands",
    "experiments",
    "explain",
    "exports",
    "regions",
    "results",
    "scenario",
    "words",
    "workbench",
)


def source_digest(package: Path = PACKAGE, leave_out: tuple[str, ...] = ()) -> str:
    """Return a short hash over the text of the package's Python files; folders named in `leave_out` do not count."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] in leave_out:
            continue
        digest.update(str(path.relative_to(package)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Return the folder of compiled code: the user's choice, or one named after the sources."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen)
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    if not os.access(root if root.exists() else root.parent, os.W_OK):
        root = Path(tempfile.gettempdir())
    return root / "minsheng-workbench" / "compiled" / source_digest(PACKAGE, NEVER_COMPILED)


numba.config.CACHE_DIR = str(cache_folder())

kernel = numba.njit(cache=True, nogil=True)
rule = numba.njit(cache=True, nogil=True)
