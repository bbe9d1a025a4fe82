"""A region's fit in the law: assumptions take the values that `sim calibrate` found, in place of the usual ones."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from ruamel.yaml import YAML

from sim.errors import LawError
from sim.laws.files import LawFile
from sim.laws.pages import shown
from sim.laws.values import DatedValue, Parameter, allowed, is_allowed, text_of

FIT_FILE = "calibration.yaml"
VALUES, ASSUMED = "values", "assumed"
STATED = ("fact", "context")  # roles that nobody may fit


def fit_path(region: str, data: Path) -> Path:
    """Return where the fit of a region, or of the region that a county belongs to, is kept."""
    return data / "regions" / region.partition(".")[0] / FIT_FILE


def with_fit(laws: Mapping[str, LawFile], region: str, data: Path) -> dict[str, LawFile]:
    """Return the laws with the fitted values of a region's assumptions; as they are when the region has no fit.

    Raises
    ------
    LawError
        When the fit sets what may not be fitted, or leaves its range.
    """
    path, fitted = fit_path(region, data), dict(laws)
    if not path.is_file():
        return fitted
    for name, value in _values(path, path.stat().st_mtime_ns).items():
        programme, _, key = name.partition(".")
        law = fitted.get(programme)
        parameter = law.parameters.get(key) if law is not None else None
        if law is None or parameter is None or parameter.role in STATED:
            raise LawError("is nothing that may be fitted; calibrate again", file=shown(path), key=name)
        fitted[programme] = replace(law, parameters={**law.parameters, key: _set(parameter, value, path)})
    return fitted


def _set(parameter: Parameter, value: Decimal, path: Path) -> Parameter:
    if not is_allowed(parameter, value):
        raise LawError(
            f"{value} is not allowed; it must be {allowed(parameter)}", file=shown(path), key=parameter.name
        )
    first = parameter.values[0]
    source = f"fitted to published figures of the region ({FIT_FILE}); usual value {text_of(first.value)}"
    return replace(parameter, values=(DatedValue(first.from_month, value, ASSUMED, source),))


@functools.cache
def _values(path: Path, _: int) -> dict[str, Decimal]:
    """Return the fitted values; read again when the file is a newer one."""
    content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return {str(name): Decimal(repr(value)) for name, value in content[VALUES].items()}
