"""Openings of care homes: from the list of a region and the bed changes of a scenario to the table of homes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.care.homes import N_OWNER_GROUPS, reach, set_capacity
from sim.errors import ScenarioError
from sim.money import share_of, to_fen
from sim.state.codes import NURSING, ORDINARY, PRIVATE
from sim.state.places import N_BEDS, N_SETTINGS, NO_HOME, NOT_ASSESSED, BedChange, Homes

OWNERS = ("public", "public_built_private_run", "private")
OWNERS_ZH = ("公办", "公建民营", "民办")
KEY_BYTES = 8
NO_LIMIT = 1 << 30  # places of services before the region's capacity is known


class HomeName(NamedTuple):
    """How a home is called."""

    code: str
    zh: str
    en: str


class Record(NamedTuple):
    """One home before it becomes a row of the table."""

    name: HomeName
    township: int
    ownership: int
    beds: tuple[int, int]
    price_m: tuple[int, int]  # fen
    quality: tuple[float, float]
    usable_share: float


class Step(NamedTuple):
    """A change of capacity, in months of the run."""

    month: int
    home: int
    bed: int
    beds: int


def home_key(code: str) -> int:
    """Return the permanent key of a home, made of its code."""
    return int.from_bytes(hashlib.sha256(code.encode()).digest()[:KEY_BYTES], "little")


def usual_price_m(bed: int, ownership: int, law: Any) -> int:
    """Return the usual price of a bed, fen a month: a public one costs a share of a private one."""
    private = law.price_nursing_m if bed == NURSING else law.price_ordinary_m
    return int(private) if ownership == PRIVATE else share_of(int(private), float(law.public_price_share))


def _listed(profile_homes: pd.DataFrame, place: dict[str, int], law: Any) -> list[Record]:
    records = []
    for row in profile_homes.to_dict("records"):
        owner = OWNERS.index(row["ownership"])
        ordinary, nursing = to_fen(str(row["price_ordinary_m"])), to_fen(str(row["price_nursing_m"]))
        quality = float(row["staff_quality"])
        records.append(
            Record(
                HomeName(str(row["code"]), str(row["name_zh"]), str(row["name_en"])),
                place[str(row["township_code"])],
                owner,
                (int(row["beds_ordinary"]), int(row["beds_nursing"])),
                (
                    ordinary or usual_price_m(ORDINARY, owner, law),
                    nursing or usual_price_m(NURSING, owner, law),
                ),
                (quality, quality),
                float(row["usable_share"]),
            )
        )
    return records


def _host(records: list[Record], township: int, change: BedChange) -> int | None:
    """Return the home that a change belongs to: the one it names, else the largest with its owner and price."""
    fitting = [
        (-sum(home.beds), i)
        for i, home in enumerate(records)
        if home.township == township
        and home.ownership == change.ownership
        and change.home in ("", home.name.code)
        and (change.home or change.beds < 0 or change.price_m in (0, home.price_m[change.bed]))
    ]
    return min(fitting)[1] if fitting else None


def _converted(
    records: list[Record], left: dict[int, int], township: int, change: BedChange, start: int
) -> list[Step]:
    """Return the steps that turn ordinary beds into nursing beds, home after home, the one with most left first.

    `left` holds the ordinary beds that each home still has.
    """
    fitting = sorted(
        (-left[i], i)
        for i, home in enumerate(records)
        if home.township == township
        and home.ownership == change.ownership
        and change.home in ("", home.name.code)
    )
    steps, wanted = [], change.beds
    for _, i in fitting:
        beds = min(left[i], wanted)
        left[i] -= beds
        wanted -= beds
        if beds:
            month = change.month - start
            steps += [Step(month, i, ORDINARY, -beds), Step(month, i, NURSING, beds)]
    if wanted:
        raise ScenarioError(
            f"township {change.township} has {change.beds - wanted} ordinary beds of this owner to convert, "
            f"not {change.beds}",
            key="beds",
        )
    return steps


def _opened(township: int, code: str, names: pd.Series, change: BedChange, law: Any) -> Record:
    usual = [usual_price_m(bed, change.ownership, law) for bed in range(N_BEDS)]
    usual[change.bed] = change.price_m or usual[change.bed]
    return Record(
        HomeName(
            code,
            f"{names['name_zh']}新建{OWNERS_ZH[change.ownership]}养老机构",
            f"{names['name_en']} new {OWNERS[change.ownership].replace('_', '-')} home",
        ),
        township,
        change.ownership,
        (0, 0),
        (usual[ORDINARY], usual[NURSING]),
        (float(law.quality_ordinary), float(law.quality_nursing)),
        float(law.usable_share),
    )


def _with_changes(
    records: list[Record], townships: pd.DataFrame, changes: Sequence[BedChange], law: Any, start: int
) -> tuple[list[Record], list[Step]]:
    """Return the homes with those that the changes open, and the changes of capacity by date."""
    place = {str(code): i for i, code in enumerate(townships["code"])}
    homes, steps = list(records), []
    ordinary = {i: home.beds[ORDINARY] for i, home in enumerate(records)}
    for change in sorted(changes, key=lambda c: c.month):
        if change.township not in place:
            raise ScenarioError(f"there is no township {change.township}", key="beds")
        township = place[change.township]
        if change.is_converted:
            steps += _converted(homes, ordinary, township, change, start)
            continue
        host = _host(homes, township, change)
        if host is None and change.beds < 0:
            owner = OWNERS[change.ownership]
            raise ScenarioError(f"township {change.township} has no {owner} home to close", key="beds")
        if host is None and change.home:
            raise ScenarioError(f"township {change.township} has no home {change.home}", key="beds")
        if host is None:
            host = len(homes)
            code = f"{change.township}N{host - len(records) + 1}"
            homes.append(_opened(township, code, townships.iloc[township], change, law))
        steps.append(Step(change.month - start, host, change.bed, change.beds))
        if change.bed == ORDINARY:
            ordinary[host] = ordinary.get(host, 0) + change.beds
    return homes, steps


def open_homes(
    profile_homes: pd.DataFrame,
    townships: pd.DataFrame,
    bed_changes: Sequence[BedChange],
    law: Any,
    start: int,
) -> tuple[Homes, list[HomeName]]:
    """Return the homes of a region at its start, and their names.

    Parameters
    ----------
    profile_homes : frame
        The region's `homes.csv`: code, township_code, name_zh, name_en, ownership, beds_ordinary, beds_nursing,
        price_ordinary_m and price_nursing_m (yuan; 0 takes the usual price), usable_share, staff_quality.
    townships : frame
        code, county_code, name_zh, name_en, x_km, y_km.
    bed_changes : sequence of BedChange
        New beds go to the largest home of the township with the same owner and price; without one, a home opens.
        Beds that close come from the largest home of that owner.
    law : named tuple
        `care` in force at the start.
    start : int
        Calendar month of the first month of the run.

    Raises
    ------
    ScenarioError
        When a township is not known, or beds close where there is no home.
    """
    place = {str(code): i for i, code in enumerate(townships["code"])}
    listed = _listed(profile_homes, place, law)
    records, steps = _with_changes(listed, townships, bed_changes, law, start)
    homes = _arrays(records, steps, townships)
    set_capacity(homes, 0, True)
    reach(homes)
    return homes, [record.name for record in records]


def _arrays(records: list[Record], steps: list[Step], townships: pd.DataFrame) -> Homes:
    n, n_places = len(records), len(townships)
    x, y = (townships[column].to_numpy(float) for column in ("x_km", "y_km"))

    def none() -> NDArray[np.int32]:
        return np.zeros((n, N_BEDS), np.int32)

    def column(name: str, kind: Any) -> NDArray[Any]:
        return np.array([getattr(record, name) for record in records], kind)

    def step(name: str, kind: Any) -> NDArray[Any]:
        return np.array([getattr(change, name) for change in steps], kind)

    return Homes(
        id=np.array([home_key(record.name.code) for record in records], np.uint64),
        township=column("township", np.int16),
        ownership=column("ownership", np.uint8),
        price_m=column("price_m", np.int64).reshape(n, N_BEDS),
        quality=column("quality", np.float64).reshape(n, N_BEDS),
        usable_share=column("usable_share", np.float64),
        registered=column("beds", np.int32).reshape(n, N_BEDS),
        usable=none(),
        occupied=none(),
        waiting=none(),
        reserve=none(),
        tekun_in=none(),
        step_month=step("month", np.int32),
        step_home=step("home", np.int16),
        step_bed=step("bed", np.uint8),
        step_beds=step("beds", np.int32),
        county=pd.factorize(townships["county_code"])[0].astype(np.int32),
        km=np.hypot(x[:, None] - x, y[:, None] - y),
        near=np.zeros((n_places, N_BEDS, N_OWNER_GROUPS, max(n, 1)), np.int16),
        near_count=np.zeros((n_places, N_BEDS, N_OWNER_GROUPS), np.int16),
        near_free=np.full((n_places, N_BEDS, N_OWNER_GROUPS), NO_HOME, np.int16),
        empty_months=np.zeros(n, np.int16),
        closed_at=np.full(n, NOT_ASSESSED, np.int16),
        slots=np.full((n_places, N_SETTINGS), NO_LIMIT, np.int32),
    )
