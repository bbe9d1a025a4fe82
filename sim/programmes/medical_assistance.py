"""Medical assistance 医疗救助, and treat first, pay later 先诊疗后付费.

After basic and critical-illness insurance, a share of what is left of costs within the policy's range. Opinion
国办发〔2021〕42号; rates and deductibles of the edge from Xianyang 2023.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.money import share_of
from sim.programmes.codes import PERSON
from sim.programmes.programme import Programme
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, LOW_EDGE, NO_PROGRAMME, SINGLE_PERSON, TEKUN

# Classes of patients, in the order of the law.
NO_CLASS, TEKUN_CLASS, DIBAO_CLASS, EDGE_CLASS, RIGID_CLASS = 0, 1, 2, 3, 4

CLAUSES = ("tekun_full", "dibao_share", "edge_share", "rigid_share", "no_class", "below_deductible")
NO_CLASS_HELD, BELOW_DEDUCTIBLE = 4, 5


@rule
def class_of(programme: int, is_rigid: bool) -> int:
    """Return the class of a patient from the scheme held, by the person or by the unit, and rigid spending."""
    if programme == TEKUN:
        return TEKUN_CLASS
    if programme == DIBAO or programme == DIBAO_EXPENDITURE or programme == SINGLE_PERSON:
        return DIBAO_CLASS
    if programme == LOW_EDGE:
        return EDGE_CLASS
    return RIGID_CLASS if is_rigid else NO_CLASS


@rule
def rate(patient_class: int, law: Law) -> float:
    """Return the share that assistance pays above the deductible."""
    if patient_class == TEKUN_CLASS:
        return law.rate_tekun
    if patient_class == DIBAO_CLASS:
        return law.rate_dibao
    if patient_class == EDGE_CLASS:
        return law.rate_edge
    return law.rate_rigid if patient_class == RIGID_CLASS else 0.0


@rule
def deductible_y(patient_class: int, disposable_y: int, law: Law) -> int:
    """Return what the patient pays before assistance begins, fen a year: a share of the local mean income."""
    if patient_class == EDGE_CLASS:
        return share_of(disposable_y, law.deductible_edge)
    return share_of(disposable_y, law.deductible_rigid) if patient_class == RIGID_CLASS else 0


@rule
def policy_cost(bill: int, law: Law) -> int:
    """Return the part of a bill that lies within the policy's range; the rest stays with the household."""
    return share_of(bill, 1.0 - law.outside_share)


@rule
def aid_up_to(cost_y: int, deductible: int, share: float, law: Law) -> int:
    """Return the assistance for the year's costs so far, fen, never above the cap."""
    return min(law.cap_y, share_of(max(0, cost_y - deductible), share))


@rule
def amount(cost_before_y: int, cost: int, patient_class: int, disposable_y: int, law: Law) -> int:
    """Return the assistance for one bill, fen, given the policy costs of the year before it."""
    share, line = rate(patient_class, law), deductible_y(patient_class, disposable_y, law)
    before = aid_up_to(cost_before_y, line, share, law)
    return max(0, aid_up_to(cost_before_y + cost, line, share, law) - before)


@rule
def eligible(patient_class: int, law: Law) -> bool:
    """True for a patient of a class that assistance covers."""
    return rate(patient_class, law) > 0.0


@rule
def deciding_clause(patient_class: int, cost_y: int, disposable_y: int, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses assistance with the year's costs."""
    if not eligible(patient_class, law):
        return NO_CLASS_HELD
    if cost_y > 0 and cost_y <= deductible_y(patient_class, disposable_y, law):
        return BELOW_DEDUCTIBLE
    return patient_class - 1


@rule
def pays_later(patient_class: int, law: Law) -> bool:
    """True if the patient is admitted without a deposit: dibao and tekun, where the place treats first."""
    return bool(law.treat_first) and (patient_class == TEKUN_CLASS or patient_class == DIBAO_CLASS)


@rule
def cash_at_admission(patient_class: int, law: Law) -> int:
    """Return the deposit that a hospital asks for, fen."""
    return 0 if pays_later(patient_class, law) else law.deposit


@rule
def chance_to_forgo(liquid: int, patient_class: int, law: Law) -> float:
    """Return the chance that a stay is put off for want of the deposit; the bill itself is not changed."""
    if liquid >= law.deposit:
        return 0.0
    return law.forgo_with_credit if pays_later(patient_class, law) else law.forgo_without


PROGRAMME = Programme(
    key="medical_assistance",
    code=NO_PROGRAMME,
    unit=PERSON,
    label_key="medical_assistance",
    excludes=(),
    funding="medical",
    laws=("medical_assistance",),
    eligible=eligible,
    amount=amount,
)
