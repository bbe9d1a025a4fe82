"""The cliff of the household picked: support against earnings, the gradual exit and the deduction as handles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets

from sim.charts.cliff import cliff_chart
from sim.engine.county import County
from sim.engine.world import law_book
from sim.errors import SimError
from sim.explain.cliff import cliff, family_of
from sim.explain.look import look_at
from sim.laws import Change, LawBook
from sim.words import label, told
from sim.workbench.law_words import choice_word
from sim.workbench.views import drawn

MODE = "means_test.employment_cost_mode"
SHARES = {
    "std_share": "means_test.employment_cost_of_standard",
    "wage_share": "means_test.employment_cost_of_wage",
}
_STEPS, _TIMES = 80, 2.5  # steps of earnings; the chart ends at so many times the family's standard
_WIDE = {"description_width": "initial"}


class CliffView:
    """Draws what the law gives a household at every sum of earnings; a handle redraws it at once."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.exit = ipywidgets.IntSlider(
            0, 0, 0, description=label("cliff_exit", lang), style=_WIDE, continuous_update=False
        )
        self.mode = ipywidgets.Dropdown(description=label("cliff_mode", lang), style=_WIDE)
        self.share = ipywidgets.FloatSlider(
            0, min=0, max=0.5, step=0.05, readout_format=".0%", description=label("cliff_share", lang),
            style=_WIDE, continuous_update=False,
        )  # fmt: skip
        self.picture = ipywidgets.HTML()
        note = ipywidgets.HTML(f"<p>{escape(label('cliff_note', lang))}</p>")
        handles = ipywidgets.HBox([self.exit, self.mode, self.share])
        self.box = ipywidgets.VBox([note, handles, self.picture])
        self._county: County | None = None
        self._row = 0
        self._is_filling = False
        self.exit.observe(self._unless_filling(self._draw), "value")
        self.mode.observe(self._unless_filling(self._choose_mode), "value")
        self.share.observe(self._unless_filling(self._draw), "value")

    def show(self, county: County, row: int) -> None:
        """Look at a household of a county, the handles at the law in force."""
        self._county, self._row = county, row
        law = county.law
        self._fill(lambda: self._set_handles(law, county.month))
        self._draw()

    def clear(self) -> None:
        """Show nothing until the next household."""
        self._county, self.picture.value = None, ""

    def _set_handles(self, law: LawBook, month: int) -> None:
        self.mode.options = [(choice_word(one, self.lang), one) for one in law.parameter(MODE).choices]
        self.mode.value = law.value(MODE, month)
        self.exit.max = int(law.in_force("gradual_exit", month).months)
        self._set_share(law, month)

    def _set_share(self, law: LawBook, month: int) -> None:
        name = SHARES.get(self.mode.value)
        self.share.disabled = name is None
        self.share.value = 0.0 if name is None else float(law.value(name, month))

    def _choose_mode(self) -> None:
        county = self._county
        if county is not None:
            self._fill(lambda: self._set_share(county.law, county.month))
        self._draw()

    def _draw(self) -> None:
        if self._county is None:
            return
        try:
            self.picture.value = self._drawn(self._county)
        except SimError as error:
            self.picture.value = f"<p>{escape(told(error, self.lang))}</p>"

    def _drawn(self, county: County) -> str:
        scenario, month, look = county.scenario, county.month, look_at(county, self._row)
        changes = [Change(MODE, month, set=self.mode.value)]
        if self.mode.value in SHARES:
            changes.append(Change(SHARES[self.mode.value], month, set=round(self.share.value, 2)))
        book = law_book(scenario, changes)
        most = int(_TIMES * look.standard * max(1, look.unit.n_unit))
        family = replace(family_of(look), exit_month=self.exit.value)
        frame = cliff(family, [most * step // _STEPS for step in range(_STEPS + 1)], book, month)
        return drawn(cliff_chart(frame, self.lang), "cliff")

    def _fill(self, action: Callable[[], None]) -> None:
        self._is_filling = True
        try:
            action()
        finally:
            self._is_filling = False

    def _unless_filling(self, action: Callable[[], None]) -> Callable[[Any], None]:
        return lambda _: None if self._is_filling else action()
