"""Learns which wording is like which indicator.

From passages of the training split (what an annotator marked is one that shows the indicator), from
passages written for each indicator in each writing with look-alikes beside them
(`training_data/phrases`), from the look-alikes of the patterns, and from notices. What must stay
silent is also learned from half of the real, harmless adverts of EMSCAD that no test measures on.
Thresholds are chosen on the development split and the other half of those.

`python -m models.wording_training ../shared/data/emscad_train.csv.gz` made the shipped table.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from features.codes import CODES
from features.indicators import INDICATORS
from features.matchers import CUE, PATTERN_LANGUAGES, language_pack
from features.reading import Reading
from features.wording import (
    FILE,
    NOTICE,
    Wording,
    character_terms,
    notice_chance,
    passages,
    probabilities,
    word_terms,
)
from lurewatch.labels import IndicatorState
from lurewatch.records import AdvertText
from lurewatch.settings import read_settings
from models.dataset import Example, read_examples
from models.phrases import FOLDER, NOTICES, Notice, Phrase, read_notices, read_phrases
from models.public_sets import emscad

MOST_WORDS, MOST_CHARACTERS = 30_000, 60_000
"""Terms kept, by how often they occur: more added nothing on the development split."""
LEAST_PASSAGES = 2
INVERSE_REGULARISATION = 10.0
PRESENT_WEIGHT = 3.0
"""Of a passage that shows an indicator: nearly all passages show none."""
MARKED_SHARE = 0.3
"""Of a mark, or of the passage, that must overlap for the passage to show it."""
LEAST_PHRASES = 30
"""Passages that show an indicator, under which it is not learned."""
BY_NUMBER = frozenset({"MINOR_AGE_STATED", "AGE_DOMESTIC_UNDER21", "COND_EXCESS_HOURS"})
"""Decided by a number that wording does not tell."""
PRECISION_WANTED = 0.75
"""Of what is found on the development adverts, per indicator: a little under the patterns' own."""
LEAST_FOUND = 4
"""Finds on the development adverts under which an indicator has the common threshold."""
HARMLESS_WRONG = 0.007
"""Share of real, harmless adverts that may sound like an indicator, each: one in 150."""
REAL_SEED, REAL_MEASURED = 1, 300
"""Those that `tests/models/test_real_adverts.py` draws to measure on."""
NOTICE_WEIGHT = 10.0
"""Of a passage of a notice."""
NOTICES_WRONG = 0.01
"""Share of the offers, and of the lures, of the development split that may sound like a notice."""


@dataclass(slots=True)
class Passages:
    """Texts, and for each text and code 1 where it shows it, 0 where not, -1 where not known."""

    codes: tuple[str, ...]
    texts: list[str] = field(default_factory=list)
    states: list[NDArray[np.int8]] = field(default_factory=list)

    def add(self, text: str, shown: Sequence[str], unknown: Sequence[str] = ()) -> None:
        """One passage."""
        row = np.zeros(len(self.codes), dtype=np.int8)
        for names, value in ((unknown, -1), (shown, 1)):
            for name in names:
                if name in self.codes:
                    row[self.codes.index(name)] = value
        self.texts.append(text)
        self.states.append(row)


def learn(
    examples: Sequence[Example],
    phrases: Sequence[Phrase],
    notices: Sequence[Notice],
    harmless: Sequence[AdvertText] = (),
) -> Wording:
    """The table, with one threshold for all; `choose_thresholds` refines it."""
    shown = [phrase.indicator for phrase in phrases if phrase.shows]
    learned_codes = (c for c in CODES if shown.count(c) >= LEAST_PHRASES and c not in BY_NUMBER)
    codes = (*learned_codes, NOTICE)
    found = Passages(codes)
    for example in examples:
        _add_example(found, example)
    for phrase in phrases:
        _add_phrase(found, phrase)
    for advert in harmless:
        masked = Reading(advert).masked
        for start, end in passages(masked):
            found.add(masked[start:end], [], [NOTICE])
    for notice in notices:
        masked = Reading(notice.advert).masked
        for start, end in passages(masked):
            found.add(masked[start:end], [NOTICE], codes[:-1])
    vectorizers = [
        TfidfVectorizer(
            analyzer=analyse, max_features=most, min_df=LEAST_PASSAGES, sublinear_tf=True
        )
        for analyse, most in ((word_terms, MOST_WORDS), (character_terms, MOST_CHARACTERS))
    ]
    rows = hstack([v.fit_transform(found.texts) for v in vectorizers], format="csr")
    weights = [PRESENT_WEIGHT] * (len(codes) - 1) + [NOTICE_WEIGHT]
    learned = [
        _fit(rows, column, weight)
        for column, weight in zip(np.array(found.states).T, weights, strict=True)
    ]
    terms = [v.get_feature_names_out() for v in vectorizers]
    return Wording(
        codes=codes,
        words={str(term): row for row, term in enumerate(terms[0])},
        characters={str(t): row for row, t in enumerate(terms[1], start=len(terms[0]))},
        idf=np.concatenate([v.idf_ for v in vectorizers]).astype(np.float32),
        weights=np.vstack([one.coef_[0] for one in learned]).T.astype(np.float32),
        offsets=np.array([one.intercept_[0] for one in learned], dtype=np.float32),
        thresholds=np.full(len(codes), 0.5, dtype=np.float32),
    )


def is_notice(example: Example) -> bool:
    """Whether an advert of the corpus is a warning, a report or advice.

    By the labelling guide, section 7: nobody is sought there, so `EMP_UNNAMED` is unknown.
    """
    return (
        example.hard_negative
        and example.state_of("EMP_UNNAMED") is IndicatorState.UNKNOWN
        and not any(one.state is IndicatorState.PRESENT for one in example.indicators)
    )


def _fit(rows: csr_matrix, states: NDArray[np.int8], weight: float) -> LogisticRegression:
    known = states >= 0
    return LogisticRegression(
        C=INVERSE_REGULARISATION,
        class_weight={0: 1.0, 1: weight},
        solver="liblinear",
        random_state=0,
    ).fit(rows[known], states[known])


def _masked(text: str) -> str:
    return Reading(AdvertText(advert_id="", title="", text=text)).masked


def _add_example(found: Passages, example: Example) -> None:
    reading = Reading(example.advert)
    marks = [
        (label.indicator, mark)
        for label in example.indicators
        if label.state is IndicatorState.PRESENT
        for mark in label.spans
    ]
    for start, end in passages(reading.masked):
        shown = [
            code
            for code, mark in marks
            for name, low, high, _ in reading.published(start, end)
            if name == mark.field
            and min(mark.end, high) - max(mark.start, low)
            > MARKED_SHARE * min(mark.end - mark.start, high - low)
        ]
        if is_notice(example):
            shown.append(NOTICE)
        found.add(reading.masked[start:end], shown)


def _add_phrase(found: Passages, phrase: Phrase) -> None:
    """Other indicators of its group are not known: they are often shown too, and not marked."""
    group = INDICATORS[phrase.indicator].group
    alike = [code for code in CODES if INDICATORS[code].group == group]
    if not phrase.shows:
        alike.remove(phrase.indicator)
    masked = _masked(phrase.text)
    if phrase.shows:
        found.add(masked, [*phrase.also, phrase.indicator], alike)
        return
    for start, end in passages(masked):
        found.add(masked[start:end], phrase.also, alike)


def look_alikes() -> list[Phrase]:
    """The adverts that the patterns must not raise, as passages that do not show the indicator."""
    return [
        Phrase(pattern.code, False, text)
        for language in PATTERN_LANGUAGES
        for pattern in language_pack(language).patterns
        if pattern.says == "present" and not pattern.code.startswith(CUE)
        for text in pattern.no_match
    ]


def choose_thresholds(
    table: Wording, examples: Sequence[Example], harmless: Sequence[AdvertText]
) -> NDArray[np.float32]:
    """Per code, the lowest probability with `PRECISION_WANTED` on adverts that it has not seen.

    And so high that `HARMLESS_WRONG` of real, harmless adverts at most sound like it.
    """
    heard, notices = _heard(table, [example.advert for example in examples])
    ordinary, _ = _heard(table, harmless)
    truth = np.array(
        [[e.state_of(code) == IndicatorState.PRESENT for code in table.codes] for e in examples]
    )
    grid = np.arange(0.2, 0.95, 0.02)
    common = _lowest(heard[:, :-1], truth[:, :-1], grid)
    chosen = []
    for k in range(len(table.codes) - 1):
        found = int((heard[:, k] >= common).sum())
        own = _lowest(heard[:, k], truth[:, k], grid) if found >= LEAST_FOUND else common
        calm = float(np.quantile(ordinary[:, k], 1 - HARMLESS_WRONG)) if len(harmless) else 0.0
        chosen.append(max(own, common, min(calm, grid[-1])))
    # A lure that is taken for a warning is worse than a warning that is taken for a lure: the
    # share holds for lures alone too.
    offers = notices[[not is_notice(example) for example in examples]]
    lures = notices[[example.is_risky for example in examples]]
    notice = max(np.quantile(of, 1 - NOTICES_WRONG) for of in (offers, lures))
    return np.array([*chosen, notice], dtype=np.float32)


def _heard(
    table: Wording, adverts: Sequence[AdvertText]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Per advert the highest probability of each code, and that it is a notice."""
    heard = np.zeros((len(adverts), len(table.codes)))
    notices = np.zeros(len(adverts))
    for number, advert in enumerate(adverts):
        masked = Reading(advert).masked
        spans = passages(masked)
        if spans:
            rows = probabilities([masked[a:b] for a, b in spans], table)
            heard[number] = rows.max(axis=0)
            notices[number] = notice_chance(rows, spans, table)
    return heard, notices


def _lowest(
    heard: NDArray[np.float64], truth: NDArray[np.bool_], grid: NDArray[np.float64]
) -> float:
    for at in grid:
        found = heard >= at
        if found.any() and truth[found].mean() >= PRECISION_WANTED:
            return float(at)
    return float(grid[-1])


def save(table: Wording, path: Path) -> None:
    """Weights as eight-bit numbers with one scale per code: a tenth of the size, same verdicts."""
    scale = np.abs(table.weights).max(axis=0) / 127
    np.savez_compressed(
        path,
        codes=np.array("\n".join(table.codes)),
        words=np.array("\n".join(table.words)),
        characters=np.array("\n".join(table.characters)),
        idf=table.idf.astype(np.float16),
        weights=np.round(table.weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        offsets=table.offsets,
        thresholds=table.thresholds,
    )


def real_harmless(path: Path) -> list[AdvertText]:
    """The harmless adverts of EMSCAD that no test measures on; none where the file is not here.

    Ordinary adverts of other kinds than our corpus has. Their words are not kept, only what they
    teach not to fear (CC0; see `models.public_sets`).
    """
    if not path.is_file():
        return []
    harmless = [row for row in emscad(path) if row.label == "harmless"]
    chance = random.Random(REAL_SEED)  # noqa: S311 - draws a sample, guards nothing
    measured = {row.id for row in chance.sample(harmless, REAL_MEASURED)}
    return [
        AdvertText(advert_id=row.id, title=row.title, text=row.text)
        for row in harmless
        if row.id not in measured
    ]


def main() -> None:
    """Learn from the training data folder, and an EMSCAD file if one is named; write the table."""
    folder = read_settings().training_data_dir
    real = real_harmless(Path(sys.argv[1])) if len(sys.argv) > 1 else []
    table = learn(
        read_examples(folder / "train.jsonl"),
        [*read_phrases(folder / FOLDER), *look_alikes()],
        read_notices(folder / NOTICES[0]),
        real[::2],
    )
    table.thresholds[:] = choose_thresholds(table, read_examples(folder / "dev.jsonl"), real[1::2])
    save(table, Path(str(resources.files("features"))) / "data" / FILE)


if __name__ == "__main__":
    main()
