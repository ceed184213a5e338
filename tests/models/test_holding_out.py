"""Held-out parts never share a group with what is learned from."""

from datetime import date

import pytest

from lurewatch.errors import InputError
from models.experiments import Evaluation
from models.holding_out import hold_out
from models.labelled_sets import Sample
from tests.models.labelled import example


def sample(number: int, *, day: int | None = None, source: str = "a", group: str = "") -> Sample:
    text = f"Unlike advert number {number} " + " ".join(f"word{number}x{i}" for i in range(9))
    return Sample(
        example=example(id=f"e{number}", text=text, group=group or f"g{number}"),
        day=date(2026, 1, day) if day else None,
        source=source,
    )


def test_the_newest_fifth_is_held_out_and_groups_stay_whole() -> None:
    samples = [sample(i, day=i) for i in range(1, 10)] + [sample(20, day=28, group="g1")]
    learn, held = hold_out(samples, Evaluation(split="time"))
    assert [one.example.id for one in held] == ["e8", "e9"]
    assert "e20" in [one.example.id for one in learn]


def test_a_split_by_time_needs_every_date() -> None:
    with pytest.raises(InputError, match="e2 has no date"):
        hold_out([sample(1, day=1), sample(2)], Evaluation(split="time"))


def test_a_source_is_held_out_but_for_groups_it_shares() -> None:
    samples = [sample(1), sample(2, source="b"), sample(3, source="b", group="g1")]
    learn, held = hold_out(samples, Evaluation(hold_out_source="b"))
    assert [one.example.id for one in held] == ["e2"]
    assert [one.example.id for one in learn] == ["e1", "e3"]


def test_an_unknown_source_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="sources: a, b"):
        hold_out([sample(1), sample(2, source="b")], Evaluation(hold_out_source="c"))


def test_folds_hold_nothing_out() -> None:
    samples = [sample(1), sample(2)]
    assert hold_out(samples, Evaluation()) == (samples, [])
