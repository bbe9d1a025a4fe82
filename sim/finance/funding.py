"""Funding: which level of government pays which share of a line."""

from __future__ import annotations

from sim.errors import LawError
from sim.finance.ledger import PAYERS
from sim.laws import Law


def funding_shares(law: Law, line: str) -> tuple[float, ...]:
    """Return the shares of central, province, prefecture and county for a budget line.

    Parameters
    ----------
    law : named tuple
        The law "finance" of the month, with `<line>_<payer>_share` for the levels above the county that pay; the county
        pays the rest.

    Raises
    ------
    LawError
        When the declared shares exceed one.
    """
    shares = [float(getattr(law, f"{line}_{payer}_share", 0.0)) for payer in PAYERS[:-1]]
    rest = 1.0 - sum(shares)
    if rest < 0.0:
        raise LawError(f"the shares of {line} exceed one: {shares}", key=f"finance.{line}_{PAYERS[0]}_share")
    return (*shares, rest)
