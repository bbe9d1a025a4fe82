"""Every error that a user of the workbench can meet: one sentence that says what, where and what is allowed."""

from __future__ import annotations

from pathlib import Path


class SimError(Exception):
    """Base of all errors of the workbench; its text is one sentence to a colleague."""


class LocatedError(SimError):
    """An error in a file: names the file, the line and the key or column.

    Parameters
    ----------
    message : str
        What is wrong and what is allowed.
    file : path or str, optional
        The file as the user named it.
    line : int, optional
        Line of the file, counted from 1.
    key : str, optional
        Key (in YAML) or column (in a table) at fault.
    """

    def __init__(
        self,
        message: str,
        file: Path | str | None = None,
        line: int | None = None,
        key: str | None = None,
    ) -> None:
        self.message = message
        self.file = file
        self.line = line
        self.key = key
        super().__init__(message)

    def __str__(self) -> str:
        place = []
        if self.file is not None:
            place.append(str(self.file))
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.key is not None:
            place.append(f"'{self.key}'")
        return f"{', '.join(place)}: {self.message}" if place else self.message


class ScenarioError(LocatedError):
    """A scenario that cannot be accepted."""


class LawError(LocatedError):
    """A law file that breaks its own declaration, or a value asked for outside its dates."""


class DataError(LocatedError):
    """A table of published figures that breaks its schema; `line` is the row of the file."""


class StoreError(SimError):
    """A result that is damaged, incomplete or already there."""


class SteppingError(SimError):
    """A county asked to do what its schedule or its horizon does not allow."""
