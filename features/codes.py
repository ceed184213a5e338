"""Which indicators people label, and how: the codes of the catalogue (`features.indicators`)."""

from features.indicators import INDICATORS

CODES = tuple(INDICATORS)
"""All of them, in the order of the catalogue."""

NEEDS_OUTSIDE = frozenset(
    {
        "LIC_INVALID",
        "LIC_NO_JOB_ORDER",
        "LIC_SUSPENDED_DEST",
        "EMP_UNVERIFIABLE",
        "CONTENT_REUSE_CLUSTER",
        "LINKED_TO_CONFIRMED_CASE",
    }
)
"""Only a register, the network or other adverts can show these: never labelled from a text."""

SHOWN_BY_SILENCE = frozenset({"LIC_ABSENT", "EMP_UNNAMED", "DUTY_VAGUE", "DEST_VAGUE"})
"""May be present without words, because what shows them is what the advert does not say."""
