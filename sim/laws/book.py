"""The law in force in a place: package files, what the region sets itself, and the changes of a scenario."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from typing import Any, cast

from sim.clock import MONTHS_PER_YEAR, format_month, month_of_year
from sim.errors import LawError
from sim.laws.changes import Change, changes_by_name, pending, values_with
from sim.laws.classes import law_class
from sim.laws.files import DATA, PACKAGE, LawFile, package_law, place_law
from sim.laws.fitted import with_fit
from sim.laws.values import (
    SCENARIO,
    Clause,
    DatedValue,
    Parameter,
    Written,
    allowed,
    is_allowed,
    off_value,
    plain,
    text_of,
)


class LawBook:
    """Dated parameters of all programmes as they hold in one region under one scenario.

    Parameters
    ----------
    region : str, optional
        Folder under data/regions; None for the national files alone.
    changes : sequence of Change
        What the scenario changes; checked here, once.
    extra : sequence of LawFile
        Further programmes, such as one that a notebook declares (`read_law_text`).
    package, data : Path
        Where the files lie.
    carries_back : bool
        A figure that is asked for before its first date takes its first value, marked as carried back; for looking
        back beyond the texts at hand.
    is_fitted : bool
        Assumptions take the values fitted to the region's published figures, where the region has a fit.

    Raises
    ------
    LawError
        When a file breaks the form, a region or parameter does not exist, or a change leaves its range.
    """

    def __init__(
        self,
        region: str | None = None,
        changes: Sequence[Change] = (),
        extra: Sequence[LawFile] = (),
        package: Path = PACKAGE,
        data: Path = DATA,
        carries_back: bool = False,
        is_fitted: bool = True,
    ) -> None:
        files = package_law(package)
        for law in extra:
            if law.programme in files:
                raise LawError("a programme of this name exists already", file=law.file, key=law.programme)
            files[law.programme] = law
        self.region = region
        self.carries_back = carries_back
        self.files = files if region is None else place_law(files, region, data)
        if region is not None and is_fitted:
            self.files = with_fit(self.files, region, data)
        laws = self.files.values()
        self._parameters = {item.name: item for law in laws for item in law.parameters.values()}
        self._changes = changes_by_name(changes, self._parameters)
        self._values = {
            name: values_with(item, self._changes.get(name, ())) for name, item in self._parameters.items()
        }
        self._in_force: dict[tuple[str, int], Any] = {}
        self._turns: dict[str, tuple[int, ...] | None] = {}
        self._check_growth()
        self._check_changes()

    def programmes(self) -> tuple[str, ...]:
        """Return the names of all law files."""
        return tuple(self.files)

    def parameters(self) -> tuple[Parameter, ...]:
        """Return every parameter, with the region's values and without the scenario's changes."""
        return tuple(self._parameters.values())

    def parameter(self, name: str) -> Parameter:
        """Return one parameter by its full name, such as "dibao.standard_urban_m"."""
        if name not in self._parameters:
            raise LawError("is no parameter of the law", key=name)
        return self._parameters[name]

    def clause(self, programme: str, key: str) -> Clause:
        """Return the sentence of a programme's law that decides a case."""
        clauses = self._file(programme).clauses
        if key not in clauses:
            raise LawError(f"is no clause of {programme}; it has {', '.join(clauses)}", key=key)
        return clauses[key]

    def in_force(self, programme: str, month: int) -> Any:
        """Return the law of a programme in a month as a named tuple of plain numbers.

        Money is int fen, shares are float, counts int, a switch bool, a choice the index of its word. The
        class is the same in every month, and in every law book that declares the same keys.

        Raises
        ------
        LawError
            When the programme is unknown, or a parameter has no value yet in that month.
        """
        since = self._begun(programme, month)
        known = self._in_force.get((programme, since))
        if known is not None:
            return known
        parameters = self._file(programme).parameters
        numbers = [plain(item, self._written(item, month)) for item in parameters.values()]
        law = law_class(programme, tuple(parameters))(*numbers)
        self._in_force[programme, since] = law
        return law

    def value(self, name: str, month: int) -> Written:
        """Return one value as a law file would write it; money in yuan."""
        return self._written(self.parameter(name), month)

    def text_value(self, programme: str, key: str, month: int) -> str:
        """Return one value as a reader sees it: "740", "1.3", "on", "difference"."""
        return text_of(self.value(f"{programme}.{key}", month))

    def source(self, programme: str, key: str, month: int) -> DatedValue:
        """Return a value with its first month, its status and where it comes from."""
        parameter = self.parameter(f"{programme}.{key}")
        number = self._written(parameter, month)
        dated = self._dated(parameter, month)
        if dated is None and self._carried(parameter):
            first = parameter.values[0]
            said = f"value of {format_month(first.from_month)} carried back"
            return DatedValue(month, number, "assumed", said)
        changes = pending(self._changes.get(parameter.name, ()), month)
        if changes:
            return DatedValue(changes[-1].month, number, SCENARIO, "changed by the scenario")
        if dated is None or number == dated.value:
            return dated or DatedValue(month, number, "published", "did not exist yet")
        growth = cast(Any, parameter.uprating).parameter
        start = f"{text_of(dated.value)} of {format_month(dated.from_month)}"
        return DatedValue(month, number, "assumed", f"uprated from {start} by {growth}, never lower")

    def dates(self, until: int | None = None) -> tuple[int, ...]:
        """Return every month at which something changes; with `until` also the upratings up to that month."""
        months = {value.from_month for values in self._values.values() for value in values}
        months |= {change.month for changes in self._changes.values() for change in changes}
        for parameter in self._parameters.values():
            dated = self._dated(parameter, until) if until is not None else None
            if dated is not None and until is not None and self._is_uprated(parameter, dated):
                months |= set(_due_months(parameter, dated.from_month, until))
        return tuple(sorted(months))

    def begins(self, parameter: Parameter) -> set[int]:
        """Return the months at which a value or a change of one parameter begins; growth is not among them."""
        months = {value.from_month for value in self._values[parameter.name]}
        return months | {change.month for change in self._changes.get(parameter.name, ())}

    def fingerprint(self, programmes: Sequence[str] | None = None) -> str:
        """Return a hash of the values and changes of some programmes, or of all: equal law, equal hash."""
        chosen = self.programmes() if programmes is None else tuple(programmes)
        parts = [
            repr((item.name, item.unit, item.choices, item.uprating, self._values[item.name]))
            + repr(self._changes.get(item.name, ()))
            for programme in chosen
            for item in self._file(programme).parameters.values()
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _file(self, programme: str) -> LawFile:
        if programme not in self.files:
            raise LawError(f"there is no programme {programme!r}; known are {', '.join(self.files)}")
        return self.files[programme]

    def _begun(self, programme: str, month: int) -> int:
        """Return a month since which a programme's values have been those of the month asked for; -1 before all."""
        if programme not in self._turns:
            self._turns[programme] = self._months_of_change(programme)
        turns = self._turns[programme]
        if turns is None:
            return month
        place = bisect_right(turns, month)
        return turns[place - 1] if place else -1

    def _months_of_change(self, programme: str) -> tuple[int, ...] | None:
        """Return the months at which a value of a programme begins; None where values grow by themselves."""
        parameters = self._file(programme).parameters.values()
        if any(item.uprating is not None for item in parameters):
            return None
        return tuple(sorted(set().union(*(self.begins(item) for item in parameters))))

    def _dated(self, parameter: Parameter, month: int) -> DatedValue | None:
        """Return the last dated value that has begun, or None before the first."""
        begun = [value for value in self._values[parameter.name] if value.from_month <= month]
        return begun[-1] if begun else None

    def _carried(self, parameter: Parameter) -> bool:
        """Return True if a figure before its first date is to be that of the first date."""
        return self.carries_back and bool(parameter.values) and not parameter.is_off_before

    def _is_uprated(self, parameter: Parameter, dated: DatedValue) -> bool:
        """Return True if growth follows this value: it is the last published one, or a scenario's own."""
        if parameter.uprating is None:
            return False
        return dated.status == SCENARIO or dated == parameter.values[-1]

    def _written(self, parameter: Parameter, month: int) -> Written:
        dated = self._dated(parameter, month)
        if dated is None:
            if parameter.is_off_before:
                return off_value(parameter)
            if self._carried(parameter):
                return parameter.values[0].value
            raise self._no_value(parameter, month)
        number = dated.value
        if isinstance(number, Decimal) and self._is_uprated(parameter, dated):
            number = self._uprated(parameter, dated.from_month, number, month)
        for change in pending(self._changes.get(parameter.name, ()), month):
            number = change.applied(parameter, cast(Decimal, number))
        return number

    def _uprated(self, parameter: Parameter, start: int, number: Decimal, month: int) -> Decimal:
        """Return a standard after its yearly growth, each time rounded up and never lower."""
        uprating = cast(Any, parameter.uprating)
        growth = self._parameters[uprating.parameter]
        years = uprating.every // MONTHS_PER_YEAR
        for due in _due_months(parameter, start, month):
            grown = number * (1 + cast(Decimal, self._written(growth, due))) ** years
            steps = (grown / uprating.round_up_to).to_integral_value(rounding=ROUND_CEILING)
            number = max(number, steps * uprating.round_up_to)
        return number

    def _no_value(self, parameter: Parameter, month: int) -> LawError:
        first = parameter.values[0].from_month if parameter.values else None
        place = f" in {self.region}" if self.region else ""
        if first is None:
            message = f"has no national value and none{place}; the law file of a region sets it"
        else:
            message = f"has no value in {format_month(month)}{place}; the first is of {format_month(first)}"
        return LawError(message, file=parameter.file, line=parameter.line, key=parameter.name)

    def _check_growth(self) -> None:
        for parameter in self._parameters.values():
            if parameter.uprating is None:
                continue
            growth = self._parameters.get(parameter.uprating.parameter)
            if growth is None or growth.kind != "real":
                message = f"'{parameter.uprating.parameter}' is no share of the law, so nothing grows by it"
                raise LawError(message, file=parameter.file, line=parameter.line, key=parameter.key)

    def _check_changes(self) -> None:
        """Refuse a path that leaves its range in a month at which a value or a change begins."""
        for name, changes in self._changes.items():
            parameter = self._parameters[name]
            months = {change.month for change in changes}
            dated = {value.from_month for value in self._values[name]}
            months |= {month for month in dated if month > changes[0].month}
            for month in sorted(months):
                number = self._written(parameter, month)
                if not is_allowed(parameter, number):
                    told = f"would be {text_of(number)} in {format_month(month)}"
                    raise LawError(f"{told}; it must be {allowed(parameter)}", key=name)


def _due_months(parameter: Parameter, start: int, month: int) -> range:
    """Return the months of uprating after a value of month `start`, up to and including `month`.

    The first is the first calendar month named that lies more than `every` - 12 months after the start.
    """
    uprating = cast(Any, parameter.uprating)
    earliest = start + uprating.every - MONTHS_PER_YEAR + 1
    first = earliest + (uprating.month - month_of_year(earliest)) % MONTHS_PER_YEAR
    return range(first, month + 1, uprating.every)
