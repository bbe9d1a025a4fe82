"""Claims: what each household is entitled to, what it has asked for and what it is paid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.state.records import Records, records

UNAWARE, AWARE, QUEUED, RECEIVING, COOLING, EXITING = 0, 1, 2, 3, 4, 5
NEVER = -1
# Why the last application was refused: by the office's estimate of income or property, or by an error of its own.
NOT_REFUSED, REFUSED_INCOME, REFUSED_PROPERTY, REFUSED_PAPERS, REFUSED_WORKER = range(5)
REFUSALS = ("none", "income", "property", "papers", "worker")


class Entitlements(NamedTuple):
    """What the law grants on the true figures of the month; written by the assessment alone."""

    persons: Records  # columns of PERSON_DUE: schemes granted to one person (tekun, single-person dibao)
    households: Records  # columns of UNIT_DUE


class Claims(NamedTuple):
    """Where each household stands with the office; written by the administration alone."""

    persons: Records  # columns of PERSON_CLAIM
    households: Records  # columns of UNIT_CLAIM


PERSON_DUE = {
    "amount_m": np.int32,  # fen a month
    "care_m": np.int32,  # the part of it that is care money
    "programme": np.uint8,
}
UNIT_DUE = {
    "countable_m": np.int64,  # fen a month of the whole unit
    "disposable_m": np.int64,  # all cash income before benefits, fen a month
    "needs_m": np.int64,  # the unit's line: standard x members
    "amount_m": np.int32,  # fen a month
    "programme": np.uint8,
    "n_alone": np.uint8,  # members due something alone
    "is_searched": np.uint8,  # nothing has happened since members were looked at for tekun
    "is_relevant": np.uint8,  # the unit, or one of its members, has something to ask for
}
PERSON_CLAIM = {
    "paid_m": np.int32,  # fen a month granted to the person alone
    "care_m": np.int32,  # the part of it that is care money
    "programme": np.uint8,
    "in_home": np.uint8,  # 1 for who lived in a care home when the month began
}
UNIT_CLAIM = {
    "paid_y": np.int64,  # fen received in the running calendar year, person schemes included
    "post_y": np.int64,  # fen that a public-service post paid in the last twelve months
    "paid_m": np.int32,  # fen a month granted to the unit
    "exit_base_m": np.int32,  # amount on which a gradual exit is paid
    "n_decisions": np.int32,  # decisions so far: the address of the next one's draw
    "pay_from": np.int16,  # month of the first payment
    "applied_at": np.int16,
    "decided_at": np.int16,
    "review_at": np.int16,  # month in which the next review falls due
    "until": np.int16,  # end of a cooling-off or of a gradual exit
    "visited_at": np.int16,
    "status": np.uint8,
    "programme": np.uint8,  # held by the unit
    "refusal": np.uint8,  # why the last application was refused
}
_MONTHS = ("pay_from", "applied_at", "decided_at", "review_at", "until", "visited_at")


def no_entitlements(n_persons: int, n_households: int) -> Entitlements:
    """Return the entitlements of a place without law."""
    return Entitlements(records(n_persons, PERSON_DUE), records(n_households, UNIT_DUE))


def no_claims(n_persons: int, n_households: int) -> Claims:
    """Return the claims of a place where nobody has heard of anything."""
    return Claims(
        records(n_persons, PERSON_CLAIM), records(n_households, UNIT_CLAIM, dict.fromkeys(_MONTHS, NEVER))
    )
