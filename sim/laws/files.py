"""Reads law files strictly: what a file misspells or contradicts is an error with file, line and key."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from sim.clock import MONTHS_PER_YEAR, format_month, parse_month
from sim.errors import LawError, SimError
from sim.laws.pages import ROOT, Page, load_page, shown
from sim.laws.values import (
    ROLES,
    STATUSES,
    UNITS,
    Clause,
    DatedValue,
    Label,
    Parameter,
    Uprating,
    allowed,
    base_unit,
    is_allowed,
    off_value,
    written,
)

PACKAGE = ROOT / "sim"
DATA = ROOT / "data"
PROGRAMMES = "programmes"
ASSUMPTIONS = ("lives", "administration", "care", "population", "finance")
FURTHER = (
    "lives/shocks",
    "care/closure",
    "finance/budget",
)  # apart from the file of their package: off by default

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_FILE_KEYS = ("programme", "label", "source", "parameters", "clauses")
_REQUIRED = ("label", "unit", "role")
_PLACE_KEYS = ("values", "uprating", "range", "step", "note")
_PARAMETER_KEYS = (*_REQUIRED, "choices", "before", *_PLACE_KEYS)
_VALUE_KEYS = ("from", "value", "status", "source")
_UPRATING_KEYS = ("rule", "parameter", "every", "month", "round_up_to")


@dataclass(frozen=True)
class LawFile:
    """The declared law of one programme: its parameters and the sentences that decide cases."""

    programme: str
    label: Label
    source: str
    parameters: Mapping[str, Parameter]
    clauses: Mapping[str, Clause]
    file: str


@functools.cache
def read_law_text(text: str, name: str) -> LawFile:
    """Return the law written in a YAML text; `name` stands for the file in messages.

    Raises
    ------
    LawError
        When the text breaks the form; names the line, the key and what is allowed.
    """
    return _law_file(load_page(text, name))


def read_law_file(path: Path) -> LawFile:
    """Return the declared law of one file; the file is named after its programme."""
    law = read_law_text(path.read_text(encoding="utf-8"), shown(path))
    if law.programme != path.stem:
        message = f"is {law.programme!r}, but the file is called {path.name}; they must agree"
        raise LawError(message, file=shown(path), key="programme")
    return law


def package_law(package: Path = PACKAGE) -> dict[str, LawFile]:
    """Return the law files beside the code: one a programme, and one of assumptions a package."""
    return {path.stem: read_law_file(path) for path in law_paths(package)}


def law_paths(package: Path = PACKAGE) -> list[Path]:
    """Return where the law files beside the code lie."""
    paths = sorted((package / PROGRAMMES).glob("*.yaml"))
    names = (*(f"{name}/{name}" for name in ASSUMPTIONS), *FURTHER)
    return paths + [path for name in names if (path := package / f"{name}.yaml").is_file()]


def place_law(laws: Mapping[str, LawFile], region: str, data: Path = DATA) -> dict[str, LawFile]:
    """Return the laws with the values that a region sets itself.

    Raises
    ------
    LawError
        When the region does not exist, or a file sets what no law declares.
    """
    region = region.partition(".")[0]  # one county of a region has the region's law
    folder = data / "regions" / region / "laws"
    if not _NAME.fullmatch(region) or not folder.is_dir():
        known = sorted(path.parent.name for path in (data / "regions").glob("*/laws"))
        raise LawError(f"there is no region {region!r}; known are {', '.join(known) or 'none'}")
    merged = dict(laws)
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in laws:
            known_laws = ", ".join(sorted(laws))
            raise LawError(f"no programme has this name; known are {known_laws}", file=shown(path))
        merged[path.stem] = _override(laws[path.stem], path.read_text(encoding="utf-8"), shown(path))
    return merged


def _override(law: LawFile, text: str, name: str) -> LawFile:
    page = load_page(text, name)
    page.check_keys(("programme", "source", "parameters"), ("programme", "parameters"))
    page.word("programme", (law.programme,))
    parameters = dict(law.parameters)
    body = page.page("parameters")
    for key in body.node:
        if key not in parameters:
            raise body.error(key, f"is declared by no law; {law.file} declares {', '.join(parameters)}")
        place = body.page(key)
        place.check_keys(_PLACE_KEYS, ("values",))
        parameters[key] = _with_values(replace(parameters[key], file=page.file, line=body.line(key)), place)
    return replace(law, parameters=parameters)


def _law_file(page: Page) -> LawFile:
    page.check_keys(_FILE_KEYS, ("programme", "label", "parameters"))
    programme = page.text("programme")
    if not _NAME.fullmatch(programme):
        raise page.error("programme", "must be written in small letters, digits and underscores")
    body = page.page("parameters")
    parameters = {str(key): _parameter(body, str(key), programme) for key in body.node}
    clauses: dict[str, Clause] = {}
    if "clauses" in page.node:
        texts = page.page("clauses")
        clauses = {str(key): _clause(texts, str(key)) for key in texts.node}
    source = page.text("source") if "source" in page.node else ""
    return LawFile(programme, page.label("label"), source, parameters, clauses, page.file)


def _parameter(body: Page, key: str, programme: str) -> Parameter:
    if not _NAME.fullmatch(key):
        raise body.error(key, "must be written in small letters, digits and underscores")
    page = body.page(key)
    page.check_keys(_PARAMETER_KEYS, _REQUIRED)
    unit = page.text("unit")
    if base_unit(unit) not in UNITS:
        raise page.error("unit", f"{unit!r} is not known; it begins with one of {', '.join(UNITS)}")
    bare = Parameter(
        programme=programme,
        key=key,
        label=page.label("label"),
        unit=unit,
        role=page.word("role", ROLES),
        low=None,
        high=None,
        choices=_choices(page, unit),
        step=None,
        values=(),
        uprating=None,
        is_off_before="before" in page.node and page.word("before", ("off",)) == "off",
        note="",
        file=body.file,
        line=body.line(key),
    )
    if bare.is_off_before:
        off_value(bare)
    return _with_values(bare, page)


def _with_values(parameter: Parameter, page: Page) -> Parameter:
    """Return the parameter with the range, dated values and uprating that one mapping gives it."""
    if "range" in page.node:
        low, high = _range(page)
        parameter = replace(parameter, low=low, high=high)
    if "step" in page.node:
        parameter = replace(parameter, step=page.number("step"))
    if "note" in page.node:
        parameter = replace(parameter, note=page.text("note"))
    is_number, is_stated = parameter.kind in ("money", "real", "whole"), parameter.role in ("fact", "context")
    if is_number and not is_stated and parameter.range is None:
        raise page.error("range", f"a {parameter.role} needs a range")
    if "values" in page.node:
        parameter = replace(parameter, values=_values(parameter, page))
    if "uprating" in page.node:
        parameter = replace(parameter, uprating=_uprating(parameter, page))
    return parameter


def _values(parameter: Parameter, page: Page) -> tuple[DatedValue, ...]:
    items = page.node["values"]
    if not isinstance(items, CommentedSeq):
        raise page.error("values", "must be a list of dated values")
    values: list[DatedValue] = []
    for item in items:
        if not isinstance(item, CommentedMap):
            raise page.error("values", f"must be a list of mappings with {', '.join(_VALUE_KEYS)}")
        entry = Page(page.file, item)
        entry.check_keys(_VALUE_KEYS, _VALUE_KEYS)
        value: Any = written(item["value"])
        if not is_allowed(parameter, value):
            message = f"{item['value']!r} is not allowed for {parameter.key}; it must be {allowed(parameter)}"
            raise entry.error("value", message)
        month = _month(entry, "from")
        if values and month <= values[-1].from_month:
            before = format_month(values[-1].from_month)
            raise entry.error("from", f"{item['from']} does not come after {before}; dates must be in order")
        status = entry.word("status", STATUSES)
        value = str(value) if isinstance(value, str) else value
        values.append(DatedValue(month, value, status, entry.text("source")))
    return tuple(values)


def _uprating(parameter: Parameter, page: Page) -> Uprating:
    entry = page.page("uprating")
    entry.check_keys(_UPRATING_KEYS, _UPRATING_KEYS)
    entry.word("rule", ("growth",))
    if parameter.kind != "money":
        raise page.error("uprating", f"only an amount of money is uprated, not {parameter.unit}")
    every, month = entry.number("every"), entry.number("month")
    if every <= 0 or every % MONTHS_PER_YEAR != 0:
        raise entry.error("every", f"must be a multiple of {MONTHS_PER_YEAR} months")
    if month != int(month) or not 1 <= month <= MONTHS_PER_YEAR:
        raise entry.error("month", f"must be a month of the year from 1 to {MONTHS_PER_YEAR}")
    if entry.number("round_up_to") <= 0:
        raise entry.error("round_up_to", "must be an amount above zero")
    growth = entry.text("parameter")
    name = growth if "." in growth else f"{parameter.programme}.{growth}"
    return Uprating(name, int(every), int(month), entry.number("round_up_to"))


def _range(page: Page) -> tuple[Decimal, Decimal]:
    items = page.node["range"]
    ends = [written(item) for item in items] if isinstance(items, CommentedSeq) else []
    if [type(end) for end in ends] != [Decimal, Decimal] or ends[0] > ends[1]:  # type: ignore[operator]
        raise page.error("range", "must be a list of the lowest and the highest number")
    low, high = ends
    return Decimal(str(low)), Decimal(str(high))


def _choices(page: Page, unit: str) -> tuple[str, ...]:
    is_choice = base_unit(unit) == "choice"
    if is_choice != ("choices" in page.node):
        raise page.error("choices", "a choice lists its choices, and nothing else does")
    if not is_choice:
        return ()
    items = page.node["choices"]
    if not isinstance(items, CommentedSeq) or not items or not all(isinstance(item, str) for item in items):
        raise page.error("choices", "must be a list of words")
    if len(set(items)) != len(items):
        raise page.error("choices", "names a choice twice")
    return tuple(str(item) for item in items)


def _clause(texts: Page, key: str) -> Clause:
    entry = texts.page(key)
    entry.check_keys(("zh", "en", "source"), ("zh", "en", "source"))
    return Clause(key, Label(entry.text("zh"), entry.text("en")), entry.text("source"))


def _month(page: Page, key: str) -> int:
    try:
        return parse_month(page.text(key))
    except LawError:
        raise
    except SimError as error:
        raise page.error(key, str(error)) from None
