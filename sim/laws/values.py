"""What a law may say: units, roles and statuses of dated values, and the plain number each becomes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

from sim.errors import LawError
from sim.money import FEN_PER_YUAN

Written: TypeAlias = Decimal | bool | str
"""A value as a law file writes it: a number, a switch or the name of a choice."""

Plain: TypeAlias = int | float | bool
"""A value as a rule reads it: fen, a whole number, a real number, the index of a choice or a switch."""

Kind = Literal["money", "real", "whole", "switch", "choice"]

UNITS: dict[str, Kind] = {
    "yuan": "money",
    "share": "real",
    "ratio": "real",
    "rate": "real",
    "per": "real",
    "number": "real",
    "log": "real",
    "hours": "real",
    "visits": "real",
    "km": "real",
    "m2": "real",
    "points": "real",
    "months": "whole",
    "years": "whole",
    "days": "whole",
    "count": "whole",
    "persons": "whole",
    "beds": "whole",
    "level": "whole",
    "grade": "whole",
    "switch": "switch",
    "choice": "choice",
}
# A context number is stated by the law and cited; nothing that the model does depends on it.
ROLES = ("lever", "assumption", "fact", "context")
STATUSES = ("published", "derived", "remembered", "assumed")
SCENARIO = "scenario"
OFF_CHOICES = ("off", "none")


@dataclass(frozen=True)
class Label:
    """The same words in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Clause:
    """The sentence of the law that decides a case, with its legal source."""

    key: str
    text: Label
    source: str


@dataclass(frozen=True)
class DatedValue:
    """A value in force from a month on.

    Parameters
    ----------
    from_month : int
        Month index.
    value : Decimal, bool or str
        As written; money in yuan.
    status : str
        published, derived, remembered or assumed; "scenario" when a change made it.
    source : str
        Document, or the reason of an assumption.
    """

    from_month: int
    value: Written
    status: str
    source: str


@dataclass(frozen=True)
class Uprating:
    """How a standard goes on after its last dated value: yearly growth, rounded up, never lower.

    Parameters
    ----------
    parameter : str
        Full name of the yearly growth rate, such as "dibao.standard_growth_urban_y".
    every : int
        Months between two upratings, a multiple of 12.
    month : int
        Calendar month of an uprating, 1 to 12.
    round_up_to : Decimal
        The amount is rounded up to a multiple of this many yuan.
    """

    parameter: str
    every: int
    month: int
    round_up_to: Decimal


@dataclass(frozen=True)
class Parameter:
    """One dated number of the law, with what is allowed and where it comes from.

    Parameters
    ----------
    programme, key : str
        File and key; together the name, such as "dibao.standard_urban_m".
    label : Label
    unit : str
        The first word decides the kind: yuan, share, months, count, switch, choice and so on (see `UNITS`).
    role : str
        lever (a government may choose it), assumption (we had to) or fact.
    low, high : Decimal or None
        Allowed range as written (yuan); None without a range.
    choices : tuple of str
        Allowed words of a choice.
    step : Decimal or None
        Step of a slider.
    values : tuple of DatedValue
        In order of their months.
    uprating : Uprating or None
    is_off_before : bool
        True if months before the first value read as "does not exist": zero, or off.
    note, file : str
    line : int
    """

    programme: str
    key: str
    label: Label
    unit: str
    role: str
    low: Decimal | None
    high: Decimal | None
    choices: tuple[str, ...]
    step: Decimal | None
    values: tuple[DatedValue, ...]
    uprating: Uprating | None
    is_off_before: bool
    note: str
    file: str
    line: int

    @property
    def name(self) -> str:
        """The full name, such as "dibao.standard_urban_m"."""
        return f"{self.programme}.{self.key}"

    @property
    def kind(self) -> Kind:
        """What the unit stands for: money, real, whole, switch or choice."""
        return UNITS[base_unit(self.unit)]

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """The allowed range as written (money in yuan), or None."""
        if self.low is None or self.high is None:
            return None
        return self.low, self.high


def base_unit(unit: str) -> str:
    """Return the first word: "yuan" of "yuan/person/month", "share" of "share per year"."""
    return unit.replace("/", " ").split()[0]


def allowed(parameter: Parameter) -> str:
    """Return what a value may be, in words."""
    kind = parameter.kind
    if kind == "switch":
        return "true or false"
    if kind == "choice":
        return "one of " + ", ".join(parameter.choices)
    noun = {"money": "an amount in whole fen", "whole": "a whole number", "real": "a number"}[kind]
    if parameter.range is None:
        return f"{noun} ({parameter.unit})"
    return f"{noun} from {text_of(parameter.range[0])} to {text_of(parameter.range[1])} ({parameter.unit})"


def is_allowed(parameter: Parameter, value: object) -> bool:
    """Return True if a value, as written, has the right type and lies in the range or among the choices."""
    kind = parameter.kind
    if kind == "switch":
        return isinstance(value, bool)
    if kind == "choice":
        return isinstance(value, str) and value in parameter.choices
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    if kind == "money" and not _is_whole(value * FEN_PER_YUAN):
        return False
    if kind == "whole" and not _is_whole(value):
        return False
    bounds = parameter.range
    return bounds is None or bounds[0] <= value <= bounds[1]


def written(value: object) -> object:
    """Return a number of Python or YAML as an exact Decimal; anything else unchanged.

    A float is read by its shortest text, so 0.1 is one tenth.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, Decimal):
        return value
    return Decimal(int(value)) if isinstance(value, int) else Decimal(repr(float(value)))


def plain(parameter: Parameter, value: Written) -> Plain:
    """Return the number that a rule reads: fen, index of the choice, bool, int or float."""
    if isinstance(value, str):
        return parameter.choices.index(value)
    if isinstance(value, bool):
        return value
    if parameter.kind == "money":
        return int(value * FEN_PER_YUAN)
    return int(value) if parameter.kind == "whole" else float(value)


def rounded(parameter: Parameter, value: Decimal) -> Decimal:
    """Return the result of a multiplication as the unit allows it: whole fen, a whole number, or as it is."""
    unit = {"money": Decimal(1) / FEN_PER_YUAN, "whole": Decimal(1)}.get(parameter.kind)
    return value if unit is None else value.quantize(unit, rounding=ROUND_HALF_UP)


def off_value(parameter: Parameter) -> Written:
    """Return how a parameter reads before it exists: false, the choice "off" or "none", or zero.

    Raises
    ------
    LawError
        When a choice has neither "off" nor "none".
    """
    if parameter.kind == "switch":
        return False
    if parameter.kind != "choice":
        return Decimal(0)
    for word in OFF_CHOICES:
        if word in parameter.choices:
            return word
    message = "'before: off' needs a choice called off or none"
    raise LawError(message, file=parameter.file, line=parameter.line, key=parameter.key)


def text_of(value: Written) -> str:
    """Return a value as a reader sees it: 740, 0.3, on, difference."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return value
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()
