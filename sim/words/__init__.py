"""Words: every label, unit and sentence that a user reads, in Chinese and English, from the files beside this one."""

from sim.words.book import LANGUAGES, has, keys, label, sentence, unit
from sim.words.law_units import unit_words
from sim.words.numbers import number

__all__ = ["LANGUAGES", "has", "keys", "label", "number", "sentence", "unit", "unit_words"]
