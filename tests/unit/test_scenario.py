"""Scenarios: what a file states, what it inherits, and that what is written can be read again."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clock import format_month, month_index, parse_month
from sim.errors import ScenarioError
from sim.laws import Change, Label
from sim.scenario import (
    OutreachChange,
    available_scenarios,
    default_folders,
    load_scenario,
    scenario_path,
    to_yaml,
)
from sim.scenario.checks import check_scenario
from sim.scenario.rules import rules_of
from sim.state.codes import NURSING, PRIVATE, PUBLIC
from sim.state.places import BedChange
from tests.cases.hostile.inputs import GOOD
from tests.cases.hostile.world import ROOT, make_world

FEW = settings(max_examples=60, deadline=None, derandomize=True)
URBAN, RURAL = "dibao.standard_urban_m", "dibao.standard_rural_m"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def library(folders):
    """The scenarios of this repository under the small law."""
    return replace(folders, scenarios=ROOT / "scenarios")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


def saved(home, text, name="good"):
    path = home / f"{name}.yaml"
    path.write_text(text, "utf-8")
    return path


def derived(home, name, body, base="good"):
    head = f"scenario: {name}\ntitle: {{zh: 甲, en: A}}\nauthor: a test\nwhy: {{zh: 乙, en: B}}\n"
    return saved(home, f"{head}region: wuzhong\nbased_on: {base}\n{body}", name)


def test_a_scenario_says_what_its_file_says(home, folders):
    scenario = load_scenario(saved(home, GOOD), folders)
    assert (scenario.region, scenario.name, scenario.author) == ("wuzhong", "good", "a test")
    assert scenario.title == Label("提高标准并新增床位", "Higher standards and more beds")
    assert (scenario.start, scenario.months, scenario.seed) == (month_index(2022, 1), 120, 1)
    assert format_month(scenario.end) == "2031-12"
    month = parse_month("2027-01")
    assert scenario.changes[0] == Change(URBAN, month, set=Decimal(784))
    assert [change.set for change in scenario.changes[2:]] == ["tier", True]
    assert scenario.bed_changes == (BedChange("640302001", NURSING, 100, month + 6, PUBLIC, 260_000),)
    assert scenario.outreach_changes == (OutreachChange(month, 2.0),)
    assert [scenario.outreach_factor(m) for m in (month - 1, month, month + 60)] == [1.0, 2.0, 2.0]


def test_the_factor_of_outreach_that_began_last_holds(home, folders):
    saved(home, GOOD)
    rows = "outreach:\n  - {from: 2029-01, multiply: 0.5}\n  - {from: 2025-01, multiply: 3}\n"
    scenario = load_scenario(derived(home, "visits", rows), folders)
    years = {year: scenario.outreach_factor(month_index(year, 6)) for year in (2024, 2025, 2027, 2029)}
    assert years == {2024: 1.0, 2025: 3.0, 2027: 2.0, 2029: 0.5}
    with pytest.raises(ScenarioError, match="'from': 2027-01 has two factors"):
        load_scenario(derived(home, "twice", "outreach:\n  - {from: 2027-01, multiply: 3}\n"), folders)


def test_a_scenario_cannot_be_edited(home, folders):
    scenario = load_scenario(saved(home, GOOD), folders)
    with pytest.raises(FrozenInstanceError):
        scenario.seed = 2


def test_a_difference_inherits_the_horizon_and_all_entries_and_adds_its_own(home, folders):
    base = load_scenario(saved(home, GOOD), folders)
    path = derived(
        home, "more", f"seed: 7\nchanges:\n  - {{parameter: {URBAN}, from: 2028-01, multiply: 1.1}}\n"
    )
    more = load_scenario(path, folders)
    assert (more.start, more.months, more.population, more.seed) == (base.start, 120, 20_000, 7)
    assert more.changes == (*base.changes, Change(URBAN, parse_month("2028-01"), multiply=Decimal("1.1")))
    assert more.bed_changes == base.bed_changes
    assert [source.rsplit("/", 1)[1] for source in more.sources] == ["good.yaml", "more.yaml"]


def test_a_base_is_found_in_the_library_when_the_folder_has_none(tmp_path, folders, library):
    path = derived(tmp_path, "mine", "months: 130\n", base="standards_10")
    assert len(load_scenario(path, library).changes) == 2
    with pytest.raises(ScenarioError, match="line 6, 'based_on': there is no scenario standards_10"):
        load_scenario(path, folders)


def test_a_base_outside_the_folder_is_not_followed_through_a_link(tmp_path, folders):
    (tmp_path / "inside").mkdir()
    secret = saved(tmp_path, GOOD, "good")
    (tmp_path / "inside" / "good.yaml").symlink_to(secret)
    with pytest.raises(ScenarioError, match="'based_on'"):
        load_scenario(derived(tmp_path / "inside", "mine", ""), folders)


def test_a_circle_and_a_long_chain_are_refused(tmp_path, folders):
    derived(tmp_path, "a", "", base="b")
    with pytest.raises(ScenarioError, match="leads back"):
        load_scenario(derived(tmp_path, "b", "", base="a"), folders)
    saved(tmp_path, GOOD)
    paths = [derived(tmp_path, f"c{i}", "", base=f"c{i - 1}" if i else "good") for i in range(8)]
    assert load_scenario(paths[6], folders).months == 120
    with pytest.raises(ScenarioError, match=r"at most 8 files"):
        load_scenario(paths[7], folders)


def test_a_shorter_horizon_that_leaves_an_inherited_entry_outside_is_refused(home, folders):
    saved(home, GOOD)
    with pytest.raises(ScenarioError, match="outside the run from 2022-01 to 2022-12"):
        load_scenario(derived(home, "short", "months: 12\n"), folders)


def test_a_rural_standard_that_overtakes_by_multiplication_is_refused(home, folders):
    saved(home, GOOD)
    path = derived(home, "over", f"changes:\n  - {{parameter: {RURAL}, from: 2028-01, multiply: 1.5}}\n")
    with pytest.raises(ScenarioError, match="line 8, 'multiply': rural above urban: in 2028-01"):
        load_scenario(path, folders)
    path = derived(home, "equal", f"changes:\n  - {{parameter: {RURAL}, from: 2028-01, multiply: 1.4}}\n")
    assert load_scenario(path, folders).months == 120


def test_a_path_of_multiplications_that_leaves_the_range_names_the_range(home, folders):
    saved(home, GOOD)
    path = derived(home, "high", f"changes:\n  - {{parameter: {URBAN}, from: 2028-01, multiply: 9}}\n")
    with pytest.raises(ScenarioError, match=r"line 8, 'multiply': .*from 50 to 5000"):
        load_scenario(path, folders)


def test_beds_that_opened_before_may_close_and_not_more(home, folders):
    saved(home, GOOD)
    row = '{{township: "640302001", type: nursing, beds: {}, from: 2029-01, ownership: public}}'
    path = derived(home, "fewer", f"beds:\n  - {row.format(-149)}\n")
    assert load_scenario(path, folders).bed_changes[1].beds == -149
    path = derived(home, "fewest", f"beds:\n  - {row.format(-150)}\n")
    with pytest.raises(ScenarioError, match="the township has 149"):
        load_scenario(path, folders)


def test_the_digest_follows_the_numbers_and_not_the_words(home, folders):
    scenario = load_scenario(saved(home, GOOD), folders)
    same = GOOD.replace("a test", "another").replace("multiply: 2.0", "multiply: 2").replace("# The", "# A")
    assert load_scenario(saved(home, same), folders).digest == scenario.digest
    for old, new in [
        ("seed: 1", "seed: 2"),
        ("784", "785"),
        ("beds: 100", "beds: 99"),
        ("2.0", "2.1"),
        ("120", "121"),
    ]:
        assert load_scenario(saved(home, GOOD.replace(old, new)), folders).digest != scenario.digest


def test_changes_from_code_are_checked_like_those_of_a_file(library):
    rules = rules_of("yunxi", library)
    base = load_scenario(ROOT / "scenarios" / "yunxi" / "baseline.yaml", library)
    check_scenario(replace(base, changes=(Change(URBAN, "2023-01", set=700),)), rules)
    for change, words in [
        (Change(URBAN, "2023-01", set=float("nan")), "from 50 to 5000"),
        (Change(URBAN, "2023-01", set=10**40), "from 50 to 5000"),
        (Change(URBAN, "2023-01", multiply=11), "from 0 to 10"),
        (Change(URBAN, "2033-01", set=700), "outside the run"),
        (Change("dibao.nothing", "2023-01", set=1), "no parameter"),
    ]:
        with pytest.raises(ScenarioError, match=words):
            check_scenario(replace(base, changes=(change,)), rules)


def test_a_scenario_with_changes_keeps_what_it_had():
    base = load_scenario(scenario_path("yunxi", "standards_10"))
    more = base.with_changes([Change(URBAN, "2024-01", multiply=Decimal("1.05"))], name="slider")
    assert (more.name, more.changes[:2], len(more.changes)) == ("slider", base.changes, 3)
    with pytest.raises(ScenarioError, match="from 50 to 5000"):
        base.with_changes([Change(URBAN, "2024-01", set=10**12)])


@pytest.mark.parametrize("region", ["wuzhong", "yunxi"])
def test_every_scenario_of_the_library_is_accepted_under_the_real_law(region):
    names = available_scenarios(region)
    assert names[0] == "baseline"
    assert len(names) == 5
    for name in names:
        scenario = load_scenario(scenario_path(region, name))
        assert (scenario.name, scenario.region, scenario.seed) == (name, region, 1)
        assert format_month(scenario.start) == "2022-01"


@pytest.mark.parametrize(("region", "beds"), [("wuzhong", 500), ("yunxi", 20)])
def test_all_three_is_the_sum_of_the_three(region, beds, library):
    def read(name):
        return load_scenario(library.scenarios / region / f"{name}.yaml", library)

    whole = read("all_three")
    assert whole.changes == read("standards_10").changes
    assert whole.bed_changes == read(f"nursing_beds_{beds}").bed_changes
    assert whole.outreach_changes == read("outreach_double").outreach_changes
    assert sum(change.beds for change in whole.bed_changes) == beds


def test_the_new_beds_of_wuzhong_stand_in_the_five_county_seats(library):
    scenario = load_scenario(library.scenarios / "wuzhong" / "nursing_beds_500.yaml", library)
    assert len({change.township[:6] for change in scenario.bed_changes}) == 5
    assert all(change.township.endswith("001") for change in scenario.bed_changes)


def test_an_unknown_region_or_scenario_is_answered_with_those_there_are():
    with pytest.raises(ScenarioError, match="there are hezuo, ningxia, qingshui, wuzhong, yizheng, yunxi"):
        available_scenarios("atlantis")
    with pytest.raises(ScenarioError, match=r"has no scenario .*baseline"):
        scenario_path("yunxi", "../wuzhong/baseline")


def test_a_scenario_is_named_as_a_file_or_as_one_of_the_library(tmp_path, monkeypatch):
    assert load_scenario("yunxi/baseline") == load_scenario(scenario_path("yunxi", "baseline"))
    with pytest.raises(ScenarioError, match="there are hezuo"):
        load_scenario("atlantis/baseline")
    with pytest.raises(ScenarioError, match="has no scenario nothing"):
        load_scenario("yunxi/nothing")
    own = tmp_path / "yunxi" / "baseline"
    own.parent.mkdir()
    text = scenario_path("yunxi", "baseline").read_text(encoding="utf-8")
    own.write_text(text.replace("seed: 1", "seed: 7"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_scenario("yunxi/baseline").seed == 7  # a file that is there goes before


def test_the_default_folders_exist():
    assert all(folder.is_dir() for folder in vars(default_folders()).values())


MONTHS = st.integers(parse_month("2022-01"), parse_month("2031-12"))
WORDS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60).filter(
    lambda text: text.strip() and text.strip()[0] not in "=+-@"
)
AMOUNTS = st.decimals(60, 4000, places=2).map(abs)
CHANGES = st.one_of(
    st.builds(lambda m, v: Change(URBAN, m, set=max(v, Decimal(1000))), MONTHS, AMOUNTS),
    st.builds(lambda m, v: Change("dibao.grace_months", m, set=v), MONTHS, st.integers(0, 24)),
    st.builds(lambda m, v: Change("dibao.is_expenditure_type", m, set=v), MONTHS, st.booleans()),
    st.builds(
        lambda m, v: Change("dibao.benefit_mode", m, set=v), MONTHS, st.sampled_from(["tier", "difference"])
    ),
)
BED_ROWS = st.builds(
    BedChange,
    st.sampled_from(["640302001", "640381001"]),
    st.sampled_from([0, 1]),
    st.integers(1, 5_000),
    MONTHS,
    st.sampled_from([PUBLIC, PRIVATE]),
    st.integers(0, 2_000_000),
    st.just(""),
    st.just(False),
    st.just(0),
)
FACTORS = st.dictionaries(
    MONTHS, st.floats(0, 10, allow_subnormal=False).map(lambda x: round(x, 9)), max_size=4
)


@FEW
@given(
    WORDS,
    WORDS,
    st.lists(CHANGES, max_size=5),
    st.lists(BED_ROWS, max_size=4),
    FACTORS,
    st.integers(0, 2**32 - 1),
)
def test_what_is_written_is_read_again(home, folders, zh, en, changes, beds, factors, seed):
    base = load_scenario(saved(home, GOOD), folders)
    scenario = replace(
        base,
        title=Label(zh.strip(), en.strip()),
        changes=tuple(changes),
        bed_changes=tuple(beds),
        outreach_changes=tuple(OutreachChange(month, factor) for month, factor in sorted(factors.items())),
        seed=seed,
    )
    again = load_scenario(saved(home, to_yaml(scenario), "good"), folders)
    assert again.digest == scenario.digest
    assert (again.title, again.why, again.author) == (scenario.title, scenario.why, scenario.author)
