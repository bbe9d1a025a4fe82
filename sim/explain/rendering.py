"""An outline as plain text and as a fragment of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from sim.words import sentence

if TYPE_CHECKING:
    from sim.explain.outline import Line, Section

_INDENT = "  "


def outline_text(sections: Iterable[Section]) -> str:
    """Return an outline as lines of text, parts indented."""
    blocks = ["\n".join((section.title, *_text_lines(section.lines, _INDENT))) for section in sections]
    return "\n\n".join(blocks) + "\n"


def _text_lines(lines: Iterable[Line], indent: str) -> Iterator[str]:
    for line in lines:
        yield f"{indent}{line.label}: {line.value}"
        yield from _text_lines(line.parts, indent + _INDENT)


def outline_html(sections: Iterable[Section], lang: str) -> str:
    """Return an outline as headings and tables, minor lines folded away; every text is escaped."""
    made = [f'<div class="explanation" lang="{escape(lang)}">']
    for section in sections:
        made.append(f"<h4>{escape(section.title)}</h4>")
        minor = [line for line in section.lines if line.is_minor]
        made += _html_table([line for line in section.lines if not line.is_minor])
        if minor:
            said = sentence("explain_more", lang, {"n": len(minor)})
            made += [f"<details><summary>{escape(said)}</summary>", *_html_table(minor), "</details>"]
    return "\n".join((*made, "</div>"))


def _html_table(lines: Sequence[Line]) -> list[str]:
    return ["<table>", *(_html_row(line) for line in lines), "</table>"] if lines else []


def _html_row(line: Line) -> str:
    below = "".join(f"<br><small>{escape(part.label)}: {escape(part.value)}</small>" for part in line.parts)
    return (
        f'<tr><th scope="row" style="text-align:left">{escape(line.label)}</th>'
        f'<td style="text-align:left">{escape(line.value)}{below}</td></tr>'
    )
