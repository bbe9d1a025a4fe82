"""The casebook of a county: its columns and the laws of the month, as the administration's compiled code takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.administration.casebook import Case, Files, Laws
from sim.clock import month_of_year
from sim.programmes.dispatcher import BasicLaws, basic_laws
from sim.state.records import records_of, single_record

_LASTING = "id township is_urban other_y has_vehicle n_houses has_company cadre_kin".split()

if TYPE_CHECKING:
    from sim.engine.county import County


def files_of(county: County, year: int) -> Files:
    """Return what registers hold in a calendar year (column `year` of the yearly matrices)."""
    lives = county.histories
    households, kin = lives.households, lives.kin
    return Files(
        persons=county.register_persons,
        households=records_of(
            {
                **{name: getattr(households, name) for name in _LASTING},
                "farm_y": lives.farm_y[:, year],
                "assets": lives.assets_y[:, year],
            }
        ),
        kin=records_of(
            {
                "child": kin.child,
                "income_m": lives.kin_income_y[:, year],
                "n_members": kin.n_members,
                "n_elders": kin.n_elders,
                "is_unable": kin.is_unable,
            }
        ),
        kin_first=county.kin_first,
    )


def refresh_files(county: County) -> None:
    """Bring the registers up to date: in the first month of the run and every January."""
    if county.t == 0 or month_of_year(county.month) == 1:
        county.files = files_of(county, county.year)


def laws_of(county: County) -> Laws:
    """Return the laws of the running month."""
    basic = basic_laws(county.law, county.month)
    return Laws(
        BasicLaws(*(single_record(law) for law in basic)),
        *(county.in_force(name) for name in ("process", "gradual_exit", "administration")),
    )


def laws_changed(county: County) -> bool:
    """True if an assessment of this month goes by other law than last month's."""
    return county.t > 0 and basic_laws(county.law, county.month) != basic_laws(county.law, county.month - 1)


def case_of(county: County) -> Case:
    """Return the county's columns with the laws of the running month."""
    return Case(
        county.present,
        county.wants,
        county.claims,
        county.files,
        laws_of(county),
        county.month,
        max(county.t, 0),
    )
