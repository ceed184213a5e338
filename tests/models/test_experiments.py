"""Experiments: whole files, and no key that means nothing."""

from pathlib import Path

import pytest

from lurewatch.errors import ConfigurationError
from models.experiments import read_experiment


def test_a_path_is_as_good_as_a_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("kind = 'linear'\n[parameters]\nword_ngrams = 1\n", "utf-8")
    found = read_experiment(str(path))
    assert (found.name, found.parameters) == ("mine", {"word_ngrams": 1})
    assert found.evaluation.folds == 10


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind = 'linear'\nfolds = 3\n", "folds: Extra inputs"),
        ("kind = 'linear'\n[thresholds]\nby = 'luck'\n", r"thresholds\.by"),
        ("kind = 'linear'\nstates_kept = 0\n", "states_kept"),
        ("kind = 'forest'\n", "kind"),
        ("kind = ", "mine.toml"),
    ],
)
def test_a_wrong_file_is_refused_by_key(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match=message):
        read_experiment(str(path))


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match="shipped: emscad, indicator_rules, linear"):
        read_experiment("forest")
