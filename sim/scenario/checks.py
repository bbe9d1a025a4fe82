"""What must hold between the entries of a scenario, its horizon, its region and the law."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sim.clock import format_month
from sim.errors import LawError
from sim.laws import Change, LawBook, Parameter
from sim.laws.values import allowed, is_allowed, text_of
from sim.scenario.fields import Place, shown
from sim.scenario.library import NAME, NAME_WANTED, default_folders
from sim.scenario.model import OutreachChange, Scenario, change_words
from sim.scenario.rules import BedGroup, Rules, rules_of
from sim.state.codes import ORDINARY
from sim.state.places import BedChange, ServiceChange

Entry = Change | BedChange | ServiceChange | OutreachChange
PlaceOf = Callable[[str], Place]
"""Returns the place of a key."""

MOST_FACTOR = 10  # of a multiplication
_RURAL, _URBAN = "standard_rural", "standard_urban"


@dataclass(frozen=True)
class Placed:
    """An entry and the places of its keys."""

    entry: Entry
    place: PlaceOf


@dataclass(frozen=True)
class _Case:
    """A scenario under examination."""

    scenario: Scenario
    rules: Rules
    placed: Sequence[Placed]
    whole: Place

    def place(self, entry: Entry, key: str) -> Place:
        """Return where a key of an entry is written; inherited entries stand at the scenario itself."""
        for one in self.placed:
            if one.entry is entry:
                return one.place(key)
        return self.whole


def check_scenario(
    scenario: Scenario,
    rules: Rules | None = None,
    placed: Sequence[Placed] = (),
    whole: Place | None = None,
) -> None:
    """Refuse a scenario whose entries contradict its horizon, its region, the law or each other.

    Parameters
    ----------
    scenario : Scenario
    rules : Rules, optional
        What to check against; those of this installation when not given.
    placed : sequence of Placed
        Where the entries are written.
    whole : Place, optional
        Stands for entries that are not in `placed`.

    Raises
    ------
    ScenarioError
        One sentence with the place, if it is known, and what is allowed.
    """
    known = rules or rules_of(scenario.region, default_folders())
    if not NAME.fullmatch(scenario.name):
        raise Place(None, None, "scenario").error(f"{shown(scenario.name)} must be {NAME_WANTED}")
    case = _Case(scenario, known, placed, whole or Place(None, None))
    _check_horizon(case)
    for change in scenario.changes:
        check_change(change, known.parameters, partial(case.place, change))
    _check_standards(case, _book(case))
    _check_beds(case)


def check_change(change: Change, parameters: Mapping[str, Parameter], place: PlaceOf) -> None:
    """Refuse a change of an unknown parameter, or to a value that its declaration does not allow."""
    parameter = parameters.get(change.parameter)
    if parameter is None:
        programme = change.parameter.split(".")[0]
        near = [name for name in parameters if name.split(".")[0] == programme]
        known = near or sorted({name.split(".")[0] for name in parameters})
        message = f"{shown(change.parameter)} is no parameter of the law; known are {', '.join(known)}"
        raise place("parameter").error(message)
    if change.set is not None and not is_allowed(parameter, change.value):
        value = change_words(change)[-1]
        message = f"{shown(value)} is not allowed for {change.parameter}; it must be {allowed(parameter)}"
        raise place("set").error(message)
    if change.set is None and parameter.kind in ("switch", "choice"):
        message = f"{change.parameter} is a {parameter.kind}; it can only be set, to {allowed(parameter)}"
        raise place("parameter").error(message)
    if change.multiply is not None and not 0 <= change.multiply <= MOST_FACTOR:
        raise place("multiply").error(f"{change.multiply} is outside the range from 0 to {MOST_FACTOR}")


def _check_horizon(case: _Case) -> None:
    scenario = case.scenario
    first, last = format_month(scenario.start), format_month(scenario.end)
    entries: tuple[Entry, ...] = (
        *scenario.changes,
        *scenario.bed_changes,
        *scenario.service_changes,
        *scenario.outreach_changes,
    )
    for entry in entries:
        if not scenario.start <= entry.month <= scenario.end:
            message = f"{format_month(entry.month)} is outside the run from {first} to {last}"
            raise case.place(entry, "from").error(message)
    months = [change.month for change in scenario.outreach_changes]
    for change in scenario.outreach_changes:
        if months.count(change.month) > 1:
            message = f"{format_month(change.month)} has two factors of outreach; one a month is allowed"
            raise case.place(scenario.outreach_changes[-1], "from").error(message)


def _book(case: _Case) -> LawBook:
    """Return the law with the scenario's changes; the law's refusal is told at the change it is about."""
    changes = case.scenario.changes
    try:
        return case.rules.book(changes)
    except LawError as error:
        about = [change for change in changes if change.parameter == error.key]
        if not about:
            raise
        message = f"{error.key} {error.message}"
        raise case.place(about[-1], change_words(about[-1])[-2]).error(message) from None


def _check_standards(case: _Case, book: LawBook) -> None:
    """Refuse changes after which a rural standard stands above the urban one of the same programme."""
    changes, parameters = case.scenario.changes, case.rules.parameters
    pairs = [(name, name.replace(_RURAL, _URBAN)) for name in parameters if _RURAL in name]
    for rural, urban in pairs:
        touched = [change for change in changes if change.parameter in (rural, urban)]
        if not touched or urban not in parameters:
            continue
        first = min(change.month for change in touched)
        for month in (month for month in book.dates() if first <= month <= case.scenario.end):
            low, high = book.value(rural, month), book.value(urban, month)
            if low > high:  # type: ignore[operator]  # both are amounts of money
                change = [change for change in touched if change.month <= month][-1]
                message = (
                    f"rural above urban: in {format_month(month)} {rural} would be {text_of(low)} and "
                    f"{urban} {text_of(high)}; the rural standard may be at most the urban one"
                )
                raise case.place(change, change_words(change)[-2]).error(message)


def _check_beds(case: _Case) -> None:
    """Refuse beds in places that do not exist, and the closing of more beds than a township has."""
    facts = case.rules.facts
    left: dict[BedGroup, int] = dict(facts.beds)
    for service in case.scenario.service_changes:
        _check_township(case, service)
    for change in sorted(case.scenario.bed_changes, key=lambda one: one.month):
        _check_township(case, change)
        group = (change.township, change.bed, change.ownership)
        if change.is_converted:
            source = (change.township, ORDINARY, change.ownership)
            _take(case, change, left, source, change.beds)
            left[group] = left.get(group, 0) + change.beds
        else:
            _take(case, change, left, group, -change.beds)


def _check_township(case: _Case, change: BedChange | ServiceChange) -> None:
    townships = case.rules.facts.townships
    if change.township not in townships:
        message = f"{shown(change.township)} is not in the list of townships of {case.scenario.region}"
        raise case.place(change, "township").error(f"{message}; allowed are {', '.join(townships)}")


def _take(case: _Case, change: BedChange, left: dict[BedGroup, int], group: BedGroup, beds: int) -> None:
    """Take beds out of a stock, which must hold them; a negative number adds."""
    stock = left.get(group, 0)
    if beds > stock:
        verb = "be converted" if change.is_converted else "close"
        message = f"{beds} beds would {verb} and the township has {stock} of this type and ownership"
        if change.is_converted:
            message = (
                f"{beds} beds would be converted and the township has {stock} ordinary beds of this ownership"
            )
        raise case.place(change, "beds").error(f"{message}; at most these may {verb}")
    left[group] = stock - beds
