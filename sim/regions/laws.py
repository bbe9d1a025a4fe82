"""The law files of a new region: its standards, and what its province or the nation lends it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd

from sim.regions.form import Form
from sim.regions.incomes import mean_income, series_of

FIRST_MONTH = "2020-01"
WAGE_FILLED = 1840.0  # yuan a month, the class of most western counties in 2022
SPLITS = {
    "Ningxia": (0.75, 0.17, 0.03), "Gansu": (0.80, 0.13, 0.02), "Jiangsu": (0.15, 0.30, 0.15),
}  # fmt: skip
NATIONAL_SPLIT = (0.63, 0.20, 0.05)
SPLIT_KEYS = ("relief_central_share", "relief_province_share", "relief_prefecture_share")
SAMPLE = {"county": 0.3, "township": 0.1}
Value = tuple[str, object, str, str]


def law_texts(form: Form, incomes: pd.DataFrame, counts: pd.DataFrame) -> dict[str, str]:
    """Return the text of each law file by file name; `counts` are the household counts by county code."""
    return {
        "dibao.yaml": _dibao(form),
        "means_test.yaml": _means(form, incomes, counts),
        "finance.yaml": _finance(form),
        "process.yaml": _process(form),
        "tekun.yaml": _tekun(form),
    }


def law_text(programme: str, source: str, parameters: dict[str, Sequence[Value]]) -> str:
    """Return a law file: for each parameter, dated values with status and source."""
    lines = [f"programme: {programme}", f"source: {_quoted(source)}", "parameters:"]
    for key, values in parameters.items():
        lines += [f"  {key}:", "    values:"]
        lines += [
            f"      - {{from: {month}, value: {_plain(value)}, status: {status}, source: {_quoted(said)}}}"
            for month, value, status, said in values
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _plain(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _dibao(form: Form) -> str:
    standards = sorted(form.standards, key=lambda one: one.month)
    values: dict[str, Sequence[Value]] = {
        "standard_urban_m": [(one.month, one.urban_m, one.status, one.source) for one in standards],
        "standard_rural_m": [(one.month, one.rural_m, one.status, one.source) for one in standards],
    }
    if form.rural_tiers:
        said = "the place pays its rural recipients by four classes"
        values["benefit_mode_rural"] = [(standards[0].month, "tier", "published", said)]
    return law_text("dibao", form.source, values)


def _means(form: Form, incomes: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Dated incomes per head: the province's series, moved to the level of the region's own mean."""
    out: dict[str, Sequence[Value]] = {}
    for residence in ("urban", "rural"):
        urban = counts["urban_population"]
        residents = urban if residence == "urban" else counts["population"] - urban
        weights = [max(float(residents[county.code]), 1.0) for county in form.counties]
        means = [mean_income(form, county, residence, incomes) for county in form.counties]
        level = sum(one.value * w for one, w in zip(means, weights, strict=True)) / sum(weights)
        series = series_of(incomes, form.province.en, residence) or series_of(incomes, "China", residence)
        anchor = min(series, key=lambda year: (abs(year - means[0].origin.year), year))
        factor = level / series[anchor]
        values = []
        for year, value in sorted(series.items()):
            said = f"{factor:.3f} x {value:.0f} ({form.province.en} or China {year})"
            values.append((f"{year + 1}-01", round(factor * value), "derived", said))
        first = values[0]
        if first[0] > FIRST_MONTH:
            values.insert(0, (FIRST_MONTH, first[1], "assumed", f"that of {first[0]} carried back"))
        out[f"disposable_{residence}_y"] = values
    return law_text("means_test", f"incomes per head of {form.label.en}", out)


def _finance(form: Form) -> str:
    split = SPLITS.get(form.province.en, NATIONAL_SPLIT)
    said = "planning split, no published one found; vary by ten points"
    values: dict[str, Sequence[Value]] = {
        key: [(FIRST_MONTH, share, "assumed", said)] for key, share in zip(SPLIT_KEYS, split, strict=True)
    }
    return law_text("finance", f"planning split for {form.province.en}", values)


def _process(form: Form) -> str:
    level = form.approval_level
    said = "stated in the form of the region"
    return law_text(
        "process",
        f"who approves in {form.label.en}",
        {
            "approval_level": [(FIRST_MONTH, level, "assumed", said)],
            "county_sample_share": [(FIRST_MONTH, SAMPLE[level], "assumed", "by the level that approves")],
        },
    )


def _tekun(form: Form) -> str:
    wage, status = form.minimum_wage_m, "published"
    if wage is None:
        wage, status = WAGE_FILLED, "assumed"
    said = "stated in the form" if status == "published" else "filled with the wage of most western counties"
    return law_text("tekun", form.label.en, {"minimum_wage_m": [(FIRST_MONTH, wage, status, said)]})
