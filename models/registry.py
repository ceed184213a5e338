"""Trained versions: where they lie, which one is promoted, and loading one safely.

Shipped versions lie in the package, those trained here in the var folder. A version is a
folder named by its id with `model.skops`, `meta.json` and `card.md`. Ids come from command lines
and files: one is looked up only if it is an id, so that no path is ever made from anything else.
"""

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from features import FEATURES_VERSION
from lurewatch.errors import FeaturesMismatch, ModelError, ModelNotFound, UntrustedArtefact
from lurewatch.settings import Settings
from models.artefact import load_version
from models.catalogue import CLASSIFIERS
from models.metadata import META, VERSION_ID, read_meta
from models.multilabel import MultiLabelClassifier
from models.thresholds import Thresholds

_ID = re.compile(VERSION_ID)
_POINTER = re.compile(rf"({VERSION_ID})(?: ([0-9a-f]{{64}}))?\n?")
SEEN = "seen.txt"
"""File of a version: hashed texts of the adverts that it was trained on."""
PROMOTED = "PROMOTED"
"""File that names the promoted version, in the var folder or else in the package; where a gate let
the version in, with the SHA-256 of its `meta.json`, which holds its thresholds."""
POINTER_BYTES = 200
ECHOED = 80
"""Characters of a name from outside that a message repeats."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelInfo:
    """One trained version."""

    model_id: str
    folder: Path
    meta: dict[str, Any]
    meta_sha256: str = ""
    """Of the bytes of `meta.json`, hex."""

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds it was stored with."""
        return Thresholds(**self.meta["thresholds"])

    def seen(self) -> frozenset[str]:
        """Hashed texts that it was trained on; see `models.evaluation.seen_key`."""
        path = self.folder / SEEN
        try:
            return frozenset(path.read_text("ascii").split() if path.is_file() else ())
        except (OSError, ValueError):
            raise UntrustedArtefact(f"{self.model_id}: {SEEN} is not readable") from None

    def load(self) -> MultiLabelClassifier:
        """The classifier.

        Raises:
            FeaturesMismatch: it was trained on another version of the features.
            UntrustedArtefact: its file was changed, holds what is not trusted, or is of another
                kind than it says.
            ConfigurationError: a library that its kind needs is missing.
        """
        trained_on = self.meta["features_version"]
        if trained_on != FEATURES_VERSION:
            raise FeaturesMismatch(
                f"{self.model_id} was trained on features {trained_on}, "
                f"these are features {FEATURES_VERSION}; train again"
            )
        classifier = load_version(self.folder, self.meta["sha256"])
        if type(classifier) is not CLASSIFIERS.get(self.meta["kind"]):
            raise UntrustedArtefact(f"{self.model_id} holds no classifier of its kind")
        return classifier


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A folder that has the name of a version."""

    model_id: str
    info: ModelInfo | None
    """`None` where not even its metadata can be used."""
    fault: str
    """Why it cannot be used; empty where it can."""


def shipped_dir() -> Path:
    """Folder of the versions that come with the program."""
    return Path(str(files("models"))) / "shipped"


def roots(settings: Settings) -> tuple[Path, Path]:
    """Folders with versions. The package comes first: what it ships is never shadowed."""
    return shipped_dir(), settings.models_dir


def listed(settings: Settings) -> list[Listed]:
    """All versions by id, each loaded to see whether it can be used; one bad one hides no other."""
    folders = {
        folder.name: folder
        for root in reversed(roots(settings))
        if root.is_dir()
        for folder in root.iterdir()
        if _ID.fullmatch(folder.name)
    }
    return [_listed(folders[name]) for name in sorted(folders)]


def _listed(folder: Path) -> Listed:
    info = None
    try:
        info = read_version(folder)
        info.load()
    except ModelError as error:
        return Listed(model_id=folder.name, info=info, fault=str(error))
    return Listed(model_id=folder.name, info=info, fault="")


def read_version(folder: Path) -> ModelInfo:
    """The version in a folder; its model file is not read yet.

    Raises:
        UntrustedArtefact: its metadata cannot be used.
    """
    meta, data = read_meta(folder)
    digest = hashlib.sha256(data).hexdigest()
    return ModelInfo(model_id=folder.name, folder=folder, meta=meta, meta_sha256=digest)


def get(settings: Settings, model_id: str | None = None) -> ModelInfo:
    """One version, the promoted one if no id is given.

    Raises:
        ModelNotFound: no such version.
        UntrustedArtefact: its metadata cannot be used, or changed since it was promoted.
    """
    if model_id:
        return _by_id(settings, model_id)
    wanted, digest = pointer(settings)
    try:
        info = _by_id(settings, wanted)
    except ModelNotFound:
        raise ModelNotFound(
            f"{wanted} is promoted, but not here: put its folder back into {settings.models_dir}, "
            "or promote another with `lurewatch models promote`"
        ) from None
    if digest and digest != info.meta_sha256:
        raise changed(wanted)
    return info


def changed(model_id: str) -> UntrustedArtefact:
    """The error for a version that is not what was promoted."""
    return UntrustedArtefact(f"{model_id}: {META} was changed since it was promoted")


def shipped(settings: Settings) -> ModelInfo:
    """The version that the program came with.

    Raises:
        ModelNotFound: it came with none.
    """
    return _by_id(settings, _read_pointer((shipped_dir(),))[0])


def _by_id(settings: Settings, model_id: str) -> ModelInfo:
    if _ID.fullmatch(model_id):
        for root in roots(settings):
            if (root / model_id).is_dir():
                return read_version(root / model_id)
    raise ModelNotFound(f"there is no model {model_id[:ECHOED]!r}; see `lurewatch models list`")


def find(settings: Settings, model: str | None = None) -> ModelInfo:
    """One version, by its id or by its folder; the promoted one if neither is given.

    Raises:
        ModelNotFound: no such version.
        UntrustedArtefact: the folder holds no readable version.
    """
    if model and _is_folder(model):
        return read_version(Path(model).resolve())
    return get(settings, model)


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):  # too long, or no name that a file system can have
        return False


def promote_first(settings: Settings, out_dir: Path, model_id: str) -> None:
    """Promote a version in a folder of its own where none is promoted yet.

    Nothing is promoted past the gates (`models.gates`): where the program already has a promoted
    version, shipped or not, training changes nothing.
    """
    first = out_dir / PROMOTED
    ours = out_dir.resolve() == settings.models_dir.resolve()
    if not first.exists() and not (ours and (shipped_dir() / PROMOTED).is_file()):
        write_promoted(out_dir, model_id)


def write_promoted(out_dir: Path, model_id: str, meta_sha256: str = "") -> None:
    """Name the promoted version. Renamed into place: another process may be reading it."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="ascii", dir=out_dir, prefix=f".{PROMOTED}-", delete=False
    ) as part:
        part.write(f"{model_id} {meta_sha256}".strip() + "\n")
        part.flush()
        os.fsync(part.fileno())
    made = Path(part.name)
    made.chmod(0o644)
    made.replace(out_dir / PROMOTED)


def promoted(settings: Settings) -> str:
    """Id of the promoted version.

    Raises:
        ModelNotFound: none is promoted.
        UntrustedArtefact: the file that names it holds no id.
    """
    return pointer(settings)[0]


def pointer(settings: Settings) -> tuple[str, str]:
    """Id of the promoted version, and the SHA-256 of its metadata or an empty string.

    Raises:
        ModelNotFound, UntrustedArtefact: as `promoted`.
    """
    return _read_pointer(tuple(reversed(roots(settings))))


def _read_pointer(folders: tuple[Path, ...]) -> tuple[str, str]:
    for path in (folder / PROMOTED for folder in folders):
        if not path.is_file():
            continue
        with path.open("rb") as file:
            told = file.read(POINTER_BYTES).decode("ascii", "replace")
        found = _POINTER.fullmatch(told)
        if found is None:
            raise UntrustedArtefact(
                f"{path} names no version: write the id of one into it, or remove it to go back "
                "to the shipped one"
            )
        return found[1], found[2] or ""
    raise ModelNotFound("no model is promoted; run `lurewatch train`")
