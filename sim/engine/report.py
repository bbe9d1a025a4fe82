"""From a county that has been stepped to a run: tidy frames, the law that was in force, and where it all comes from."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import numba
import numpy as np
import pandas as pd

from sim.clock import format_month
from sim.indicators.frame import indicator_frame
from sim.kernels import source_digest
from sim.laws import LawBook
from sim.results.run import Run

if TYPE_CHECKING:
    from sim.engine.county import County

DISTRIBUTION = "minsheng-workbench"


def assumptions_frame(book: LawBook, start: int, end: int) -> pd.DataFrame:
    """Return every value in force between two months, one row a value, with its status and source."""
    months = sorted({start, *(month for month in book.dates(end) if start < month <= end)})
    rows = []
    for parameter in book.parameters():
        before, begins = None, book.begins(parameter)
        for month in months:
            if month != start and parameter.uprating is None and month not in begins:
                continue
            dated = book.source(parameter.programme, parameter.key, month)
            if before is not None and dated.value == before:
                continue
            before = dated.value
            rows.append(
                {
                    "programme": parameter.programme,
                    "key": parameter.key,
                    "value": book.text_value(parameter.programme, parameter.key, month),
                    "unit": parameter.unit,
                    "from": format_month(month),
                    "status": dated.status,
                    "role": parameter.role,
                    "label_zh": parameter.label.zh,
                    "label_en": parameter.label.en,
                    "source": dated.source,
                }
            )
    return pd.DataFrame(rows)


def own_version() -> str:
    """Return the version of the workbench, "unknown" when it is not installed."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"


def provenance(county: County) -> dict[str, str]:
    """Return what it takes to make the run again."""
    scenario = county.scenario
    return {
        "version": own_version(),
        "code": source_digest(),
        "scenario": scenario.digest,
        "law": county.law.fingerprint(),
        "data": county.world.profile.digest,
        "persons": str(len(county.world.population.persons)),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
        "command": f"sim run {scenario.region}/{scenario.name} --seed {scenario.seed}",
    }


def report(county: County) -> Run:
    """Return the run of the months stepped so far."""
    scenario, n = county.scenario, county.t + 1
    townships = list(county.world.profile.townships["code"])
    ledger = county.ledger.frame(scenario.start, townships)
    return Run(
        scenario=scenario.name,
        title=scenario.title.zh,
        region=scenario.region,
        seed=scenario.seed,
        start=format_month(scenario.start),
        months=n,
        indicators=indicator_frame(county.series, county.region_series, scenario.start, townships, n),
        ledger=ledger,
        assumptions=assumptions_frame(county.law, scenario.start, scenario.start + n - 1),
        provenance=provenance(county),
    )
