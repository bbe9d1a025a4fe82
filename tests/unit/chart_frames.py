"""Frames for the charts that show why, who, where and what it takes."""

from __future__ import annotations

import numpy as np
import pandas as pd

NAN = np.nan
STEPS = "in_need noticed verified posted approved paid".split()
DUTIES = "other_duties key_visits relief_rounds discovery".split()


def table(columns: str, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


WATERFALL = table(
    "label_key label kind value low high",
    [
        ("baseline", "现行政策", "start", 42_000.0, NAN, NAN),
        ("dibao.standard_urban_m", "城乡低保标准提高10%", "lever", 2300.0, 2100.0, 2500.0),
        ("lever_beds", "New nursing beds in every township of the city", "lever", -300.0, -500.0, -100.0),
        ("waterfall_interaction", "交互作用", "interaction", 150.0, -60.0, 360.0),
        ("all_three", "三项合并", "end", 44_150.0, NAN, NAN),
    ],
)
FUNNEL = pd.concat(
    [
        pd.DataFrame(
            {
                "township": township,
                "step": STEPS,
                "count": counts,
                "lost": [*(-np.diff(counts)), 0.0],
                "days": [120.0, 30.4, 14.0, 7.0, 3.0, NAN],
            }
        )
        for township, counts in (
            ("all", np.array([4200.0, 2600, 2300, 2100, 2050, 2040])),
            ("990101001", np.array([42.0, 26, NAN, NAN, 20, 20])),
        )
    ],
    ignore_index=True,
)
GRID = table(
    "township duty hours_required hours_done is_deliverable",
    [
        ("all", "other_duties", 18.0, 18.0, True),
        ("all", "key_visits", 9.0, 9.0, True),
        ("all", "relief_rounds", 4.0, 3.0, False),
        ("all", "discovery", 6.0, 0.0, False),
    ],
)
BEDS = table(
    "township bed_type registered usable occupied queue",
    [
        ("all", "ordinary", 2300.0, 1900.0, 1200.0, 30.0),
        ("all", "nursing", 800.0, 640.0, 630.0, NAN),
    ],
)
_EARNED = np.arange(0.0, 5001.0, 100.0)
CLIFF = pd.concat(
    [
        pd.DataFrame(
            {
                "earned_m": _EARNED,
                "programme": programme,
                "amount_m": amount,
                "net_income_m": _EARNED + np.clip(1300 - _EARNED, 0, None) + np.where(_EARNED < 2600, 150, 0),
            }
        )
        for programme, amount in (
            ("dibao", np.clip(1300 - _EARNED, 0, None)),
            ("heating_of_my_own", np.where(_EARNED < 2600, 150.0, 0.0)),
            ("tekun", 0.0 * _EARNED),
        )
    ],
    ignore_index=True,
)
FRONTIER = pd.DataFrame(
    {
        "point": range(1, 9),
        "scenario_file": "mix.yaml",
        "coverage": [0.5, 0.55, 0.6, 0.65, 0.52, 0.5, 0.58, 0.7],
        "unmet_hours": [3000.0, 2900, 2500, 2000, 3000, 3100, 2700, 1500],
        "spending": [2.0e8, 2.2e8, 2.5e8, 3.0e8, 2.3e8, 2.4e8, 2.8e8, 3.9e8],
        "is_efficient": [True, True, True, True, False, False, False, True],
    }
)
SENSITIVITY = pd.DataFrame(
    [
        (f"administration.assumption_{k}", outcome, index, value * factor, value - 0.04, value + 0.05)
        for k, value in enumerate(np.linspace(0.6, 0.01, 15))
        for outcome, index, factor in (
            ("spending_total", "ST", 1.0),
            ("spending_total", "S1", 0.8),
            ("coverage_admin", "mu_star", 0.1),
            ("coverage_admin", "sigma", 0.05),
        )
    ],
    columns="assumption outcome index value low high".split(),
)
PYRAMID = pd.DataFrame(
    [
        (sex, age, need, 10.0 * (97 - age) * share)
        for sex in ("male", "female")
        for age in range(60, 96, 5)
        for need, share in (("able", 1.0), ("mild", 0.3), ("moderate", 0.2), ("severe", 0.1), ("total", 0.05))
    ],
    columns="sex age_from need persons".split(),
)
_N = 23
TOWNSHIPS = pd.DataFrame(
    {
        "name": [f"第{k}镇" if k % 2 else f"Township {k} of the western hills" for k in range(_N)],
        "x_km": np.cos(np.arange(_N)) * 30,
        "y_km": np.sin(np.arange(_N) * 1.7) * 20,
        "value": np.where(np.arange(_N) % 7 == 3, NAN, 40.0 * np.arange(_N) + 10),
        "dibao_persons": np.where(np.arange(_N) % 7 == 3, NAN, 40.0 * np.arange(_N) + 10),
        "coverage_admin": np.linspace(0.4, 0.9, _N),
        "spending_total": np.linspace(1e5, 9e6, _N),
    }
)
MONTHS = [f"{year}-{month:02d}" for year in range(2024, 2029) for month in range(1, 13)]
BANDS = pd.DataFrame(
    [
        (
            "reform",
            month,
            "coverage_admin",
            "all",
            0.5 + 0.002 * k,
            0.5 - width,
            0.5 + 0.004 * k + width,
            band,
        )
        for band, width in (("random", 0.02), ("parameter", 0.05), ("both", 0.06))
        for k, month in enumerate(MONTHS)
    ],
    columns="scenario month indicator group value low high band".split(),
)
INTERVALS = pd.DataFrame(
    [
        (scenario, "", "spending_total", "all", value, value - width, value + width, band)
        for scenario, value in (("standards_10", 3.1e7), ("beds", 4e6))
        for band, width in (("random", 0.3e7), ("parameter", 1e7), ("both", 1.2e7))
    ],
    columns="scenario month indicator group value low high band".split(),
)
