"""Dials: the few sliders of the briefing page, and the scenario that their positions stand for."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path

from sim.engine.shards import SHARDED_LEVEL
from sim.errors import LocatedError, SimError
from sim.laws import Change, Label
from sim.population.profile import available_regions, load_profile
from sim.scenario import OutreachChange, Scenario, available_scenarios, load_scenario
from sim.scenario.checks import check_scenario
from sim.state.places import BedChange
from sim.strict_yaml import Table, Text, read_yaml
from sim.words import label, sentence

BASELINE, CHOSEN = "baseline", "chosen"
FILE = Path(__file__).parent / "dials.yaml"
KINDS = ("multiply", "outreach", "beds")
SHOWN = ("change", "times", "beds")
Position = Mapping[str, Decimal]
"""The value of every dial, by its key."""


@dataclass(frozen=True)
class Dial:
    """One slider.

    Attributes
    ----------
    key, kind, shown : str
        Name, what moves, and how a position is written: see the head of `dials.yaml`.
    parameters : tuple of str
        Full names of the law's parameters that move.
    low, high, step, neutral : Decimal
        A position is `low` plus a whole number of steps; `neutral` changes nothing.
    month : int
        Calendar month from which a change holds.
    beds : tuple of BedChange
        Where new beds open; empty for other dials.
    """

    key: str
    kind: str
    shown: str
    parameters: tuple[str, ...]
    low: Decimal
    high: Decimal
    step: Decimal
    neutral: Decimal
    month: int
    beds: tuple[BedChange, ...] = ()

    def positions(self) -> tuple[Decimal, ...]:
        """Return every position, ascending."""
        n = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * k for k in range(n + 1))


@dataclass(frozen=True)
class Preset:
    """A scenario of the library that the dials can show."""

    name: str
    title: Label
    why: Label
    position: Position


@dataclass(frozen=True)
class Board:
    """The dials of one region, its baseline, and the presets."""

    base: Scenario
    dials: tuple[Dial, ...]
    presets: tuple[Preset, ...]

    def neutral(self) -> dict[str, Decimal]:
        """Return the position that changes nothing."""
        return {dial.key: dial.neutral for dial in self.dials}

    def plans(self) -> list[Position]:
        """Return the positions that have a name: current policy and the presets."""
        return [self.neutral(), *(preset.position for preset in self.presets)]

    def likely(self, looked_at: Iterable[Position]) -> Iterator[Position]:
        """Yield what a meeting asks for next: the plans, a step from where somebody stands, each dial by itself."""
        yield from self.plans()
        for position in looked_at:
            for dial in self.dials:
                steps = (position[dial.key] + step for step in (dial.step, -dial.step))
                yield from (
                    {**position, dial.key: value} for value in steps if dial.low <= value <= dial.high
                )
        for dial in self.dials:
            yield from ({**self.neutral(), dial.key: value} for value in dial.positions())

    def moved(self, position: Position) -> tuple[Dial, ...]:
        """Return the dials that stand away from neutral."""
        return tuple(dial for dial in self.dials if position[dial.key] != dial.neutral)

    def checked(self, asked: object) -> dict[str, Decimal]:
        """Return a position that a viewer asked for, once every value is one that the slider has.

        Raises
        ------
        SimError
            For anything but a mapping of every dial to a number on its scale.
        """
        keys = [dial.key for dial in self.dials]
        if not isinstance(asked, dict) or sorted(map(str, asked)) != sorted(keys):
            raise SimError(f"a position names each of {', '.join(keys)} and nothing else")
        made = {}
        for dial in self.dials:
            value = asked[dial.key]
            if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _MOST:
                raise SimError(f"the position of {dial.key} is no number")
            near = [place for place in dial.positions() if abs(float(place) - value) < _CLOSE]
            if not near:
                raise SimError(f"{dial.key} goes from {dial.low} to {dial.high} in steps of {dial.step}")
            made[dial.key] = near[0]
        return made

    def scenario(self, position: Position, seed: int | None = None) -> Scenario:
        """Return the scenario of a position, checked as a file's would be; the baseline itself where nothing moves."""
        moved = self.moved(position)
        seeded = self.base if seed is None else replace(self.base, seed=seed)
        if not moved:
            return seeded
        said = {
            lang: "，".join(spoken(dial, position[dial.key], lang) for dial in moved) for lang in ("zh", "en")
        }
        changes = [change for dial in moved for change in _law_changes(dial, position[dial.key])]
        made = replace(
            seeded,
            name=CHOSEN,
            title=Label(label("briefing_chosen", "zh"), label("briefing_chosen", "en")),
            why=Label(said["zh"], said["en"].replace("，", ", ")),
            changes=(*seeded.changes, *changes),
            bed_changes=tuple(bed for dial in moved for bed in _bed_changes(dial, position[dial.key])),
            outreach_changes=tuple(
                OutreachChange(dial.month, float(position[dial.key]))
                for dial in moved
                if dial.kind == "outreach"
            ),
        )
        check_scenario(made)
        return made


_MOST = 10**6  # beyond any slider, so that a huge number is refused before it is compared
_CLOSE = 1e-6  # a browser sends 0.30000000000000004
_PERCENT = 100


def counties(lang: str) -> list[tuple[str, str]]:
    """Return name and key of the regions that one machine answers while somebody waits: all but provinces."""
    known = {name: load_profile(name) for name in available_regions()}
    return [
        (one.label.zh if lang == "zh" else one.label.en, name)
        for name, one in known.items()
        if one.level != SHARDED_LEVEL and BASELINE in available_scenarios(name)
    ]


@functools.cache
def board_of(region: str) -> Board:
    """Return the dials of a region.

    Raises
    ------
    SimError
        When the region has no baseline or is a province, or the file of dials is wrong.
    """
    names = [name for _, name in counties("zh")]
    if region in available_regions() and load_profile(region).level == SHARDED_LEVEL:
        raise SimError(f"{region} is a province, which is run county by county; here are {', '.join(names)}")
    library = {name: load_scenario(f"{region}/{name}") for name in available_scenarios(region)}
    if BASELINE not in library:
        raise SimError(f"{region} has no scenario {BASELINE}, with which the briefing page begins")
    base = library[BASELINE]
    reforms = [one for name, one in library.items() if name != BASELINE]
    dials = tuple(
        _dial(key, node, base, reforms) for key, node in read_yaml(FILE, error=LocatedError).entries.items()
    )
    known = tuple(dial for dial in dials if dial.kind != "beds" or dial.beds)
    board = Board(base, known, ())
    return replace(board, presets=tuple(made for one in reforms if (made := _preset(one, board)) is not None))


def spoken(dial: Dial, value: Decimal, lang: str) -> str:
    """Return a position in words, such as "低保标准 +10%"."""
    return f"{label('dial_' + dial.key, lang)} {shown(dial, value, lang)}"


def shown(dial: Dial, value: Decimal, lang: str) -> str:
    """Return the value beside a slider."""
    if dial.shown == "change":
        change = int((value - 1) * _PERCENT)
        return f"{change:+d}%".replace("-", "−") if change else label("dial_unchanged", lang)
    if dial.shown == "beds":
        return sentence("dial_value_beds", lang, {"n": sum(bed.beds for bed in _bed_changes(dial, value))})
    return sentence("dial_value_times", lang, {"n": f"{value.normalize():f}"})


def _dial(key: str, node: object, base: Scenario, reforms: Sequence[Scenario]) -> Dial:
    if not isinstance(node, Table):
        raise LocatedError("a mapping is wanted", FILE.name, None, key)
    texts = {name: part.value for name, part in node.entries.items() if isinstance(part, Text)}
    kind, how, parameters = texts["kind"], texts["shown"], tuple(texts.get("parameters", "").split())
    if kind not in KINDS or how not in SHOWN:
        message = f"kind must be one of {', '.join(KINDS)}, and shown one of {', '.join(SHOWN)}"
        raise LocatedError(message, FILE.name, node.line, key)
    month = min((_first_month(one) for one in reforms), default=base.start)
    beds = _beds_of(reforms) if kind == "beds" else ()
    low, high, step, neutral = (Decimal(texts[name]) for name in ("low", "high", "step", "neutral"))
    from_month = beds[0].month if beds else month
    return Dial(key, kind, how, parameters, low, high, step, neutral, from_month, beds)


def _first_month(scenario: Scenario) -> int:
    months = [entry.month for entry in scenario.changes]
    months += [entry.month for entry in scenario.bed_changes]
    months += [entry.month for entry in scenario.outreach_changes]
    return min(months, default=scenario.end)


def _beds_of(reforms: Sequence[Scenario]) -> tuple[BedChange, ...]:
    """Return the beds of the first scenario that does nothing but open beds."""
    for one in reforms:
        if one.bed_changes and not one.changes and not one.outreach_changes:
            return one.bed_changes
    return ()


def _law_changes(dial: Dial, value: Decimal) -> list[Change]:
    return [Change(name, dial.month, multiply=value) for name in dial.parameters]


def _bed_changes(dial: Dial, value: Decimal) -> list[BedChange]:
    """Return the dial's beds times its position: whole beds, what is left over going to the largest remainders."""
    exact = [bed.beds * value for bed in dial.beds]
    whole = [int(one.to_integral_value(rounding=ROUND_FLOOR)) for one in exact]
    left = int(sum(exact, Decimal(0))) - sum(whole)
    order = sorted(range(len(exact)), key=lambda k: (whole[k] - exact[k], k))
    for k in order[:left]:
        whole[k] += 1
    return [bed._replace(beds=n) for bed, n in zip(dial.beds, whole, strict=True) if n]


def _preset(scenario: Scenario, board: Board) -> Preset | None:
    """Return a scenario as a position of the dials, or None if they cannot show it."""
    position = board.neutral()
    for dial in board.dials:
        if dial.kind == "beds" and scenario.bed_changes == dial.beds:
            position[dial.key] = Decimal(1)
        if dial.kind == "outreach" and scenario.outreach_changes:
            position[dial.key] = Decimal(str(scenario.outreach_changes[0].multiply))
        values = {one.multiply for one in scenario.changes if one.parameter in dial.parameters}
        if len(values) == 1 and None not in values:
            position[dial.key] = Decimal(str(values.pop()))
    if any(position[dial.key] not in dial.positions() for dial in board.dials):
        return None
    made = board.scenario(position)
    same = all(_entries(made, name) == _entries(scenario, name) for name in _LISTS)
    return (
        Preset(scenario.name, scenario.title, scenario.why, position)
        if same and board.moved(position)
        else None
    )


_LISTS = ("changes", "bed_changes", "outreach_changes")


def _entries(scenario: Scenario, name: str) -> list[str]:
    return sorted(map(repr, getattr(scenario, name)))
