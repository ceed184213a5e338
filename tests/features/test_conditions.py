"""Conditions are data: what they name must exist, and what is wrong is refused."""

import pytest

from features.conditions import Condition, conditions
from features.facts import FACTS
from features.indicators import INDICATORS
from features.matchers import CUE, PATTERN_LANGUAGES, language_pack
from lurewatch.errors import ConfigurationError


def test_every_name_is_a_fact_or_a_cue_of_some_language() -> None:
    cues = {
        pattern.code.removeprefix(CUE)
        for language in PATTERN_LANGUAGES
        for pattern in language_pack(language).patterns
        if pattern.code.startswith(CUE)
    }
    for code, condition in conditions().items():
        assert code in INDICATORS
        assert {*condition.all, *condition.any, *condition.none} <= cues | FACTS.keys(), code


class _Holding:
    def __init__(self, *names: str) -> None:
        self._names = names

    def holds(self, name: str) -> bool:
        return name in self._names


@pytest.mark.parametrize(
    ("holding", "expected"),
    [
        (("a", "b"), True),
        (("a", "c"), True),
        (("a",), False),
        (("b",), False),
        (("a", "b", "n"), False),
    ],
)
def test_all_any_and_none(holding: tuple[str, ...], expected: bool) -> None:
    condition = Condition(all=("a",), any=("b", "c"), none=("n",))
    assert condition.holds(_Holding(*holding)) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written", ["[NO_SUCH]\nall = ['abroad']", "[DEST_VAGUE]\nsome = ['abroad']", "["]
)
def test_a_wrong_file_is_refused(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("features.tables.read_text", lambda _: written)
    conditions.cache_clear()
    try:
        with pytest.raises(ConfigurationError, match=r"conditions\.toml"):
            conditions()
    finally:
        conditions.cache_clear()
