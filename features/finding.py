"""From matches to evidence: every indicator of the catalogue gets a state."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from features.conditions import conditions
from features.context import (
    NEGATED,
    WARNING,
    is_excused,
    judge,
    sentence_around,
    warned_at,
)
from features.facts import Facts
from features.indicators import INDICATORS
from features.matchers import CUE, Match, Pattern, find_matches
from features.outside import OUTSIDE_RULES
from features.reading import Reading
from features.rules import RULES, Decision, as_matched
from lurewatch.labels import IndicatorState
from lurewatch.records import BY_WORDING, Evidence

NOTICE = f"{CUE}notice"
LEARNED = "learned"
"""Language of what is found by its wording and not by a written pattern."""
EVIDENCE_MAX = 5
"""Places shown for one indicator: more would bury the others on a page."""
_UNKNOWN = {code: Evidence(indicator=code, state=IndicatorState.UNKNOWN) for code in INDICATORS}


def find_evidence(reading: Reading) -> Iterator[Evidence]:
    """Evidence in the order of `INDICATORS`: at least one record for each of them."""
    speaking: dict[str, list[Match]] = {}
    against: dict[str, list[Decision]] = {}
    learned: dict[str, list[Match]] = {}
    for match in find_matches(reading.masked, reading.sentences, reading.languages):
        if is_excused(match, reading):
            continue
        code = match.pattern.code
        note = judge(match, reading)
        if note is None and match.pattern.says == "absent":
            note = NEGATED
        # A cue is a word class: "no experience needed" is one because of its negation, and what
        # makes a text a notice are the very words that warn.
        if note is None or (code.startswith(CUE) and (note == NEGATED or code == NOTICE)):
            speaking.setdefault(code, []).append(match)
        else:
            decision = Decision(IndicatorState.ABSENT, match.start, match.end, note)
            against.setdefault(code, []).append(decision)
    for match in find_learned(reading):
        code = match.pattern.code
        # What a pattern has found or denied is surer, and shows better which words it is.
        if code not in speaking and code not in against and judge(match, reading) is None:
            learned.setdefault(code, []).append(match)
    speaking |= learned
    facts = Facts(reading, speaking)
    for code in INDICATORS:
        if code in speaking or code in against or code in RULES or code in OUTSIDE_RULES:
            decided = _decide(code, facts, speaking.get(code, ()), against.get(code, []))
            if code in learned:
                decided = [_by_wording(decision) for decision in decided]
            yield from _evidence(code, decided, reading)
        else:
            yield _UNKNOWN[code]


def find_learned(reading: Reading) -> Iterator[Match]:
    """Passages whose wording is like that of an indicator, as matches of no written pattern."""
    for sounding in reading.soundings:
        sentence = sentence_around(reading, sounding.start)
        pattern = learned_pattern(sounding.code)
        yield Match(pattern, sounding.start, sounding.end, sentence)


@cache
def learned_pattern(code: str) -> Pattern:
    """Stands for the learned table of `features.wording`; negation is learned with the rest."""
    return Pattern(code, LEARNED, "", (), "present", negatable=False, match=(), no_match=())


def _decide(
    code: str, facts: Facts, speaking: Sequence[Match], against: list[Decision]
) -> list[Decision]:
    """Present where something speaks for it; absent where all that is said speaks against."""
    if code in OUTSIDE_RULES:
        decided = OUTSIDE_RULES[code](facts, facts.reading.known)
    else:
        condition = conditions().get(code)
        if speaking and condition is not None and not condition.holds(facts):
            speaking = ()
        decided = RULES.get(code, as_matched)(facts, speaking)
        decided = _without_warnings(decided, facts.reading)
    if any(decision.state is IndicatorState.PRESENT for decision in decided):
        return [decision for decision in decided if decision.state is IndicatorState.PRESENT]
    return (against or decided)[:1] or [Decision(IndicatorState.UNKNOWN)]


def _by_wording(decision: Decision) -> Decision:
    """Marked, because nobody wrote down these words: it weighs less in a verdict."""
    told = decision.state is IndicatorState.PRESENT and decision.note is None
    return replace(decision, note=BY_WORDING) if told and decision.start is not None else decision


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
