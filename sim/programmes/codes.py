"""The small integers of the programmes' own: units and care classes; programme codes are in `state.codes`."""

HOUSEHOLD, PERSON = 0, 1

CARE_SELF, CARE_PARTIAL, CARE_TOTAL = 0, 1, 2
