"""Where scenario files, data and law files lie, and which scenarios a region has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sim.errors import ScenarioError
from sim.laws.files import PACKAGE
from sim.population.profile import available_regions, data_root

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_IN_LIBRARY = re.compile(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)", re.ASCII)
NAME_WANTED = "a name of small letters, digits and underscores that begins with a letter, at most 64"


@dataclass(frozen=True)
class Folders:
    """The folders that a scenario is checked against.

    Attributes
    ----------
    scenarios : Path
        Library of scenarios: a folder a region.
    data : Path
        Published figures: `national` and `regions`.
    package : Path
        Where the national law files lie.
    """

    scenarios: Path
    data: Path
    package: Path


def default_folders() -> Folders:
    """Return the folders of this installation."""
    return Folders(PACKAGE.parent / "scenarios", data_root(), PACKAGE)


def regions(folders: Folders | None = None) -> tuple[str, ...]:
    """Return the regions that have published figures."""
    return tuple(available_regions((folders or default_folders()).data))


def available_scenarios(region: str, folders: Folders | None = None) -> tuple[str, ...]:
    """Return the names of a region's scenarios in the library: the root of the others first, then by name.

    Raises
    ------
    ScenarioError
        When there is no such region.
    """
    places = folders or default_folders()
    _check_region(region, places)
    found = {path.stem for path in (places.scenarios / region).glob("*.yaml") if NAME.fullmatch(path.stem)}
    return tuple(sorted(found, key=lambda name: (name != "baseline", name)))


def scenario_path(region: str, name: str, folders: Folders | None = None) -> Path:
    """Return the file of a scenario of the library.

    Raises
    ------
    ScenarioError
        When the region or the scenario does not exist; names those that do.
    """
    places = folders or default_folders()
    known = available_scenarios(region, places)
    if name not in known:
        shown = name if NAME.fullmatch(name) else ascii(name)
        raise ScenarioError(f"{region} has no scenario {shown}; it has {', '.join(known) or 'none'}")
    return places.scenarios / region / f"{name}.yaml"


def scenario_file(named: Path | str, folders: Folders | None = None) -> Path:
    """Return the file meant: a path, or `region/name` of a scenario of the library where there is no such file."""
    in_library = _IN_LIBRARY.fullmatch(str(named))
    if in_library is None or Path(named).is_file():
        return Path(named)
    return scenario_path(in_library[1], in_library[2], folders)


def _check_region(region: str, folders: Folders) -> None:
    known = regions(folders)
    if region not in known:
        shown = region if NAME.fullmatch(region) else ascii(region)
        raise ScenarioError(f"{shown} is no region; there are {', '.join(known) or 'none'}")
