"""What each indicator is: its unit, its kind, and how its months and its townships are put together.

Declared beside the frames it describes, because results may not look up to the model; `sim.indicators.catalogue` shows
the same table under the name of the chapter. Labels are words, under the indicator's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

STOCK, FLOW, SHARE, MONEY, DURATION = "stock", "flow", "share", "money", "duration"
MEAN, SUM, LAST = "mean", "sum", "last"
RATIO, NEVER = "ratio", "never"


@dataclass(frozen=True)
class Indicator:
    """The declaration of one indicator.

    Attributes
    ----------
    key : str
        Its name in frames and in words.
    unit : str
        Key of the words for its unit, such as "persons"; flows and money are per month in monthly frames.
    kind : str
        stock (counted at the end of a month), flow (counted over a month), share, money, or duration.
    over_months : str
        mean, sum (given per year) or last.
    over_townships : str
        sum, ratio (of the sums of `numerator` and `denominator`), or never: a median cannot be formed from medians.
    numerator, denominator : str, optional
        Keys of the parts of a ratio.
    base : str, optional
        Key of the count of persons behind the value; where that count is small, the value is not shown for a township.
    is_headline : bool
        Stands in the table that compares scenarios, in the order of the catalogue.
    is_declared : bool
        False for an indicator that a run carries and the catalogue does not know.
    is_public : bool
        A fact about places and not about persons, never withheld.
    """

    key: str
    unit: str
    kind: str
    over_months: str = MEAN
    over_townships: str = SUM
    numerator: str | None = None
    denominator: str | None = None
    base: str | None = None
    is_headline: bool = True
    is_declared: bool = True
    is_public: bool = False

    @property
    def unit_monthly(self) -> str:
        """Key of the unit's words in a monthly frame."""
        return f"unit_{self.unit}_month" if self.over_months == SUM else f"unit_{self.unit}"

    @property
    def unit_yearly(self) -> str:
        """Key of the unit's words for a year or a window."""
        return f"unit_{self.unit}_year" if self.over_months == SUM else f"unit_{self.unit}"

    @property
    def decimals(self) -> int:
        """Decimals worth showing: none for counts and money, one or more for the rest."""
        return _DECIMALS[self.unit]


_DECIMALS = MappingProxyType(
    {
        "persons": 0,
        "households": 0,
        "couples": 0,
        "cases": 0,
        "visits": 0,
        "beds": 0,
        "yuan": 0,
        "share": 1,
        "months": 1,
        "index": 3,
        "per_1000": 1,
        "hours": 0,
        "hours_day": 0,
        "days": 0,
        "none": 2,
    }
)


def _stock(key: str, unit: str = "persons", is_headline: bool = True, base: str | None = None) -> Indicator:
    return Indicator(key, unit, STOCK, base=base, is_headline=is_headline)


def _flow(key: str, unit: str = "cases", is_headline: bool = True) -> Indicator:
    return Indicator(key, unit, FLOW, SUM, is_headline=is_headline)


def _share(
    key: str,
    numerator: str | None = None,
    denominator: str | None = None,
    unit: str = "share",
    base: str | None = None,
) -> Indicator:
    rule = RATIO if numerator else NEVER
    return Indicator(key, unit, SHARE, MEAN, rule, numerator, denominator, base or denominator)


def _money(key: str) -> Indicator:
    return Indicator(key, "yuan", MONEY, SUM, base="receiving_persons")


def _median(key: str, base: str) -> Indicator:
    return Indicator(key, "months", DURATION, MEAN, NEVER, base=base)


_ALL = (
    _stock("persons"),
    _stock("dibao_persons"),
    _stock("dibao_households", "households"),
    _stock("tekun_persons"),
    _stock("low_edge_persons"),
    _stock("single_person_dibao_persons"),
    _stock("eligible_persons"),
    _share("coverage_admin", "eligible_receiving_persons", "eligible_persons"),
    _share("coverage_income", "income_poor_receiving_persons", "income_poor_persons"),
    _share("exclusion_error", "eligible_missed_persons", "eligible_persons"),
    _share("inclusion_error", "receiving_not_eligible_persons", "receiving_persons"),
    _share("leakage", base="receiving_persons"),
    _share("adequacy", base="receiving_persons"),
    _share("adequacy_with_once", base="receiving_persons"),
    _share("fgt0_before", unit="index", base="persons"),
    _share("fgt0_after", unit="index", base="persons"),
    _share("fgt1_before", unit="index", base="persons"),
    _share("fgt1_after", unit="index", base="persons"),
    _share("fgt2_before", unit="index", base="persons"),
    _share("fgt2_after", unit="index", base="persons"),
    _share("gini_before", unit="index", base="persons"),
    _share("gini_after", unit="index", base="persons"),
    _money("spending_total"),
    _money("spending"),
    _money("spending_payer"),
    _money("spending_other_total"),
    _money("spending_other"),
    _money("admin_cost"),
    Indicator("beds", "beds", STOCK, is_public=True),
    Indicator("beds_usable", "beds", STOCK, is_public=True),
    _stock("occupied", "beds"),
    _share("occupancy", "occupied", "beds_usable"),
    _share("occupancy_registered", "occupied", "beds"),
    _stock("waiting"),
    _median("waiting_months_median", "waiting"),
    _share("beds_per_1000", unit="per_1000"),
    _share("unmet_care_need", "care_unmet_persons", "care_need_persons"),
    _median("processing_months_median", "applications"),
    _share("late_share", "decisions_late", "decisions"),
    _flow("applications"),
    _flow("approvals"),
    _flow("denials"),
    _flow("denials_reason", is_headline=False),
    _flow("decisions", is_headline=False),
    _flow("decisions_late", is_headline=False),
    _flow("visits", "visits"),
    _flow("reviews_due"),
    _flow("reviews_done"),
    _stock("review_backlog", "cases"),
    _stock("receiving_persons", is_headline=False),
    _stock("eligible_receiving_persons", is_headline=False),
    _stock("eligible_missed_persons", is_headline=False),
    _stock("receiving_not_eligible_persons", is_headline=False),
    _stock("income_poor_persons", is_headline=False),
    _stock("income_poor_receiving_persons", is_headline=False),
    _stock("allowance_persons", is_headline=False),
    _stock("exit_persons", is_headline=False),
    _stock("queued_households", "households", is_headline=False),
    _flow("visits_found", "visits", is_headline=False),
    _stock("care_need_persons", is_headline=False),
    _stock("care_unmet_persons", is_headline=False),
    _stock("care_setting_persons", is_headline=False),
    _stock("care_hours", "hours_day", is_headline=False, base="care_need_persons"),
    Indicator("service_places", "persons", STOCK, is_headline=False, is_public=True),
    _stock("service_users", is_headline=False),
    _stock("service_waiting", is_headline=False),
    Indicator("beds_under_way", "beds", STOCK, is_headline=False, is_public=True),
    Indicator("homes_closed", "cases", FLOW, SUM, is_headline=False, is_public=True),
    _stock("care_residents", is_headline=False),
    _flow("funnel_entered", "households", is_headline=False),
    _flow("funnel_lost", "households", is_headline=False),
    _flow("funnel_days", "days", is_headline=False),
    _stock("funnel_waiting", "households", is_headline=False),
    Indicator("duty_hours_required", "hours", FLOW, SUM, is_headline=False, is_public=True),
    Indicator("duty_hours_done", "hours", FLOW, SUM, is_headline=False, is_public=True),
    Indicator("duty_staff", "persons", STOCK, is_headline=False, is_public=True),
    _flow("admissions", "persons", is_headline=False),
    _flow("discharges", "persons", is_headline=False),
    _flow("deaths_in_care", "persons", is_headline=False),
    _stock("persons_60", is_headline=False),
    _flow("births", "persons", is_headline=False),
    _flow("deaths", "persons", is_headline=False),
    _flow("arrivals", "persons", is_headline=False),
    _flow("departures", "persons", is_headline=False),
    _flow("marriages", "couples", is_headline=False),
    _flow("divorces", "couples", is_headline=False),
    _flow("relief_times", "persons", is_headline=False),
    _flow("relief_households", "households", is_headline=False),
    _flow("relief_unfounded", "households", is_headline=False),
    _flow("rigid_recognised", "households", is_headline=False),
    _stock("rigid_persons", is_headline=False),
    _flow("stays_put_off", "persons", is_headline=False),
    _flow("job_offers", "cases", is_headline=False),
    _flow("cremations", "persons", is_headline=False),
    _flow("burials", "persons", is_headline=False),
    _stock("monitored_persons", is_headline=False),
    _stock("children_in_difficulty", is_headline=False),
    _stock("children_left_behind", is_headline=False),
    _flow("adoptions", "persons", is_headline=False),
    Indicator("charity_value", "yuan", MONEY, SUM, base="receiving_persons", is_headline=False),
    Indicator("price_rise_consumer", "share", SHARE, MEAN, NEVER, is_headline=False, is_public=True),
    Indicator("price_rise_food", "share", SHARE, MEAN, NEVER, is_headline=False, is_public=True),
    Indicator("arrears", "yuan", STOCK, is_headline=False, is_public=True),
    Indicator("cut", "yuan", MONEY, SUM, is_headline=False, is_public=True),
    Indicator("overspent", "yuan", STOCK, MEAN, NEVER, is_headline=False, is_public=True),
    Indicator("budget_left", "yuan", STOCK, MEAN, NEVER, is_headline=False, is_public=True),
    Indicator("advanced", "yuan", STOCK, MEAN, NEVER, is_headline=False, is_public=True),
    Indicator("is_tight", "none", STOCK, MEAN, NEVER, is_headline=False, is_public=True),
)

CATALOGUE: Mapping[str, Indicator] = MappingProxyType({indicator.key: indicator for indicator in _ALL})


def describe(key: str) -> Indicator:
    """Return the declaration of an indicator.

    One that nobody declared passes through as a plain number: averaged over months, never put together over townships,
    no headline, and marked as undeclared.
    """
    found = CATALOGUE.get(key)
    if found is not None:
        return found
    return Indicator(key, "none", STOCK, MEAN, NEVER, is_headline=False, is_declared=False)


def in_order(key: str) -> tuple[int, str]:
    """Return a sorting key: the catalogue's order first, then undeclared indicators by name."""
    place = list(CATALOGUE).index(key) if key in CATALOGUE else len(CATALOGUE)
    return place, key
