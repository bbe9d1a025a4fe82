"""Views reckoned from the indicators of a run, and the command that prints them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.cli import main
from sim.errors import StoreError
from sim.results import views


def rows(indicator, values, month="2024-01", township="a"):
    return [(township, month, indicator, group, float(value)) for group, value in values.items()]


def frame_of(*parts):
    columns = ["township", "month", "indicator", "group", "value"]
    return pd.DataFrame([row for part in parts for row in part], columns=columns)


def funnel_rows(month, entered, lost, days, waiting):
    return [
        row
        for name, values in (("entered", entered), ("lost", lost), ("days", days), ("waiting", waiting))
        for row in rows(f"funnel_{name}", dict(zip(views.STEPS, values, strict=True)), month)
    ]


def test_the_funnel_adds_months_up_and_divides_days_by_those_who_went_on():
    frame = frame_of(
        funnel_rows(
            "2024-01", [10, 4, 2, 2, 2, 0], [1, 0, 0, 0, 0, 0], [120, 60, 0, 14, 0, 0], [5, 2, 0, 0, 2, 0]
        ),
        funnel_rows(
            "2024-02", [2, 4, 4, 3, 3, 5], [0, 0, 1, 0, 0, 0], [240, 180, 0, 21, 115, 0], [3, 2, 0, 0, 0, 0]
        ),
    )
    made = views.funnel(frame, ("2024-01", "2024-02")).set_index("step")
    assert made["count"].tolist() == [12, 8, 6, 5, 5, 5]
    assert made["lost"].tolist() == [1, 0, 1, 0, 0, 0]
    assert made["waiting"].tolist() == [3, 2, 0, 0, 0, 0]
    assert made["days"].tolist()[:-1] == [360 / 8, 240 / 6, 0, 35 / 5, 115 / 5]
    assert np.isnan(made["days"].iloc[-1])
    one = views.funnel(frame, ("2024-01", "2024-01"), "en").set_index("label")
    assert one.loc["Noticed", "days"] == 30


def test_a_week_is_that_of_one_worker_and_the_first_duty_to_break_is_marked_once():
    required = dict.fromkeys(views.DUTIES, 52.0)
    done = {**required, "relief_rounds": 40.0, "discovery": 0.0, "reviews": 51.0, "new_cases": 10.0}
    staff = {"grid_workers": 2, "child_workers": 1, "office_staff": 0}
    frame = frame_of(
        rows("duty_hours_required", required), rows("duty_hours_done", done), rows("duty_staff", staff)
    )
    made = views.grid_week(frame, ("2024-01", "2024-01")).set_index("duty")
    assert made.loc["key_visits", "hours_required"] == pytest.approx(52 / 2 * 12 / 52)
    assert np.isnan(made.loc["reviews", "hours_required"])
    assert made.index[made["is_first_broken"]].tolist() == ["relief_rounds", "reviews"]
    assert made.index[~made["is_deliverable"]].tolist() == [
        "relief_rounds",
        "discovery",
        "reviews",
        "new_cases",
    ]


def test_a_run_without_the_indicators_of_a_view_says_so():
    with pytest.raises(StoreError, match="funnel_entered"):
        views.funnel(frame_of(rows("persons", {"all": 1})), ("2024-01", "2024-02"))


@pytest.mark.parametrize(
    ("view", "lang", "said"),
    [
        ("funnel", "en", "Noticed"),
        ("grid_week", "zh", "网格员"),
        ("beds", "en", "Nursing beds"),
        ("carers", "zh", "配偶"),
    ],
)
def test_the_command_prints_a_view_in_the_language_asked_for(capsys, tmp_path, view, lang, said):
    path = tmp_path / "short.yaml"
    path.write_text(
        "scenario: short\ntitle: {zh: 短, en: Short}\nauthor: x\nwhy: {zh: 试, en: Try}\nregion: yunxi\n"
        "start: 2022-01\nmonths: 3\nseed: 1\n",
        encoding="utf-8",
    )
    assert main(["view", str(path), view, "--lang", lang]) == 0
    assert said in capsys.readouterr().out


def test_a_township_that_does_not_exist_is_refused_before_anything_runs(capsys):
    assert main(["view", "yunxi/baseline", "funnel", "--township", "1", "--lang", "en"]) == 2
    assert "990101001" in capsys.readouterr().err


def three_townships(value):
    """Return a run of one year in three townships of one county, with a funnel whose third step is small in one."""
    from sim.results.run import Run

    counts = {"a": [40, 30, 20, 20, 20, 20], "b": [60, 50, value, 40, 40, 40], "c": [50, 40, 30, 30, 30, 30]}
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    parts = []
    for place, entered in counts.items():
        for month in months:
            last = dict(zip(views.STEPS, entered if month == "2024-12" else [0] * 6, strict=True))
            parts.append(rows("funnel_entered", last, month, place))
            parts += [
                rows(f"funnel_{one}", dict.fromkeys(views.STEPS, 0), month, place)
                for one in ("lost", "waiting")
            ]
            parts.append(rows("funnel_days", dict.fromkeys(views.STEPS, 300), month, place))
            parts.append(rows("occupied", {"ordinary": 30, "nursing": value}, month, place))
            parts.append(rows("waiting", {"ordinary": 0, "nursing": 12}, month, place))
            parts.append(rows("beds", {"ordinary": 40, "nursing": 40}, month, place))
            parts.append(rows("beds_usable", {"ordinary": 40, "nursing": 40}, month, place))
            for one in ("places", "users", "waiting"):
                parts.append(rows(f"service_{one}", dict.fromkeys(views.SERVICES, 0), month, place))
            parts.append(rows("care_hours", dict.fromkeys(views.SOURCES, 8.0), month, place))
            parts.append(rows("care_need_persons", {"moderate": value}, month, place))
    ledger = pd.DataFrame(columns=["month", "township", "programme", "payer", "persons", "amount_fen"])
    names = "programme key value unit from status role label_zh label_en source".split()
    return Run("one", "one", "yunxi", 1, "2024-01", 12, frame_of(*parts), ledger, pd.DataFrame(columns=names))


def withheld_of(view, value, place="a"):
    from sim.exports.township_views import township_view

    counties = dict.fromkeys("abc", "1")
    return township_view(three_townships(value), view, place, counties, "en").set_index("label")


def test_a_small_step_of_the_funnel_is_withheld_with_enough_others_that_no_total_gives_it_away():
    shown = withheld_of("funnel", 40)
    assert shown["count"].tolist() == [40, 30, 20, 20, 20, 20]
    small = {place: withheld_of("funnel", 4, place) for place in "abc"}
    hidden = [place for place in "abc" if small[place]["count"].iloc[2] == "…"]
    assert "b" in hidden
    assert len(hidden) > 1  # the total of the region is known, so one alone could be worked out
    assert small["b"].iloc[2][["lost", "waiting", "days"]].tolist() == ["…"] * 3
    assert small["b"]["count"].iloc[1] == 50


def test_few_residents_of_homes_and_hours_of_few_persons_are_withheld_and_beds_are_not():
    beds = withheld_of("beds", 4)
    assert beds.loc["Nursing beds", ["registered", "usable", "occupied", "queue"]].tolist() == [
        40,
        40,
        "…",
        12,
    ]
    assert beds.loc["Ordinary beds", "occupied"] == 30
    assert set(withheld_of("carers", 4)["hours_day"]) == {"…"}
    assert set(withheld_of("carers", 40)["hours_day"]) == {8.0}
