"""What could be learned from the corpus without understanding an advert.

A corpus whose labels can be read from form, or whose writers can be told apart, teaches a
classifier the wrong thing (Gururangan et al. 2018, "Annotation Artifacts").
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from features.text import words
from models.dataset import Example
from models.grouping import near_duplicate_groups

SEED = 0
FOLDS = 5
LEAST_BY_WRITER = 10
"""Adverts of one writer, language and label, below which nothing can be told about them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognition:
    """How well a bag of words tells who wrote an advert, within one language and label."""

    language: str
    label: str
    writers: int
    adverts: int
    balanced_accuracy: float

    @property
    def chance(self) -> float:
        """What guessing would reach."""
        return 1 / self.writers


def form_auroc(examples: Sequence[Example]) -> float:
    """AUROC of risky against harmless from form alone, whole groups held out (5 folds)."""
    registers = sorted({example.register for example in examples})
    rows = np.array([_form(example, registers) for example in examples], dtype=float)
    truth = np.array([example.is_risky for example in examples])
    probability = cross_val_predict(
        GradientBoostingClassifier(random_state=SEED),
        rows,
        truth,
        groups=near_duplicate_groups(examples),
        cv=StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED),
        method="predict_proba",
    )[:, 1]
    return float(roc_auc_score(truth, probability))


def _form(example: Example, registers: Sequence[str]) -> list[float]:
    """Length, lines, digits, capitals, punctuation, emoji, a title, register."""
    text = f"{example.title}\n{example.text}"
    shares = (
        sum(map(str.isdigit, text)),
        sum(map(str.isupper, text)),
        len(re.findall(r"[!?.,:;]", text)),
    )
    return [
        len(text),
        text.count("\n"),
        *(count / len(text) for count in shares),
        sum(ord(character) > 0x1F000 for character in text),
        bool(example.title),
        *(example.register == register for register in registers),
    ]


def recognition(examples: Sequence[Example]) -> list[Recognition]:
    """How well writers are told apart, for each language and label with enough of them."""
    strata: dict[tuple[str, str], list[Example]] = {}
    for example in examples:
        strata.setdefault((str(example.language), example.label), []).append(example)
    found = []
    for (language, label), members in sorted(strata.items()):
        by_writer = Counter(example.provenance.writer for example in members)
        chosen = [e for e in members if by_writer[e.provenance.writer] >= LEAST_BY_WRITER]
        writers = len({example.provenance.writer for example in chosen})
        if writers > 1:
            found.append(
                Recognition(
                    language=language,
                    label=label,
                    writers=writers,
                    adverts=len(chosen),
                    balanced_accuracy=_recognised(chosen),
                )
            )
    return found


def _recognised(examples: Sequence[Example]) -> float:
    texts = [f"{example.title} {example.text}" for example in examples]
    writers = [example.provenance.writer for example in examples]
    guessed = cross_val_predict(
        make_pipeline(
            CountVectorizer(analyzer=words, binary=True),
            LogisticRegression(max_iter=2000, class_weight="balanced"),
        ),
        texts,
        writers,
        cv=StratifiedKFold(FOLDS, shuffle=True, random_state=SEED),
    )
    return float(balanced_accuracy_score(writers, guessed))
