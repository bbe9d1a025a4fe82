"""`sim demo`: the baseline and every reform of a region: the comparison table, charts and a workbook."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.clock import format_month
from sim.commands.choice import chosen_scenario, chosen_threads
from sim.commands.figures import figure_lines
from sim.commands.progress import bar_for
from sim.population.profile import load_profile
from sim.scenario import Scenario, available_scenarios
from sim.words import LANGUAGES, sentence

if TYPE_CHECKING:
    from sim.api import Run, World

BASELINE = "baseline"


def demo(arguments: Namespace) -> Iterator[str]:
    """Yield what is run, how long it takes, the headline figures, and where the files are."""
    lang, threads = arguments.lang, chosen_threads(arguments)
    scenarios = scenarios_of(arguments)
    profile = load_profile(arguments.region)
    name = profile.label.zh if lang == "zh" else profile.label.en
    yield sentence("cli_demo", lang, {"name": name, "n": len(scenarios)})

    from sim.api import Worlds, compare  # late: they bring the whole model
    from sim.engine.together import simulate_together

    worlds, begun = Worlds(), time.perf_counter()
    world = worlds.of(scenarios[0], threads=threads)
    seconds = f"{time.perf_counter() - begun:.0f}"
    yield sentence("cli_lives", lang, {"persons": len(world.population.persons), "seconds": seconds})
    runs, begun = [], time.perf_counter()
    bars = partial(_bar, lang=lang)
    for scenario, run in zip(scenarios, simulate_together(scenarios, worlds, threads, bars), strict=True):
        runs.append(run)
        values = {"title": _title(scenario, lang), "seconds": f"{time.perf_counter() - begun:.0f}"}
        yield sentence("cli_ran", lang, values)
    comparison = compare(runs, window=window_of(scenarios))
    yield ""
    yield from figure_lines(comparison, {one.name: _title(one, lang) for one in scenarios}, lang)
    yield ""
    files = write_all(comparison, runs, scenarios, world, Path(arguments.out))
    yield sentence("cli_files", lang, {"n": len(files), "folder": arguments.out})


def scenarios_of(arguments: Namespace) -> list[Scenario]:
    """Return the scenarios of the region, the baseline first."""
    names = sorted(available_scenarios(arguments.region), key=lambda name: (name != BASELINE, name))
    return [chosen_scenario(f"{arguments.region}/{name}", arguments) for name in names]


def window_of(scenarios: Sequence[Scenario]) -> tuple[str, str]:
    """Return the months over which reforms are compared: from the first change of any of them to the end."""
    months = [
        month
        for scenario in scenarios
        for month in (
            *(change.month for change in scenario.changes),
            *(change.month for change in scenario.bed_changes),
            *(change.month for change in scenario.service_changes),
            *(change.month for change in scenario.outreach_changes),
        )
    ]
    return format_month(min(months, default=scenarios[0].start)), format_month(scenarios[0].end)


def write_all(
    comparison: object, runs: Sequence[Run], scenarios: Sequence[Scenario], world: World, folder: Path
) -> list[Path]:
    """Write charts and workbooks in both languages, and the runs; returns the files for readers."""
    from sim.commands.pictures import draw_all
    from sim.engine.world import law_book
    from sim.exports.xlsx import write_workbook
    from sim.population.fit import fit_report
    from sim.results.store import save_run

    folder.mkdir(parents=True, exist_ok=True)
    profile = world.profile
    people = law_book(scenarios[0]).in_force("population", scenarios[0].start)
    fit = fit_report(profile, world.population, assumptions=people)
    titles = {lang: {one.name: _title(one, lang) for one in scenarios} for lang in LANGUAGES}
    region = {"key": profile.name, "zh": profile.label.zh, "en": profile.label.en}
    files = draw_all(comparison, titles, fit, folder, region)  # type: ignore[arg-type]
    for lang in LANGUAGES:
        path = folder / f"{profile.name}_comparison_{lang}.xlsx"
        write_workbook(path, comparison, runs, lang, profile.townships)  # type: ignore[arg-type]
        files.append(path)
    for run in runs:
        save_run(run, folder / "runs")
    return files


def _bar(scenario: Scenario, lang: str) -> Callable[[int, int], None]:
    return bar_for(_title(scenario, lang))


def _title(scenario: Scenario, lang: str) -> str:
    return scenario.title.zh if lang == "zh" else scenario.title.en
