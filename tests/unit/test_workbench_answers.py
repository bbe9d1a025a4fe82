"""The answers of the briefing page: positions, figures, sentences, and why a figure moved."""

from __future__ import annotations

import gc
import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from sim.errors import SimError
from sim.scenario import load_scenario, to_yaml
from sim.workbench import page, pictures, say, svg
from sim.workbench.answer import COST, COVERED, QUESTIONS, WAITING, Answer
from sim.workbench.dials import board_of, shown, spoken
from sim.workbench.room import Room, Superseded
from sim.workbench.trace import SERIES, Trace, from_json
from tests.unit.counties_held import held

MONTHS = 24


@pytest.fixture(scope="module")
def board():
    return board_of("yunxi")


def a_trace(level, done=MONTHS):
    series = {name: np.full(done, float(level)) for name in SERIES}
    return Trace(start=1464, months=MONTHS, series=series, townships=np.array([level, level]))


def an_answer(board, pairs, alone=(), **position):
    moved = {**board.neutral(), **{key: Decimal(value) for key, value in position.items()}}
    return Answer(moved, pairs, dict(alone), tuple(dial.key for dial in board.moved(moved)))


def test_every_position_of_every_slider_is_a_scenario_that_a_file_can_hold(board, tmp_path):
    for dial in board.dials:
        for value in dial.positions():
            scenario = board.scenario({**board.neutral(), dial.key: value})
            path = tmp_path / f"{scenario.name}.yaml"
            path.write_text(to_yaml(scenario), "utf-8")
            assert load_scenario(path).digest == scenario.digest
            assert shown(dial, value, "zh")
            assert shown(dial, value, "en")


def test_the_presets_are_scenarios_of_the_library_to_the_entry(board, root):
    assert {preset.name for preset in board.presets} >= {"standards_10", "outreach_double", "nursing_beds_20"}
    for preset in board.presets:
        stored = load_scenario(root / "scenarios" / "yunxi" / f"{preset.name}.yaml")
        made = replace(board.scenario(preset.position), name=preset.name)
        assert sorted(map(repr, made.changes)) == sorted(map(repr, stored.changes))
        assert (made.bed_changes, made.outreach_changes) == (stored.bed_changes, stored.outreach_changes)


@pytest.mark.parametrize(
    "asked",
    [
        None, [], "standards", {}, {"standards": 1.1},
        {"standards": 1e11}, {"standards": math.nan}, {"standards": math.inf}, {"standards": -1},
        {"standards": True}, {"standards": "1.1"}, {"standards": None}, {"standards": 1.13}, {"standards": 10**400},
        {"more": 1.0},
    ],
    ids=repr,
)  # fmt: skip
def test_a_position_that_no_slider_has_is_refused(board, asked):
    if isinstance(asked, dict) and len(asked) == 1 and asked != {"standards": 1.1}:
        asked = {**{key: float(value) for key, value in board.neutral().items()}, **asked}
    with pytest.raises(SimError):
        board.checked(asked)


def test_a_position_is_taken_as_the_decimal_that_is_meant(board):
    asked = {key: float(value) for key, value in board.neutral().items()}
    assert board.checked({**asked, "standards": 1.1500000000000001})["standards"] == Decimal("1.15")


def test_the_bars_of_a_waterfall_add_up_to_the_difference(board):
    alone = {"standards": [a_trace(110)], "outreach": [a_trace(104)]}
    answer = an_answer(board, [(a_trace(100), a_trace(120))], alone, standards="1.1", outreach="2")
    bars = answer.waterfall(COVERED)
    assert [(bar.key, bar.change) for bar in bars] == [("standards", 10), ("outreach", 4), ("joint", 6)]
    assert sum(bar.change for bar in bars) == answer.figure(COVERED).difference.mean
    partly = an_answer(board, answer.pairs, {"standards": [a_trace(110)]}, standards="1.1", outreach="2")
    assert partly.waterfall(COVERED) is None


def test_a_range_needs_three_runs_and_contains_their_mean(board):
    one = an_answer(board, [(a_trace(100), a_trace(120))], standards="1.1")
    assert math.isnan(one.figure(COVERED).value.low)
    pairs = [(a_trace(base), a_trace(base + 20)) for base in (99, 100, 101)]
    figure = an_answer(board, pairs, standards="1.1").figure(COVERED)
    assert figure.value.low < figure.value.mean == 120 < figure.value.high
    assert figure.difference == (20, 20, 20)  # paired: the same luck on both sides
    assert figure.relative == pytest.approx(0.2)


def test_money_is_a_sum_and_persons_a_mean_of_the_last_twelve_months(board):
    answer = an_answer(board, [(a_trace(1), a_trace(1))])
    assert answer.figure(COST).value.mean == 24  # benefits and administration, 12 months each
    assert answer.figure(WAITING).value.mean == 2  # for both kinds of beds
    assert answer.year == 2023


@pytest.mark.parametrize(
    ("level", "said_zh", "said_en"),
    [
        (120, "多20人", "20 persons more"),
        (90, "少10人", "10 persons fewer"),
        (100, "一样多", "as under current policy"),
    ],
)
def test_the_sentence_says_which_way_it_goes(board, level, said_zh, said_en):
    answer = an_answer(board, [(a_trace(100), a_trace(level))], standards="1.1")
    assert said_zh in say.summary(answer, board, "zh")
    assert said_en in say.summary(answer, board, "en")
    assert "低保标准 +10%" in say.summary(answer, board, "zh")


def test_a_change_within_noise_is_called_noise_and_has_no_price(board):
    pairs = [(a_trace(100), a_trace(100 + change)) for change in (-30, 40, 5)]
    said = say.summary(an_answer(board, pairs, standards="1.1"), board, "zh")
    assert "随机波动" in said
    assert "每多保障一人" not in said


def test_card_and_sentence_agree_on_what_is_noise(board):
    unsure = [(a_trace(100), a_trace(100 + change)) for change in (-30, 40, 5)]
    made = page.slots(an_answer(board, unsure, standards="1.1"), board, "zh")
    assert "在随机波动之内" in made["figure_covered"]
    assert 'class="change same"' in made["figure_covered"]
    sure = [(a_trace(100), a_trace(100 + change)) for change in (19, 20, 21)]
    made = page.slots(an_answer(board, sure, standards="1.1"), board, "zh")
    assert "随机波动" not in made["figure_covered"] + made["sentence"]
    assert 'class="change up"' in made["figure_covered"]


def test_charts_draw_and_figures_say_the_mean_of_the_runs_behind_the_headline(board):
    pairs = [(a_trace(100), a_trace(level)) for level in (110, 120, 190)]
    answer = an_answer(board, pairs, standards="1.1")
    assert answer.shown[1].series["receiving"].tolist() == [140.0] * MONTHS
    assert answer.figure(COVERED).value.mean == 140
    assert "140" in say.beside(answer, COVERED, "zh")  # those missed
    few = an_answer(board, pairs[:2], standards="1.1")  # too few for a range: the page's own run alone
    assert few.shown[1].series["receiving"].tolist() == [110.0] * MONTHS
    assert few.figure(COVERED).value.mean == 110


def test_a_column_that_does_not_begin_at_zero_is_broken(board):
    alone = {"standards": [a_trace(1010)]}
    cut = page.slots(an_answer(board, [(a_trace(1000), a_trace(1010))], alone, standards="1.1"), board, "zh")
    whole = page.slots(
        an_answer(board, [(a_trace(0), a_trace(10))], {"standards": [a_trace(10)]}, standards="1.1"),
        board,
        "zh",
    )
    assert cut["why_covered"].count("<polyline") == 4
    assert "<polyline" not in whole["why_covered"]


def test_a_change_beyond_noise_has_its_price(board):
    pairs = [(a_trace(100), a_trace(100 + change)) for change in (19, 20, 21)]
    answer = an_answer(board, pairs, standards="1.1")
    assert answer.cost_per_person() == answer.figure(COST).difference.mean / 20
    assert "每多保障一人" in say.summary(answer, board, "zh")


def test_an_unfinished_answer_has_lines_and_no_figure(board):
    made = page.slots(an_answer(board, [(a_trace(100), a_trace(120, done=15))], standards="1.1"), board, "zh")
    assert "headline waiting" in made["figure_covered"]
    assert "<polyline" in made["chart_covered"]
    assert not any(key.startswith("why") for key in made)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_finished_answer_fills_every_place_of_the_page(board, lang):
    alone = {"standards": [a_trace(110)], "beds": [a_trace(100)]}
    made = page.slots(
        an_answer(board, [(a_trace(100), a_trace(112))], alone, standards="1.1", beds="1"), board, lang
    )
    wanted = {f"{part}_{key}" for part in ("chart", "figure", "why") for key in QUESTIONS}
    assert wanted | {"sentence"} == set(made)
    assert all(made.values())
    assert "nan" not in " ".join(made.values()).lower()


def test_a_label_can_bring_no_markup_into_a_chart():
    assert "<b>" not in svg.text(0, 0, "<b>") + svg.picture(1, 1, [], '"><b>')
    assert pictures.short(84_000, "zh") == "8.4万"
    assert pictures.short(84_000, "en") == "84k"
    assert pictures.short(2.5e8, "zh") == "2.5亿"
    assert pictures.short(1.5e7, "zh") == "1500万"
    assert pictures.short(1e9, "en") == "1B"
    assert pictures.short(5e8, "en") == "500M"
    assert svg.ticks(0, 10, 3) == [0, 5, 10]


def test_a_trace_comes_back_to_the_bit_and_a_damaged_one_is_refused():
    trace = a_trace(1 / 3)
    again = from_json(trace.to_json())
    assert again.series["receiving"].tobytes() == trace.series["receiving"].tobytes()
    with pytest.raises(SimError, match="damaged"):
        from_json(trace.to_json()[:-20])


def test_a_room_answers_from_the_shared_beginning_as_from_a_full_run(board, tmp_path):
    scenario = board.scenario({**board.neutral(), "standards": Decimal("1.1")})
    room = Room(board.base, board.dials[0].month, tmp_path)
    trace = room.answer(scenario)
    run = room.run(scenario)
    rows = run.frame("receiving_persons", township="all")
    np.testing.assert_array_equal(rows.sort_values("month")["value"].to_numpy(), trace.series["receiving"])
    spent = run.frame("spending_total", township="all").sort_values("month")["value"].to_numpy()
    np.testing.assert_allclose(spent, trace.series["benefits"])
    other = Room(board.base, board.dials[0].month, tmp_path)
    assert other.known(scenario).to_json() == trace.to_json()
    assert other.run(scenario).digest() == run.digest()


def test_a_run_that_nobody_waits_for_ends_in_the_same_month(board):
    months = []

    def on_month(county):
        months.append(county.t)
        if len(months) == 3:
            raise Superseded

    room = Room(board.base, board.dials[0].month)
    with pytest.raises(Superseded):
        room.answer(board.base, on_month)
    assert len(months) == 3
    assert room.known(board.base) is None


def test_a_room_keeps_no_county_but_the_shared_beginning(board):
    """A server answers for hours, and no county may wait for Python to look for cycles: a city is 0.3 GB."""
    room = Room(board.base, board.dials[0].month)
    room.answer(board.base)

    def end(county):
        if county.month > room.first_change:
            raise Superseded

    gc.collect()
    gc.disable()
    try:
        before = held()
        for value in ("1.05", "1.15"):
            room.answer(board.scenario({**board.neutral(), "standards": Decimal(value)}))
        with pytest.raises(Superseded):
            room.answer(board.scenario({**board.neutral(), "standards": Decimal("1.2")}), end)
        room.run(board.scenario({**board.neutral(), "standards": Decimal("0.9")}))
        assert held() == before
    finally:
        gc.enable()


def test_a_plan_is_spoken_in_both_languages(board):
    dial = next(one for one in board.dials if one.key == "beds")
    assert spoken(dial, Decimal(1), "zh") == "新增护理型床位 20张"
    assert spoken(dial, Decimal(1), "en") == "New nursing beds 20"
