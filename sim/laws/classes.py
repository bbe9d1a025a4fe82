"""The named tuple in which a rule receives one programme's law: one field a key, plain numbers only.

Compiled code is kept on disk by the type of its arguments. A named tuple made while the program runs would be
a new type in every process, so nothing kept could be found again. These classes are therefore found by name
in this module: the name carries a hash of the fields, and a name that no law file answers stands for a law
that has been edited since.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import namedtuple
from typing import Any

from sim.laws.files import law_paths, read_law_file

_CLASS_NAME = re.compile(r"law_([a-z][a-z0-9_]*)_([0-9a-f]{8})", re.ASCII)


@functools.cache
def law_class(programme: str, fields: tuple[str, ...]) -> Any:
    """Return the named tuple of a programme; the same class for the same fields, in every process."""
    made = namedtuple(class_name(programme, fields), fields)  # type: ignore[misc]
    made.__doc__ = f"The law of {programme} in one month: fen, shares, counts, indices of choices, switches."
    made.__module__ = __name__
    return made


def class_name(programme: str, fields: tuple[str, ...]) -> str:
    """Return the name of a programme's class: it changes with the fields and their order."""
    length = len("00000000")
    return f"law_{programme}_{hashlib.sha256(' '.join(fields).encode()).hexdigest()[:length]}"


@functools.cache
def _edited_law(name: str) -> Any:
    """Return an empty stand-in for a class that compiled code remembers and no law file declares any more."""
    made = namedtuple(name, ())  # type: ignore[misc]
    made.__module__ = __name__
    return made


def __getattr__(name: str) -> Any:
    """Find a law class by its name, as the loader of compiled code does."""
    match = _CLASS_NAME.fullmatch(name)
    if match is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for path in law_paths():
        if path.stem == match[1]:
            fields = tuple(read_law_file(path).parameters)
            if class_name(path.stem, fields) == name:
                return law_class(path.stem, fields)
    return _edited_law(name)
