"""`sim validate-region`: the published facts of a region beside the model, failures first, and contradictions."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from sim.clock import month_index, parse_month, year_of
from sim.commands.choice import MOST_SEED, chosen_scenario, chosen_threads, whole
from sim.commands.figures import aligned
from sim.population.profile import load_profile
from sim.scenario import Scenario
from sim.words import label, sentence

if TYPE_CHECKING:
    from sim.experiments.validation.contradictions import Worked
    from sim.experiments.validation.split import Split
    from sim.laws import LawBook
    from sim.results.run import Run

MOST_SEEDS = 99
USUAL_POPULATION = 20_000
MOST_POPULATION = 2_000_000_000
NO_VALUE = "-"
SMALL = 10
SIGNS = {True: "=", False: "≠"}


def validate_region(arguments: Namespace) -> Iterator[str]:
    """Yield the facts of a region with their verdicts, uncalibrated and calibrated, and its contradictions."""
    lang, threads = arguments.lang, chosen_threads(arguments)
    seeds = whole(arguments.seeds, "cli_region_number", lang, 1, MOST_SEEDS)
    profile = load_profile(arguments.region)

    from sim.experiments.calibration.kept import load_calibration  # late: they bring the whole model
    from sim.experiments.validation.contradictions import contradictions
    from sim.experiments.validation.split import load_split
    from sim.experiments.validation.verdict import summary, verdicts
    from sim.experiments.validation.worded import fact_names, summary_line

    split, fit = load_split(profile.name), load_calibration(profile.name)
    scenario = scaled_baseline(arguments, split)
    yield sentence("cli_validating", lang, _size(scenario, split, seeds, lang))
    yield sentence("cli_split", lang, {"digest": split.digest()})
    law = _law(scenario)
    plain = verdicts(runs_of(replace(scenario, is_fitted=False), seeds, threads), split, profile, law)
    fitted = None
    if fit is None:
        yield sentence("cli_no_fit", lang)
    else:
        fitted = verdicts(runs_of(scenario, seeds, threads, fit.members), split, profile, law)
    yield ""
    yield from verdict_lines(plain, fitted, split, fact_names(profile, lang), lang)
    yield ""
    yield summary_line("cli_uncalibrated", summary(plain), lang)
    if fitted is not None:
        yield summary_line("cli_calibrated", summary(fitted), lang)
    found = contradictions(profile)
    yield ""
    yield sentence("cli_contradictions", lang, {"n": len(found)})
    yield from contradiction_lines(found, lang)


def scaled_baseline(arguments: Namespace, split: Split) -> Scenario:
    """Return the region's baseline, cut to the months that the readings need and scaled as asked."""
    baseline = chosen_scenario(f"{arguments.region}/baseline", arguments)
    wanted = [
        parse_month(fact.simulated.last)
        for fact in split.facts.values()
        if fact.simulated is not None and fact.simulated.last
    ]
    last = max((month for month in wanted if month <= baseline.end), default=baseline.end)
    whole_years = month_index(year_of(last), 12) - baseline.start + 1
    months = min(whole_years, baseline.months)
    if arguments.full:
        return replace(baseline, months=months)
    persons = whole(arguments.population, "cli_region_number", arguments.lang, 1, MOST_POPULATION)
    return replace(
        baseline, months=months, population=min(persons, load_profile(baseline.region).total("population"))
    )


def runs_of(
    scenario: Scenario, seeds: int, threads: int, members: Sequence[dict[str, float]] = ()
) -> list[Run]:
    """Return a run a seed; with equally good sets of assumptions, the seeds take them in turn."""
    from sim.api import simulate
    from sim.experiments.calibration.plan import with_values

    out = []
    for number in range(seeds):
        one = replace(scenario, seed=(scenario.seed + number) % (MOST_SEED + 1))
        if members:
            one = with_values(one, members[number % len(members)], one.name)
        out.append(simulate(one, threads=threads))
    return out


def _law(scenario: Scenario) -> LawBook:
    from sim.engine.world import law_book

    return law_book(scenario)


def _size(scenario: Scenario, split: Split, seeds: int, lang: str) -> dict[str, object]:
    profile = load_profile(scenario.region)
    residents = profile.total("population")
    name = profile.label.zh if lang == "zh" else profile.label.en
    persons = scenario.population or residents
    return {"name": name, "n": len(split.facts), "seeds": seeds, "persons": persons, "residents": residents}


def verdict_lines(
    plain: pd.DataFrame, fitted: pd.DataFrame | None, split: Split, names: Mapping[str, str], lang: str
) -> list[str]:
    """Return the table of facts: the calibrated figures, when there are any, stand beside the others."""
    shown = plain if fitted is None else fitted
    other = None if fitted is None else plain.set_index("fact")
    heads = ["fact", "fact_key", "verdict", "published", "simulated", "ratio", "interval", "class", "use"]
    if other is not None:
        heads = ["fact", "fact_key", "verdict", "published", "simulated", "simulated_calibrated", "ratio",
                 "ratio_calibrated", "interval", "class", "use"]  # fmt: skip
    rows = [[label(f"column_{head}", lang) for head in heads]]
    from sim.experiments.validation.split import tolerances
    from sim.experiments.validation.worded import ratio_text

    for one in shown.itertuples():
        kind = label_of(tolerances()[one._3].label, lang) if isinstance(one._3, str) else NO_VALUE
        middle = [_plain(one.simulated)]
        ratios = [ratio_text(one.ratio)]
        if other is not None:
            before = other.loc[one.fact]
            middle, ratios = [_plain(before["simulated"]), *middle], [ratio_text(before["ratio"]), *ratios]
        spread = NO_VALUE if pd.isna(one.low) else f"{_plain(one.low)}…{_plain(one.high)}"
        rows.append(
            [names[one.fact], one.fact, label(f"verdict_{one.verdict}", lang), _plain(one.published), *middle,
             *ratios, spread, kind, label(f"use_{one.use}", lang)]
        )  # fmt: skip
    lines = aligned(rows)
    reasons = [""] + [label_of(split.facts[fact].reason, lang) for fact in shown["fact"]]
    return [f"{line}  {reason}".rstrip() for line, reason in zip(lines, reasons, strict=True)]


def label_of(words: object, lang: str) -> str:
    """Return the words of a label in a language."""
    return str(getattr(words, lang))


def _plain(value: float) -> str:
    if pd.isna(value):
        return NO_VALUE
    return f"{value:,.0f}" if abs(value) >= SMALL else f"{value:.3g}"


def contradiction_lines(found: Sequence[Worked], lang: str) -> list[str]:
    """Return each contradiction as a sentence with its arithmetic."""
    return [
        sentence(
            "cli_contradiction",
            lang,
            {
                "kind": label(f"kind_{one.entry.kind}", lang), "label": label_of(one.entry.label, lang),
                "left": _plain(one.left), "right": _plain(one.right),
                "arithmetic": f"{one.entry.left} {SIGNS[one.agrees]} {one.entry.right}",
                "meaning": label_of(one.entry.meaning, lang),
            },
        )
        for one in found
    ]  # fmt: skip
