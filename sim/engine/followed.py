"""Whom policy can touch: the households that a replay follows, and the events that concern them.

A household is followed when its income per head falls, in any calendar year of the horizon, below a ceiling that lies
well above every line of the law. The ceiling is the same for all scenarios of a region unless a scenario raises a line
above it, so scenarios differ by policy and not by whom they look at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import kernel
from sim.state.codes import ABILITY_CHANGE, DISABILITY_CHANGE, ENTER, LEAVE, MOVE, PENSION_CHANGE
from sim.state.histories import Histories


@dataclass(frozen=True)
class Followed:
    """The part of a history that a policy replay reads.

    Attributes
    ----------
    households : int32 array
        Rows of the followed households, ascending.
    histories : Histories
        The same lives with the events of everybody's births, deaths, moves, marriages, ability, disability and
        pension, and all other events of the people who ever live in a followed household.
    """

    households: NDArray[np.int32]
    histories: Histories


@kernel
def _below(
    income_y: NDArray[np.int64],
    size_y: NDArray[np.uint16],
    is_urban: NDArray[np.bool_],
    ceiling: NDArray[np.int64],
    out: NDArray[np.bool_],
) -> None:
    for household in range(income_y.shape[0]):
        residence = 0 if is_urban[household] else 1
        for year in range(income_y.shape[1]):
            size = size_y[household, year]
            if size > 0 and income_y[household, year] < ceiling[residence, year] * size:
                out[household] = True
                break


@kernel
def _residents(
    kinds: NDArray[np.uint8],
    people: NDArray[np.int32],
    values: NDArray[np.int32],
    is_followed: NDArray[np.bool_],
    concerned: NDArray[np.bool_],
) -> None:
    for i in range(kinds.size):
        if (kinds[i] == ENTER or kinds[i] == MOVE) and is_followed[values[i]]:
            concerned[people[i]] = True


@kernel
def _keep(
    kinds: NDArray[np.uint8], people: NDArray[np.int32], concerned: NDArray[np.bool_], out: NDArray[np.bool_]
) -> None:
    for i in range(kinds.size):
        kind = kinds[i]
        everybody = kind <= LEAVE or (ABILITY_CHANGE <= kind <= DISABILITY_CHANGE) or kind == PENSION_CHANGE
        out[i] = everybody or concerned[people[i]]


def follow(histories: Histories, ceiling_m: NDArray[np.int64]) -> Followed:
    """Select the followed households and their events.

    Parameters
    ----------
    ceiling_m : int64 array, 2 x years
        Fen a month per head, urban in the first row and rural in the second.
    """
    households = histories.households
    is_followed = np.zeros(len(households), np.bool_)
    _below(
        histories.market_income_y,
        histories.size_y,
        households.is_urban,
        ceiling_m * MONTHS_PER_YEAR,
        is_followed,
    )
    is_followed &= ~households.is_collective
    concerned = np.zeros(len(histories.persons), np.bool_)
    here = histories.persons.entered < 0
    concerned[here] = is_followed[histories.persons.household[here]]
    kinds, people = histories.event_kind, histories.event_person
    _residents(kinds, people, histories.event_value, is_followed, concerned)
    kept = np.empty(kinds.size, np.bool_)
    _keep(kinds, people, concerned, kept)
    first = np.concatenate([[0], np.cumsum(kept)])[histories.month_first]
    return Followed(
        households=np.nonzero(is_followed)[0].astype(np.int32),
        histories=replace(
            histories,
            event_month=histories.event_month[kept],
            event_kind=kinds[kept],
            event_code=histories.event_code[kept],
            event_person=people[kept],
            event_value=histories.event_value[kept],
            month_first=first.astype(np.int64),
        ),
    )
