"""The care bed of an elder: what may be asked for, what is held, and the place in the queue."""

from __future__ import annotations

import numpy as np

from sim.care.rules import Rules, care_rules
from sim.care.waiting_list import rank_queue
from sim.clock import MONTHS_PER_YEAR
from sim.engine.care_step import context_of
from sim.explain.account import BED_KEY, SchemeExplanation
from sim.explain.citing import both, cite, reason, words_of
from sim.explain.look import Look
from sim.explain.standing import month_text
from sim.laws import Clause, Label
from sim.state.places import (
    FAR_FUTURE,
    FIRST_BED,
    NO_HOME,
    NOT_ASSESSED,
    NOT_WAITING,
    NURSING_BED,
    ORDINARY_BED,
)

_SETTINGS = ("family", "home_services", "family_bed", "day_care", "ordinary", "nursing")
_LEVELS = ("able", "mild", "moderate", "severe", "total")
_NAME = "explain_care_bed"


def bed_schemes(look: Look) -> tuple[SchemeExplanation, ...]:
    """Return the account of a care bed for each elder; one account without a holder where nobody is an elder."""
    county = look.county
    rules = care_rules(county.law.in_force("care", county.month))
    born = county.histories.persons.born
    elders = [
        person for person in look.members if county.month - int(born[person]) >= rules.numbers.elder_months
    ]
    if not elders:
        clause = reason("no_elder", {"age": rules.numbers.elder_months // MONTHS_PER_YEAR})
        return (_bed(look, None, False, clause, "none"),)
    return tuple(_of_elder(look, person, rules) for person in elders)


def _of_elder(look: Look, person: int, rules: Rules) -> SchemeExplanation:
    places = look.county.care.places
    level = int(places.assessed_level[person])
    ordinary, nursing = (bool(rules.is_open[level, bed]) for bed in (ORDINARY_BED, NURSING_BED))
    which = "both" if ordinary and nursing else "ordinary" if ordinary else "nursing" if nursing else "none"
    clause = reason(f"bed_{which}", {"level": words_of(f"code_{_LEVELS[level]}")})
    status, since = "at_home", None
    if places.care_home[person] != NO_HOME:
        status, since = "in_bed", month_text(look, max(0, int(places.bed_since[person])))
    elif places.waiting_bed[person] != NOT_WAITING:
        status, since = "waiting", month_text(look, int(places.waiting_since[person]))
    due = int(places.assess_due[person])
    return _bed(
        look,
        person,
        ordinary or nursing,
        clause,
        status,
        since,
        None if due >= FAR_FUTURE else month_text(look, due),
        _notes(look, person, rules),
    )


def _bed(
    look: Look,
    person: int | None,
    entitled: bool,
    clause: Clause,
    status: str,
    since: str | None = None,
    assessed_next: str | None = None,
    notes: tuple[Label, ...] = (),
) -> SchemeExplanation:
    return SchemeExplanation(
        key=BED_KEY,
        name=words_of(_NAME),
        holder=person,
        entitled=entitled,
        clause=clause,
        parameters=cite(look.county, BED_KEY, clause.key, look.unit.is_urban),
        status=status,
        applied=since,
        next_review=assessed_next,
        notes=notes,
    )


def _notes(look: Look, person: int, rules: Rules) -> tuple[Label, ...]:
    places, home_names = look.county.care.places, look.county.care.names
    notes = [both("note_setting", {"setting": words_of(f"group_{_SETTINGS[int(places.setting[person])]}")})]
    assessed = int(places.assessed_at[person])
    if assessed != NOT_ASSESSED:
        month = month_text(look, assessed) if assessed >= 0 else None
        level = words_of(f"code_{_LEVELS[int(places.assessed_level[person])]}")
        key = "note_assessed" if month else "note_assessed_before"
        notes.append(both(key, {"level": level, "month": month}))
    home = int(places.care_home[person])
    if home != NO_HOME:
        notes.append(both("note_home", {"home": Label(home_names[home].zh, home_names[home].en)}))
    if places.waiting_bed[person] != NOT_WAITING:
        notes.append(_queue_note(look, person, rules))
    return tuple(notes)


def _queue_note(look: Look, person: int, rules: Rules) -> Label:
    """Return which bed is waited for, where, and the class in the queue, by the rule of the queue."""
    county = look.county
    places = county.care.places
    rank = np.zeros(1, np.uint8)
    rank_queue(
        np.array([person], np.int32),
        county.present,
        context_of(county),
        places.assessed_level,
        rules.numbers,
        county.scenario.seed,
        county.month,
        rank,
    )
    home = county.care.names[int(places.waiting_home[person])]
    bed = _SETTINGS[FIRST_BED + int(places.waiting_bed[person]) - 1]
    values = {
        "bed": words_of(f"group_{bed}"),
        "home": Label(home.zh, home.en),
        "rank": int(rank[0]),
        "class_words": words_of(f"explain_rank_{int(rank[0])}"),
    }
    return both("note_queue", values)
