"""The labelled adverts are checked when they are read, and splits do not leak."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from lurewatch.errors import InputError, LeakingSplit
from models.dataset import (
    SPLITS,
    Example,
    check_leaks,
    fingerprint,
    near_duplicate_groups,
    read_examples,
    read_splits,
    split_by_group,
)

DATA = Path(__file__).parents[2] / "training_data"
ROW: dict[str, Any] = {
    "id": "x-0001",
    "title": "Cook",
    "text": "A cook for a guest house near the lake, six days a week, meals and a room.",
    "kind": "job_posting",
    "label": "harmless",
    "categories": [],
    "findings": [],
    "language": "en",
    "register": "classified",
    "hard_negative": False,
    "subtle": False,
    "group": "x-0001",
    "campaign": None,
    "provenance": {"annotator": "t", "blind": False, "guideline_version": "1"},
}


def write(folder: Path, name: str, *rows: dict[str, Any]) -> Path:
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def example(tmp_path: Path, **changed: Any) -> Example:
    (found,) = read_examples(write(tmp_path, "one", ROW | changed))
    return found


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"label": "fine"}, "label"),
        ({"label": "risky"}, "category"),
        ({"categories": ["recruitment_fraud"]}, "category"),
        ({"categories": ["robbery"]}, "robbery"),
        ({"language": "xx"}, "xx"),
        ({"text": "  "}, "no text"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    tmp_path: Path, changed: dict[str, Any], message: str
) -> None:
    path = write(tmp_path, "train", ROW, ROW | {"id": "x-0002"} | changed)
    with pytest.raises(InputError, match=rf"train\.jsonl:2: .*{message}"):
        read_examples(path)


def test_bytes_that_are_no_text_and_missing_files_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "train.jsonl"
    broken.write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(InputError, match=r"train\.jsonl"):
        read_examples(broken)
    with pytest.raises(InputError, match=r"gone\.jsonl"):
        read_examples(tmp_path / "gone.jsonl")


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    for name in SPLITS:
        write(tmp_path, name, ROW)
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
    tmp_path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    first = example(tmp_path)
    second = example(tmp_path, **change({"id": "x-0002", "group": "x-0002"}))
    with pytest.raises(LeakingSplit, match=r"x-0001 \(train\) and x-0002 \(test\)"):
        check_leaks({"train": [first], "dev": [], "test": [second]})
    check_leaks({"train": [first, second], "dev": [], "test": []})


def test_near_duplicates_join_their_groups(tmp_path: Path) -> None:
    first = example(tmp_path)
    near = example(tmp_path, id="x-0002", group="b", text=ROW["text"] + " Call.")
    far = example(tmp_path, id="x-0003", group="c", title="Driver", text="Lorry driver in Jaffna.")
    groups = near_duplicate_groups([first, near, far])
    assert groups[0] == groups[1] != groups[2]


def test_splitting_is_the_same_in_any_order_and_keeps_groups_whole() -> None:
    examples = [e for found in read_splits(DATA).values() for e in found]
    forwards, backwards = split_by_group(examples), split_by_group(examples[::-1])
    assert forwards == backwards
    check_leaks(forwards)
    assert sum(map(len, forwards.values())) == len(examples)
    assert 0.5 < len(forwards["train"]) / len(examples) < 0.7


def test_the_fingerprint_depends_on_content_and_not_on_order() -> None:
    train = read_splits(DATA)["train"]
    assert fingerprint(train) == fingerprint(train[::-1])
    assert fingerprint(train) != fingerprint(train[1:])


def test_every_line_follows_the_schema_and_the_manifest() -> None:
    validator = jsonschema_rs.validator_for(json.loads((DATA / "schema.json").read_text("utf-8")))
    manifest = json.loads((DATA / "manifest.json").read_text("utf-8"))
    for name in SPLITS:
        data = (DATA / f"{name}.jsonl").read_bytes()
        rows = [json.loads(line) for line in data.decode().splitlines()]
        for row in rows:
            validator.validate(row)
        said = manifest["splits"][name]
        assert said["sha256"] == hashlib.sha256(data).hexdigest()
        assert said["adverts"] == len(rows)
        assert said["risky"] == sum(row["label"] == "risky" for row in rows)


def test_there_are_at_least_300_adverts_half_of_them_harmless() -> None:
    examples = [e for found in read_splits(DATA).values() for e in found]
    risky = sum(e.is_risky for e in examples)
    assert len(examples) >= 300
    assert abs(risky - (len(examples) - risky)) <= 0.05 * len(examples)
