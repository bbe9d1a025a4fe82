"""Citing: the sentence that decides a case and the dated numbers it rests on, as the law book has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.clock import format_month
from sim.explain.account import CitedParameter
from sim.laws import Clause, Label
from sim.words import label, sentence

if TYPE_CHECKING:
    from sim.engine.county import County

_WORDS = "explain_"
REASON = "reason_"

_PROPERTY = {
    "over_assets": ("means_test.asset_months", "means_test.illness_assets_pc", "dibao.standard"),
    "over_vehicle": ("means_test.counts_vehicles",),
    "over_houses": ("means_test.max_houses",),
    "over_company": ("means_test.counts_companies",),
    "over_purchase": ("means_test.counts_purchases",),
}
_LIMITS = ("means_test.asset_months", "means_test.max_houses", "dibao.standard")
_SEVERE = ("means_test.severe_grade_any", "means_test.severe_grade_mental")
_SPENDING = ("dibao.deducts_spending", "dibao.spending_cap_ratio", "dibao.standard")
_CAPACITY = (
    "tekun.elder_age",
    "tekun.minor_age",
    "tekun.capacity_grade_mental",
    "tekun.capacity_grade_physical",
    "tekun.capacity_grade_visual",
)
# What a decision of a scheme rests on, whatever the clause; "standard" and "ratio" stand for those of the residence.
_ALWAYS = {
    "dibao": ("dibao.standard",),
    "dibao_expenditure": _SPENDING,
    "low_edge": ("low_edge.ratio", "dibao.standard"),
    "single_person": ("single_person.benefit_mode",),
    "tekun": (),
    "gradual_exit": ("gradual_exit.months", "gradual_exit.cap_ratio", "dibao.standard"),
    "care_bed": ("care.elder_age", "care.ordinary_most_level", "care.nursing_least_level"),
}
# The schemes of single persons rest on the same numbers whatever the clause.
_OF_PERSONS = {
    "orphan": "institution_m scattered_m child_age",
    "defacto_child": "standard_m child_age",
    "disability_living": "living_m share_of_dibao extends_to_low_edge",
    "disability_nursing": "higher_m lower_m grade_any grade_mental",
    "disability_care": "hours_m hour_price least_grade",
    "old_age_low": "low_first low_second_m first_age",
    "old_age_general": "general_first_m general_second_m first_age excludes_supplement",
    "elder_service": "subsidy_m old_age least_level",
    "elder_nursing": "subsidy_m least_level",
    "care_voucher": "cap_m home_share institution_share least_level",
    "study_grant": "orphan_y entrant month",
}
_FILES = {"old_age_low": "old_age", "old_age_general": "old_age"}
_ALWAYS |= {
    scheme: tuple(f"{_FILES.get(scheme, scheme)}.{key}" for key in keys.split())
    for scheme, keys in _OF_PERSONS.items()
}
_BY_CLAUSE: dict[str, dict[str, tuple[str, ...]]] = {
    "dibao": _PROPERTY,
    "dibao_expenditure": _PROPERTY,
    "low_edge": {"over_property": (*_LIMITS, "low_edge.asset_ratio", "low_edge.car_allowed")},
    "single_person": {
        "not_severe": _SEVERE,
        "severe_member_of_low_edge": (*_SEVERE, "low_edge.ratio", "dibao.standard"),
        "severe_adult_alone": ("single_person.severe_adult_alone", *_SEVERE),
        "household_not_low_edge": ("low_edge.ratio", "dibao.standard"),
        "own_income_not_below_standard": ("dibao.standard",),
        "over_property": _LIMITS,
    },
    "tekun": {
        "three_conditions": (
            *_CAPACITY,
            "dibao.standard",
            "tekun.ratio",
            "tekun.care_mode",
            "tekun.minimum_wage_m",
        ),
        "has_capacity": _CAPACITY,
        "has_income": ("dibao.standard",),
        "has_property": _LIMITS,
        "has_supporter": ("tekun.supporter_age", "means_test.disposable"),
        "reason_above_low_edge": ("low_edge.ratio", "dibao.standard"),
    },
    "gradual_exit": {"not_from_work": ("gradual_exit.only_from_work",)},
    "care_bed": {},
    **{scheme: {} for scheme in _OF_PERSONS},
}
# What the schemes of relief rest on.
_RELIEF = {
    "temporary_relief": (
        "temporary_relief.formula",
        "temporary_relief.assist_first",
        "temporary_relief.emergency_ratio",
        "temporary_relief.burden_share",
        "temporary_relief.small_sum",
        "dibao.standard",
    ),
    "price_linked": ("price_linked.cpi_threshold", "price_linked.food_threshold", "dibao.standard"),
    "one_off": ("one_off.dibao_pc", "one_off.tekun_pc"),
    "winter": ("winter.heating", "winter.festival", "winter.goods"),
    "charity": ("charity.parcel", "charity.voucher"),
    "rigid_household": ("rigid_household.spending_share", "means_test.disposable"),
    "medical_assistance": (
        "medical_assistance.rate_dibao",
        "medical_assistance.rate_edge",
        "medical_assistance.treat_first",
    ),
    "education_aid": ("education_aid.senior_y", "education_aid.tertiary_y"),
    "employment_offer": (
        "employment_offer.offer_m",
        "employment_offer.posts_per_1000",
        "employment_offer.post_months",
    ),
    "funeral": ("funeral.package", "funeral.tekun_months"),
    "house_repair": ("house_repair.usual", "house_repair.full"),
    "vagrant_relief": ("vagrant_relief.longest_days",),
    "monitoring": ("monitoring.risk_ratio", "dibao.standard"),
}
_BY_RESIDENCE = {
    "dibao.standard": "dibao.standard_{}_m",
    "tekun.ratio": "tekun.ratio_{}",
    "old_age.low_first": "old_age.low_first_{}_m",
    "means_test.disposable": "means_test.disposable_{}_y",
}


def both(key: str, values: Mapping[str, object] | None = None) -> Label:
    """Return a sentence of the words files in both languages; a value that is a Label is put in by language."""
    given = values or {}
    texts = {
        lang: sentence(
            _WORDS + key,
            lang,
            {name: getattr(value, lang, value) for name, value in given.items()},
        )
        for lang in ("zh", "en")
    }
    return Label(texts["zh"], texts["en"])


def words_of(key: str) -> Label:
    """Return the words of any key in both languages."""
    return Label(label(key, "zh"), label(key, "en"))


def reason(key: str, values: Mapping[str, object] | None = None) -> Clause:
    """Return a reason that is no sentence of the law: the order of the schemes, or whom the model looks at."""
    return Clause(REASON + key, both(REASON + key, values), "")


def not_assessed(is_collective: bool) -> Clause:
    """Return why a household is not assessed at all."""
    return reason("collective" if is_collective else "not_followed")


def cite(county: County, scheme: str, clause: str, is_urban: bool) -> tuple[CitedParameter, ...]:
    """Return the dated numbers on which a clause of a scheme rests, in force in the county's month."""
    names = dict.fromkeys((*_ALWAYS[scheme], *_BY_CLAUSE[scheme].get(clause, ())))
    residence = "urban" if is_urban else "rural"
    return tuple(_cited(county, _BY_RESIDENCE.get(name, name).format(residence)) for name in names)


def cite_relief(county: County, scheme: str, is_urban: bool) -> tuple[CitedParameter, ...]:
    """Return the dated numbers on which a scheme of relief rests, in force in the county's month."""
    residence = "urban" if is_urban else "rural"
    return tuple(_cited(county, _BY_RESIDENCE.get(name, name).format(residence)) for name in _RELIEF[scheme])


def _cited(county: County, name: str) -> CitedParameter:
    programme, key = name.split(".")
    parameter = county.law.parameter(name)
    dated = county.law.source(programme, key, county.month)
    return CitedParameter(
        name=name,
        label=parameter.label,
        value=county.law.text_value(programme, key, county.month),
        unit=parameter.unit,
        role=parameter.role,
        status=dated.status,
        from_month=format_month(dated.from_month),
        source=dated.source,
    )
