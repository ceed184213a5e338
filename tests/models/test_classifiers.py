"""Every kind of classifier keeps the same contract: what the catalogue lists is tested here."""

import warnings
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.utils.estimator_checks import estimator_checks_generator

from lurewatch.errors import ConfigurationError, InputError
from models.artefact import MODEL, content_sha256, dump, load_version
from models.catalogue import CLASSIFIERS, new_classifier
from models.experiments import Experiment, read_experiment
from models.multilabel import LABELS, MultiLabelClassifier

STATES = (
    "_present_FEE_UPFRONT _present_DEST_SCAM_HUB _present_CTRL_PASSPORT_HANDOVER "
    "_present_DUTY_SEX_CODED"
)
TEXTS = [
    f"{'pay advance now' if i % 2 else 'cook for a hotel'} word{i % 7}\n{STATES if i % 2 else ''}"
    for i in range(60)
]
TRUTH = np.array([[i % 2 == 1] * len(LABELS) for i in range(60)])
GROUPS = [str(i) for i in range(60)]

QUICK = {
    "transformer": {
        **read_experiment("transformer_small").parameters,
        **{"epochs": 12, "patience": 12, "batch_size": 8, "window": 32, "overlap": 8},
    }
}
"""Parameters where those of the kind's file need a download and hours."""

pytestmark = pytest.mark.usefixtures("one_torch_thread")
each_kind = pytest.mark.parametrize("kind", sorted(CLASSIFIERS))


def new(kind: str) -> MultiLabelClassifier:
    return new_classifier(read_experiment(kind)).set_params(**QUICK.get(kind, {}))


@cache
def fitted(kind: str) -> MultiLabelClassifier:
    """One for all tests that only ask it."""
    return new(kind).fit(TEXTS, TRUTH, GROUPS)


def conformance_checks() -> list[Any]:
    """Those of scikit-learn that fit estimators of strings; it says so with a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SkipTestWarning)
        return [
            pytest.param(estimator, check, id=f"{type(estimator).__name__}-{check.func.__name__}")
            for made in CLASSIFIERS.values()
            for estimator, check in estimator_checks_generator(made())
        ]


@pytest.mark.parametrize(("estimator", "check"), conformance_checks())
def test_scikit_learn_finds_nothing_amiss(estimator: MultiLabelClassifier, check: Any) -> None:
    check(estimator)


@each_kind
def test_parameters_are_kept_as_given(kind: str) -> None:
    experiment = read_experiment(kind)
    classifier, given = new_classifier(experiment), experiment.parameters
    kept = classifier.get_params(deep=False)
    assert given.items() <= kept.items()
    assert clone(classifier).get_params(deep=False) == kept


@each_kind
def test_it_learns_and_gives_a_probability_per_label(kind: str) -> None:
    found = fitted(kind).predict_proba(TEXTS)
    assert found.shape == (len(TEXTS), len(LABELS))
    assert list(fitted(kind).classes_) == list(LABELS)
    assert ((found >= 0) & (found <= 1)).all()
    assert found[TRUTH].min() > found[~TRUTH].max()
    np.testing.assert_array_equal(fitted(kind).predict(TEXTS), TRUTH)


@each_kind
def test_it_learns_the_same_from_the_same(kind: str) -> None:
    again = new(kind).fit(TEXTS, TRUTH, GROUPS)
    assert dump(again) == dump(fitted(kind))
    assert again.files_beside() == fitted(kind).files_beside()


@each_kind
def test_a_text_gets_the_same_numbers_alone_and_in_company(kind: str) -> None:
    together = fitted(kind).predict_proba(TEXTS)
    alone = np.vstack([fitted(kind).predict_proba([text]) for text in TEXTS])
    np.testing.assert_array_equal(together, alone)


@each_kind
def test_a_text_of_unknown_words_gets_numbers_too(kind: str) -> None:
    assert np.isfinite(fitted(kind).predict_proba(["\n", "ශ්‍රී\n", "\x00\n", "\ud800\n"])).all()


@each_kind
def test_it_survives_being_stored(kind: str, tmp_path: Path) -> None:
    data = dump(fitted(kind))
    for name, content in {MODEL: data, **fitted(kind).files_beside()}.items():
        (tmp_path / name).write_bytes(content)
    again = load_version(tmp_path, content_sha256(data))
    np.testing.assert_array_equal(again.predict_proba(TEXTS), fitted(kind).predict_proba(TEXTS))


@each_kind
def test_asking_before_learning_is_refused(kind: str) -> None:
    with pytest.raises(NotFittedError):
        new(kind).predict_proba(TEXTS)


@each_kind
def test_a_category_that_nobody_labelled_gets_its_share_and_no_certainty(kind: str) -> None:
    truth = TRUTH.copy()
    truth[:, 3] = False
    found = new(kind).fit(TEXTS, truth, GROUPS).predict_proba(TEXTS)[:, 3]
    assert (found == found[0]).all()
    assert 0 < found[0] < 0.05


@each_kind
@pytest.mark.parametrize(
    ("truth", "message"),
    [
        (np.ones((60, 5), dtype=bool), "0 of them harmless"),
        (np.zeros((60, 5), dtype=bool), "0 of them risky"),
    ],
)
def test_one_class_only_is_refused(kind: str, truth: np.ndarray, message: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(InputError, match=message):
        new(kind).fit(TEXTS, truth, GROUPS)


@each_kind
def test_too_few_groups_are_refused(kind: str) -> None:
    with pytest.raises(InputError, match="in 1 groups"):
        new(kind).fit(TEXTS, TRUTH, [str(i % 2) for i in range(60)])


@each_kind
def test_labels_that_are_partly_missing_raise_the_probabilities(kind: str) -> None:
    corrected = new(kind).set_params(label_frequency=0.5).fit(TEXTS, TRUTH, GROUPS)
    before, after = fitted(kind).predict_proba(TEXTS), corrected.predict_proba(TEXTS)
    np.testing.assert_allclose(after, np.minimum(before / 0.5, 1), atol=1e-5)


def test_an_unknown_parameter_is_refused_by_name() -> None:
    wrong = {
        r"parameters\.word_ngram is not known": ("linear", {"word_ngram": 1}),
        r"parameters\.C is not known": ("stacked", {"members": [{"kind": "linear", "C": 1}]}),
        "no known kind": ("stacked", {"members": [{"kind": "stacked"}]}),
    }
    for message, (kind, parameters) in wrong.items():
        experiment = Experiment.model_validate(
            {"name": "x", "kind": kind, "parameters": parameters}
        )
        with pytest.raises(ConfigurationError, match=message):
            new_classifier(experiment)


def test_each_kind_has_its_file() -> None:
    for kind in CLASSIFIERS:
        assert read_experiment(kind).kind == kind
