"""Ten years ahead: the yearly figures of a region with intervals over seeds and equally good sets of assumptions."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.experiments.validation.measure import scale_of
from sim.experiments.validation.verdict import interval
from sim.population.profile import RegionProfile
from sim.results.catalogue import DURATION, SHARE, describe
from sim.results.periods import by_year
from sim.results.run import ALL, Run

SHOWN = (
    "persons", "persons_60", "dibao_persons", "tekun_persons", "low_edge_persons", "coverage_admin",
    "spending_total", "beds", "occupied", "waiting",
)  # fmt: skip


def forecast(runs: Sequence[Run], profile: RegionProfile, shown: Sequence[str] = SHOWN) -> pd.DataFrame:
    """Return year, indicator, value, low and high at the region's real size.

    Parameters
    ----------
    runs : sequence of Run
        Of one scenario under several seeds and sets of assumptions.

    Returns
    -------
    DataFrame
        The mean over runs, and the 90 % interval of a further one, which ends at nothing; NaN ends for a single run.
    """
    parts = []
    for number, run in enumerate(runs):
        frame = run.indicators[(run.indicators["township"] == ALL) & run.indicators["indicator"].isin(shown)]
        years = by_year(frame.drop(columns="township"), describe)
        summed = years.groupby(["year", "indicator"], as_index=False)["value"].sum()
        kinds = summed["indicator"].map(lambda key: describe(key).kind)
        factor = scale_of(run, profile)
        summed["value"] = summed["value"].where(kinds.isin((SHARE, DURATION)), summed["value"] * factor)
        parts.append(summed.assign(run=number))
    whole = pd.concat(parts)
    rows = []
    for (year, indicator), rows_of in whole.groupby(["year", "indicator"], sort=True):
        values = rows_of["value"].to_numpy(float)
        low, high = interval(values)
        row = {"year": year, "indicator": indicator, "value": float(values.mean())}
        rows.append({**row, "low": max(low, 0.0), "high": high})
    order = {name: place for place, name in enumerate(shown)}
    out = pd.DataFrame(rows)
    return out.sort_values(["indicator", "year"], key=lambda one: one.map(order) if one.name == "indicator" else one,
                           ignore_index=True)  # fmt: skip
