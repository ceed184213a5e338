"""The glossary: every indicator in three languages, with what the catalogue says of it."""

from collections.abc import Iterator
from itertools import groupby

from docs.markdown import NOTE, table
from features.explanations import LANGUAGES, explain
from features.indicators import INDICATORS, Indicator

PREFACE = """
What each sign means, why it is one and what to ask, in plain words for a job seeker, as of
2026-11-24. The table of all signs is in [indicators.md](indicators.md); when a person marks one,
in [the labelling guide](../training_data/GUIDE.md).

**The Sinhala and Tamil have not been reviewed by native annotators yet.**

A sign says what is written, not who wrote it. Many honest adverts show one or two, and an advert
that shows none may still be a bad offer. The Bureau is the Sri Lanka Bureau of Foreign Employment,
information line 1989; the child line is 1929.

Strength is the catalogue's own proposal. Delphi: dimension and weight for adults of the ILO/EC
operational indicators (2009), as reported by a secondary synthesis; to be checked against the ILO
list before they are quoted.
""".strip()

_LANGUAGES = {"en": "English", "si": "සිංහල", "ta": "தமிழ்"}
_SENTENCES = {"meaning": "what it says", "why": "why it matters", "ask": "what to do"}


def glossary_page() -> str:
    """The signs by group; groups and signs in the order of the catalogue."""
    # Groups recur in the catalogue (pay, destination): sorting is stable within each.
    order = list(dict.fromkeys(each.group for each in INDICATORS.values()))
    signs = sorted(INDICATORS.values(), key=lambda each: order.index(each.group))
    lines = ["# Glossary of the indicators", "", NOTE, "", PREFACE, ""]
    for group, members in groupby(signs, key=lambda each: each.group):
        lines += [f"## {_words(group).capitalize()}", ""]
        for each in members:
            lines += _entry(each)
    return "\n".join(lines)


def _entry(each: Indicator) -> Iterator[str]:
    said = [explain(each.code, language) for language in LANGUAGES]
    delphi = f"{_words(each.dimension)}, {each.delphi}" if each.dimension else "none"
    yield from (f"### `{each.code}`", "", f"{each.name}.", "")
    yield f"{_words(each.category).capitalize()}; {each.strength}. Delphi: {delphi}."
    yield ""
    yield from table(
        ("", *(_LANGUAGES[language] for language in LANGUAGES)),
        ((title, *(getattr(one, name) for one in said)) for name, title in _SENTENCES.items()),
    )
    yield ""


def _words(name: str) -> str:
    return name.replace("_", " ")
