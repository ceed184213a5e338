import re
from pathlib import Path

import pytest

from lurewatch.errors import ConfigurationError
from lurewatch.settings import Settings, read_settings

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_documented_table_is_the_code() -> None:
    """`docs/settings.md` has one row per setting, with its default, and no other."""
    rows = re.findall(r"^\| `(LUREWATCH_\w+)` \| (.*?) \| (.*?) \|$", DOCS.read_text(), re.M)
    documented = {name: (default, text) for name, default, text in rows}
    expected = {
        f"LUREWATCH_{name.upper()}": (_shown(field.default), field.description)
        for name, field in Settings.model_fields.items()
    }
    assert documented == expected


def _shown(default: object) -> str:
    if default in ("", (), None):
        return "not set"
    return f"`{default}`"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUREWATCH_CRAWL_DEPTH", "7")
    monkeypatch.setenv("LUREWATCH_ALLOWED_PRIVATE_ORIGINS", "http://127.0.0.1:1, http://[::1]:2")
    settings = read_settings()
    assert settings.crawl_depth == 7
    assert settings.allowed_private_origins == ("http://127.0.0.1:1", "http://[::1]:2")


def test_nothing_private_may_be_fetched_by_default() -> None:
    assert Settings.model_fields["allowed_private_origins"].default == ()


def test_a_bad_value_names_the_variable_and_not_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUREWATCH_CRAWL_DEPTH", "deep-secret")
    with pytest.raises(ConfigurationError, match="LUREWATCH_CRAWL_DEPTH") as raised:
        read_settings()
    assert "deep-secret" not in str(raised.value)


def test_overrides_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUREWATCH_CRAWL_DEPTH", "7")
    assert read_settings(crawl_depth=1).crawl_depth == 1


def test_the_secret_has_no_default_and_is_not_printed() -> None:
    assert Settings().secret_key is None
    assert "hunter2" not in repr(Settings(secret_key="hunter2"))  # type: ignore[arg-type]


def test_settings_do_not_change_after_they_were_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().crawl_depth = 3  # type: ignore[misc]


def test_the_user_agent_names_whom_to_write_to() -> None:
    assert "cert@example.org" in Settings(contact="cert@example.org").user_agent
