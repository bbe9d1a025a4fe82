"""The calendar: a month is one integer, the number of months since January 1900."""

from __future__ import annotations

import re

from sim.errors import SimError
from sim.kernels import rule

EPOCH_YEAR = 1900
MONTHS_PER_YEAR = 12
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)


def month_index(year: int, month: int) -> int:
    """Return the month's number; `month` counts from 1 to 12."""
    return (year - EPOCH_YEAR) * MONTHS_PER_YEAR + month - 1


def parse_month(text: str) -> int:
    """Return the number of a month written as "2027-01".

    Raises
    ------
    SimError
        When the text is not a year and a month.
    """
    match = _MONTH.fullmatch(text)
    if match is None:
        raise SimError(f"{text!r} is not a month; a month is written like 2027-01")
    return month_index(int(match[1]), int(match[2]))


def format_month(month: int) -> str:
    """Return "2027-01" for a month's number."""
    return f"{year_of(month):04d}-{month_of_year(month):02d}"


@rule
def year_of(month: int) -> int:
    """Return the calendar year of a month's number."""
    return EPOCH_YEAR + month // MONTHS_PER_YEAR


@rule
def month_of_year(month: int) -> int:
    """Return 1 for January to 12 for December."""
    return month % MONTHS_PER_YEAR + 1


@rule
def age_years(born: int, month: int) -> int:
    """Return the completed years of age of a person born in month `born`."""
    return (month - born) // MONTHS_PER_YEAR
