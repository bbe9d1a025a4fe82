"""What the schemes of one person may see of that person: flat whole numbers and switches, as in `state.view`."""

from __future__ import annotations

from typing import NamedTuple

from sim.state.codes import NO_PROGRAMME


class HolderView(NamedTuple):
    """One person who may hold allowances beside, or instead of, basic living support.

    Money is fen a month. `father` and `mother` are states of `programmes.codes` (PARENT_ABLE and so on).
    """

    age: int  # completed years
    is_urban: bool
    month_of_year: int = 1  # 1 to 12: some grants are paid in one month of the year
    held: int = NO_PROGRAMME  # the basic-living scheme in payment: the person's own, else the unit's
    share_m: int = 0  # the person's part of what that scheme pays
    tier: int = 1  # class of the unit where dibao is paid by class, 1 the hardest hit
    disability_type: int = 0
    disability_grade: int = 0  # 1 is the most severe, 0 none
    needs_care: bool = False  # needs another's care for half a year or longer
    has_injury_care: bool = False  # draws care money of the work-injury insurance
    is_offered_care: bool = False  # the care service has a place for this person
    ability: int = 0  # assessed level 0 (able) to 4 (total loss), GB/T 42195-2022
    has_fixed_income: bool = False  # retirement pay or an employee pension
    has_supplement: bool = False  # the old-age supplement of an enterprise pension
    father: int = 0
    mother: int = 0
    is_in_institution: bool = False
    is_student: bool = False
    home_care_m: int = 0  # spent on care at home or by day, before any voucher
    fee_m: int = 0  # fee of a care home, before any voucher
