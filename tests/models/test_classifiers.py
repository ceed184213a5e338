"""Every kind of classifier keeps the same contract: what the catalogue lists is tested here."""

import numpy as np
import pytest
from sklearn.base import clone

from models.artefact import content_sha256, dump, load
from models.catalogue import CLASSIFIERS, config, new_classifier
from models.linear import LABELS

TEXTS = [f"{'pay advance now' if i % 2 else 'cook for a hotel'} word{i % 7}\n" for i in range(60)]
TRUTH = np.array([[i % 2 == 1] * len(LABELS) for i in range(60)])
GROUPS = [str(i) for i in range(60)]

each_kind = pytest.mark.parametrize("kind", sorted(CLASSIFIERS))


@each_kind
def test_parameters_are_kept_as_given(kind: str) -> None:
    classifier = new_classifier(kind)
    assert classifier.get_params() == config(kind)
    assert clone(classifier).get_params() == config(kind)


@each_kind
def test_it_learns_and_gives_a_probability_per_label(kind: str) -> None:
    fitted = new_classifier(kind).fit(TEXTS, TRUTH, GROUPS)
    found = fitted.predict_proba(TEXTS)
    assert found.shape == (len(TEXTS), len(LABELS))
    assert list(fitted.classes_) == list(LABELS)
    assert ((found >= 0) & (found <= 1)).all()
    assert found[TRUTH].min() > found[~TRUTH].max()
    np.testing.assert_array_equal(fitted.predict(TEXTS), TRUTH)


@each_kind
def test_it_learns_the_same_from_the_same(kind: str) -> None:
    first, second = (new_classifier(kind).fit(TEXTS, TRUTH, GROUPS) for _ in range(2))
    assert dump(first) == dump(second)


@each_kind
def test_a_text_gets_the_same_numbers_alone_and_in_company(kind: str) -> None:
    fitted = new_classifier(kind).fit(TEXTS, TRUTH, GROUPS)
    together = fitted.predict_proba(TEXTS)
    alone = np.vstack([fitted.predict_proba([text]) for text in TEXTS])
    np.testing.assert_array_equal(together, alone)


@each_kind
def test_a_text_of_unknown_words_gets_numbers_too(kind: str) -> None:
    fitted = new_classifier(kind).fit(TEXTS, TRUTH, GROUPS)
    assert np.isfinite(fitted.predict_proba(["\n", "ශ්‍රී\n", "\x00\n"])).all()


@each_kind
def test_it_survives_being_stored(kind: str) -> None:
    fitted = new_classifier(kind).fit(TEXTS, TRUTH, GROUPS)
    data = dump(fitted)
    again = load(data, content_sha256(data))
    np.testing.assert_array_equal(again.predict_proba(TEXTS), fitted.predict_proba(TEXTS))
