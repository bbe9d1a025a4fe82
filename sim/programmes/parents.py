"""Whether anybody is bound to bring a child up: an orphan, a child whose parents cannot, or neither.

Opinion 国办发〔2010〕54号 on orphans; opinion 民发〔2019〕62号 and notice 民发〔2020〕125号 on children whom nobody in
fact brings up.
"""

from __future__ import annotations

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import rule
from sim.money import share_of
from sim.programmes.codes import (
    BROUGHT_UP,
    ORPHANED,
    PARENT_DEAD,
    PARENT_DISABLED,
    PARENT_MISSING,
    PARENT_REVOKED,
    PARENT_UNKNOWN,
    UNATTENDED,
)


@rule
def is_gone(parent: int) -> bool:
    """True for a parent who is dead, declared missing, or cannot be found."""
    return parent == PARENT_DEAD or parent == PARENT_MISSING or parent == PARENT_UNKNOWN


@rule
def is_listed(parent: int) -> bool:
    """True for a parent in one of the listed states in which nobody can bring a child up.

    Severe disability, serious illness, prison or compulsory detoxification, out of contact, guardianship revoked.
    """
    return PARENT_DISABLED <= parent <= PARENT_REVOKED


@rule
def child_status(father: int, mother: int) -> int:
    """Return ORPHANED if both parents are gone, UNATTENDED if the others are in a listed state, else BROUGHT_UP."""
    if is_gone(father) and is_gone(mother):
        return ORPHANED
    is_unattended = (is_gone(father) or is_listed(father)) and (is_gone(mother) or is_listed(mother))
    return UNATTENDED if is_unattended else BROUGHT_UP


@rule
def is_of_child_age(age: int, is_student: bool, child_age: int, student_age: int) -> bool:
    """True below the age of a child, or still at school below the age of a student."""
    return age < child_age or (is_student and age < student_age)


@rule
def indexed_m(base_m: int, rise_y: int, weight: float) -> int:
    """Return a child standard after a rise of rural income: a part of the yearly rise, divided by twelve.

    Ningxia: the standard goes up by 80, 60 or 50 per cent of a twelfth of what rural disposable income per head rose.
    """
    return base_m + share_of(rise_y, weight / MONTHS_PER_YEAR)
