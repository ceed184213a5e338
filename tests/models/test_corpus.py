"""Whatever is wrong with a corpus is named; nothing that is right is."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from lurewatch.errors import InputError
from models.corpus import read_corpus, schemas
from models.corpus_check import problems
from models.dataset import numbered_lines, to_line
from tests.models.labelled import ROW, row, write_corpus, write_lines

DATA = Path(__file__).parents[2] / "training_data"
Rows = list[dict[str, Any]]


def rewrite(**changed: Any) -> dict[str, Any]:
    given = {"id": "e-1", "original": "y-3", "title": "", "text": "Y0ur b@nk acc0unt earns.."}
    return given | {"techniques": ["leet"], "writer": "w"} | changed


def annotation(**changed: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"id": "y-3", "annotator": "a", "annotator_pass": 1, "blind": False}
    label = {"label": "risky", "categories": ["recruitment_fraud"], "findings": []}
    return given | label | {"guideline_version": "2", "indicators": []} | changed


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"dev": [row(1)]}, "id y-1 stands 2 times"),
        ({"evasion": [rewrite(), rewrite()]}, "id e-1 stands 2 times"),
        ({"dev": [row(1, id="z")]}, "leak: y-1 (train) and z (dev) belong together"),
        ({"train": [row(0), row(1), row(1, id="z", group="z")]}, "y-1 and z share a long run"),
        ({"evasion": [rewrite(original="gone")]}, "e-1: its original gone is not in the corpus"),
        ({"evasion": [rewrite(original="y-2")]}, "e-1: its original y-2 is harmless"),
        ({"rewordings": [rewrite(techniques=[])]}, "e-1: its original y-3 is risky"),
        ({"rewordings": [rewrite(original="y-0")]}, "e-1: its original y-0 is trained on"),
        ({"evasion": [rewrite(text=row(3)["text"])]}, "e-1: nothing is rewritten"),
        ({"evasion": [rewrite(techniques=[])]}, "e-1: no technique is named"),
        ({"evasion": [rewrite(text=row(0)["text"])]}, "leak: y-0 (train) and e-1 (test)"),
        ({"annotations": [annotation(id="gone")]}, "annotation of gone"),
        ({"annotations": [annotation(), annotation()]}, "pass 1 of y-3 stands 2 times"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, files: dict[str, Rows], message: str) -> None:
    right: dict[str, Rows] = {"train": [row(0), row(1)], "dev": [row(2)], "test": [row(3), row(4)]}
    assert problems(read_corpus(write_corpus(tmp_path / "right", **right))) == []
    found = problems(read_corpus(write_corpus(tmp_path / "wrong", **(right | files))))
    assert any(problem.startswith(message) for problem in found), found


def test_rewordings_of_one_sender_may_be_alike(tmp_path: Path) -> None:
    same = {"campaign": "c", "group": "c"}
    rows = [row(3, **same), row(3, **same, id="z", text=row(3)["text"] + " Today.")]
    assert problems(read_corpus(write_corpus(tmp_path, train=rows))) == []


def test_a_changed_file_does_not_fit_the_manifest(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path, train=[row(0)])
    write_lines(folder / "train.jsonl", [row(0, text="Quite another job, at a bakery.")])
    assert problems(read_corpus(folder)) == ["manifest.json does not fit the files"]
    (folder / "manifest.json").unlink()
    assert problems(read_corpus(folder)) == ["manifest.json is missing"]
    (folder / "manifest.json").write_text("{", "utf-8")
    assert problems(read_corpus(folder)) == ["manifest.json is no JSON"]


@pytest.mark.parametrize("name", ["annotations", "evasion", "rewordings"])
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, name: str) -> None:
    folder = write_corpus(tmp_path)
    write_lines(folder / f"{name}.jsonl", [{"id": "e-1"}])
    with pytest.raises(InputError, match=rf"{name}\.jsonl:1: "):
        read_corpus(folder)


def test_a_rewrite_has_the_labels_of_its_original_and_no_spans(tmp_path: Path) -> None:
    span = {"field": "text", "start": 0, "end": 4, "text": "Your"}
    shown = {"indicator": "MULE_BANK_ACCOUNT", "state": "present", "spans": [span]}
    folder = write_corpus(tmp_path, test=[row(3, indicators=[shown])], evasion=[rewrite()])
    corpus = read_corpus(folder)
    (found,) = corpus.rewritten(corpus.evasion)
    assert (found.id, found.is_risky, found.evasive, found.group) == ("e-1", True, True, "y-3")
    assert found.indicators == ()
    assert json.loads(to_line(found))["text"] == rewrite()["text"]
    assert [e.id for e in corpus.held_out()["test"]] == ["y-3", "e-1"]


def test_labels_without_their_own_words_are_refused(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path)
    write_lines(folder / "train.jsonl", [ROW | {"label": "risky"}])
    with pytest.raises(InputError, match=r"train\.jsonl:1: x-0001: a risky advert has a category"):
        read_corpus(folder)


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_line_follows_its_published_schema(name: str) -> None:
    published = json.loads((DATA / name).read_text("utf-8"))
    assert published == json.loads(json.dumps(schemas()[name]))
    validator = jsonschema_rs.validator_for(published)
    globs = re.findall(r"[a-z_/*]+\.jsonl", published["description"])
    files = [file for glob in globs for file in sorted(DATA.glob(glob))]
    lines = [line for file in files for _, line in numbered_lines(file)]
    assert lines
    for line in lines:
        validator.validate(json.loads(line))
    assert not validator.is_valid(json.loads(lines[0]) | {"colour": "red"})


def test_nothing_is_wrong_with_the_corpus() -> None:
    assert problems(read_corpus(DATA)) == []
