"""The law of care as compiled code reads it: one fixed named tuple, whatever law book it came from."""

from __future__ import annotations

from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.money import share_of
from sim.state.codes import MODERATE, SEVERE, TOTAL
from sim.state.places import (
    DAY_CARE,
    FAMILY_BED,
    HOME_SERVICES,
    N_LEVELS,
    N_SETTINGS,
    NURSING_BED,
    ORDINARY_BED,
)

LEVEL_NAMES = ("able", "mild", "moderate", "severe", "total")
SETTING_NAMES = ("family", "home_services", "family_bed", "day_care", "ordinary_bed", "nursing_bed")


class Voucher(NamedTuple):
    """A care voucher: the state's share of what a disabled elder pays for care, up to a cap."""

    home_share: float  # of home services, family beds and day care
    institution_share: float  # of the fees of a home
    cap_m: int  # fen a month
    least_level: int


NO_VOUCHER = Voucher(0.0, 0.0, 0, TOTAL)


class Numbers(NamedTuple):
    """Single numbers of the care step in one month; money in fen a month."""

    price_weight: float
    distance_weight: float
    search_km: float
    carer_weight: float
    alone_bed_weight: float
    alone_home_weight: float
    quality_weight: float
    town_weight: float
    habit_weight: float
    bed_shift: float
    taste_spread: float
    income_limit_share: float
    savings_limit_share: float
    family_pay_share: float
    rethink_share: float
    offer_constant: float
    notice_share: float
    suitable_home_share: float
    day_cover_urban: float
    day_cover_rural: float
    special_share: float
    voucher_home_share: float
    voucher_institution_share: float
    voucher_cap_m: float
    local_subsidy_m: float
    carer_spouse: float
    carer_free: float
    carer_employed: float
    carer_near: float
    carers_most: float
    hours_family: float
    tekun_reserve: float
    unmet_decline_rate: float  # a month; zero without the feedback
    meal_cover: float
    meal_hours: float
    mutual_aid_cover: float
    mutual_aid_hours: float
    adaptation_share: float
    closing_occupancy: float
    closing_rate: float  # a month
    closing_months: int
    voucher_level: int
    local_subsidy_level: int
    nursing_least_level: int
    seat_nursing_level: int
    refusals_allowed: int
    review_months: int
    notice_months: int
    carer_spouse_most_level: int
    rank_severe_level: int
    rank_moderate_level: int
    rank_severe_grade: int
    need_level: int  # lowest level with a need of hours
    elder_months: int  # age in months from which a person is an elder
    carer_months: int
    old_months: int


class Rules(NamedTuple):
    """What holds in care in one month: tables by level and setting, and single numbers."""

    liking: NDArray[np.float64]  # levels x settings
    is_open: NDArray[np.bool_]  # levels x settings: may be chosen at this level
    price_m: NDArray[np.float64]  # settings, what anybody pays outside institutions, fen a month
    price_poor_m: NDArray[np.float64]  # settings, what low-income elders pay
    hours: NDArray[np.float64]  # levels x settings, formal hours a day
    need: NDArray[np.float64]  # levels, hours a day
    numbers: Numbers


def _likings(law: Any) -> NDArray[np.float64]:
    table = np.zeros((N_LEVELS, N_SETTINGS))
    for level, level_name in enumerate(LEVEL_NAMES):
        for setting, setting_name in enumerate(SETTING_NAMES):
            table[level, setting] = getattr(law, f"liking_{setting_name}_{level_name}", 0)
    return table


def _open_settings(law: Any) -> NDArray[np.bool_]:
    table = np.ones((N_LEVELS, N_SETTINGS), np.bool_)
    levels = np.arange(N_LEVELS)
    table[:, FAMILY_BED] = levels >= law.family_bed_least_level
    table[:, DAY_CARE] = levels <= law.day_care_most_level
    table[:, ORDINARY_BED] = levels <= law.ordinary_most_level
    table[:, NURSING_BED] = levels >= law.nursing_least_level
    for level, level_name in enumerate(LEVEL_NAMES):
        for setting, setting_name in enumerate(SETTING_NAMES[HOME_SERVICES:], HOME_SERVICES):
            table[level, setting] &= hasattr(law, f"liking_{setting_name}_{level_name}")
    return table


def _prices(law: Any, own_share: float) -> NDArray[np.float64]:
    prices = np.zeros(N_SETTINGS)
    prices[HOME_SERVICES] = share_of(int(law.home_price_visit * law.home_visits_m), float(own_share))
    prices[FAMILY_BED] = law.family_bed_price_m
    prices[DAY_CARE] = law.day_price_m
    return prices


def _hours(law: Any, need: NDArray[np.float64]) -> NDArray[np.float64]:
    table = np.zeros((N_LEVELS, N_SETTINGS))
    table[:, HOME_SERVICES] = law.hours_home_services
    table[:, FAMILY_BED] = law.hours_family_bed
    table[:, DAY_CARE] = law.hours_day_care
    table[:, ORDINARY_BED] = law.hours_ordinary_bed
    table[:, NURSING_BED] = np.maximum(need, law.hours_ordinary_bed)
    return table


def _needs(law: Any) -> NDArray[np.float64]:
    need = np.zeros(N_LEVELS)
    need[MODERATE], need[SEVERE], need[TOTAL] = (
        law.hours_need_moderate,
        law.hours_need_severe,
        law.hours_need_total,
    )
    return need


def care_rules(law: Any, voucher: Voucher = NO_VOUCHER) -> Rules:
    """Return the numbers of care in force in a month.

    Parameters
    ----------
    law : named tuple
        The parameters of `care.yaml` in force, as the law book gives them.
    voucher : Voucher, optional
        The care voucher in force; none by default.
    """
    need = _needs(law)
    return Rules(
        liking=_likings(law),
        is_open=_open_settings(law),
        price_m=_prices(law, law.home_own_share),
        price_poor_m=_prices(law, law.home_own_share_poor),
        hours=_hours(law, need),
        need=need,
        numbers=_numbers(law, voucher),
    )


def _numbers(law: Any, voucher: Voucher) -> Numbers:
    plain = get_type_hints(Numbers).items()
    same = {name: kind(getattr(law, name)) for name, kind in plain if name in law._fields}
    return Numbers(
        voucher_home_share=float(voucher.home_share),
        voucher_institution_share=float(voucher.institution_share),
        voucher_cap_m=float(voucher.cap_m),
        voucher_level=int(voucher.least_level),
        need_level=MODERATE,
        elder_months=int(law.elder_age) * MONTHS_PER_YEAR,
        carer_months=int(law.carer_age) * MONTHS_PER_YEAR,
        old_months=int(law.rank_old_age) * MONTHS_PER_YEAR,
        **same,
    )
