"""The assumptions of the synthesis: the values of `population.yaml`, or those that a law book holds in force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.laws import read_law_file
from sim.laws.classes import law_class
from sim.laws.values import plain
from sim.population.dealing import Gaps
from sim.population.levels import Habits
from sim.population.margins import ELDER_AGE, N_AGES

FILE = Path(__file__).with_name("population.yaml")


def default_assumptions() -> Any:
    """Return the latest values of `population.yaml` as a named tuple of plain numbers, money in fen."""
    law = read_law_file(FILE)
    numbers = [plain(item, item.values[-1].value) for item in law.parameters.values()]
    return law_class(law.programme, tuple(law.parameters))(*numbers)


def habits_of(given: Any) -> Habits:
    """Return the assumptions about who lives together."""
    return Habits(*(float(getattr(given, name)) for name in Habits._fields))


def gaps_of(given: Any) -> Gaps:
    """Return the assumptions about ages and age gaps."""
    return Gaps(
        elder=ELDER_AGE,
        oldest=N_AGES - 1,
        adult=int(given.adult_last_child_age),
        marriage=int(given.marriage_age),
        husband_mean=float(given.husband_older_mean),
        husband_sd=float(given.husband_older_sd),
        mother_mean=float(given.mother_older_mean),
        mother_sd=float(given.mother_older_sd),
        mother_least=int(given.mother_older_least),
        mother_most=int(given.mother_older_most),
        father_most=int(given.father_older_most),
        spacing_mean=float(given.spacing_mean),
        great_age=int(given.great_age),
        young_top=int(given.young_top_age),
        son_stays=float(given.son_stays),
        lone_mother=float(given.lone_mother_weight),
        elder_husband=float(given.elder_husband),
        child_limit=int(given.child_limit),
    )
