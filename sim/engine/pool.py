"""A few threads for compiled loops that hold no lock, each over its own rows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PARTS = 8  # for each thread


class Pool:
    """Runs a loop over rows in one thread, or in several over contiguous parts.

    The loop must write to its own rows only; then the result does not depend on the number of threads.

    Parameters
    ----------
    threads : int
        At least 1.
    """

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads
        self._executor = ThreadPoolExecutor(threads) if threads > 1 else None

    def each(self, loop: Callable[[NDArray[Any]], Any], rows: NDArray[Any]) -> None:
        """Run the loop over all rows."""
        if self._executor is None:
            loop(rows)
            return
        for done in [self._executor.submit(loop, part) for part in self._parts(rows)]:
            done.result()

    def count(
        self,
        loop: Callable[[NDArray[Any], NDArray[np.int64]], Any],
        rows: NDArray[Any],
        out: NDArray[np.int64],
    ) -> None:
        """Run a loop that adds whole numbers to a table: each thread has its own, and `out` receives their sum."""
        if self._executor is None:
            loop(rows, out)
            return
        parts = self._parts(rows)
        tables = [np.zeros_like(out) for _ in parts]
        for done in [
            self._executor.submit(loop, part, table) for part, table in zip(parts, tables, strict=True)
        ]:
            done.result()
        out += sum(tables)

    def _parts(self, rows: NDArray[Any]) -> list[NDArray[Any]]:
        """Return the rows in more parts than threads: the poor lie first and take longest."""
        return np.array_split(rows, self.threads * _PARTS)
