"""A change of the law: what a scenario sets, multiplies or adds from a month on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from sim.clock import format_month, parse_month
from sim.errors import LawError
from sim.laws.values import (
    SCENARIO,
    DatedValue,
    Parameter,
    Written,
    allowed,
    is_allowed,
    rounded,
    text_of,
    written,
)

Number = int | float | Decimal


@dataclass(frozen=True)
class Change:
    """One change of one parameter; exactly one of `set`, `multiply` and `add` is given.

    Parameters
    ----------
    parameter : str
        Full name, such as "dibao.standard_urban_m".
    from_month : int or str
        Month index, or a month such as "2027-01".
    set : number, bool or str, optional
        The new value as a law file would write it (money in yuan). Later published values fall away;
        uprating goes on from the new value.
    multiply : number, optional
        Factor on the whole later path, uprating included.
    add : number, optional
        Amount added to the whole later path (money in yuan).

    Raises
    ------
    LawError
        When not exactly one of the three is given, or a factor is no finite number.
    """

    parameter: str
    from_month: int | str
    set: Number | bool | str | None = None
    multiply: Number | None = None
    add: Number | None = None

    def __post_init__(self) -> None:
        given = [name for name in ("set", "multiply", "add") if getattr(self, name) is not None]
        if len(given) != 1:
            raise LawError("a change says exactly one of set, multiply and add", key=self.parameter)
        for name in given:
            value = written(getattr(self, name))
            if name != "set" and not (isinstance(value, Decimal) and value.is_finite()):
                raise LawError(f"{name} needs a finite number, not {value!r}", key=self.parameter)

    @property
    def month(self) -> int:
        """Month index from which the change holds."""
        return parse_month(self.from_month) if isinstance(self.from_month, str) else self.from_month

    @property
    def value(self) -> Written:
        """The value of a `set` change, as a law file would write it."""
        return cast(Written, written(self.set))

    def applied(self, parameter: Parameter, before: Decimal) -> Decimal:
        """Return a number after a multiplication or an addition, in the unit of the parameter."""
        if self.multiply is not None:
            return rounded(parameter, before * cast(Decimal, written(self.multiply)))
        return rounded(parameter, before + cast(Decimal, written(self.add)))


def changes_by_name(
    changes: Sequence[Change], parameters: Mapping[str, Parameter]
) -> dict[str, tuple[Change, ...]]:
    """Return the changes of each parameter in the order of their months.

    Raises
    ------
    LawError
        When a change names no parameter, or sets, multiplies or adds what its kind does not allow.
    """
    sorted_changes: dict[str, tuple[Change, ...]] = {}
    for change in sorted(changes, key=lambda item: item.month):
        parameter = parameters.get(change.parameter)
        if parameter is None:
            programme = change.parameter.split(".")[0]
            near = [name for name in parameters if name.split(".")[0] == programme]
            known = near or sorted({name.split(".")[0] for name in parameters})
            raise LawError(f"is no parameter of the law; known are {', '.join(known)}", key=change.parameter)
        if change.set is None and parameter.kind in ("switch", "choice"):
            message = f"a {parameter.kind} can only be set, to {allowed(parameter)}"
            raise LawError(message, key=change.parameter)
        if change.set is not None and not is_allowed(parameter, change.value):
            message = f"{change.set!r} is not allowed; it must be {allowed(parameter)}"
            raise LawError(message, key=change.parameter)
        sorted_changes[change.parameter] = (*sorted_changes.get(change.parameter, ()), change)
    return sorted_changes


def values_with(parameter: Parameter, changes: Sequence[Change]) -> tuple[DatedValue, ...]:
    """Return the dated values after the `set` changes: each ends the published path and begins its own."""
    values = list(parameter.values)
    for change in changes:
        if change.set is not None:
            source = f"set to {text_of(change.value)} by the scenario from {format_month(change.month)}"
            values = [value for value in values if value.from_month < change.month]
            values.append(DatedValue(change.month, change.value, SCENARIO, source))
    return tuple(values)


def pending(changes: Sequence[Change], month: int) -> tuple[Change, ...]:
    """Return the multiplications and additions in force: those since the last `set`."""
    active: list[Change] = []
    for change in changes:
        if change.month > month:
            break
        active = [] if change.set is not None else [*active, change]
    return tuple(active)
