"""Turns an assessment into what a person can act on: reasons, what is missing, whom to call."""

from dataclasses import dataclass
from datetime import date

from api.languages import PageLanguage, mark, translate
from api.schemas import (
    AssessmentAnswer,
    CheckAnswer,
    ContactAnswer,
    DimensionAnswer,
    ExplanationAnswer,
    MissingAnswer,
)
from features.delphi import delphi_dimensions, present_by_category
from features.explanations import explain
from features.indicators import INDICATORS
from lurewatch.entities import Entities
from lurewatch.labels import IndicatorState, Verdict
from lurewatch.records import Assessment, Evidence

CONTACTS_AS_OF = date(2026, 11, 23)
_CONTACTS = (
    (mark("Sri Lanka Bureau of Foreign Employment, 24 hours"), "1989", "H"),
    (mark("Bureau of Foreign Employment, special investigations"), "011 286 4118", "M"),
    (mark("National Anti-Human Trafficking Task Force"), "011 210 2570", "M"),
    (mark("Police emergency"), "119", "M"),
    (mark("Child line (under 18), 24 hours, free"), "1929", "H"),
    (mark("International Organization for Migration, Colombo"), "+94 11 211 2600", "H"),
)
SUMMARIES = {
    Verdict.HIGH_RISK: mark(
        "Strong warning signs. Do not pay and do not hand over documents before you have "
        "checked this offer with the Bureau."
    ),
    Verdict.CAUTION: mark("Some warning signs. Check this offer before you go on."),
    Verdict.NO_SIGNS_FOUND: mark(
        "We found no warning signs in this text. That proves nothing: a false offer can look "
        "like an honest one. Check it all the same."
    ),
    Verdict.NOT_ENOUGH_INFORMATION: mark(
        "There is too little in this text to say anything. Ask for the details and check again."
    ),
}
_MISSING = {
    "destinations": mark("which country the work is in"),
    "pay": mark("how much is paid, in which currency and how often"),
    "licences": mark("a licence number of the agency, needed for work abroad"),
    "contact": mark("how to reach the employer"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One indicator that is present, with the words that show it."""

    indicator: str
    explanation: ExplanationAnswer | None
    quotes: tuple[str, ...]


def explanation_of(code: str, language: PageLanguage) -> ExplanationAnswer | None:
    """An indicator in plain words; `None` for one of an older version that is gone."""
    try:
        found = explain(code, language)
    except KeyError:
        return None
    return ExplanationAnswer(meaning=found.meaning, why=found.why, ask=found.ask)


def reasons(evidence: tuple[Evidence, ...], language: PageLanguage) -> list[Reason]:
    """The indicators that are present, each once, strongest first."""
    present = sorted(
        (row for row in evidence if row.state == IndicatorState.PRESENT),
        key=lambda row: _rank(row.indicator),
    )
    return [
        Reason(
            indicator=code,
            explanation=explanation_of(code, language),
            quotes=tuple(
                dict.fromkeys(row.text for row in present if row.indicator == code and row.text)
            ),
        )
        for code in dict.fromkeys(row.indicator for row in present)
    ]


def _rank(code: str) -> int:
    """Strong, medium, weak; one of an older version that is gone comes last."""
    known = INDICATORS.get(code)
    return ("strong", "medium", "weak").index(known.strength) if known else 3


def missing(entities: Entities, language: PageLanguage) -> list[MissingAnswer]:
    """What an honest advert would say and this one does not.

    A licence is missed only where work abroad is offered: local jobs need none.
    """
    reachable = entities.phones or entities.emails or entities.urls or entities.handles
    found = {
        "destinations": entities.destinations or entities.places,
        "pay": entities.pay,
        "licences": entities.licences or not entities.destinations,
        "contact": reachable,
    }
    return [
        MissingAnswer(code=code, text=translate(_MISSING[code], language))
        for code, values in found.items()
        if not values
    ]


def contacts(language: PageLanguage) -> list[ContactAnswer]:
    """Whom to call."""
    return [
        ContactAnswer(
            name=translate(name, language), number=number, confidence=sure, as_of=CONTACTS_AS_OF
        )
        for name, number, sure in _CONTACTS
    ]


def assessment_answer(assessment: Assessment, language: PageLanguage) -> AssessmentAnswer:
    """An assessment with the explanation of each indicator that is present."""
    answer = AssessmentAnswer.model_validate(assessment)
    for row in answer.evidence:
        if row.state == IndicatorState.PRESENT:
            row.explanation = explanation_of(row.indicator, language)
    known = [row for row in assessment.evidence if row.indicator in INDICATORS]
    answer.dimensions = [DimensionAnswer.model_validate(each) for each in delphi_dimensions(known)]
    answer.indicators_by_category = {
        category: list(codes) for category, codes in present_by_category(known).items()
    }
    return answer


def check_answer(assessment: Assessment, language: PageLanguage) -> CheckAnswer:
    """The whole answer to a check."""
    return CheckAnswer(
        **assessment_answer(assessment, language).model_dump(),
        summary=translate(SUMMARIES[assessment.verdict], language),
        missing=missing(assessment.entities, language),
        contacts=contacts(language),
    )
