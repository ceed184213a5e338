"""Model files: canonical, checked before use, and holding only what is trusted."""

import io
import zipfile

import numpy as np
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression

from lurewatch.errors import FeaturesMismatch, ModelNotFound, UntrustedArtefact
from lurewatch.settings import Settings
from models import registry
from models.artefact import canonical, content_sha256, dump, load
from models.linear import LinearClassifier
from models.multilabel import LABELS

TEXTS = [f"word{i % 7} word{i % 5} pay\n_present_FEE_UPFRONT" for i in range(40)]


@pytest.fixture(scope="module")
def fitted() -> LinearClassifier:
    truth = np.array([[(i + k) % 2 == 0 for k in range(len(LABELS))] for i in range(40)])
    return LinearClassifier(folds=2).fit(TEXTS, truth, [str(i) for i in range(40)])


def test_a_stored_classifier_gives_the_same_numbers(fitted: LinearClassifier) -> None:
    data = dump(fitted)
    again = load(data, content_sha256(data))
    np.testing.assert_array_equal(again.predict_proba(TEXTS), fitted.predict_proba(TEXTS))
    assert dump(again) == data


def test_the_hash_does_not_depend_on_how_the_file_was_packed(fitted: LinearClassifier) -> None:
    data = dump(fitted)
    repacked = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(repacked, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
    assert content_sha256(canonical(repacked.getvalue())) == content_sha256(data)


def test_a_changed_file_is_refused(fitted: LinearClassifier) -> None:
    data = dump(fitted)
    digest = content_sha256(data)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            body = before.read(name)
            after.writestr(name, body[:-1] + bytes([body[-1] ^ 1]))
    with pytest.raises(UntrustedArtefact, match="SHA-256"):
        load(changed.getvalue(), digest)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(UntrustedArtefact, match="damaged"):
        load(data, "0" * 64)


def test_no_flipped_byte_ends_in_anything_but_a_refusal(fitted: LinearClassifier) -> None:
    data = dump(fitted)
    digest = content_sha256(data)
    expected = fitted.predict_proba(TEXTS)
    for place in range(0, len(data), max(1, len(data) // 150)):
        changed = data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :]
        try:
            loaded = load(changed, digest)
        except UntrustedArtefact:
            continue
        # A byte of the container alone (a time, a version) changes nothing that is read.
        np.testing.assert_array_equal(loaded.predict_proba(TEXTS), expected)


def test_a_bomb_is_refused_before_it_is_unpacked(fitted: LinearClassifier) -> None:
    data = dump(fitted)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.infolist()[0].file_size
    place = data.index(b"PK\x01\x02") + 24
    assert int.from_bytes(data[place : place + 4], "little") == size
    bomb = data[:place] + (2**32 - 2).to_bytes(4, "little") + data[place + 4 :]
    with pytest.raises(UntrustedArtefact, match="damaged"):
        load(bomb, content_sha256(data))


@pytest.mark.parametrize("schema", [b"{}", b"[]", b"null", b'{"__class__": 1}', b"{"])
def test_a_file_without_a_usable_schema_is_refused(schema: bytes) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("schema.json", schema)
    with pytest.raises(UntrustedArtefact):
        load(made.getvalue(), content_sha256(made.getvalue()))


def test_a_file_with_other_types_is_refused() -> None:
    class Foreign(LogisticRegression):  # type: ignore[misc]
        pass

    Foreign.__module__ = "elsewhere"
    data = canonical(skops.io.dumps({"a": LogisticRegression()}))
    with pytest.raises(UntrustedArtefact, match="no classifier of ours"):
        load(data, content_sha256(data))
    data = canonical(skops.io.dumps(Foreign()))
    with pytest.raises(UntrustedArtefact, match="not trusted"):
        load(data, content_sha256(data))


def test_the_shipped_model_is_found_promoted_and_loads(data_settings: Settings) -> None:
    name = registry.promoted(data_settings)
    assert name in [one.model_id for one in registry.listed(data_settings)]
    assert isinstance(registry.get(data_settings).load(), LinearClassifier)
    card = (registry.shipped_dir() / name / "card.md").read_text("utf-8")
    assert name in card


def test_unknown_models_are_refused(data_settings: Settings) -> None:
    with pytest.raises(ModelNotFound, match="linear-000000000000"):
        registry.get(data_settings, "linear-000000000000")


def test_a_model_of_other_features_is_refused(data_settings: Settings) -> None:
    info = registry.get(data_settings)
    other = registry.ModelInfo(
        model_id=info.model_id, folder=info.folder, meta=info.meta | {"features_version": "0"}
    )
    with pytest.raises(FeaturesMismatch, match="features 0"):
        other.load()
