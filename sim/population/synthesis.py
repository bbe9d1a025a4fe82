"""The synthetic population of a region: persons in households whose margins reproduce the published figures.

County by county, households are counted, laid out and filled (`county`), placed in townships (`dwelling`) and given
marital status; then the whole region receives schooling, health, work, incomes, wealth and kin. Every draw is a pure
function of the seed, its purpose and a permanent id, so the result does not depend on order or threads.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.draws import uniforms
from sim.population import streams, wealth
from sim.population.assumptions import default_assumptions
from sim.population.county import settle
from sim.population.dwelling import Settled, place
from sim.population.health import deal_ability, deal_disability, deal_illness
from sim.population.incomes import (
    RESIDENCES,
    calibrate_region,
    farm_income,
    low_income_cluster,
    other_income,
    per_household,
    share_out,
    shared_effect,
)
from sim.population.kin_table import Families, cannot_support, kin_elsewhere
from sim.population.livelihood import PAID, People, deal_pensions, deal_students, deal_work, wages
from sim.population.margins import CountyMargins, county_margins
from sim.population.marital import marital_status
from sim.population.profile import RegionProfile
from sim.population.schooling import deal_schooling
from sim.state.codes import CHILD, GRANDCHILD, NOBODY
from sim.state.columns import Households, Persons, Population

Columns = dict[str, NDArray[Any]]
LINKS = ("spouse", "father", "mother")
PRESENT = -1  # month of entry of those who are there from the start


def synthesise(profile: RegionProfile, seed: int, assumptions: Any = None, scale: float = 1.0) -> Population:
    """Return the synthetic population of a region.

    Parameters
    ----------
    profile : RegionProfile
        Published figures of the region (`load_profile`).
    seed : int
        Seed; another one gives another population with the same margins.
    assumptions : named tuple, optional
        Values of `population.yaml` in force, money in fen; the file's own by default.
    scale : float
        Share of the real size, above 0 and at most 1.

    Returns
    -------
    Population
        Persons sorted by household, households by township.

    Raises
    ------
    DataError
        When margins contradict each other.
    """
    given = default_assumptions() if assumptions is None else assumptions
    folk, homes = _residents(profile, county_margins(profile, scale), given, seed)
    kin = kin_elsewhere(_families(folk, homes), _county_of_township(profile), given, seed)
    return Population(
        region=profile.name,
        month=profile.population_month,
        persons=_persons(folk, profile.population_month, seed),
        households=_households(homes),
        kin=kin,
        townships=profile.townships.copy(),
    )


def _residents(
    profile: RegionProfile, margins: list[CountyMargins], given: Any, seed: int
) -> tuple[Columns, Columns]:
    """Return the columns of persons and households."""
    parts = [_county(profile, county, number, given, seed) for number, county in enumerate(margins)]
    homes = _stack_households(profile.name, parts)
    folk = _stack_persons(profile.name, parts, homes)
    _marital(folk, margins, seed)
    _bodies(folk, profile, margins, given, seed)
    _money(folk, homes, profile, given, seed)
    _wealth(homes, profile, given, seed)
    return folk, homes


def _county_of_township(profile: RegionProfile) -> NDArray[np.int64]:
    numbers = {code: number for number, code in enumerate(profile.counties["code"])}
    return profile.townships["county_code"].map(numbers).to_numpy(np.int64)


def _county(profile: RegionProfile, margins: CountyMargins, number: int, given: Any, seed: int) -> Settled:
    key = streams.region_key(profile.name, margins.code)
    dwelt = settle(margins, given, seed, number, key)
    towns = profile.townships[profile.townships["county_code"] == margins.code]
    return place(dwelt, towns, margins, given, seed, number)


def _stack_households(region: str, parts: list[Settled]) -> Columns:
    """Return the household columns of all counties; a household's county is its part."""
    out: Columns = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("township", "is_urban", "is_collective", "n_members")
    }
    out["county"] = np.repeat(np.arange(len(parts)), [part.n_members.size for part in parts])
    out["first"] = np.cumsum(out["n_members"]) - out["n_members"]
    out["id"] = streams.permanent_ids(streams.region_key(region), streams.HOUSEHOLD, out["county"].size)
    return out


def _stack_persons(region: str, parts: list[Settled], homes: Columns) -> Columns:
    """Return the person columns of all counties, links moved to the rows of the region."""
    out: Columns = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in ("sex", "age", "relation")
    }
    starts = np.cumsum([0, *(part.sex.size for part in parts)])
    for name in LINKS:
        links = [getattr(part, name) for part in parts]
        moved = [np.where(k >= 0, k + start, NOBODY) for k, start in zip(links, starts[:-1], strict=True)]
        out[name] = np.concatenate(moved).astype(np.int32)
    out["household"] = np.repeat(np.arange(homes["id"].size), homes["n_members"])
    out["county"] = homes["county"][out["household"]]
    out["is_urban"] = homes["is_urban"][out["household"]]
    out["township"] = homes["township"][out["household"]]
    out["id"] = streams.permanent_ids(streams.region_key(region), streams.PERSON, out["sex"].size)
    return out


def _marital(folk: Columns, margins: list[CountyMargins], seed: int) -> None:
    has_child = np.zeros(folk["sex"].size, np.bool_)
    for link in ("father", "mother"):
        has_child[folk[link][folk[link] >= 0]] = True
    is_child = np.isin(folk["relation"], (CHILD, GRANDCHILD))
    folk["marital"] = np.empty(folk["sex"].size, np.uint8)
    for number, county in enumerate(margins):
        rows = folk["county"] == number
        folk["marital"][rows] = marital_status(
            folk["sex"][rows], folk["age"][rows], folk["spouse"][rows], is_child[rows], has_child[rows],
            folk["id"][rows], county.marital, streams.key_of(seed, streams.MARITAL, number),
        )  # fmt: skip


def _people(folk: Columns) -> People:
    return People(
        ids=folk["id"], sex=folk["sex"], age=folk["age"], relation=folk["relation"], marital=folk["marital"],
        grade=folk["disability_grade"], ill=folk["severe_illness"], is_urban=folk["is_urban"],
        household=folk["household"],
    )  # fmt: skip


def _bodies(
    folk: Columns, profile: RegionProfile, margins: list[CountyMargins], given: Any, seed: int
) -> None:
    """Add disability, illness, ability, pension, work and schooling to the persons."""
    sex, age, ids = folk["sex"], folk["age"], folk["id"]
    kind, grade = deal_disability(sex, age, ids, profile.disability, given, seed)
    folk["disability_type"], folk["disability_grade"] = kind, grade
    folk["severe_illness"] = deal_illness(sex, age, ids, given, seed)
    folk["ability"] = deal_ability(sex, age, grade, ids, profile.disability, given, seed)
    people = _people(folk)
    students = deal_students(people, given, seed)
    folk["pension"], folk["pension_m"] = deal_pensions(people, given, seed)
    folk["work"] = deal_work(people, students, folk["pension"], given, seed)
    shares = profile.shares.pivot(index="county_code", columns="indicator", values="value")
    u = uniforms(streams.key_of(seed, streams.SCHOOLING), ids)
    folk["schooling"] = np.empty(age.size, np.uint8)
    for number, county in enumerate(margins):
        rows = folk["county"] == number
        wanted = shares.loc[county.code]
        folk["schooling"][rows] = deal_schooling(
            age[rows], folk["is_urban"][rows], students[rows], u[rows], float(wanted["mean_schooling"]),
            float(wanted["illiteracy_share"]), given,
        )  # fmt: skip


def _money(folk: Columns, homes: Columns, profile: RegionProfile, given: Any, seed: int) -> None:
    """Add wages, farm and other income, calibrated to the region's means and pattern."""
    people, ids, n = _people(folk), homes["id"], homes["id"].size
    cluster = low_income_cluster(people, folk["pension"], homes["is_collective"], ids, given, seed)
    effect = shared_effect(ids, homes["township"], cluster, given, seed)
    wage = wages(people, folk["work"], folk["schooling"], effect, given, seed)
    farm = farm_income(people, folk["work"], effect, ids, given, seed)
    other = other_income(homes["n_members"], homes["is_urban"], effect, ids, given, seed)
    other[homes["is_collective"]] = 0.0
    paid = np.isin(folk["work"], PAID)
    scalable = per_household(wage * paid * MONTHS_PER_YEAR, people.household, n) + farm + other
    fixed = per_household(folk["pension_m"] * float(MONTHS_PER_YEAR), people.household, n)
    cells = []
    for number, code in enumerate(profile.counties["code"]):
        for residence in RESIDENCES:
            mine = (homes["county"] == number) & (homes["is_urban"] == (residence == RESIDENCES[0]))
            cells.append((str(code), residence, np.flatnonzero(mine & ~homes["is_collective"])))
    national = profile.national("national_income")
    scaled = calibrate_region(
        scalable, fixed, homes["n_members"], cells, profile.income, national, ids, given, seed
    )
    folk["wage_m"], homes["farm_y"], homes["other_y"] = share_out(
        wage, folk["work"], people.household, farm, other, scaled
    )
    homes["low_income_cluster"] = cluster
    earned = per_household(folk["wage_m"] * paid.astype(np.float64) * MONTHS_PER_YEAR, people.household, n)
    homes["income_y"] = earned + homes["farm_y"] + homes["other_y"] + fixed


def _wealth(homes: Columns, profile: RegionProfile, given: Any, seed: int) -> None:
    """Add what households own."""
    ids, size = homes["id"], homes["n_members"]
    per_head = homes["income_y"] / np.maximum(size, 1)
    fifth = np.zeros(ids.size, np.int64)
    for urban in (True, False):
        rows = np.flatnonzero((homes["is_urban"] == urban) & ~homes["is_collective"])
        fifth[rows] = wealth.fifth_of(per_head[rows], size[rows])
    shares = profile.shares.pivot(index="county_code", columns="indicator", values="value")
    cars = shares.loc[list(profile.counties["code"]), "car_share"].to_numpy(float)
    private = ~homes["is_collective"]
    homes["assets"] = wealth.deal_assets(homes["income_y"], ids, given, seed) * private
    homes["has_vehicle"] = wealth.deal_vehicles(fifth, homes["county"], cars, private, ids, given, seed)
    homes["n_houses"] = wealth.deal_houses(fifth, homes["is_urban"], ids, given, seed) * private
    homes["has_company"] = wealth.deal_companies(fifth, ids, given, seed) & private
    homes["cadre_kin"] = wealth.deal_cadre_kin(ids, given, seed) & private


def _families(folk: Columns, homes: Columns) -> Families:
    unable = cannot_support(
        folk["disability_grade"], folk["severe_illness"], homes["low_income_cluster"], folk["household"]
    )
    per_head = homes["income_y"] / np.maximum(homes["n_members"], 1) / MONTHS_PER_YEAR
    return Families(
        ids=folk["id"], household=folk["household"], township=folk["township"], sex=folk["sex"], age=folk["age"],
        marital=folk["marital"], spouse=folk["spouse"], father=folk["father"], mother=folk["mother"], unable=unable,
        is_urban=homes["is_urban"], is_collective=homes["is_collective"], n_members=homes["n_members"],
        income_pc_m=per_head,
    )  # fmt: skip


def _persons(folk: Columns, month: int, seed: int) -> Persons:
    birthday = uniforms(streams.key_of(seed, streams.BIRTH_MONTH), folk["id"]) * MONTHS_PER_YEAR
    folk["born"] = (
        month - folk["age"].astype(np.int64) * MONTHS_PER_YEAR - birthday.astype(np.int64)
    ).astype(np.int32)
    folk["household"] = folk["household"].astype(np.int32)
    folk["entered"] = np.full(folk["id"].size, PRESENT, np.int16)
    return Persons(**{name: folk[name] for name in Persons.__dataclass_fields__})


def _households(homes: Columns) -> Households:
    homes["first"] = homes["first"].astype(np.int32)
    homes["n_members"] = homes["n_members"].astype(np.uint16)
    homes["n_houses"] = homes["n_houses"].astype(np.uint8)
    return Households(**{name: homes[name] for name in Households.__dataclass_fields__})
