"""The sheet on which families decide: one line an elder, with means, homes asked, prices, utilities and shares."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.care.choice import bed_utility, draw_setting, fill_shares, service_utility
from sim.care.context import CHOICE, DAY_NEARBY, SUITABLE, WHICH_HOME, Context
from sim.care.family_care import lives_alone
from sim.care.homes import ANY_OWNER, PUBLIC_OWNER, favourite, spare_instead
from sim.care.prices import affordable_m, bed_price_m, service_price_m
from sim.care.rules import Numbers, Rules
from sim.care.services import fit_share
from sim.draws import stream_key, uniform
from sim.kernels import array_kernel, kernel
from sim.state.places import (
    DAY_CARE,
    FAMILY,
    FAMILY_BED,
    FIRST_BED,
    N_BEDS,
    N_SETTINGS,
    NO_HOME,
    Homes,
    Places,
)
from sim.state.present import Present


class Sheet(NamedTuple):
    """Facts and options of some elders; money in fen a month."""

    row: NDArray[np.int32]  # persons
    id: NDArray[np.uint64]
    level: NDArray[np.uint8]  # assessed
    setting: NDArray[np.uint8]  # now
    township: NDArray[np.int16]
    carers: NDArray[np.float32]
    taste: NDArray[np.float32]
    is_alone: NDArray[np.bool_]
    is_tekun: NDArray[np.bool_]
    is_poor: NDArray[np.bool_]
    means_m: NDArray[np.float64]
    home: NDArray[np.int16]  # by bed: the home asked, or NO_HOME
    is_feasible: NDArray[np.bool_]  # by setting, as are the next three
    price_m: NDArray[np.float64]
    value: NDArray[np.float64]
    share: NDArray[np.float64]


def blank_sheet(rows: NDArray[np.int32]) -> Sheet:
    """Return an empty sheet for some persons."""
    n = rows.size
    return Sheet(
        row=rows,
        id=np.empty(n, np.uint64),
        level=np.empty(n, np.uint8),
        setting=np.empty(n, np.uint8),
        township=np.empty(n, np.int16),
        carers=np.empty(n, np.float32),
        taste=np.empty(n, np.float32),
        is_alone=np.empty(n, np.bool_),
        is_tekun=np.empty(n, np.bool_),
        is_poor=np.empty(n, np.bool_),
        means_m=np.empty(n),
        home=np.full((n, N_BEDS), NO_HOME, np.int16),
        is_feasible=np.ones((n, N_SETTINGS), np.bool_),
        price_m=np.zeros((n, N_SETTINGS)),
        value=np.zeros((n, N_SETTINGS)),
        share=np.zeros((n, N_SETTINGS)),
    )


@kernel
def describe(sheet: Sheet, present: Present, places: Places, context: Context) -> None:
    """Copy what is known of each elder onto the sheet."""
    level, setting, carers, taste = places.assessed_level, places.setting, places.carers, places.taste
    for i in range(sheet.row.size):
        person = sheet.row[i]
        household = present.persons.home[person]
        sheet.id[i] = context.id[person]
        sheet.level[i] = level[person]
        sheet.setting[i] = setting[person]
        sheet.carers[i] = carers[person]
        sheet.taste[i] = taste[person]
        sheet.township[i] = context.township[household]
        sheet.is_alone[i] = lives_alone(
            present.households.n_members[household], context.is_collective[household]
        )
        sheet.is_tekun[i] = context.is_tekun[person] != 0
        sheet.is_poor[i] = sheet.is_tekun[i] or context.is_low_income[household] != 0


@kernel
def reckon_means(sheet: Sheet, present: Present, context: Context, numbers: Numbers) -> None:
    """Write what each elder can pay: own income, a part of the household's, the family's help, some savings."""
    first_kin, income_pc, members_elsewhere = context.first_kin, context.kin_income_m, context.kin_members
    for i in range(sheet.row.size):
        person = sheet.row[i]
        household = present.persons.home[person]
        own = float(present.persons.pension_m[person] + context.support_m[person])
        if context.is_collective[household]:
            sheet.means_m[i] = affordable_m(own, 0.0, 0.0, 0.0, numbers)
            continue
        members = max(present.households.n_members[household], 1)
        family = float(present.households.wages_m[household])
        for k in range(first_kin[household], first_kin[household + 1]):
            family += float(income_pc[k]) * members_elsewhere[k]
        shared = context.income_m[household] / members
        savings = max(context.assets[household], 0) / members
        sheet.means_m[i] = affordable_m(own, shared, family, savings, numbers)


@kernel
def mark_services(
    sheet: Sheet,
    home: NDArray[np.int32],
    context: Context,
    is_open: NDArray[np.bool_],
    numbers: Numbers,
    seed: int,
) -> None:
    """Mark which services each elder could have: open at the level, dwelling fit for a family bed, day care near.

    Fitness and nearness are lasting traits of a household. `home` is the household of each person.
    """
    fit, near = stream_key(seed, SUITABLE, 0), stream_key(seed, DAY_NEARBY, 0)
    for i in range(sheet.row.size):
        household = home[sheet.row[i]]
        key = context.household_id[household]
        cover = numbers.day_cover_urban if context.is_urban[household] else numbers.day_cover_rural
        for setting in range(N_SETTINGS):
            sheet.is_feasible[i, setting] = is_open[sheet.level[i], setting]
        if uniform(fit, key, 0) >= fit_share(sheet.is_poor[i], numbers):
            sheet.is_feasible[i, FAMILY_BED] = False
        if uniform(near, key, 0) >= cover:
            sheet.is_feasible[i, DAY_CARE] = False
        sheet.is_feasible[i, FAMILY] = True


@kernel
def ask_homes(sheet: Sheet, places: Places, homes: Homes, seed: int) -> None:
    """Find the home that each elder would ask for each type of bed.

    Where the elder lies or waits for this type already; else the nearest home with such beds, for tekun holders the
    nearest public one. A home without a bed to spare is passed over for the nearest one that has one and asks no more
    than the elder has or the first one asks.
    """
    key = stream_key(seed, WHICH_HOME, 0)
    near, count, home_ids, registered = homes.near, homes.near_count, homes.id, homes.registered
    care_home, waiting_bed, waiting_home = places.care_home, places.waiting_bed, places.waiting_home
    for i in range(sheet.row.size):
        person, township = sheet.row[i], sheet.township[i]
        for bed in range(N_BEDS):
            if sheet.setting[i] == FIRST_BED + bed:
                sheet.home[i, bed] = care_home[person]
            elif waiting_bed[person] == bed + 1 and registered[waiting_home[person], bed] > 0:
                sheet.home[i, bed] = waiting_home[person]
            else:
                owners = PUBLIC_OWNER if sheet.is_tekun[i] else ANY_OWNER
                if count[township, bed, owners] == 0:
                    owners = ANY_OWNER
                sheet.home[i, bed] = favourite(
                    near[township, bed, owners], count[township, bed, owners], home_ids, key, sheet.id[i]
                )
            if sheet.setting[i] != FIRST_BED + bed:
                sheet.home[i, bed] = spare_instead(
                    homes, sheet.home[i, bed], township, bed, sheet.is_tekun[i], sheet.means_m[i]
                )


@kernel
def value_services(sheet: Sheet, rules: Rules) -> None:
    """Write prices and utilities of care at home and by day; what is beyond the means is not feasible."""
    numbers, liking = rules.numbers, rules.liking
    for i in range(sheet.row.size):
        level = sheet.level[i]
        for setting in range(FIRST_BED):
            gross = rules.price_poor_m[setting] if sheet.is_poor[i] else rules.price_m[setting]
            price = service_price_m(gross, level, numbers)
            value = service_utility(
                setting, liking[level, setting], sheet.carers[i], sheet.is_alone[i], price, numbers
            )
            if sheet.setting[i] == setting:
                value += numbers.habit_weight
            sheet.price_m[i, setting] = price
            sheet.value[i, setting] = value
            if setting != FAMILY and price > sheet.means_m[i]:
                sheet.is_feasible[i, setting] = False


@kernel
def value_beds(sheet: Sheet, homes: Homes, liking: NDArray[np.float64], numbers: Numbers) -> None:
    """Write prices and utilities of the beds asked for; what is beyond the means is not feasible."""
    km, quality, fee, owner, township = (
        homes.km,
        homes.quality,
        homes.price_m,
        homes.ownership,
        homes.township,
    )
    for i in range(sheet.row.size):
        level = sheet.level[i]
        for bed in range(N_BEDS):
            setting, home = FIRST_BED + bed, sheet.home[i, bed]
            if home == NO_HOME:
                sheet.is_feasible[i, setting] = False
                continue
            price = bed_price_m(
                float(fee[home, bed]), owner[home], level, sheet.is_tekun[i], sheet.is_poor[i], numbers
            )
            place, own = township[home], sheet.township[i]
            base = liking[level, setting]
            if sheet.setting[i] == setting:
                base += numbers.habit_weight
            sheet.price_m[i, setting] = price
            sheet.value[i, setting] = bed_utility(
                base,
                sheet.is_alone[i],
                sheet.taste[i],
                price,
                km[own, place],
                quality[home, bed],
                place == own,
                numbers,
            )
            if price > sheet.means_m[i]:
                sheet.is_feasible[i, setting] = False


@kernel
def share_out(sheet: Sheet) -> None:
    """Turn the utilities of every line into choice probabilities."""
    for i in range(sheet.row.size):
        fill_shares(sheet.value[i], sheet.is_feasible[i], sheet.share[i])


@array_kernel
def draw_choices(sheet: Sheet, seed: int, t: int) -> NDArray[np.uint8]:
    """Return the setting that each line of the sheet chooses."""
    key = stream_key(seed, CHOICE, t)
    chosen = np.empty(sheet.row.size, np.uint8)
    for i in range(sheet.row.size):
        chosen[i] = draw_setting(sheet.share[i], uniform(key, sheet.id[i], 0))
    return chosen


def fill_sheet(
    rows: NDArray[np.int32],
    present: Present,
    places: Places,
    homes: Homes,
    context: Context,
    rules: Rules,
    seed: int,
) -> Sheet:
    """Return the filled sheet of some elders, up to the choice probabilities."""
    sheet = blank_sheet(rows)
    describe(sheet, present, places, context)
    reckon_means(sheet, present, context, rules.numbers)
    mark_services(sheet, present.persons.home, context, rules.is_open, rules.numbers, seed)
    ask_homes(sheet, places, homes, seed)
    value_services(sheet, rules)
    value_beds(sheet, homes, rules.liking, rules.numbers)
    share_out(sheet)
    return sheet


def bed_values(
    rows: NDArray[np.int32],
    bed: NDArray[np.uint8],
    present: Present,
    places: Places,
    homes: Homes,
    context: Context,
    rules: Rules,
    seed: int,
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return who of some elders holds tekun, and the utility today of the bed that each waits for."""
    sheet = blank_sheet(rows)
    describe(sheet, present, places, context)
    sheet.means_m[:] = np.inf
    sheet.home[np.arange(rows.size), bed] = places.waiting_home[rows]
    value_beds(sheet, homes, rules.liking, rules.numbers)
    return sheet.is_tekun, sheet.value[np.arange(rows.size), FIRST_BED + bed]
