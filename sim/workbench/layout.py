"""The parts of the explorer and where they stand."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets

from sim.clock import MONTHS_PER_YEAR, format_month, month_of_year
from sim.scenario import Scenario
from sim.words import label
from sim.workbench.dials import Board

HERE = Path(__file__).parent
FONT = HERE / "share" / "jupyter" / "voila" / "templates" / "briefing" / "static" / "NotoSansSC-GB.woff2"
_PAGES = ("covered", "cost", "waiting", "funnel", "week", "winners", "townships", "compare", "assumptions")
_SIDE, _WHOLE = "380px", "100%"


class Parts:
    """Pickers, buttons, progress, status and the pages of the tabs."""

    def __init__(self, regions: Sequence[tuple[str, str]], lang: str) -> None:
        wide = ipywidgets.Layout(width=_WHOLE)

        def button(key: str, icon: str) -> ipywidgets.Button:
            return ipywidgets.Button(
                description=label(f"explorer_{key}", lang),
                tooltip=label(f"explorer_{key}_hint", lang),
                icon=icon,
                layout=ipywidgets.Layout(width="auto"),
            )

        def picker(key: str) -> ipywidgets.Dropdown:
            return ipywidgets.Dropdown(description=label(f"explorer_{key}", lang), layout=wide)

        self.region, self.scenario, self.month = picker("region"), picker("scenario"), picker("month")
        self.region.options = list(regions)
        self.undo, self.reset, self.stop = (
            button("undo", "undo"),
            button("reset", "refresh"),
            button("stop", "stop"),
        )
        self.pin, self.unpin, self.save = (
            button("pin", "thumb-tack"),
            button("unpin", "trash"),
            button("save", "save"),
        )
        self.name = ipywidgets.Text(
            placeholder=label("explorer_name", lang), layout=ipywidgets.Layout(width="190px")
        )
        thin = ipywidgets.Layout(width=_WHOLE, height="14px")
        self.bar = ipywidgets.FloatProgress(0.0, min=0.0, max=1.0, layout=thin)
        self.status = ipywidgets.HTML()
        self.levers, self.tab = ipywidgets.VBox([]), ipywidgets.Tab()
        self.pages: Mapping[str, ipywidgets.HTML] = {key: ipywidgets.HTML() for key in _PAGES}
        pickers = ipywidgets.HBox([self.region, self.scenario, self.month])
        buttons = ipywidgets.HBox(
            [self.undo, self.reset, self.stop, self.pin, self.unpin, self.name, self.save],
            layout=ipywidgets.Layout(flex_flow="row wrap"),
        )
        self.box = ipywidgets.VBox([pickers, buttons, self.bar, self.status])

    def fill(self, region: str, scenarios: list[tuple[str, str]], chosen: str, board: Board) -> None:
        """Fill the pickers for a region."""
        self.region.value = region
        self.scenario.options = scenarios
        self.scenario.value = chosen
        self.month.options = first_months(board.base)
        self.month.value = min(dial.month for dial in board.dials)

    def show_levers(self, levers: Any) -> None:
        """Show the levers of a scenario."""
        self.levers.children = [levers]

    def tell(self, text: str, is_wrong: bool = False) -> None:
        """Say something beside the progress."""
        colour = "#a33c00" if is_wrong else "#5a5a5a"
        self.status.value = f'<span role="status" style="color:{colour}">{escape(text)}</span>'

    def progress(self, done: int, months: int) -> None:
        """Show how far a run is."""
        self.bar.value = done / months

    def put_away(self) -> None:
        """Take every figure off the page: it belongs to other levers."""
        self.bar.value = 0.0
        for page in self.pages.values():
            page.value = ""


def first_months(scenario: Scenario) -> list[tuple[str, int]]:
    """Return the months from which levers may hold: each January after the first month of a horizon."""
    months = range(scenario.start + 1, scenario.end + 1)
    return [(format_month(month), month) for month in months if month_of_year(month) % MONTHS_PER_YEAR == 1]


def titled(parts: Parts, names: Sequence[str], household: Any, lang: str) -> ipywidgets.HBox:
    """Return levers to the left and tabs to the right."""
    pages = {**parts.pages, "household": household}
    titles = [label(f"tab_{name}", lang) for name in names]
    wide = ipywidgets.Layout(width=_WHOLE)
    parts.tab = ipywidgets.Tab(children=[pages[name] for name in names], titles=titles, layout=wide)
    side = ipywidgets.VBox(
        [parts.levers], layout=ipywidgets.Layout(width=_SIDE, min_width=_SIDE, max_height="760px")
    )
    side.add_class("minsheng-levers")
    box = ipywidgets.HBox([side, parts.tab], layout=wide)
    box.add_class("minsheng-explorer")
    return box


def style() -> ipywidgets.HTML:
    """Return the explorer's look, with the font that has every character, so that no machine shows boxes."""
    font = base64.b64encode(FONT.read_bytes()).decode("ascii")
    face = f'@font-face{{font-family:"Noto Sans SC";src:url(data:font/woff2;base64,{font}) format("woff2")}}'
    css = (HERE / "static" / "explorer.css").read_text(encoding="utf-8")
    return ipywidgets.HTML(f"<style>{face}{css}</style>")
