"""Trained versions: where they lie, which one is promoted, and loading one safely.

Shipped versions lie in the package, those trained here in the var folder. A version is a
folder named by its id with `model.skops`, `meta.json` and `card.md`.
"""

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from features import FEATURES_VERSION
from lurewatch.errors import FeaturesMismatch, ModelNotFound, UntrustedArtefact
from lurewatch.settings import Settings
from models.artefact import load_version
from models.multilabel import MultiLabelClassifier
from models.thresholds import Thresholds

_ID = re.compile(r"[a-z_]{1,40}-[0-9a-f]{12}")
SEEN = "seen.txt"
"""File of a version: hashed texts of the adverts that it was trained on."""
PROMOTED = "PROMOTED"
"""File that names the promoted version, in the var folder or else in the package."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelInfo:
    """One trained version."""

    model_id: str
    folder: Path
    meta: dict[str, Any]

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds it was stored with."""
        return Thresholds(**self.meta["thresholds"])

    def seen(self) -> frozenset[str]:
        """Hashed texts that it was trained on; see `models.evaluation.seen_key`."""
        path = self.folder / SEEN
        return frozenset(path.read_text("ascii").split() if path.is_file() else ())

    def load(self) -> MultiLabelClassifier:
        """The classifier.

        Raises:
            FeaturesMismatch: it was trained on another version of the features.
            UntrustedArtefact: a file was changed or holds what is not trusted.
            ConfigurationError: a library that its kind needs is missing.
        """
        trained_on = self.meta["features_version"]
        if trained_on != FEATURES_VERSION:
            raise FeaturesMismatch(
                f"{self.model_id} was trained on features {trained_on}, "
                f"these are features {FEATURES_VERSION}; train again"
            )
        return load_version(self.folder, self.meta["sha256"])


def shipped_dir() -> Path:
    """Folder of the versions that come with the program."""
    return Path(str(files("models"))) / "shipped"


def available(settings: Settings) -> list[ModelInfo]:
    """All versions, by id."""
    folders = [
        folder
        for root in (shipped_dir(), settings.models_dir)
        if root.is_dir()
        for folder in root.iterdir()
        if _ID.fullmatch(folder.name) and (folder / "meta.json").is_file()
    ]
    found = {folder.name: _info(folder) for folder in folders}
    return [found[name] for name in sorted(found)]


def _info(folder: Path) -> ModelInfo:
    try:
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
        if meta["model_id"] != folder.name:
            raise ValueError("the folder has another name")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UntrustedArtefact(f"{folder.name}: meta.json is not readable ({error})") from None
    return ModelInfo(model_id=folder.name, folder=folder, meta=meta)


def get(settings: Settings, model_id: str | None = None) -> ModelInfo:
    """One version, the promoted one if no id is given.

    Raises:
        ModelNotFound: no such version.
    """
    wanted = model_id or promoted(settings)
    for info in available(settings):
        if info.model_id == wanted:
            return info
    raise ModelNotFound(f"there is no model {wanted}")


def find(settings: Settings, model: str | None = None) -> ModelInfo:
    """One version, by its id or by its folder; the promoted one if neither is given.

    Raises:
        ModelNotFound: no such version.
        UntrustedArtefact: the folder holds no readable version.
    """
    if model and (folder := Path(model)).is_dir():
        return _info(folder.resolve())
    return get(settings, model)


def promote_first(out_dir: Path, model_id: str) -> None:
    """Promote a version where none is promoted yet."""
    first = out_dir / PROMOTED
    if not first.exists():
        write_promoted(out_dir, model_id)


def write_promoted(out_dir: Path, model_id: str) -> None:
    """Name the promoted version. Renamed into place: another process may be reading it."""
    path = out_dir / PROMOTED
    part = path.with_suffix(".part")
    part.write_text(model_id + "\n", "ascii")
    part.replace(path)


def promoted(settings: Settings) -> str:
    """Id of the promoted version.

    Raises:
        ModelNotFound: none is promoted.
    """
    for root in (settings.models_dir, shipped_dir()):
        path = root / PROMOTED
        if path.is_file():
            return path.read_text("ascii").strip()
    raise ModelNotFound("no model is promoted; run `lurewatch train`")
