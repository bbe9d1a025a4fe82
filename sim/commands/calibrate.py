"""`sim calibrate`: fits the declared assumptions of a region to its calibrated facts and writes the fit down."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from sim.commands.choice import chosen_scenario, chosen_threads, whole
from sim.commands.validate_region import MOST_POPULATION, label_of
from sim.population.profile import load_profile
from sim.words import sentence

MOST_RUNS_ALLOWED = 1000
DIGITS = 4


def calibrate(arguments: Namespace) -> Iterator[str]:
    """Yield the targets before and after, the values, and where the fit is written."""
    lang, threads = arguments.lang, chosen_threads(arguments)
    most = whole(arguments.runs, "cli_region_number", lang, 1, MOST_RUNS_ALLOWED)
    profile = load_profile(arguments.region)
    baseline = chosen_scenario(f"{arguments.region}/baseline", arguments)

    from sim.experiments.calibration.fitting import fit_region  # late: they bring the whole model
    from sim.experiments.calibration.kept import fit_text, path_of
    from sim.experiments.calibration.plan import targets_of
    from sim.experiments.validation.split import load_split

    targets = targets_of(load_split(profile.name))
    name = label_of(profile.label, lang)
    yield sentence("cli_calibrating", lang, {"name": name, "n": len(targets), "most": most})
    persons = whole(arguments.population, "cli_region_number", lang, 1, MOST_POPULATION)
    fit = fit_region(baseline, min(persons, profile.total("population")), most, threads=threads)
    for target in fit.targets:
        before, after = fit.before.simulated[target.key], fit.best.simulated[target.key]
        values = {
            "key": target.key,
            "aim": _plain(target.aim),
            "before": _plain(before),
            "after": _plain(after),
        }
        yield sentence("cli_fit_target", lang, values)
    for key, value in fit.best.values.items():
        yield sentence(
            "cli_fit_value",
            lang,
            {"key": key, "usual": _plain(fit.before.values[key]), "value": _plain(value)},
        )
    path = path_of(profile.name)
    path.write_text(fit_text(fit), encoding="utf-8")
    yield sentence("cli_fit_members", lang, {"n": len(fit.members), "file": path.name})


def _plain(value: float) -> str:
    return f"{value:.{DIGITS}g}" if abs(value) < 1 else f"{value:,.1f}"
