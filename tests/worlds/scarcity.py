"""An office with next to no hours for new cases, for the tests of what happens then."""

STARVED = {
    "administration.office_hours_month": 120,
    "administration.hours_per_case": 30,
    "administration.hours_per_review": 6,
    "administration.desk_order": "reviews_first",
    "administration.office_staff_multiplier": 0.2,
}
