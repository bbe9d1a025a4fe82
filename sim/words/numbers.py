"""Numbers as a reader of each language expects them: 万 and 亿 in Chinese, thousands and millions in English."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from sim.words.book import UNIT_PREFIX, checked, entry_of

WAN, YI = Decimal(10_000), Decimal(100_000_000)
MILLION, BILLION = Decimal(1_000_000), Decimal(1_000_000_000)
PER_CENT = Decimal(100)
_SCALED_DECIMALS = 2  # decimals of 万, 亿, million and billion
_PREFIX = "number_"
_SHARE = "number_share"
_NO_VALUE = "no_value"


def number(value: float | Decimal, unit: str, lang: str) -> str:
    """Return a value with its unit.

    Parameters
    ----------
    value : number
        A share as a fraction, money in yuan.
    unit : str
        Key of the unit, such as "persons", "yuan_year" or "share".
    lang : str
        zh or en.

    Returns
    -------
    str
        Such as "11.22万人" and "112,173 persons"; a share is shown in per cent; a value that is not finite as the words
        for no value. Halves are rounded away from zero.
    """
    language, key = checked(lang), _PREFIX + unit.removeprefix(UNIT_PREFIX)
    entry = entry_of(key)
    decimals = entry.decimals or 0
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if not exact.is_finite():
        no_value = entry_of(_NO_VALUE)
        return no_value.zh if language == "zh" else no_value.en
    if key == _SHARE:
        return f"{_written(exact * PER_CENT, decimals)}%"
    if language == "zh":
        text = _chinese(exact, decimals)
        return text if entry.is_bare else text + entry.zh
    text = _english(exact, decimals)
    word = entry.one if text in ("1", "-1") else entry.en
    return text if entry.is_bare else f"{text} {word}"


def _chinese(value: Decimal, decimals: int) -> str:
    """Return a number in 万 or 亿 once it reaches one of them after rounding."""
    if abs(_rounded(value, decimals)) < WAN:
        return _written(value, decimals, grouped=False)
    in_wan = _rounded(value / WAN, _SCALED_DECIMALS)
    return (
        f"{_plain(in_wan)}万" if abs(in_wan) < WAN else f"{_plain(_rounded(value / YI, _SCALED_DECIMALS))}亿"
    )


def _english(value: Decimal, decimals: int) -> str:
    """Return a number with separators; in millions or billions once it reaches one of them after rounding."""
    if abs(_rounded(value, decimals)) < MILLION:
        return _written(value, decimals)
    millions = _rounded(value / MILLION, _SCALED_DECIMALS)
    if abs(millions) < BILLION / MILLION:
        return f"{_plain(millions)} million"
    return f"{_plain(_rounded(value / BILLION, _SCALED_DECIMALS))} billion"


def _written(value: Decimal, decimals: int, grouped: bool = True) -> str:
    rounded = _rounded(value, decimals)
    return f"{rounded:,f}" if grouped else f"{rounded:f}"


def _plain(value: Decimal) -> str:
    """Return a scaled number without trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: Decimal, decimals: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # no minus before a zero
