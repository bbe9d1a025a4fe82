"""What the scenarios of a region are checked against: its people, townships and beds, and the law's declarations."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sim.laws import Change, LawBook, Parameter
from sim.population.profile import PROFILE_FILE, load_profile
from sim.scenario.library import Folders
from sim.state.codes import NURSING, ORDINARY, PRIVATE, PUBLIC, PUBLIC_BUILT_PRIVATE_RUN
from sim.state.places import DAY_CARE, FAMILY_BED, HOME_SERVICES

BEDS: Mapping[str, int] = MappingProxyType({"ordinary": ORDINARY, "nursing": NURSING})
SERVICES: Mapping[str, int] = MappingProxyType(
    {"home_services": HOME_SERVICES, "family_bed": FAMILY_BED, "day_care": DAY_CARE}
)
OWNERSHIPS: Mapping[str, int] = MappingProxyType(
    {"public": PUBLIC, "public_built_private_run": PUBLIC_BUILT_PRIVATE_RUN, "private": PRIVATE}
)

BedGroup = tuple[str, int, int]
"""Township, kind of bed and ownership."""


@dataclass(frozen=True)
class Facts:
    """What a scenario may refer to in a region: how many persons live there, its townships, its beds."""

    population: int
    townships: tuple[str, ...]
    beds: Mapping[BedGroup, int]
    homes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """The facts of one region and the parameters of its law, by name."""

    region: str
    folders: Folders
    facts: Facts
    parameters: Mapping[str, Parameter]

    def book(self, changes: Sequence[Change]) -> LawBook:
        """Return the law of the region with some changes; a LawError says which is not allowed."""
        return LawBook(self.region, changes, package=self.folders.package, data=self.folders.data)


def rules_of(region: str, folders: Folders) -> Rules:
    """Return what the scenarios of a region are checked against."""
    home = folders.data / "regions" / region
    stamps = tuple(
        (path, path.stat().st_mtime_ns) for path in sorted((home, home / PROFILE_FILE, *home.rglob("*.csv")))
    )
    book = LawBook(region, package=folders.package, data=folders.data)
    parameters = MappingProxyType({item.name: item for item in book.parameters()})
    return Rules(region, folders, _facts(region, folders.data, stamps), parameters)


@functools.lru_cache(maxsize=16)
def _facts(region: str, data: Path, stamps: tuple[tuple[Path, int], ...]) -> Facts:
    """Return the facts of a region; `stamps` make an edited file be read again."""
    profile = load_profile(region, data)
    beds: dict[BedGroup, int] = {}
    for home in profile.homes.to_dict("records"):
        for word, kind in BEDS.items():
            group = (str(home["township_code"]), kind, OWNERSHIPS[str(home["ownership"])])
            beds[group] = beds.get(group, 0) + int(home[f"beds_{word}"])
    townships = tuple(str(code) for code in profile.townships["code"])
    homes = tuple(str(code) for code in profile.homes["code"])
    return Facts(profile.total("population"), townships, MappingProxyType(beds), homes)
