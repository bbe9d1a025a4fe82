"""The tables of a workbook as frames, before any cell is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.exports.workbook import format_kind
from sim.finance.departments import with_department
from sim.results.catalogue import describe, in_order
from sim.results.names import name_of
from sim.results.run import Run
from sim.words import has, label, source_words, unit_words

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

FEN_PER_YUAN = 100
_YEAR_DIGITS = 4
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
Names = Mapping[str, str]


def summary(comparison: Comparison, lang: str, names: Names) -> pd.DataFrame:
    """Return one row per scenario and indicator: headlines first, in the catalogue's order."""
    table = comparison.table
    made = pd.DataFrame(
        {
            "scenario": table["title"],
            "indicator": [name_of(key, lang, names) for key in table["indicator"]],
            "group": [name_of(key, lang, names, "group_") for key in table["group"]],
            "unit": [_unit(key, lang) for key in table["unit"]],
            "kind": [format_kind(describe(key).unit) for key in table["indicator"]],
        }
    )
    figures = [
        "value",
        "value_low",
        "value_high",
        "difference",
        "difference_low",
        "difference_high",
        "relative",
    ]
    made[figures] = table[figures].to_numpy()
    place = table["indicator"].map(in_order)
    order = pd.DataFrame({"late": ~table["is_headline"], "place": place, "group": table["group"]})
    return made.loc[order.sort_values(["late", "place", "group"], kind="stable").index].reset_index(drop=True)


def _unit(key: str, lang: str) -> str:
    return "" if key in ("unit_share", "unit_none") else label(key, lang)


def costs(comparison: Comparison, lang: str) -> pd.DataFrame:
    """Return the cost of one more covered person, with the reason in words where there is none."""
    frame = comparison.cost_per_additional_person
    return frame.assign(
        scenario=frame["title"],
        cost=[label(key, lang) for key in frame["cost"]],
        reason=[label(key, lang) if key else "" for key in frame["reason"]],
    )


def monthly(comparison: Comparison, lang: str, names: Names) -> pd.DataFrame:
    """Return one row per indicator, group and month, one column per scenario (under its key)."""
    frame = comparison.monthly
    wide = frame.pivot(index=["indicator", "group", "month"], columns="scenario", values="value")
    wide = wide.reindex(columns=list(comparison.titles)).reset_index()
    wide = wide.sort_values("indicator", key=lambda keys: keys.map(in_order), kind="stable").reset_index(
        drop=True
    )
    return wide.assign(
        indicator_name=[name_of(key, lang, names) for key in wide["indicator"]],
        group_name=[name_of(key, lang, names, "group_") for key in wide["group"]],
        unit=[_unit(describe(key).unit_monthly, lang) for key in wide["indicator"]],
        kind=[format_kind(describe(key).unit) for key in wide["indicator"]],
        date=pd.to_datetime(wide["month"], format="%Y-%m"),
    )


def ledger(runs: Sequence[Run], lang: str, names: Names, titles: Names | None = None) -> pd.DataFrame:
    """Return yearly person-months and yuan by scenario, programme and payer, of the first seed of each scenario."""
    parts = []
    for run in first_of_each(runs):
        rows = run.ledger.assign(year=run.ledger["month"].str[:_YEAR_DIGITS])
        n_months = rows.groupby("year")["month"].nunique()
        sums = (
            rows.groupby(["year", "programme", "payer"], sort=True)[["persons", "amount_fen"]]
            .sum()
            .reset_index()
        )
        parts.append(sums.assign(scenario=_title(run, titles), n_months=sums["year"].map(n_months)))
    made = pd.concat(parts, ignore_index=True)
    return made.assign(
        programme=[name_of(key, lang, names, "group_") for key in made["programme"]],
        payer=[
            with_department(name_of(payer, lang, names, "group_"), line, lang)
            for payer, line in zip(made["payer"], made["programme"], strict=True)
        ],
        amount=made["amount_fen"] / FEN_PER_YUAN,
    )


def first_of_each(runs: Sequence[Run]) -> list[Run]:
    """Return the run of the smallest seed of every scenario, in the order of the scenarios."""
    found: dict[str, Run] = {}
    for run in runs:
        if run.scenario not in found or run.seed < found[run.scenario].seed:
            found[run.scenario] = run
    return list(found.values())


def _title(run: Run, titles: Names | None) -> str:
    """Return the title of a run's scenario in the reader's language, else as the run has it."""
    return run.title if titles is None else titles.get(run.scenario, run.title)


def dictionary(comparison: Comparison, lang: str, names: Names) -> pd.DataFrame:
    """Return the declaration of every indicator of the comparison."""
    rows = []
    for key in sorted(set(comparison.table["indicator"]), key=in_order):
        found = describe(key)
        rows.append(
            {
                "key": key,
                "label": name_of(key, lang, names),
                "unit": _unit(found.unit_monthly, lang) or ("%" if found.unit == "share" else ""),
                "kind": label(f"kind_{found.kind}", lang) if found.is_declared else "",
                "over_months": label(f"rule_{found.over_months}", lang),
                "over_townships": label(f"rule_{found.over_townships}", lang),
                "numerator": found.numerator or "",
                "denominator": found.denominator or "",
            }
        )
    return pd.DataFrame(rows)


def assumptions(
    runs: Sequence[Run], baseline: str, lang: str, names: Names, titles: Names | None = None
) -> pd.DataFrame:
    """Return every figure in force in the baseline, and of the other scenarios those that differ from it."""
    ordered = sorted(first_of_each(runs), key=lambda run: run.scenario != baseline)
    keys = ["programme", "key", "from", "value"]
    seen: set[tuple[str, ...]] = set()
    parts = []
    for run in ordered:
        rows = list(zip(*(run.assumptions[key] for key in keys), strict=True))
        new = [row not in seen for row in rows]
        if run.scenario == baseline:
            seen.update(rows)
        parts.append(run.assumptions[new].assign(scenario=_title(run, titles)))
    made = pd.concat(parts, ignore_index=True)
    return made.assign(
        programme=[name_of(key, lang, names, "group_") for key in made["programme"]],
        label=made[f"label_{lang}"],
        unit=[unit_words(text, lang) for text in made["unit"]],
        value=[_number(text) for text in made["value"]],
        status=[_word("status_", key, lang) for key in made["status"]],
        role=[_word("role_", key, lang) for key in made["role"]],
        source=[source_words(text, lang) for text in made["source"]],
    )


def _word(prefix: str, key: str, lang: str) -> str:
    return label(prefix + key, lang) if has(prefix + key) else key


def _number(text: str) -> float | str:
    return float(text) if _PLAIN_NUMBER.fullmatch(text) else text


def provenance(comparison: Comparison, runs: Sequence[Run], lang: str) -> pd.DataFrame:
    """Return what is needed to make the workbook again: each run's id, header and provenance."""
    rows: list[tuple[str, str, str]] = []
    for run in runs:
        items = {"run": run.id, "digest": run.digest(), **run.header(), **run.provenance}
        rows += [(_title(run, comparison.titles), key, str(value)) for key, value in items.items()]
    rows.append(("", "window", " - ".join(comparison.window)))
    rows.append(("", "baseline", comparison.baseline))
    rows.append(("", "disclaimer", label("note_disclaimer", lang)))
    return pd.DataFrame(rows, columns=["scenario", "name", "value"])
