"""The explorer: levers from the law, answers in the background, undo, pins, and files that the command line runs."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from sim.engine.own_programme import county_with, own_programme
from sim.engine.simulate import simulate
from sim.engine.world import Worlds
from sim.errors import ScenarioError, SimError
from sim.scenario import load_scenario
from sim.workbench import tabs
from sim.workbench.dials import counties
from sim.workbench.explorer import TABS, Workbench
from sim.workbench.panel import MOST_FOUND, Panel, headings
from sim.workbench.room import Room
from sim.workbench.runner import Listener, Runner
from tests.unit.child_money import child_money

PATIENCE = 480  # the first run on a new machine compiles the model


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    made = Workbench("yunxi", folder=tmp_path_factory.mktemp("saved"))
    yield made
    made.close()


def settled(bench):
    begun = time.monotonic()
    while (bench.outcome is None or bench.parts.bar.value < 1) and time.monotonic() - begun < PATIENCE:
        time.sleep(0.01)
    assert bench.outcome is not None, bench.parts.status.value
    return bench.outcome


def lever(bench, name):
    return bench.panel.lever(name)


def test_every_lever_of_the_law_has_a_control_with_its_range_words_and_source(bench):
    book = bench.panel.book
    declared = {item.name for item in book.parameters() if item.role == "lever"}
    assert set(bench.panel.parameters) == declared
    made = {name: lever(bench, name) for name in declared}
    standard = made["dibao.standard_urban_m"]
    assert (standard.control.min, standard.control.max, standard.control.step) == (50, 5000, 10)
    assert bench.panel.moved() == []
    for one in made.values():  # a browser would move a slider that stands between two steps
        if hasattr(one.control, "step"):
            steps = (one.control.value - one.control.min) / one.control.step
            assert steps == pytest.approx(round(steps), abs=1e-9), one.parameter.name
    assert "元/人/月" in standard.box.children[0].value
    assumed = [one for one in made.values() if one.is_assumed]
    assert assumed
    assert all("假设" in one.box.children[0].value for one in assumed)
    assert all(one.control.tooltip for one in made.values())
    english = (
        Panel(book, bench.month, "en", lambda _: None).lever("dibao.standard_urban_m").box.children[0].value
    )
    assert "Urban dibao standard" in english
    assert "yuan/person/month" in english


def test_common_levers_come_first_and_all_others_stand_under_one_heading(bench):
    panel = bench.panel
    assert set(headings().common) <= set(panel.parameters)
    placed = [one for names in headings().programmes.values() for one in names]
    assert len(placed) == len(set(placed))
    assert {item.programme for item in panel.parameters.values()} <= set(placed)
    assert len(panel.common.children) == len(headings().common) + 1
    assert len(panel.groups.children) == len(headings().programmes)
    panel.groups.selected_index = 0
    assert len(panel.groups.children[0].children) > 50
    assert panel.moved() == []
    panel.groups.selected_index = None


def test_a_search_finds_levers_by_name_in_both_languages_and_by_programme(bench):
    panel = bench.panel
    panel.search.value = "低保标准"
    names = [box.children[0].value for box in panel.found.children if hasattr(box, "children")]
    assert "最低生活保障" in panel.found.children[0].value  # levers of many programmes are called alike
    assert any("城市低保标准" in name for name in names)
    assert panel.usual.layout.display == "none"
    panel.search.value = "URBAN standard"
    assert panel.lever("dibao.standard_urban_m").box in panel.found.children
    panel.search.value = "没有这样的词"
    assert "没有这样的杠杆" in panel.found.children[0].value
    panel.search.value = "a"
    assert len([box for box in panel.found.children if hasattr(box, "children")]) == MOST_FOUND
    assert "另有" in panel.found.children[-1].value
    panel.search.value = ""
    assert (panel.found.children, panel.usual.layout.display) == ((), "")


def test_what_is_moved_is_listed_in_words_and_a_value_in_other_digits_is_no_move(bench):
    settled(bench)
    running = bench.outcome
    share = lever(bench, "care.public_price_share")
    share.control.value += 1e-9  # as a browser may write it back
    assert bench.outcome is running
    switch = lever(bench, "low_edge.car_allowed")
    switch.value = not switch.start
    assert "否" in bench.panel.said.value
    assert "是" in bench.panel.said.value
    bench._step_back()
    assert bench.panel.said.value == ""
    settled(bench)


def test_regions_are_named_and_provinces_are_left_out():
    assert "云溪县（虚构）" in {name.replace("(", "（").replace(")", "）") for name, _ in counties("zh")}
    assert {key: name for name, key in counties("en")}["yunxi"] == "Yunxi (fictional)"
    assert "ningxia" not in [key for _, key in counties("zh")]
    with pytest.raises(SimError, match="county by county"):
        Workbench("ningxia")


def test_levers_of_a_notebooks_programme_come_first_and_move_its_money(tmp_path):
    own = own_programme(child_money("2022-01", 0), lambda people, law: law.sum_m * (people.age < 6))
    bench = Workbench("yunxi", folder=tmp_path, programmes=[own])
    assert bench.panel.groups.titles[0] == "自己的项目 (1)"
    assert settled(bench).own.ledger.credits[:, :, -1].sum() == 0
    lever(bench, "child_money.sum_m").value = 100
    outcome = settled(bench)
    alone = county_with(bench._start, [own], changes=bench.scenario.changes)
    while alone.running:
        alone.step()
    paid = outcome.own.ledger.credits[:, :, -1]
    assert paid.sum() > 0
    np.testing.assert_array_equal(paid, alone.ledger.credits[:, :, -1])
    assert "每月金额" in bench.parts.pages["assumptions"].value
    with pytest.raises(SimError, match="笔记本"):
        bench.save("with_own")
    bench.close()


def test_moving_a_lever_answers_as_a_full_run_does_and_undo_takes_it_back(bench):
    settled(bench)
    rural = lever(bench, "dibao.standard_rural_m")
    before = bench.outcome.own_trace.series["receiving"].copy()
    rural.value = rural.start + 40
    assert bench.outcome is None  # the old figures are put away at once
    outcome = settled(bench)
    full = simulate(bench.scenario, Worlds().of(bench.scenario))
    rows = full.frame("receiving_persons", township="all").sort_values("month")["value"]
    np.testing.assert_array_equal(rows.to_numpy(), outcome.own_trace.series["receiving"])
    assert outcome.own_trace.series["receiving"][-1] > before[-1]
    for page in ("covered", "cost", "waiting", "winners", "townships", "assumptions"):
        assert len(bench.parts.pages[page].value) > 200, page
    bench._step_back()
    np.testing.assert_array_equal(settled(bench).own_trace.series["receiving"], before)
    assert not rural.is_moved


def test_a_saved_scenario_is_one_that_the_command_line_accepts(bench, tmp_path):
    settled(bench)
    moved = lever(bench, "gradual_exit.months")
    moved.value = int(moved.start) + 3
    path = bench.save("longer_exit")
    assert load_scenario(path).changes == bench.scenario.changes
    with pytest.raises(SimError, match="there already"):
        bench.save("longer_exit")
    with pytest.raises(SimError, match="name of a scenario"):
        bench.save("../outside")
    bench._step_back()
    settled(bench)


def test_levers_that_contradict_each_other_say_so_and_show_no_figure(bench):
    settled(bench)
    rural = lever(bench, "dibao.standard_rural_m")
    rural.value = lever(bench, "dibao.standard_urban_m").start + 100
    assert "rural above urban" in bench.parts.status.value
    assert bench.outcome is None
    assert all(not page.value for page in bench.parts.pages.values())
    with pytest.raises(ScenarioError):
        _ = bench.scenario
    bench._step_back()
    settled(bench)


def test_at_most_four_scenarios_are_pinned_and_compared(bench):
    settled(bench)
    bench._pins.clear()
    for _ in range(tabs.MOST_PINS):
        bench._pin()
    with pytest.raises(SimError, match="最多固定4"):
        bench._pin()
    assert bench.parts.pages["compare"].value.count("<polyline") >= 2 * (tabs.MOST_PINS + 1)
    bench._unpin()
    assert len(bench._pins) == tabs.MOST_PINS - 1
    bench._pins.clear()


def test_a_household_is_explained_under_both_scenarios(bench):
    settled(bench)
    bench.household.kind.value = "tekun_elder"
    assert "explanation" in bench.household.page.value
    assert bench.household.row.value > 0
    bench.household.kind.value = ""


def test_the_cliff_of_a_household_answers_to_its_handles(bench):
    settled(bench)
    bench.household.kind.value = "dibao_worker"
    view = bench.household.cliff
    drawn = [view.picture.value]
    view.exit.value = 1
    drawn.append(view.picture.value)
    view.mode.value = "none"
    drawn.append(view.picture.value)
    assert view.share.disabled
    view.mode.value = "wage_share"
    assert view.share.value == pytest.approx(0.1)
    view.share.value = 0.5
    drawn.append(view.picture.value)
    assert all("<svg" in one for one in drawn)
    assert len(set(drawn)) == len(drawn)
    bench.household.kind.value = ""


@pytest.mark.parametrize("name", ["funnel", "week"])
def test_funnel_and_week_are_drawn_when_their_tab_is_opened(bench, name):
    settled(bench)
    assert not bench.parts.pages[name].value
    bench.parts.tab.selected_index = TABS.index(name)
    assert "<svg" in bench.parts.pages[name].value
    bench.parts.tab.selected_index = 0


def test_gains_of_few_households_are_withheld(bench):
    settled(bench)
    rural = lever(bench, "dibao.standard_rural_m")
    rural.value = rural.start + 10
    made = tabs.winners(settled(bench), "zh")
    for row in made.split("<tr>")[2:]:
        if "少于10户" in row:
            assert row.count("…") == 2
    bench._step_back()
    settled(bench)


def test_the_newest_scenario_wins_and_stop_ends_the_run(root):
    base = load_scenario(root / "scenarios" / "yunxi" / "baseline.yaml")
    room = Room(base, base.start + 12)
    done, stopped, faults = [], threading.Event(), []
    runner = Runner(Listener(lambda *_: None, done.append, faults.append, stopped.set))
    names = ["standards_10", "outreach_double", "standards_10", "outreach_double"]
    for name in names:
        runner.ask(room, load_scenario(root / "scenarios" / "yunxi" / f"{name}.yaml"))
    begun = time.monotonic()
    while not done and time.monotonic() - begun < PATIENCE:
        time.sleep(0.01)
    assert [outcome.own.scenario.name for outcome in done] == ["outreach_double"]
    runner.ask(room, load_scenario(root / "scenarios" / "yunxi" / "standards_10.yaml"))
    runner.stop()
    assert stopped.wait(PATIENCE)
    time.sleep(0.5)
    assert len(done) == 1
    assert faults == []
    runner.close()
