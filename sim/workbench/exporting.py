"""What a freeze exports: scenario files, workbook, table and charts, in both languages."""

from __future__ import annotations

from pathlib import Path

from sim.charts.differences import difference_lines
from sim.charts.lines import monthly_lines
from sim.charts.style import save
from sim.clock import MONTHS_PER_YEAR, format_month
from sim.experiments.comparison import Comparison, compare
from sim.exports.csv import write_csv
from sim.exports.tables import summary
from sim.exports.xlsx import write_workbook
from sim.population.profile import load_profile
from sim.results.files import write_bytes
from sim.scenario import Scenario, to_yaml
from sim.words import LANGUAGES
from sim.workbench.answer import Answer
from sim.workbench.dials import Board
from sim.workbench.room import Room


def export_all(folder: Path, answer: Answer, board: Board, room: Room) -> None:
    """Write every export of an answer into a folder."""
    scenarios = [board.scenario(board.neutral()), board.scenario(answer.position)]
    if not answer.moved:
        del scenarios[1:]
    runs = [room.run(one) for one in scenarios]
    for one in scenarios:
        write_bytes(folder / f"{one.name}.yaml", to_yaml(one).encode())
    comparison = compare(runs, window=_last_year(scenarios[0]))
    townships = load_profile(board.base.region).townships
    provenance = {"scenario": scenarios[-1].name, "digest": scenarios[-1].digest, **dict(runs[-1].provenance)}
    for lang in LANGUAGES:
        titles = {one.name: one.title.zh if lang == "zh" else one.title.en for one in scenarios}
        write_workbook(folder / f"tables_{lang}.xlsx", comparison, runs, lang, townships)
        write_csv(folder / f"summary_{lang}.csv", summary(comparison, lang, {}), provenance)
        _charts(folder, comparison, titles, lang)


def _charts(folder: Path, comparison: Comparison, titles: dict[str, str], lang: str) -> None:
    frame, base = comparison.monthly, comparison.baseline
    figure = monthly_lines(frame, "coverage_admin", lang, titles=titles, baseline=base)
    save(figure, folder / f"coverage_{lang}", ("png",))
    if len(titles) > 1:
        figure = difference_lines(frame, "receiving_persons", lang, base, titles=titles)
        save(figure, folder / f"difference_{lang}", ("png",))


def _last_year(scenario: Scenario) -> tuple[str, str]:
    return format_month(max(scenario.end - MONTHS_PER_YEAR + 1, scenario.start)), format_month(scenario.end)
