"""Relief in the month of the invented county: what is paid, to whom, from when, and what stays untouched."""

from __future__ import annotations

import numpy as np
import pytest

from sim.administration.reliefbook import BOOKED, RELIEF_LINES
from sim.engine.relief_step import FUNDS
from sim.finance.funding import funding_shares
from sim.finance.ledger import PAYERS

MONTHS = 14


@pytest.fixture(scope="module")
def relieved(county_of):
    return county_of(months=MONTHS)


def line(county, name):
    """Return the fen of a line by month."""
    return county.ledger.credits[:MONTHS, :, county.ledger.programmes.index(name)].sum(axis=1)


def persons(county, name):
    return county.ledger.persons[:MONTHS, :, county.ledger.programmes.index(name)].sum(axis=1)


def months_paid(county, name):
    return set(np.flatnonzero(line(county, name)))


def test_every_line_of_relief_has_a_fund():
    assert set(FUNDS) == set(RELIEF_LINES)


def test_seasonal_money_comes_in_its_months_and_in_no_other(relieved):
    assert months_paid(relieved, "winter_heating") == {10}  # November 2022; the run begins in January
    assert months_paid(relieved, "festival_money") == {0, 12}
    assert months_paid(relieved, "one_off") == {6, 7, 8}
    assert months_paid(relieved, "education_aid") == {2, 8}


def test_prices_are_linked_in_the_months_that_the_prints_trigger(relieved):
    assert months_paid(relieved, "price_linked") == {9, 10}  # prints of September and October 2022
    assert line(relieved, "price_linked")[9] >= 20_00 * persons(relieved, "price_linked")[9] > 0


def test_relief_is_paid_and_adds_up_to_what_households_received(relieved):
    assert line(relieved, "temporary_relief").sum() > 0
    assert line(relieved, "medical_assistance").sum() > 0
    helped = relieved.series.values["relief_households", "all"][:MONTHS].sum()
    assert 0 < helped <= persons(relieved, "temporary_relief").sum()


def test_each_payer_bears_the_share_of_the_fund(relieved):
    finance = relieved.law.in_force("finance", relieved.month)
    for name in ("medical_assistance", "education_aid"):
        fund = funding_shares(finance, FUNDS[name])
        borne = relieved.ledger.debits[:MONTHS, :, relieved.ledger.programmes.index(name)].sum(axis=(0, 1))
        assert borne / borne.sum() == pytest.approx(np.array(fund), abs=1e-4)
    assert len(PAYERS) == len(fund)


def test_charity_stands_beside_the_ledger(relieved):
    value = sum(
        relieved.series.values["charity_value_fen", name][:MONTHS].sum()
        for name in BOOKED[len(RELIEF_LINES) :]
    )
    assert value > 0
    assert not set(BOOKED[len(RELIEF_LINES) :]) & set(relieved.ledger.programmes)


def test_funerals_are_the_deaths_of_the_registers(relieved):
    series = relieved.series.values
    funerals = series["cremations", "all"] + series["burials", "all"]
    assert (funerals[:MONTHS].sum(axis=1) == series["deaths", "all"][:MONTHS].sum(axis=1)).all()


def test_everyone_on_assistance_is_on_the_watch_list(relieved):
    t = relieved.t
    on_assistance = relieved.series.total("receiving_persons", t) + relieved.series.total(
        "low_edge_persons", t
    )
    assert relieved.series.total("monitored_persons", t) >= on_assistance > 0


def test_without_a_formula_nobody_gets_temporary_relief_and_the_rest_stays(county_of, relieved):
    county = county_of({"temporary_relief.formula": "none"}, months=MONTHS)
    assert not line(county, "temporary_relief").any()
    for name in ("dibao_rural", "medical_assistance", "price_linked", "winter_heating"):
        assert (line(county, name) == line(relieved, name)).all(), name


def test_a_formula_changes_amounts_and_not_who_is_helped(county_of, relieved):
    county = county_of({"temporary_relief.formula": "gansu"}, months=MONTHS)
    assert line(county, "temporary_relief").sum() != line(relieved, "temporary_relief").sum()
    urgent = [one.relief.state.households.urgent_at for one in (county, relieved)]
    assert (urgent[0] == urgent[1]).all()


def test_a_wider_class_pays_more_medical_assistance_and_never_less(county_of, relieved):
    county = county_of({"medical_assistance.rate_dibao": 1}, months=MONTHS)
    assert (line(county, "medical_assistance") >= line(relieved, "medical_assistance")).all()
    assert line(county, "medical_assistance").sum() > line(relieved, "medical_assistance").sum()


def test_papers_first_pay_later_and_assist_nobody_on_trust(county_of, relieved):
    county = county_of({"temporary_relief.assist_first": False}, months=MONTHS)
    assert not county.series.values["relief_unfounded", "all"].any()
    first = [int(np.flatnonzero(line(one, "temporary_relief"))[0]) for one in (relieved, county)]
    assert first[0] <= first[1]
