"""Money is a whole number of fen (1 yuan = 100 fen), so sums are exact in any order.

Rounding happens where the law says so and nowhere else. Python's `round` is never used on money: it rounds halves to
the even neighbour and would print Qingshui's tekun base of 2024 (1.3 x 465 = 604.5, published as 605) as 604.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from sim.errors import SimError
from sim.kernels import rule

FEN_PER_YUAN = 100


def to_fen(yuan: str | int | Decimal) -> int:
    """Return an amount in yuan as whole fen, exactly.

    Raises
    ------
    SimError
        When the amount is no number or has a fraction of a fen.
    """
    try:
        fen = Decimal(yuan) * FEN_PER_YUAN
    except InvalidOperation:
        raise SimError(f"{yuan!r} is not an amount of money; write yuan, such as 650 or 460.50") from None
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise SimError(f"{yuan!r} yuan is not a whole number of fen")
    return int(fen)


def fen_to_yuan(fen: int) -> Decimal:
    """Return fen as yuan with two decimals."""
    return Decimal(int(fen)) / FEN_PER_YUAN


@rule
def ceil_to_yuan(fen: int) -> int:
    """Round up to the next whole yuan; an amount already whole stays."""
    return -(-fen // FEN_PER_YUAN) * FEN_PER_YUAN


@rule
def round_half_up_to_yuan(fen: int) -> int:
    """Round to the nearest whole yuan, a half upwards."""
    return (fen + FEN_PER_YUAN // 2) // FEN_PER_YUAN * FEN_PER_YUAN


@rule
def share_of(fen: int, share: float) -> int:
    """Return a share of an amount, rounded half up to whole fen.

    The product is first cleaned of binary dust (1.3 x 46500 is 60449.999... in floating point) at a millionth of a fen.
    """
    scaled = int(fen * share * 1e6 + (0.5 if fen >= 0 else -0.5))
    return (scaled + 500_000) // 1_000_000
