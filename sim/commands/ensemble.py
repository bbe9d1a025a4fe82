"""`sim ensemble`: scenarios under many seeds and assumptions, with bands; it goes on where it was stopped."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from sim.commands.choice import MOST_THREADS, chosen_scenario, whole
from sim.commands.figures import aligned, named
from sim.errors import SimError
from sim.results.catalogue import describe
from sim.scenario import Scenario
from sim.words import label, number, sentence

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.answering import Standing
    from sim.experiments.ensemble import Ensemble

SHOWN = (
    "receiving_persons",
    "coverage_admin",
    "exclusion_error",
    "spending_total",
    "admin_cost",
    "occupancy",
    "waiting",
    "unmet_care_need",
)
MOST_MEMBERS = 10_000


def ensemble(arguments: Namespace) -> Iterator[str]:
    """Yield what is run, and each headline figure with its bands."""
    lang = arguments.lang
    scenarios = _scenarios(arguments)
    members = whole(arguments.members, "cli_ensemble_members", lang, 1, MOST_MEMBERS)
    workers = whole(arguments.workers, "cli_threads", lang, 1, MOST_THREADS)

    from sim.experiments.answering import Where  # late: they bring the whole model
    from sim.experiments.ensemble import design, keep, run_ensemble

    plan = design(scenarios, members, arguments.assumptions, arguments.rings or None)
    values = {
        "n": len(plan.members()),
        "members": members,
        "scenarios": len(scenarios),
        "assumptions": len(plan.assumptions),
    }
    yield sentence("cli_ensemble", lang, values)
    bar = _Bar()
    try:
        made = run_ensemble(plan, Where(Path(arguments.store), arguments.scheduler, workers), bar)
    except KeyboardInterrupt:
        yield sentence("cli_ensemble_stopped", lang, {"done": bar.done, "n": values["n"]})
        raise
    finally:
        bar.close()
    yield sentence("cli_ensemble_known", lang, {"known": bar.known, "n": bar.total})
    yield ""
    yield from band_lines(made, {one.name: _title(one, lang) for one in scenarios}, lang)
    yield ""
    yield sentence("cli_ensemble_kept", lang, {"file": keep(made, arguments.store)})


def band_lines(made: Ensemble, titles: dict[str, str], lang: str) -> list[str]:
    """Return a block of lines a scenario: its figures over the whole horizon, the baseline's as they are."""
    from sim.experiments.bands import bands, difference_bands
    from sim.experiments.ensemble import horizon

    window = horizon(made.design)
    levels, changes = bands(made, SHOWN, window), difference_bands(made, SHOWN, window)
    lines: list[str] = []
    for name, title in titles.items():
        is_base = name == made.baseline
        frame = levels if is_base else changes
        about = "cli_band_levels" if is_base else "cli_band_differences"
        lines += [
            sentence(about, lang, {"title": title}),
            *_block(frame[frame["scenario"] == name], lang),
            "",
        ]
    return lines[:-1]


def _block(frame: pd.DataFrame, lang: str) -> list[str]:
    kinds = list(dict.fromkeys(frame["band"]))
    rows = [
        [
            label("column_indicator", lang),
            label("column_mean", lang),
            *(label(f"band_{k}", lang) for k in kinds),
        ]
    ]
    whole_region = frame[frame["group"] == "all"]
    for key in SHOWN:
        of_key = whole_region[whole_region["indicator"] == key].set_index("band")
        if of_key.empty:
            continue
        unit = describe(key).unit_yearly
        ranges = [
            label("cli_range", lang).format(
                low=number(of_key.loc[k, "low"], unit, lang), high=number(of_key.loc[k, "high"], unit, lang)
            )
            for k in kinds
        ]
        rows.append([named(key, "all", lang), number(of_key["value"].iloc[0], unit, lang), *ranges])
    return aligned(rows)


class _Bar:
    """A bar on the error stream with the time that is left; silent when nobody watches."""

    def __init__(self) -> None:
        self.done = self.known = self.total = 0
        self._bar: tqdm | None = None

    def __call__(self, standing: Standing) -> None:
        """Show how far the members are."""
        self.done, self.known, self.total = standing.done, standing.known, standing.total
        if self._bar is None:
            self._bar = tqdm(
                total=standing.total, initial=standing.known, unit="run", disable=None, leave=False
            )
        self._bar.update(standing.done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()


def _scenarios(arguments: Namespace) -> Sequence[Scenario]:
    scenarios = [chosen_scenario(text, arguments) for text in arguments.scenarios]
    regions = sorted({scenario.region for scenario in scenarios})
    if len(regions) > 1:
        raise SimError(sentence("cli_one_region", arguments.lang, {"regions": ", ".join(regions)}))
    return scenarios


def _title(scenario: Scenario, lang: str) -> str:
    return scenario.title.zh if lang == "zh" else scenario.title.en
