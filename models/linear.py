"""The linear classifier: n-grams of words and characters of all scripts, and marks.

One logistic regression per label on tf-idf rows of the normalised text with its indicator states,
of the text as published where that is asked for, and on binary marks of structured fields.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted

from models.inputs import parts, raw_characters, word_characters, word_runs
from models.multilabel import DECIMALS, MultiLabelClassifier, Numbers, Truth


class _Channel(NamedTuple):
    analyse: Callable[[str], list[str]]
    most: int
    """N-grams kept, by how often they occur; 0 leaves the channel out."""
    weight: float
    is_field: bool = False
    """Fields are there or not: they are neither weighed by rarity nor scaled by text length."""


class LinearClassifier(MultiLabelClassifier):
    """Multi-label text classifier; see `models/configs/linear.toml` for the parameters."""

    def __init__(
        self,
        word_ngrams: int = 2,
        char_ngrams_min: int = 2,
        char_ngrams_max: int = 4,
        raw_ngrams_max: int = 3,
        min_adverts: int = 2,
        most_words: int = 20_000,
        most_chars: int = 30_000,
        most_raw: int = 0,
        field_weight: float = 0.5,
        inverse_regularisation: float = 4.0,
        label_frequency: float = 1.0,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        self.word_ngrams = word_ngrams
        self.char_ngrams_min = char_ngrams_min
        self.char_ngrams_max = char_ngrams_max
        self.raw_ngrams_max = raw_ngrams_max
        self.min_adverts = min_adverts
        self.most_words = most_words
        self.most_chars = most_chars
        self.most_raw = most_raw
        self.field_weight = field_weight
        self.inverse_regularisation = inverse_regularisation
        self.label_frequency = label_frequency
        self.folds = folds
        self.seed = seed

    def _learn(self, X: Sequence[str], targets: Truth) -> None:
        self._built: Any = None
        found, self.terms_, self.idf_ = [], [], []
        for channel in self._channels():
            if self._is_empty(channel, X):
                rows, terms, idf = None, np.array([], dtype=str), np.array([])
            else:
                vectorizer = self._vectorizer(channel)
                rows = vectorizer.fit_transform(X)
                terms = np.array(vectorizer.get_feature_names_out(), dtype=str)
                idf = np.array([]) if channel.is_field else vectorizer.idf_
            found.append(rows)
            self.terms_.append(terms)
            self.idf_.append(idf.round(DECIMALS).astype(np.float32))
        rows = self._rows(found, len(X))
        coefficients, intercepts = [], []
        for column in targets.T:
            if column.all() or not column.any():
                # A rare category, of which a fold has no advert or nothing else.
                coefficients.append(np.zeros(rows.shape[1]))
                intercepts.append(5.0 if column.all() else -5.0)
                continue
            learned = self._regression().fit(rows, column)
            coefficients.append(learned.coef_[0])
            intercepts.append(learned.intercept_[0])
        self.coef_ = np.vstack(coefficients).round(DECIMALS).astype(np.float32)
        self.intercept_ = np.array(intercepts).round(DECIMALS)

    def _regression(self) -> LogisticRegression:
        # liblinear brings its own arithmetic: no BLAS, so the same numbers on every processor.
        return LogisticRegression(
            C=self.inverse_regularisation,
            class_weight="balanced",
            solver="liblinear",
            random_state=self.seed,
        )

    def _channels(self) -> list[_Channel]:
        def char_parts(text: str) -> list[str]:
            return word_characters(text, self.char_ngrams_min, self.char_ngrams_max)

        return [
            _Channel(lambda text: word_runs(text, self.word_ngrams), self.most_words, 1.0),
            _Channel(char_parts, self.most_chars, 1.0),
            _Channel(lambda text: raw_characters(text, self.raw_ngrams_max), self.most_raw, 1.0),
            _Channel(lambda text: parts(text).fields, self.most_words, self.field_weight, True),
        ]

    def _vectorizer(self, channel: _Channel) -> CountVectorizer:
        bounds = {"max_features": channel.most, "min_df": self.min_adverts}
        if channel.is_field:
            return CountVectorizer(analyzer=channel.analyse, binary=True, **bounds)
        return TfidfVectorizer(analyzer=channel.analyse, sublinear_tf=True, **bounds)

    def _is_empty(self, channel: _Channel, X: Sequence[str]) -> bool:
        """Whether it has no term to learn, which scikit-learn refuses to fit."""
        if not channel.most:
            return True
        times: Counter[str] = Counter()
        for text in X:
            terms = set(channel.analyse(text))
            times.update(terms)
            if any(times[term] >= self.min_adverts for term in terms):
                return False
        return True

    def _rows(self, found: Sequence[Any], count: int) -> csr_matrix:
        weighted = [
            rows * channel.weight if rows is not None else csr_matrix((count, 0))
            for rows, channel in zip(found, self._channels(), strict=True)
        ]
        return hstack(weighted, format="csr")

    def transform(self, X: Iterable[str]) -> csr_matrix:
        """The rows of inputs, n by the number of terms."""
        check_is_fitted(self, "coef_")
        if getattr(self, "_built", None) is None:
            self._built = self._rebuilt()
        texts = list(X)
        found = [one.transform(texts) if one else None for one in self._built]
        return self._rows(found, len(texts))

    def _rebuilt(self) -> list[CountVectorizer | None]:
        built: list[CountVectorizer | None] = []
        for channel, terms, idf in zip(self._channels(), self.terms_, self.idf_, strict=True):
            if not len(terms):
                built.append(None)
                continue
            vectorizer = self._vectorizer(channel)
            vectorizer.vocabulary = {str(term): index for index, term in enumerate(terms)}
            if not channel.is_field:
                vectorizer.idf_ = idf.astype(np.float64)
            built.append(vectorizer)
        return built

    def decision_function(self, X: Iterable[str]) -> Numbers:
        """Uncalibrated scores, n by len(LABELS)."""
        rows = self.transform(X)
        scores: Numbers = rows @ self.coef_.T.astype(np.float64) + self.intercept_
        return scores
