"""Measures what `features` finds against what people labelled: indicators, their words, entities.

Indicators: micro-averaged precision, recall and F1 of `present` over (advert, indicator) pairs.
Words: Jaccard index of the characters of found and labelled spans, for pairs that agree. Entities:
one-to-one by overlap of spans, pay with all four parts equal; destinations as sets of countries.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from features.codes import NEEDS_OUTSIDE
from features.components import EVIDENCE, READING
from features.extract import read_docs
from features.reading import Reading
from lurewatch.labels import IndicatorState, Language
from lurewatch.records import Evidence
from models.dataset import Example, PaySpan, Span

Place = tuple[str, int, int]
"""(field, start, end)."""
_PERIODS = {"task": "piece"}
"""Names of the labels for what `features.pay` calls otherwise."""


@dataclass
class Counts:
    """Hits, false alarms and misses."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0

    def add(self, found: bool, labelled: bool) -> None:
        """One decision."""
        self.hits += found and labelled
        self.false_alarms += found and not labelled
        self.misses += labelled and not found

    @property
    def precision(self) -> float:
        """Share of the found ones that are labelled; 0 where nothing was found."""
        return self.hits / max(self.hits + self.false_alarms, 1)

    @property
    def recall(self) -> float:
        """Share of the labelled ones that were found."""
        return self.hits / max(self.hits + self.misses, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / max(2 * self.hits + self.false_alarms + self.misses, 1)

    def to_dict(self) -> dict[str, float]:
        """For JSON."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "labelled": self.hits + self.misses,
        }


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An indicator that was found and not labelled, or labelled and not found."""

    example: Example
    indicator: str
    missed: bool
    words: tuple[str, ...]


@dataclass
class LedgerReport:
    """Counts over a set of adverts."""

    adverts: int = 0
    indicators: dict[str, Counts] = field(default_factory=dict)
    by_language: dict[Language, Counts] = field(default_factory=dict)
    entities: dict[str, Counts] = field(default_factory=dict)
    overlaps: list[float] = field(default_factory=list)
    languages_right: Counter[Language] = field(default_factory=Counter)
    languages: Counter[Language] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def micro(self) -> Counts:
        """All indicators together."""
        total = Counts()
        for each in self.indicators.values():
            total.hits += each.hits
            total.false_alarms += each.false_alarms
            total.misses += each.misses
        return total

    @property
    def overlap(self) -> float:
        """Mean Jaccard index of words, over pairs that agree and have words on both sides."""
        return sum(self.overlaps) / max(len(self.overlaps), 1)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        tables: dict[str, dict[str, Counts]] = {
            "indicators": self.indicators,
            "languages": {str(name): counts for name, counts in self.by_language.items()},
            "entities": self.entities,
        }
        return {
            "adverts": self.adverts,
            "micro": self.micro.to_dict(),
            "overlap": self.overlap,
            "languages_right": {
                name: self.languages_right[name] / count for name, count in self.languages.items()
            },
            **{
                kind: {name: counts.to_dict() for name, counts in sorted(table.items())}
                for kind, table in tables.items()
            },
        }

    def commonest(self, count: int = 10) -> list[str]:
        """Codes labelled most often."""
        labelled = {code: c.hits + c.misses for code, c in self.indicators.items()}
        return sorted(labelled, key=lambda code: -labelled[code])[:count]


def evaluate_ledger(examples: Sequence[Example]) -> LedgerReport:
    """Reads every advert and compares."""
    report = LedgerReport()
    for example, doc in zip(examples, read_docs(e.advert for e in examples), strict=True):
        reading: Reading = doc.user_data[READING]
        report.adverts += 1
        report.languages[example.language] += 1
        report.languages_right[example.language] += reading.language == example.language
        _count_indicators(report, example, doc.user_data[EVIDENCE])
        for kind, found, labelled in _entities(reading, example):
            counts = report.entities.setdefault(kind, Counts())
            hits = _pair(found, labelled)
            counts.hits += hits
            counts.false_alarms += len(found) - hits
            counts.misses += len(labelled) - hits
    return report


def _count_indicators(report: LedgerReport, example: Example, evidence: Iterable[Evidence]) -> None:
    found: dict[str, list[Evidence]] = {}
    for each in evidence:
        if each.state == IndicatorState.PRESENT and each.indicator not in NEEDS_OUTSIDE:
            found.setdefault(each.indicator, []).append(each)
    labelled = {
        label.indicator: label.spans
        for label in example.indicators
        if label.state == IndicatorState.PRESENT
    }
    by_language = report.by_language.setdefault(example.language, Counts())
    for code in found.keys() | labelled.keys():
        report.indicators.setdefault(code, Counts()).add(code in found, code in labelled)
        by_language.add(code in found, code in labelled)
        if code in found and code in labelled:
            ours = _characters((e.field or "text", e.start, e.end) for e in found[code])
            theirs = _characters((s.field, s.start, s.end) for s in labelled[code])
            if ours and theirs:
                report.overlaps.append(len(ours & theirs) / len(ours | theirs))
        else:
            missed = code in labelled
            words = (
                tuple(span.text for span in labelled[code])
                if missed
                else tuple(e.text or "" for e in found[code])
            )
            report.disagreements.append(Disagreement(example, code, missed, words))


def _characters(spans: Iterable[tuple[str, int | None, int | None]]) -> set[tuple[str, int]]:
    return {
        (name, at)
        for name, start, end in spans
        if start is not None and end is not None
        for at in range(start, end)
    }


def _entities(
    reading: Reading, example: Example
) -> Iterator[tuple[str, list[object], list[object]]]:
    """(kind, found, labelled) with comparable values: places, or places with their parts."""
    labels = example.entities
    for kind, spans in (
        ("phone", labels.phones),
        ("handle", labels.handles),
        ("licence", labels.licences),
    ):
        contacts = [c for c in reading.contacts if c.kind == kind]
        found = [(c.start, c.end) for c in contacts]
        yield kind, list(_published(reading, found)), [_place(span) for span in spans]
    abroad = {found.place.country for found in reading.destinations}
    named = {each.country for each in labels.destinations if each.country}
    yield "destination", list(abroad), list(named)
    yield (
        "pay",
        [
            (*place, pay.min, pay.max, pay.currency, pay.period)
            for pay in reading.pay
            for place in _published(reading, [(pay.start, pay.end)])
        ],
        [_pay(span) for span in labels.pay],
    )


def _published(reading: Reading, spans: Iterable[tuple[int, int]]) -> Iterator[Place]:
    for start, end in spans:
        if (place := reading.first_published(start, end)) is not None:
            yield place


def _place(span: Span) -> Place:
    return span.field, span.start, span.end


def _pay(span: PaySpan) -> tuple[object, ...]:
    period = _PERIODS.get(span.period, span.period)
    return (*_place(span), span.min, span.max, span.currency, period)


def _pair(found: Sequence[object], labelled: Sequence[object]) -> int:
    """How many can be paired one to one: overlapping in place and equal in all else."""
    free = list(labelled)
    hits = 0
    for one in found:
        partner = next((other for other in free if _same(one, other)), None)
        if partner is not None:
            free.remove(partner)
            hits += 1
    return hits


def _same(one: object, other: object) -> bool:
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return one == other
    overlap = one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
    return overlap and one[3:] == other[3:]


def table(report: LedgerReport) -> str:
    """For people: one line per indicator, language and entity."""
    lines = [
        f"{report.adverts} adverts; words overlap {report.overlap:.3f}",
        f"{'':26}{'prec':>7}{'rec':>7}{'f1':>7}{'n':>6}",
        _line("all indicators", report.micro),
        *(_line(f"  {name}", report.by_language[name]) for name in sorted(report.by_language)),
    ]
    order = report.commonest(len(report.indicators))
    lines += [_line(code, report.indicators[code]) for code in order]
    lines += [_line(f"entity {kind}", counts) for kind, counts in report.entities.items()]
    for language in sorted(report.languages):
        right = report.languages_right[language] / report.languages[language]
        lines.append(f"language {language}: {right:.3f} of {report.languages[language]} right")
    return "\n".join(lines)


def _line(name: str, counts: Counts) -> str:
    labelled = counts.hits + counts.misses
    figures = f"{counts.precision:7.3f}{counts.recall:7.3f}{counts.f1:7.3f}{labelled:6d}"
    return f"{name:26}{figures}"
