"""`sim export`: simulate scenarios of a region and write them for other desks; `sim reproduce`: repeat a bundle."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sim.commands.choice import chosen_scenario, chosen_threads
from sim.commands.demo import window_of
from sim.commands.progress import bar_for
from sim.errors import SimError
from sim.exports.formats import checked_formats
from sim.scenario import Scenario, load_scenario
from sim.words import sentence

if TYPE_CHECKING:
    from sim.results.run import Run

_SHOWN = 16


def export(arguments: Namespace) -> Iterator[str]:
    """Yield what is exported and where it is; the first scenario is the baseline."""
    lang, threads = arguments.lang, chosen_threads(arguments)
    formats = checked_formats(arguments.formats, lang)
    scenarios = [chosen_scenario(text, arguments) for text in arguments.scenarios]
    regions = sorted({scenario.region for scenario in scenarios})
    if len(regions) > 1:
        raise SimError(sentence("cli_one_region", lang, {"regions": ", ".join(regions)}))

    from sim.api import Worlds, compare, simulate  # late: they bring the whole model
    from sim.api import export as export_all

    worlds, runs = Worlds(), []
    for scenario in scenarios:
        title = scenario.title.zh if lang == "zh" else scenario.title.en
        runs.append(simulate(scenario, threads=threads, worlds=worlds, progress=bar_for(title)))
    yield sentence("cli_export", lang, {"formats": ", ".join(formats)})
    comparison = compare(runs, window=window_of(scenarios))
    files = export_all(comparison, runs, arguments.out, formats, lang, scenarios)
    yield sentence("cli_exported_files", lang, {"n": len(files), "folder": arguments.out})


def reproduce(arguments: Namespace) -> Iterator[str]:
    """Yield for every run of a bundle whether it came out the same, to the bit.

    Raises
    ------
    SimError
        When a run differs, after all were repeated.
    """
    from sim.exports.bundle import read_bundle  # late, as above

    lang, threads = arguments.lang, chosen_threads(arguments)
    manifest, texts = read_bundle(arguments.bundle)
    scenarios = _scenarios(texts)

    from sim.api import Worlds, simulate

    worlds, differing = Worlds(), []
    for wanted in manifest["runs"]:
        scenario = replace(scenarios[wanted["scenario"]], seed=wanted["seed"])
        found = simulate(scenario, threads=threads, worlds=worlds, progress=bar_for(wanted["title"]))
        if found.digest() == wanted["digest"]:
            values = {"scenario": wanted["scenario"], "seed": wanted["seed"], "digest": found.id}
            yield sentence("cli_reproduced", lang, values)
        else:
            differing.append(_difference(wanted, found, lang))
    if differing:
        raise SimError("\n".join(differing))


def _scenarios(texts: Mapping[str, str]) -> dict[str, Scenario]:
    with TemporaryDirectory() as folder:
        for key, text in texts.items():
            Path(folder, f"{key}.yaml").write_text(text, encoding="utf-8")
        return {key: load_scenario(Path(folder, f"{key}.yaml")) for key in texts}


def _difference(wanted: Mapping[str, Any], found: Run, lang: str) -> str:
    others = [key for key, value in wanted["versions"].items() if found.provenance.get(key, "?") != value]
    why = sentence("cli_other_versions", lang, {"names": ", ".join(others)}) if others else ""
    values = {"scenario": wanted["scenario"], "seed": wanted["seed"], "found": found.id, "why": why}
    return sentence("cli_not_reproduced", lang, {**values, "wanted": wanted["digest"][:_SHOWN]})
