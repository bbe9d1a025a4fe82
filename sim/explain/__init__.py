"""Explain: what one household is entitled to, holds and waits for in one month, and which clause of the law decides."""

from sim.explain.account import (
    ChildElsewhere,
    CitedParameter,
    Explanation,
    Means,
    Member,
    PropertyItem,
    SchemeExplanation,
    Standing,
)
from sim.explain.examples import KINDS, find_households
from sim.explain.household import explain_household, explain_row
from sim.explain.reform import Reform, SchemeChange

__all__ = [
    "KINDS",
    "ChildElsewhere",
    "CitedParameter",
    "Explanation",
    "Means",
    "Member",
    "PropertyItem",
    "Reform",
    "SchemeChange",
    "SchemeExplanation",
    "Standing",
    "explain_household",
    "explain_row",
    "find_households",
]
