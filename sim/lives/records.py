"""Parameters for compiled code: a named tuple packed into one record, passed by its address.

A tuple of arrays is copied, and every array in it counted, at each call of a compiled function; in a loop over a
million people that costs twenty times what the people do.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def packed(values: Any) -> NDArray[np.void]:
    """Return a named tuple of numbers, arrays and named tuples as an array of one record."""
    kinds, cells = [], []
    for name, value in zip(values._fields, values, strict=True):
        inner = packed(value) if hasattr(value, "_fields") else np.asarray(value)
        whole = inner.dtype if inner.dtype.names else inner.dtype.newbyteorder("=")
        kinds.append((name, whole) if hasattr(value, "_fields") else (name, whole, inner.shape))
        cells.append(inner[0] if hasattr(value, "_fields") else inner)
    out = np.zeros(1, np.dtype(kinds, align=True))
    for (name, *_), cell in zip(kinds, cells, strict=True):
        out[0][name] = cell
    return out
