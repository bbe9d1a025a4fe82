"""The published figures of a region agree with each other, and a copy with one wrong figure is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from sim.clock import parse_month
from sim.errors import DataError
from sim.population.profile import RegionProfile, available_regions, data_root, load_profile
from sim.population.size_shape import county_sizes, tilted_shares, whole_parts

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def wuzhong() -> RegionProfile:
    return load_profile("wuzhong", DATA)


@pytest.fixture(scope="module")
def yunxi() -> RegionProfile:
    return load_profile("yunxi", DATA)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "data"
    shutil.copytree(DATA / "national", root / "national")
    shutil.copytree(DATA / "regions" / "yunxi", root / "regions" / "yunxi")
    return root


def change(root: Path, name: str, old: str, new: str) -> None:
    path = root / "regions" / "yunxi" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(root: Path) -> str:
    with pytest.raises(DataError) as caught:
        load_profile("yunxi", root)
    return str(caught.value)


def test_the_regions_are_found() -> None:
    assert available_regions(DATA) == ["hezuo", "ningxia", "qingshui", "wuzhong", "yizheng", "yunxi"]


def test_wuzhong_has_the_people_the_census_counted(wuzhong: RegionProfile) -> None:
    ages = wuzhong.age_sex
    assert ages["persons"].sum() == 1_382_713
    assert ages.loc[ages["sex"] == "male", "persons"].sum() == 702_838
    elders = ages["age_group"].isin(["60-64", "65-69", "70-74", "75-79", "80-84", "85+"])
    assert ages.loc[elders, "persons"].sum() == 177_421
    assert wuzhong.population_month == parse_month("2020-11")
    assert wuzhong.household_counts()["one_person_hh"].sum() == 88_267


def test_wuzhong_has_48_townships_in_five_counties_with_one_seat_each(wuzhong: RegionProfile) -> None:
    towns = wuzhong.townships
    assert len(towns) == 48
    assert towns.groupby("county_zh")["is_seat"].sum().to_dict() == {
        "利通区": 1, "红寺堡区": 1, "盐池县": 1, "同心县": 1, "青铜峡市": 1,
    }  # fmt: skip
    assert towns["urban_share"].between(0, 1).all()
    assert towns["code"].is_monotonic_increasing


def test_wuzhong_beds_and_staff_add_to_what_was_published(wuzhong: RegionProfile) -> None:
    homes = wuzhong.homes
    assert (homes["beds_ordinary"] + homes["beds_nursing"]).sum() == 6_891
    institutions = homes[homes["kind"] == "institution"]
    beds = institutions[["beds_ordinary", "beds_nursing"]].sum()
    assert beds["beds_nursing"] / beds.sum() == pytest.approx(0.41, abs=0.001)
    sums = wuzhong.staff[["grid_workers", "grids", "child_workers", "social_work_stations"]].sum()
    assert sums.to_dict() == {
        "grid_workers": 5_708,
        "grids": 5_258,
        "child_workers": 545,
        "social_work_stations": 48,
    }


def test_no_nursing_bed_stands_without_a_price(wuzhong: RegionProfile, yunxi: RegionProfile) -> None:
    for region in (wuzhong, yunxi):
        nursing = region.homes[region.homes["beds_nursing"] > 0]
        assert (nursing["price_nursing_m"] > nursing["price_ordinary_m"]).all()


def test_county_incomes_keep_the_mean_of_the_prefecture(wuzhong: RegionProfile) -> None:
    means = wuzhong.income[wuzhong.income["indicator"] == "disposable_income_mean"]
    counts = wuzhong.household_counts()
    weights = {
        "urban": counts["urban_population"],
        "rural": counts["population"] - counts["urban_population"],
    }
    for residence, prefecture in (("urban", 34_165), ("rural", 15_608)):
        by_county = means[means["residence"] == residence].set_index("county_code")["value"]
        assert np.average(by_county, weights=weights[residence][by_county.index]) == pytest.approx(
            prefecture, abs=1
        )


def test_every_row_of_the_fictional_county_is_called_assumed_and_fictional(yunxi: RegionProfile) -> None:
    assert yunxi.fictional
    frames = (
        yunxi.age_sex, yunxi.households, yunxi.household_size, yunxi.marital, yunxi.shares, yunxi.income,
        yunxi.disability, yunxi.townships, yunxi.homes, yunxi.staff, yunxi.facts,
    )  # fmt: skip
    for frame in frames:
        assert (frame["status"] == "assumed").all()
        assert frame["note"].str.contains("fictional").all()


def test_the_fictional_county_is_small_enough_for_a_tour(yunxi: RegionProfile) -> None:
    assert (yunxi.total("population"), yunxi.total("family_households")) == (2000, 700)
    assert (len(yunxi.townships), len(yunxi.homes), yunxi.total("grid_workers")) == (2, 2, 8)


def test_published_rows_carry_a_source_that_is_not_memory(wuzhong: RegionProfile) -> None:
    for frame in (*wuzhong.national_tables.values(), wuzhong.facts, wuzhong.age_sex):
        published = frame[frame["status"] == "published"]
        assert not published["source"].str.contains("remembered|assumption").any()


def test_mortality_covers_every_age_and_sex_from_the_start_of_the_census_decade(yunxi: RegionProfile) -> None:
    rates = yunxi.national("mortality")
    assert rates.groupby(["sex", "period"]).size().eq(22).all()
    old = rates[(rates["period"] == "2020-2025") & (rates["age_start"] >= 40)]
    assert old.groupby("sex")["value"].apply(lambda column: column.is_monotonic_increasing).all()


def test_a_national_table_is_handed_out_as_a_copy(yunxi: RegionProfile) -> None:
    frame = yunxi.national("fertility")
    frame["value"] = 0.0
    assert yunxi.national("fertility")["value"].gt(0).all()


def test_an_unknown_national_table_is_refused(yunxi: RegionProfile) -> None:
    with pytest.raises(DataError, match="no national table 'weather'"):
        yunxi.national("weather")


CONTRADICTIONS = [
    ("margins/income.csv", "rural,quintile_middle,12280", "rural,quintile_middle,1228", "quintile_middle"),
    ("margins/income.csv", "rural,quintile_high,32422", "rural,quintile_high,3242", "quintile_high"),
    (
        "margins/income.csv",
        "urban,quintile_low,10713",
        "urban,quintile_low,1071",
        "disposable_income_mean is 33000",
    ),
    (
        "margins/income.csv",
        "urban,disposable_income_mean,33000",
        "urban,disposable_income_mean,3300",
        "mean is 3300",
    ),
    ("margins/age_sex.csv", "990101,male,0-4,", "990101,male,0-4,1", "population of county 990101"),
    (
        "margins/households.csv",
        "urban_population,740",
        "urban_population,2001",
        "county 990101 has more urban",
    ),
    ("margins/household_size.csv", "990101,1,140,0.2", "990101,1,140,0.3", "shares of county"),
    ("margins/townships.csv", "990101002,990101", "990102002,990101", "does not begin with its county"),
    ("profile.yaml", "townships:\n    value: 2", "townships:\n    value: 3", "number of townships"),
    ("profile.yaml", "value: 700", "value: 701", "family_households is 700"),
    ("margins/households.csv", "collective_hh_pop,40", "collective_hh_pop,41", "family and collective"),
    ("margins/households.csv", "two_generation_hh,294", "two_generation_hh,295", "by generation"),
    ("margins/households.csv", "hh_with_one_65p,104", "hh_with_one_65p,304", "aged 65"),
    ("margins/households.csv", "urban_population,740", "urban_population,741", "urban_population"),
    ("margins/household_size.csv", "990101,1,140", "990101,1,141", "households of county"),
    ("margins/marital.csv", "married,0.765", "married,0.865", "add to"),
    ("margins/townships.csv", "town,1,1200,680", "town,1,1201,680", "population"),
    ("margins/townships.csv", "township,0,800", "township,1,800", "seats"),
    ("margins/townships.csv", "town,1,1200,680", "town,1,1200,1201", "more urban persons"),
    ("homes.csv", "public,14,10", "public,14,11", "beds"),
    ("homes.csv", "H01,990101002", "H01,990101009", "990101009"),
    ("staff.csv", "2.5,5,5,2,1", "2.5,6,5,2,1", "grid_workers"),
    (
        "facts.csv",
        "elder_beds,养老床位,Elder-care beds,40",
        "elder_beds,养老床位,Elder-care beds,41",
        "elder_beds",
    ),
    ("profile.yaml", "value: 2000", "value: 2001", "population"),
    ("profile.yaml", "  grids:", "  grid_cells:", "totals.grids"),
    ("profile.yaml", "value: township", "value: village", "not one of"),
    ("profile.yaml", "population_month: 2020-11", "population_month: 2020-13", "not a month"),
    ("profile.yaml", "fictional: true", "fictional: perhaps", "'fictional'"),
    ("profile.yaml", "level: county", "level: county\nmotto: none", "'motto'"),
    ("profile.yaml", "level: county", "level: county\nlevel: county", "key given twice"),
    ("profile.yaml", "key: yunxi", "key: yunqi", "must agree"),
    ("profile.yaml", '"990101"', '"990102"', "county 99010"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), CONTRADICTIONS)
def test_one_wrong_figure_is_refused_and_its_file_named(
    copy: Path, name: str, old: str, new: str, said: str
) -> None:
    change(copy, name, old, new)
    message = refusal(copy)
    assert said in message
    assert "regions/yunxi/" in message


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("margins/households.csv", "990101,three_generation_hh,"),
        ("margins/age_sex.csv", "990101,female,85+,"),
        ("margins/marital.csv", "990101,widowed,"),
        ("margins/shares.csv", "990101,car_share,"),
        ("margins/income.csv", "990101,rural,sigma_ln,"),
    ],
)
def test_a_row_left_out_is_named(copy: Path, name: str, start: str) -> None:
    path = copy / "regions" / "yunxi" / name
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept), encoding="utf-8")
    assert f"the row of {start.replace(',', ' ').strip()} is missing" in refusal(copy)


@pytest.mark.parametrize(
    ("moved", "said"),
    [({2: -1, 3: 1}, "household members of county"), ({1: 1, 2: -2, 3: 1}, "one-person households")],
)
def test_household_sizes_that_lose_a_member_or_a_lone_person_are_refused(
    copy: Path, moved: dict[int, int], said: str
) -> None:
    path = copy / "regions" / "yunxi" / "margins" / "household_size.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    for size, more in moved.items():
        rows[size][2] = str(int(rows[size][2]) + more)
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    assert said in refusal(copy)


def test_a_township_without_staff_is_refused(copy: Path) -> None:
    path = copy / "regions" / "yunxi" / "staff.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    assert "number of townships is 1 here" in refusal(copy)


def test_an_untouched_copy_is_accepted_and_has_the_same_digest(copy: Path, yunxi: RegionProfile) -> None:
    assert load_profile("yunxi", copy).digest == yunxi.digest


def test_the_digest_moves_with_one_letter_of_one_note(copy: Path, yunxi: RegionProfile) -> None:
    change(copy, "staff.csv", ",fictional\n", ",Fictional\n")
    assert load_profile("yunxi", copy).digest != yunxi.digest


@pytest.mark.parametrize("name", ["atlantis", "../yunxi", "", "YUNXI"])
def test_a_region_that_is_not_there_is_refused_and_the_others_are_named(copy: Path, name: str) -> None:
    with pytest.raises(DataError, match="there are yunxi"):
        load_profile(name, copy)


def test_the_variable_names_the_data_folder(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DATA", str(copy))
    assert data_root() == copy
    assert available_regions() == ["yunxi"]
    monkeypatch.setenv("MINSHENG_DATA", str(copy / "nowhere"))
    with pytest.raises(DataError, match="MINSHENG_DATA"):
        available_regions()


def test_the_stored_household_sizes_are_those_the_tilt_gives(
    wuzhong: RegionProfile, yunxi: RegionProfile
) -> None:
    for region in (wuzhong, yunxi):
        shapes = region.national("household_size_shape")
        shape = shapes[shapes["place"] == "Fujian"].sort_values("size")["value"].to_numpy()
        for county, row in region.household_counts().iterrows():
            wanted = county_sizes(shape, row["family_households"], row["family_hh_pop"], row["one_person_hh"])
            stored = region.household_size[region.household_size["county_code"] == county].sort_values("size")
            assert stored["households"].to_list() == wanted.tolist()


def test_a_shape_that_has_the_mean_already_is_not_bent() -> None:
    shape = np.array([0.5, 0.3, 0.2])
    mean = float(shape @ np.array([2.0, 3.0, 4.0]))
    np.testing.assert_allclose(tilted_shares(shape, mean), shape, rtol=1e-9)


def test_a_tilt_bends_every_odds_by_the_same_factor() -> None:
    shape = np.array([0.4, 0.3, 0.2, 0.1])
    share = tilted_shares(shape, 3.4)
    assert share @ np.array([2.0, 3.0, 4.0, 5.0]) == pytest.approx(3.4, abs=1e-9)
    odds = np.diff(np.log(share / shape))
    np.testing.assert_allclose(odds, odds[0], rtol=1e-6)


def test_a_mean_size_outside_the_sizes_is_refused() -> None:
    with pytest.raises(DataError, match="outside the sizes"):
        tilted_shares(np.array([0.5, 0.5]), 3.5)


def test_county_sizes_meet_households_and_persons_exactly() -> None:
    shape = np.array([0.273, 0.263, 0.194, 0.142, 0.069, 0.04, 0.011, 0.004, 0.002, 0.002])
    for households, persons, alone in ((700, 1960, 140), (94185, 229807, 21493), (56661, 187607, 7796)):
        counts = county_sizes(shape, households, persons, alone)
        assert counts.sum() == households
        assert counts @ np.arange(1, 11) == persons
        assert counts[0] == alone


def test_whole_parts_lose_nobody_and_stay_within_one_of_the_share() -> None:
    shares = np.array([1.0, 1.0, 1.0, 4.0])
    parts = whole_parts(10, shares)
    assert parts.sum() == 10
    assert (np.abs(parts - 10 * shares / shares.sum()) < 1).all()
