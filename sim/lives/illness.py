"""Severe illness 大病, hospital stays, and what patients pay after insurance."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import rule
from sim.lives.deaths import Risk, yearly_risk
from sim.state.codes import EMPLOYEE_PENSION, FORMAL

Floats = NDArray[np.float64]
HALF = 0.5
MOST_FEN = np.iinfo(np.int32).max


class IllnessRates(NamedTuple):
    """Risks by single age and the rules of insurance; money in fen."""

    onset: Risk
    stay: Risk
    shortest: int
    longest: int
    cost_low_y: float
    cost_high_y: float
    bill_months: int
    work_loss: float
    stay_log_mean: float
    stay_log_sd: float
    share_resident: float
    share_employee: float
    deductible_y: float
    critical_share: float


def by_age(steps: list[tuple[float, float]], ages: int) -> Floats:
    """Return one value for each single age from (first age, value) pairs in order."""
    out = np.zeros(ages)
    for first, value in steps:
        out[int(first) :] = value
    return out


def illness_rates(law: Any, ages: int) -> IllnessRates:
    """Return the risks and rules of illness for `ages` single ages."""
    onset = [(law.illness_middle_age, law.illness_onset_y_middle), (law.elder_age, law.illness_onset_y_elder)]
    stays = [
        (0, law.hospital_y_child),
        (law.hospital_age_adult, law.hospital_y_adult),
        (law.elder_age, law.hospital_y_60),
        (law.hospital_age_70, law.hospital_y_70),
        (law.hospital_age_80, law.hospital_y_80),
    ]
    # Stays can come twice a year: the month's probability is a twelfth of the yearly number.
    monthly = by_age(stays, ages) / MONTHS_PER_YEAR
    sd = law.hospital_cost_sd_log
    return IllnessRates(
        onset=yearly_risk(by_age(onset, ages)),
        stay=Risk(monthly, 1 - (1 - monthly) ** MONTHS_PER_YEAR),
        shortest=int(law.illness_min_years * MONTHS_PER_YEAR),
        longest=int(law.illness_max_years * MONTHS_PER_YEAR),
        cost_low_y=float(law.illness_cost_min_y),
        cost_high_y=float(law.illness_cost_max_y),
        bill_months=int(law.illness_bill_months),
        work_loss=float(law.illness_work_loss),
        stay_log_mean=math.log(max(law.hospital_cost, 1)) - sd * sd * HALF,
        stay_log_sd=float(sd),
        share_resident=float(law.insured_share_resident),
        share_employee=float(law.insured_share_employee),
        deductible_y=float(law.critical_deductible_y),
        critical_share=float(law.critical_share),
    )


@rule
def insured_share(work: int, pension: int, rates: IllnessRates) -> float:
    """Return the share that a patient's basic insurance pays."""
    if work == FORMAL or pension == EMPLOYEE_PENSION:
        return rates.share_employee
    return rates.share_resident


@rule
def out_of_pocket(cost: float, share: float, rates: IllnessRates) -> float:
    """Return what is left to pay after basic and, above the deductible, critical-illness insurance 大病保险."""
    left = cost * (1.0 - share)
    above = max(0.0, left - rates.deductible_y)
    return min(left - rates.critical_share * above, float(MOST_FEN))


@rule
def stay_cost(z: float, rates: IllnessRates) -> float:
    """Return the cost of one hospital stay, lognormal, for a standard normal number."""
    return math.exp(rates.stay_log_mean + rates.stay_log_sd * z)


@rule
def illness_cost_y(u: float, rates: IllnessRates) -> float:
    """Return the yearly cost of a severe illness."""
    return rates.cost_low_y + u * (rates.cost_high_y - rates.cost_low_y)


@rule
def illness_months(u: float, rates: IllnessRates) -> int:
    """Return the months that a severe illness lasts."""
    return rates.shortest + int(u * (rates.longest + 1 - rates.shortest))
