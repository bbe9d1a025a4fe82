"""Temporary relief 临时救助: help at once after a shock, and help with spending that a household cannot bear.

State Council 国发〔2014〕47号 and ministry opinion 民发〔2018〕23号; the formula is local: Gansu 2021, one city
of Jiangsu, and Ningxia's fitted to what Wuzhong published.
"""

from __future__ import annotations

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import rule
from sim.laws import Law
from sim.money import ceil_to_yuan, share_of
from sim.programmes.codes import HOUSEHOLD
from sim.programmes.means_test import disposable_income_pc_m, standard_m
from sim.programmes.programme import Programme
from sim.state.codes import NO_PROGRAMME
from sim.state.relief import ILLNESS, STUDY, URGENT, ReliefView

# Order of the choices in temporary_relief.yaml.
NO_FORMULA, NINGXIA, GANSU, JIANGSU = 0, 1, 2, 3
LIGHT, HEAVY, CATASTROPHE = 0, 1, 2
TOWNSHIP_LEVEL, COUNTY_LEVEL = 0, 1

CLAUSES = (
    "emergency",
    "illness_spending",
    "study_spending",
    "nothing_happened",
    "loss_too_small",
    "burden_too_small",
    "income_too_high",
    "same_cause_within_a_year",
    "not_in_force",
)
NOTHING_HAPPENED, LOSS_TOO_SMALL, BURDEN_TOO_SMALL, INCOME_TOO_HIGH, SAME_CAUSE, NOT_IN_FORCE = (
    3,
    4,
    5,
    6,
    7,
    8,
)


@rule
def spending_y(view: ReliefView, cause: int) -> int:
    """Return the spending that weighs on the household for a cause, fen in twelve months."""
    if cause == ILLNESS:
        return view.bills_y + view.rehabilitation_y
    return view.study_y if cause == STUDY else 0


@rule
def is_covered(cause: int, law: Law) -> bool:
    """True if the place helps for this purpose: urgent need 急难, illness 因病支出 or education 教育."""
    if law.formula == NO_FORMULA:
        return False
    if cause == URGENT:
        return bool(law.covers_urgent)
    return bool(law.covers_illness) if cause == ILLNESS else cause == STUDY and bool(law.covers_study)


@rule
def is_emergency(view: ReliefView, law: Law) -> bool:
    """True if a breadwinner died, or what was lost at once reaches a multiple of the month's income."""
    if view.is_bereaved:
        return True
    line = share_of(view.income_y, law.emergency_ratio / MONTHS_PER_YEAR)
    return view.loss > 0 and view.loss >= line


@rule
def is_overburdened(view: ReliefView, cause: int, law: Law) -> bool:
    """True if the spending for the cause, with the rest of the rigid spending, exceeds a share of the income."""
    if spending_y(view, cause) <= 0:
        return False
    burden = view.bills_y + view.rehabilitation_y + view.study_y
    return burden > share_of(view.income_y, law.burden_share)


@rule
def deciding_clause(view: ReliefView, cause: int, means: Law, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses relief for a cause."""
    if not is_covered(cause, law):
        return NOT_IN_FORCE
    if view.months_since < law.same_cause_months:
        return SAME_CAUSE
    if cause == URGENT:
        if view.loss <= 0 and not view.is_bereaved:
            return NOTHING_HAPPENED
        return URGENT - 1 if is_emergency(view, law) else LOSS_TOO_SMALL
    if spending_y(view, cause) <= 0:
        return NOTHING_HAPPENED
    line_y = MONTHS_PER_YEAR * disposable_income_pc_m(view.is_urban, means) * view.n_persons
    if view.income_y >= line_y:
        return INCOME_TOO_HIGH
    return cause - 1 if is_overburdened(view, cause, law) else BURDEN_TOO_SMALL


@rule
def eligible(view: ReliefView, cause: int, means: Law, law: Law) -> bool:
    """True if the law grants relief for a cause; residence is not asked in an emergency."""
    return deciding_clause(view, cause, means, law) < NOTHING_HAPPENED


@rule
def need(view: ReliefView, cause: int) -> int:
    """Return what the household lacks, fen: what it lost at once, or what it spent in twelve months."""
    return view.loss if cause == URGENT else spending_y(view, cause)


@rule
def severity(need_fen: int, line_m: int, law: Law) -> int:
    """Return LIGHT, HEAVY or CATASTROPHE for a need, measured in months of the standard of all members."""
    if need_fen <= line_m * law.light_months:
        return LIGHT
    return HEAVY if need_fen <= line_m * law.catastrophe_months else CATASTROPHE


@rule
def months_of_help(need_fen: int, line_m: int, most: int) -> int:
    """Return the months of the standard that a need fills, at least one and at most `most`."""
    return max(1, min(most, -(-need_fen // max(1, line_m))))


@rule
def gansu_amount(view: ReliefView, cause: int, dibao: Law, law: Law) -> int:
    """Return the relief by Gansu's formula: urban standard x persons x months, rural applicants too.

    A light emergency gets a small sum, never above its cap; a catastrophe is decided case by case, here with twice
    the months.
    """
    line_m = dibao.standard_urban_m * view.n_persons
    wanted = need(view, cause)
    grade = severity(wanted, line_m, law)
    if cause == URGENT and grade == LIGHT and not view.is_bereaved:
        return min(wanted, law.small_sum)
    most = law.most_months * (law.catastrophe_factor if grade == CATASTROPHE else 1)
    return line_m * months_of_help(wanted, line_m, most)


@rule
def ningxia_amount(view: ReliefView, dibao: Law, law: Law) -> int:
    """Return the relief as so many standards a head, capped at a number of standards a head."""
    line_m = standard_m(view.is_urban, dibao) * view.n_persons
    return min(share_of(line_m, law.standards_pc), share_of(line_m, law.most_standards_pc))


@rule
def jiangsu_amount(view: ReliefView, cause: int, dibao: Law, law: Law) -> int:
    """Return the relief by a Jiangsu city's formula: the least sum up to a need, then a share of the need."""
    standard = standard_m(view.is_urban, dibao)
    least, most = share_of(standard, law.least_standards), share_of(standard, law.most_standards)
    wanted = need(view, cause)
    if wanted <= law.share_from:
        return least
    return min(most, max(least, share_of(wanted, law.share_of_need)))


@rule
def amount(view: ReliefView, cause: int, dibao: Law, law: Law) -> int:
    """Return the relief of an eligible household, fen once, rounded up to whole yuan."""
    if law.formula == GANSU:
        return ceil_to_yuan(gansu_amount(view, cause, dibao, law))
    if law.formula == JIANGSU:
        return ceil_to_yuan(jiangsu_amount(view, cause, dibao, law))
    return ceil_to_yuan(ningxia_amount(view, dibao, law)) if law.formula == NINGXIA else 0


@rule
def small_amount(view: ReliefView, law: Law) -> int:
    """Return the small sum that a township may hand out at once, before any paper, fen."""
    return law.small_sum if view.n_persons > 0 and law.formula != NO_FORMULA else 0


@rule
def approval_level(amount_fen: int, law: Law) -> int:
    """Return who decides: the township up to the small sum, the county above."""
    return TOWNSHIP_LEVEL if amount_fen <= law.small_sum else COUNTY_LEVEL


@rule
def months_to_payment(cause: int, amount_fen: int, law: Law) -> int:
    """Return the months from the shock to the payment: none where the place assists first and asks papers later."""
    if cause == URGENT and law.assist_first:
        return 0
    return law.township_months + (law.county_months if approval_level(amount_fen, law) == COUNTY_LEVEL else 0)


PROGRAMME = Programme(
    key="temporary_relief",
    code=NO_PROGRAMME,
    unit=HOUSEHOLD,
    label_key="temporary_relief",
    excludes=(),
    funding="relief",
    laws=("means_test", "dibao", "temporary_relief"),
    eligible=eligible,
    amount=amount,
)
