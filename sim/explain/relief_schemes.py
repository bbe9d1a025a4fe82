"""The household-level and one-off schemes: what the household could have this month, and which clause decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.administration.reliefbook import Desk, programme_of, programme_of_person, relief_view
from sim.administration.rolls import is_drawn
from sim.clock import age_years, format_month, month_of_year
from sim.engine.relief_step import desk_of
from sim.explain.account import RELIEF_KEYS, SchemeExplanation
from sim.explain.citing import both, cite_relief, reason, words_of
from sim.explain.look import Look
from sim.finance.departments import department_of, is_of_others
from sim.laws import Clause, Label
from sim.money import fen_to_yuan
from sim.programmes import (
    charity,
    education_aid,
    employment_offer,
    funeral,
    house_repair,
    medical_assistance,
    monitoring,
    one_off,
    price_linked,
    rigid_household,
    temporary_relief,
    winter,
)
from sim.programmes.tekun import base_m
from sim.state.codes import EMPLOYEE_PENSION, STUDENT, TEKUN
from sim.state.relief import ILLNESS, STUDY, URGENT


@dataclass(frozen=True)
class Answer:
    """What one scheme says of a household: the clause, and fen once if it pays this month."""

    entitled: bool
    clause: Clause
    once: int = 0
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Sight:
    """A look at a household with the desk of relief beside it."""

    look: Look
    desk: Desk
    programme: int
    n: int

    @property
    def own(self) -> Any:
        """The household's columns of relief."""
        return self.desk.relief.households[self.look.row]

    @property
    def month_of_year(self) -> int:
        """The calendar month, 1 to 12."""
        return int(month_of_year(self.look.county.month))

    @property
    def is_rigid(self) -> bool:
        """True while the class of rigid spending holds."""
        return bool(self.own.rigid_until >= self.desk.case.t)

    def clause(self, key: str, clauses: tuple[str, ...], place: int) -> Clause:
        """Return a sentence of a scheme's law."""
        return self.look.county.law.clause(key, clauses[int(place)])

    def member_programmes(self) -> list[int]:
        """Return the scheme in payment for each member."""
        row = self.look.row
        return [int(programme_of_person(self.desk.case, person, row)) for person in self.look.members]


def _money(fen: int) -> str:
    text = f"{fen_to_yuan(fen):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _temporary(sight: Sight) -> Answer:
    desk, row = sight.desk, sight.look.row
    law, basic = desk.laws.temporary_relief, desk.case.laws.basic
    views = {cause: relief_view(desk, row, cause) for cause in (URGENT, ILLNESS, STUDY)}
    granted = [c for c, view in views.items() if temporary_relief.eligible(view, c, basic.means_test, law)]
    burdened = [cause for cause in (ILLNESS, STUDY) if temporary_relief.spending_y(views[cause], cause) > 0]
    cause = (granted or burdened or [URGENT])[0]
    place = temporary_relief.deciding_clause(views[cause], cause, basic.means_test, law)
    once = int(temporary_relief.amount(views[cause], cause, basic.dibao, law)) if granted else 0
    notes = []
    if sight.own.last > 0:
        last = max(int(sight.own.urgent_at), int(sight.own.illness_at), int(sight.own.study_at))
        month = format_month(sight.look.county.scenario.start + last)
        notes.append(both("note_relief_last", {"month": month, "amount": _money(int(sight.own.last))}))
    if sight.own.pending > 0:
        month = format_month(sight.look.county.scenario.start + int(sight.own.pending_at))
        notes.append(both("note_relief_pending", {"month": month, "amount": _money(int(sight.own.pending))}))
    clause = sight.clause("temporary_relief", temporary_relief.CLAUSES, place)
    return Answer(bool(granted), clause, once, tuple(notes))


def _price(sight: Sight) -> Answer:
    law, rise = sight.desk.laws.price_linked, sight.look.county.relief.rise
    place = price_linked.deciding_clause(sight.programme, rise, law)
    each = price_linked.amount(sight.look.unit.is_urban, rise, sight.desk.case.laws.basic.dibao, law)
    listed = sum(bool(price_linked.eligible(held, rise, law)) for held in sight.member_programmes())
    cpi, food = sight.look.county.relief.prices.last_print(sight.look.county.month)
    notes = (both("note_prices", {"cpi": f"{cpi:.1%}", "food": f"{food:.1%}"}),)
    clause = sight.clause("price_linked", price_linked.CLAUSES, place)
    return Answer(listed > 0 and rise > 0, clause, int(each) * listed, notes)


def _one_off(sight: Sight) -> Answer:
    law = sight.desk.laws.one_off
    once = sum(int(one_off.amount(held, law)) for held in sight.member_programmes())
    place = one_off.deciding_clause(sight.programme, law)
    return Answer(once > 0, sight.clause("one_off", one_off.CLAUSES, place), once)


def _winter(sight: Sight) -> Answer:
    where = (sight.programme, sight.month_of_year, sight.desk.laws.winter)
    clause = sight.clause("winter", winter.CLAUSES, winter.deciding_clause(*where))
    return Answer(bool(winter.eligible(*where)), clause, int(winter.amount(*where)))


def _charity(sight: Sight) -> Answer:
    law = sight.desk.laws.charity
    where = (sight.programme, bool(is_drawn(sight.desk, sight.look.row)), law)
    clause = sight.clause("charity", charity.CLAUSES, charity.deciding_clause(*where))
    is_month = sight.month_of_year == law.month
    once = int(charity.amount(*where)) if is_month else 0
    if charity.eligible(*where) and not is_month:
        clause = reason("gift_month", {"month": int(law.month)})
    return Answer(bool(charity.eligible(*where)) and is_month, clause, once, (both("note_charity"),))


def _rigid(sight: Sight) -> Answer:
    law, means = sight.desk.laws.rigid_household, sight.desk.case.laws.basic.means_test
    view = relief_view(sight.desk, sight.look.row, ILLNESS)
    place = rigid_household.deciding_clause(view, means, law)
    notes = []
    if sight.is_rigid:
        until = format_month(sight.look.county.scenario.start + int(sight.own.rigid_until))
        notes.append(both("note_rigid", {"month": until}))
    clause = sight.clause("rigid_household", rigid_household.CLAUSES, place)
    return Answer(bool(rigid_household.eligible(view, means, law)), clause, 0, tuple(notes))


def _medical(sight: Sight) -> Answer:
    law, means = sight.desk.laws.medical_assistance, sight.desk.case.laws.basic.means_test
    disposable = rigid_household.disposable_pc_y(sight.look.unit.is_urban, means)
    patients = [medical_assistance.class_of(held, sight.is_rigid) for held in sight.member_programmes()]
    costs = [int(sight.desk.relief.persons.cost_y[person]) for person in sight.look.members]
    patient, cost = max(zip(patients, costs, strict=True), key=lambda one: (one[0] > 0, one[1]))
    place = medical_assistance.deciding_clause(patient, cost, disposable, law)
    aided = int(sum(sight.desk.relief.persons.aid_y[person] for person in sight.look.members))
    notes = [both("note_aid", {"amount": _money(aided)})] if aided > 0 else []
    if medical_assistance.pays_later(patient, law):
        notes.append(both("note_pays_later"))
    clause = sight.clause("medical_assistance", medical_assistance.CLAUSES, place)
    return Answer(bool(medical_assistance.eligible(patient, law)), clause, 0, tuple(notes))


def _education(sight: Sight) -> Answer:
    law, county = sight.desk.laws.education_aid, sight.look.county
    born, work = county.histories.persons.born, county.present.persons.work
    found = []
    for person, held in zip(sight.look.members, sight.member_programmes(), strict=True):
        age = int(age_years(int(born[person]), county.month))
        stage = education_aid.stage(age, int(work[person]) == STUDENT, law)
        found.append((int(stage), held))
    once = sum(
        int(education_aid.amount(stage, sight.month_of_year, law))
        for stage, held in found
        if education_aid.eligible(stage, held, sight.is_rigid, law)
    )
    stage, held = max(found)
    place = education_aid.deciding_clause(stage, held, sight.is_rigid, law)
    entitled = any(education_aid.eligible(stage, held, sight.is_rigid, law) for stage, held in found)
    return Answer(bool(entitled), sight.clause("education_aid", education_aid.CLAUSES, place), once)


def _employment(sight: Sight) -> Answer:
    law, view = sight.desk.laws.employment_offer, relief_view(sight.desk, sight.look.row, URGENT)
    place = employment_offer.deciding_clause(view, law)
    notes = []
    if sight.own.post_until >= sight.desk.case.t:
        until = format_month(sight.look.county.scenario.start + int(sight.own.post_until))
        notes.append(both("note_post", {"month": until}))
    clause = sight.clause("employment_offer", employment_offer.CLAUSES, place)
    return Answer(bool(employment_offer.eligible(view, law)), clause, 0, tuple(notes))


def _funeral(sight: Sight) -> Answer:
    """Answer for the oldest member, as if he or she died and was cremated this month."""
    law, county, basic = sight.desk.laws.funeral, sight.look.county, sight.desk.case.laws.basic
    born = county.histories.persons.born
    person, held = min(
        zip(sight.look.members, sight.member_programmes(), strict=True), key=lambda one: int(born[one[0]])
    )
    has_allowance = int(county.present.persons.pension[person]) == EMPLOYEE_PENSION
    base = int(base_m(sight.look.unit.is_urban, basic.dibao, basic.tekun))
    amount = int(funeral.amount(held, True, has_allowance, base, law))
    place = funeral.deciding_clause(held, True, has_allowance, law)
    if held == TEKUN and amount > 0:
        place = funeral.TEKUN_FUNERAL
    notes = (both("note_funeral", {"amount": _money(amount)}),)
    return Answer(amount > 0, sight.clause("funeral", funeral.CLAUSES, place), 0, notes)


def _repair(sight: Sight) -> Answer:
    law, view = sight.desk.laws.house_repair, relief_view(sight.desk, sight.look.row, URGENT)
    place = house_repair.deciding_clause(view, law)
    entitled = bool(house_repair.eligible(view, law))
    once = int(house_repair.amount(view, law)) if entitled else 0
    return Answer(entitled, sight.clause("house_repair", house_repair.CLAUSES, place), once)


def _vagrant(sight: Sight) -> Answer:
    return Answer(False, reason("has_a_home"))


def _monitoring(sight: Sight) -> Answer:
    due = sight.look.case.wants.households[sight.look.row]
    law = sight.look.county.in_force("monitoring")
    income, line = int(due.disposable_m), int(due.needs_m)
    where = (sight.programme, sight.is_rigid, income, line, True, law)
    clause = sight.clause("monitoring", monitoring.CLAUSES, monitoring.deciding_clause(*where))
    return Answer(bool(monitoring.eligible(*where)), clause)


_ASK: dict[str, Callable[[Sight], Answer]] = dict(
    zip(
        RELIEF_KEYS,
        (
            _temporary, _price, _one_off, _winter, _charity, _rigid, _medical, _education, _employment, _funeral,
            _repair, _vagrant, _monitoring,
        ),
        strict=True,
    )
)  # fmt: skip


def relief_schemes(look: Look) -> tuple[SchemeExplanation, ...]:
    """Return the account of every household-level and one-off scheme; the county is left as it is."""
    desk = desk_of(look.county)
    desk = desk._replace(case=look.case, relief=type(desk.relief)(*(table.copy() for table in desk.relief)))
    sight = Sight(look, desk, int(programme_of(look.case, look.row)), len(look.members))
    return tuple(_scheme(sight, key) for key in RELIEF_KEYS)


def _scheme(sight: Sight, key: str) -> SchemeExplanation:
    if sight.look.is_collective:
        answer = Answer(False, reason("collective"))
    else:
        answer = _ASK[key](sight)
    return SchemeExplanation(
        key=key,
        name=words_of(f"group_{key}"),
        holder=None,
        entitled=answer.entitled,
        clause=answer.clause,
        parameters=cite_relief(sight.look.county, key, sight.look.unit.is_urban),
        status="none",
        once=answer.once,
        notes=(*answer.notes, *_paid_by(key)),
    )


def _paid_by(key: str) -> tuple[Label, ...]:
    """Return the note that another department than civil affairs decides on a scheme and pays it."""
    if not is_of_others(key):
        return ()
    return (both("note_department", {"department": words_of(f"department_{department_of(key)}")}),)
