"""The rolls: what everyone of a class is paid or given in its month, and what is offered to those on dibao."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.payments import is_paid_now
from sim.administration.reliefbook import (
    EDUCATION_LINE,
    FESTIVAL_LINE,
    GOODS_LINE,
    HEATING_LINE,
    OFFER,
    OFFER_LINE,
    OFFERS,
    ONE_OFF_LINE,
    PARCEL_LINE,
    PRICE_LINE,
    REPAIR,
    REPAIR_LINE,
    VOUCHER_LINE,
    Desk,
    book_in_kind,
    is_dangerous,
    pay_household,
    programme_of,
    programme_of_person,
    relief_view,
)
from sim.clock import age_years, month_of_year
from sim.draws import uniform
from sim.kernels import array_kernel, kernel, rule
from sim.programmes import (
    charity,
    education_aid,
    employment_offer,
    house_repair,
    one_off,
    price_linked,
    winter,
)
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, NO_PROGRAMME, NOBODY, STUDENT
from sim.state.relief import NO_CAUSE

_price, _price_amount = price_linked.eligible, price_linked.amount
_one_off = one_off.amount
_heating, _festival, _goods = winter.heating, winter.festival, winter.goods
_parcel, _voucher = charity.parcel, charity.voucher
_stage, _taught, _grant = education_aid.stage, education_aid.eligible, education_aid.amount
_offered, _post, _post_ends = employment_offer.eligible, employment_offer.amount, employment_offer.ends
_repairs, _repair = house_repair.eligible, house_repair.amount


@rule
def pay_heads(desk: Desk, household: int, rise: float) -> None:
    """Pay the subsidies that come a head: the price-linked one and the one-off one."""
    case, laws = desk.case, desk.laws
    person = case.p.households[household].first_member
    while person != NOBODY:
        programme = programme_of_person(case, person, household)
        if _price(programme, rise, laws.price_linked):
            is_urban = case.files.households[household].is_urban
            fen = _price_amount(is_urban, rise, case.laws.basic.dibao, laws.price_linked)
            pay_household(desk, household, PRICE_LINE, fen, 1)
        fen = _one_off(programme, laws.one_off)
        if fen > 0:
            pay_household(desk, household, ONE_OFF_LINE, fen, 1)
        person = case.p.persons[person].next_member


@rule
def give_winter_help(desk: Desk, household: int, programme: int) -> None:
    """Pay heating and festival money and hand out goods, in their months."""
    month, law = month_of_year(desk.case.month), desk.laws.winter
    n = desk.case.p.households[household].n_members
    fen = _heating(programme, month, law)
    if fen > 0:
        pay_household(desk, household, HEATING_LINE, fen, n)
    fen = _festival(programme, month, law)
    if fen > 0:
        pay_household(desk, household, FESTIVAL_LINE, fen, n)
    fen = _goods(programme, month, law)
    if fen > 0:
        book_in_kind(desk, household, GOODS_LINE, fen, n)


@rule
def is_drawn(desk: Desk, household: int) -> bool:
    """True if this year's care parcels reach a household."""
    entity = desk.case.files.households[household].id
    return uniform(desk.keys[OFFER], entity, 2) < desk.laws.charity.parcel_share


@rule
def give_charity(desk: Desk, household: int, programme: int) -> None:
    """Hand out parcels and vouchers, on the account of charity."""
    n = desk.case.p.households[household].n_members
    fen = _parcel(is_drawn(desk, household), desk.laws.charity)
    if fen > 0:
        book_in_kind(desk, household, PARCEL_LINE, fen, n)
    fen = _voucher(programme, desk.laws.charity)
    if fen > 0:
        book_in_kind(desk, household, VOUCHER_LINE, fen, n)


@rule
def pay_pupils(desk: Desk, household: int, is_rigid: bool) -> None:
    """Pay this term's education assistance to the pupils and students of a household."""
    case, law = desk.case, desk.laws.education_aid
    person = case.p.households[household].first_member
    while person != NOBODY:
        if case.p.persons[person].work == STUDENT:
            age = age_years(case.files.persons[person].born, case.month)
            school_stage = _stage(age, True, law)
            programme = programme_of_person(case, person, household)
            if _taught(school_stage, programme, is_rigid, law):
                fen = _grant(school_stage, month_of_year(case.month), law)
                if fen > 0:
                    pay_household(desk, household, EDUCATION_LINE, fen, 1)
        person = case.p.persons[person].next_member


@rule
def seeks_post(desk: Desk, household: int) -> bool:
    """True if a household on dibao in which nobody works would be offered a post this month, were one vacant."""
    law, case = desk.laws.employment_offer, desk.case
    entity = case.files.households[household].id
    if desk.relief.households[household].post_until >= case.t:
        return False
    if uniform(desk.keys[OFFER], entity, 0) >= law.offer_m:
        return False
    return _offered(relief_view(desk, household, NO_CAUSE), law)


@array_kernel
def fill_posts(desk: Desk, seeking: NDArray[np.int32], vacant: int) -> None:
    """Offer the vacant posts to the households that seek one, in the order of their draw, until all are taken."""
    law, case = desk.laws.employment_offer, desk.case
    draws = np.empty(seeking.size)
    for place, household in enumerate(seeking):
        draws[place] = uniform(desk.keys[OFFER], case.files.households[household].id, 0)
    for place in np.argsort(draws, kind="mergesort"):
        if vacant <= 0:
            return
        household = seeking[place]
        desk.counts[case.files.households[household].township, OFFERS] += 1
        if uniform(desk.keys[OFFER], case.files.households[household].id, 1) < law.accepts:
            desk.relief.households[household].post_from = case.t + 1
            desk.relief.households[household].post_until = _post_ends(case.t, law)
            vacant -= 1


@kernel
def pay_posts(desk: Desk, holders: NDArray[np.int32]) -> None:
    """Book the pay of the posts that run; it is a wage and no benefit."""
    fen = _post(desk.case.laws.basic.tekun.minimum_wage_m, desk.laws.employment_offer)
    for household in holders:
        if desk.case.p.households[household].n_members > 0:
            book_in_kind(desk, household, OFFER_LINE, fen, 1)


@rule
def repair_house(desk: Desk, household: int) -> None:
    """Repair a dangerous house in the building season, once."""
    law, case = desk.laws.house_repair, desk.case
    if not law.season_from <= month_of_year(case.month) <= law.season_to or not is_dangerous(desk, household):
        return
    if uniform(desk.keys[REPAIR], case.files.households[household].id, 0) >= law.repair_m:
        return
    view = relief_view(desk, household, NO_CAUSE)
    if _repairs(view, law):
        desk.relief.households[household].repaired_at = case.t
        book_in_kind(desk, household, REPAIR_LINE, _repair(view, law), view.n_persons)


@array_kernel
def call_the_rolls(desk: Desk, rows: NDArray[np.int32], rise: float) -> NDArray[np.int32]:
    """Go once through the households known to the office; returns those that seek a public-service post.

    `rise` is what prices have risen, 0 without a trigger.
    """
    seeking = np.empty(rows.size, np.int32)
    n = 0
    case, laws = desk.case, desk.laws
    month = month_of_year(case.month)
    law = laws.one_off
    by_head = rise > 0.0 or law.dibao_pc + law.tekun_pc + law.low_edge_pc > 0
    is_winter = month == laws.winter.heating_month or month == laws.winter.festival_month
    is_term = month == laws.education_aid.autumn_month or month == laws.education_aid.spring_month
    for household in rows:
        if case.p.households[household].n_members == 0:
            continue
        is_rigid = desk.relief.households[household].rigid_until >= case.t
        if not is_rigid and not is_paid_now(case.claims, household, case.t):
            continue
        if is_term:
            pay_pupils(desk, household, is_rigid)
        programme = programme_of(case, household)
        if by_head:
            pay_heads(desk, household, rise)
        if is_winter:
            give_winter_help(desk, household, programme)
        if month == laws.charity.month and programme != NO_PROGRAMME:
            give_charity(desk, household, programme)
        is_dibao = programme == DIBAO or programme == DIBAO_EXPENDITURE
        if is_dibao and case.p.households[household].wages_m == 0 and seeks_post(desk, household):
            seeking[n] = household
            n += 1
        if not case.files.households[household].is_urban:
            repair_house(desk, household)
    return seeking[:n].copy()
