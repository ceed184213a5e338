"""Groups keep near-duplicates together, and splits do not cut them."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lurewatch.errors import InputError, LeakingSplit
from models.dataset import SPLITS, Example
from models.grouping import (
    check_leaks,
    near_duplicate_groups,
    near_duplicates,
    read_splits,
    split_by_group,
)
from tests.models.labelled import ROW, example, write_lines

DATA = Path(__file__).parents[2] / "training_data"


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return [e for found in read_splits(DATA).values() for e in found]


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    for name in SPLITS:
        write_lines(tmp_path / f"{name}.jsonl", [ROW])
    with pytest.raises(InputError, match="x-0001"):
        read_splits(tmp_path)


def same_text(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"text": ROW["text"] + " Call the owner."}


def shared_group(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"text": "Quite another advert about tyres and lorries.", "group": "x-0001"}


def long_run(row: dict[str, Any]) -> dict[str, Any]:
    other = " ".join(f"word{i}" for i in range(60))
    return row | {"text": f"{other} cook for a guest house near the lake six {other}"}


@pytest.mark.parametrize("change", [same_text, shared_group, long_run])
def test_a_leak_between_splits_is_refused(
    change: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    first = example()
    second = example(**change({"id": "x-0002", "group": "x-0002"}))
    with pytest.raises(LeakingSplit, match=r"x-0001 \(train\) and x-0002 \(test\)"):
        check_leaks({"train": [first], "dev": [], "test": [second]})
    check_leaks({"train": [first, second], "dev": [], "test": []})


def test_seven_words_in_common_are_no_leak_and_eight_are() -> None:
    first = example(title="", text="one two three four five six seven eight nine ten")
    seven = example(id="b", group="b", title="", text="one two three four five six seven but " * 9)
    eight = example(id="c", group="c", title="", text="two three four five six seven eight nine")
    assert near_duplicates([first, seven]) == []
    assert near_duplicates([first, eight]) == [(first, eight)]


def test_spaced_letters_are_a_word_and_no_run_of_words() -> None:
    first = example(title="", text="keep your p a s s p o r t with you at home")
    other = example(id="b", group="b", title="", text="no p a s s p o r t is asked by our hotel")
    spaced = example(id="c", group="c", title="", text="keep your passport with you at home")
    assert near_duplicates([first, other]) == []
    assert near_duplicates([first, spaced]) == [(first, spaced)]


def test_near_duplicates_join_their_groups() -> None:
    first = example()
    near = example(id="x-0002", group="b", text=ROW["text"] + " Call.")
    far = example(id="x-0003", group="c", title="Driver", text="Lorry driver in Jaffna.")
    groups = near_duplicate_groups([first, near, far])
    assert groups[0] == groups[1] != groups[2]


def test_splitting_is_the_same_in_any_order_and_keeps_groups_whole(
    examples: list[Example],
) -> None:
    forwards, backwards = split_by_group(examples), split_by_group(examples[::-1])
    assert forwards == backwards
    check_leaks(forwards)
    assert sum(map(len, forwards.values())) == len(examples)
    assert 0.58 < len(forwards["train"]) / len(examples) < 0.62


def test_each_split_has_its_share_of_each_language_and_label(examples: list[Example]) -> None:
    whole = Counter((e.language, e.label) for e in examples)
    test = Counter((e.language, e.label) for e in split_by_group(examples)["test"])
    for stratum, count in whole.items():
        assert abs(test[stratum] - 0.2 * count) <= 0.05 * count + 2, stratum


def test_who_has_a_home_stays_there_and_takes_its_group_along() -> None:
    settled = example()
    near = example(id="x-0002", group="b", text=ROW["text"] + " Call.")
    splits = split_by_group([near, settled], {"x-0001": "test"})
    assert [e.id for e in splits["test"]] == ["x-0001", "x-0002"]
