"""Hostile inputs: scenario files and tables of persons that must be refused, and what the refusal must say."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

GOOD = Path(__file__).with_name("good.yaml").read_text("utf-8")
URBAN = "from: 2027-01, set: 784"
RURAL = "from: 2027-01, set: 560"


@dataclass(frozen=True)
class Hostile:
    """One input: the bytes, and the line, the key and the words that the refusal must name."""

    id: str
    raw: bytes
    line: int
    key: str | None
    words: str


def swapped(id: str, old: str, new: str, key: str | None, words: str, line_of: str | None = None) -> Hostile:
    """The good file with one piece replaced; the fault is on the line of the new piece."""
    assert GOOD.count(old) == 1, old
    text = GOOD.replace(old, new)
    where = text.index(line_of or new)
    return Hostile(id, text.encode(), text[:where].count("\n") + 1, key, words)


def added(id: str, text: str, key: str, words: str, line: int = 1) -> Hostile:
    """The good file with lines appended; the fault is on the given one of them."""
    return Hostile(id, (GOOD + text).encode(), GOOD.count("\n") + line, key, words)


def _bomb() -> str:
    names = "abcdefghi"
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [f"{b}: &{b} [{', '.join(['*' + a] * 9)}]" for a, b in pairwise(names)]
    return "\n".join(rows) + "\n"


def _flood() -> Hostile:
    rows = [f"k{i}: 1" for i in range(40_000)]
    raw = (GOOD + "\n".join(rows)).encode()
    line = raw[:65_536].count(b"\n") + 1
    return Hostile("H03", raw, line, "", "too large")


def number(id: str, written: str, words: str = "no plain number") -> Hostile:
    """The urban standard written in a way that is not allowed."""
    return swapped(id, URBAN, f"from: 2027-01, set: {written}", "set", words)


SCENARIOS = [
    added("H01", _bomb(), "a", "anchors"),
    added("H02", "deep: " + "[" * 5_000 + "\n", "deep", "nested too deep"),
    _flood(),
    swapped("H04", "seed: 1", "seed: !!python/object/apply:os.system ['id']", "seed", "tag"),
    added("H05", "months: 60\n", "months", "twice; it stands already in line 8"),
    added("H06", "<<: {seed: 2}\n", "<<", "merge keys"),
    swapped("H07", "months: 120", "month: 120", "month", "no known key"),
    swapped("H08", "price_m: 2600", "prise_m: 2600", "prise_m", "no known key"),
    number("H09", ".nan"),
    number("H10", ".inf"),
    number("H11", "1.0e+400"),
    number("H12", "-784", "from 50 to 5000"),
    number("H13", "0160"),
    number("H14", "12:30"),
    number("H15", "４５８"),
    number("H16", "9408", "from 50 to 5000"),
    number("H17", "458元"),
    number("H18", "11.2万"),
    number("H19", '"112,173"'),
    number("H20", "40%"),
    swapped("H21", RURAL, "from: 2027-01, set: 800", "set", "rural above urban"),
    swapped(
        "H22",
        "population: 20000",
        "population: 1400000000",
        "population",
        "outside the range from 100 to 1382713",
    ),
    swapped("H23", "months: 120", "months: 0", "months", "outside the range from 1 to 600"),
    swapped("H24", "beds: 100,", "beds: 350.5,", "beds", "whole number"),
    swapped("H25", "seed: 1", "seed: " + "1234567890" * 4, "seed", "no plain number"),
    swapped("H26", "region: wuzhong", "region: no", "region", "not in the list; allowed are wuzhong, yunxi"),
    swapped("H27", "start: 2022-01", "start: 2022-13", "start", "no month"),
    swapped("H28", "start: 2022-01", "start: 2022-02-30", "start", "no month"),
    swapped("H29", "scenario: good", "scenario: ../../etc/cron.d/x", "scenario", "no allowed name"),
    swapped("H30", "scenario: good", "scenario: /etc/passwd\0", "scenario", "U+0000"),
    swapped("H31", "en: Higher standards", "en: \u202eHigher standards", "en", "U+202E"),
    added("H32", "---\n" + GOOD, "---", "second document"),
]

HEADER = "person,township,born_year,sex,income_y\n"
PERSONS = HEADER + "P1,640302001,1950,female,1200\nP2,640302001,1948,male,0\n"


def table(id: str, raw: str | bytes, line: int, column: str | None, words: str) -> Hostile:
    """A table of persons that must be refused."""
    return Hostile(id, raw if isinstance(raw, bytes) else raw.encode(), line, column, words)


TABLES = [
    table("H33", PERSONS.encode() + "P3,利通区,1950,male,1\n".encode("gbk"), 4, None, "GBK"),
    table("H34", PERSONS + "P3,640302001,1950", 4, "sex", "3 fields, 5 wanted"),
    table("H35", PERSONS + "P1,640302001,1950,male,1\n", 4, "person", "line 2"),
    table("H36", PERSONS + "P3,640302001,2205,male,1\n", 4, "born_year", "outside 1900 to 2030"),
    table("H37", PERSONS + 'P3,640302001,1950,male,"=HYPERLINK(""http://x"")"\n', 4, "income_y", "number"),
    table("H38", PERSONS + "P3,640302001,1950,male,NaN\n", 4, "income_y", "number"),
    table("H38", PERSONS + "P3,640302001,1950,male,\n", 4, "income_y", "number"),
    table("H39", PERSONS + "P3,640302001,1950,male,1,2\n", 4, "income_y", "6 fields, 5 wanted"),
    table("H40", PERSONS + 'P3,640302001,1950,male,"\0\n', 4, None, "NUL"),
]

FURTHER = [
    Hostile("empty", b"", 1, None, "empty"),
    Hostile("comment", b"# nothing\n", 1, None, "empty"),
    Hostile("list", b"- a\n- b\n", 1, None, "keys with values"),
    Hostile("gbk", GOOD.encode("gbk"), 3, None, "UTF-8"),
    Hostile("tab", b"scenario: good\ntitle:\n\t- x\n", 3, "title", "not readable YAML"),
    swapped("long number", "seed: 1", "seed: " + "9" * 5_000, "seed", "no plain number"),
    swapped("word", "set: tier", "set: no", "set", "one of difference, tier"),
    swapped("switch", "set: true", "set: yes", "set", "true or false"),
    swapped(
        "unknown", "dibao.benefit_mode", "dibao.benefit_mod", "parameter", "known are dibao.standard_urban_m"
    ),
    swapped("table for a value", "author: a test", "author: {a: b}", "author", "one value is wanted"),
    swapped("list for a value", "months: 120", "months: [120]", "months", "one value is wanted"),
    swapped("empty value", "author: a test", "author:", "author", "empty"),
    swapped(
        "value for a list",
        "outreach:\n  - {from: 2027-01, multiply: 2.0}",
        "outreach: 3",
        "outreach",
        "a list",
    ),
    swapped("two verbs", "multiply: 2.0", "multiply: 2.0, add: 1", "add", "no known key"),
    swapped("both", RURAL, RURAL + ", add: 3", "parameter", "exactly one of"),
    swapped("neither", ", set: 784", "", "parameter", "exactly one of", "dibao.standard_urban_m"),
    swapped("late", "from: 2027-07", "from: 2037-07", "from", "outside the run from 2022-01 to 2031-12"),
    swapped("place", '"640302001"', '"640302099"', "township", "not in the list"),
    swapped("closing", "beds: 100,", "beds: -4000,", "beds", "at most these may close"),
    swapped("no beds", "beds: 100,", "beds: 0,", "beds", "changes nothing"),
    swapped("mill", "price_m: 2600", "price_m: 2600.005", "price_m", "fen"),
    swapped("factor", "multiply: 2.0", "multiply: 11", "multiply", "range from 0 to 10"),
    swapped("formula", "author: a test", "author: =1+1", "author", "formula"),
    swapped("escape", "author: a test", 'author: "a\\0b"', "author", "U+0000"),
    swapped("zero width", "author: a test", "author: a\u200btest", "author", "U+200B"),
    swapped("key", "seed: 1", "ſeed: 1", "\\u017feed", "no key"),
    swapped("month name", "start: 2022-01", "start: ２０２２-01", "start", "no month"),
    swapped("base", "start: 2022-01", "based_on: ../baseline", "based_on", "no allowed name"),
    swapped("no base", "start: 2022-01", "based_on: nowhere", "based_on", "no scenario nowhere"),
    swapped("itself", "start: 2022-01", "based_on: good", "based_on", "leads back"),
    swapped("directive", "# The file", "%YAML 1.1\n---\n# The file", None, "directive"),
    swapped("missing", "seed: 1\n", "", "seed", "is missing", "scenario: good"),
]
