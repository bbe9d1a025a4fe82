"""The account of one household: plain values that the text, the table and the page are made from.

Money is fen; a suffix `_m` means a month, `_y` a year. Months are texts such as "2024-06", None when there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.explain.outline import Section, outline
from sim.explain.rendering import outline_html, outline_text
from sim.explain.tidy import explanation_frame
from sim.laws import Clause, Label
from sim.programmes.allowances import KEYS

# Schemes in the order in which they are shown.
TEKUN_KEY, DIBAO_KEY, SPENDING_KEY, LOW_EDGE_KEY = "tekun", "dibao", "dibao_expenditure", "low_edge"
SINGLE_KEY, EXIT_KEY, BED_KEY = "single_person", "gradual_exit", "care_bed"
RELIEF_KEYS = (
    "temporary_relief",
    "price_linked",
    "one_off",
    "winter",
    "charity",
    "rigid_household",
    "medical_assistance",
    "education_aid",
    "employment_offer",
    "funeral",
    "house_repair",
    "vagrant_relief",
    "monitoring",
)
SCHEMES = (
    DIBAO_KEY,
    SPENDING_KEY,
    LOW_EDGE_KEY,
    SINGLE_KEY,
    TEKUN_KEY,
    EXIT_KEY,
    *KEYS,
    BED_KEY,
    *RELIEF_KEYS,
)

# Where a household stands with the office on one scheme.
STATUSES = (
    "none",  # neither entitled nor held
    "unaware",
    "aware",
    "waiting",  # has applied, or waits for a bed
    "granted",  # the first payment is still to come
    "receiving",
    "refused",
    "at_review",  # holds another scheme; this one would come with the next review
    "exiting",
    "to_be_enrolled",  # entitled to a scheme that registers or village officers find
    "in_bed",
    "at_home",  # an elder who neither has nor asks for a bed
)


@dataclass(frozen=True)
class Member:
    """One person who lives in the household; codes are those of `state.codes`."""

    row: int
    age: int
    sex: int
    relation: int  # -1 for who has moved in since the start
    work: int
    wage_m: int
    employment_cost_m: int
    pension: int
    pension_m: int
    pension_disregarded_m: int
    disability_type: int
    disability_grade: int
    is_severe: bool  # severely disabled or seriously ill
    ability: int
    is_ill: bool
    is_in_unit: bool  # False for who is due tekun alone


@dataclass(frozen=True)
class ChildElsewhere:
    """The household of one child elsewhere, and the support that the formula expects of it."""

    n_members: int
    income_pc_m: int
    n_elders: int
    is_unable: bool
    support_m: int


@dataclass(frozen=True)
class PropertyItem:
    """One kind of property against its limit; `limit` is the most allowed."""

    key: str
    held: int
    limit: int
    is_within: bool


@dataclass(frozen=True)
class Means:
    """Every step of the means test of the unit."""

    is_urban: bool
    n_unit: int
    wages_y: int
    post_y: int  # the part of it that a public-service post pays
    employment_cost_y: int
    earned_y: int
    pension_y: int
    pension_disregarded_y: int
    farm_y: int
    other_y: int
    support_y: int
    countable_y: int
    countable_pc_m: int
    spending_y: int
    after_spending_y: int
    after_spending_pc_m: int
    standard_m: int
    line_y: int
    low_edge_m: int
    children: tuple[ChildElsewhere, ...]
    property: tuple[PropertyItem, ...]


@dataclass(frozen=True)
class CitedParameter:
    """One dated number of the law as it stands in the month."""

    name: str
    label: Label
    value: str  # as a law file writes it, money in yuan
    unit: str
    role: str
    status: str
    from_month: str
    source: str

    @property
    def is_assumption(self) -> bool:
        """True if no document gives the value."""
        return self.status == "assumed" or self.role == "assumption"


@dataclass(frozen=True)
class Standing:
    """Where the household stands with the office as a whole."""

    status: int  # codes of `state.claims`
    programme: int  # held by the unit, codes of `state.codes`
    is_paid: bool
    applied: str | None
    decided: str | None
    first_payment: str | None
    next_review: str | None
    until: str | None  # end of a cooling-off or of a gradual exit
    visited: str | None
    paid_m: int
    paid_y: int
    refusal: str | None = None  # why the last application was refused, one of `claims.REFUSALS`


@dataclass(frozen=True)
class SchemeExplanation:
    """One scheme for the unit, or for one member (`holder`, a row of persons)."""

    key: str
    name: Label
    holder: int | None
    entitled: bool
    clause: Clause
    parameters: tuple[CitedParameter, ...]
    status: str
    amount_m: int = 0  # due by law
    care_m: int = 0  # the part of it that is care money
    paid_m: int = 0  # in payment at the end of the month
    once: int = 0  # fen due this month alone, of schemes that are not paid monthly
    applied: str | None = None
    first_payment: str | None = None
    next_review: str | None = None
    until: str | None = None
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """What one household is entitled to, holds and waits for in one month, and why.

    Attributes
    ----------
    household : int
        Row of the household.
    month : str
        Such as "2024-06".
    is_followed : bool
        False for a collective household, and for one whose income stays above every line in every year: no office
        looks at it.
    members, means, standing, schemes
        Structured parts; `text`, `frame` and the page in a notebook show them.
    """

    region: Label
    scenario: Label
    household: int
    month: str
    township: Label
    is_urban: bool
    is_followed: bool
    is_collective: bool
    members: tuple[Member, ...]
    means: Means
    standing: Standing
    schemes: tuple[SchemeExplanation, ...]
    lang: str = "en"

    def outline(self, lang: str) -> tuple[Section, ...]:
        """Return the account as titled lists of lines, in "zh" or "en"."""
        return outline(self, lang)

    def text(self, lang: str = "en") -> str:
        """Return the account as plain text, in "zh" or "en"."""
        return outline_text(outline(self, lang))

    def html(self, lang: str = "en") -> str:
        """Return the account as a page fragment, in "zh" or "en"."""
        return outline_html(outline(self, lang), lang)

    def frame(self, lang: str = "en") -> pd.DataFrame:
        """Return the account as a tidy frame: part, item, holder, label, value, unit, detail; money in yuan."""
        return explanation_frame(self, lang)

    def scheme(self, key: str, holder: int | None = None) -> SchemeExplanation:
        """Return one scheme, of the unit or of one member.

        Raises
        ------
        KeyError
            When the account has no such scheme or holder.
        """
        for one in self.schemes:
            if one.key == key and one.holder == holder:
                return one
        raise KeyError((key, holder))

    def _repr_html_(self) -> str:
        return self.html(self.lang)
