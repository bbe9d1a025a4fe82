"""Funding: which level of government pays which share of a line."""

from __future__ import annotations

from sim.errors import LawError
from sim.finance.ledger import PAYERS
from sim.laws import Law


def shares_with_growth(
    shares: tuple[float, ...], base: int, due: int, local_share: float
) -> tuple[float, ...]:
    """Return the shares of a month when transfers are fixed within the year: the county pays what has come on top.

    Parameters
    ----------
    shares : floats, payers
        Shares of the fund as allocated.
    base, due : int
        What was due in the year's first month and is due in this one, fen.
    local_share : float
        Share of the growth that no higher level pays before the next allocation.
    """
    if due <= base or due <= 0:
        return shares
    upper = [share * (1.0 - local_share * (due - base) / due) for share in shares[:-1]]
    return (*upper, 1.0 - sum(upper))


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
