"""Everything that is read from an advert, in one go: the pipeline of `features.components`.

spaCy's blank pipelines tokenise; no trained model is needed. They are built once per
language and kept, and spaCy itself is loaded on first use (it takes over a second).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from features import FEATURES_VERSION
from features.components import COMPONENTS, EVIDENCE, READING, read_language
from features.contacts import Contact
from features.known import NOTHING, Known
from features.reading import Reading
from features.stated import stated
from features.tokenizing import WordTokenizer
from features.without_torch import without_torch
from lurewatch.entities import Entities, Pay
from lurewatch.labels import Language
from lurewatch.records import AdvertText, Features

if TYPE_CHECKING:
    import spacy.language
    from spacy.tokens import Doc

BATCH_ADVERTS = 64
"""Adverts read at a time: spaCy's own batch sizes are near it, and memory stays flat."""

TEXT_CHARACTERS_MAX = 10_000_000
"""spaCy's limit guards its parser, which is not used; ours only has to exceed any page."""

_TOKENIZERS = {Language.SINHALA: "si", Language.TAMIL: "ta", Language.ENGLISH: "en"}


def extract(advert: AdvertText, known: Known = NOTHING) -> Features:
    """All features of one advert, with what is known about it beside its words."""
    return next(extract_many([advert], {advert.advert_id: known}))


def extract_many(
    adverts: Iterable[AdvertText], known: Mapping[str, Known] = MappingProxyType({})
) -> Iterator[Features]:
    """Features of each advert, in order, streaming in batches; `known` by advert id."""
    for doc in read_docs(adverts, known):
        yield _features(doc)


def read_docs(
    adverts: Iterable[AdvertText], known: Mapping[str, Known] = MappingProxyType({})
) -> Iterator["Doc"]:
    """The adverts as spaCy docs, in order, with `doc.spans["indicators"]` set."""
    remaining = iter(adverts)
    while batch := [
        Reading(advert, known.get(advert.advert_id, NOTHING))
        for advert in islice(remaining, BATCH_ADVERTS)
    ]:
        by_language: dict[str, list[int]] = {}
        for at, reading in enumerate(batch):
            read_language(reading)
            by_language.setdefault(_TOKENIZERS.get(reading.language, "xx"), []).append(at)
        docs: dict[int, Doc] = {}
        for code, places in by_language.items():
            nlp = pipeline(code)
            ready = (_doc(nlp, batch[at]) for at in places)
            docs.update(zip(places, nlp.pipe(ready), strict=True))
        yield from (docs[at] for at in range(len(batch)))


@lru_cache(maxsize=8)
def pipeline(code: str) -> "spacy.language.Language":
    """The blank pipeline of a spaCy language code (`en`, `si`, `ta`, `xx`) with our components."""
    with without_torch():
        import spacy
        from spacy.language import Language as SpacyLanguage

    nlp = spacy.blank(code)
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    nlp.max_length = TEXT_CHARACTERS_MAX
    for name, component in COMPONENTS:
        if not SpacyLanguage.has_factory(name):
            SpacyLanguage.component(name, func=component)
        nlp.add_pipe(name)
    return nlp


def _doc(nlp: "spacy.language.Language", reading: Reading) -> "Doc":
    doc = nlp.make_doc(reading.text)
    doc.user_data[READING] = reading
    return doc


def _features(doc: "Doc") -> Features:
    reading: Reading = doc.user_data[READING]
    return Features(
        features_version=FEATURES_VERSION,
        language=reading.language,
        normalized_title=reading.title.normalized.text,
        normalized_text=reading.body.normalized.text,
        evidence=doc.user_data[EVIDENCE],
        entities=_entities(reading),
    )


def _entities(reading: Reading) -> Entities:
    contacts = reading.contacts
    abroad = [found.place.country for found in reading.destinations]
    return Entities(
        pay=tuple(_published_pay(reading)),
        phones=_values(contacts, "phone"),
        emails=_values(contacts, "email"),
        urls=_values(contacts, "url"),
        handles=_values(contacts, "handle"),
        destinations=tuple(dict.fromkeys(abroad)),
        places=tuple(
            dict.fromkeys(
                found.place.name for found in reading.places if not found.place.is_country
            )
        ),
        licences=_values(contacts, "licence"),
        **stated(reading),
    )


def _values(contacts: Iterable[Contact], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(contact.value for contact in contacts if contact.kind == kind))


def _published_pay(reading: Reading) -> Iterator[Pay]:
    for pay in reading.pay:
        if (place := reading.first_published(pay.start, pay.end)) is not None:
            name, start, end = place
            yield replace(pay, field=name, start=start, end=end)
