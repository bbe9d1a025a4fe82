"""What a programme is: a key, a unit, an eligibility rule and an amount rule, both read from dated law."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Programme:
    """A promise of government.

    Parameters
    ----------
    key : str
        Name of its law file and of its rows in the ledger.
    code : int
        Its number in the columns of claims (`state.codes`).
    unit : int
        HOUSEHOLD or PERSON: who is assessed and paid.
    label_key : str
        Key of its words.
    excludes : tuple of str
        Programmes that the same person cannot hold.
    funding : str
        Budget line that pays it, such as "relief"; the law file "finance" holds its shares.
    laws : tuple of str
        Law files that its rules take, in this order, after the view.
    eligible : callable
        Rule (view, *laws) -> bool.
    amount : callable
        Rule (view, *laws) -> fen a month, for a view that is eligible.
    """

    key: str
    code: int
    unit: int
    label_key: str
    excludes: tuple[str, ...]
    funding: str
    laws: tuple[str, ...]
    eligible: Callable[..., Any]
    amount: Callable[..., Any]
