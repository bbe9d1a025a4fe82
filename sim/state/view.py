"""What a rule of the law may see of one household, one person or one relative: flat whole numbers and switches.

Whoever assesses a case fills a view from the columns; the same view comes from a test case or from the page that
explains one household. Money is fen. A suffix `_y` means a year (the twelve months that are looked back on), `_m` a
month; without a suffix it is a stock of today.
"""

from __future__ import annotations

from typing import NamedTuple


class HouseholdView(NamedTuple):
    """One assistance unit: the family members living together, without those who hold tekun of their own."""

    n_unit: int  # members of the unit
    is_urban: bool  # assessed by the urban standard
    wages_y: int = 0  # gross wages of all members
    employment_cost_m: int = 0  # sum over workers of `means_test.employment_cost_m`
    pension_m: int = 0  # all pensions of the members
    pension_disregarded_m: int = 0  # the part of them that is no income, `means_test.disregarded_pension_m`
    farm_y: int = 0  # net of production costs; a loss counts as zero
    other_y: int = 0  # business, rent, property and gifts; a loss counts as zero
    support_m: int = 0  # imputed from children outside the unit, `means_test.imputed_support_m`
    rigid_y: int = 0  # unavoidable spending out of pocket: illness, study, disability, accident
    assets: int = 0  # financial assets of the whole unit
    has_vehicle: bool = False
    vehicle_exempt: bool = False  # for a disability, or the only livelihood
    n_houses: int = 1
    house_exempt: bool = False  # a further home that stays within the local area per head
    has_company: bool = False  # a member runs, controls or represents a trading company
    bought_home: bool = False  # within the last year, no dangerous house replaced
    n_workers_able: int = 0  # aged 16 to 59 and able to work
    n_severe: int = 0  # severely disabled or seriously ill
    n_ill: int = 0  # those of them who are seriously ill
    n_elders70: int = 0  # aged 70 or over, not among n_severe
    n_minors: int = 0  # under 18, not among n_severe
    n_disabled: int = 0  # with a certificate of any grade


class PersonView(NamedTuple):
    """One person who may be supported alone."""

    age: int  # completed years
    is_urban: bool
    disability_type: int = 0  # codes of `state.codes`
    disability_grade: int = 0  # 1 is the most severe, 0 none
    is_ill: bool = False  # recognised serious illness
    ability: int = 0  # level 0 (able) to 4 (total loss), GB/T 42195-2022
    is_student: bool = False  # in compulsory or senior secondary school
    is_working: bool = False
    income_m: int = 0  # own income from all sources
    income_disregarded_m: int = 0  # the part that is no income for this test
    property_ok: bool = True  # own property within the limits of dibao
    n_able_supporters: int = 0  # by law obliged and able to support, `tekun.supporter_able`
    is_in_institution: bool = False


class MemberView(NamedTuple):
    """One relative of the applicant, to decide who belongs to the assistance unit."""

    relation: int  # HEAD (the applicant), SPOUSE, CHILD and so on, codes of `state.codes`
    age: int
    is_student: bool = False  # full-time, up to a bachelor's degree
    is_dependent: bool = False  # an adult child who cannot live independently
    months_together: int = 12  # of the last twelve
    religious_years: int = 0  # away from home as religious personnel
    is_absent: bool = False  # in prison, in compulsory isolation for detoxification, or declared missing


class ChildView(NamedTuple):
    """The household of an adult child outside the unit, whose support is imputed."""

    income_m: int  # income of the child's whole household
    n_members: int
    n_elders: int = 1  # elders that this household supports
    is_unable: bool = False  # `means_test.unable_to_support`, or recorded so
    court_order_m: int = -1  # support set by a court or an agreement; -1 without one
    actual_m: int = 0  # support really paid


class SupporterView(NamedTuple):
    """A spouse, parent or child who is obliged to support a person who asks for tekun."""

    age: int
    is_urban: bool
    is_tekun: bool = False
    is_dibao: bool = False
    disability_type: int = 0
    disability_grade: int = 0
    income_pc_m: int = 0  # income per head of the supporter's household
    property_ok: bool = True  # within the limits of a low-income household
    is_absent: bool = False  # without civil capacity, declared missing or in prison
