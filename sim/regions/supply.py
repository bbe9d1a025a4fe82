"""Beds and grassroots staff of a region, shared out over its townships."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.population.fitting import apportion
from sim.regions.places import Township
from sim.regions.rows import Origin, Row, row

INSTITUTION_SHARE = 0.625  # of beds: 5,183,000 of 8,294,000 in China in 2022
HOME_BEDS = 110  # beds of one institution
FEWEST_BEDS = 10
KINDS = (
    ("public", "中心敬老院", "central home", 1.0, 0.85, 0.5),
    ("public_built_private_run", "养老服务中心", "elder-care centre", 1.2, 0.9, 0.8),
    ("private", "民办养老院", "private home", 1.33, 0.9, 0.6),
)  # ownership, names, price, share usable, quality of staff
BASE_PRICE = {"west": 1220, "east": 1830}  # yuan a month of an ordinary bed in a public home
NURSING_PRICE = 1.73  # of the ordinary price
COMMUNITY_PRICE, COMMUNITY_USABLE, COMMUNITY_QUALITY = 600, 0.7, 0.2
STAFF_BASE, STAFF_RESIDENTS = 2.0, 7_500  # effective workers of every office, and residents for one more
PRICE_STEP = 10


def home_rows(
    townships: Sequence[Township], beds: int, nursing_share: float, zone: str, origin: Origin
) -> list[Row]:
    """Return the homes: institutions from the largest township down, community beds by residents."""
    persons = np.array([town.persons for town in townships])
    institutions = int(beds * INSTITUTION_SHARE) if beds >= 2 * FEWEST_BEDS else beds
    n_homes = max(round(institutions / HOME_BEDS), min(1, institutions))
    by_town = _homes_by_town(persons, n_homes)
    weights = np.repeat(persons / np.maximum(by_town, 1), by_town)
    sizes = apportion(institutions, weights)
    community = apportion(beds - institutions, persons)
    rows, next_home = [], 0
    for i, town in enumerate(townships):
        if community[i]:
            rows.append(_community(town, int(community[i]), origin))
        for number in range(1, int(by_town[i]) + 1):
            rows.append(_home(town, number, int(sizes[next_home]), nursing_share, zone, next_home, origin))
            next_home += 1
    return rows


def _homes_by_town(persons: NDArray[np.int64], n_homes: int) -> NDArray[np.int64]:
    """Return institutions by township; the largest come first when there are fewer than townships."""
    if n_homes >= persons.size:
        return apportion(n_homes - persons.size, persons) + 1
    out = np.zeros(persons.size, np.int64)
    out[np.argsort(-persons, kind="stable")[:n_homes]] = 1
    return out


def _community(town: Township, beds: int, origin: Origin) -> Row:
    return row(
        origin,
        {
            "code": f"{town.code}C01", "township_code": town.code, "name_zh": f"{town.form.zh}社区养老床位(合计)",
            "name_en": f"{town.form.en} community beds (together)", "kind": "community", "ownership": "public",
            "beds_ordinary": beds, "beds_nursing": 0, "price_ordinary_m": COMMUNITY_PRICE, "price_nursing_m": 0,
            "usable_share": COMMUNITY_USABLE, "staff_quality": COMMUNITY_QUALITY,
        },
    )  # fmt: skip


def _home(
    town: Township, number: int, beds: int, nursing_share: float, zone: str, place: int, origin: Origin
) -> Row:
    ownership, zh, en, factor, usable, quality = KINDS[place % len(KINDS)]
    suffix = "" if number == 1 else str(number)
    nursing = int(beds * nursing_share + 0.5)
    price = round(BASE_PRICE[zone] * factor / PRICE_STEP) * PRICE_STEP
    nursing_price = round(price * NURSING_PRICE / PRICE_STEP) * PRICE_STEP
    return row(
        origin,
        {
            "code": f"{town.code}H{number:02d}", "township_code": town.code, "name_zh": f"{town.form.zh}{zh}{suffix}",
            "name_en": f"{town.form.en} {en} {suffix}".strip(), "kind": "institution", "ownership": ownership,
            "beds_ordinary": beds - nursing, "beds_nursing": nursing, "price_ordinary_m": price,
            "price_nursing_m": nursing_price, "usable_share": usable, "staff_quality": quality,
        },
    )  # fmt: skip


def staff_rows(townships: Sequence[Township], totals: dict[str, int], origin: Origin) -> list[Row]:
    """Return the staff by township: published totals shared out by residents, office staff assumed."""
    persons = np.array([town.persons for town in townships])
    columns = {key: apportion(total, persons) for key, total in totals.items()}
    columns["social_work_stations"] = _stations(persons, totals["social_work_stations"])
    rows = []
    for i, town in enumerate(townships):
        office = STAFF_BASE + round(2 * town.persons / STAFF_RESIDENTS) / 2
        values = {"township_code": town.code, "office_staff": office}
        rows.append(row(origin, values | {key: int(column[i]) for key, column in columns.items()}))
    return rows


def _stations(persons: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """Return stations by township: one each as far as they go, the largest first."""
    each, left = divmod(total, persons.size)
    out = np.full(persons.size, each, np.int64)
    out[np.argsort(-persons, kind="stable")[:left]] += 1
    return out
