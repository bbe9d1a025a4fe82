"""What must hold every month under any policy, and that each check can fail."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.administration.assessment import assess_changed
from sim.engine.case import case_of
from sim.scenario import OutreachChange
from sim.state.claims import RECEIVING
from sim.state.codes import DIBAO, LOW_EDGE, SINGLE_PERSON
from tests.worlds.checks import broken

POLICY = st.fixed_dictionaries(
    {
        "dibao.standard_urban_m": st.integers(60, 4000),
        "dibao.standard_rural_m": st.integers(60, 3000),
        "dibao.benefit_mode_rural": st.sampled_from(["difference", "tier"]),
        "means_test.support_mode": st.sampled_from(
            ["pc_excess", "household_excess", "civil_practice", "fixed"]
        ),
        "administration.office_staff_multiplier": st.sampled_from([0.2, 1, 5]),
        "administration.opening_coverage": st.sampled_from([0.5, 0.95]),
        "administration.observation_sd": st.sampled_from([0.1, 0.4]),
        "gradual_exit.months": st.integers(0, 12),
    }
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(POLICY, st.sampled_from([0.0, 1.0, 4.0]), st.integers(1, 14))
def test_every_invariant_holds_under_any_policy(county_of, baseline, law, outreach, months):
    if law["dibao.standard_rural_m"] > law["dibao.standard_urban_m"]:
        law["dibao.standard_rural_m"] = law["dibao.standard_urban_m"]
    county = county_of(law, months=months, outreach_changes=(OutreachChange(baseline.start, outreach),))
    assert broken(county) == []


def test_every_invariant_holds_every_month_of_the_baseline(county_of):
    county = county_of(months=0)
    for _ in range(county.scenario.months):
        county.step()
        assert broken(county) == []


def test_what_is_remembered_of_a_household_equals_a_fresh_look(county_of):
    """Incremental assessment, month after month, against an assessment of everybody from nothing."""
    county = county_of(months=0)
    for _ in range(30):
        county.step()
        remembered = [table.copy() for table in county.wants]
        assess_changed(case_of(county), county.followed, True)
        for before, after in zip(remembered, county.wants, strict=True):
            rows = county.followed if before.size == len(county.histories.households) else slice(None)
            for column in set(before.dtype.names) - {"is_searched", "disposable_m", "countable_m"}:
                assert (before[column][rows] == after[column][rows]).all(), column


def _spoil_ledger(county):
    county.ledger.debits[0, 0, 0, 0] += 1


def _spoil_marriage(county):
    married = np.nonzero(county.present.persons.spouse >= 0)[0]
    county.present.persons.spouse[married[0]] = married[0]


def _spoil_member(county):
    county.present.households.n_members[county.followed[0]] += 1


def _spoil_low_edge(county):
    county.claims.households.programme[county.followed[0]] = LOW_EDGE
    county.claims.households.paid_m[county.followed[0]] = 100


def _spoil_single(county):
    """Give a member of a household on dibao single-person dibao too."""
    rows = np.flatnonzero(
        (county.claims.households.programme == DIBAO) & (county.present.households.n_members > 0)
    )
    county.claims.persons.programme[county.present.members(int(rows[0]))[0]] = SINGLE_PERSON


def _spoil_count(county):
    alive = [h for h in county.followed if county.present.households.n_members[h] > 0]
    idle = [h for h in alive if county.claims.households.status[h] != RECEIVING]
    units = county.claims.households
    units.status[idle[0]], units.programme[idle[0]], units.pay_from[idle[0]] = RECEIVING, DIBAO, 0


def _spoil_bed(county):
    county.care.homes.occupied[0, 0] += 1


def _spoil_desk(county):
    county.offices.reviews_done[0] = county.offices.reviews_due[0] + 1


@pytest.mark.parametrize(
    "spoil",
    [
        _spoil_ledger,
        _spoil_marriage,
        _spoil_member,
        _spoil_low_edge,
        _spoil_single,
        _spoil_count,
        _spoil_bed,
        _spoil_desk,
    ],
)  # fmt: skip
def test_a_spoiled_county_is_noticed(county_of, spoil):
    county = county_of(months=3)
    assert broken(county) == []
    spoil(county)
    assert broken(county) != []
