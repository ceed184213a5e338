"""The linear classifier: word and character n-grams of all scripts, and indicator states.

One logistic regression per label on tf-idf rows, each calibrated by Platt's sigmoid (1999) on
scores of group folds that it was not trained on. All that is learned is kept in arrays of
numbers and strings, so that the artefact is data and its bytes depend on the data alone.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.utils.validation import check_is_fitted

from features.text import words
from lurewatch.labels import Category, IndicatorState
from lurewatch.records import Features

RISKY = "risky"
LABELS = (RISKY, *Category)
"""Columns of `predict_proba`."""
DECIMALS = 6
"""Learned numbers are rounded: the last bits of a float differ between processors."""
MARK = "_"
"""Begins the pseudo-word of an indicator. No word of a text holds it, so none can be forged."""

Numbers = NDArray[np.float64]


def to_input(features: Features) -> str:
    """What the classifier sees of an advert: its normalised text, and indicator pseudo-words."""
    states = " ".join(
        f"{MARK}{evidence.state}{MARK}{evidence.indicator}"
        for evidence in features.evidence
        if evidence.state != IndicatorState.UNKNOWN
    )
    text = f"{features.normalized_title}\n{features.normalized_text}".replace(MARK, " ")
    return f"{text}\n{states}"


def analyse_words(text: str, longest: int) -> list[str]:
    """Words, runs of up to `longest` words, and the pseudo-words."""
    body, _, states = text.rpartition("\n")
    found = words(body)
    runs = [
        " ".join(found[start : start + size])
        for size in range(2, longest + 1)
        for start in range(len(found) - size + 1)
    ]
    return [*found, *runs, *states.split()]


def analyse_chars(text: str, shortest: int, longest: int) -> list[str]:
    """Parts of words, with a blank at their ends."""
    body = text.rpartition("\n")[0]
    padded = [f" {word} " for word in words(body)]
    return [
        word[start : start + size]
        for word in padded
        for size in range(shortest, longest + 1)
        for start in range(len(word) - size + 1)
    ]


class LinearClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Multi-label text classifier; see `models/configs/linear.toml` for the parameters."""

    def __init__(
        self,
        word_ngrams: int = 2,
        char_ngrams_min: int = 2,
        char_ngrams_max: int = 4,
        min_adverts: int = 2,
        most_words: int = 20_000,
        most_chars: int = 30_000,
        inverse_regularisation: float = 4.0,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        self.word_ngrams = word_ngrams
        self.char_ngrams_min = char_ngrams_min
        self.char_ngrams_max = char_ngrams_max
        self.min_adverts = min_adverts
        self.most_words = most_words
        self.most_chars = most_chars
        self.inverse_regularisation = inverse_regularisation
        self.folds = folds
        self.seed = seed

    def fit(
        self, X: Sequence[str], y: NDArray[np.bool_], groups: Sequence[str]
    ) -> "LinearClassifier":
        """Learn from texts.

        Args:
            X: n texts, made by `to_input`.
            y: n by len(LABELS), whether each label holds.
            groups: n group names; one group is on one side of every calibration fold.
        """
        targets = np.asarray(y, dtype=bool)
        self.classes_ = np.array(LABELS)
        self.oof_scores_ = self._out_of_fold(X, targets, groups)
        self._learn(X, targets)
        self.calibration_ = np.array(
            [_platt(self.oof_scores_[:, k], targets[:, k]) for k in range(len(LABELS))]
        ).round(DECIMALS)
        return self

    def _out_of_fold(
        self, X: Sequence[str], targets: NDArray[np.bool_], groups: Sequence[str]
    ) -> Numbers:
        scores = np.zeros(targets.shape)
        splitter = StratifiedGroupKFold(self.folds, shuffle=True, random_state=self.seed)
        for train, held_out in splitter.split(np.zeros(len(X)), targets[:, 0], groups):
            part = LinearClassifier(**self.get_params())
            part._learn([X[i] for i in train], targets[train])
            scores[held_out] = part.decision_function([X[i] for i in held_out])
        return scores

    def _learn(self, X: Sequence[str], targets: NDArray[np.bool_]) -> None:
        vectorizers = self._new_vectorizers()
        rows = hstack([vectorizer.fit_transform(X) for vectorizer in vectorizers], format="csr")
        self.word_terms_, self.char_terms_ = (
            np.array(vectorizer.get_feature_names_out(), dtype=str) for vectorizer in vectorizers
        )
        self.word_idf_, self.char_idf_ = (
            vectorizer.idf_.round(DECIMALS).astype(np.float32) for vectorizer in vectorizers
        )
        learned = [self._regression().fit(rows, targets[:, k]) for k in range(targets.shape[1])]
        self.coef_ = np.vstack([one.coef_ for one in learned]).round(DECIMALS).astype(np.float32)
        self.intercept_ = np.array([one.intercept_[0] for one in learned]).round(DECIMALS)
        self._built: Any = None

    def _regression(self) -> LogisticRegression:
        # liblinear brings its own arithmetic: no BLAS, so the same numbers on every processor.
        return LogisticRegression(
            C=self.inverse_regularisation,
            class_weight="balanced",
            solver="liblinear",
            random_state=self.seed,
        )

    def _new_vectorizers(self) -> tuple[TfidfVectorizer, TfidfVectorizer]:
        def word_parts(text: str) -> list[str]:
            return analyse_words(text, self.word_ngrams)

        def char_parts(text: str) -> list[str]:
            return analyse_chars(text, self.char_ngrams_min, self.char_ngrams_max)

        shared = {"min_df": self.min_adverts, "sublinear_tf": True}
        return (
            TfidfVectorizer(analyzer=word_parts, max_features=self.most_words, **shared),
            TfidfVectorizer(analyzer=char_parts, max_features=self.most_chars, **shared),
        )

    def transform(self, X: Iterable[str]) -> csr_matrix:
        """Tf-idf rows of texts."""
        check_is_fitted(self, "coef_")
        if getattr(self, "_built", None) is None:
            self._built = self._rebuilt_vectorizers()
        texts = list(X)
        return hstack([part.transform(texts) for part in self._built], format="csr")

    def _rebuilt_vectorizers(self) -> tuple[TfidfVectorizer, TfidfVectorizer]:
        built = self._new_vectorizers()
        learned = ((self.word_terms_, self.word_idf_), (self.char_terms_, self.char_idf_))
        for vectorizer, (terms, idf) in zip(built, learned, strict=True):
            vectorizer.vocabulary = {str(term): index for index, term in enumerate(terms)}
            vectorizer.idf_ = idf.astype(np.float64)
        return built

    def decision_function(self, X: Iterable[str]) -> Numbers:
        """Uncalibrated scores, n by len(LABELS)."""
        rows = self.transform(X)
        scores: Numbers = rows @ self.coef_.T.astype(np.float64) + self.intercept_
        return scores

    def predict_proba(self, X: Iterable[str]) -> Numbers:
        """Calibrated probabilities, n by len(LABELS), rounded to `DECIMALS`."""
        return self.calibrate(self.decision_function(X))

    def calibrate(self, scores: Numbers) -> Numbers:
        """Probabilities of uncalibrated scores."""
        slope, offset = self.calibration_.T
        probabilities: Numbers = expit(scores * slope + offset).round(DECIMALS)
        return probabilities

    def predict(self, X: Iterable[str]) -> NDArray[np.bool_]:
        """Whether each label is more likely than not."""
        likely: NDArray[np.bool_] = self.predict_proba(X) >= 0.5
        return likely

    def __getstate__(self) -> dict[str, Any]:
        """What is stored: parameters and learned arrays; the rest is rebuilt from them."""
        state: dict[str, Any] = super().__getstate__()
        return {
            name: value for name, value in state.items() if name not in ("_built", "oof_scores_")
        }


def _platt(scores: Numbers, truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset of Platt's sigmoid with his smoothed targets."""
    positives, negatives = truth.sum(), (~truth).sum()
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(parameters: Numbers) -> float:
        margin = parameters[0] * scores + parameters[1]
        return float(np.mean(np.logaddexp(0, margin) - target * margin))

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead", options={"xatol": 1e-8})
    return float(found.x[0]), float(found.x[1])
