"""The history of promotions: a JSON Lines file beside the versions, only ever added to.

It is written before the file that names the promoted version, so a process that is killed in
between leaves at most an entry that did not take effect; reading the history allows for that.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from lurewatch.errors import ConfigurationError, UntrustedArtefact
from models.dataset import first_fault, numbered_lines
from models.metadata import VERSION_ID

HISTORY = "promotions.jsonl"
LOCK = ".promotions.lock"
_Id = Annotated[str, Field(pattern=f"^{VERSION_ID}$")]


@dataclass(frozen=True, kw_only=True, slots=True)
class Promotion:
    """One change of the promoted version."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    at: datetime
    """UTC."""
    action: Literal["promote", "rollback"]
    model_id: _Id
    meta_sha256: str
    """Of its `meta.json`, hex."""
    previous: _Id
    """What was promoted before."""
    previous_meta_sha256: str
    """Empty where that one could not be read."""
    by: Annotated[str, Field(min_length=1, max_length=200)]
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    measured_on: str = ""
    """Fingerprint of the held-out adverts."""
    compared_with: str = ""
    """The version that the gates held it against; not `previous` where that could not be used."""
    gates: tuple[dict[str, Any], ...] = ()


_PROMOTION = TypeAdapter(Promotion)


def read_history(models_dir: Path) -> list[Promotion]:
    """All changes, oldest first.

    Raises:
        UntrustedArtefact: a line cannot be read.
    """
    path = models_dir / HISTORY
    if not path.exists():
        return []
    found = []
    for number, line in numbered_lines(path):
        try:
            found.append(_PROMOTION.validate_json(line))
        except ValidationError as error:
            raise UntrustedArtefact(f"{path}:{number}: {first_fault(error)}") from None
    return found


def add_to_history(models_dir: Path, entry: Promotion) -> None:
    """Add one change. The longer file is renamed into place: nobody reads half a line."""
    path = models_dir / HISTORY
    before = path.read_bytes() if path.exists() else b""
    line = json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True, default=_told)
    with tempfile.NamedTemporaryFile(dir=models_dir, prefix=f".{HISTORY}-", delete=False) as part:
        part.write(before + line.encode("utf-8", "replace") + b"\n")
        part.flush()
        os.fsync(part.fileno())
    made = Path(part.name)
    made.chmod(0o644)
    made.replace(path)


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def before_current(history: Sequence[Promotion], current: str) -> tuple[str, str] | None:
    """Id and SHA-256 of the metadata of the version promoted before `current`, if there was one."""
    stack: list[tuple[str, str]] = []
    for entry in history:
        known = _cut_back(stack, entry.previous if entry.action == "promote" else entry.model_id)
        if entry.action == "promote":
            stack = known or [(entry.previous, entry.previous_meta_sha256)]
            stack.append((entry.model_id, entry.meta_sha256))
        else:
            stack = known or [(entry.model_id, entry.meta_sha256)]
    stack = _cut_back(stack, current)
    return stack[-2] if len(stack) > 1 else None


def _cut_back(stack: Sequence[tuple[str, str]], top: str) -> list[tuple[str, str]]:
    """The stack up to its last entry with this id: what lies above never took effect."""
    places = [place for place, (model_id, _) in enumerate(stack) if model_id == top]
    return list(stack[: places[-1] + 1]) if places else []


@contextmanager
def locked(models_dir: Path) -> Iterator[None]:
    """Let one process change the promotion at a time; the system frees the lock of a killed one.

    Raises:
        ConfigurationError: the folder cannot be written to.
    """
    import fcntl  # POSIX only, like the rest of an installation

    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        lock = (models_dir / LOCK).open("ab")
    except OSError as error:
        raise ConfigurationError(f"cannot write to {models_dir}: {error.strerror}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
