"""Ensembles: scenarios under many seeds and many sets of assumptions, with the two kinds of uncertainty kept apart.

Two rings of members. In the ring "random" member k has seed k and the central assumptions: its spread is luck alone,
the luck of the synthetic people, of their lives and of the offices. In the ring "both" member k has the same seed k and
the k-th draw of the assumptions. The change from one ring to the other, seed by seed, is what not knowing the
assumptions adds; it is measured under equal luck and costs no runs of its own.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from sim.clock import format_month
from sim.errors import ScenarioError
from sim.experiments.answering import Progress, Where, answers
from sim.experiments.assumptions import Assumption, changes_of, declared, drawn
from sim.experiments.calibration.kept import load_calibration
from sim.experiments.question import Question
from sim.results.answers import Answer
from sim.results.run import ID_LENGTH
from sim.results.shelf import save_ensemble
from sim.scenario import Scenario

RANDOM, PARAMETER, BOTH = "random", "parameter", "both"
RINGS = (RANDOM, BOTH)
# From 93 members on, smallest and largest hold 95% of all futures with 95% confidence (Wilks 1941); 100 leaves a few.
MEMBERS = 100
MOST_MEMBERS = 10_000


@dataclass(frozen=True)
class Member:
    """One run of an ensemble; it can be made again alone from what stands here.

    Attributes
    ----------
    name : str
        Key of the scenario that it is a member of.
    ring : str
        "random" or "both".
    k : int
        Number within the ring, from 0.
    scenario : Scenario
        With the member's seed and its draw of the assumptions as changes of the law.
    """

    name: str
    ring: str
    k: int
    scenario: Scenario

    @property
    def question(self) -> Question:
        """What the member asks of the model."""
        return Question(self.scenario)


@dataclass(frozen=True)
class Design:
    """What an ensemble consists of.

    Attributes
    ----------
    scenarios : tuple of Scenario
        Of one region, start and length; the first is the baseline.
    assumptions : tuple of Assumption
        What the ring "both" varies.
    n : int
        Members of each ring and scenario.
    rings : tuple of str
    """

    scenarios: tuple[Scenario, ...]
    assumptions: tuple[Assumption, ...]
    n: int = MEMBERS
    rings: tuple[str, ...] = RINGS

    def members(self) -> list[Member]:
        """Return all members: by number, then ring, then scenario, so that the first half is a smaller ensemble."""
        return [
            self.member(scenario, ring, k)
            for k in range(self.n)
            for ring in self.rings
            for scenario in self.scenarios
        ]

    def member(self, scenario: Scenario, ring: str, k: int) -> Member:
        """Return member k of a ring of one scenario; it does not depend on the size of the ensemble."""
        base = self.scenarios[0].seed
        own = replace(scenario, seed=base + k)
        if ring == BOTH:
            # The draw comes first: what a scenario changes itself, at a later month, still holds.
            own = replace(own, changes=(*changes_of(self.values(k), own.start), *own.changes))
        return Member(scenario.name, ring, k, own)

    def values(self, k: int) -> dict[str, Decimal]:
        """Return the k-th draw of the assumptions.

        What was fitted to the region's figures varies as the fit left it open, by its equally good sets in turn: a draw
        from the whole declared range would give up the figures that the fit reproduces. A set was fitted together, so
        it comes whole where any of it is varied.
        """
        values = drawn(self.assumptions, self.scenarios[0].seed, k)
        chosen = self._fits[k % len(self._fits)] if self._fits else {}
        if values.keys() & chosen.keys():
            values |= {name: Decimal(repr(value)) for name, value in chosen.items()}
        return values

    @functools.cached_property
    def _fits(self) -> tuple[dict[str, float], ...]:
        first = self.scenarios[0]
        fit = load_calibration(first.region) if first.is_fitted else None
        return fit.members if fit is not None else ()

    def draws(self) -> pd.DataFrame:
        """Return the values of the assumptions: one row a member number, one column an assumption."""
        rows = [self.values(k) for k in range(self.n)]
        return pd.DataFrame(rows, index=pd.RangeIndex(self.n, name="k")).astype(np.float64)


@dataclass(frozen=True)
class Ensemble:
    """The answers of a design.

    Attributes
    ----------
    design : Design
    members : pandas.DataFrame
        scenario ring k seed question digest seconds; one row a member.
    figures : pandas.DataFrame
        scenario ring k township month indicator group value; monthly figures of every member.
    """

    design: Design
    members: pd.DataFrame
    figures: pd.DataFrame

    @property
    def baseline(self) -> str:
        """Key of the first scenario."""
        return self.design.scenarios[0].name


def design(
    scenarios: Sequence[Scenario],
    members: int = MEMBERS,
    assumptions: Sequence[str] | None = None,
    rings: Sequence[str] | None = None,
) -> Design:
    """Return the design of an ensemble.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The first is the baseline; its seed is the seed of member 0, and the next members have the next seeds.
    members : int
        Members a ring and scenario. 100 by default: from 93 on, the smallest and the largest member enclose 95% of all
        futures with 95% confidence, whatever their distribution.
    assumptions : sequence of str, optional
        Names or patterns of those to vary; all that are declared with a range when not given.

    Raises
    ------
    ScenarioError
        When the scenarios cannot be set side by side, a name matches nothing, or a number is not allowed.
    """
    if not scenarios:
        raise ScenarioError("an ensemble needs a scenario")
    if not 1 <= members <= MOST_MEMBERS:
        raise ScenarioError(f"an ensemble of {members} members; from 1 to {MOST_MEMBERS} are allowed")
    rings = RINGS if rings is None else rings
    unknown = [ring for ring in rings if ring not in RINGS]
    if unknown or not rings:
        raise ScenarioError(f"rings are {' and '.join(RINGS)}, not {', '.join(unknown) or 'none'}")
    _refuse_unlike(scenarios)
    varied = declared(scenarios[0], assumptions) if BOTH in rings else ()
    return Design(tuple(scenarios), varied, members, tuple(ring for ring in RINGS if ring in rings))


def _refuse_unlike(scenarios: Sequence[Scenario]) -> None:
    first = scenarios[0]
    names = [scenario.name for scenario in scenarios]
    if len(set(names)) < len(names):
        raise ScenarioError("two scenarios of an ensemble have one name; give each its own")
    for scenario in scenarios:
        if (scenario.region, scenario.start, scenario.months) != (first.region, first.start, first.months):
            raise ScenarioError(
                f"{scenario.name} has another region, start or length than {first.name}; an ensemble has one"
            )


def run_ensemble(plan: Design, where: Where, progress: Progress | None = None) -> Ensemble:
    """Answer all members of a design, reading what the store holds already.

    Raises
    ------
    StoreError
        When a kept answer is damaged or the disk refuses.
    """
    members = plan.members()
    found = answers([member.question for member in members], where, progress)
    rows, parts = [], []
    for member in members:
        kept: Answer = found[member.question.key]
        rows.append(
            {
                "scenario": member.name,
                "ring": member.ring,
                "k": member.k,
                "seed": member.scenario.seed,
                "question": kept.key,
                "digest": kept.digest,
                "seconds": kept.seconds,
            }
        )
        parts.append(kept.frame.assign(scenario=member.name, ring=member.ring, k=member.k))
    return Ensemble(plan, pd.DataFrame(rows), _together(parts))


def _together(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    made = pd.concat(parts, ignore_index=True)
    head = ["scenario", "ring", "k"]
    return made[[*head, *[name for name in made.columns if name not in head]]]


def keep(ensemble: Ensemble, root: Path | str) -> Path:
    """Write the list of an ensemble's members into the store that holds their answers; returns the file."""
    plan = ensemble.design
    first = plan.scenarios[0]
    about = {
        "region": first.region,
        "start": format_month(first.start),
        "months": first.months,
        "seed": first.seed,
        "scenarios": [one.name for one in plan.scenarios],
        "members": plan.n,
        "rings": list(plan.rings),
        "assumptions": [one.name for one in plan.assumptions],
    }
    content = hashlib.sha256("\n".join(ensemble.members["question"]).encode()).hexdigest()
    return save_ensemble(root, content[:ID_LENGTH], ensemble.members, about)


def horizon(plan: Design) -> tuple[str, str]:
    """Return first and last month of the runs."""
    first = plan.scenarios[0]
    return format_month(first.start), format_month(first.end)
