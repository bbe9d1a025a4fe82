"""Old-age allowance 高龄津贴: by age; in Ningxia on two tracks, with and without fixed income.

Local rules; where a place has one track for everybody, the sums of the low-income track are zero.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import OLD_AGE_GENERAL, OLD_AGE_LOW, PERSON
from sim.programmes.programme import Programme
from sim.state.holder import HolderView

CLAUSES = ("low_income_track", "general_track", "too_young", "enterprise_supplement", "not_in_force")
LOW_TRACK, GENERAL_TRACK, TOO_YOUNG, HAS_SUPPLEMENT, NOT_IN_FORCE = 0, 1, 2, 3, 4


@rule
def low_m(view: HolderView, law: Law) -> int:
    """Return the sum of the low-income track at this age and residence, fen a month; 0 below the first age."""
    if view.age < law.first_age:
        return 0
    if view.age >= law.second_age:
        return law.low_second_m
    return law.low_first_urban_m if view.is_urban else law.low_first_rural_m


@rule
def general_m(view: HolderView, law: Law) -> int:
    """Return the sum of the track for everybody at this age, fen a month; 0 below the first age."""
    if view.age < law.first_age:
        return 0
    if view.age >= law.third_age:
        return law.general_third_m
    return law.general_second_m if view.age >= law.second_age else law.general_first_m


@rule
def deciding_clause(view: HolderView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses."""
    if view.age < law.first_age:
        return TOO_YOUNG
    if low_m(view, law) > 0 and not view.has_fixed_income:
        return LOW_TRACK
    if general_m(view, law) <= 0:
        return NOT_IN_FORCE
    return HAS_SUPPLEMENT if law.excludes_supplement and view.has_supplement else GENERAL_TRACK


@rule
def eligible_low(view: HolderView, law: Law) -> bool:
    """True for an elder without retirement pay or employee pension, where the place has that track."""
    return deciding_clause(view, law) == LOW_TRACK


@rule
def eligible_general(view: HolderView, law: Law) -> bool:
    """True for any other elder of the age, without an enterprise pension's old-age supplement where that counts."""
    return deciding_clause(view, law) == GENERAL_TRACK


LOW = Programme(
    key="old_age_low",
    code=OLD_AGE_LOW,
    unit=PERSON,
    label_key="old_age_low",
    excludes=("old_age_general",),
    funding="elder",
    laws=("old_age",),
    eligible=eligible_low,
    amount=low_m,
)
GENERAL = Programme(
    key="old_age_general",
    code=OLD_AGE_GENERAL,
    unit=PERSON,
    label_key="old_age_general",
    excludes=(),
    funding="elder",
    laws=("old_age",),
    eligible=eligible_general,
    amount=general_m,
)
