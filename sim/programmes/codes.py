"""The small integers of the programmes' own: units, care classes, states of parents, places of the person schemes.

Codes of the basic-living schemes are in `state.codes`.
"""

HOUSEHOLD, PERSON = 0, 1

CARE_SELF, CARE_PARTIAL, CARE_TOTAL = 0, 1, 2

# What a parent of a child is to the law.
PARENT_ABLE, PARENT_DEAD, PARENT_MISSING, PARENT_UNKNOWN = 0, 1, 2, 3
PARENT_DISABLED, PARENT_ILL, PARENT_CONFINED, PARENT_OUT_OF_CONTACT, PARENT_REVOKED = 4, 5, 6, 7, 8

# Whether a child has somebody who is bound to bring it up.
BROUGHT_UP, ORPHANED, UNATTENDED = 0, 1, 2

# Places of the schemes of one person in the columns of the ledger and in the bits of who is enrolled. A person may
# hold several, so they are no values of one column as the basic-living schemes are.
(
    ORPHAN,
    DEFACTO_CHILD,
    DISABILITY_LIVING,
    DISABILITY_NURSING,
    DISABILITY_CARE,
    OLD_AGE_LOW,
    OLD_AGE_GENERAL,
    ELDER_SERVICE,
    ELDER_NURSING,
    CARE_VOUCHER,
    STUDY_GRANT,
) = range(11)  # in the order of `programmes.allowances.ALLOWANCES`
N_ALLOWANCES = STUDY_GRANT + 1
