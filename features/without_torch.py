"""Imports libraries that would import torch along with themselves wherever it is installed.

spaCy (through thinc) and skops (through scikit-learn) try to, and go on without. Nothing here uses
torch through them, and it costs seconds and 200 MB in every process.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _NoTorch(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "torch":
            raise ModuleNotFoundError("torch is left out of this import", name=fullname)
        return None


@contextmanager
def without_torch() -> Iterator[None]:
    """Inside, torch is as good as not installed; if it was imported before, it stays."""
    finder = _NoTorch()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
