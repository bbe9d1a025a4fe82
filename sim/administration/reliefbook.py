"""The book of relief: what its kernels read and write, and the view that the rules of relief take of a household."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.administration.casebook import Case
from sim.administration.payments import is_paid_now
from sim.clock import MONTHS_PER_YEAR, age_years
from sim.draws import ADMINISTRATION_STREAMS, key_of, uniform
from sim.kernels import rule
from sim.laws import Law, LawBook
from sim.programmes.low_edge import breach
from sim.programmes.means_test import PROPERTY_OK, is_severely_disabled
from sim.state.claims import AWARE, COOLING, UNAWARE
from sim.state.codes import FARMING, NO_PROGRAMME, NOBODY, STUDENT
from sim.state.records import single_record
from sim.state.relief import ILLNESS, URGENT, Relief, ReliefView
from sim.state.view import HouseholdView

RELIEF_LINES = (
    "temporary_relief",
    "price_linked",
    "one_off",
    "winter_heating",
    "festival_money",
    "winter_goods",
    "medical_assistance",
    "education_aid",
    "employment_offer",
    "funeral",
    "house_repair",
    "vagrant_relief",
)
(
    TEMPORARY_LINE,
    PRICE_LINE,
    ONE_OFF_LINE,
    HEATING_LINE,
    FESTIVAL_LINE,
    GOODS_LINE,
    MEDICAL_LINE,
    EDUCATION_LINE,
    OFFER_LINE,
    FUNERAL_LINE,
    REPAIR_LINE,
    VAGRANT_LINE,
) = range(len(RELIEF_LINES))
CHARITY_LINES = ("care_parcels", "love_vouchers")  # an account of their own, beside the ledger
PARCEL_LINE, VOUCHER_LINE = len(RELIEF_LINES), len(RELIEF_LINES) + 1
BOOKED = (*RELIEF_LINES, *CHARITY_LINES)

# Draws of relief: those of one household's lasting fate keep one key for the whole run, the others change by month.
STREAM_RELIEF = ADMINISTRATION_STREAMS + 41
ASK, CHECK, REPAIR, OFFER, DEPOSIT, RIGID, HOUSE, ZONE = range(8)
_LASTING = (HOUSE, ZONE)

RELIEF_COUNTS = (
    "relief_households",
    "relief_unfounded",
    "stays_put_off",
    "job_offers",
    "rigid_recognised",
    "cremations",
    "burials",
)
HELPED, UNFOUNDED, PUT_OFF, OFFERS, RECOGNISED, CREMATIONS, BURIALS = range(len(RELIEF_COUNTS))


class ReliefLaws(NamedTuple):
    """The laws of relief in one month, each a record; named after their files."""

    temporary_relief: Law
    price_linked: Law
    one_off: Law
    winter: Law
    charity: Law
    rigid_household: Law
    medical_assistance: Law
    education_aid: Law
    employment_offer: Law
    funeral: Law
    house_repair: Law


class Desk(NamedTuple):
    """Columns, laws and the month's accounts together, as compiled code takes them."""

    case: Case
    relief: Relief
    laws: ReliefLaws
    keys: NDArray[np.uint64]  # by purpose: ASK, CHECK and so on
    amounts: NDArray[np.int64]  # fen, townships x BOOKED
    persons: NDArray[np.int64]  # persons paid for, townships x BOOKED
    counts: NDArray[np.int64]  # townships x RELIEF_COUNTS


def relief_laws(book: LawBook, month: int) -> ReliefLaws:
    """Return the laws of relief in a month, as records."""
    return ReliefLaws(*(single_record(book.in_force(name, month)) for name in ReliefLaws._fields))


def relief_keys(seed: int, t: int) -> NDArray[np.uint64]:
    """Return the keys of the month's draws, one a purpose."""
    months = [0 if purpose in _LASTING else t for purpose in range(ZONE + 1)]
    return np.array(
        [key_of(seed, STREAM_RELIEF + purpose, month) for purpose, month in enumerate(months)], np.uint64
    )


@rule
def programme_of(case: Case, household: int) -> int:
    """Return the scheme in payment, or the class held: the unit's, else that of a member who is supported alone."""
    if not is_paid_now(case.claims, household, case.t):
        return NO_PROGRAMME
    unit = case.claims.households[household].programme
    if unit != NO_PROGRAMME:
        return unit
    person = case.p.households[household].first_member
    while person != NOBODY:
        if case.claims.persons[person].programme != NO_PROGRAMME:
            return case.claims.persons[person].programme
        person = case.p.persons[person].next_member
    return NO_PROGRAMME


@rule
def programme_of_person(case: Case, person: int, household: int) -> int:
    """Return the scheme in payment for a person: the own one, else the unit's."""
    if not is_paid_now(case.claims, household, case.t):
        return NO_PROGRAMME
    own = case.claims.persons[person].programme
    return own if own != NO_PROGRAMME else case.claims.households[household].programme


@rule
def property_is_ok(case: Case, household: int) -> bool:
    """True if the household's property is within the limits of the low-edge class."""
    file, basic = case.files.households[household], case.laws.basic
    n = case.p.households[household].n_members
    view = HouseholdView(
        n, file.is_urban, 0, 0, 0, 0, 0, 0, 0, 0, file.assets, file.has_vehicle, False, int(file.n_houses), False,
        file.has_company, False, 0, 0, 0, 0, 0,
    )  # fmt: skip
    return breach(view, basic.means_test, basic.dibao, basic.low_edge) == PROPERTY_OK


@rule
def aid_12m(desk: Desk, household: int) -> int:
    """Return the medical assistance of the last twelve months, fen; turns the ring up to the running month."""
    relief, t = desk.relief, desk.case.t
    first = max(relief.households[household].aid_turned_at + 1, t - MONTHS_PER_YEAR + 1)
    for month in range(first, t + 1):
        slot = month % MONTHS_PER_YEAR
        relief.households[household].aid_12m -= relief.aid.months[household, slot]
        relief.aid.months[household, slot] = 0
    relief.households[household].aid_turned_at = t
    return relief.households[household].aid_12m


@rule
def enter_aid(desk: Desk, household: int, fen: int) -> None:
    """Enter medical assistance for the running month."""
    aid_12m(desk, household)
    desk.relief.aid.months[household, desk.case.t % MONTHS_PER_YEAR] += fen
    desk.relief.households[household].aid_12m += fen


@rule
def able_to_work(desk: Desk, person: int) -> bool:
    """True for a member of working age who is neither in school nor severely disabled or ill."""
    case, law = desk.case, desk.laws.employment_offer
    age = age_years(case.files.persons[person].born, case.month)
    if age < law.working_age_from or age >= law.working_age_to or case.p.persons[person].work == STUDENT:
        return False
    kind, grade = case.p.persons[person].disability_type, case.p.persons[person].disability_grade
    return case.p.persons[person].ill == 0 and not is_severely_disabled(
        kind, grade, case.laws.basic.means_test
    )


@rule
def months_since(desk: Desk, household: int, cause: int) -> int:
    """Return the months since the last relief for a cause."""
    own = desk.relief.households[household]
    last = own.urgent_at if cause == URGENT else own.illness_at if cause == ILLNESS else own.study_at
    return desk.case.t - last


@rule
def is_dangerous(desk: Desk, household: int) -> bool:
    """True if the household's house was dangerous at the start or has become so since."""
    law, entity = desk.laws.house_repair, desk.case.files.households[household].id
    share = law.dangerous_share + law.decay_y * desk.case.t / MONTHS_PER_YEAR
    return uniform(desk.keys[HOUSE], entity, 0) < share


@rule
def relief_view(desk: Desk, household: int, cause: int) -> ReliefView:
    """Return what the rules of relief see of a household in the running month, asking for one cause."""
    case, own, law = desk.case, desk.relief.households[household], desk.laws.temporary_relief
    home, file = case.p.households[household], case.files.households[household]
    pensions = students = severe = able = earning = 0
    person = home.first_member
    while person != NOBODY:
        row = case.p.persons[person]
        pensions += row.pension_m if row.pension != 0 else 0
        age = age_years(case.files.persons[person].born, case.month)
        students += row.work == STUDENT and age >= desk.laws.education_aid.tertiary_age
        severe += is_severely_disabled(row.disability_type, row.disability_grade, case.laws.basic.means_test)
        able += able_to_work(desk, person)
        earning += row.wage_m > 0 or row.work == FARMING
        person = row.next_member
    wages_y = home.wages_12m + case.claims.households[household].post_y
    income_y = wages_y + max(0, file.farm_y) + max(0, file.other_y) + MONTHS_PER_YEAR * pensions
    return ReliefView(
        home.n_members,
        file.is_urban,
        programme_of(case, household),
        income_y,
        max(0, home.bills_12m - aid_12m(desk, household)),
        students * law.study_cost_y,
        severe * law.rehabilitation_y,
        own.loss,
        own.is_bereaved == 1,
        property_is_ok(case, household),
        months_since(desk, household, cause),
        able,
        earning,
        is_dangerous(desk, household),
        own.repaired_at >= 0,
    )


@rule
def chance_to_ask(desk: Desk, household: int) -> float:
    """Return the chance that a household asks for help with a shock: the better known to the office, the higher."""
    law, claim = desk.laws.temporary_relief, desk.case.claims.households[household]
    if claim.visited_at == desk.case.t or (
        claim.status != UNAWARE and claim.status != AWARE and claim.status != COOLING
    ):
        return law.asks_known
    return law.asks_unaware if claim.status == UNAWARE else law.asks_aware


@rule
def pay_household(desk: Desk, household: int, line: int, fen: int, n: int) -> None:
    """Book cash for a household and its persons on a line, and enter it as received this month and year."""
    place = desk.case.files.households[household].township
    desk.amounts[place, line] += fen
    desk.persons[place, line] += n
    if line != EDUCATION_LINE:  # help with the cost of study fills no gap to the standard
        desk.relief.households[household].cash_m += fen
    desk.case.claims.households[household].paid_y += fen


@rule
def book_in_kind(desk: Desk, household: int, line: int, fen: int, n: int) -> None:
    """Book goods, a service or a bill paid for a household; no cash reaches it."""
    place = desk.case.files.households[household].township
    desk.amounts[place, line] += fen
    desk.persons[place, line] += n
