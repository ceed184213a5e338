"""Phrases and notices: read strictly, and never those that are measured on."""

import json
from pathlib import Path

import pytest

from features.wording import NOTICE, probabilities
from lurewatch.errors import InputError
from lurewatch.labels import IndicatorState, Language
from models.corpus import read_corpus, write_manifest
from models.corpus_check import problems
from models.phrases import Notice, Phrase, read_notices, read_phrases, shared_runs
from models.wording_training import is_notice, learn
from tests.models.labelled import example, row, write_corpus, write_lines

TRAINING = Path(__file__).parents[2] / "training_data"


def phrase(**changed: object) -> dict[str, object]:
    return {"indicator": "FEE_UPFRONT", "shows": True, "text": "Pay first."} | changed


def test_every_phrase_of_the_corpus_is_read() -> None:
    found = read_phrases(TRAINING / "phrases")
    assert len(found) > 4_000
    assert {p.shows for p in found} == {True, False}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"indicator": "NOPE"}, "no such indicator: NOPE"),
        ({"also": ["NOPE"]}, "no such indicator: NOPE"),
        ({"text": ""}, r"en\.jsonl:1: text"),
        ({"more": 1}, r"en\.jsonl:1: more"),
    ],
)
def test_a_wrong_phrase_is_named(tmp_path: Path, changed: dict[str, object], message: str) -> None:
    write_lines(tmp_path / "en.jsonl", [phrase(**changed)])
    with pytest.raises(InputError, match=message):
        read_phrases(tmp_path)


def test_a_missing_file_of_notices_holds_none(tmp_path: Path) -> None:
    assert read_notices(tmp_path / "none.jsonl") == []


def test_shared_runs_are_found() -> None:
    run = "one two three four five six seven eight"
    assert shared_runs(["x", f"a {run} b"], ["y", "z", f"{run} c"]) == [(1, 2)]
    assert shared_runs([run.rsplit(" ", 1)[0]], [run]) == []


def test_a_phrase_of_a_held_out_advert_is_a_leak(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", train=[row(0)], test=[row(4)])
    (folder / "phrases").mkdir()
    write_lines(folder / "phrases" / "en.jsonl", [phrase(text=str(row(4)["text"]))])
    write_manifest(folder)
    found = problems(read_corpus(folder))
    assert any("phrase 1 (FEE_UPFRONT) shares a long run of words with y-4" in one for one in found)


def test_a_manifest_covers_phrases(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", train=[row(0)])
    (folder / "phrases").mkdir()
    path = write_lines(folder / "phrases" / "en.jsonl", [phrase()])
    write_manifest(folder)
    assert problems(read_corpus(folder)) == []
    path.write_text(json.dumps(phrase(text="Pay later.")) + "\n", "utf-8")
    assert "does not fit" in problems(read_corpus(folder))[0]


def test_learning_tells_what_was_shown_from_its_look_alikes() -> None:
    phrases = [
        Phrase("CTRL_SECRECY", True, f"tell nobody {word} about this journey")
        for word in ("at home", "else", "there", "ever", "today") * 8
    ]
    phrases += [
        Phrase("CTRL_SECRECY", False, f"tell everybody {word} about this journey")
        for word in ("at home", "else", "there", "ever", "today") * 8
    ]
    notice = Notice("n", Language.ENGLISH, "news", "Court", "The court heard the case of victims.")
    plain = example(text="A cook for a guest house near the lake.")
    table = learn([plain] * 3, phrases, [notice] * 3)
    assert table.codes == ("CTRL_SECRECY", NOTICE)
    lure, alike = probabilities(["tell nobody of it", "tell everybody of it"], table)[:, 0]
    assert lure > 0.5 > alike
    warning, offer = probabilities(["the court heard of victims", "a cook near the lake"], table)
    assert warning[1] > offer[1]


def test_a_warning_is_a_notice_and_a_hard_offer_is_not() -> None:
    unnamed = {"indicator": "EMP_UNNAMED", "state": IndicatorState.ABSENT, "spans": []}
    words = {"field": "text", "start": 0, "end": 6, "text": "A cook"}
    assert is_notice(example(hard_negative=True))
    assert not is_notice(example())
    assert not is_notice(example(hard_negative=True, indicators=[unnamed | {"spans": [words]}]))
