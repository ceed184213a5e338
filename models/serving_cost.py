"""What an advert costs, as a ratio to the least that a text classifier can do.

The baseline is TF-IDF of word 1- and 2-grams and logistic regression, on the text as published.
Both sides get the same text one after the other, so that a busy machine slows both; figures are
medians over texts and rounds, and a ratio is the median of the ratios of pairs.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import median

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from features.extract import extract
from lurewatch.records import AdvertText
from models.inputs import to_input
from models.multilabel import MultiLabelClassifier, Numbers, Truth

ROUNDS = 3
WARM_UP = 20
"""Texts that are scored first and not counted: tables and caches are built on first use."""


def bare_classifier(adverts: Sequence[AdvertText], risky: Truth) -> Pipeline:
    """The baseline, fitted."""
    made = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(max_iter=1000))
    return made.fit([_published(advert) for advert in adverts], risky)


def costs(
    classifiers: Mapping[str, MultiLabelClassifier], bare: Pipeline, adverts: Sequence[AdvertText]
) -> dict[str, dict[str, float]]:
    """Milliseconds per advert, each alone: `score_ms`, `assess_ms` with features, and ratios.

    Returns:
        By name of the classifier; and `bare_ms` under `bare`.
    """
    inputs = [to_input(extract(advert), advert) for advert in adverts]
    for number in range(min(WARM_UP, len(adverts))):
        _one(classifiers, bare, adverts[number], inputs[number])
    taken = [
        _one(classifiers, bare, advert, row)
        for _ in range(ROUNDS)
        for advert, row in zip(adverts, inputs, strict=True)
    ]
    least = [one["bare", ""] for one in taken]
    found: dict[str, dict[str, float]] = {"bare": {"bare_ms": _milliseconds(least)}}
    for name in classifiers:
        found[name] = {}
        for side in ("score", "assess"):
            seconds = [one[name, side] for one in taken]
            found[name][f"{side}_ms"] = _milliseconds(seconds)
            found[name][f"{side}_ratio"] = round(
                median(a / b for a, b in zip(seconds, least, strict=True)), 2
            )
    return found


def _one(
    classifiers: Mapping[str, MultiLabelClassifier], bare: Pipeline, advert: AdvertText, row: str
) -> dict[tuple[str, str], float]:
    """Seconds of all sides on one advert."""
    text = _published(advert)
    taken = {("bare", ""): _seconds(partial(bare.predict_proba, [text]))}
    for name, one in classifiers.items():
        taken[name, "score"] = _seconds(partial(one.predict_proba, [row]))
        taken[name, "assess"] = _seconds(partial(_assess, one, advert))
    return taken


def _assess(classifier: MultiLabelClassifier, advert: AdvertText) -> Numbers:
    return classifier.predict_proba([to_input(extract(advert), advert)])


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _milliseconds(seconds: Sequence[float]) -> float:
    return round(1000 * median(seconds), 3)


def _published(advert: AdvertText) -> str:
    return f"{advert.title}\n{advert.text}"
