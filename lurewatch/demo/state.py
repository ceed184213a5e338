"""What the demo remembers between two starts: its dates, ports, key and webhook secret.

Without it a second start would invent other dates and other links, and look like news.
"""

import base64
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from lurewatch.errors import ConfigurationError
from lurewatch.pipeline import last_full_week


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoState:
    """Read from and written to `demo.json` in the var folder."""

    anchor: str
    """Monday of the last full ISO week when the demo was first started, ISO 8601."""
    webhook_secret: str
    ports: tuple[int, int, int, int] = (8011, 8012, 8013, 8014)
    """Job board, channel, news, webhook receiver."""
    analyst_key: str = ""
    """The demo's API key; a real key is shown once and kept nowhere."""

    @property
    def anchor_on(self) -> date:
        """The anchor as a date."""
        return date.fromisoformat(self.anchor)

    def with_(self, **changes: object) -> "DemoState":
        """A changed copy."""
        return replace(self, **changes)  # type: ignore[arg-type]


def load_state(folder: Path, today: date) -> DemoState:
    """The state of the last start, or a new one.

    Raises:
        ConfigurationError: the file was changed into something unreadable.
    """
    path = folder / "demo.json"
    if not path.exists():
        secret = base64.b64encode(secrets.token_bytes(24)).decode()
        return DemoState(anchor=last_full_week(today).isoformat(), webhook_secret=f"whsec_{secret}")
    try:
        given = json.loads(path.read_text("utf-8"))
        return DemoState(**{**given, "ports": tuple(given["ports"])})
    except (ValueError, TypeError, KeyError):
        raise ConfigurationError(f"{path} is not readable; delete it to start anew") from None


def save_state(folder: Path, state: DemoState) -> None:
    """Write the state, readable by its owner alone (it holds a key)."""
    path = folder / "demo.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(state), indent=2), "utf-8")
