"""Reads a scenario file and the files it is based on, strictly; what is wrong is said with file, line and key."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sim.clock import format_month, parse_month
from sim.laws import Change, Parameter
from sim.laws.pages import shown as shown_path
from sim.laws.values import allowed
from sim.scenario.checks import MOST_FACTOR, Placed, check_change, check_scenario
from sim.scenario.fields import Fields, shown
from sim.scenario.library import NAME, NAME_WANTED, Folders, default_folders, regions, scenario_file
from sim.scenario.model import OutreachChange, Scenario
from sim.scenario.rules import BEDS, OWNERSHIPS, SERVICES, Rules, rules_of
from sim.state.codes import NURSING
from sim.state.places import BedChange, ServiceChange
from sim.strict_yaml import read_yaml

_TEXTS = ("scenario", "title", "author", "why", "region")
_HORIZON = ("start", "months", "seed")
_LISTS = ("changes", "beds", "services", "outreach")
_VERBS = ("set", "multiply", "add")
_SWITCH = {"true": True, "false": False}

MOST_FILES = 8  # files of one chain
MOST_MONTHS = 600
MOST_SEED = 2**32 - 1
MOST_ENTRIES = 500  # entries of one list
MOST_BEDS = 5_000  # beds that one entry opens or closes
MOST_PRICE = 20_000  # yuan a month
FEWEST_PERSONS = 100
FIRST_START, LAST_START = parse_month("2000-01"), parse_month("2050-12")


@dataclass(frozen=True)
class _Page:
    """One file of the chain."""

    path: Path
    fields: Fields


def load_scenario(path: Path | str, folders: Folders | None = None) -> Scenario:
    """Return the scenario that a file states, with all that it is based on.

    Parameters
    ----------
    path : path
        A scenario file, or `region/name` of one in the library, such as `yunxi/baseline`. The scenario it is based on
        is looked for in the same folder, then among the library's scenarios of the region; nowhere else.
    folders : Folders, optional
        Where library, data and laws lie.

    Raises
    ------
    ScenarioError
        On anything that is not allowed: one sentence with file, line, key and what is allowed.
    """
    places = folders or default_folders()
    chain = _chain(scenario_file(path, places), places)
    rules = rules_of(chain[-1].fields.scalar("region"), places)
    scenario = _checked(chain[-1], None, rules)
    for page in reversed(chain[:-1]):
        scenario = _checked(page, scenario, rules)
    return scenario


def _checked(page: _Page, base: Scenario | None, rules: Rules) -> Scenario:
    """Return what a page states on top of its base, once nothing contradicts anything."""
    placed: list[Placed] = []
    scenario = _stated(page, base, rules, placed)
    check_scenario(scenario, rules, placed, page.fields.place("based_on" if base else "scenario"))
    return scenario


def _chain(path: Path, folders: Folders) -> list[_Page]:
    """Return the pages from the file asked for to its root."""
    chain = [_page(path, folders)]
    seen = {chain[0].path.resolve()}
    while chain[-1].fields.has("based_on"):
        page = chain[-1]
        name = page.fields.name("based_on", NAME, NAME_WANTED)
        below = _below(page, name, folders)
        if below.resolve() in seen:
            raise page.fields.place("based_on").error(f"{name} leads back to this scenario; a chain must end")
        if len(chain) == MOST_FILES:
            raise page.fields.place("based_on").error(
                f"the chain is too long; at most {MOST_FILES} files are allowed"
            )
        seen.add(below.resolve())
        chain.append(_page(below, folders))
    return chain


def _below(page: _Page, name: str, folders: Folders) -> Path:
    """Return the file of the scenario that a page is based on."""
    library = folders.scenarios / page.fields.scalar("region")
    for folder in (page.path.resolve().parent, library):
        found = folder / f"{name}.yaml"
        if found.is_file() and found.resolve().is_relative_to(folder.resolve()):
            return found
    message = f"there is no scenario {name} in the folder of this file or in the library of the region"
    raise page.fields.place("based_on").error(message)


def _page(path: Path, folders: Folders) -> _Page:
    """Return one file after the checks that need no other file."""
    name = shown_path(path.absolute()) if path.is_absolute() else str(path)
    fields = Fields(name, read_yaml(path, name))
    needed = () if fields.has("based_on") else _HORIZON
    fields.check_keys((*_TEXTS, *needed), ("based_on", *_HORIZON, "population", "calibrated", *_LISTS))
    if fields.name("scenario", NAME, NAME_WANTED) != path.stem:
        raise fields.place("scenario").error(f"must be {path.stem}, as the file is called")
    fields.word("region", regions(folders))
    return _Page(path, fields)


def _stated(page: _Page, base: Scenario | None, rules: Rules, placed: list[Placed]) -> Scenario:
    """Return what a page states on top of its base; the places of its entries are added to `placed`."""
    own = page.fields
    changes = [_change(row, rules, placed) for row in _rows(own, "changes")]
    beds = [_bed_change(row, rules, placed) for row in _rows(own, "beds")]
    services = [_service(row, placed) for row in _rows(own, "services")]
    outreach = [_outreach(row, placed) for row in _rows(own, "outreach")]
    return Scenario(
        region=own.word("region", (rules.region,)),
        name=own.scalar("scenario"),
        title=own.label("title"),
        author=own.words("author"),
        why=own.label("why"),
        start=_start(own, base),
        months=_whole(own, base, "months", 1, MOST_MONTHS),
        seed=_whole(own, base, "seed", 0, MOST_SEED),
        changes=(*(base.changes if base else ()), *changes),
        bed_changes=(*(base.bed_changes if base else ()), *beds),
        service_changes=(*(base.service_changes if base else ()), *services),
        outreach_changes=(*(base.outreach_changes if base else ()), *outreach),
        population=_population(own, base, rules),
        is_fitted=_is_fitted(own, base),
        sources=(*(base.sources if base else ()), own.file),
    )


def _rows(own: Fields, key: str) -> tuple[Fields, ...]:
    rows = own.rows(key)
    if len(rows) > MOST_ENTRIES:
        raise own.place(key).error(f"has {len(rows)} entries; at most {MOST_ENTRIES} are allowed")
    return rows


def _start(own: Fields, base: Scenario | None) -> int:
    if base is not None and not own.has("start"):
        return base.start
    month = own.month("start")
    if not FIRST_START <= month <= LAST_START:
        span = f"from {format_month(FIRST_START)} to {format_month(LAST_START)}"
        raise own.place("start").error(f"{format_month(month)} is outside the range {span}")
    return month


def _whole(own: Fields, base: Scenario | None, key: str, low: int, high: int) -> int:
    if base is not None and not own.has(key):
        return int(getattr(base, key))
    return own.whole(key, low, high)


def _population(own: Fields, base: Scenario | None, rules: Rules) -> int | None:
    """Return the persons to build: at most as many as live in the region."""
    if not own.has("population"):
        return base.population if base else None
    return own.whole("population", FEWEST_PERSONS, rules.facts.population)


def _is_fitted(own: Fields, base: Scenario | None) -> bool:
    """Return whether assumptions take their fitted values: yes, unless a file says `calibrated: false`."""
    if not own.has("calibrated"):
        return base.is_fitted if base else True
    return _SWITCH[own.word("calibrated", _SWITCH)]


def _change(row: Fields, rules: Rules, placed: list[Placed]) -> Change:
    """Return one change of the law; exactly one of set, multiply and add is written."""
    row.check_keys(("parameter", "from"), _VERBS)
    verbs = [verb for verb in _VERBS if row.has(verb)]
    if len(verbs) != 1:
        raise row.place("parameter").error(f"exactly one of {', '.join(_VERBS)} is wanted, not {len(verbs)}")
    verb, name, month = verbs[0], row.scalar("parameter"), row.month("from")
    if verb == "set":
        change = Change(name, month, set=_set_value(row, rules.parameters.get(name)))
    elif verb == "multiply":
        change = Change(name, month, multiply=row.number(verb, 0, MOST_FACTOR))
    else:
        change = Change(name, month, add=row.number(verb))
    check_change(change, rules.parameters, row.place)
    placed.append(Placed(change, row.place))
    return change


def _set_value(row: Fields, parameter: Parameter | None) -> Decimal | bool | str:
    """Return a value as its parameter wants it: a number, a switch or a word; a text if there is no parameter."""
    text = row.scalar("set")
    if parameter is None or parameter.kind == "choice":
        return text
    if parameter.kind != "switch":
        return row.number("set")
    if text not in _SWITCH:
        raise row.place("set").error(f"{shown(text)} is not allowed; it must be {allowed(parameter)}")
    return _SWITCH[text]


def _bed_change(row: Fields, rules: Rules, placed: list[Placed]) -> BedChange:
    """Return beds that open at a date, close if their number is negative, or are converted."""
    row.check_keys(
        ("township", "type", "beds", "ownership"), ("from", "approved", "price_m", "home", "convert")
    )
    beds = row.whole("beds", -MOST_BEDS, MOST_BEDS)
    if beds == 0:
        raise row.place("beds").error(
            "0 changes nothing; write beds that open, or a negative number that close"
        )
    bed = BEDS[row.word("type", BEDS)]
    is_converted = row.has("convert") and _SWITCH[row.word("convert", _SWITCH)]
    if is_converted and (bed != NURSING or beds < 0):
        raise row.place("convert").error("turns ordinary beds into nursing beds; write type nursing and beds")
    change = BedChange(
        township=row.scalar("township"),
        bed=bed,
        beds=beds,
        month=_opening_month(row, rules, is_converted),
        ownership=OWNERSHIPS[row.word("ownership", OWNERSHIPS)],
        price_m=row.money("price_m", 0, MOST_PRICE) if row.has("price_m") else 0,
        home=row.word("home", rules.facts.homes) if row.has("home") else "",
        is_converted=is_converted,
        approved=row.month("approved") if row.has("approved") else 0,
    )
    placed.append(Placed(change, row.place))
    return change


def _opening_month(row: Fields, rules: Rules, is_converted: bool) -> int:
    """Return the month in which beds open: `from`, or so many months after `approved` as building takes."""
    if row.has("from") == row.has("approved"):
        raise row.place("from").error("exactly one of from and approved is wanted")
    if row.has("from"):
        return row.month("from")
    approved = row.month("approved")
    key = "finance.convert_months" if is_converted else "finance.build_months"
    return approved + int(str(rules.book(()).value(key, approved)))


def _service(row: Fields, placed: list[Placed]) -> ServiceChange:
    """Return places at home or by day that open at a date, or close if their number is negative."""
    row.check_keys(("township", "type", "places", "from"))
    places = row.whole("places", -MOST_BEDS, MOST_BEDS)
    if places == 0:
        raise row.place("places").error("0 changes nothing; write places that open, or a negative number")
    kind = SERVICES[row.word("type", SERVICES)]
    change = ServiceChange(row.scalar("township"), kind, places, row.month("from"))
    placed.append(Placed(change, row.place))
    return change


def _outreach(row: Fields, placed: list[Placed]) -> OutreachChange:
    row.check_keys(("from", "multiply"))
    change = OutreachChange(row.month("from"), float(row.number("multiply", 0, MOST_FACTOR)))
    placed.append(Placed(change, row.place))
    return change
