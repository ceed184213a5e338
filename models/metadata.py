"""What `meta.json` of a version must say; everything else about a version is read from it."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from lurewatch.errors import UntrustedArtefact
from models.dataset import first_fault
from models.thresholds import Thresholds

META = "meta.json"
META_BYTES = 1_000_000
"""Longest file read; a real one has under 10,000 bytes."""
VERSION_ID = r"[a-z_]{1,40}-[0-9a-f]{12}"
"""Regular expression of an id: the kind, and the first digits of the SHA-256 of the artefact."""


class _Meta(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")

    model_id: str = Field(pattern=f"^{VERSION_ID}$")
    kind: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    features_version: str = Field(min_length=1)
    data_fingerprint: str = Field(pattern="^[0-9a-f]{64}$")
    adverts: dict[str, int]
    experiment: dict[str, Any]
    thresholds: Thresholds
    versions: dict[str, str]
    figures: dict[str, float | None]
    measured_on: str

    @model_validator(mode="after")
    def _is_consistent(self) -> "_Meta":
        kind, _, digits = self.model_id.rpartition("-")
        if self.kind != kind or not self.sha256.startswith(digits):
            raise ValueError("model_id does not follow from kind and sha256")
        limits = self.thresholds
        # Not the other way round: every comparison with NaN is false.
        if not 0 <= limits.review <= limits.caution <= limits.high_risk <= 1:
            raise ValueError("thresholds must be numbers: 0 ≤ review ≤ caution ≤ high_risk ≤ 1")
        return self


def read_meta(folder: Path) -> tuple[dict[str, Any], bytes]:
    """The content of a version's `meta.json`, checked, and its bytes.

    Raises:
        UntrustedArtefact: it is missing, a link, damaged, of another version, or says what cannot
            be; the message names the folder and the first fault.
    """
    path = folder / META
    if folder.is_symlink() or path.is_symlink():
        raise UntrustedArtefact(f"{folder.name}: a version is a folder of its own, not a link")
    try:
        with path.open("rb") as file:
            data = file.read(META_BYTES + 1) if path.is_file() else b""
        if len(data) > META_BYTES:
            raise ValueError(f"longer than {META_BYTES:,} bytes")
        meta = _Meta.model_validate_json(data)
        if meta.model_id != folder.name:
            raise ValueError(f"the folder has another name than {meta.model_id}")
        content: dict[str, Any] = json.loads(data)
    except ValidationError as error:
        why = first_fault(error)
        raise UntrustedArtefact(f"{folder.name}: {META} is not readable ({why})") from None
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UntrustedArtefact(f"{folder.name}: {META} is not readable ({why})") from None
    return content, data
