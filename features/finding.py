"""From matches to evidence: every indicator of the list gets a state."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import regex

from features import rules
from features.context import NEGATED, WARNING, is_excused, judge, warned_at
from features.indicators import INDICATORS
from features.matchers import PATTERN_LANGUAGES, Match, find_matches
from features.reading import Reading
from features.rules import Decision
from lurewatch.labels import IndicatorState
from lurewatch.records import Evidence

EVIDENCE_MAX = 5
"""Places shown for one indicator: more would bury the others on a page."""

_Rule = Callable[[Reading, Sequence[Match]], list[Decision]]

_RULES: Mapping[str, _Rule] = {
    "DEST_SCAM_HUB": lambda reading, _: rules.scam_hub(reading),
    "DEST_SEA_DIGITAL": rules.digital_role_abroad,
    "CONTACT_MSG_ONLY": rules.messengers_only,
    "MINOR_AGE_STATED": rules.minor_age,
}

_SCRIPTS = {"si": regex.compile(r"\p{Sinhala}"), "ta": regex.compile(r"\p{Tamil}")}
_LATIN = regex.compile(r"[a-z]")


def find_evidence(reading: Reading) -> Iterator[Evidence]:
    """Evidence in the order of `INDICATORS`: at least one record for each of them."""
    matches: dict[str, list[Match]] = {code: [] for code in INDICATORS}
    for match in find_matches(reading.masked, _languages(reading.masked)):
        if not is_excused(match, reading):
            matches[match.pattern.code].append(match)
    for code, found in matches.items():
        yield from _evidence(code, _decide(code, found, reading), reading)


def _languages(masked: str) -> tuple[str, ...]:
    """Pattern files whose script occurs."""
    return tuple(
        language
        for language in PATTERN_LANGUAGES
        if _SCRIPTS.get(language, _LATIN).search(masked) is not None
    )


def _decide(code: str, found: Sequence[Match], reading: Reading) -> list[Decision]:
    """Present where something speaks for it; absent where all that is said speaks against."""
    speaking: list[Match] = []
    against: list[Decision] = []
    for match in found:
        note = judge(match, reading)
        if note is None and match.pattern.says == "absent":
            note = NEGATED
        if note is None:
            speaking.append(match)
        else:
            against.append(Decision(IndicatorState.ABSENT, match.start, match.end, note))
    decided = _RULES.get(code, _as_matched)(reading, speaking)
    decided = _without_warnings(decided, reading)
    if any(decision.state is IndicatorState.PRESENT for decision in decided):
        return [decision for decision in decided if decision.state is IndicatorState.PRESENT]
    return (against or decided)[:1] or [Decision(IndicatorState.UNKNOWN)]


def _as_matched(_: Reading, found: Sequence[Match]) -> list[Decision]:
    return [Decision(IndicatorState.PRESENT, match.start, match.end) for match in found]


def _without_warnings(decided: list[Decision], reading: Reading) -> list[Decision]:
    """Rules also read places and contacts, which stand in warnings and reports too."""
    return [
        Decision(IndicatorState.ABSENT, decision.start, decision.end, WARNING)
        if decision.state is IndicatorState.PRESENT
        and decision.start is not None
        and warned_at(decision.start, reading)
        else decision
        for decision in decided
    ]


def _evidence(code: str, decided: Sequence[Decision], reading: Reading) -> Iterator[Evidence]:
    """Decisions as records with original spans; overlapping ones once."""
    given = 0
    last_end = -1
    for decision in sorted(decided, key=lambda each: (each.start or 0, -(each.end or 0))):
        if decision.start is None or decision.end is None:
            yield Evidence(indicator=code, state=decision.state, note=decision.note)
            return
        if decision.start < last_end or given >= EVIDENCE_MAX:
            continue
        last_end = decision.end
        for name, start, end, words in reading.published(decision.start, decision.end):
            given += 1
            evidence = Evidence(
                indicator=code,
                state=decision.state,
                field=name,
                start=start,
                end=end,
                text=words,
                note=decision.note,
            )
            reading.shown.append((evidence, decision.start, decision.end))
            yield evidence
