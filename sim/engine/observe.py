"""The look at the end of the month: counts into the series, medians and inequality for the region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR, month_of_year
from sim.engine.allowance_step import observe_allowances
from sim.engine.care_costs import observe_services
from sim.engine.child_registers import CHILD_REGISTERS
from sim.engine.outreach_step import observe_outreach
from sim.engine.registers import REGISTERS
from sim.engine.relief_step import observe_relief
from sim.finance.departments import is_of_others
from sim.finance.ledger import PAYERS
from sim.indicators.counting import COUNTS, count_month
from sim.indicators.poverty import gini
from sim.state.claims import COOLING, EXITING, NOT_REFUSED, RECEIVING, REFUSALS
from sim.state.places import FIRST_BED, N_BEDS

if TYPE_CHECKING:
    from sim.engine.county import County

RESIDENCES = {"dibao_persons_urban": "urban", "dibao_persons_rural": "rural"}
BED_GROUPS = ("ordinary", "nursing")


def observe_claims(county: County) -> None:
    """Count entitlements, claims, money and poverty."""
    counts = np.zeros((county.n_townships, len(COUNTS)), np.int64)
    households, t = county.histories.households, county.t
    place, is_urban = households.township, households.is_urban
    cash_m = county.relief.state.households.cash_m

    def count(rows: NDArray[np.int32], out: NDArray[np.int64]) -> None:
        count_month(county.present, county.wants, county.claims, rows, place, is_urban, cash_m, t, out)

    county.pool.count(count, county.active, counts)
    for column, name in enumerate(COUNTS):
        if name in RESIDENCES:
            county.series.put("dibao_persons", county.t, counts[:, column], RESIDENCES[name])
        else:
            county.series.put(name, county.t, counts[:, column])
    eligible, receiving = COUNTS.index("eligible_persons"), COUNTS.index("eligible_receiving_persons")
    county.series.put("eligible_missed_persons", county.t, counts[:, eligible] - counts[:, receiving])
    on_assistance = np.isin(county.claims.households.status[county.active], (RECEIVING, EXITING))
    peers = np.bincount(households.township[county.active[on_assistance]], minlength=county.n_townships)
    county.peers = peers / np.maximum(county.n_households, 1)


def observe_offices(county: County) -> None:
    """Count what offices and teams did."""
    offices, put, t = county.offices, county.series.put, county.t
    counts = county.series.values[("queued_households", "all")][t]
    put("approvals", t, offices.approved.copy())
    put("denials", t, offices.denied.copy())
    claims, places = county.claims.households, county.histories.households.township
    rows = county.active[claims.decided_at[county.active] == t]
    rows = rows[claims.status[rows] == COOLING]
    for code, name in enumerate(REFUSALS):
        if code != NOT_REFUSED:
            refused = places[rows[claims.refusal[rows] == code]]
            put(
                "denials_reason", t, np.bincount(refused, minlength=county.n_townships).astype(np.int64), name
            )
    put("applications", t, county.new_applications)
    put("reviews_due", t, offices.reviews_due.copy())
    put("reviews_done", t, offices.reviews_done.copy())
    put("review_backlog", t, offices.reviews_due - offices.reviews_done)
    put("visits", t, np.floor(county.teams.capacity).astype(np.int64))
    put("visits_found", t, county.teams.found.copy())
    offices.queue[:] = counts


def observe_money(county: County) -> None:
    """Enter the month's lines of the ledger by programme and payer: civil affairs, and other departments beside it."""
    ledger, t = county.ledger, county.t
    put, credits = county.series.put, ledger.credits[t]
    others = [line for line, name in enumerate(ledger.programmes) if is_of_others(name)]
    for line, name in enumerate(ledger.programmes):
        put("spending_other_fen" if line in others else "spending_fen", t, credits[:, line], name)
    own = np.delete(ledger.debits[t], others, axis=1)
    for payer, name in enumerate(PAYERS):
        put("spending_payer_fen", t, own[:, :, payer].sum(axis=1), name)
    costs = [ledger.programmes.index(name) for name in ("outreach", "administration")]
    put("admin_cost_fen", t, credits[:, costs].sum(axis=1))
    put("spending_total_fen", t, np.delete(credits, [*costs, *others], axis=1).sum(axis=1))
    put("spending_other_total_fen", t, credits[:, others].sum(axis=1))


def observe_care(county: County) -> None:
    """Count beds, queues and unmet need."""
    homes, flows, put, t = county.care.homes, county.care.flows, county.series.put, county.t
    n = county.n_townships
    for bed in range(N_BEDS):
        group = BED_GROUPS[bed]
        for name, table in (
            ("beds", homes.registered),
            ("beds_usable", homes.usable),
            ("occupied", homes.occupied),
            ("waiting", homes.waiting),
            ("admissions", flows.admissions),
            ("discharges", flows.discharges),
            ("deaths_in_care", flows.deaths),
        ):
            by_township = np.bincount(homes.township, table[:, bed], n).astype(np.int64)
            put(name, t, by_township, group)
    put("care_need_persons", t, flows.in_need.copy())
    put("care_unmet_persons", t, flows.unmet.copy())
    observe_services(county)
    for setting, name in enumerate(("family", "home_services", "family_bed", "day_care")[:FIRST_BED]):
        put("care_setting_persons", t, flows.settings[:, setting].copy(), name)


def observe_registers(county: County) -> None:
    """Enter the policy-free registers of the month."""
    for column, name in enumerate(REGISTERS):
        county.series.put(name, county.t, county.world.registers[county.t, :, column])
    for column, name in enumerate(CHILD_REGISTERS):
        county.series.put(name, county.t, county.world.children[county.t, :, column])


def observe_inequality(county: County) -> None:
    """In December, enter the Gini coefficient of the year's income per head before and after benefits."""
    if month_of_year(county.month) != MONTHS_PER_YEAR:
        return
    county.region("gini_before")[county.t] = county.world.gini_before(county.year)
    county.region("gini_after")[county.t] = gini(
        *county.world.incomes(county.year, county.claims.households.paid_y)
    )


def observe_waits(county: County) -> None:
    """Enter how long things took: applications decided in the month, and admissions of the year at its end."""
    county.region("processing_months_median")[county.t] = county.waits.median[county.t]
    county.series.put("decisions", county.t, county.waits.decided.copy())
    county.series.put("decisions_late", county.t, county.waits.late.copy())
    if month_of_year(county.month) != MONTHS_PER_YEAR:
        return
    waits = county.care.log.arrays()
    admitted = (waits["outcome"] == 0) & (waits["ended"] > county.t - MONTHS_PER_YEAR)
    if admitted.any():
        months = waits["ended"][admitted] - waits["applied"][admitted]
        county.region("waiting_months_median")[county.t] = float(np.median(months))


def observe_month(county: County) -> None:
    """Look at everything once, at the end of the month."""
    observe_registers(county)
    observe_claims(county)
    observe_offices(county)
    observe_relief(county)
    observe_money(county)
    observe_allowances(county)
    observe_care(county)
    observe_inequality(county)
    observe_waits(county)
    observe_outreach(county)
