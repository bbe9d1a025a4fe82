"""Finance bureaus: the four levels of government that pay."""

from __future__ import annotations

import mesa
import numpy as np
from numpy.typing import NDArray


class FinanceBureau(mesa.Agent):
    """One level of government and what it has paid.

    Parameters
    ----------
    debits : int64 array, months x townships x programmes x payers
        The ledger's debit side, which the bureau reads.
    """

    def __init__(self, model: mesa.Model, name: str, payer: int, debits: NDArray[np.int64]) -> None:
        super().__init__(model)
        self.name = name
        self.payer = payer
        self._debits = debits

    def read(self, debits: NDArray[np.int64]) -> None:
        """Take up other books, opened with further lines before the first month."""
        self._debits = debits

    @property
    def paid(self) -> int:
        """Fen paid since the start of the run."""
        return int(self._debits[..., self.payer].sum())
