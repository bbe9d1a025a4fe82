"""Validation in words: each fact by its name beside its key, and use, class and verdict as a reader says them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.experiments.validation.split import tolerances
from sim.experiments.validation.verdict import Summary
from sim.population.profile import RegionProfile
from sim.words import has, label, sentence

NO_VALUE = "-"
_NAME = "name"


def fact_names(profile: RegionProfile, lang: str) -> dict[str, str]:
    """Return the name of every published fact of a region by its key."""
    facts = profile.facts
    return dict(zip(facts["indicator"].astype(str), facts[f"label_{lang}"].astype(str), strict=True))


def worded(table: pd.DataFrame, names: Mapping[str, str], lang: str) -> pd.DataFrame:
    """Return a table of verdicts with names beside the keys, its words and its headings in a language.

    Parameters
    ----------
    table : frame
        Column "fact" with keys; "use", "class" and "verdict" where it has them. Other columns stay as they are.
    names : mapping
        Names of facts by key; a key without one stands as it is.
    """
    made = table.copy()
    made.insert(list(made.columns).index("fact"), _NAME, [names.get(key, key) for key in made["fact"]])
    for column, prefix in (("use", "use_"), ("verdict", "verdict_")):
        if column in made:
            made[column] = [label(prefix + key, lang) for key in made[column]]
    if "class" in made:
        classes = {key: getattr(one.label, lang) for key, one in tolerances().items()}
        made["class"] = [classes.get(key, "") for key in made["class"]]
    return made.rename(columns={key: _head(key, lang) for key in made.columns})


def summary_line(which: str, found: Summary, lang: str) -> str:
    """Return how near the facts are that were not fitted, as a sentence; `which` is the key of the run's words."""
    values = {
        "which": label(which, lang),
        "n": found.n,
        "bias": ratio_text(found.bias),
        "error": ratio_text(found.median_error),
        "near": ratio_text(found.within_tenth),
        "covered": ratio_text(found.covered),
    }
    return sentence("cli_summary", lang, values)


def ratio_text(value: float) -> str:
    """Return a ratio with two decimals."""
    return NO_VALUE if pd.isna(value) else f"{value:.2f}"


def _head(column: str, lang: str) -> str:
    """Return the heading of a column; one that has no words keeps its name."""
    key = {"fact": "column_fact_key", _NAME: "column_fact"}.get(column, f"column_{column}")
    return label(key, lang) if has(key) else column
