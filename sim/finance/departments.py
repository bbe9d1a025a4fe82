"""Whose money a line of the ledger is: that of civil affairs, or of another department that the law sends people to.

"Spending" in indicators, charts and papers is that of civil affairs 民政: what its own funds pay for assistance,
welfare and elder care. Medical assistance, student grants, public-service posts and house repair are duties of
Decree 649 too, but other departments decide on them and pay them from funds of their own; they are booked, and shown
beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sim.words import label, sentence

CIVIL_AFFAIRS, HEALTH_SECURITY, EDUCATION = "civil_affairs", "health_security", "education"
HUMAN_RESOURCES, HOUSING = "human_resources", "housing"
DEPARTMENTS = (CIVIL_AFFAIRS, HEALTH_SECURITY, EDUCATION, HUMAN_RESOURCES, HOUSING)
# Decree 649: chapter 5 (since 2018 a duty of health security 医保), 6 (education), 7 (housing), 8 (human resources).
OTHER_DEPARTMENTS: Mapping[str, str] = MappingProxyType(
    {
        "medical_assistance": HEALTH_SECURITY,
        "education_aid": EDUCATION,
        "employment_offer": HUMAN_RESOURCES,
        "house_repair": HOUSING,
    }
)


def department_of(line: str) -> str:
    """Return the department whose funds pay a line of the ledger; a line that is not listed is of civil affairs."""
    return OTHER_DEPARTMENTS.get(line, CIVIL_AFFAIRS)


def is_of_others(line: str) -> bool:
    """True for a line that another department pays."""
    return line in OTHER_DEPARTMENTS


def with_department(name: str, line: str, lang: str) -> str:
    """Return a name, of a line or of its payer, with the department in brackets where it is not civil affairs."""
    if not is_of_others(line):
        return name
    department = label(f"department_{department_of(line)}", lang)
    return sentence("of_department", lang, {"name": name, "department": department})
