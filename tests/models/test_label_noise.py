"""Planted flips are found; the right labels are mostly left in peace."""

import sys
from typing import Any

import numpy as np
import pytest

from lurewatch.errors import ConfigurationError, InputError
from models.experiments import read_experiment
from models.label_noise import Doubt, doubtful_labels
from models.labelled_sets import Sample, own
from tests.models.labelled import RISKY, example

FLIPPED = {3, 50, 101, 150, 199}
COMMON = [
    "work",
    "room",
    "food",
    "shift",
    "town",
    "lake",
    "month",
    "kind",
    "family",
    "place",
    "helper",
    "season",
    "early",
    "late",
]
LURES = [
    "casino",
    "token",
    "airdrop",
    "passport",
    "deposit",
    "upfront",
    "wallet",
    "border",
    "tax-free",
    "visa-less",
]
PLAIN = [
    "school",
    "clinic",
    "bakery",
    "garden",
    "library",
    "tailor",
    "nursery",
    "bank",
    "temple",
    "workshop",
]


def rows() -> list[dict[str, Any]]:
    """Two hundred made-up adverts, every other one risky by its words; five labels are flipped."""
    random = np.random.default_rng(17)
    made = []
    for number in range(200):
        is_risky = number % 2 == 0
        telling = random.choice(LURES if is_risky else PLAIN, 3, replace=False)
        words = random.permutation([*telling, *random.choice(COMMON, 9)])
        labelled_risky = is_risky != (number in FLIPPED)
        label = RISKY if labelled_risky else {"label": "harmless", "categories": []}
        name = f"n-{number:03}"
        made.append({"id": name, "group": name, "title": "", "text": " ".join(words), **label})
    return made


def samples() -> list[Sample]:
    return own(example(**each) for each in rows())


@pytest.fixture(scope="module")
def doubts() -> list[Doubt]:
    pytest.importorskip("cleanlab")
    return doubtful_labels(samples(), read_experiment("linear"))


def test_flipped_labels_are_ranked_first(doubts: list[Doubt]) -> None:
    assert len(doubts) == 200
    flipped = {f"n-{number:03}" for number in FLIPPED}
    assert len(flipped & {doubt.id for doubt in doubts[:15]}) >= 4
    assert [doubt.quality for doubt in doubts] == sorted(doubt.quality for doubt in doubts)
    issues = [doubt for doubt in doubts if doubt.is_issue]
    assert {doubt.id for doubt in issues} & flipped
    assert len(issues) <= 20


def test_a_doubt_tells_the_label_and_how_likely_it_is(doubts: list[Doubt]) -> None:
    for doubt in doubts:
        likely = doubt.risky if doubt.label == "risky" else 1 - doubt.risky
        assert doubt.quality == pytest.approx(likely)
    assert doubts[0].quality < 0.5


def test_too_few_labels_are_refused() -> None:
    pytest.importorskip("cleanlab")
    with pytest.raises(InputError, match="too few"):
        doubtful_labels(samples()[:12], read_experiment("linear"))


def test_without_cleanlab_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cleanlab.filter", None)
    with pytest.raises(ConfigurationError, match=r"lurewatch\[train\]"):
        doubtful_labels(samples(), read_experiment("linear"))
