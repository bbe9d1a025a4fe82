"""A few threads for compiled loops that hold no lock, each over its own rows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray


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
        for done in [self._executor.submit(loop, part) for part in np.array_split(rows, self.threads)]:
            done.result()
