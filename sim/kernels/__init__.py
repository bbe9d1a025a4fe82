"""How a function is compiled: `rule` for the law's scalar functions, `kernel` for loops over columns.

Neither may make an array, because neither counts references to arrays: every look at a column through a named tuple
would otherwise cost two locked instructions, more than the work itself. A loop that makes an array, or returns one, is
an `array_kernel`, which counts them; it is called from Python or from another `array_kernel`.

Numba's own cache notices an edit of the file that holds a function, not of the functions it calls, and would then
return yesterday's numbers. The cache folder is therefore named after a hash of the sources that compiled code can
reach; an edit of anything else keeps what is compiled.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import types

PACKAGE = Path(__file__).resolve().parents[1]
# Imports inside functions and for the type checker alone are indented: compiled code cannot use them.
_IMPORT = re.compile(r"^from sim\.?([\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_COMPILES = re.compile(r"^from sim\.kernels import .*\b(array_kernel|kernel|rule)\b", re.MULTILINE)


def source_digest(package: Path = PACKAGE, leave_out: tuple[str, ...] = ()) -> str:
    """Return a short hash over the text of the package's Python files; folders named in `leave_out` do not count."""
    files = package.rglob("*.py")
    return _digest(package, [path for path in files if path.relative_to(package).parts[0] not in leave_out])


def compiled_digest(package: Path = PACKAGE) -> str:
    """Return a short hash over the text of the files that compiled code can reach, and of the tables beside them.

    A table read at import, such as the matrix of interactions, is compiled in as a constant.
    """
    sources = compiled_sources(package)
    tables = {table for folder in {path.parent for path in sources} for table in folder.glob("*.csv")}
    return _digest(package, [*sources, *tables])


def _digest(package: Path, paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(package)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def compiled_sources(package: Path = PACKAGE) -> list[Path]:
    """Return the files that compile something, and whatever of the package they import, directly or not."""
    texts = {path: path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    waiting = [path for path, text in texts.items() if _COMPILES.search(text)]
    found = set(waiting)
    while waiting:
        for module, names in _IMPORT.findall(texts[waiting.pop()]):
            folder = package.joinpath(*module.split("."))
            near = [folder / f"{name}.py" for name in re.findall(r"\w+", names)]
            new = {folder.with_suffix(".py"), folder / "__init__.py", *near} & texts.keys() - found
            found |= new
            waiting += new
    return sorted(found)


def cache_folder() -> Path:
    """Return the folder of compiled code: the user's choice, or one named after the sources."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen)
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    if not os.access(root if root.exists() else root.parent, os.W_OK):
        root = Path(tempfile.gettempdir())
    return root / "minsheng-workbench" / "compiled" / compiled_digest()


numba.config.CACHE_DIR = str(cache_folder())


def _plain(given: types.Type) -> types.Type:
    """Return the type under which an argument is compiled: a constant or a short signed number as an int64."""
    if isinstance(given, types.Literal):
        given = types.unliteral(given)
    is_short = isinstance(given, types.Integer) and given.signed and given.bitwidth < types.int64.bitwidth
    return types.int64 if is_short else given


def _compiler(**options: Any) -> Any:
    """Return a decorator that compiles a function once for all whole numbers that other compiled code gives it.

    Numba would compile it for each constant and each width of an argument: a fourth of all that was compiled.
    """
    decorate = numba.njit(cache=True, nogil=True, **options)

    def compiled(function: Callable[..., Any]) -> Any:
        dispatcher = decorate(function)
        template = dispatcher.get_call_template

        def widened(args: tuple[types.Type, ...], kws: dict[str, types.Type]) -> Any:
            return template(tuple(map(_plain, args)), {name: _plain(given) for name, given in kws.items()})

        dispatcher.get_call_template = widened
        return dispatcher

    return compiled


kernel = _compiler(_nrt=False)
rule = _compiler(forceinline=True, _nrt=False)
array_kernel = _compiler()
