"""Whether an advert names who offers the work: a company, agency, shop, institution or household.

No named-entity model exists for these languages and this size, so what marks a name is looked
for: a word of the trade that follows a name ("Sunbeam Garments"), a legal form, an own address in
e-mail or web. Sinhala and Tamil names are word patterns (`cue.employer_named`).
"""

import regex

from features.reading import Reading

_TRADES = (
    "agency|agencies|associates|bakers|bakery|bank|boutique|brothers|builders|cafe|catering|centre|"
    "center|chambers|cleaners|clinic|co|college|company|constructions?|consultan(?:cy|ts)|"
    "contractors|corporation|council|courier|creations|dairy|dental|designs?|developers|"
    "distributors|electricals?|electronics|employment|engineering|enterprises?|estates?|exporters|exports|"
    "factory|farms?|fashions?|finance|fisheries|foods?|foundation|furniture|garage|garments?|gems|grand|"
    "group|hardware|health|holdings|homes?|hospitals?|hotels?|house|imports|industries|inn|institute|"
    "insurance|international|jewell?ers|knitwear|labs?|laboratories|lanka|leisure|lodge|logistics|"
    "manpower|manufacturing|marine|maritime|mart|mills?|ministry|motors|nursery|overseas|paints|pharmac(?:y|ies)|pharma|"
    "plantations?|plastics|polymers|power|press|printers|products|properties|publications|realty|"
    "recruiters|recruitment|resorts?|restaurant|retail|rubber|salons?|schools?|sea ?foods?|securit(?:y|ies)|"
    "services?|shipping|software|solutions|spices|spinning|stores?|studios?|super ?markets?|supplies|systems|"
    "tailors|talent|tea|technolog(?:y|ies)|textiles?|tours|traders?|trading|trails|transport|travels?|"
    "trust|university|ventures|villas?|weavers|works|workshop|zone"
)
_NOT_NAMES = (
    "a|an|the|our|your|their|my|leading|reputed|reputable|famous|big|large|small|private|foreign|new|"
    "local|international|luxury|busy|well|known|top|good|best|for|in|at|of|and|to|from|by|with|per|no|"
    "job|jobs|work|urgent|wanted|needed|vacanc(?:y|ies)|hiring|position|looking|any|all|this|that|every|"
    "company|agency|office|head|main|government|sri|overseas|general|senior|junior|assistant|sales|"
    "star|hotel|restaurant|factory|full|part|time|data|customer|online|it|hr|call|housekeeping|kitchen|"
    "tea|garment|construction|security|cleaning|medical|nursing|food|free|only|direct|one|two|three"
)
_LEGAL_FORM = r"\(?\s?(?:pvt|private|pte)\s?\.?\s?\)?\s?\.?\s?ltd|limited|plc|llc|l\.l\.c|inc\.|gmbh|fzco?|fze"
_NAMED = regex.compile(
    rf"(?P<name>(?!(?i:{_NOT_NAMES})\b)\p{{Lu}}[\p{{L}}’'.-]*(?:\s?&\s?|\s)(?:[\p{{Lu}}\d&][\p{{L}}\d’'&.-]*\s){{0,3}}?)"
    rf"(?i:{_TRADES})(?![\p{{L}}\p{{M}}])|(?i:(?<=[\p{{L}}\p{{M}}\d).] ?)(?:{_LEGAL_FORM})(?![\p{{L}}]))"
)
_OWN_DOMAIN = regex.compile(
    r"(?:@|https?://|www\.)(?:www\.)?(?!(?:[\w-]+\.)?(?:gmail|yahoo|ymail|hotmail|outlook|live|icloud|proton|"
    r"protonmail|gmx|aol|mail)\.|(?:[\w-]+\.)?(?:wa\.me|t\.me|telegram|bit\.ly|tinyurl|facebook|fb|tiktok|instagram|"
    r"youtube|linktr|google|forms|shorturl|cutt|imo|viber|whatsapp|chat\.whatsapp)\b)[\p{L}\d-]{2,63}\.[a-z]{2,}",
    regex.IGNORECASE,
)
_LABEL = regex.compile(
    r"(?i:(?:company|employer|agency|organi[sz]ation|firm|hotel|institution)\s?(?:name)?\s?[:=-]\s*)"
    r"(?P<name>(?!(?i:confidential|private|leading|reputed|foreign|not|will|undisclosed|name|our|a|an|the)\b)[\p{Lu}\p{Lo}\d][^\n,.;|]{2,60})"
)


def find_employer(reading: Reading) -> tuple[int, int] | None:
    """(start, end) in `Reading.text` of the first name of an employer; None where none is seen."""
    for pattern in (_LABEL, _NAMED, _OWN_DOMAIN):
        found = pattern.search(reading.text)
        if found is not None:
            return found.span()
    return None
