"""The panel of levers: the common ones first, all others under headings and one search away.

A law declares hundreds of levers. A control is made when it is first shown, so that the explorer opens at once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets

from sim.errors import LocatedError
from sim.laws import LawBook, Parameter
from sim.strict_yaml import Table, Text, read_yaml
from sim.words import has, label, sentence
from sim.workbench.controls import Lever, said

FILE = Path(__file__).parent / "levers.yaml"
OWN = "own"
MOST_FOUND = 20  # levers that a search shows


@dataclass(frozen=True)
class Headings:
    """The order of the panel: names of common levers, and programmes by heading."""

    common: tuple[str, ...]
    programmes: dict[str, tuple[str, ...]]


@functools.cache
def headings() -> Headings:
    """Return the headings of the package."""
    root = read_yaml(FILE, error=LocatedError)
    table = root.entries["headings"]
    if not isinstance(table, Table):
        raise LocatedError("a mapping is wanted", FILE.name, None, "headings")
    return Headings(
        _words(root.entries["common"]), {key: _words(node) for key, node in table.entries.items()}
    )


def _words(node: object) -> tuple[str, ...]:
    if not isinstance(node, Text):
        raise LocatedError("names with spaces between are wanted", FILE.name, None, None)
    return tuple(node.value.split())


def is_lever(parameter: Parameter) -> bool:
    """True if a government may move it and the law says how far."""
    return parameter.role == "lever" and (
        parameter.range is not None or parameter.kind in ("switch", "choice")
    )


class Panel:
    """The levers of one law book in one month.

    Parameters
    ----------
    moved : callable
        Called with the change whenever a control moves.
    """

    def __init__(self, book: LawBook, month: int, lang: str, moved: Callable[[Any], None]) -> None:
        self.book, self.month, self.lang = book, month, lang
        self.parameters = {one.name: one for one in book.parameters() if is_lever(one)}
        self._moved = moved
        self._levers: dict[str, Lever] = {}
        self._keys = self._by_heading()
        self.search = ipywidgets.Text(
            placeholder=sentence("panel_search", lang, {"n": len(self.parameters)}),
            layout=ipywidgets.Layout(width="96%"),
        )
        self.search.observe(lambda _: self._find(), "value")
        self.said = ipywidgets.HTML()
        self.found = ipywidgets.VBox([])
        common = [self.lever(name).box for name in headings().common if name in self.parameters]
        self.common = ipywidgets.VBox([_title(label("panel_common", lang)), *common])
        self.groups = ipywidgets.Accordion(
            children=[ipywidgets.VBox([]) for _ in self._keys],
            titles=[self._counted(key) for key in self._keys],
            selected_index=None,
        )
        self.groups.observe(lambda _: self._fill(), "selected_index")
        self.usual = ipywidgets.VBox([self.common, _title(label("panel_all", lang)), self.groups])
        if OWN in self._keys:
            self.groups.selected_index = 0
        self.box = ipywidgets.VBox([self.search, self.said, self.found, self.usual])

    def lever(self, name: str) -> Lever:
        """Return the lever of a parameter, made now if it was not shown before."""
        if name not in self._levers:
            made = self._levers[name] = Lever(self.parameters[name], self.book, self.month, self.lang)
            made.control.observe(functools.partial(self._on_move, made), names="value")
        return self._levers[name]

    def _on_move(self, lever: Lever, change: Any) -> None:
        """Pass a move on; a browser that writes the same value in other digits has moved nothing."""
        if lever.value == lever.last:
            return
        lever.last = lever.value
        self.tell()
        self._moved(change)

    def moved(self) -> list[Lever]:
        """Return the levers that stand elsewhere than the law, in the order of the law."""
        made = (self._levers.get(name) for name in self.parameters)
        return [lever for lever in made if lever is not None and lever.is_moved]

    def tell(self) -> None:
        """List what is moved, wherever its control stands."""
        moved = [f"<li>{escape(said(lever, self.lang))}</li>" for lever in self.moved()]
        head = sentence("panel_moved", self.lang, {"n": len(moved)})
        self.said.value = f"<b>{escape(head)}</b><ul>{''.join(moved)}</ul>" if moved else ""

    def _by_heading(self) -> dict[str, list[str]]:
        """Return the programmes that have levers under their headings, those of a notebook first."""
        known = {one.programme for one in self.parameters.values()}
        placed = {key: [one for one in names if one in known] for key, names in headings().programmes.items()}
        own = [one for one in dict.fromkeys(item.programme for item in self.parameters.values())
               if not any(one in names for names in placed.values())]  # fmt: skip
        return {key: names for key, names in {OWN: own, **placed}.items() if names}

    def _counted(self, key: str) -> str:
        n = sum(one.programme in self._keys[key] for one in self.parameters.values())
        return f"{label(f'panel_{key}', self.lang)} ({n})"

    def _fill(self) -> None:
        """Make the controls of the heading that was opened."""
        place = self.groups.selected_index
        if place is None or self.groups.children[place].children:
            return
        own = list(self._keys.values())[place]
        names = [one.name for one in self.parameters.values() if one.programme in own]
        self.groups.children[place].children = self._titled(
            sorted(names, key=lambda name: own.index(name.split(".")[0]))
        )

    def _titled(self, names: Sequence[str]) -> list[Any]:
        """Return the levers of names, each programme under its own name: many levers are called alike."""
        boxes: list[Any] = []
        last = ""
        for name in names:
            programme = self.parameters[name].programme
            if programme != last:
                boxes.append(_title(self._name(programme)))
            boxes.append(self.lever(name).box)
            last = programme
        return boxes

    def _name(self, programme: str) -> str:
        key, own = f"group_{programme}", self.book.files[programme].label
        return label(key, self.lang) if has(key) else own.zh if self.lang == "zh" else own.en

    def _find(self) -> None:
        """Show the levers whose name, programme or key holds every word that is searched for."""
        words = self.search.value.casefold().split()
        names = [one.name for one in self.parameters.values() if words and self._holds(one, words)]
        more = len(names) - MOST_FOUND
        boxes = self._titled(names[:MOST_FOUND])
        if words and not names:
            boxes = [_note(label("panel_none", self.lang))]
        if more > 0:
            boxes.append(_note(sentence("panel_more", self.lang, {"n": more})))
        self.found.children = boxes
        self.usual.layout.display = "none" if words else ""

    def _holds(self, parameter: Parameter, words: Sequence[str]) -> bool:
        own = parameter.label
        text = f"{own.zh} {own.en} {parameter.name} {self._name(parameter.programme)}".casefold()
        return all(word in text for word in words)


def _title(text: str) -> ipywidgets.HTML:
    return ipywidgets.HTML(f'<b class="minsheng-heading">{escape(text)}</b>')


def _note(text: str) -> ipywidgets.HTML:
    return ipywidgets.HTML(f"<small>{escape(text)}</small>")
