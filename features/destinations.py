"""Which of the places that an advert names the work is in.

A place abroad is no destination where the text warns or reports, where applicants are now, where
the journey only passes through, or where customers and licences are; but a place that stands alone
is one, because what an advert hides is hidden on the way.
"""

from collections.abc import Iterator

import regex

from features.context import warned_at
from features.places import HOME, FoundPlace
from features.reading import Reading

_NEAR_CHARACTERS = 34
_BEFORE = regex.compile(
    r"(?:through|via|land(?:ing)? in|stop in|(?:is|are) (?:at present )?in|those in|already in|"
    r"back from|came from|return(?:ed)? from|pick(?:ed)? (?:you )?up (?:from|in)|informed in|"
    r"පළමුව|முதல்ல|முதலில்|mulinma|route|ගමන)\W{0,4}(?:[\p{L}\p{M}]+,? (?:or |and )?){0,3}$"
)
_AFTER = regex.compile(
    r"^[\p{L}\p{M}]{0,6}[\s,]{0,3}(?:by air|one night|inna|inn?e|idan|hitapu|giya|"
    r"vazhiya(?:ga|aga)?|moolam|la iruk|il iruk|stuck|වල දැනට|ඉඳන්|ඉන්න|ඉන්නෙ|හි සිටින|සිටින|හරහා|"
    r"ගුවන් ?තොටුපළ|වලට, එතනින්|"
    r"පාරෙන්|வழியாக|வழியா|ல இருந்து|இருந்து|இலிருந்து|உள்ளவர்கள|இருக்கிற|airport)"
)
_ELSEWHERE = regex.compile(
    r"(?:clients?|customers?|members|guests?|suppliers?|users|readers|buyers|licen[cs]ed(?: in)?|"
    r"owner|owned|based|company|clinics|hours|ගනුදෙනුකරුවෝ|ගෙස්ට්ලා|බලපත්‍?රලාභී|வாடிக்கையாளர)"
    r"\W{0,3}(?:[\p{L}\p{M}]+ ){0,4}$"
)


def destinations(reading: Reading) -> Iterator[FoundPlace]:
    """Places abroad that the work is said to be in, in order of appearance."""
    abroad = [found for found in reading.places if found.place.country != HOME]
    several = len({found.place.country for found in abroad}) > 1
    for found in abroad:
        before = reading.masked[max(0, found.start - _NEAR_CHARACTERS) : found.start]
        after = reading.masked[found.end : found.end + _NEAR_CHARACTERS]
        on_the_way = several and (_BEFORE.search(before) or _AFTER.search(after))
        if on_the_way or _ELSEWHERE.search(before) or warned_at(found.start, reading):
            continue
        yield found
