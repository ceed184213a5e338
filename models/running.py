"""What a run cost: seconds by step, memory, processors."""

import os
import platform
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Run:
    """Times the steps of a run."""

    def __init__(self) -> None:
        """Begins now."""
        self._seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Times what is done inside."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] = self._seconds.get(name, 0) + time.perf_counter() - begun

    def to_dict(self) -> dict[str, Any]:
        """Seconds by step; peak resident memory in MiB (Linux counts in KiB, macOS in bytes)."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        unit = 2**20 if platform.system() == "Darwin" else 2**10
        return {
            "seconds": {name: round(seconds, 1) for name, seconds in self._seconds.items()},
            "peak_memory_mib": round(peak / unit),
            "processors": os.cpu_count(),
            "python": platform.python_version(),
        }
