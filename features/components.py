"""The spaCy components of Lurewatch, in the order they run: the one list of them.

Each takes and returns a `Doc` whose `user_data["reading"]` is the advert under examination
(`features.reading.Reading`); the doc's own text is the normalised title and text.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from features.contacts import find_contacts
from features.dates import find_dates
from features.destinations import find_destinations
from features.finding import find_evidence
from features.language import identify_words
from features.pay import find_pay
from features.places import find_places
from features.reading import Reading
from features.text import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

READING = "reading"
EVIDENCE = "evidence"


def _reading(doc: "Doc") -> Reading:
    reading: Reading = doc.user_data[READING]
    return reading


def read_places(doc: "Doc") -> "Doc":
    """Places that the text names."""
    _reading(doc).places.extend(find_places(_reading(doc).text))
    return doc


def read_pay(doc: "Doc") -> "Doc":
    """Rates of pay."""
    _reading(doc).pay.extend(find_pay(_reading(doc).text))
    return doc


def read_contacts(doc: "Doc") -> "Doc":
    """Phones, addresses, links, handles, licences."""
    _reading(doc).contacts.extend(find_contacts(_reading(doc).text))
    return doc


def read_dates(doc: "Doc") -> "Doc":
    """Days of interviews, closing and departure."""
    _reading(doc).dates.extend(find_dates(_reading(doc)))
    return doc


def read_destinations(doc: "Doc") -> "Doc":
    """Where abroad the work is; needs places and contacts."""
    _reading(doc).destinations.extend(find_destinations(_reading(doc)))
    return doc


def read_indicators(doc: "Doc") -> "Doc":
    """Evidence of every indicator, also as `doc.spans["indicators"]` where there are words."""
    reading = _reading(doc)
    doc.user_data[EVIDENCE] = tuple(find_evidence(reading))
    spans = []
    for evidence, start, end in reading.shown:
        span = doc.char_span(start, end, label=evidence.indicator, alignment_mode="expand")
        if span is not None:
            spans.append(span)
    doc.spans["indicators"] = spans
    return doc


def read_language(reading: Reading) -> None:
    """Language of the whole advert; runs first, as it chooses the pipeline."""
    reading.language = identify_words(words(reading.text))


COMPONENTS: tuple[tuple[str, Callable[["Doc"], "Doc"]], ...] = (
    ("lurewatch_places", read_places),
    ("lurewatch_pay", read_pay),
    ("lurewatch_contacts", read_contacts),
    ("lurewatch_dates", read_dates),
    ("lurewatch_destinations", read_destinations),
    ("lurewatch_indicators", read_indicators),
)
"""(name, component) in running order."""
