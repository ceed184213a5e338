"""What the words around a match make of it: a demand, a denial, a warning or a report.

"Pay the fee", "we never charge a fee", "beware of agents who ask for a fee" hold the same
words. Only the first raises a finding; the others are reported as absent with a note.
"""

from bisect import bisect_right

import regex

from features.matchers import PATTERN_LANGUAGES, Match, language_pack
from features.reading import Reading

NEGATED = "negated"
QUOTED = "quoted"
WARNING = "warning"

_SCOPE_CHARACTERS = 32
"""How far a negation reaches, within its clause; own choice, about five words."""

_CLAUSE_END = regex.compile(r"[,;:•]|\bbut\b|නමුත්|ஆனால்|\bhebai\b|\baanaal\b")
_QUOTATION = regex.compile(r"[\"“][^\"“”\n]{3,400}[\"”]|‘[^‘’\n]{3,400}’")


def judge(match: Match, reading: Reading) -> str | None:
    """Why `match` does not speak for its indicator; `None` where it does."""
    start, end = sentence_around(reading, match.start)
    sentence = reading.masked[start:end]
    if warned_at(match.start, reading):
        return WARNING
    if _is_quoted(match, reading, sentence):
        return QUOTED
    if match.pattern.negatable and _is_negated(match, reading, start, end):
        return NEGATED
    return None


def warned_at(position: int, reading: Reading) -> bool:
    """Whether `position` stands in a warning or report, by its sentence or the whole text.

    The whole text counts only where there is nobody to apply to: a lure may open with a
    warning against others.
    """
    start, end = sentence_around(reading, position)
    if _warns(reading.masked[start:end]):
        return True
    return not _has_contact(reading) and _is_notice(reading)


def sentence_around(reading: Reading, position: int) -> tuple[int, int]:
    """(start, end) of the sentence that holds `position`."""
    sentences = reading.sentences
    at = bisect_right(sentences, (position, len(reading.masked) + 1)) - 1
    return sentences[max(at, 0)] if sentences else (0, len(reading.masked))


def is_excused(match: Match, reading: Reading) -> bool:
    """Whether the sentence speaks of a known look-alike of the indicator."""
    start, end = sentence_around(reading, match.start)
    return any(
        code == match.pattern.code and expression.search(reading.masked, start, end)
        for language in PATTERN_LANGUAGES
        for code, expression in language_pack(language).excuses
    )


def _warns(sentence: str) -> bool:
    return any(
        context.warning.search(sentence) and not context.reassurance.search(sentence)
        for context in (language_pack(language).context for language in PATTERN_LANGUAGES)
    )


def _is_notice(reading: Reading) -> bool:
    """Whether the text opens as a warning or a report."""
    return any(_warns(reading.masked[start:end]) for start, end in reading.sentences[:2])


def _has_contact(reading: Reading) -> bool:
    """Whether there is someone to apply to; hotlines are shorter than phone numbers."""
    return any(contact.kind in ("phone", "handle", "email") for contact in reading.contacts)


def _is_quoted(match: Match, reading: Reading, sentence: str) -> bool:
    """Whether the match stands in quotation marks in a sentence that reports speech."""
    if not any(
        language_pack(language).context.reporting.search(sentence) for language in PATTERN_LANGUAGES
    ):
        return False
    start, end = sentence_around(reading, match.start)
    return any(
        quotation.start() <= match.start and match.end <= quotation.end()
        for quotation in _QUOTATION.finditer(reading.masked, start, end)
    )


def _is_negated(match: Match, reading: Reading, start: int, end: int) -> bool:
    masked = reading.masked
    before = _CLAUSE_END.split(masked[max(start, match.start - _SCOPE_CHARACTERS) : match.start])[
        -1
    ]
    after = _CLAUSE_END.split(masked[match.end : min(end, match.end + _SCOPE_CHARACTERS)])[0]
    inside = masked[match.start : match.end]
    return any(
        context.negation_before.search(before + inside)
        or context.negation_after.search(inside + after)
        for context in (language_pack(language).context for language in PATTERN_LANGUAGES)
    )
