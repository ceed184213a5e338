"""Labels that a model contradicts which had not seen them: to be read again by a person.

Confident learning (Northcutt, Jiang and Chuang 2021, "Confident learning: estimating uncertainty in
dataset labels", JAIR 70) with cleanlab, on calibrated out-of-fold probabilities; folds keep groups
of near-duplicates whole, so that no copy vouches for a wrong label. Looked at is risky against
harmless; categories are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.extract import extract_many
from lurewatch.errors import ConfigurationError
from lurewatch.records import name_of
from models.catalogue import new_classifier
from models.dataset import Label
from models.evaluation import targets
from models.experiments import Experiment
from models.grouping import near_duplicate_groups
from models.labelled_sets import Sample
from models.training import training_inputs


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """A label beside what the other adverts say of it."""

    id: str
    name: str
    """Title or opening words of the advert: written by a stranger."""
    label: Label
    """As given."""
    annotator: str
    """Pseudonym."""
    risky: float
    """Out-of-fold probability that the advert is risky, 0 to 1."""
    quality: float
    """Out-of-fold probability of the label given (cleanlab's self-confidence), 0 to 1."""
    is_issue: bool
    """Whether cleanlab counts it among the labels that are likely wrong."""


def doubtful_labels(samples: Sequence[Sample], recipe: Experiment) -> list[Doubt]:
    """All labels, the most doubtful first.

    Args:
        samples: labelled adverts.
        recipe: what is trained in each fold.

    Raises:
        ConfigurationError: cleanlab is not installed.
        InputError: there are too few adverts or groups of a class.
    """
    try:
        from cleanlab.filter import find_label_issues
        from cleanlab.rank import get_label_quality_scores
    except ImportError:
        raise ConfigurationError(
            "looking for label noise needs cleanlab, which is not installed: "
            "pip install 'lurewatch[train]'"
        ) from None
    found = list(extract_many(sample.advert for sample in samples))
    rows = training_inputs(samples, found, recipe.states_kept)
    groups = near_duplicate_groups([sample.example for sample in samples])
    truth = targets(samples)
    classifier = new_classifier(recipe).fit(rows, truth, groups)
    risky = classifier.calibrate(classifier.oof_scores_)[:, 0]
    labels, probabilities = truth[:, 0].astype(int), np.column_stack([1 - risky, risky])
    quality = get_label_quality_scores(labels, probabilities, method="self_confidence")
    # One process: cleanlab would fork, which is slower for a set of this size.
    issues = find_label_issues(labels, probabilities, n_jobs=1)
    doubts = [
        Doubt(
            id=sample.example.id,
            name=name_of(sample.example.title, sample.example.text),
            label=sample.example.label,
            annotator=sample.example.provenance.annotator,
            risky=float(risky[row]),
            quality=float(quality[row]),
            is_issue=bool(issues[row]),
        )
        for row, sample in enumerate(samples)
    ]
    return sorted(doubts, key=lambda doubt: (doubt.quality, doubt.id))
