"""The vocabulary of exploratory modelling: levers, uncertainties, outcomes, and experiments in its shape.

The EMA Workbench and tools like it read a table of experiments (a row a run: uncertainties, levers, scenario, policy,
model) and a dictionary of outcomes (an array each, one entry a run). Nothing of that workbench is needed here: its
parameters can be built from `vocabulary`, its analyses (PRIM, feature scoring) take what `experiments` returns.
Source: Kwakkel (2017), The Exploratory Modeling Workbench; the XLRM frame of Lempert, Popper and Bankes (2003).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.world import law_book
from sim.experiments.assumptions import ASSUMPTION, LEVER
from sim.experiments.ensemble import BOTH, Ensemble, horizon
from sim.experiments.outcomes import outcomes_of, values
from sim.laws import Parameter
from sim.results.answers import Answer
from sim.results.catalogue import CATALOGUE
from sim.scenario import Scenario
from sim.words import has, label

LEVERS, UNCERTAINTIES, OUTCOMES = "lever", "uncertainty", "outcome"
_TYPES = {
    "money": "RealParameter",
    "real": "RealParameter",
    "whole": "IntegerParameter",
    "switch": "BooleanParameter",
    "choice": "CategoricalParameter",
}
_SCALAR = "ScalarOutcome"
COLUMNS = ("kind", "name", "type", "low", "high", "categories", "default", "unit", "label_zh", "label_en")
MODEL = "minsheng"


def vocabulary(scenario: Scenario) -> pd.DataFrame:
    """Return the levers, uncertainties and outcomes of a scenario.

    Returns
    -------
    pandas.DataFrame
        kind name type low high categories default unit label_zh label_en; the types are those of the EMA Workbench.
        Numbers without a declared range are facts and not listed.
    """
    book = law_book(scenario)
    rows = []
    for kind, role in ((LEVERS, LEVER), (UNCERTAINTIES, ASSUMPTION)):
        for item in book.parameters():
            if item.role != role or (item.range is None and item.kind not in ("switch", "choice")):
                continue
            if not item.values or (item.values[0].from_month > scenario.start and not item.is_off_before):
                continue
            default = book.text_value(item.programme, item.key, scenario.start)
            rows.append(_row(kind, item, default))
    for key, indicator in CATALOGUE.items():
        names = [label(key, lang) if has(key) else key for lang in ("zh", "en")]
        rows.append((OUTCOMES, key, _SCALAR, np.nan, np.nan, "", "", indicator.unit_yearly, *names))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(kind: str, item: Parameter, default: str) -> tuple[object, ...]:
    low, high = (np.nan, np.nan) if item.range is None else (float(item.range[0]), float(item.range[1]))
    categories = " ".join(item.choices)
    names = item.label.zh, item.label.en
    return kind, item.name, _TYPES[item.kind], low, high, categories, default, item.unit, *names


def experiments(
    ensemble: Ensemble, outcomes: Sequence[str], window: tuple[str, str] | None = None
) -> tuple[pd.DataFrame, dict[str, NDArray[np.float64]]]:
    """Return an ensemble's members as experiments and their outcomes.

    Returns
    -------
    experiments : pandas.DataFrame
        One row a member of the ring "both": its draw of each assumption, then scenario (the number of the draw),
        policy (the key of the scenario) and model.
    outcomes : dict of float64 arrays
        One entry a row of the experiments.
    """
    wanted = outcomes_of(outcomes)
    members = ensemble.members[ensemble.members["ring"] == BOTH]
    draws = ensemble.design.draws()
    rows = draws.loc[members["k"]].reset_index(drop=True)
    named = rows.assign(scenario=members["k"].to_numpy(), policy=members["scenario"].to_numpy(), model=MODEL)
    months = window or horizon(ensemble.design)
    grouped = dict(tuple(ensemble.figures[ensemble.figures["ring"] == BOTH].groupby(["scenario", "k"])))
    found = [
        values(Answer("", grouped[name, k]), wanted, months)
        for name, k in zip(members["scenario"], members["k"], strict=True)
    ]
    table = np.array(found).reshape(len(members), len(wanted))
    return named, {one.name: table[:, column] for column, one in enumerate(wanted)}
