"""Objects for looking at one person or one household of a county; views on the columns, never copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.clock import age_years

if TYPE_CHECKING:
    from sim.engine.county import County


class PersonObject:
    """One person: any column of the persons, of the present, of the claims or of care, by its name."""

    def __init__(self, county: County, row: int) -> None:
        self._county = county
        self.row = row

    @property
    def age(self) -> int:
        """Completed years of age in the running month."""
        return int(age_years(int(self._county.histories.persons.born[self.row]), self._county.month))

    @property
    def household(self) -> int:
        """Row of the present home, -1 without one."""
        return int(self._county.present.persons.home[self.row])

    def __getattr__(self, name: str) -> Any:
        county = self._county
        for table in (
            county.present,
            county.claims,
            county.wants,
            county.care.places,
            county.histories.persons,
        ):
            if hasattr(table, name) and len(getattr(table, name)) == len(county.histories.persons):
                return getattr(table, name)[self.row].item()
        raise AttributeError(f"a person has no {name}")

    def __repr__(self) -> str:
        return f"PersonObject(row={self.row}, age={self.age}, household={self.household})"


class HouseholdObject:
    """One household: its members and any column of households, present, entitlements or claims by its name."""

    def __init__(self, county: County, row: int) -> None:
        self._county = county
        self.row = row

    @property
    def members(self) -> list[PersonObject]:
        """The present members."""
        return [PersonObject(self._county, row) for row in self._county.present.members(self.row)]

    def __getattr__(self, name: str) -> Any:
        county = self._county
        for table in (county.present.households, county.claims.households, county.wants.households):
            if name in table.dtype.names:
                return table[name][self.row].tolist()
        if hasattr(county.histories.households, name):
            return getattr(county.histories.households, name)[self.row].item()
        raise AttributeError(f"a household has no {name}")

    def __repr__(self) -> str:
        return f"HouseholdObject(row={self.row}, members={[member.row for member in self.members]})"
