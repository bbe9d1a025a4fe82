"""One household: who it is, what it is entitled to and holds under the scenario, and which clause decides."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets

from sim.errors import SimError
from sim.explain import KINDS, explain_row, find_households
from sim.words import label, sentence, told
from sim.workbench.cliff import CliffView
from sim.workbench.runner import Outcome

Tell = Callable[..., None]


class HouseholdTab:
    """Pick a household by row or by kind; it is explained in the last month, before and after the reform.

    Its cliff under the reform can be unfolded above.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        options = [(label("household_any", lang), "")] + [
            (label(f"household_{kind}", lang), kind) for kind in KINDS
        ]
        self.kind = ipywidgets.Dropdown(options=options, description=label("household_kind", lang))
        self.row = ipywidgets.BoundedIntText(0, min=0, max=1, description=label("household_row", lang))
        self.page = ipywidgets.HTML()
        self.cliff = CliffView(lang)
        folded = ipywidgets.Accordion([self.cliff.box], titles=[label("cliff_title", lang)])
        self.box = ipywidgets.VBox([ipywidgets.HBox([self.kind, self.row]), folded, self.page])
        self._outcome: Callable[[], Outcome | None] = lambda: None
        self._tell: Tell = lambda *_: None

    def connect(self, outcome: Callable[[], Outcome | None], tell: Tell) -> None:
        """Say where the finished run is found, and how to speak to the user."""
        self._outcome, self._tell = outcome, tell
        self.kind.observe(lambda _: self._pick(), "value")
        self.row.observe(lambda _: self.refresh(), "value")

    def refresh(self) -> None:
        """Explain the household again, under the run that is there now."""
        outcome = self._outcome()
        self.page.value = ""
        self.cliff.clear()
        if outcome is None:
            return
        self.row.max = len(outcome.own.histories.households) - 1
        try:
            parts = [self._explained(outcome.own, "briefing_chosen")]
            if outcome.own is not outcome.base:
                parts.insert(0, self._explained(outcome.base, "briefing_baseline"))
            self.page.value = f'<div class="minsheng-pair">{"".join(parts)}</div>'
            self.cliff.show(outcome.own, int(self.row.value))
        except SimError as error:
            self.page.value = f"<p>{escape(told(error, self.lang))}</p>"

    def _explained(self, county: Any, title: str) -> str:
        made = explain_row(county, int(self.row.value))
        return f"<div><h3>{escape(label(title, self.lang))}</h3>{made.html(self.lang)}</div>"

    def _pick(self) -> None:
        outcome = self._outcome()
        if outcome is None or not self.kind.value:
            return
        rows = find_households(outcome.own, self.kind.value)
        if not len(rows):
            self._tell(
                sentence(
                    "household_none", self.lang, {"kind": label(f"household_{self.kind.value}", self.lang)}
                )
            )
            return
        self.row.max = len(outcome.own.histories.households) - 1
        self.row.value = int(rows[0])
