"""Law is data: dated parameters with unit, source, role and range, read strictly and asked for by month."""

from typing import Any, TypeAlias

from sim.laws.book import LawBook
from sim.laws.changes import Change
from sim.laws.files import LawFile, read_law_file, read_law_text
from sim.laws.values import Clause, DatedValue, Label, Parameter, Uprating

Law: TypeAlias = Any
"""The law of one programme in one month: a named tuple whose fields are the keys of its file."""

__all__ = [
    "Change",
    "Clause",
    "DatedValue",
    "Label",
    "Law",
    "LawBook",
    "LawFile",
    "Parameter",
    "Uprating",
    "read_law_file",
    "read_law_text",
]
