"""Versions on disk: what is refused, and that one bad version never hides or stops another."""

import hashlib
import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lurewatch.errors import ConfigurationError, ModelNotFound, UntrustedArtefact
from lurewatch.settings import Settings
from models import registry
from models.metadata import META_BYTES
from models.training import refuse_other_thresholds

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path)


@pytest.fixture
def copied(settings: Settings) -> Path:
    """The shipped version under an id of its own in the var folder, where it can be damaged."""
    shipped = registry.get(settings)
    folder = settings.models_dir / shipped.model_id
    shutil.copytree(shipped.folder, folder)
    return folder


def rewrite(folder: Path, change: Change) -> None:
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    change(meta)
    (folder / "meta.json").write_text(json.dumps(meta), "utf-8")


def threshold(name: str, value: object) -> Change:
    return lambda meta: meta["thresholds"].update({name: value})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda meta: meta.pop("thresholds"), "thresholds: Field required"),
        (lambda meta: meta.pop("features_version"), "features_version"),
        (lambda meta: meta.update(features_version=3), "features_version"),
        (lambda meta: meta.update(adverts="many"), "adverts"),
        (lambda meta: meta.update(sha256="../x"), "sha256"),
        (lambda meta: meta.update(sha256="0" * 64), "does not follow"),
        (lambda meta: meta.update(kind="stacked"), "does not follow"),
        (lambda meta: meta.update(model_id="linear-aaaaaaaaaaaa"), "does not follow"),
        (threshold("caution", math.nan), "thresholds must be"),
        (threshold("caution", "0.5"), "caution"),
        (threshold("caution", None), "caution"),
        (threshold("caution", 0.9), "thresholds must be"),
        (threshold("high_risk", 1.5), "thresholds must be"),
        (threshold("review", -0.1), "thresholds must be"),
    ],
)
def test_metadata_that_cannot_be_is_refused(copied: Path, change: Change, told: str) -> None:
    rewrite(copied, change)
    with pytest.raises(UntrustedArtefact, match=told) as refusal:
        registry.read_version(copied)
    assert copied.name in str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 200_000, b" " * (META_BYTES + 1)],
    ids=["empty", "cut off", "a list", "null", "no UTF-8", "deep", "long"],
)
def test_what_is_no_metadata_is_refused(copied: Path, content: bytes) -> None:
    (copied / "meta.json").write_bytes(content)
    with pytest.raises(UntrustedArtefact, match=r"meta\.json is not readable"):
        registry.read_version(copied)


def test_links_are_refused(copied: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    shutil.move(copied / "model.skops", away / "model.skops")
    (copied / "model.skops").symlink_to(away / "model.skops")
    with pytest.raises(UntrustedArtefact, match=r"no readable model\.skops"):
        registry.read_version(copied).load()
    shutil.move(copied, away / copied.name)
    copied.symlink_to(away / copied.name)
    with pytest.raises(UntrustedArtefact, match="not a link"):
        registry.read_version(copied)


def test_a_bad_version_is_listed_with_its_reason_and_hides_no_other(settings: Settings) -> None:
    shipped = registry.get(settings)
    broken = settings.models_dir / "linear-aaaaaaaaaaaa"
    empty = settings.models_dir / "linear-bbbbbbbbbbbb"
    for folder in (broken, empty, settings.models_dir / "notes"):
        folder.mkdir(parents=True)
    (broken / "meta.json").write_text("{", "utf-8")
    found = {one.model_id: one.fault for one in registry.listed(settings)}
    assert found.keys() == {shipped.model_id, broken.name, empty.name}
    assert found[shipped.model_id] == ""
    assert "meta.json is not readable" in found[broken.name]
    assert "meta.json is not readable" in found[empty.name]
    assert registry.get(settings).model_id == shipped.model_id


def test_a_file_of_another_kind_is_refused(copied: Path) -> None:
    other = copied.with_name("indicator_rules" + copied.name.removeprefix("linear"))
    copied.rename(other)
    rewrite(other, lambda meta: meta.update(kind="indicator_rules", model_id=other.name))
    with pytest.raises(UntrustedArtefact, match="no classifier of its kind"):
        registry.read_version(other).load()


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc", "linear-620d47e7eebd/../x", "x" * 5000, "a\x00b", "\x1b[2J", "LINEAR-1", " "],
)
def test_a_name_that_is_no_id_is_never_looked_up(settings: Settings, name: str) -> None:
    with pytest.raises((ModelNotFound, UntrustedArtefact)) as refusal:
        registry.find(settings, name)
    assert len(str(refusal.value)) < 300
    assert "\x1b" not in str(refusal.value)


@pytest.mark.parametrize(
    "content", [b"", b"../x\n", b"linear-620d47e7eebd extra\n", b"\xff" * 50, b"a" * 10_000]
)
def test_a_promoted_file_that_names_no_version_is_refused(
    settings: Settings, content: bytes
) -> None:
    settings.models_dir.mkdir()
    (settings.models_dir / "PROMOTED").write_bytes(content)
    with pytest.raises(UntrustedArtefact, match="names no version"):
        registry.get(settings)


def test_a_promoted_version_that_is_not_here_is_named(settings: Settings) -> None:
    settings.models_dir.mkdir()
    registry.write_promoted(settings.models_dir, "linear-cccccccccccc")
    with pytest.raises(ModelNotFound, match="linear-cccccccccccc is promoted, but not here"):
        registry.get(settings)


def test_metadata_changed_after_the_promotion_is_noticed(settings: Settings) -> None:
    shipped = registry.get(settings)
    settings.models_dir.mkdir()
    digest = hashlib.sha256((shipped.folder / "meta.json").read_bytes()).hexdigest()
    registry.write_promoted(settings.models_dir, shipped.model_id, digest)
    assert registry.get(settings).model_id == shipped.model_id
    registry.write_promoted(settings.models_dir, shipped.model_id, "0" * 64)
    with pytest.raises(UntrustedArtefact, match="changed since it was promoted"):
        registry.get(settings)


def test_training_promotes_nothing_past_the_gates(settings: Settings, tmp_path: Path) -> None:
    settings.models_dir.mkdir()
    registry.promote_first(settings, settings.models_dir, "linear-cccccccccccc")
    assert registry.get(settings).folder.parent == registry.shipped_dir()
    registry.promote_first(settings, tmp_path, "linear-cccccccccccc")
    assert (tmp_path / "PROMOTED").read_text("ascii") == "linear-cccccccccccc\n"


def test_a_shipped_version_is_not_shadowed(settings: Settings, copied: Path) -> None:
    rewrite(copied, threshold("caution", 0.01))
    assert registry.get(settings, copied.name).folder.parent == registry.shipped_dir()


def test_an_id_keeps_its_thresholds(copied: Path) -> None:
    there = registry.read_version(copied).meta["thresholds"]
    refuse_other_thresholds(copied, dict(there))
    with pytest.raises(ConfigurationError, match="other thresholds"):
        refuse_other_thresholds(copied, there | {"caution": 0.5})
