"""The variety checks see what they are there to see."""

import random

import pytest

from models.dataset import Example
from models.variety import form_auroc, recognition
from tests.models.labelled import RISKY, ROW, example

WORDS = [f"word{n}" for n in range(300)]


def made(number: int, *, risky: bool, writer: str, extra: str = "") -> Example:
    lot = random.Random(number)
    said = ROW["provenance"] | {"writer": writer}
    return example(
        id=f"m-{number}",
        group=f"m-{number}",
        title="",
        text=" ".join(lot.sample(WORDS, 20)) + extra,
        provenance=said,
        **(RISKY if risky else {}),
    )


def test_a_label_that_shows_in_form_is_seen_and_one_that_does_not_is_not() -> None:
    plain = [made(n, risky=n % 2 == 0, writer="a") for n in range(120)]
    assert form_auroc(plain) < 0.65
    shouted = [made(n, risky=n % 2 == 0, writer="a", extra="!" * (n % 2)) for n in range(120)]
    assert form_auroc(shouted) > 0.95


def test_a_writer_with_a_pet_word_is_recognised_and_others_are_not() -> None:
    plain = [made(n, risky=False, writer="ab"[n % 2]) for n in range(80)]
    (found,) = recognition(plain)
    assert (found.language, found.label, found.writers, found.adverts) == ("en", "harmless", 2, 80)
    assert found.chance == pytest.approx(0.5)
    assert found.balanced_accuracy < 0.65
    habit = [made(n, risky=False, writer="ab"[n % 2], extra=" kindly" * (n % 2)) for n in range(80)]
    assert recognition(habit)[0].balanced_accuracy > 0.9


def test_who_wrote_little_or_alone_is_not_told_apart() -> None:
    assert recognition([made(n, risky=False, writer="a") for n in range(40)]) == []
    few = [made(n, risky=False, writer="a" if n < 35 else "b") for n in range(40)]
    assert recognition(few) == []
