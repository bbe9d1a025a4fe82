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
