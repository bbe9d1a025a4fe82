"""The handbook: every programme's law on one page, made from the law files (docs/method/programmes.md)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from sim.clock import format_month
from sim.laws.files import DATA, PACKAGE, PROGRAMMES, LawFile, package_law, place_law
from sim.laws.values import DatedValue, Parameter, allowed, text_of

_HEAD = """# Programmes 政策项目

Made from the law files `sim/programmes/*.yaml` and `data/regions/<region>/laws/*.yaml` by
`python -m sim.laws.handbook`; edit those, not this page. Money in yuan. Status: published, derived (computed from
published figures), remembered (no source found), assumed. Role: lever (a government may choose it), assumption, fact,
context (stated by the law; nothing that the model does depends on it). Who may hold what together stands at the end.
"""
_TOGETHER = """## Who may hold what together 待遇兼领

Made from `sim/programmes/interactions.csv`; schemes that a row does not name are held beside it. A scheme of households
counts as that of each member.
"""
# Words of the matrix that say more than "held together", with what they say of the scheme of the row.
_WORDS = (
    ("before", "goes before 优先于"),
    ("after", "gives way to 让位于"),
    ("higher", "the higher of both 就高"),
    ("tops_up", "only the difference to its standard beside 补差"),
    ("topped_up", "topped up by 被补差"),
    ("extended", "where a switch adds the class 视本地扩面"),
    ("never", "never met in one person 不会同时符合"),
)


def programmes_page(package: Path = PACKAGE, data: Path = DATA) -> str:
    """Return the page as Markdown: each programme's numbers, their dated values in each place, and its sentences."""
    national = {
        name: law
        for name, law in package_law(package).items()
        if (package / PROGRAMMES / f"{name}.yaml").is_file()
    }
    regions = sorted(path.parent.name for path in (data / "regions").glob("*/laws"))
    places = {region: place_law(package_law(package), region, data) for region in regions}
    parts = [_HEAD]
    for name, law in sorted(national.items()):
        parts.append("\n".join(_programme(law, {region: laws[name] for region, laws in places.items()})))
    parts.append("\n".join(_together(package / PROGRAMMES / "interactions.csv")))
    return "\n".join(parts)


def _programme(law: LawFile, places: dict[str, LawFile]) -> Iterator[str]:
    yield f"## {law.programme}: {law.label.en} {law.label.zh}\n"
    yield f"{_cell(law.source)}\n"
    yield "| number | 参数 | unit | role | allowed | place | values |"
    yield "|---|---|---|---|---|---|---|"
    for key, item in law.parameters.items():
        yield _row(item, "all", item.values)
        for region, other in places.items():
            if other.parameters[key].values != item.values:
                yield _row(other.parameters[key], region, other.parameters[key].values)
    if law.clauses:
        yield "\n| decides | 条文 | sentence | source |"
        yield "|---|---|---|---|"
    for clause in law.clauses.values():
        yield f"| `{clause.key}` | {_cell(clause.text.zh)} | {_cell(clause.text.en)} | {_cell(clause.source)} |"
    yield ""


def _together(path: Path) -> Iterator[str]:
    yield _TOGETHER
    yield f"| scheme | {' | '.join(words for _, words in _WORDS)} |"
    yield "|---" * (len(_WORDS) + 1) + "|"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells = [", ".join(other for other, word in row.items() if word == key) for key, _ in _WORDS]
            yield f"| `{row['scheme']}` | {' | '.join(cells)} |"
    yield ""


def _row(item: Parameter, place: str, values: tuple[DatedValue, ...]) -> str:
    dated = "; ".join(_value(value) for value in values) or "set by each place"
    cells = (
        f"`{item.key}` {_cell(item.label.en)}",
        _cell(item.label.zh),
        item.unit,
        item.role,
        _cell(allowed(item)),
        place,
        _cell(dated),
    )
    return f"| {' | '.join(cells)} |"


def _value(value: DatedValue) -> str:
    month = format_month(value.from_month)
    return f"{text_of(value.value)} from {month} ({value.status}: {value.source})"


def _cell(text: str) -> str:
    """Return a text that fits into one cell of a table."""
    return " ".join(text.replace("|", "/").split())


def write_page(path: Path) -> None:
    """Write the page into a file."""
    path.write_text(programmes_page(), encoding="utf-8")


if __name__ == "__main__":
    write_page(PACKAGE.parent / "docs" / "method" / "programmes.md")
