"""The short form of a new region: what a newcomer copies from a yearbook page, read strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from sim.clock import parse_month
from sim.errors import DataError, SimError
from sim.population.profile import Label

KEY = r"^[a-z][a-z0-9_]{0,39}$"
COUNTY_CODE = r"^[0-9]{6}$"
Status = Literal["published", "derived", "remembered", "assumed"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TownshipForm(_Strict):
    """One township, town or street by name."""

    zh: str
    en: str
    kind: Literal["street", "town", "township"]
    seat: bool = False


class CountyForm(_Strict):
    """The published totals of one county; what is None is filled from the province or the nation."""

    code: str = Field(pattern=COUNTY_CODE)
    zh: str
    en: str
    population: int = Field(gt=0)
    urban_population: int | None = None
    male: int | None = None
    persons_0_14: int | None = None
    persons_60: int | None = None
    persons_65: int | None = None
    family_households: int | None = None
    family_hh_pop: int | None = None
    one_person_hh: int | None = None
    income_urban_y: int | None = None
    income_rural_y: int | None = None
    townships: list[TownshipForm] = []
    n_townships: int | None = None
    seat_km: list[float] = [0.0, 0.0]


class TotalForm(_Strict):
    """A published total of the region with its own source."""

    value: int = Field(ge=0)
    year: int
    source: str
    url: str = ""
    status: Status = "published"
    note: str = ""


class StandardForm(_Strict):
    """The dibao standards from a month on, yuan a person and month."""

    month: str = Field(alias="from")
    urban_m: float = Field(gt=0)
    rural_m: float = Field(gt=0)
    source: str
    status: Status = "published"


class FactForm(_Strict):
    """A published figure to be checked against the model."""

    zh: str
    en: str
    value: float
    unit: str
    period: str
    bound: Literal["exact", "余", "多", "超", "近", "about"] = "exact"
    source: str = ""
    url: str = ""
    note: str = ""


class Form(_Strict):
    """Everything that a newcomer writes down about a region."""

    key: str = Field(pattern=KEY)
    label: Label
    province: Label
    level: Literal["province", "prefecture", "county"]
    year: int
    source: str
    url: str = ""
    price_zone: Literal["west", "east"] = "west"
    approval_level: Literal["township", "county"] = "county"
    income_year: int = 2022
    income_source: str = ""
    income_status: Status = "published"
    nursing_share: float | None = None
    minimum_wage_m: float | None = None
    rural_tiers: bool = False
    counties: list[CountyForm] = Field(min_length=1)
    totals: dict[str, TotalForm] = {}
    standards: list[StandardForm] = Field(min_length=1)
    facts: dict[str, FactForm] = {}


def read_form(path: Path) -> Form:
    """Return the checked form of a file.

    Raises
    ------
    DataError
        When it cannot be read, a key is unknown, or a value is not what the form asks for; names the key.
    """
    try:
        raw = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        form = Form.model_validate(raw)
        for standard in form.standards:
            parse_month(standard.month)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DataError(first["msg"].lower(), path, None, key or None) from error
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise DataError("is no readable YAML in UTF-8", path) from error
    except SimError as error:
        raise DataError(str(error), path, None, "standards") from error
    _check_sense(form, path)
    return form


def _check_sense(form: Form, path: Path) -> None:
    """Refuse parts that are larger than their whole, and counties that stand twice."""
    codes = [county.code for county in form.counties]
    if len(set(codes)) < len(codes):
        raise DataError("a county code stands twice", path, None, "counties")
    for county in form.counties:
        young, older, old = county.persons_0_14 or 0, county.persons_60 or 0, county.persons_65 or 0
        parts = {
            "urban_population": county.urban_population, "male": county.male, "persons_0_14": county.persons_0_14,
            "persons_60": county.persons_60, "family_hh_pop": county.family_hh_pop,
            "family_households": county.family_households,
        }  # fmt: skip
        for key, value in parts.items():
            if value is not None and not 0 <= value <= county.population:
                message = (
                    f"{county.zh} has {value}, which is not from 0 to its population {county.population}"
                )
                raise DataError(message, path, None, key)
        if young + older > county.population or (county.persons_60 is not None and old > older):
            raise DataError(f"the ages of {county.zh} are more than its persons", path, None, "persons_60")
        if (county.one_person_hh or 0) > (county.family_households or county.population):
            raise DataError(
                f"{county.zh} has more one-person households than households", path, None, "one_person_hh"
            )
