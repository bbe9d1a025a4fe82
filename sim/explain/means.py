"""The means test of one unit, step by step, by the rules that the whole city is assessed by."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.administration.casebook import Case, member_sums, support_m
from sim.clock import MONTHS_PER_YEAR
from sim.explain.account import ChildElsewhere, Means, PropertyItem
from sim.explain.look import Look
from sim.money import share_of
from sim.programmes.dispatcher import BasicLaws
from sim.programmes.means_test import (
    PROPERTY_OK,
    asset_limit,
    countable_income_y,
    income_after_spending_y,
    property_breach,
    standard_m,
)
from sim.state.view import HouseholdView

PROPERTY = ("assets", "vehicle", "houses", "company", "purchase")


def means_of(look: Look) -> Means:
    """Return the steps of the means test of the household's unit; of everyone when all are due tekun alone."""
    view = look.unit if look.unit.n_unit > 0 else look.everyone
    post_y = int(look.case.claims.households.post_y[look.row])
    return means_of_view(view, look.case.laws.basic, children_of(look), post_y)


def means_of_view(
    view: HouseholdView, laws: BasicLaws, children: tuple[ChildElsewhere, ...] = (), post_y: int = 0
) -> Means:
    """Return the steps of the means test of one unit.

    Parameters
    ----------
    children : tuple of ChildElsewhere
        Whose support adds up to `view.support_m`.
    post_y : int
        What a public-service post paid in the last twelve months, fen; a part of the wages.
    """
    standard, heads = int(standard_m(view.is_urban, laws.dibao)), max(1, view.n_unit)
    countable, after = int(countable_income_y(view)), int(income_after_spending_y(view))
    wages_alone = HouseholdView(view.n_unit, view.is_urban, view.wages_y, view.employment_cost_m)
    return Means(
        is_urban=bool(view.is_urban),
        n_unit=int(view.n_unit),
        wages_y=int(view.wages_y),
        post_y=post_y,
        employment_cost_y=MONTHS_PER_YEAR * int(view.employment_cost_m),
        earned_y=int(countable_income_y(wages_alone)),
        pension_y=MONTHS_PER_YEAR * int(view.pension_m),
        pension_disregarded_y=MONTHS_PER_YEAR * int(view.pension_disregarded_m),
        farm_y=int(view.farm_y),
        other_y=int(view.other_y),
        support_y=MONTHS_PER_YEAR * int(view.support_m),
        countable_y=countable,
        countable_pc_m=_per_head_m(countable, heads),
        spending_y=int(view.rigid_y),
        after_spending_y=after,
        after_spending_pc_m=_per_head_m(after, heads),
        standard_m=standard,
        line_y=MONTHS_PER_YEAR * standard * int(view.n_unit),
        low_edge_m=int(share_of(standard, float(laws.low_edge.ratio))),
        children=children,
        property=property_of(view, laws),
    )


def _per_head_m(income_y: int, heads: int) -> int:
    """Return an income per head and month for display, rounded to whole fen; the tests use the annual figure."""
    return int(share_of(income_y, 1 / (MONTHS_PER_YEAR * heads)))


def property_of(view: HouseholdView, laws: BasicLaws) -> tuple[PropertyItem, ...]:
    """Return each kind of property against the limit of dibao, each tested alone by the rule of the law."""
    means = laws.means_test
    bare = view._replace(assets=0, has_vehicle=False, n_houses=0, has_company=False, bought_home=False)
    limit = int(asset_limit(view.n_unit, standard_m(view.is_urban, laws.dibao), means))
    alone = {
        "assets": bare._replace(assets=view.assets),
        "vehicle": bare._replace(has_vehicle=view.has_vehicle),
        "houses": bare._replace(n_houses=view.n_houses),
        "company": bare._replace(has_company=view.has_company),
        "purchase": bare._replace(bought_home=view.bought_home),
    }
    relieved = max(limit, int(means.illness_assets_pc) * view.n_unit) if view.n_ill > 0 else limit
    held = (view.assets, view.has_vehicle, view.n_houses, view.has_company, view.bought_home)
    limits = (
        relieved,
        int(not means.counts_vehicles),
        int(means.max_houses),
        int(not means.counts_companies),
        int(not means.counts_purchases),
    )
    return tuple(
        PropertyItem(
            key, int(amount), most, bool(property_breach(alone[key], limit, False, means) == PROPERTY_OK)
        )
        for key, amount, most in zip(PROPERTY, held, limits, strict=True)
    )


def children_of(look: Look) -> tuple[ChildElsewhere, ...]:
    """Return the children elsewhere with the support imputed from each."""
    files, row = look.case.files, look.row
    first, last = int(files.kin_first[row]), int(files.kin_first[row + 1])
    kin = files.kin[first:last]
    n_elders = int(member_sums(look.case, row, look.standard, False).n_elders)
    return tuple(
        ChildElsewhere(
            n_members=int(kin.n_members[i]),
            income_pc_m=int(kin.income_m[i]),
            n_elders=int(kin.n_elders[i]),
            is_unable=bool(kin.is_unable[i]),
            support_m=int(support_m(_only(look.case, row, kin, i), row, n_elders, look.standard)),
        )
        for i in range(last - first)
    )


def _only(case: Case, row: int, kin: Any, child: int) -> Case:
    """Return the case with all of a household's children elsewhere but one unable, so that the sum is that one's."""
    kin = kin.copy()
    kin.is_unable[np.arange(kin.size) != child] = True
    pointers = case.files.kin_first.copy()
    pointers[row], pointers[row + 1] = 0, kin.size
    return case._replace(files=case.files._replace(kin=kin, kin_first=pointers))
