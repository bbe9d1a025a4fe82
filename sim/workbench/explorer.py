"""The explorer: every lever of the law beside the answer, for researchers in JupyterLab."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets

from sim.engine.own_programme import OwnProgramme
from sim.engine.world import Worlds, law_book
from sim.errors import SimError
from sim.laws import Label
from sim.scenario import Scenario, available_scenarios, load_scenario, to_yaml
from sim.scenario.checks import check_scenario
from sim.scenario.library import NAME, NAME_WANTED
from sim.words import LANGUAGES, label, sentence
from sim.workbench import tabs
from sim.workbench.answer import ESTIMATED, QUESTIONS
from sim.workbench.controls import said
from sim.workbench.dials import BASELINE, CHOSEN, board_of, counties
from sim.workbench.household import HouseholdTab
from sim.workbench.layout import Parts, style, titled
from sim.workbench.own_room import OwnRoom, apart
from sim.workbench.panel import Panel
from sim.workbench.pins import Pins
from sim.workbench.room import THREADS, Room
from sim.workbench.runner import Listener, Outcome, Runner
from sim.workbench.sources import book_sheet
from sim.workbench.trace import Trace
from sim.workbench.views import VIEWS, view

TABS = tuple("covered cost waiting funnel week winners townships household compare assumptions".split())
MOST_UNDO = 50


class Workbench(ipywidgets.VBox):
    """Choose a region and a scenario, move levers, and see what changes.

    Parameters
    ----------
    region, scenario : str
        Where to begin.
    language : str
        zh or en.
    folder : path
        Where scenario files are saved.
    threads : int
        Threads of the assessment.
    programmes : sequence of OwnProgramme
        Programmes that the notebook adds: paid under every scenario, the baseline among them; their levers come first.

    Raises
    ------
    SimError
        When there is no such region or scenario; names those that there are.
    """

    def __init__(
        self,
        region: str = "yunxi",
        scenario: str = BASELINE,
        language: str = "zh",
        folder: Path | str = ".",
        threads: int = THREADS,
        programmes: Sequence[OwnProgramme] = (),
    ) -> None:
        self.language, self.threads, self.folder = language, threads, Path(folder)
        self.programmes = tuple(programmes)
        self._worlds = Worlds()
        self._rooms: dict[tuple[str, int], Room] = {}
        self._undo: list[dict[str, Any]] = []
        self._pins = Pins()
        self._is_filling = False
        self.outcome: Outcome | None = None
        listener = Listener(self._on_month, self._on_done, self._on_fault, self._on_stop)
        self._runner = Runner(listener)
        self.parts = Parts(counties(language), language)
        self.household = HouseholdTab(language)
        super().__init__([])
        self._connect()
        self._choose_region(region, scenario)

    @property
    def scenario(self) -> Scenario:
        """The scenario that the controls stand for, checked as a file's would be.

        Raises
        ------
        ScenarioError
            When the levers contradict each other or the law; says what is allowed.
        """
        moved = self.panel.moved()
        if not moved:
            return self._start
        said_of = {lang: "，".join(said(lever, lang) for lever in moved) for lang in LANGUAGES}
        made = replace(
            self._start,
            name=CHOSEN,
            title=Label(label("briefing_chosen", "zh"), label("briefing_chosen", "en")),
            why=Label(said_of["zh"], said_of["en"].replace("，", ", ")),
            changes=(*self._start.changes, *(lever.change(self.month) for lever in moved)),
        )
        check_scenario(replace(made, changes=apart(made.changes, self.programmes)[1]))
        return made

    @property
    def month(self) -> int:
        """Calendar month from which the levers hold."""
        return int(self.parts.month.value)

    def save(self, name: str) -> Path:
        """Write the scenario as a file that `sim run` accepts.

        Raises
        ------
        SimError
            When the name is none, there is such a file, or a programme of one's own is moved: a file cannot hold it.
        """
        if not NAME.fullmatch(name):
            raise SimError(f"the name of a scenario must be {NAME_WANTED}")
        path = self.folder / f"{name}.yaml"
        if path.exists():
            raise SimError(f"{path.name} is there already; choose another name")
        scenario = self.scenario
        if apart(scenario.changes, self.programmes)[0]:
            raise SimError(label("explorer_own_not_saved", self.language))
        path.write_text(to_yaml(replace(scenario, name=name)), encoding="utf-8")
        return path

    def close(self) -> None:
        """End the worker and take the widgets off the page."""
        self._runner.close()
        super().close()

    def _connect(self) -> None:
        parts = self.parts
        parts.region.observe(
            lambda _: self._unless_filling(lambda: self._choose_region(parts.region.value)), "value"
        )
        parts.scenario.observe(lambda _: self._unless_filling(self._choose_scenario), "value")
        parts.month.observe(lambda _: self._unless_filling(self._choose_scenario), "value")
        parts.undo.on_click(lambda _: self._guarded(self._step_back))
        parts.reset.on_click(lambda _: self._guarded(self._choose_scenario))
        parts.pin.on_click(lambda _: self._guarded(self._pin))
        parts.unpin.on_click(lambda _: self._guarded(self._unpin))
        parts.save.on_click(lambda _: self._guarded(self._save))
        parts.stop.on_click(lambda _: self._runner.stop())
        self.household.connect(lambda: self.outcome, self.parts.tell)

    def _guarded(self, action: Any) -> None:
        """Do what a button asks for; what is not allowed is said, and nothing else happens."""
        try:
            action()
        except SimError as error:
            self.parts.tell(str(error), is_wrong=True)

    def _unless_filling(self, action: Any) -> None:
        if not self._is_filling:
            self._guarded(action)

    def _choose_region(self, region: str, scenario: str = BASELINE) -> None:
        board = board_of(region)
        names = available_scenarios(region)
        self._is_filling = True
        try:
            self.parts.fill(region, [(self._title(region, name), name) for name in names], scenario, board)
        finally:
            self._is_filling = False
        self._pins.clear()
        self._choose_scenario()

    def _title(self, region: str, name: str) -> str:
        title = load_scenario(f"{region}/{name}").title
        return title.zh if self.language == "zh" else title.en

    def _choose_scenario(self) -> None:
        """Begin from the scenario picked: levers at its law in the month picked."""
        region = self.parts.region.value
        self._start = load_scenario(f"{region}/{self.parts.scenario.value}")
        self._undo.clear()
        book = law_book(self._start, extra=[one.law for one in self.programmes])
        self.panel = Panel(book, self.month, self.language, self._moved)
        self.parts.show_levers(self.panel.box)
        self.children = [style(), self.parts.box, titled(self.parts, TABS, self.household.box, self.language)]
        self.parts.tab.observe(lambda _: self._guarded(self._draw_view), "selected_index")
        self._run()

    def _draw_view(self) -> None:
        """Draw the tab that is open, if it is drawn when opened."""
        name = TABS[self.parts.tab.selected_index or 0]
        if name in VIEWS and self.outcome is not None and not self.parts.pages[name].value:
            self.parts.pages[name].value = view(self.outcome, name, self.language)

    def _moved(self, change: Any) -> None:
        if self._is_filling:
            return
        self._undo.append({"control": change["owner"], "value": change["old"]})
        del self._undo[:-MOST_UNDO]
        self._run()

    def _step_back(self) -> None:
        """Undo the last move of a lever."""
        if not self._undo:
            raise SimError(label("undo_nothing", self.language))
        last = self._undo.pop()
        self._is_filling = True
        try:
            last["control"].value = last["value"]
        finally:
            self._is_filling = False
        self._run()

    def _run(self) -> None:
        """Ask for the answer to the controls as they stand; old figures are put away at once."""
        self.outcome = None
        self.parts.put_away()
        try:
            scenario = self.scenario
        except SimError as error:
            self._runner.stop()
            return self.parts.tell(str(error), is_wrong=True)
        self.parts.tell(label("explorer_running", self.language))
        self._runner.ask(self._room(), scenario)

    def _room(self) -> Room:
        region, month = self.parts.region.value, self.month
        if (region, month) not in self._rooms:
            base = board_of(region).base
            made = functools.partial(OwnRoom, programmes=self.programmes) if self.programmes else Room
            self._rooms[region, month] = made(base, month, None, self.threads, self._worlds)
        return self._rooms[region, month]

    def _on_month(self, trace: Trace, base: Trace | None, estimate: Trace | None) -> None:
        self.parts.progress(trace.done, trace.months)
        if base is not None:
            self._show(tabs.answer_of(base, trace, True))
            if estimate is not None:
                self._show(tabs.answer_of(base, estimate, True), ESTIMATED, "range_estimate")

    def _on_done(self, outcome: Outcome) -> None:
        if self.outcome is not None:
            self.outcome.give_way(outcome)
        self.outcome = outcome
        lang, pages = self.language, self.parts.pages
        is_reform = outcome.own is not outcome.base
        self._show(tabs.answer_of(outcome.base_trace, outcome.own_trace, is_reform))
        pages["cost"].value += tabs.programmes(outcome, lang)
        pages["waiting"].value += tabs.beds(outcome, lang)
        pages["winners"].value = tabs.winners(outcome, lang)
        pages["townships"].value = tabs.townships(outcome, lang)
        pages["assumptions"].value = book_sheet(outcome.own.law, self.month, lang)
        self._show_pins()
        self.household.refresh()
        self.parts.progress(1, 1)
        self.parts.tell(label("ui_ready", lang))
        self._guarded(self._draw_view)

    def _show(self, answer: Any, keys: Sequence[str] = QUESTIONS, pending: str = "reason_one_seed") -> None:
        for key in keys:
            self.parts.pages[key].value = tabs.question(answer, key, self.month, self.language, pending)

    def _on_fault(self, error: Exception) -> None:
        self.parts.put_away()
        plain = sentence("explorer_fault", self.language, {"kind": type(error).__name__})
        self.parts.tell(str(error) if isinstance(error, SimError) else plain, is_wrong=True)

    def _on_stop(self) -> None:
        self.parts.progress(0, 1)
        self.parts.tell(label("explorer_stopped", self.language))

    def _pin(self) -> None:
        moved = [said(lever, self.language) for lever in self.panel.moved()]
        name = "；".join(moved) or self._title(self.parts.region.value, self.parts.scenario.value)
        self._pins.pin(self.outcome, name, self.language)
        self._show_pins()

    def _unpin(self) -> None:
        self._pins.unpin()
        self._show_pins()

    def _show_pins(self) -> None:
        if self.outcome is not None:
            made = tabs.compared(self.outcome.base_trace, self._pins, self.month, self.language)
            self.parts.pages["compare"].value = made

    def _save(self) -> None:
        path = self.save(self.parts.name.value.strip())
        self.parts.tell(sentence("explorer_saved", self.language, {"file": escape(path.name)}))
