"""Versions made from the shipped one: other bytes and another id, the same scores."""

import json
import shutil
from pathlib import Path
from typing import Any

from lurewatch.settings import Settings
from models import registry
from models.artefact import content_sha256, dump


def variant(settings: Settings, number: int, **thresholds: Any) -> str:
    """Store a version that scores as the shipped one does, and give its id."""
    shipped = registry.shipped(settings)
    classifier = shipped.load()
    classifier.set_params(seed=number)
    data = dump(classifier)
    digest = content_sha256(data)
    model_id = f"linear-{digest[:12]}"
    folder = settings.models_dir / model_id
    folder.mkdir(parents=True)
    (folder / "model.skops").write_bytes(data)
    limits = shipped.meta["thresholds"] | thresholds
    meta = shipped.meta | {"model_id": model_id, "sha256": digest, "thresholds": limits}
    (folder / "meta.json").write_text(json.dumps(meta), "utf-8")
    for name in ("seen.txt", "card.md"):
        shutil.copy(shipped.folder / name, folder / name)
    return model_id


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file under a folder by its name, to see that nothing was changed."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".promotions.lock"
    }
