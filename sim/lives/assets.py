"""Savings: what is left above need, less what medical bills take."""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.kernels import rule


class SavingRules(NamedTuple):
    """How savings change in a year; needs in fen a month per head."""

    share: float
    need_urban: float
    need_rural: float
    from_savings: float


def saving_rules(law: Any) -> SavingRules:
    """Return the rules of saving under the assumptions in force."""
    return SavingRules(
        float(law.saving_share),
        float(law.need_urban_m),
        float(law.need_rural_m),
        float(law.bill_from_savings),
    )


@rule
def assets_after(
    assets: int, income_y: int, bills_y: int, size: int, is_urban: bool, months: int, rules: SavingRules
) -> int:
    """Return financial assets at the end of a year of so many months, fen; never below zero.

    A household with income above need saves a share of the excess; bills take their share of the savings.
    """
    need = (rules.need_urban if is_urban else rules.need_rural) * size * months
    saved = rules.share * max(0.0, income_y - need)
    return max(0, assets + int(saved - rules.from_savings * bills_y))
