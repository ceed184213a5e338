"""Which adverts to have labelled next: those a model is unsure of, and no two of them alike.

Uncertainty sampling (Lewis and Gale 1994), spread by farthest-first traversal (Gonzalez 1985) in
the space that the classifier itself sees: each choice is the advert with the most uncertainty
times distance to the nearest earlier choice. The product needs no weight between the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, logit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from features.extract import extract_many
from lurewatch.records import AdvertText
from models.grouping import near_duplicate_texts, text_clusters
from models.inputs import to_input, word_runs
from models.multilabel import MultiLabelClassifier, Numbers

POOL = 1000
"""Most uncertain adverts that are looked at: comparing all pairs of them takes seconds."""
_EDGE = 1e-6
"""Scores are kept this far from 0 and 1, where the logit has no value."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """An advert to have labelled, and why this one."""

    id: str
    score: float
    """Calibrated probability that it is risky, 0 to 1."""
    uncertainty: float
    """0 to 1; 1 at the threshold."""
    alike: float
    """Cosine similarity to the nearest earlier choice, 0 to 1; 0 for the first."""
    stands_for: tuple[str, ...]
    """Ids of near-duplicates that are left out, because its label says what theirs would."""
    why: str


def uncertainty(scores: Numbers, threshold: float) -> Numbers:
    """Binary entropy in bits of scores whose logits are shifted so that the threshold is at 1/2.

    Args:
        scores: n probabilities.
        threshold: the score at which the decision turns, between 0 and 1.
    """
    clipped = np.clip(scores, _EDGE, 1 - _EDGE)
    turned = expit(logit(clipped) - logit(np.clip(threshold, _EDGE, 1 - _EDGE)))
    turned = np.clip(turned, _EDGE, 1 - _EDGE)
    found: Numbers = -(turned * np.log2(turned) + (1 - turned) * np.log2(1 - turned))
    return found


def most_uncertain(
    ids: Sequence[str], scores: Sequence[float], threshold: float, seed: int, most: int = POOL
) -> list[int]:
    """Row numbers of the most uncertain, most first; equal ones in an order that the seed gives."""
    by_id = sorted(range(len(ids)), key=lambda row: ids[row])
    mixed = [by_id[place] for place in np.random.default_rng(seed).permutation(len(by_id))]
    found = uncertainty(np.array(scores, dtype=float), threshold)
    return sorted(mixed, key=lambda row: -found[row])[:most]


def suggest(
    classifier: MultiLabelClassifier,
    adverts: Sequence[AdvertText],
    scores: Sequence[float],
    *,
    threshold: float,
    count: int,
    seed: int,
    known_texts: Sequence[str] = (),
) -> list[Suggestion]:
    """The next adverts to label, at most `count`, the most uncertain first.

    Args:
        classifier: whose uncertainty it is; where it has no `transform`, adverts are compared by
            tf-idf rows of their words.
        adverts: in any order; the answer does not depend on it.
        scores: one per advert, by the classifier.
        threshold: the score from which an advert is put before a person.
        seed: decides between equals.
        known_texts: title and text of adverts that are labelled; what is much like one is left out.
    """
    ids = [advert.advert_id for advert in adverts]
    pool = most_uncertain(ids, scores, threshold, seed)
    told = [f"{advert.title} {advert.text}" for advert in adverts]
    pool = _unlike_known(pool, told, known_texts)
    if not pool:
        return []
    clusters = text_clusters([told[row] for row in pool])
    # The pool is in order of uncertainty, so the first of a cluster is its most uncertain.
    first = sorted(np.unique(clusters, return_index=True)[1].tolist())
    chosen = [pool[place] for place in first]
    unsure = uncertainty(np.array([scores[row] for row in chosen]), threshold)
    rows = _rows(classifier, [adverts[row] for row in chosen])
    found: list[Suggestion] = []
    for place, alike in _spread(unsure, rows, count):
        members = [ids[pool[i]] for i in np.flatnonzero(clusters == clusters[first[place]])]
        row = chosen[place]
        others = tuple(sorted(set(members) - {ids[row]}))
        found.append(
            Suggestion(
                id=ids[row],
                score=float(scores[row]),
                uncertainty=round(float(unsure[place]), 4),
                alike=round(alike, 4),
                stands_for=others,
                why=_why(float(scores[row]), threshold, alike, len(others), not found),
            )
        )
    return found


def _unlike_known(pool: list[int], told: Sequence[str], known: Sequence[str]) -> list[int]:
    """The rows of the pool that are no near-duplicate of a known text."""
    # Known texts stand first: a run of words is paired with the first text that has it.
    pairs = near_duplicate_texts([*known, *(told[row] for row in pool)])
    labelled = {two - len(known) for one, two in pairs if one < len(known) <= two}
    return [row for place, row in enumerate(pool) if place not in labelled]


def _rows(classifier: MultiLabelClassifier, adverts: Sequence[AdvertText]) -> Any:
    """Rows of length 1, n by terms."""
    inputs = list(map(to_input, extract_many(adverts), adverts))
    if hasattr(classifier, "transform"):
        return normalize(classifier.transform(inputs))
    # An advert without a word must have a term too, or scikit-learn refuses the lot.
    vectorizer = TfidfVectorizer(analyzer=lambda text: word_runs(text, 1) or [""])
    return vectorizer.fit_transform(inputs)


def _spread(unsure: Numbers, rows: Any, count: int) -> list[tuple[int, float]]:
    """(place, similarity to the nearest earlier choice) in the order of choice."""
    nearest = np.zeros(len(unsure))
    left = np.ones(len(unsure), dtype=bool)
    found: list[tuple[int, float]] = []
    while left.any() and len(found) < count:
        gain = np.where(left, unsure * (1 - nearest), -1.0)
        place = int(gain.argmax())
        found.append((place, float(nearest[place])))
        left[place] = False
        alike = np.asarray((rows @ rows[[place]].T).todense()).ravel()
        nearest = np.clip(np.maximum(nearest, alike), 0.0, 1.0)
    return found


def _why(score: float, threshold: float, alike: float, others: int, is_first: bool) -> str:
    gap = f"{abs(score - threshold):.2f}"
    side = "over" if score > threshold else "under"
    parts = [
        f"score {score:.2f}, " + ("at" if gap == "0.00" else f"{gap} {side}") + " the threshold",
        "the most uncertain" if is_first else f"{alike:.0%} like the nearest choice",
    ]
    if others:
        parts.append(f"stands for {others} near-duplicate(s)")
    return "; ".join(parts)
