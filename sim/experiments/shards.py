"""Shards: a province as its counties, each computed by itself, anywhere, and put together again.

Counties of one province do not share beds, offices or budgets here, and who moves between them is a departure in one
and an arrival in another; so each county is a scenario of its own and their answers add up. They go through the same
door as the members of an ensemble: kept by content, computed by threads, processes or a cluster, none twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from sim.errors import ScenarioError
from sim.experiments.answering import Progress, Where, answers
from sim.experiments.question import BY_TOWNSHIP, Question
from sim.results.catalogue import describe
from sim.results.periods import over_townships
from sim.results.run import ALL
from sim.scenario import Scenario


@dataclass(frozen=True)
class Shards:
    """The counties of a province under one policy.

    Attributes
    ----------
    counties : pandas.DataFrame
        region township month indicator group value: every county's figures, its own total as township "all".
    whole : pandas.DataFrame
        month indicator group value of all counties together; shares are formed anew from their parts, and medians are
        left out because they cannot be formed from medians.
    digests : dict
        Digest of each county's answer by region.
    """

    counties: pd.DataFrame
    whole: pd.DataFrame
    digests: dict[str, str]


def run_shards(
    scenarios: Sequence[Scenario], where: Where, progress: Progress | None = None, detail: str = BY_TOWNSHIP
) -> Shards:
    """Run the counties of a province and put their figures together.

    Parameters
    ----------
    scenarios : sequence of Scenario
        One a county, each of its own region, of one start and length.
    detail : str
        "township" keeps townships, "region" the counties alone.

    Raises
    ------
    ScenarioError
        When a region stands twice, or starts and lengths differ.
    """
    if len({one.region for one in scenarios}) < len(scenarios) or not scenarios:
        raise ScenarioError("shards need one scenario a region, and at least one")
    if len({(one.start, one.months) for one in scenarios}) > 1:
        raise ScenarioError("the counties of a province must start in one month and run equally long")
    questions = [Question(one, detail) for one in scenarios]
    found = answers(questions, where, progress)
    parts = [found[one.key].frame.assign(region=one.scenario.region) for one in questions]
    counties = pd.concat(parts, ignore_index=True)
    counties = counties[["region", *[name for name in counties.columns if name != "region"]]]
    totals = counties[counties["township"] == ALL].drop(columns="township")
    whole = over_townships(totals.rename(columns={"region": "township"}), describe)
    digests = {one.scenario.region: found[one.key].digest for one in questions}
    return Shards(counties, whole, digests)
