"""What a freeze exports in both languages: scenario files, workbook, deck, briefing, table, charts; and the bundle."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.charts.differences import difference_lines
from sim.charts.lines import monthly_lines
from sim.charts.style import save
from sim.clock import MONTHS_PER_YEAR, format_month
from sim.experiments.comparison import Comparison, compare
from sim.exports.bundle import write_bundle
from sim.exports.csv import write_csv
from sim.exports.everything import export_comparison
from sim.exports.measures import measures_of
from sim.exports.tables import summary
from sim.exports.xlsx import write_workbook
from sim.population.profile import load_profile
from sim.results.files import write_bytes
from sim.results.run import Run
from sim.scenario import Scenario, to_yaml
from sim.words import LANGUAGES
from sim.workbench.answer import Answer
from sim.workbench.dials import Board
from sim.workbench.room import Room

FORMATS = ("xlsx", "pptx", "docx")  # and two charts: every chart twice would keep a meeting waiting


def export_all(folder: Path, answer: Answer, board: Board, room: Room) -> None:
    """Write every export of an answer into a folder."""
    scenarios = [board.scenario(board.neutral())]
    if answer.moved:
        scenarios.append(board.scenario(answer.position))
    runs = [room.run(one) for one in scenarios]
    for one in scenarios:
        write_bytes(folder / f"{one.name}.yaml", to_yaml(one).encode())
    comparison = compare(runs, window=_last_year(scenarios[0]))
    provenance = {"scenario": scenarios[-1].name, "digest": scenarios[-1].digest, **dict(runs[-1].provenance)}
    for lang in LANGUAGES:
        write_csv(folder / f"summary_{lang}.csv", summary(comparison, lang, {}), provenance)
        _documents(folder, comparison, runs, scenarios, lang)
    texts = {one.name: to_yaml(one) for one in scenarios}
    files = sorted(path for path in folder.iterdir() if path.is_file())
    write_bundle(folder / f"{scenarios[0].region}_bundle.zip", runs, texts, files)


def _documents(
    folder: Path, comparison: Comparison, runs: Sequence[Run], scenarios: Sequence[Scenario], lang: str
) -> None:
    """Write the files for other desks; a baseline by itself has figures and nothing to tell a difference by."""
    profile = load_profile(scenarios[0].region)
    if len(runs) == 1:
        path = folder / f"{profile.name}_tables_{lang}.xlsx"
        write_workbook(path, comparison, runs, lang, profile.townships)
        return
    titles = {one.name: one.title.zh if lang == "zh" else one.title.en for one in scenarios}
    region = profile.label.zh if lang == "zh" else profile.label.en
    measures = {one.name: measures_of(one, lang) for one in scenarios}
    export_comparison(
        comparison, runs, folder, FORMATS, lang, region, profile.townships, titles, measures=measures
    )
    frame, base = comparison.monthly, comparison.baseline
    coverage = monthly_lines(frame, "coverage_admin", lang, titles=titles, baseline=base)
    difference = difference_lines(frame, "receiving_persons", lang, base, titles=titles)
    for name, figure in (("coverage", coverage), ("difference", difference)):
        save(figure, folder / f"{name}_{lang}", ("png",))


def _last_year(scenario: Scenario) -> tuple[str, str]:
    first = max(scenario.end - MONTHS_PER_YEAR + 1, scenario.start)
    return format_month(first), format_month(scenario.end)
