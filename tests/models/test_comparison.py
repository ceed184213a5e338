"""Kinds side by side: what is decided on what, and what a card says of it."""

import json
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from features import FEATURES_VERSION
from lurewatch.errors import ConfigurationError
from lurewatch.settings import Settings
from models import comparison, other_kinds
from models.card import card
from models.evaluation_report import EvaluationReport
from models.experiments import read_experiment
from models.kind_figures import ALL, Adverts, measured, winner
from models.labelled_sets import Sample
from models.registry import get
from models.training import train
from tests.models.labelled import RISKY, ROW, example, write_corpus

LURES = ["advance", "telegram", "fee", "visa", "today", "agent", "crypto"]
HONEST = ["kitchen", "shift", "epf", "office", "interview", "uniform", "depot"]
CONFIG = """
kind = "linear"
[parameters]
folds = 3
[evaluation]
random_split = false
split = "given"
"""


def rows(split: str, count: int) -> list[dict[str, Any]]:
    """Adverts of unlike wording; every other one is risky."""
    dice = random.Random(split)
    return [
        ROW
        | {"id": f"{split}-{i}", "group": f"{split}-{i}", "title": ""}
        | {
            "text": " ".join(
                [*dice.choices(LURES if i % 2 else HONEST, k=3)]
                + [f"{split}{i}w{j}" for j in range(9)]
            )
        }
        | (RISKY if i % 2 else {})
        for i in range(count)
    ]


def corpus(folder: Path, test: list[dict[str, Any]]) -> Settings:
    write_corpus(
        folder,
        train=rows("train", 60),
        dev=rows("dev", 20),
        test=test,
        evasion=[],
        rewordings=[],
        annotations=[],
    )
    return Settings(var_dir=folder / "var", training_data_dir=folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("config") / "small.toml"
    path.write_text(CONFIG, "utf-8")
    return path


@pytest.fixture(scope="module")
def compared(
    small: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, dict[str, Any]]:
    settings = corpus(tmp_path_factory.mktemp("corpus"), rows("test", 30))
    return settings, comparison.compare(settings, ["indicator_rules", str(small)])


def test_a_kind_is_compared_as_the_version_that_training_gives(
    compared: tuple[Settings, dict[str, Any]], small: Path, tmp_path: Path
) -> None:
    settings, found = compared
    trained = train(settings=settings, out_dir=tmp_path, experiment=str(small))
    kind = found["kinds"]["small"]
    for key in ("model_id", "experiment"):
        assert kind[key] == trained.meta[key]
    for key in ("features_version", "data_fingerprint", "test_fingerprint"):
        assert found[key] == trained.meta[key]
    assert kind["caution"] == trained.meta["thresholds"]["caution"]
    shown = kind["test"][ALL]
    for key in ("average_precision", "f1", "recall", "ece"):
        assert shown[key] == pytest.approx(trained.meta["figures"][key])
    assert shown["adverts"] == 30
    json.dumps(found, allow_nan=False)


def test_what_is_decided_does_not_look_at_the_test_split(
    compared: tuple[Settings, dict[str, Any]], small: Path, tmp_path: Path
) -> None:
    _, found = compared
    flipped = [one | (RISKY if i % 2 == 0 else {}) for i, one in enumerate(rows("test", 30))]
    flipped = [
        one | ({} if i % 2 == 0 else {"label": "harmless", "categories": []})
        for i, one in enumerate(flipped)
    ]
    again = comparison.compare(corpus(tmp_path, flipped), ["indicator_rules", str(small)])
    for name, kind in found["kinds"].items():
        assert again["kinds"][name]["decided_on"] == kind["decided_on"]
        assert kind["decided_on"][ALL]["adverts"] == 80
    assert again["kinds"]["small"]["test"] != found["kinds"]["small"]["test"]


def test_cost_is_told_alone_with_features_and_as_ratios(
    compared: tuple[Settings, dict[str, Any]],
) -> None:
    _, found = compared
    for kind in found["kinds"].values():
        assert set(kind["cost"]) == {"score_ms", "score_ratio", "assess_ms", "assess_ratio"}
        assert min(kind["cost"].values()) > 0
    assert found["bare"]["bare_ms"] > 0


def test_an_experiment_on_other_splits_is_refused(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(CONFIG.replace("given", "folds"), "utf-8")
    with pytest.raises(ConfigurationError, match="given splits only"):
        comparison.compare(Settings(var_dir=tmp_path), [str(other)])
    with pytest.raises(ConfigurationError, match="two experiments have this name"):
        comparison.compare(Settings(var_dir=tmp_path), [str(small), str(small)])


TRUTH = np.arange(80) % 2 == 1
NOISE = np.random.default_rng(1).random(80)
ADVERTS = Adverts(
    samples=[
        Sample(example=example(id=f"a-{i}", **(RISKY if risky else {})))
        for i, risky in enumerate(TRUTH)
    ],
    groups=[f"g{i // 2}" for i in range(80)],
)
SCORES = {
    "good": np.clip(0.5 * TRUTH + 0.5 * NOISE, 0, 1),
    "level": np.clip(0.5 * TRUTH + 0.49 * NOISE, 0, 1),
    "poor": NOISE,
}
CAUTIONS = dict.fromkeys(SCORES, 0.5)


def test_the_cheapest_of_those_that_cannot_be_told_apart_wins() -> None:
    decided = measured(ADVERTS, SCORES, CAUTIONS, {})
    assert winner(decided, {"good": 5.0, "level": 2.0, "poor": 1.0}) == "level"
    assert winner(decided, {"good": 2.0, "level": 5.0, "poor": 1.0}) == "good"


def test_differences_are_paired_and_have_a_sign() -> None:
    found = measured(ADVERTS, SCORES | {"twin": SCORES["poor"]}, CAUTIONS | {"twin": 0.5}, {})
    ahead = found["good"][ALL]["ahead"]["poor"]
    behind = found["poor"][ALL]["ahead"]["good"]
    assert 0 < ahead["interval"][0] < ahead["by"] < ahead["interval"][1]
    assert behind["interval"] == pytest.approx((-ahead["interval"][1], -ahead["interval"][0]))
    assert found["poor"][ALL]["ahead"]["twin"] == {"by": 0.0, "interval": (0.0, 0.0)}


def test_parts_of_one_class_are_left_out() -> None:
    found = measured(ADVERTS, SCORES, CAUTIONS, {"si": TRUTH, "ta": np.arange(80) < 40})
    assert set(found["good"]) == {ALL, "ta"}


@pytest.fixture
def shipped(data_settings: Settings) -> dict[str, Any]:
    return get(data_settings).meta


@pytest.fixture
def of_shipped(shipped: dict[str, Any]) -> dict[str, Any]:
    """A comparison that holds the shipped version, with made-up figures."""
    parts = {"si": np.arange(80) < 40}
    names = {"linear": "good", "indicator_rules": "poor"}
    scores = {name: SCORES[of] for name, of in names.items()}
    figures = measured(ADVERTS, scores, dict.fromkeys(names, 0.5), parts)
    cost = {"score_ms": 1.5, "score_ratio": 2.5, "assess_ms": 3.25, "assess_ratio": 4.75}
    return {
        **{
            key: shipped[key]
            for key in ("features_version", "data_fingerprint", "test_fingerprint")
        },
        "winner": "linear",
        "bare": {"bare_ms": 0.75},
        "kinds": {
            name: {
                "model_id": shipped["model_id"] if name == "linear" else "indicator_rules-0",
                "experiment": read_experiment(name).model_dump(mode="json"),
                "decided_on": figures[name],
                "test": figures[name],
                "cost": cost,
            }
            for name in names
        },
    }


def section(found: Any, meta: dict[str, Any], folder: Path) -> str:
    path = folder / "comparison.json"
    path.write_text(json.dumps(found), "utf-8")
    return other_kinds.other_kinds(meta, path)


def test_the_card_says_by_how_much_per_language_and_at_what_cost(
    shipped: dict[str, Any], of_shipped: dict[str, Any], tmp_path: Path
) -> None:
    said = section(of_shipped, shipped, tmp_path)
    row = of_shipped["kinds"]["linear"]["test"]["si"]
    by = row["ahead"]["indicator_rules"]["by"]
    assert "| `indicator_rules` si | 40 | " in said
    assert f"| {by:+.3f} (" in said
    assert "That is this one, `linear`." in said
    assert "| `linear` | 1.50 | 2.5 | 3.25 | 4.8 |" in said
    of_shipped["kinds"]["linear"]["test"]["si"]["ahead"]["indicator_rules"] = {"by": -1e-9}
    assert "| +0.000 |" in section(of_shipped, shipped, tmp_path)
    lost = section(of_shipped | {"winner": "indicator_rules"}, shipped, tmp_path)
    assert "That is `indicator_rules`; this one, `linear`, did not win" in lost


def test_figures_of_anything_else_are_not_printed(
    shipped: dict[str, Any], of_shipped: dict[str, Any], tmp_path: Path
) -> None:
    for key in ("model_id", "features_version", "data_fingerprint", "test_fingerprint"):
        assert section(of_shipped, shipped | {key: "other"}, tmp_path) == ""
    changed = shipped | {"experiment": shipped["experiment"] | {"states_kept": 0.5}}
    assert section(of_shipped, changed, tmp_path) == ""
    of_shipped["kinds"]["indicator_rules"]["experiment"]["states_kept"] = 0.5
    assert section(of_shipped, shipped, tmp_path) == "", "the other kind has changed since"
    assert other_kinds.other_kinds(shipped, tmp_path / "none.json") == ""


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", json.dumps({"features_version": FEATURES_VERSION})]
)
def test_a_broken_comparison_is_said_to_be_one(
    shipped: dict[str, Any], tmp_path: Path, text: str
) -> None:
    path = tmp_path / "comparison.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match=r"make it again: python -m models\.comparison"):
        other_kinds.other_kinds(shipped, path)


def test_the_section_stands_in_the_card_before_the_thresholds(
    shipped: dict[str, Any],
    of_shipped: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = cast(EvaluationReport, SimpleNamespace(table=lambda: "figures"))
    place = tmp_path / "comparison.json"
    monkeypatch.setattr(other_kinds, "comparison_file", lambda: place)
    without = card(shipped, report)
    said = section(of_shipped, shipped, tmp_path)
    assert card(shipped, report) == without.replace("\n\n## Thr", f"\n{said}\n## Thr")
    assert "Other kinds" not in without
