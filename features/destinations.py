"""Which of the places that an advert names the work is in.

A place abroad is no destination where the text warns or reports, where applicants are now, where
the journey only passes through, where customers, licences and parent companies are, or where a
tour or a language class leads; but a place that stands alone is one although the journey passes
through it, because what an advert hides is hidden on the way. Method: closed lists of the words
beside a name, in six ways of writing; several names in a row are judged together.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from features.context import has_contact, warned_at
from features.places import HOME, FoundPlace
from features.reading import Reading

_NEAR_CHARACTERS = 40
_PLACES_MAX = 60
"""Places abroad that are looked at, of a text that may be nothing but names."""
_REGIONAL_A = "\U0001f1e6"

_JOINS = regex.compile(
    r"[\s,/&()+•|–—\-]{0,6}(?:and|or|saha|ho|ha|matrum|allathu|හා|සහ|හෝ|மற்றும்|அல்லது|"
    r"வ)?[\s,/&()•|]{0,4}"
)
"""What stands between the names of one row."""

_HERE_NOW_BEFORE = regex.compile(
    r"(?:(?:is|are) (?:at present |now )?in|(?:those|friends|boys|girls|workers) in|already in|"
    r"lankans in|people (?:here )?in|ஏற்கனவே)"
    r"\W{0,4}(?:[\p{L}\p{M}]+,? (?:or |and )?){0,3}$"
)
_HERE_NOW_AFTER = regex.compile(
    r"^[\p{L}\p{M}]{0,6}[\s,]{0,3}(?:inna (?:aya|lankan|sri lankan)|stuck|irunthu sol|"
    r"la iruken|il iruken|"
    r"la nik|වල දැනට|දැනට|(?:වල )?ඉන්න (?:අපේ|අය|ලාංකික)|හි සිටින|සිටින|ල நிக்கிற|ல visit|நிக்கிற|"
    r"உள்ளவர்கள|இருப்பவர்கள)"
)
"""Where the readers or the writer are, which no offer of work leads to."""

_TRANSIT_BEFORE = regex.compile(
    r"(?:through|via|back from|came from|return(?:ed)? from|land(?:ing)? in|stop in|"
    r"pick(?:ed)? (?:you )?up (?:from|in)|informed in|පළමුව|"
    r"முதல்ல|முதலில்|mulinma|route|ගමන|visit)"
    r"\W{0,4}(?:[\p{L}\p{M}]+,? (?:or |and )?){0,3}$"
)
_TRANSIT_AFTER = regex.compile(
    r"^[\p{L}\p{M}]{0,6}[\s,]{0,3}(?:by air|(?:for )?one night|airport|flight|through|"
    r"transit|inna|inn?e|hitapu|giya|idan|idala|"
    r"dakwa|varai(?:kum)?|vazhiya(?:ga|aga)?|moolam|la iruk|il iruk|ඉඳන්|ඉඳලා|ඉන්න|ඉන්නෙ|හරහා|"
    r"දක්වා|"
    r"ගුවන් ?තොටුපළ|වලට, එතනින්|පාරෙන්|வரை|வழியாக|வழியா|ல இருந்து|இருந்து|இலிருந்து|இருக்கிற)"
)

_ELSEWHERE_BEFORE = regex.compile(
    r"(?:(?:clients?|customers?|members|guests?|suppliers?|users|players|readers|buyers|"
    r"licen[cs]ed|"
    r"regulated|registered|owner|owned|based|clinics|hours|exchange|companies|headquarter(?:s|ed)|"
    r"head office|offices|branch(?:es)?|subsidiar(?:y|ies))"
    r",? (?:[\p{L}\p{M}]+ ){0,3}(?:in|of|from|across|at|by) (?:the )?"
    r"(?:(?:[\p{L}\p{M}]+,? and )|(?:north|south|east|west|city|whole) of )?|"
    r"(?:clients?|customers?|guests?|owner|owned|licen[cs]ed|regulated|ගනුදෙනුකරුවෝ|ගෙස්ට්ලා|"
    r"බලපත්‍?රලාභී|"
    r"வாடிக்கையாளர)\W{0,3}(?:[\p{L}\p{M}]+ )?)$"
)
_ELSEWHERE_AFTER = regex.compile(
    r"^[\p{L}\p{M}]{0,7}['’]?s?[ \-]{0,2}(?:hours|time(?:s|zone)?\b|shift|clients?|customers?|"
    r"market|"
    r"based|owned|listed|guests?\b|tourists?|monetary|licen[cs]e|regulated|embassy|"
    r"(?:eps )?language|"
    r"medium|samagama\b|kell|kara(?:yek|ya)\b|boss\b|manager|supervisor|couple|(?:eps )?භාෂා|"
    r"ගෙස්ට්|සංචාරක|ගනුදෙනු|"
    r"පාරිභෝගික|බලපත්|රෝහල්වල|තානාපති|හිමිකරු|බොස්|ජාතික|සේවය කළ|වැඩ කළ|වැඩ කරපු|வாடிக்கையாளர|"
    r"வதியும்|வாழும்|நாணய|"
    r"உரிமம்|தூதரக|மருத்துவமனைகளின்|(?:eps )?மொழி|ba?sha|mozhi|"
    r"dollars?|dirhams?|ri[ya]als?|won\b|ඩොලර්|රියාල්|ඩිරහම්|டொல|டால|ரியால்|திர்ஹ|ගැන|gana\b|"
    r"pathi\b|பற்றி)"
)
_TOUR = regex.compile(
    r"^[\p{L}\p{M}]{0,7}[\s,]{0,2}(?:[\p{L}\p{M}]+[\s,]{1,2})?(?:tour\b|trip\b|yathra|pilgrim|"
    r"යාත්|සංචාර|වන්දනා|யாத்திர|"
    r"சுற்றுலா)"
)
_TOUR_BEFORE = regex.compile(
    r"(?:tours?|tour (?:leaders?|guides?)|pilgrim(?:s|age)?|accompany [^.\n]{0,40}|"
    r"group tours?|chance of visiting) "
    r"(?:for|to|of) (?:[\p{L}\p{M}]+ ){0,2}$"
)
_TESTIMONY = tuple(
    regex.compile(cue)
    for cue in (
        r"1989|bureau|කාර්යාංශ|பணியக|embassy",
        r"polic|arrest|navy|court|උසාවි|පොලි[සස්]|අත්අඩංගු|பொலிஸ|கைது|நீதிமன்ற|විමර්ශන",
        r"came home|come home|called home|sent home|turned back|brought (?:her|him|them|"
        r"us) back|deport|rescued|beaten|cheated|went for a|"
        r"was taken|passports? (?:was |were )?taken|believed|gena gihin|aran gihin|"
        r"ekak kiyala giya|"
        r"salli illuwa|ගිහින් ආපු|කියලා ගිය|ගෙනිහින්|අරන් ගිහින්|හිර කර|දැම්මා|රැවටු|ගැහුවා|මුදවා|"
        r"மீண்ட|திரும்பின|ஏமாந்|ஏமாற்ற|மீட்க|பறிக்கப்பட்ட|நம்பி",
        r"share|ෂෙයාර්|ශෙයාර්|බෙදා|පකුරන්න|பகிர|pls pin|பகிருங்கள்|think why|ගෲප් එකට දාන්න",
        r"\bstop\b|\bdon't\b|do not|nobody can|\bepa\b|එපා|வேண்டாம்|vendam|venaam|pay nobody",
    )
)
"""What people write who tell of a lure, each of them in several ways."""
_TESTIMONY_CUES_MIN = 2
_REFUSED = regex.compile(r"^\W{0,2}\? ?no\b")


@dataclass(slots=True)
class _Row:
    """Names that stand in a row and are judged together."""

    found: list[FoundPlace]
    in_transit: bool = False
    here_now: bool = False
    elsewhere: bool = False

    @property
    def countries(self) -> set[str]:
        return {found.place.country for found in self.found}


def find_destinations(reading: Reading) -> Iterator[FoundPlace]:
    """Places abroad that the work is said to be in, in order of appearance."""
    abroad = [found for found in reading.places if found.place.country != HOME][:_PLACES_MAX]
    if not abroad or _is_testimony(reading):
        return
    named = [found for found in abroad if reading.text[found.start] < _REGIONAL_A]
    chosen = _meant(named, reading, several=len({x.place.country for x in abroad}) > 1)
    if all(row.in_transit for row in chosen):
        # A flag is a poor witness: it counts where no name but that of a stop on the way does.
        spoken = {found.place.country for found in named}
        flags = [found for found in abroad if found.place.country not in spoken]
        chosen = _meant(flags, reading, several=False) or chosen
    for row in chosen:
        for found in row.found:
            if not warned_at(found.start, reading):
                yield found


def _meant(abroad: list[FoundPlace], reading: Reading, *, several: bool) -> list[_Row]:
    """Rows that name the workplace; a country passed through only where there is no other."""
    rows = list(_rows(abroad, reading))
    for row in rows:
        before, after = _around(row, reading)
        row.here_now = bool(_HERE_NOW_BEFORE.search(before) or _HERE_NOW_AFTER.search(after))
        row.in_transit = bool(_TRANSIT_BEFORE.search(before) or _TRANSIT_AFTER.search(after))
        row.elsewhere = any(
            pattern.search(words)
            for pattern, words in (
                (_ELSEWHERE_BEFORE, before),
                (_ELSEWHERE_AFTER, after),
                (_TOUR, after),
                (_TOUR_BEFORE, before),
                (_REFUSED, after),
            )
        )
    left = {country for row in rows if row.here_now for country in row.countries}
    passed = {country for row in rows if row.in_transit for country in row.countries}
    kept = [row for row in rows if not (row.here_now or row.elsewhere)]
    for unwanted in (left, passed) if several else ():
        if any(row.countries - unwanted for row in kept):
            for row in kept:
                row.found = [x for x in row.found if x.place.country not in unwanted]
    return [row for row in kept if row.found]


def _is_testimony(reading: Reading) -> bool:
    """Whether somebody tells of a lure, and nobody is there to apply to."""
    if has_contact(reading):
        return False
    cues = sum(cue.search(reading.masked) is not None for cue in _TESTIMONY)
    return cues >= _TESTIMONY_CUES_MIN and _TESTIMONY[2].search(reading.masked) is not None


def _rows(abroad: list[FoundPlace], reading: Reading) -> Iterator[_Row]:
    row: list[FoundPlace] = []
    for found in abroad:
        if row and not _JOINS.fullmatch(reading.masked, row[-1].end, found.start):
            yield _Row(row)
            row = []
        row.append(found)
    if row:
        yield _Row(row)


def _around(row: _Row, reading: Reading) -> tuple[str, str]:
    start, end = row.found[0].start, row.found[-1].end
    return (
        reading.masked[max(0, start - _NEAR_CHARACTERS) : start],
        reading.masked[end : end + _NEAR_CHARACTERS],
    )
