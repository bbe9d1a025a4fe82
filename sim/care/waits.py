"""The log of waits: when each began, when and how it ended."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.state.places import Places

FIELDS = ("person", "applied", "ended", "outcome", "rank", "township", "bed")


class WaitLog:
    """Waits that have ended, in the order of the months; columns as arrays.

    Columns: person (row), applied and ended (months of the run), outcome (ADMITTED, WITHDREW, LOST), rank (class when
    the wait ended), township (at the application), bed.
    """

    def __init__(self) -> None:
        self._chunks: dict[str, list[NDArray[Any]]] = {name: [] for name in FIELDS}

    def append(
        self, places: Places, rows: NDArray[np.int32], outcome: int, rank: NDArray[np.uint8], t: int
    ) -> None:
        """Add the waits of some persons that end in month t, while they are still on their lists."""
        if not rows.size:
            return
        columns: tuple[NDArray[Any], ...] = (
            rows,
            places.waiting_since[rows],
            np.full(rows.size, t, np.int16),
            np.full(rows.size, outcome, np.uint8),
            rank,
            places.waiting_from[rows],
            places.waiting_bed[rows] - 1,
        )
        for name, column in zip(FIELDS, columns, strict=True):
            self._chunks[name].append(column)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the columns of the whole log by name."""
        return {
            name: np.concatenate(chunks) if chunks else np.empty(0, np.int64)
            for name, chunks in self._chunks.items()
        }

    @classmethod
    def from_arrays(cls, columns: dict[str, NDArray[Any]]) -> WaitLog:
        """Return the log that these columns were taken from."""
        log = cls()
        for name in FIELDS:
            log._chunks[name].append(columns[name])
        return log
