"""A look at one household of a county in its running month: the views that the rules of the law take.

The assessment of the city is run once more on a copy of the entitlements, so that nothing in the county changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.administration.assessment import assess_household, clear_persons, disposable_m
from sim.administration.casebook import Case, unit_view
from sim.administration.persons import person_view, shared_income_m
from sim.engine.case import case_of
from sim.programmes.means_test import property_ok, standard_m
from sim.state.claims import Entitlements
from sim.state.view import HouseholdView, PersonView

if TYPE_CHECKING:
    from sim.engine.county import County


@dataclass(frozen=True)
class Look:
    """One household as the law sees it.

    Attributes
    ----------
    case : Case
        The county's columns; its entitlements are a copy with this household assessed on the figures of the month.
    everyone : HouseholdView
        The household with all its members.
    unit : HouseholdView
        The unit of the law: without members who are due tekun alone.
    standard : int
        Dibao standard of the residence, fen a month.
    """

    county: County
    row: int
    case: Case
    everyone: HouseholdView
    unit: HouseholdView
    standard: int

    @property
    def is_followed(self) -> bool:
        """True if the county assesses this household."""
        return bool((self.county.followed == self.row).any())

    @property
    def is_collective(self) -> bool:
        """True for the residents of an institution, a dormitory and the like, whom nobody assesses as a unit."""
        return bool(self.county.histories.households.is_collective[self.row])

    @property
    def members(self) -> list[int]:
        """Rows of the members: those of the start first, then who came later."""
        persons = self.county.histories.persons
        rows = self.county.present.members(self.row)
        return sorted(rows, key=lambda person: (persons.household[person] != self.row, person))

    @property
    def programme(self) -> int:
        """Code of the unit's scheme on the figures of the month."""
        return int(self.case.wants.households.programme[self.row])

    def person(self, person: int) -> PersonView:
        """Return what the rules see of one member."""
        basic = self.case.laws.basic
        return person_view(
            self.case,
            person,
            self.row,
            property_ok(self.everyone, self.standard, basic.means_test),
            shared_income_m(self.case, self.row),
            disposable_m(self.everyone) // max(1, self.everyone.n_unit),
        )


def look_at(county: County, row: int) -> Look:
    """Return a look at one household; the county is left as it is."""
    now = case_of(county)
    wants = Entitlements(now.wants.persons.copy(), now.wants.households.copy())
    case = now._replace(wants=wants)
    clear_persons(case, row)
    everyone = unit_view(case, row, 1.0, False)
    assess_household(case, row)
    unit = unit_view(case, row, 1.0, False)
    return Look(county, row, case, everyone, unit, standard_m(unit.is_urban, case.laws.basic.dibao))
