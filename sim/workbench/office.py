"""The office of one region: desk, engine room and frozen versions together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.engine.world import Worlds
from sim.workbench.clerk import Clerk
from sim.workbench.desk import Desk, Send
from sim.workbench.dials import board_of
from sim.workbench.freeze import Freezer
from sim.workbench.room import THREADS, Room

SEEDS = 5  # runs behind every range
FOLDER = Path(__file__).resolve().parents[2] / "results" / "briefing"


@dataclass(frozen=True)
class Office:
    """Where viewers are served."""

    desk: Desk
    freezer: Freezer

    def enter(self, send: Send) -> Counter:
        """Welcome a viewer."""
        return Counter(Clerk(self.desk, self.freezer, send))

    def welcome(self, send: Send) -> tuple[Callable[[object], None], Callable[[], None]]:
        """Welcome a viewer from the wire: returns how messages are handled, and how to say goodbye."""
        clerk = Clerk(self.desk, self.freezer, send)
        return clerk.handle, clerk.close

    def close(self) -> None:
        """Send everybody home."""
        self.desk.close()


class Counter:
    """A viewer's end of an office in the same process; it looks like a `Link`."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk

    def send(self, message: Any) -> None:
        """Hand a message to the clerk."""
        self._clerk.handle(message)


def open_office(
    region: str,
    folder: Path = FOLDER,
    seeds: int = SEEDS,
    threads: int = THREADS,
    prepare: bool = False,
) -> Office:
    """Open the office of a region.

    Parameters
    ----------
    folder : Path
        Frozen versions lie in `<folder>/<region>`, answers given before in `<folder>/answers/<region>`.
    seeds : int
        Runs behind every range.
    threads : int
        Scenarios that are computed side by side, and threads of each one's assessment.
    prepare : bool
        Whether to compute likely positions while nobody waits.
    """
    board = board_of(region)
    first = min(dial.month for dial in board.dials)
    room = Room(board.base, first, folder / "answers" / region, threads, Worlds(keep=seeds))
    own = board.base.seed
    desk = Desk(board, room, tuple(range(own, own + seeds)), prepare, threads + 1)
    return Office(desk, Freezer(folder / region))
