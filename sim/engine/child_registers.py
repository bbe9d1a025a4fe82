"""Registers of children from lives: who is left behind by parents who work elsewhere, and who is adopted.

Like the other registers they are policy-free and shared by every scenario. An adoption is entered and changes no life.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR, month_of_year
from sim.draws import LIVES_STREAMS, key_of, uniforms
from sim.laws import Law
from sim.state.codes import DEATH, ENTER, LEAVE, MIGRANT, MOVE, NOBODY, WORK_CHANGE
from sim.state.histories import Histories

STREAM_ADOPTION = LIVES_STREAMS + 90
CHILD_REGISTERS = ("children_left_behind", "adoptions")

Rows = NDArray[np.int64]


class _Roll:
    """Where everyone lives and works while the events are read in order."""

    def __init__(self, lives: Histories) -> None:
        persons = lives.persons
        self.lives = lives
        self.home = np.where(persons.entered < 0, persons.household, NOBODY).astype(np.int64)
        self.work = persons.work.astype(np.int16)
        self.was_here = persons.entered < 0

    def read(self, first: int, end: int) -> None:
        """Read the events of the months first to end - 1; of several of one person the last holds."""
        lives = self.lives
        part = slice(int(lives.month_first[first]), int(lives.month_first[end]))
        kinds, people = lives.event_kind[part], lives.event_person[part]
        moves = (kinds == ENTER) | (kinds == MOVE)
        self.home[people[moves]] = lives.event_value[part][moves]
        self.was_here[people[moves]] = True
        self.home[people[(kinds == DEATH) | (kinds == LEAVE)]] = NOBODY
        works = kinds == WORK_CHANGE
        self.work[people[works]] = lives.event_code[part][works]

    def minors(self, month: int, age: int) -> Rows:
        """Return the rows of the residents below an age in a calendar month."""
        return np.flatnonzero(
            (self.home != NOBODY) & (month - self.lives.persons.born < age * MONTHS_PER_YEAR)
        )

    def parent(self, children: Rows, which: str) -> tuple[Rows, NDArray[np.bool_]]:
        """Return the parent's rows and whether each is a known resident."""
        rows = getattr(self.lives.persons, which)[children].astype(np.int64)
        return rows, (rows != NOBODY) & (self.home[rows] != NOBODY)

    def left_behind(self, children: Rows) -> Rows:
        """Return the children with a parent who works elsewhere and none who stays with them."""
        away, stays = np.zeros(children.size, np.bool_), np.zeros(children.size, np.bool_)
        for which in ("father", "mother"):
            rows, here = self.parent(children, which)
            is_away = here & (self.work[rows] == MIGRANT)
            away |= is_away
            stays |= here & ~is_away
        return children[away & ~stays]

    def without_parents(self, children: Rows) -> Rows:
        """Return the children whose parents both lived here once and are dead or gone."""
        lost = np.ones(children.size, np.bool_)
        for which in ("father", "mother"):
            rows, here = self.parent(children, which)
            lost &= (rows != NOBODY) & self.was_here[rows] & ~here
        return children[lost]


def child_registers(lives: Histories, n_townships: int, law: Law) -> NDArray[np.int64]:
    """Return the registers of children, int64 months x townships x CHILD_REGISTERS.

    The list of children left behind is made at the start and every January, and holds for the year. Adoptions of the
    year fall into months by a draw.

    Parameters
    ----------
    law : named tuple
        The law "monitoring": ages and the yearly share of children without parents who are adopted.
    """
    out = np.zeros((lives.months, n_townships, len(CHILD_REGISTERS)), np.int64)
    roll, township, ids = _Roll(lives), lives.households.township, lives.persons.id
    is_adopted = np.zeros(len(lives.persons), np.bool_)
    first = 0
    while first < lives.months:
        month = lives.start + first
        end = min(lives.months, first + MONTHS_PER_YEAR - month_of_year(month) + 1)
        children = roll.left_behind(roll.minors(month, law.left_behind_age))
        out[first:end, :, 0] = np.bincount(township[roll.home[children]], minlength=n_townships)
        lost = roll.without_parents(roll.minors(month, law.adoption_age))
        key = key_of(lives.seed, STREAM_ADOPTION, first)
        drawn = lost[(uniforms(key, ids[lost], 0) < law.adoption_y) & ~is_adopted[lost]]
        is_adopted[drawn] = True
        when = first + np.floor(uniforms(key, ids[drawn], 1) * (end - first)).astype(np.int64)
        np.add.at(out[:, :, 1], (when, township[roll.home[drawn]]), 1)
        roll.read(first, end)
        first = end
    return out
