"""Pass three: what households earn, own and count, by calendar year, from one replay of all events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR, year_of
from sim.kernels import kernel, rule
from sim.lives.assets import SavingRules, assets_after
from sim.lives.buffers import Columns
from sim.lives.division import divide
from sim.lives.work import is_paid
from sim.state.codes import BILL, DEATH, ENTER, LEAVE, MOVE, NOBODY, PENSION_CHANGE, WORK_CHANGE
from sim.state.columns import Households, Kin, Persons

# What each person brings, and what each household has: records, because an event touches all cells of one of each.
BEARER = np.dtype([("home", np.int32), ("wage_m", np.int32), ("pension_m", np.int32)])
PURSE = np.dtype([("income_m", np.int64), ("earned_y", np.int64), ("bills_y", np.int64), ("size", np.int64)])
Bearers = NDArray[np.void]  # home (or -1), fen a month of wage and of pension
Purses = NDArray[
    np.void
]  # wages and pensions of the month, of the running year without further change; bills; members


class Years(NamedTuple):
    """Results by household (or kin) and calendar year of the horizon."""

    farm: NDArray[np.int32]
    assets: NDArray[np.int64]
    income: NDArray[np.int64]
    size: NDArray[np.uint16]
    kin_income: NDArray[np.int32]


@dataclass(frozen=True)
class Calendar:
    """The horizon cut at New Year."""

    ends: list[int]  # month after the last of each calendar year, counted from the start

    @property
    def years(self) -> int:
        """Number of calendar years touched by the horizon."""
        return len(self.ends)


def calendar(start: int, months: int) -> Calendar:
    """Return the horizon cut at New Year."""
    t = np.arange(months)
    year = np.array([year_of(start + int(m)) for m in t])
    return Calendar([int(end) for end in np.flatnonzero(np.diff(year)) + 1] + [months])


def opening(persons: Persons, n_households: int) -> tuple[Bearers, Purses]:
    """Return what persons bring and households have before the first month."""
    here = persons.entered < 0
    paid = np.isin(
        persons.work, [code for code in range(int(persons.work.max(initial=0)) + 1) if is_paid(code)]
    )
    bearers, purses = np.zeros(len(persons), BEARER), np.zeros(n_households, PURSE)
    bearers["home"] = np.where(here, persons.household, NOBODY)
    bearers["wage_m"] = np.where(paid, persons.wage_m, 0)
    bearers["pension_m"] = np.where(persons.pension > 0, persons.pension_m, 0)
    gather(bearers, purses)
    return bearers, purses


@kernel
def gather(bearers: Bearers, purses: Purses) -> None:
    """Add up incomes and members of households."""
    for person in range(bearers.size):
        one = bearers[person]
        if one.home != NOBODY:
            purses[one.home].income_m += np.int64(one.wage_m) + one.pension_m
            purses[one.home].size += 1


@rule
def shift(purse: Any, change: int, months: int, members: int) -> None:
    """Change a household's monthly income for the rest of the year, and its number of members."""
    purse.income_m += change
    purse.earned_y += change * months
    purse.size += members


@rule
def resettle(one: Any, purses: Purses, to: int, months: int) -> None:
    """Take a person and the person's income from the home, if any, to another, if any."""
    income = np.int64(one.wage_m) + one.pension_m
    if one.home != NOBODY:
        shift(purses[one.home], -income, months, -1)
    if to != NOBODY:
        shift(purses[to], income, months, 1)
    one.home = to


@rule
def apply(one: Any, purses: Purses, kind: int, value: int, months: int) -> None:
    """Apply one event with so many months of the year left, its own included."""
    if kind == WORK_CHANGE:
        shift(purses[one.home], np.int64(value) - one.wage_m, months, 0)
        one.wage_m = value
    elif kind == PENSION_CHANGE:
        shift(purses[one.home], np.int64(value) - one.pension_m, months, 0)
        one.pension_m = value
    elif kind == BILL:
        purses[one.home].bills_y += value
    elif kind == ENTER or kind == MOVE:
        resettle(one, purses, value, months)
    elif kind == DEATH or kind == LEAVE:
        resettle(one, purses, NOBODY, months)


@kernel
def replay_year(
    bearers: Bearers, purses: Purses, events: Columns, lo: int, hi: int, first: int, end: int
) -> None:
    """Replay the events of one year of the months `first` to `end`."""
    for home in range(purses.size):
        purses[home].earned_y = purses[home].income_m * (end - first)
        purses[home].bills_y = 0
    months, kinds, people, values = events.month, events.kind, events.person, events.value
    for i in range(lo, hi):
        apply(bearers[people[i]], purses, kinds[i], values[i], end - months[i])


@kernel
def close_year(
    purses: Purses, is_urban: NDArray[np.bool_], other_y: NDArray[np.int32], growth: float, saving: SavingRules,
    year: int, months: int, out: Years,
) -> None:  # fmt: skip
    """Write a year's size and income (at the yearly rate) of each household, and its assets at the next New Year."""
    for home in range(purses.size):
        purse = purses[home]
        yearly = np.int64(out.farm[home, year]) + np.int64(other_y[home] * growth)
        part = yearly * months // MONTHS_PER_YEAR
        income = purse.earned_y + part
        out.size[home, year] = purse.size
        out.income[home, year] = purse.earned_y * MONTHS_PER_YEAR // months + yearly
        if year + 1 < out.assets.shape[1]:
            out.assets[home, year + 1] = assets_after(
                out.assets[home, year], income, purse.bills_y, purse.size, is_urban[home], months, saving
            )


@kernel
def kin_year(
    bearers: Bearers, purses: Purses, parent_home: NDArray[np.int32], child: NDArray[np.int32],
    income_pc_m: NDArray[np.int32], gone: NDArray[np.bool_], growth: float, year: int, out: Years,
) -> None:  # fmt: skip
    """Write the monthly income per head of the household of each child who lives apart.

    A child in the region: from that household's year; at home with the parents, or dead: 0; outside: the base, grown.
    """
    for row in range(child.size):
        person = child[row]
        if person == NOBODY or (bearers[person].home == NOBODY and gone[person]):
            out.kin_income[row, year] = int(income_pc_m[row] * growth)
            continue
        home = bearers[person].home
        if home == NOBODY or home == parent_home[row]:
            out.kin_income[row, year] = 0
        else:
            out.kin_income[row, year] = out.income[home, year] // (purses[home].size * MONTHS_PER_YEAR)


class Growth(NamedTuple):
    """Yearly growth of incomes that no person earns here."""

    other: float
    kin: float


def keep_house(
    persons: Persons, households: Households, kin: Kin, events: Columns, month_first: NDArray[np.int64],
    farm: NDArray[np.int32], when: Calendar, saving: SavingRules, growth: Growth, divisions: NDArray[np.void],
) -> Years:  # fmt: skip
    """Run pass three.

    Parameters
    ----------
    farm : int32, households x years
    divisions : records
        Homes founded during the run take a part of the assets as they stood at New Year.
    month_first : int64, months + 1
        First event of each month.

    Returns
    -------
    Years
        Income is at the yearly rate where the horizon holds a part of a calendar year.
    """
    shape = (len(households), when.years)
    out = Years(
        farm, np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.uint16),
        np.zeros((len(kin), when.years), np.int32),
    )  # fmt: skip
    out.assets[:, 0] = households.assets
    (bearers, purses), first = opening(persons, len(households)), 0
    gone = np.zeros(len(persons), np.bool_)
    gone[events.person[events.kind == LEAVE]] = True
    for year, end in enumerate(when.ends):
        divide(out.assets[:, year], divisions, year)
        replay_year(bearers, purses, events, int(month_first[first]), int(month_first[end]), first, end)
        factor = (1 + growth.other) ** year
        close_year(purses, households.is_urban, households.other_y, factor, saving, year, end - first, out)
        factor = (1 + growth.kin) ** year
        kin_year(bearers, purses, kin.parent_household, kin.child, kin.income_pc_m, gone, factor, year, out)
        first = end
    return out
