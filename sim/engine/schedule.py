"""The month, in order: one readable list of steps, and the checks that keep its two halves apart.

Each step declares the columns it reads and writes. Columns that policy writes must not be read by a step of the lives,
unless the step says `feedback`: only then do two scenarios share the same lives and may a reform replay the policy half
on them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import SteppingError

if TYPE_CHECKING:
    from sim.engine.county import County

LIVES = "lives"


@dataclass(frozen=True)
class Step:
    """A rule run once a month.

    Attributes
    ----------
    name : str
        Name of the step; its package before the dot (`lives.replay`).
    run : callable
        Called with the county.
    reads, writes : frozenset of str
        Column groups that the step reads and writes.
    feedback : bool
        True for a step of the lives that reads what policy writes.
    """

    name: str
    run: Callable[[County], None]
    reads: frozenset[str]
    writes: frozenset[str]
    feedback: bool = False

    @property
    def package(self) -> str:
        """The package that owns the step."""
        return self.name.split(".")[0]


def step(name: str, run: Callable[[County], None], reads: str, writes: str, feedback: bool = False) -> Step:
    """Return a step; column groups are given as words."""
    return Step(name, run, frozenset(reads.split()), frozenset(writes.split()), feedback)


def assemble(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Check the month and return it.

    Raises
    ------
    SteppingError
        When a column group has writers in two packages, or a step of the lives reads what policy writes without
        saying `feedback`.
    """
    writer: dict[str, str] = {}
    for one in steps:
        for column in sorted(one.writes):
            owner = writer.setdefault(column, one.package)
            if owner != one.package:
                raise SteppingError(
                    f"step {one.name} writes {column}, which belongs to {owner}; a column has one writer"
                )
    policy = {column for column, owner in writer.items() if owner != LIVES}
    for one in steps:
        read = sorted(one.reads & policy)
        if one.package == LIVES and read and not one.feedback:
            raise SteppingError(
                f"step {one.name} of the lives reads {', '.join(read)}, which policy writes; "
                "say feedback=True, and the engine will run month by month"
            )
    return tuple(steps)
