"""Words: complete in both languages for everything that a frame, a law or a command can show."""

from __future__ import annotations

import re
from math import inf, nan

import pytest

from sim import words
from sim.errors import LocatedError, SimError
from sim.finance.ledger import PAYERS
from sim.indicators.frame import RATIOS
from sim.laws.files import law_paths, read_law_file
from sim.results.catalogue import CATALOGUE
from sim.state import codes
from sim.words.book import LANGUAGES, read_entries, slots

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def without_words(wanted):
    """Return the wanted keys that lack words."""
    return sorted(key for key in wanted if not words.has(key))


def test_every_indicator_has_a_name_and_units():
    wanted = set(CATALOGUE) | {ratio.key for ratio in RATIOS}
    for indicator in CATALOGUE.values():
        wanted |= {indicator.unit_monthly, indicator.unit_yearly}
    assert without_words(wanted) == []
    assert without_words({"no_such_indicator"}) == ["no_such_indicator"]


def test_every_unit_of_an_indicator_can_stand_behind_a_number():
    for indicator in CATALOGUE.values():
        for unit in (indicator.unit_monthly, indicator.unit_yearly):
            for lang in LANGUAGES:
                assert "1" in words.number(1, unit, lang)


def test_every_payer_and_line_of_the_ledger_has_a_name():
    from sim.engine.county import LEDGER_LINES

    assert without_words(f"group_{name}" for name in (*PAYERS, *LEDGER_LINES)) == []


def test_every_choice_of_the_law_has_a_name():
    wanted = {
        f"choice_{choice}"
        for path in law_paths()
        for parameter in read_law_file(path).parameters.values()
        for choice in parameter.choices
    }
    assert wanted
    assert without_words(wanted) == []


@pytest.mark.parametrize("name", ["sex", "marital", "ability", "disability", "schooling", "work", "pension"])
def test_every_code_of_a_person_has_a_name(name):
    wanted = {
        "sex": "male female",
        "marital": "never_married married divorced widowed",
        "ability": "able mild moderate severe total",
        "disability": "no_disability visual hearing speech physical intellectual mental",
        "schooling": "no_schooling primary junior senior tertiary",
        "work": "not_working formal informal farming migrant student",
        "pension": "no_pension resident_pension employee_pension",
    }[name].split()
    assert [vars(codes)[code.upper()] for code in wanted] == list(range(len(wanted)))
    assert without_words(f"code_{code}" for code in wanted) == []


def test_chinese_words_are_chinese_and_english_words_are_not():
    neutral = {"unit_share", "number_share", "story_join", "story_join_last", "story_colon", "story_stop"}
    every = words.keys()
    for key in every:
        if not (slots(words.label(key, "zh")) or key in neutral):
            assert CHINESE.search(words.label(key, "zh")), key
        assert not CHINESE.search(words.label(key, "en")), key


def test_no_two_indicators_share_a_name():
    for lang in LANGUAGES:
        names = [words.label(key, lang) for key in CATALOGUE]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (0, "persons", "0人", "0 persons"),
        (1, "persons", "1人", "1 person"),
        (-0.4, "persons", "0人", "0 persons"),
        (2.5, "persons", "3人", "3 persons"),
        (9_999.4, "persons", "9999人", "9,999 persons"),
        (9_999.5, "persons", "1万人", "10,000 persons"),
        (112_173, "unit_persons", "11.22万人", "112,173 persons"),
        (99_994_999, "yuan_year", "9,999.5万元/年", "99.99 million yuan a year"),
        (99_999_999, "yuan", "1亿元", "100 million yuan"),
        (1_234_567_890, "yuan", "12.35亿元", "1.23 billion yuan"),
        (999_999_999, "yuan", "10亿元", "1 billion yuan"),
        (-25_000, "yuan", "-2.5万元", "-25,000 yuan"),
        (0.7635, "share", "76.4%", "76.4%"),
        (-0.0001, "share", "0.0%", "0.0%"),
        (0.12345, "index", "0.123", "0.123"),
        (1.25, "months", "1.3个月", "1.3 months"),
        (nan, "persons", "无", "n/a"),
        (inf, "yuan", "无", "n/a"),
    ],
)
def test_a_number_is_written_as_each_language_writes_it(value, unit, zh, en):
    assert words.number(value, unit, "zh") == zh
    assert words.number(value, unit, "en") == en


def test_a_sentence_fills_its_slots_and_misses_none():
    assert words.sentence("cli_saved", "en", {"folder": "runs/{x}"}) == "Results are in runs/{x}"
    with pytest.raises(SimError, match="needs a value for folder"):
        words.sentence("cli_saved", "zh")


def test_what_has_no_words_and_what_is_no_language_is_refused():
    with pytest.raises(SimError, match="'nothing' has no words"):
        words.label("nothing", "zh")
    with pytest.raises(SimError, match="'fr' is no language"):
        words.label("persons", "fr")
    with pytest.raises(SimError, match="number_parsec"):
        words.number(1, "parsec", "zh")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {zh: 甲}", "en: zh and en are wanted"),
        ("a: {zh: 甲, en: A, fr: B}", "fr: zh and en"),
        ("a: {zh: '', en: A}", "zh"),
        ("a: 甲", "both languages"),
        ("a: {zh: '{x}', en: '{y}'}", "different slots"),
        ("a: {zh: 甲, en: A, decimals: x}", "decimals"),
        ("a: {zh: 甲, en: A}\na: {zh: 甲, en: A}", "twice"),
    ],
)
def test_a_file_of_words_that_is_incomplete_is_refused(tmp_path, text, said):
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    with pytest.raises(LocatedError, match=said) as caught:
        read_entries(tmp_path)
    assert "'a'" in str(caught.value)


def test_a_key_in_two_files_is_refused(tmp_path):
    for name in ("x", "y"):
        (tmp_path / f"{name}.yaml").write_text("a: {zh: 甲, en: A}", "utf-8")
    with pytest.raises(LocatedError, match=r"y.yaml, line 1, 'a': has words in another file"):
        read_entries(tmp_path)
