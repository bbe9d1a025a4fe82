"""Every text that a user sees comes from words: each key that a source names has words, and no source holds Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sim import words

PACKAGE = Path(__file__).resolve().parents[2] / "sim"
SHOWING = (
    "charts",
    "commands",
    "experiments",
    "explain",
    "exports",
    "results",
    "workbench",
)  # what a user sees
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def named_keys(source: str) -> Iterator[str]:
    """Yield the keys that a source gives to a reader of words as they stand."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"label", "sentence"}
        ):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def chinese_texts(source: str) -> list[str]:
    """Return the Chinese texts of a source that are neither docstring nor comment."""
    tree = ast.parse(source)
    documents = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            documents.add(id(body[0].value))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documents
        and CHINESE.search(node.value)
    ]


def sources() -> dict[str, str]:
    return {str(path.relative_to(PACKAGE)): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def test_every_key_that_a_source_names_has_words() -> None:
    missing = {
        f"{name}: {key}"
        for name, source in sources().items()
        for key in named_keys(source)
        if not words.has(key)
    }
    assert missing == set()
    assert list(named_keys('label("no_such_key", lang)')) == ["no_such_key"]


def test_no_source_holds_chinese_text_of_its_own() -> None:
    found = {
        f"{name}: {text}"
        for name, source in sources().items()
        if name.startswith(SHOWING)
        for text in chinese_texts(source)
    }
    assert found == set()
    assert chinese_texts('"""低保"""\nx = "低保"') == ["低保"]


def is_read(key: str, text: str) -> bool:
    """Return whether a source names a key, or its beginning or end with the rest put in."""
    parts = key.split("_")
    heads = ["_".join(parts[:k]) + "_{" for k in range(2, len(parts))]
    return any(one in text for one in (f'"{key}"', f"'{key}'", *heads, "}_" + parts[-1]))


def test_every_word_of_charts_and_stories_is_read_somewhere() -> None:
    text = "\n".join(sources().values())
    ours = [key for key in words.keys() if key.startswith(("chart_", "story_"))]  # noqa: SIM118
    assert [key for key in ours if not is_read(key, text)] == []
    assert not is_read("chart_nobody_asks", text)
