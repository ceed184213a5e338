"""Where an interrupted training goes on from.

The folder is no parameter of a classifier, because it decides nothing that is learned: whoever
trains names it around the call. Without one, training begins anew each time.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_folder: ContextVar[Path | None] = ContextVar("checkpoints", default=None)


@contextmanager
def checkpoints_in(folder: Path) -> Iterator[None]:
    """Keep the state of every training inside in `folder`, until all of it has succeeded."""
    token = _folder.set(folder)
    try:
        yield
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        _folder.reset(token)


def checkpoint_folder(*decides: bytes) -> Path | None:
    """The folder of one training, None where nothing is to be kept.

    Args:
        decides: everything that decides what is learned; anything else gets another folder.
    """
    folder = _folder.get()
    if folder is None:
        return None
    digest = hashlib.sha256()
    for part in decides:
        digest.update(len(part).to_bytes(8, "big") + part)
    return folder / digest.hexdigest()[:20]
