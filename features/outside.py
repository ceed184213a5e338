"""Indicators that only a register, other adverts or the calendar can show (`features/known.py`)."""

from collections.abc import Callable, Mapping

from features.facts import Facts
from features.known import REUSE_EMPLOYERS_MIN, Known
from features.rules import Decision, absent, present, span
from lurewatch.labels import IndicatorState

OutsideRule = Callable[[Facts, Known], list[Decision]]


def licence_invalid(facts: Facts, known: Known) -> list[Decision]:
    """LIC_INVALID: a quoted licence that the register does not hold as valid."""
    if known.licences is None:
        return []
    decided = []
    for contact in facts.reading.contacts:
        status = known.licences.get(contact.value) if contact.kind == "licence" else None
        if status is not None:
            state = IndicatorState.ABSENT if status == "valid" else IndicatorState.PRESENT
            decided.append(Decision(state, contact.start, contact.end, status))
    return decided


def no_job_order(facts: Facts, known: Known) -> list[Decision]:
    """LIC_NO_JOB_ORDER: no approved job order covers the post."""
    if known.job_order_matches is None:
        return []
    return absent(facts.licence) if known.job_order_matches else present(facts.licence)


def suspended_destination(facts: Facts, known: Known) -> list[Decision]:
    """LIC_SUSPENDED_DEST: registration for the destination is suspended on that date."""
    on = known.on or facts.reading.advert.posted_on
    if known.suspensions is None or on is None or not facts.abroad:
        return []
    suspended = {
        each.country
        for each in known.suspensions
        if each.from_on <= on and (each.to_on is None or on <= each.to_on)
    }
    found = [span(f) for f in facts.abroad if f.place.country in suspended]
    return present(*found) if found else absent()


def employer_unverifiable(facts: Facts, known: Known) -> list[Decision]:
    """EMP_UNVERIFIABLE: the named employer was looked for and not found."""
    if known.employer_verified is None or facts.employer is None:
        return []
    return absent(facts.employer) if known.employer_verified else present(facts.employer)


def reused_content(_: Facts, known: Known) -> list[Decision]:
    """CONTENT_REUSE_CLUSTER: the same text under several employers or destinations."""
    if known.employers_with_same_text is None:
        return []
    reused = known.employers_with_same_text >= REUSE_EMPLOYERS_MIN
    return present(None) if reused else absent()


def confirmed_case(_: Facts, known: Known) -> list[Decision]:
    """LINKED_TO_CONFIRMED_CASE: a contact stands in a confirmed complaint."""
    if known.linked_to_confirmed_case is None:
        return []
    return present(None) if known.linked_to_confirmed_case else absent()


OUTSIDE_RULES: Mapping[str, OutsideRule] = {
    "LIC_INVALID": licence_invalid,
    "LIC_NO_JOB_ORDER": no_job_order,
    "LIC_SUSPENDED_DEST": suspended_destination,
    "EMP_UNVERIFIABLE": employer_unverifiable,
    "CONTENT_REUSE_CLUSTER": reused_content,
    "LINKED_TO_CONFIRMED_CASE": confirmed_case,
}
"""The indicators of `features.codes.NEEDS_OUTSIDE`."""
