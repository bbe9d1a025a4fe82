"""The cliff: what a family has when it earns more, and each benefit that goes as its earnings rise.

The family asks for everything it is due at once, so what is shown is the law and not its delays. After a rise, the
gradual exit may pay the old amount on; it is shown where the family held dibao before it earned anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from sim.administration.holders import holder_view
from sim.clock import MONTHS_PER_YEAR
from sim.engine.allowance_step import counter_of
from sim.errors import SimError
from sim.explain.look import Look
from sim.explain.people import members_of
from sim.laws import LawBook
from sim.money import FEN_PER_YUAN
from sim.programmes import gradual_exit
from sim.programmes.allowances import KEYS, allowance_interactions, allowance_laws, allowances
from sim.programmes.dispatcher import basic_laws, basic_living
from sim.programmes.means_test import countable_income_y, employment_cost_m, standard_m
from sim.state.codes import LOW_EDGE, NO_PROGRAMME
from sim.state.holder import HolderView
from sim.state.view import HouseholdView

COLUMNS = ("earned_m", "programme", "amount_m", "net_income_m")
EXIT = "gradual_exit"
DIBAO = "dibao"


@dataclass(frozen=True)
class Family:
    """A family to look at; money is fen.

    Attributes
    ----------
    unit : HouseholdView
        The unit without earnings: size, residence, pensions, farm income, assets.
    members : tuple of HolderView
        Members whom schemes of single persons may concern; who holds what is filled in.
    earners : int
        Members among whom earnings are divided, each with the deduction for the cost of working.
    exit_month : int
        Month of the gradual exit to look at, from 1; 0 shows no exit.
    """

    unit: HouseholdView
    members: tuple[HolderView, ...] = field(default=())
    earners: int = 1
    exit_month: int = 0


def family_of(look: Look, exit_month: int = 0) -> Family:
    """Return a household of a county as a family to look at: its wages put away, its members' schemes open."""
    counter = counter_of(look.county)
    inside = [member.row for member in members_of(look) if member.is_in_unit]
    holders = tuple(holder_view(counter, row) for row in inside)
    unit = look.unit._replace(wages_y=0, employment_cost_m=0)
    return Family(unit, holders, max(1, int(unit.n_workers_able)), exit_month)


def earning(family: Family, earned_m: int, standard: int, means: object) -> HouseholdView:
    """Return the family's unit with monthly earnings in fen."""
    each = earned_m // max(1, family.earners)
    cost = family.earners * int(employment_cost_m(each, standard, means))
    return family.unit._replace(wages_y=MONTHS_PER_YEAR * earned_m, employment_cost_m=cost)


def support(family: Family, earned_m: int, book: LawBook, month: int) -> dict[str, int]:
    """Return what a family that earns so much is paid a month, fen by programme."""
    laws = basic_laws(book, month)
    standard = int(standard_m(family.unit.is_urban, laws.dibao))
    view = earning(family, earned_m, standard, laws.means_test)
    held, amount = (int(number) for number in basic_living(view, laws))
    paid = {DIBAO: 0 if held == LOW_EDGE else amount, EXIT: 0}
    exit_law = book.in_force("gradual_exit", month)
    unheld = held in (NO_PROGRAMME, LOW_EDGE)
    where = (countable_income_y(view), view.n_unit, standard, True, exit_law)
    if unheld and family.exit_month > 0 and gradual_exit.in_exit_band(*where):
        before = support(replace(family, exit_month=0), 0, book, month)[DIBAO]
        paid[EXIT] = int(gradual_exit.payment_m(before, 0, family.exit_month, exit_law)) if before else 0
    share = paid[DIBAO] // max(1, view.n_unit)
    out, words, persons = np.zeros(len(KEYS), np.int64), allowance_interactions(), allowance_laws(book, month)
    for member in family.members:
        allowances(member._replace(held=held, share_m=share), persons, words, out)
        for key, fen in zip(KEYS, out.tolist(), strict=True):
            paid[key] = paid.get(key, 0) + fen
    return paid


def cliff(family: Family, earned_m: Sequence[int], book: LawBook, month: int) -> pd.DataFrame:
    """Return support against earnings, one row a step of earnings and programme, in yuan a month.

    Parameters
    ----------
    earned_m : sequence of int
        Monthly earnings to look at, fen.

    Returns
    -------
    pandas.DataFrame
        earned_m programme amount_m net_income_m; programmes that never pay are left out.

    Raises
    ------
    SimError
        When there is no step of earnings, or one is negative.
    """
    if not earned_m or min(earned_m) < 0:
        raise SimError("a cliff needs at least one step of earnings, none of them negative")
    other_m = family.unit.pension_m + (family.unit.farm_y + family.unit.other_y) // MONTHS_PER_YEAR
    rows = []
    for earned in earned_m:
        paid = support(family, earned, book, month)
        net = earned + other_m + sum(paid.values())
        rows += [(earned, key, fen, net) for key, fen in paid.items()]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    ever = frame.groupby("programme")["amount_m"].transform("max") > 0
    kept = frame[ever | (frame["programme"] == DIBAO)].reset_index(drop=True)
    numbers = [name for name in COLUMNS if name != "programme"]
    kept[numbers] = kept[numbers] / FEN_PER_YUAN
    return kept
