"""The account of one household says what the county says, by the county's own rules, in two languages."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from sim.engine.county import County
from sim.engine.world import make_world
from sim.errors import SimError
from sim.explain import KINDS, explain_household, explain_row, find_households
from sim.explain.account import RELIEF_KEYS, SCHEMES, STATUSES
from sim.finance.departments import OTHER_DEPARTMENTS
from sim.programmes.allowances import KEYS as OF_PERSONS
from sim.scenario import load_scenario
from sim.state.claims import COOLING, EXITING, REFUSALS, UNAWARE
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, LOW_EDGE, NO_PROGRAMME, SINGLE_PERSON, TEKUN
from sim.words import label, told

YUAN = 100
MONTHS = 12
UNIT_CODES = {"dibao": DIBAO, "dibao_expenditure": DIBAO_EXPENDITURE, "low_edge": LOW_EDGE}
PERSON_CODES = {"tekun": TEKUN, "single_person": SINGLE_PERSON}
GRANTING = {
    "income_below_standard",
    "spending_deducted",
    "income_in_band",
    "three_conditions",
    "severe_member_of_low_edge",
    "severe_adult_alone",
}
BELOW, NOT_BELOW = "income_below_standard", "income_not_below_standard"


@pytest.fixture(scope="module")
def baseline(root):
    return load_scenario(root / "scenarios/yunxi/baseline.yaml")


@pytest.fixture(scope="module")
def world(baseline):
    return make_world(baseline)


@pytest.fixture(scope="module")
def county(baseline, world):
    made = County(baseline, world=world)
    for _ in range(MONTHS):
        made.step()
    return made


@pytest.fixture(scope="module")
def inhabited(county):
    return np.flatnonzero(county.present.households.n_members > 0)


@pytest.fixture(scope="module")
def accounts(county, inhabited):
    return [explain_row(county, int(row)) for row in inhabited]


def disagreements(county, account):
    """Return the schemes on which an account and the county's entitlements differ."""
    units, persons = county.wants.households[account.household], county.wants.persons
    found = []
    for scheme in account.schemes:
        if scheme.key in UNIT_CODES:
            due, code, amount = units.programme, UNIT_CODES[scheme.key], units.amount_m
        elif scheme.key in PERSON_CODES:
            code = PERSON_CODES[scheme.key]
            due, amount = persons.programme[scheme.holder], persons.amount_m[scheme.holder]
        else:
            continue
        if scheme.entitled != (due == code) or scheme.amount_m != (amount if due == code else 0):
            found.append((scheme.key, scheme.holder))
    return found


def test_entitlement_and_amount_are_those_of_the_county(county, accounts):
    assert len(accounts) > 500
    assert [
        (one.household, disagreements(county, one)) for one in accounts if disagreements(county, one)
    ] == []


def test_an_entitlement_that_the_county_does_not_have_is_noticed(county):
    row = int(find_households(county, "low_edge")[0])
    account = explain_row(county, row)
    wrong = [
        replace(one, entitled=True, amount_m=1) if one.key == "dibao" else one for one in account.schemes
    ]
    assert disagreements(county, replace(account, schemes=tuple(wrong))) == [("dibao", None)]


def test_a_sentence_that_grants_stands_with_an_entitlement_and_no_other_does(accounts):
    stale = label("explain_note_stale", "en")
    contrary = [
        (account.household, one.key, one.holder, one.clause.key)
        for account in accounts
        for one in account.schemes
        if one.key in UNIT_CODES | PERSON_CODES
        and one.entitled != (one.clause.key in GRANTING)
        and stale not in [note.en for note in one.notes]
    ]
    assert contrary == []
    assert {one.clause.key for account in accounts for one in account.schemes} >= {
        "has_supporter",
        BELOW,
        NOT_BELOW,
    }


def test_every_scheme_of_the_model_is_in_every_account_in_both_languages(accounts):
    seen = {one.key for account in accounts for one in account.schemes}
    assert set(SCHEMES) - seen <= {"study_grant"}  # shown where a child has no parents to bring it up
    for account in accounts[:40]:
        shown = {one.key for one in account.schemes}
        assert set(SCHEMES) - set(OF_PERSONS) <= shown <= set(SCHEMES)
        for lang in ("zh", "en"):
            text = account.text(lang)
            assert [one.key for one in account.schemes if getattr(one.name, lang) not in text] == []
            assert [one.key for one in account.schemes if getattr(one.clause.text, lang) not in text] == []
        for member in account.members:
            assert account.scheme("tekun", member.row).holder == member.row
    with pytest.raises(KeyError):
        accounts[0].scheme("tekun")


def test_the_county_is_left_as_it_was(county, inhabited):
    tables = (county.wants.households, county.wants.persons, county.claims.households, county.claims.persons)
    before = [table.copy() for table in (*tables, county.present.households)]
    for row in inhabited[:30]:
        explain_row(county, int(row)).frame()
    after = (*tables, county.present.households)
    assert all((old == new).all() for old, new in zip(before, after, strict=True))


def test_support_of_the_children_adds_up_to_that_of_the_means_test(accounts):
    with_children = [one.means for one in accounts if any(child.support_m for child in one.means.children)]
    assert with_children
    for means in with_children:
        assert 12 * sum(child.support_m for child in means.children) == means.support_y


def test_the_members_add_up_to_the_means_test(accounts):
    for account in accounts:
        unit = [member for member in account.members if member.is_in_unit] or account.members
        assert account.means.n_unit == len(unit)
        assert account.means.pension_y == 12 * sum(member.pension_m for member in unit)
        if account.means.post_y == 0:  # a public-service post is work of the household, not of one member
            assert account.means.employment_cost_y == 12 * sum(member.employment_cost_m for member in unit)


def test_a_run_to_a_month_gives_the_account_of_a_county_stepped_there(baseline, world, county):
    row = int(find_households(county, "dibao_worker")[0])
    assert explain_household(baseline, row, "2022-12", world) == explain_row(county, row)
    assert explain_household(replace(baseline, months=MONTHS), row, None, world).month == "2022-12"
    assert explain_household(baseline, row, "2022-02", world) != explain_row(county, row)


def test_standing_and_payments_are_those_of_the_claims(county, accounts):
    for account in accounts:
        claim, paid = county.claims.households[account.household], account.standing.paid_m
        shown = sum(one.paid_m for one in account.schemes if one.key not in OF_PERSONS)
        assert {one.status for one in account.schemes} <= set(STATUSES)
        assert account.standing.status == claim.status
        assert paid == shown


def test_what_is_paid_adds_up_to_the_benefits_of_the_county(county, accounts):
    total = sum(account.standing.paid_m for account in accounts)
    assert total == county.series.total("benefit_fen", county.t, "all") > 0
    granted = [one for account in accounts for one in account.schemes if one.status == "granted"]
    assert granted
    assert {one.paid_m for one in granted} == {0}


def test_an_exit_that_runs_or_would_begin_is_granted_by_its_clause_and_no_other_is(accounts):
    exits = [(account, account.scheme("gradual_exit")) for account in accounts]
    assert any(one.entitled for _, one in exits)
    for account, one in exits:
        assert one.entitled == (one.clause.key == "rise_below_cap")
        assert (one.status == "exiting") == (account.standing.status == EXITING)
        if one.status == "at_review":
            assert not [other for other in account.schemes if other.entitled and other.key in PERSON_CODES]


def test_the_frame_is_tidy_and_carries_the_figures(county):
    account = explain_row(county, int(find_households(county, "dibao_worker")[0]))
    frame = account.frame("zh")
    assert list(frame.columns[:4]) == ["household", "month", "part", "item"]
    means = frame[frame["part"] == "means"].set_index("item")["value"]
    assert means["countable_y"] * YUAN == pytest.approx(account.means.countable_y)
    dibao = frame[(frame["part"] == "dibao") & (frame["item"] == "amount_m")]["value"].item()
    assert dibao * YUAN == account.scheme("dibao").amount_m > 0
    assert not frame.duplicated(["part", "item", "holder"]).any()


def test_a_notebook_shows_the_page_in_the_language_chosen(county):
    account = explain_row(county, int(find_households(county, "low_edge")[0]))
    assert label("explain_part_schemes", "en") in account._repr_html_()
    assert label("explain_part_schemes", "zh") in replace(account, lang="zh")._repr_html_()


def test_what_cannot_be_explained_is_refused_in_one_sentence(baseline, world, county):
    n = len(county.histories.households)
    for row in (-1, n, True):
        with pytest.raises(
            SimError, match=f"there is no household {row} in yunxi; rows run from 0 to {n - 1}"
        ):
            explain_row(county, row)
    with pytest.raises(
        SimError, match="2030-01 is no month of the scenario, which runs from 2022-01 to 2024-12"
    ):
        explain_household(baseline, 0, "2030-01", world)
    with pytest.raises(SimError, match="call step"):
        explain_row(County(baseline, world=world), 0)
    with pytest.raises(SimError, match="'rich' is no kind of household"):
        find_households(county, "rich")


def test_an_empty_household_is_refused(county):
    empty = np.flatnonzero(county.present.households.n_members == 0)
    assert empty.size
    with pytest.raises(SimError, match=f"nobody lives in household {empty[0]} in 2022-12"):
        explain_row(county, int(empty[0]))


def test_a_refusal_is_said_in_the_language_of_who_asks(county):
    empty = np.flatnonzero(county.present.households.n_members == 0)
    with pytest.raises(SimError) as refused:
        explain_row(county, int(empty[0]))
    assert told(refused.value, "zh") == f"第{empty[0]}号家庭在2022-12无人居住；请换月份或编号"
    assert told(refused.value, "en") == str(refused.value)
    assert told(SimError("said so"), "zh") == "said so"


def test_a_chinese_account_holds_no_english(accounts):
    assert {word for account in accounts for word in re.findall("[A-Za-z]{2,}", account.text("zh"))} == set()
    assert re.search("[A-Za-z]{2,}", accounts[0].text("en"))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_rows_of_a_kind_are_of_that_kind(county, kind):
    rows = find_households(county, kind)
    if kind not in ("single_person", "spending", "widow_with_children", "child_finds_work"):
        assert rows.size
    for row in rows[:10]:
        account = explain_row(county, int(row))
        entitled = {one.key for one in account.schemes if one.entitled}
        wanted = {
            "tekun_elder": "tekun" in entitled and any(member.age >= 60 for member in account.members),
            "dibao_worker": "dibao" in entitled and any(member.wage_m > 0 for member in account.members),
            "single_person": "single_person" in entitled,
            "low_edge": "low_edge" in entitled,
            "spending": "dibao_expenditure" in entitled,
            "widow_with_children": sum(member.age < 18 for member in account.members)
            >= len(account.members) - 1,
            "child_finds_work": account.standing.programme in (DIBAO, DIBAO_EXPENDITURE)
            and any(member.age >= 18 and member.wage_m > 0 for member in account.members),
            "entitled_unaware": account.standing.status == UNAWARE
            and bool(entitled - {"care_bed", *RELIEF_KEYS}),
        }
        assert wanted[kind]
    others = np.flatnonzero(county.wants.households.programme == NO_PROGRAMME)
    assert np.setdiff1d(others, rows).size


def test_money_in_notes_is_written_whole_and_other_departments_are_named(accounts):
    told = [
        (one.key, note.en)
        for account in accounts
        if not account.is_collective
        for one in account.schemes
        for note in one.notes
    ]
    assert [text for key, text in told if key == "funeral" and "1,500 yuan" in text]
    assert [text for _, text in told if re.search(r"\d,\d{1,2}(?!\d)", text)] == []
    for department, key in (
        ("health security", "medical_assistance"),
        ("human resources", "employment_offer"),
    ):
        assert any(department in text for kind, text in told if kind == key)
    assert {key for key, text in told if "apart from civil-affairs" in text} == set(OTHER_DEPARTMENTS)


def test_a_refused_household_is_told_why(county, accounts):
    refused = [one for one in accounts if one.standing.refusal is not None]
    assert refused
    for account in refused:
        assert label(f"group_{account.standing.refusal}", "en") in account.text("en")
        assert account.standing.refusal == REFUSALS[county.claims.households.refusal[account.household]]
    assert {one.standing.refusal for one in accounts if one.standing.status != COOLING} == {None}
