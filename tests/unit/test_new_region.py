"""A region made from a short form: what is printed is kept, what is filled is marked, what cannot be is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import DataError
from sim.population.profile import data_root, load_profile
from sim.regions.ages import age_table, persons_from
from sim.regions.building import national_for
from sim.regions.folder import new_region
from sim.regions.form import CountyForm, read_form
from sim.regions.places import townships_of

ROOT = Path(__file__).resolve().parents[2]
FORM = ROOT / "data" / "forms" / "longde.yaml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(data_root() / "national", tmp_path / "national")
    (tmp_path / "regions").mkdir()
    return tmp_path


def changed(folder: Path, old: str, new: str) -> Path:
    text = FORM.read_text(encoding="utf-8")
    assert old in text
    path = folder / "form.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_a_form_becomes_a_region_that_keeps_every_printed_total(data: Path) -> None:
    profile = new_region(FORM, data)
    assert profile.total("population") == 109_451
    ages = profile.age_sex.groupby("age_group")["persons"].sum()
    first = ages.index.str.extract(r"^(\d+)", expand=False).astype(int)
    assert ages[first < 15].sum() == pytest.approx(21_605, abs=18)
    assert ages[first >= 60].sum() == pytest.approx(20_706, abs=18)
    assert ages[first >= 65].sum() == pytest.approx(15_630, abs=18)
    men = profile.age_sex[profile.age_sex["sex"] == "male"]["persons"].sum()
    assert men == pytest.approx(55_689, abs=18)
    assert len(profile.townships) == 13
    assert profile.townships["persons"].sum() == 109_451


def test_every_figure_that_was_filled_says_so(data: Path) -> None:
    profile = new_region(FORM, data)
    assert set(profile.age_sex["status"]) == {"derived"}
    assert profile.age_sex["source"].str.startswith("filled from Ningxia").all()
    given_here = profile.households.set_index("indicator")["status"]
    assert given_here["family_households"] == "published"
    assert given_here["three_generation_hh"] == "derived"
    assert profile.totals["elder_beds"].status == "assumed"
    assert profile.totals["population"].status == "published"


def test_the_filled_ages_are_nearer_to_the_census_than_those_of_the_province(data: Path) -> None:
    made = new_region(FORM, data).age_sex.set_index(["sex", "age_group"])["persons"]
    true = load_profile("ningxia").age_sex
    true = true[true["county_code"] == "640423"].set_index(["sex", "age_group"])["persons"]
    province = load_profile("ningxia").age_sex.groupby(["sex", "age_group"])["persons"].sum()
    province = province * true.sum() / province.sum()
    assert (made - true).abs().sum() < 0.85 * (province - true).abs().sum()


def test_a_province_without_tables_is_filled_from_the_nation(data: Path) -> None:
    path = changed(data, "en: Ningxia}", "en: Hunan}")
    profile = new_region(path, data)
    assert profile.age_sex["source"].str.startswith("filled from China").all()


@pytest.mark.parametrize(
    ("old", "new", "about"),
    [
        ("population: 109451", "population: -1", "greater than 0"),
        ("persons_60: 20706", "persons_60: 109000", "ages"),
        ("urban_population: 41744", "urban_population: 200000", "not from 0"),
        ("one_person_hh: 8387", "one_person_hh: 90000", "one-person"),
        ("persons_60: 20706", "elders: 20706", "elders"),
        ("from: 2020-01", "from: 2020-13", "standards"),
        ('code: "640423"', 'code: "64"', "code"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_in_one_sentence(
    data: Path, old: str, new: str, about: str
) -> None:
    with pytest.raises(DataError, match=about) as caught:
        new_region(changed(data, old, new), data)
    assert "\n" not in str(caught.value)
    assert not (data / "regions" / "longde").exists()


def test_a_region_that_exists_is_not_written_over(data: Path) -> None:
    new_region(FORM, data)
    with pytest.raises(DataError, match="exists"):
        new_region(FORM, data)


def county(population: int, urban: int, n: int) -> CountyForm:
    return CountyForm(
        code="640423", zh="甲县", en="A", population=population, urban_population=urban, n_townships=n
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    population=st.integers(1000, 2_000_000), share=st.floats(0, 1), n=st.integers(2, 40),
)  # fmt: skip
def test_townships_add_to_their_county_and_none_is_empty(population: int, share: float, n: int) -> None:
    urban = int(population * share)
    towns = townships_of(county(population, urban, n), urban)
    assert sum(town.persons for town in towns) == population
    assert sum(town.urban_persons for town in towns) == urban
    assert all(0 <= town.urban_persons <= town.persons and town.persons > 0 for town in towns)
    assert sum(town.form.seat for town in towns) == 1


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    population=st.integers(2000, 1_000_000), young=st.floats(0.05, 0.4), old=st.floats(0.05, 0.4),
    male=st.floats(0.4, 0.6),
)  # fmt: skip
def test_ages_add_to_the_population_whatever_is_printed(
    population: int, young: float, old: float, male: float
) -> None:
    form = CountyForm(
        code="640423", zh="甲县", en="A", population=population, male=int(population * male),
        persons_0_14=int(population * young), persons_60=int(population * old),
    )  # fmt: skip
    shape = np.ones((2, 18))
    table = age_table(form, shape)
    assert table.sum() == population
    assert table.min() >= 0
    assert persons_from(table, 60) == pytest.approx(population * old, abs=20)


def test_the_form_of_the_page_is_read_as_it_stands() -> None:
    form = read_form(FORM)
    assert form.counties[0].persons_65 == 15_630
    assert national_for(form).place == "Ningxia"
