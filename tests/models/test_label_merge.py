"""A merge keeps every split, every text and every label that anybody gave."""

from pathlib import Path
from typing import Any

import pytest

from lurewatch.errors import Conflict, InputError
from models.corpus import Corpus, read_corpus
from models.corpus_check import problems
from models.dataset import Example
from models.label_merge import merge, write_merged
from tests.models.labelled import RISKY, example, row, write_corpus


@pytest.fixture
def base(tmp_path: Path) -> Corpus:
    rows: dict[str, list[dict[str, Any]]] = {
        "train": [row(0), row(1)],
        "dev": [row(2)],
        "test": [row(3)],
    }
    return read_corpus(write_corpus(tmp_path / "base", **rows))


def other_label() -> Example:
    said = {"annotator": "u", "blind": True, "guideline_version": "2"}
    return example(**row(2, **RISKY, id="n", group="n", provenance=said))


def test_new_adverts_join_and_old_ones_stay_where_they_are(base: Corpus, tmp_path: Path) -> None:
    said = {"annotator": "u", "blind": True, "guideline_version": "2", "source": "ngo"}
    text = row(0)["text"] + " Call."
    near = example(**row(0, id="near", group="near", text=text, provenance=said))
    far = [example(**row(n)) for n in range(10, 22)]
    merged = merge(base, [near, *far])
    for name, found in base.splits.items():
        assert {e.id for e in found} <= {e.id for e in merged.splits[name]}
    assert near in merged.splits["train"]
    assert sum(map(len, merged.splits.values())) == 4 + 13
    write_merged(merged, base, tmp_path / "out")
    assert problems(read_corpus(tmp_path / "out")) == []


def test_a_contradicting_label_is_refused_by_name(base: Corpus) -> None:
    with pytest.raises(Conflict, match="n is the text of y-2, labelled harmless by t and risky"):
        merge(base, [other_label()])


def test_a_person_must_say_why_one_label_is_taken(base: Corpus) -> None:
    with pytest.raises(InputError, match="reason"):
        merge(base, [other_label()], on_conflict="replace", reason=" ")


def test_a_replaced_label_is_kept_with_the_reason(base: Corpus, tmp_path: Path) -> None:
    merged = merge(base, [other_label()], on_conflict="replace", reason="read again")
    (now,) = merged.splits["dev"]
    assert (now.id, now.label, now.provenance.annotator, now.text) == (
        "y-2",
        "risky",
        "u",
        row(2)["text"],
    )
    (kept,) = merged.annotations
    assert (kept.id, kept.label, kept.annotator) == ("y-2", "harmless", "t")
    assert kept.reason == "not taken in a merge: read again"
    write_merged(merged, base, tmp_path / "out")
    assert problems(read_corpus(tmp_path / "out")) == []


def test_a_label_that_is_not_taken_is_kept_too(base: Corpus) -> None:
    merged = merge(base, [other_label()], on_conflict="keep", reason="read again")
    assert merged.splits == base.splits
    (kept,) = merged.annotations
    assert (kept.label, kept.annotator) == ("risky", "u")


def test_an_import_that_contradicts_itself_is_refused(base: Corpus) -> None:
    one = example(**row(10))
    two = example(**row(10, **RISKY, id="two", group="two"))
    with pytest.raises(InputError, match="the file contradicts itself: two is the text of y-10"):
        merge(base, [one, two], on_conflict="replace", reason="x")


def test_nothing_is_written_over(base: Corpus) -> None:
    merged = merge(base, [])
    with pytest.raises(InputError, match="not empty"):
        write_merged(merged, base, base.folder)
