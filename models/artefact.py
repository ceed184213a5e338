"""Model files: skops in one canonical form, with the types that may be in it.

skops writes no code, but its bytes hold zip times and object numbers that differ from run to
run. The canonical form renumbers the objects in the order they appear and fixes the times, so
that equal models are equal files (docs/decisions/0003).
"""

import hashlib
import io
import json
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from features.without_torch import without_torch
from lurewatch.errors import UntrustedArtefact
from models.catalogue import CLASSIFIERS
from models.multilabel import MultiLabelClassifier

TRUSTED = [f"{kind.__module__}.{kind.__qualname__}" for kind in CLASSIFIERS.values()]
"""Types of ours that a model file may hold, beside those that skops trusts."""
UNPACKED_BYTES = 2_000_000_000
"""Most that a model file may hold unpacked; the shipped one has 3 MB. More is a bomb."""
MODEL = "model.skops"
"""File of a version with the classifier; large parts of some kinds lie beside it."""
_EPOCH = (2020, 1, 1, 0, 0, 0)
_OBJECT_NUMBER = re.compile(r'(?<="__id__": )\d+|(?<=")\d{6,}(?=\.npy")')


def dump(classifier: MultiLabelClassifier) -> bytes:
    """A fitted classifier as canonical bytes."""
    return canonical(_skops_io().dumps(classifier))


def _skops_io() -> Any:
    """skops, which walks through all of scikit-learn as it is imported."""
    with without_torch():
        import skops.io
    return skops.io


def canonical(data: bytes) -> bytes:
    """The canonical form of a skops file."""
    numbers: dict[str, str] = {}

    def renumbered(match: "re.Match[str]") -> str:
        return numbers.setdefault(match[0], str(len(numbers) + 1))

    with zipfile.ZipFile(io.BytesIO(data)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    schema = json.dumps(json.loads(parts.pop("schema.json")), sort_keys=True)
    schema = _OBJECT_NUMBER.sub(renumbered, schema)
    named = {f"{numbers[name.removesuffix('.npy')]}.npy": body for name, body in parts.items()}
    after = io.BytesIO()
    with zipfile.ZipFile(after, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in [("schema.json", schema.encode()), *sorted(named.items())]:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, body)
    return after.getvalue()


def content_sha256(data: bytes) -> str:
    """SHA-256 (hex) over the content of a canonical file, whatever zlib compressed it."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > UNPACKED_BYTES:
            raise ValueError("too large")
        for name in archive.namelist():
            body = archive.read(name)
            digest.update(f"{name} {len(body)}\n".encode() + body)
    return digest.hexdigest()


def load(data: bytes, expected_sha256: str) -> MultiLabelClassifier:
    """The classifier of a file.

    Raises:
        UntrustedArtefact: the file was changed, or holds a type that is not trusted.
    """
    try:
        found = content_sha256(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        raise UntrustedArtefact("the model file is damaged") from None
    if found != expected_sha256:
        raise UntrustedArtefact("the model file does not match its recorded SHA-256")
    skops_io = _skops_io()
    try:
        classifier = skops_io.loads(data, trusted=TRUSTED)
    except (skops_io.exceptions.UntrustedTypesFoundException, TypeError) as error:
        raise UntrustedArtefact(f"the model file holds what is not trusted: {error}") from None
    except Exception as error:
        # What a schema written to do harm leads to inside skops is anyone's guess.
        raise UntrustedArtefact(
            f"the model file is no skops file ({type(error).__name__})"
        ) from None
    if not isinstance(classifier, MultiLabelClassifier):
        raise UntrustedArtefact("the model file holds no classifier of ours")
    return classifier


def load_version(folder: Path, expected_sha256: str) -> MultiLabelClassifier:
    """The classifier of a version's folder, with the files that lie beside the model file.

    The hash covers those too: the model file holds theirs.

    Raises:
        UntrustedArtefact: a file is missing, was changed, or holds what is not trusted.
        ConfigurationError: a library that this kind needs is missing.
    """

    def read(name: str) -> bytes:
        path = folder / name
        try:
            if path.is_symlink() or not path.is_file():
                raise OSError
            return path.read_bytes()
        except OSError:
            raise UntrustedArtefact(f"{folder.name} has no readable {name}") from None

    classifier = load(read(MODEL), expected_sha256)
    classifier.take_files(read)
    return classifier
