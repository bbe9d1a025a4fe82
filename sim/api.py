"""The public functions, in one place: load a region or a scenario, simulate, compare, explain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from sim.clock import format_month
from sim.engine.county import County
from sim.engine.shards import is_sharded
from sim.engine.simulate import simulate as _simulate
from sim.engine.together import simulate_together
from sim.engine.world import World, Worlds
from sim.errors import SimError
from sim.experiments.comparison import Comparison
from sim.experiments.comparison import compare as _compare
from sim.experiments.ensemble import Ensemble
from sim.experiments.equal_money import equal_money
from sim.experiments.face import by_groups, ensemble, sensitivity, split_by_lever, trade_offs
from sim.experiments.shards import run_province
from sim.explain import Explanation, Reform, explain_household
from sim.exports.everything import export_comparison
from sim.exports.formats import FORMATS
from sim.exports.measures import measures_of
from sim.population.profile import RegionProfile, available_regions, load_profile
from sim.results.run import Run
from sim.scenario import Scenario, available_scenarios, load_scenario, to_yaml

Progress = Callable[[int, int], None]

__all__ = [
    "Comparison",
    "County",
    "Ensemble",
    "Explanation",
    "Reform",
    "Run",
    "Scenario",
    "World",
    "Worlds",
    "available_regions",
    "available_scenarios",
    "by_groups",
    "compare",
    "ensemble",
    "equal_money",
    "explain",
    "explain_reform",
    "export",
    "load_region",
    "load_scenario",
    "sensitivity",
    "simulate",
    "simulate_all",
    "split_by_lever",
    "trade_offs",
]


def load_region(name: str) -> RegionProfile:
    """Return the published figures of a region; `available_regions()` names them."""
    return load_profile(name)


def simulate(
    scenario: Scenario | Path | str,
    seed: int | None = None,
    threads: int = 1,
    worlds: Worlds | None = None,
    progress: Progress | None = None,
) -> Run:
    """Run one scenario, given as an object, as its file, or as `region/name` of the library.

    Parameters
    ----------
    seed : int, optional
        Takes the place of the scenario's seed.
    threads : int
        Threads; a province is run county by county, this many counties at once.
    worlds : Worlds, optional
        Keeps people and their lives between calls, so that a reform replays only the policy half.
    """
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    if seed is not None:
        chosen = replace(chosen, seed=seed)
    if is_sharded(chosen):
        return run_province([chosen], workers=threads, progress=progress)[0]
    world = (worlds or Worlds()).of(chosen, threads=threads)
    return _simulate(chosen, world, threads, progress)


def simulate_all(scenarios: Sequence[Scenario], threads: int = 1, worlds: Worlds | None = None) -> list[Run]:
    """Run scenarios of one region; returns one run each. They share people, lives and the months they agree in."""
    if is_sharded(scenarios[0]):
        return run_province(scenarios, workers=threads)
    return list(simulate_together(scenarios, worlds or Worlds(), threads))


def compare(runs: Sequence[Run], baseline: int = 0, window: tuple[str, str] | None = None) -> Comparison:
    """Return the paired differences of runs of one region to the run at place `baseline`."""
    return _compare(list(runs), baseline, window)


def explain(
    scenario: Scenario | Path | str,
    household: int | str,
    month: str | None = None,
    worlds: Worlds | None = None,
) -> Explanation:
    """Explain what one household is entitled to, holds and waits for in a month of a scenario, and why.

    Parameters
    ----------
    household : int or str
        Its row, or a kind such as "tekun_elder" (`sim.explain.KINDS`): the first of that kind.
    """
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    return explain_household(chosen, household, month, (worlds or Worlds()).of(chosen))


def explain_reform(
    scenario: Scenario | Path | str,
    household: int | str,
    month: str | None = None,
    against: Scenario | Path | str | None = None,
    worlds: Worlds | None = None,
) -> Reform:
    """Explain one household under a reform, and what the reform changes for it.

    Parameters
    ----------
    against : Scenario, path or str, optional
        What the reform is held against; the scenario that it goes back to, its region's baseline, when not given.

    Raises
    ------
    SimError
        When the household, the month or a scenario does not exist, or the two are of different regions.
    """
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    against = against or f"{chosen.region}/baseline"
    other = against if isinstance(against, Scenario) else load_scenario(against)
    if other.region != chosen.region:
        raise SimError(f"a reform of {chosen.region} cannot be held against a scenario of {other.region}")
    other, known = replace(other, seed=chosen.seed), worlds or Worlds()
    last = month or format_month(min(chosen.end, other.end))
    after = explain_household(chosen, household, last, known.of(chosen))
    return Reform(explain_household(other, after.household, last, known.of(other)), after)


def export(
    comparison: Comparison,
    runs: Sequence[Run],
    folder: Path | str,
    formats: Sequence[str] = FORMATS,
    lang: str = "zh",
    scenarios: Sequence[Scenario] = (),
) -> list[Path]:
    """Write a comparison for other desks: charts, tables, workbook, deck, briefing, and the bundle to repeat it.

    Parameters
    ----------
    runs : sequence of Run
        The runs that were compared.
    formats : sequence of str
        png, svg, pdf, csv, xlsx, pptx, docx, zip; all when not given.
    lang : str
        zh or en.
    scenarios : sequence of Scenario
        Give titles in the language, and what the bundle (zip) repeats. Without them there is no bundle.

    Returns
    -------
    list of Path
        The files written.
    """
    profile = load_profile(runs[0].region)
    wanted = [one for one in formats if one != "zip" or scenarios]
    return export_comparison(
        comparison,
        runs,
        folder,
        wanted,
        lang,
        profile.label.zh if lang == "zh" else profile.label.en,
        profile.townships,
        titles={one.name: one.title.zh if lang == "zh" else one.title.en for one in scenarios},
        scenarios={one.name: to_yaml(one) for one in scenarios},
        measures={one.name: measures_of(one, lang) for one in scenarios},
    )
