"""The account of one household names the steps, the clause and the numbers of the law that a hand would name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.clock import parse_month
from sim.explain import citing
from sim.explain.account import RELIEF_KEYS, SCHEMES, CitedParameter
from sim.explain.look import Look
from sim.explain.means import means_of_view
from sim.explain.outline import Line, Section
from sim.explain.phrases import cited_text, money, value_text
from sim.explain.rendering import outline_html, outline_text
from sim.explain.unit_schemes import dibao_clause, low_edge_clause, spending_clause
from sim.laws import Change, LawBook
from sim.programmes.dispatcher import basic_laws
from sim.programmes.means_test import countable_income_y, standard_m
from sim.state.view import HouseholdView
from sim.words import has, label

YUAN = 100
# A couple and a child in town: a wage of 1,800 a month, a resident pension of 300, a child elsewhere who owes 100.
WORKED = HouseholdView(
    n_unit=3,
    is_urban=True,
    wages_y=21_600 * YUAN,
    employment_cost_m=207 * YUAN,
    pension_m=300 * YUAN,
    pension_disregarded_m=123 * YUAN,
    support_m=100 * YUAN,
    rigid_y=5_000 * YUAN,
    assets=50_000 * YUAN,
    has_vehicle=True,
)


def laws_in(month):
    return basic_laws(LawBook("yunxi"), parse_month(month))


def looked_at(view, month="2024-06"):
    """Return a look at a household that is only a view."""
    basic = laws_in(month)
    county = SimpleNamespace(law=LawBook("yunxi"))
    case = SimpleNamespace(laws=SimpleNamespace(basic=basic))
    return Look(county, 0, case, view, view, standard_m(view.is_urban, basic.dibao))


def test_every_step_of_a_worked_household_is_what_the_hand_computes():
    means = means_of_view(WORKED, laws_in("2024-06"))
    yuan = {
        "wages_y": 21_600,
        "employment_cost_y": 2_484,  # 12 x 30 % of 690
        "earned_y": 19_116,
        "pension_y": 3_600,
        "pension_disregarded_y": 1_476,  # 12 x 123
        "support_y": 1_200,
        "countable_y": 22_440,  # 19,116 + 2,124 + 1,200
        "after_spending_y": 17_440,
        "standard_m": 690,
        "line_y": 24_840,
        "low_edge_m": 1_035,
    }
    assert {key: getattr(means, key) for key in yuan} == {key: value * YUAN for key, value in yuan.items()}
    assert (means.countable_pc_m, means.after_spending_pc_m) == (62_333, 48_444)  # 623.33 and 484.44 yuan
    assert means.countable_y == countable_income_y(WORKED)
    richer = means_of_view(WORKED._replace(wages_y=24_001 * YUAN), laws_in("2024-06"))
    assert richer.countable_y == 24_841 * YUAN > richer.line_y


def test_each_kind_of_property_is_tested_alone_against_its_limit():
    items = {item.key: item for item in means_of_view(WORKED, laws_in("2024-06")).property}
    assert items["assets"].limit == 49_680 * YUAN  # 24 x 690 x 3
    assert {key for key, item in items.items() if not item.is_within} == {"assets", "vehicle"}
    clean = WORKED._replace(assets=49_680 * YUAN, has_vehicle=False)
    assert all(item.is_within for item in means_of_view(clean, laws_in("2024-06")).property)


CLEAN = {"assets": 0, "has_vehicle": False}
BELOW, NOT_BELOW, NOT_YET = "income_below_standard", "income_not_below_standard", "reason_not_in_force"
INCOME_DECIDES, OUT_OF_BAND = "reason_income_test_first", "income_not_in_band"


@pytest.mark.parametrize(
    ("change", "month", "named"),
    [
        (CLEAN, "2024-06", (BELOW, INCOME_DECIDES, OUT_OF_BAND)),
        ({"assets": 0}, "2024-06", ("over_vehicle", INCOME_DECIDES, OUT_OF_BAND)),
        ({"wages_y": 24_000}, "2024-06", (NOT_BELOW, "over_assets", "over_property")),
        ({"wages_y": 24_000} | CLEAN, "2024-06", (NOT_BELOW, "spending_deducted", "income_in_band")),
        ({"wages_y": 30_000}, "2024-06", (NOT_BELOW, "reason_spending_too_low", "over_property")),
        ({"wages_y": 40_000, "rigid_y": 30_000}, "2024-06", (NOT_BELOW, "over_assets", OUT_OF_BAND)),
        (
            {"wages_y": 40_000, "rigid_y": 30_000} | CLEAN,
            "2024-06",
            (NOT_BELOW, "reason_spending_cap", OUT_OF_BAND),
        ),
        ({"wages_y": 24_000}, "2020-03", (NOT_BELOW, NOT_YET, NOT_YET)),
    ],
)
def test_the_clause_named_is_the_one_that_decides(change, month, named):
    fen = {key: value * YUAN if key.endswith("_y") else value for key, value in change.items()}
    look = looked_at(WORKED._replace(**fen), month)
    assert (dibao_clause(look).key, spending_clause(look).key, low_edge_clause(look).key) == named


def test_a_page_shows_text_as_text():
    html = outline_html([Section("<b>", (Line("a & b", "<script>", (Line('"', "'"),)),))], "en")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "a &amp; b" in html
    assert "<details>" not in html


def test_a_page_folds_away_minor_lines_and_text_keeps_them():
    lines = (Line("dibao", "entitled"), Line("orphans", "not entitled", is_minor=True))
    html = outline_html([Section("Schemes", lines)], "en")
    folded = html[html.index("<details>") :]
    assert "1 more" in folded
    assert "orphans" in folded
    assert "dibao" not in folded
    assert "orphans: not entitled" in outline_text([Section("Schemes", lines)])


def test_every_number_of_the_law_that_can_be_cited_has_words_in_both_languages():
    book, month = LawBook("yunxi"), parse_month("2024-06")
    county = SimpleNamespace(law=book, month=month)
    clauses = {scheme: ("", *by_clause) for scheme, by_clause in citing._BY_CLAUSE.items()}
    for scheme, keys in clauses.items():
        for key in keys:
            for cited in citing.cite(county, scheme, key, True):
                for lang in ("zh", "en"):
                    assert value_text(cited, lang)
    for scheme in citing._RELIEF:
        for is_urban in (True, False):
            for cited in citing.cite_relief(county, scheme, is_urban):
                assert all(value_text(cited, lang) for lang in ("zh", "en"))
    assert set(clauses) == set(citing._ALWAYS)
    assert set(SCHEMES) == {*citing._ALWAYS, *citing._RELIEF}
    assert tuple(citing._RELIEF) == RELIEF_KEYS


def test_a_clause_that_is_cited_by_is_one_of_the_law_or_has_words():
    book = LawBook("yunxi")
    for scheme, by_clause in citing._BY_CLAUSE.items():
        programme = {"dibao_expenditure": "dibao"}.get(scheme, scheme)
        for key in by_clause:
            if key.startswith(citing.REASON):
                assert has(f"explain_{key}")
            else:
                assert book.clause(programme, key).key == key


def test_an_assumption_is_called_one_and_a_published_value_is_not():
    county = SimpleNamespace(law=LawBook("wuzhong"), month=parse_month("2024-06"))
    cited = {one.name: one for one in citing.cite(county, "low_edge", "over_property", True)}
    assert not cited["low_edge.ratio"].is_assumption
    assert cited["low_edge.asset_ratio"].is_assumption
    assert isinstance(cited["dibao.standard_urban_m"], CitedParameter)
    assert cited["dibao.standard_urban_m"].from_month == "2024-01"


def test_a_value_that_the_scenario_sets_says_so():
    changed = LawBook("yunxi", [Change("low_edge.ratio", parse_month("2023-01"), set=2)])
    for month, status in (("2022-12", "published"), ("2023-02", "scenario")):
        county = SimpleNamespace(law=changed, month=parse_month(month))
        cited = citing.cite(county, "low_edge", "income_in_band", False)[0]
        assert (cited.name, cited.status) == ("low_edge.ratio", status)
        assert (label("explain_status_scenario", "en") in cited_text(cited, "en")) == (status == "scenario")
    assert cited_text(cited, "zh").startswith("2倍，自2023-01起")


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (123_450, "1,234.50元/月", "1,234.50 yuan a month"),
        (0, "0元/月", "0 yuan a month"),
        (69_000, "690元/月", "690 yuan a month"),
    ],
)
def test_money_is_shown_to_the_fen(fen, zh, en):
    assert (money(fen, "zh", "yuan_month"), money(fen, "en", "yuan_month")) == (zh, en)
