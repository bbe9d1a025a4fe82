"""Registers from lives: monthly counts of persons, elders, births, deaths, moves and marriages by township.

They are policy-free, so they are counted once with the histories and shared by every scenario.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernels import array_kernel, rule
from sim.state.codes import DEATH, ENTER, FEMALE, LEAVE, MARRY, MOVE, NOBODY
from sim.state.histories import Histories

REGISTERS = ("persons", "persons_60", "births", "deaths", "arrivals", "departures", "marriages", "divorces")
_PERSONS, _ELDERS, _BIRTHS, _DEATHS, _IN, _OUT, _MARRIAGES, _DIVORCES = range(len(REGISTERS))


@rule
def _place(
    stock: NDArray[np.int64], where: NDArray[np.int16], person: int, place: int, is_elder: bool
) -> None:
    """Put a person into a township's stock, or take the person out of every stock (place -1)."""
    old = where[person]
    if old != NOBODY:
        stock[old, _PERSONS] -= 1
        stock[old, _ELDERS] -= is_elder
    if place != NOBODY:
        stock[place, _PERSONS] += 1
        stock[place, _ELDERS] += is_elder
    where[person] = place


@rule
def _count_event(
    stock: NDArray[np.int64],
    flow: NDArray[np.int64],
    where: NDArray[np.int16],
    person: int,
    kind: int,
    place: int,
    sex: int,
    is_elder: bool,
    is_newborn: bool,
) -> None:
    old = where[person]
    if kind == ENTER:
        flow[place, _BIRTHS if is_newborn else _IN] += 1
        _place(stock, where, person, place, is_elder)
    elif kind == MOVE:
        if old != NOBODY and place != old:
            flow[old, _OUT] += 1
            flow[place, _IN] += 1
        _place(stock, where, person, place, is_elder)
    elif kind == DEATH or kind == LEAVE:
        if old != NOBODY:
            flow[old, _DEATHS if kind == DEATH else _OUT] += 1
        _place(stock, where, person, NOBODY, is_elder)
    elif old != NOBODY and sex == FEMALE:  # both of a couple are told
        flow[old, _MARRIAGES if kind == MARRY else _DIVORCES] += 1


@array_kernel
def _register(
    month_first: NDArray[np.int64],
    kinds: NDArray[np.uint8],
    people: NDArray[np.int32],
    values: NDArray[np.int32],
    township: NDArray[np.int16],
    born: NDArray[np.int32],
    sex: NDArray[np.uint8],
    turns: NDArray[np.int32],
    by_turn: NDArray[np.int64],
    where: NDArray[np.int16],
    start: int,
    elder_months: int,
    out: NDArray[np.int64],
) -> None:
    stock = np.zeros(out.shape[1:], np.int64)
    for person in range(where.size):
        if where[person] != NOBODY:
            place, where[person] = where[person], NOBODY
            _place(stock, where, person, place, start - 1 - born[person] >= elder_months)
    turning = 0
    for t in range(out.shape[0]):
        now = start + t
        while turning < by_turn.size and turns[by_turn[turning]] <= t:
            person = by_turn[turning]
            if turns[person] == t and where[person] != NOBODY:
                stock[where[person], _ELDERS] += 1
            turning += 1
        for i in range(month_first[t], month_first[t + 1]):
            person, kind = people[i], kinds[i]
            if kind <= LEAVE:
                place = township[values[i]] if kind == ENTER or kind == MOVE else NOBODY
                is_elder = now - born[person] >= elder_months
                _count_event(
                    out[t], out[t], where, person, kind, place, sex[person], is_elder, born[person] == now
                )
        _add_stock(out, stock, t)


@rule
def _add_stock(out: NDArray[np.int64], stock: NDArray[np.int64], t: int) -> None:
    """Turn the month's changes of stock into the stock at its end."""
    for place in range(stock.shape[0]):
        for column in range(_ELDERS + 1):
            stock[place, column] += out[t, place, column]
            out[t, place, column] = stock[place, column]


def register(histories: Histories, n_townships: int, elder_age: int = 60) -> NDArray[np.int64]:
    """Return the registers, int64 months x townships x REGISTERS; stocks at month end, flows in the month.

    `marriages` and `divorces` count couples, as registrars do, where the wife lived until then.
    """
    persons = histories.persons
    elder_months = elder_age * 12
    turns = (persons.born + elder_months - histories.start).astype(np.int32)
    where = np.where(persons.entered < 0, histories.households.township[persons.household], NOBODY)
    out = np.zeros((histories.months, n_townships, len(REGISTERS)), np.int64)
    _register(
        histories.month_first,
        histories.event_kind,
        histories.event_person,
        histories.event_value,
        histories.households.township,
        persons.born,
        persons.sex,
        turns,
        np.argsort(turns, kind="stable"),
        where.astype(np.int16),
        histories.start,
        elder_months,
        out,
    )
    return out
