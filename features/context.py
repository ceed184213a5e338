"""What the words around a match make of it: a demand, a denial, a warning or a report.

"Pay the fee", "we never charge a fee", "beware of agents who ask for a fee" hold the same
words. Only the first raises a finding; the others are reported as absent with a note.
"""

from bisect import bisect_right

import regex

from features.matchers import Context, Match, language_pack
from features.reading import Reading

NEGATED = "negated"
QUOTED = "quoted"
WARNING = "warning"

OPENING_SENTENCES = 3
"""Of title and text that tell a notice: a title is often said again as the first line."""
_SCOPE_CHARACTERS = 32
"""How far a negation reaches, within its clause; own choice, about five words."""

_CLAUSE_END = regex.compile(r"[,;:•]|\bbut\b|නමුත්|ஆனால்|\bhebai\b|\baanaal\b")
_QUOTATION = regex.compile(r"[\"“][^\"“”\n]{3,400}[\"”]|‘[^‘’\n]{3,400}’")


def judge(match: Match, reading: Reading) -> str | None:
    """Why `match` does not speak for its indicator; `None` where it does."""
    if _warns(reading, match.sentence) or is_notice(reading):
        return WARNING
    if _is_quoted(match, reading):
        return QUOTED
    if match.pattern.negatable and _is_negated(match, reading):
        return NEGATED
    return None


def warned_at(position: int, reading: Reading) -> bool:
    """Whether `position` stands in a warning or report, by its sentence or the whole text.

    The whole text counts only where there is nobody to apply to: a lure may open with a
    warning against others.
    """
    return _warns(reading, sentence_around(reading, position)) or is_notice(reading)


def sentence_around(reading: Reading, position: int) -> tuple[int, int]:
    """(start, end) of the sentence that holds `position`."""
    sentences = reading.sentences
    at = bisect_right(sentences, (position, len(reading.masked) + 1)) - 1
    return sentences[max(at, 0)] if sentences else (0, len(reading.masked))


def is_excused(match: Match, reading: Reading) -> bool:
    """Whether the sentence speaks of a known look-alike of the indicator."""
    code = match.pattern.code
    excuses = [language_pack(language).excuses.get(code) for language in reading.languages]
    return any(excuse and excuse.search(reading.masked, *match.sentence) for excuse in excuses)


def is_notice(reading: Reading) -> bool:
    """Whether the text opens as a warning or a report and there is nobody to apply to."""
    if reading.notice is None:
        opens = any(_warns(reading, sentence) for sentence in reading.sentences[:OPENING_SENTENCES])
        reading.notice = (opens or reading.heard[1]) and not has_contact(reading)
    return reading.notice


def _contexts(reading: Reading) -> list[Context]:
    return [language_pack(language).context for language in reading.languages]


def _warns(reading: Reading, sentence: tuple[int, int]) -> bool:
    """Whether a sentence warns; asked for every match, so each is looked at once."""
    known = reading.warnings.get(sentence)
    if known is None:
        known = any(
            context.warning.search(reading.masked, *sentence)
            and not context.reassurance.search(reading.masked, *sentence)
            for context in _contexts(reading)
        )
        reading.warnings[sentence] = known
    return known


def has_contact(reading: Reading) -> bool:
    """Whether there is someone to apply to; hotlines are shorter than phone numbers."""
    return any(contact.kind in ("phone", "handle", "email") for contact in reading.contacts)


def _is_quoted(match: Match, reading: Reading) -> bool:
    """Whether the match stands in quotation marks in a sentence that reports speech."""
    start, end = match.sentence
    sentence = reading.masked[start:end]
    if not any(context.reporting.search(sentence) for context in _contexts(reading)):
        return False
    return any(
        quotation.start() <= match.start and match.end <= quotation.end()
        for quotation in _QUOTATION.finditer(reading.masked, start, end)
    )


def _is_negated(match: Match, reading: Reading) -> bool:
    masked = reading.masked
    start, end = match.sentence
    before = _CLAUSE_END.split(masked[max(start, match.start - _SCOPE_CHARACTERS) : match.start])[
        -1
    ]
    after = _CLAUSE_END.split(masked[match.end : min(end, match.end + _SCOPE_CHARACTERS)])[0]
    inside = masked[match.start : match.end]
    return any(
        context.negation_before.search(before + inside)
        or context.negation_after.search(inside + after)
        for context in _contexts(reading)
    )
