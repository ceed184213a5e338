"""One advert as the finders read it: title and text as one normalised text with a way back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import regex

from features.contacts import Contact
from features.known import NOTHING, Known
from features.matchers import PATTERN_LANGUAGES, ROMANISED
from features.places import FoundPlace
from features.text import NormalizedText, lower, normalize
from features.wording import Sounding, soundings
from lurewatch.entities import Pay
from lurewatch.labels import Language
from lurewatch.records import AdvertText, Evidence

if TYPE_CHECKING:
    from features.dates import FoundDate

FieldName = Literal["title", "text"]

_JOINT = "\n"
"""Between title and text: no pattern reaches across a line."""

_INNER_STOP = regex.compile(
    r"\.(?=[^\s.])|(?<=(?<![\p{L}\p{M}])(?:rs|රු|ரூ|no|nos|mr|mrs|dr|st|approx|ltd|pvt))\."
)
_NOT_ROMANISED = frozenset({Language.ENGLISH, Language.SINHALA, Language.TAMIL})
"""Latin words of such adverts are English; romanised patterns would cost time and only err."""
_CERTAIN_BLANKS = 12
"""In a text with fewer blanks the language of Latin words is too uncertain to leave any out."""
_SCRIPTS = {"si": regex.compile(r"\p{Sinhala}"), "ta": regex.compile(r"\p{Tamil}")}
_LATIN = regex.compile(r"[a-z]")
_SENTENCE = regex.compile(r"[^.!?\n]+[.!?\n]*")


@dataclass(slots=True)
class _Published:
    name: FieldName
    original: str
    normalized: NormalizedText
    offset: int


@dataclass
class Reading:
    """An advert under examination; the finders add what they find."""

    advert: AdvertText
    known: Known = NOTHING
    language: Language = Language.UNDETERMINED
    places: list[FoundPlace] = field(default_factory=list)
    pay: list[Pay] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    destinations: list[FoundPlace] = field(default_factory=list)
    """Those of `places` abroad that the work is in."""
    dates: "list[FoundDate]" = field(default_factory=list)
    shown: list[tuple[Evidence, int, int]] = field(default_factory=list)
    """Evidence with words, and where these stand in `text`."""
    warnings: dict[tuple[int, int], bool] = field(default_factory=dict)
    """Sentences that `features.context` has looked at, and whether they warn."""
    notice: bool | None = None
    """Whether the whole is a warning or a report; `None` until it was asked."""

    def __post_init__(self) -> None:
        title, text = normalize(self.advert.title), normalize(self.advert.text)
        self.title = _Published("title", self.advert.title, title, 0)
        self.body = _Published("text", self.advert.text, text, len(title.text) + len(_JOINT))
        self.text = title.text + _JOINT + text.text
        """Title, line break, text, all normalised."""

    @cached_property
    def masked(self) -> str:
        """`text` in lower case, where `.` is left only at the ends of sentences.

        Stops inside numbers, addresses and abbreviations become `·`, so that patterns can
        tell a sentence's end by its mark. Same length as `text`.
        """
        return str(_INNER_STOP.sub("·", lower(self.text)))

    @cached_property
    def heard(self) -> tuple[list[Sounding], bool]:
        """What the wording is like: indicators by passage, and whether it is a notice."""
        return soundings(self.masked)

    @property
    def soundings(self) -> list[Sounding]:
        """Indicators that passages sound like."""
        return self.heard[0]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Pattern folders whose script occurs; romanised ones only where the language may be."""
        certain = self.language in _NOT_ROMANISED and self.masked.count(" ") >= _CERTAIN_BLANKS
        return tuple(
            language
            for language in PATTERN_LANGUAGES
            if not (language == ROMANISED and certain)
            and _SCRIPTS.get(language, _LATIN).search(self.masked) is not None
        )

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """(start, end) of each sentence of `masked`, in order."""
        return [match.span() for match in _SENTENCE.finditer(self.masked)]

    def first_published(self, start: int, end: int) -> tuple[FieldName, int, int] | None:
        """Field, original start and end of the first part; `None` where nothing is left."""
        return next(
            ((name, first, stop) for name, first, stop, _ in self.published(start, end)), None
        )

    def published(self, start: int, end: int) -> Iterator[tuple[FieldName, int, int, str]]:
        """Field, original start and end, and the words of `text[start:end]`.

        A span over the joint between title and text gives one part for each.
        """
        for part in (self.title, self.body):
            last = part.offset + len(part.normalized.text)
            low, high = max(start, part.offset), min(end, last)
            if low < high:
                first, stop = part.normalized.original_span(low - part.offset, high - part.offset)
                yield part.name, first, stop, part.original[first:stop]
