"""Words: every label, unit and sentence that a user reads, in Chinese and English, from the files beside this one."""

from sim.words.book import LANGUAGES, has, keys, label, sentence, unit
from sim.words.faults import WordedError, told
from sim.words.law_sources import source_words
from sim.words.law_units import unit_words
from sim.words.numbers import number

__all__ = [
    "LANGUAGES",
    "WordedError",
    "has",
    "keys",
    "label",
    "number",
    "sentence",
    "source_words",
    "told",
    "unit",
    "unit_words",
]
