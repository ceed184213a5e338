"""Terms that an advert states in numbers: age limits, working hours per day, vacancies.

Closed lists of the words around a number, in English, Sinhala, Tamil and romanised spellings, over
normalised lower-case text. Digits are those of ASCII. Linear in the text: every repeat is bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

TEXT_MAX = 20_000
"""Characters searched; whole adverts are far shorter."""
AGE_MIN, AGE_MAX = 5, 80
"""Other numbers beside a word for age are no age of an applicant."""
HOURS_MAX = 24
VACANCIES_MAX = 5_000
"""More is a number of customers or of members."""


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """One stated range; `start` and `end` index the searched text."""

    kind: str
    """`age` (years), `hours` (per day) or `vacancies` (persons)."""
    low: int | None
    """Lower bound; `None` where only an upper one is stated."""
    high: int | None
    """Upper bound; equals `low` where one number is stated, `None` for "over"."""
    start: int
    end: int


_TO = r"\s?(?:-|–|—|~|to|till|and|සිට|ත්|දක්වා|හා|முதல்|இலிருந்து|sita|idan|mudhal|muthal|த்து)\s?"
_AGE_WORD = r"age[sd]?|வயது|வயசு|வயதெல்லை|vayasu|vayathu|vayadhu|වයස|වයස්|wayasa|vayasa|wayas"
_AGE_LEAD = (
    r"(?:[\s:.()\-–]|limits?|group|range|between|from|must be|should be|අවුරුදු|සීමාව|awurudu|"
    r"எல்லை|{bound}){{0,4}}"
)
_UNDER = r"below|under|max(?:imum)?|up ?to|not (?:over|above)|less than|before"
_OVER = r"above|over|min(?:imum)?|at least|from"
_BOUND = rf"(?P<under>{_UNDER})|(?P<over>{_OVER})"
_UNDER_AFTER = (
    r"ට (?:අඩු|පහළ|වඩා අඩු)|දක්වා|වෙනකන්|வரை|\s?(?:wenakan|dakwa|varai)|(?:க்கு|"
    r"க்குக்) (?:கீழ்|உட்பட்ட|குறை)|ta (?:adu|pahala)|ku ?(?:keezh|kizh)|வயதுக்குட்பட்ட"
)
_OVER_AFTER = (
    r"\s?(?:\+|and (?:over|above)|upwards|පිරුණු|පිරිලා|සම්පූර්ණ|or (?:over|above|"
    r"older)|years? and over)|ට (?:වැඩි|ඉහළ)|க்கு ?(?:மேல்|மேற்)|ta (?:wadi|vadi|ihala)|"
    r"ku ?mel|வயதுக்கு மேற்"
)
_YEARS = r"years?(?: old| of age)?\b|yrs?\b|අවුරුදු|වයස්?ැ?|awurudu|வயது|வயதுடைய|vayathu|vayasu"

_AGE = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}])(?:{_AGE_WORD}){_AGE_LEAD.format(bound=_BOUND)}(?P<low>[0-9]{{1,2}})"
    rf"(?!,?[0-9]|\.[0-9])(?:{_TO}(?P<high>[0-9]{{2}})(?!,?[0-9]))?"
    rf"(?:(?P<under_after>{_UNDER_AFTER})|(?P<over_after>{_OVER_AFTER}))?"
)
_AGE_BEFORE_WORD = regex.compile(
    rf"(?<![\p{{N}}.,/])(?P<low>[1-7][0-9]){_TO}(?P<high>[1-7][0-9])\s?(?:{_YEARS})"
)
_AGE_BOUND = regex.compile(
    r"(?<![\p{N}.,/])(?P<low>[1-7][0-9])(?:(?P<under_after>ට අඩු|க்கு கீழ்|ta adu)|"
    r"(?P<over_after>ට වැඩි|க்கு மேற்பட்ட|க்கு மேல்|ta wadi|\s?and over\b))(?=\s?(?:අය|"
    r"අයෙක්|aya|kenek|பெண்|ஆண்|பேர்|only|ones|girls|ladies|men\b))"
)

_PER_DAY = r"(?:\s?(?:a|per|each|every|in a)\s?day\b|\s?/\s?day\b|\s?daily|\s?(?:duty|shifts?)\b)"
_SECOND = rf"(?:{_TO}(?P<high>[0-9]{{1,2}}))?"
_HOURS = (
    regex.compile(
        rf"(?<![\p{{N}}.,/])(?P<low>[0-9]{{1,2}}){_SECOND}[ -]?(?:hours?|hrs?|h\b){_PER_DAY}"
    ),
    regex.compile(
        r"(?:(?:දින|දවස)(?:ක)?ට|dawas(?:ak)?ata|dinakata)[^0-9\n.]{0,12}(?:පැය|paya)\s?"
        rf"(?P<low>[0-9]{{1,2}}){_SECOND}"
    ),
    regex.compile(
        r"(?:நாள்|நாளுக்கு|நாளொன்றுக்கு|நாளைக்கு|தினமும்|naalukku|naalaiku|naal)\s?"
        rf"(?P<low>[0-9]{{1,2}}){_SECOND}\s?(?:மணி|mani)"
    ),
)
_VACANCIES = (
    regex.compile(
        r"(?:vacanc(?:y|ies)|of posts|පුරප්පාඩු|ඇබෑර්තු|வெற்றிடங்கள்|பணியிடங்கள்)"
        r"(?: (?:for|ගණන|සංඛ්යාව|எண்ணிக்கை))?\s?[:\-–]?\s?(?P<low>[0-9]{1,4})(?![0-9.,/%-])"
    ),
    regex.compile(
        r"(?<![\p{N}.,/\-–])(?P<low>[0-9]{1,4})\s?(?:vacanc(?:y|ies)|posts\b|positions\b|"
        r"openings\b|seats?\b|(?:people|persons|workers|staff|boys|girls|nos) (?:needed|wanted|"
        r"required)|denek(?!ge)|(?:ක් )?දෙනෙක|පුරප්පාඩු|ඇබෑර්තු|பேர் (?:தேவை|வேணும்|வேண்டும்)|"
        r"வெற்றிட|per (?:thevai|venum))"
    ),
)


def find_terms(masked: str) -> Iterator[FoundTerm]:
    """Terms in `masked` (normalised, lower case), by kind and then in order of appearance."""
    masked = masked[:TEXT_MAX]
    taken: list[tuple[int, int]] = []
    for expression in (_AGE, _AGE_BEFORE_WORD, _AGE_BOUND):
        for match in expression.finditer(masked):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if (age := _age(match)) is not None:
                taken.append(match.span())
                yield age
    for expressions, kind, most in (
        (_HOURS, "hours", HOURS_MAX),
        (_VACANCIES, "vacancies", VACANCIES_MAX),
    ):
        for expression in expressions:
            for match in expression.finditer(masked):
                low, high = _range(match)
                if 0 < low <= high <= most:
                    yield FoundTerm(kind, low, high, *match.span())


def _age(match: "regex.Match[str]") -> FoundTerm | None:
    low, high = _range(match)
    if not AGE_MIN <= low <= high <= AGE_MAX:
        return None
    groups = match.groupdict()
    if groups.get("high") is None:
        if groups.get("under") or groups.get("under_after"):
            return FoundTerm("age", None, low, *match.span())
        if groups.get("over") or groups.get("over_after"):
            return FoundTerm("age", low, None, *match.span())
        if "limit" in match.group() or "සීමාව" in match.group() or "எல்லை" in match.group():
            return FoundTerm("age", None, low, *match.span())
    return FoundTerm("age", low, high, *match.span())


def _range(match: "regex.Match[str]") -> tuple[int, int]:
    """The two numbers, or the one twice."""
    groups = match.groupdict()
    low = int(groups["low"])
    return low, int(groups.get("high") or low)
