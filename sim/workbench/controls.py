"""The levers of the explorer, made from the declarations of the law: range, step, unit, words, source and status."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Any, cast

import ipywidgets

from sim.clock import format_month
from sim.laws import Change, LawBook, Parameter
from sim.words import label, source_words, unit_words
from sim.workbench.law_words import choice_word, in_words

_STEPS = 100  # of a slider whose declaration names no step
_WIDTH, _LABEL_WIDTH = "98%", "100%"
_ASSUMED = ("assumed", "remembered")


class Lever:
    """One control and the parameter that it moves.

    Parameters
    ----------
    book : LawBook
        The law of the scenario that the explorer starts from.
    month : int
        Calendar month from which a change holds; the control starts at the value of that month.
    """

    def __init__(self, parameter: Parameter, book: LawBook, month: int, lang: str) -> None:
        self.parameter = parameter
        self.start: Any = book.value(parameter.name, month)
        dated = book.source(parameter.programme, parameter.key, month)
        self.is_assumed = dated.status in _ASSUMED
        self.control = _control(parameter, self.start, lang)
        self.last = self.value  # where it stood when somebody was last told
        words = _words(parameter, lang)
        mark = (
            f' <b style="color:#a33c00">{escape(label("status_assumed", lang))}</b>'
            if self.is_assumed
            else ""
        )
        known = f"{label(f'status_{dated.status}', lang)}, {format_month(dated.from_month)}"
        source = f"{known}: {source_words(dated.source, lang)}"
        self.control.tooltip = source
        name = f'<span title="{escape(source, quote=True)}">{escape(words)}{mark} '
        unit = "" if parameter.kind in ("switch", "choice") else unit_words(parameter.unit, lang)
        name += f'<small style="color:#5a5a5a">{escape(unit)}</small></span>'
        head = ipywidgets.HTML(name, layout=ipywidgets.Layout(width=_LABEL_WIDTH))
        self.box = ipywidgets.VBox([head, self.control])

    @property
    def value(self) -> Any:
        """The value as a law file would write it."""
        given = self.control.value
        if self.parameter.kind in ("switch", "choice"):
            return given
        return Decimal(str(round(float(given), _DIGITS))).normalize() + Decimal(0)

    @value.setter
    def value(self, value: Any) -> None:
        if self.parameter.kind in ("switch", "choice"):
            self.control.value = value
        else:
            self.control.value = type(self.control.value)(value)

    @property
    def is_moved(self) -> bool:
        """True once the control stands elsewhere than the law."""
        return bool(self.value != self.start)

    def change(self, month: int) -> Change:
        """Return the change of the law that the control stands for."""
        value = self.value
        return Change(self.parameter.name, month, set=value)


_DIGITS = 6  # decimals that a slider can stand on


def _control(parameter: Parameter, value: Any, lang: str) -> Any:
    layout = ipywidgets.Layout(width=_WIDTH)
    if parameter.kind == "switch":
        return ipywidgets.Checkbox(
            value=bool(value), indent=False, layout=layout, description=label("lever_on", lang)
        )
    if parameter.kind == "choice":
        options = [(choice_word(choice, lang), choice) for choice in parameter.choices]
        return ipywidgets.Dropdown(options=options, value=value, layout=layout)
    low, high = parameter.range or (value, value)
    low, high = min(low, value), max(high, value)
    if parameter.kind == "whole":
        return ipywidgets.IntSlider(int(value), int(low), int(high), int(parameter.step or 1), layout=layout)
    step = _step(parameter, low, high, value)
    digits = max(-int(cast(int, step.normalize().as_tuple().exponent)), 0)
    return ipywidgets.FloatSlider(
        float(value),
        min=float(low),
        max=float(high),
        step=float(step),
        layout=layout,
        readout_format=f".{digits}f",
    )


def _step(parameter: Parameter, low: Decimal, high: Decimal, value: Decimal) -> Decimal:
    """Return a step on whose grid the value in force stands.

    A browser moves a slider that stands between two steps to the next one, and that would be a change of the law that
    nobody made.
    """
    step = parameter.step or Decimal(10) ** ((high - low) / _STEPS).adjusted()
    while (value - low) % step:
        step /= 10
    return step


def _words(parameter: Parameter, lang: str) -> str:
    return parameter.label.zh if lang == "zh" else parameter.label.en


def said(lever: Lever, lang: str) -> str:
    """Return a moved lever in words: its name, and the value before and after."""
    start, value = (in_words(lever.parameter, one, lang) for one in (lever.start, lever.value))
    return f"{_words(lever.parameter, lang)} {start} → {value}"
