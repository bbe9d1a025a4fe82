"""Three runs of the fictional county, written by hand, with everything that a deck and a briefing tell."""

from __future__ import annotations

from functools import cache

import pandas as pd

from sim.experiments.comparison import Comparison, compare
from sim.exports.naming import retitled
from sim.results.run import ASSUMPTIONS, LEDGER, Run

MONTHS = [f"{year}-{month:02d}" for year in (2027, 2028) for month in range(1, 13)]
PLACES = {"990101001": 900.0, "990101002": 4.0, "990101003": 300.0}
TITLES = {
    "zh": {"baseline": "现行政策", "standards_10": "标准提高一成", "beds_20": "新增床位20张"},
    "en": {"baseline": "Current policy", "standards_10": "Standards up a tenth", "beds_20": "20 more beds"},
}
REGION = {"zh": "云溪县（虚构）", "en": "Yunxi (fictional)"}
TOWNSHIPS = pd.DataFrame(
    {
        "code": list(PLACES),
        "county_code": "990101",
        "name_zh": ["云水镇", "南坪乡", "北川乡"],
        "name_en": ["Yunshui", "Nanping", "Beichuan"],
        "county_zh": "云溪县",
        "county_en": "Yunxi",
        "x_km": [0.0, 14.0, -8.0],
        "y_km": [0.0, -9.0, 7.0],
    }
)


def _run(scenario: str, more_persons: float, more_yuan: float, fewer_waiting: float) -> Run:
    rows = []
    for month in MONTHS:
        for place, value in [*PLACES.items(), ("all", sum(PLACES.values()))]:
            share = value / sum(PLACES.values())
            persons = value + share * more_persons
            for key, number in (
                ("persons", 20 * value),
                ("receiving_persons", persons),
                ("eligible_persons", 2 * value),
                ("eligible_receiving_persons", persons),
                ("coverage_admin", persons / (2 * value)),
                ("spending_total", 400.0 * persons),
                ("admin_cost", 20_000.0 * share),
                ("unmet_care_need", 0.3),
            ):
                rows.append((place, month, key, "all", number))
            for group, part in (("urban", 0.3), ("rural", 0.7)):
                rows.append((place, month, "dibao_persons", group, part * persons))
            for group, part in (("ordinary", 0.25), ("nursing", 0.75)):
                rows.append((place, month, "beds", group, part * 200 * share))
                rows.append((place, month, "beds_usable", group, part * 160 * share))
                rows.append((place, month, "occupied", group, part * 140 * share))
                rows.append((place, month, "waiting", group, part * (80 - fewer_waiting) * share))
        for payer, part in (("central", 0.6), ("county", 0.4)):
            rows.append(("all", month, "spending_payer", payer, part * (500_000.0 + more_yuan)))
    standard = "650" if scenario != "standards_10" else "715"
    assumptions = [
        ("dibao", "standard_urban_m", standard, "yuan/person/month", "2027-01", "published", "lever",
         "城市低保标准", "Urban standard", "Notice <1> & 2"),
        ("lives", "fertility", "1.1", "ratio", "2027-01", "assumed", "assumption", "生育率", "Fertility", "none"),
    ]  # fmt: skip
    ledger = [(month, "990101001", "dibao_urban", "central", 5, 12_345) for month in MONTHS]
    return Run(
        scenario,
        TITLES["zh"][scenario],
        "yunxi",
        1,
        MONTHS[0],
        len(MONTHS),
        pd.DataFrame(rows, columns="township month indicator group value".split()),
        pd.DataFrame(ledger, columns=list(LEDGER)),
        pd.DataFrame(assumptions, columns=list(ASSUMPTIONS)),
        {
            "version": "0.1.0",
            "persons": "24080",
            "command": f"sim run yunxi/{scenario} --seed 1",
            "scenario": "ab",
        },
    )


@cache
def runs() -> tuple[Run, ...]:
    return (
        _run("baseline", 0.0, 0.0, 0.0),
        _run("standards_10", 240.0, 60_000.0, 0.0),
        _run("beds_20", 0.0, 30_000.0, 24.0),
    )


def comparison(lang: str) -> Comparison:
    return retitled(compare(runs(), window=("2027-06", "2028-12")), TITLES[lang])
