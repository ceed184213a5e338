"""The labelled adverts are checked when they are read."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from lurewatch.errors import InputError
from lurewatch.labels import IndicatorState
from models import dataset
from models.dataset import fingerprint, read_examples, write_examples
from models.grouping import read_splits
from tests.models.labelled import ROW, example, write_lines

DATA = Path(__file__).parents[2] / "training_data"
COOK = {"field": "title", "start": 0, "end": 4, "text": "Cook"}


def label(code: str, state: str, *spans: dict[str, Any]) -> dict[str, Any]:
    return {"indicators": [{"indicator": code, "state": state, "spans": list(spans)}]}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"label": "fine"}, "label.*fine"),
        ({"label": "risky"}, "a risky advert has a category"),
        ({"categories": ["recruitment_fraud"]}, "a harmless one has none"),
        ({"findings": ["minor_involved"]}, "a harmless advert has no finding"),
        ({"categories": ["robbery"]}, "robbery"),
        ({"language": "xx"}, "xx"),
        ({"register": "novel"}, "novel"),
        ({"text": "  "}, "no text"),
        ({"text": "x" * 300_001}, "text"),
        ({"colour": "red"}, "colour"),
        ({"subtle": True}, "subtle for risky ones"),
        (label("DUTY_VAGUE", "absent"), "DUTY_VAGUE: no words are marked"),
        (label("FEE_UPFRONT", "present"), "FEE_UPFRONT: no words are marked"),
        (label("FEE_UPFRONT", "unknown", COOK), "unknown is told by leaving it out"),
        (label("LIC_INVALID", "present", COOK), "LIC_INVALID.*no indicator that a text can show"),
        (label("NO_SUCH", "present", COOK), "NO_SUCH.*no indicator"),
        (label("FEE_UPFRONT", "present", COOK | {"start": 1}), "title 1:4 does not read 'Cook'"),
        ({"entities": {"places": [COOK | {"text": "Kook"}]}}, "title 0:4 does not read 'Kook'"),
        ({"entities": {"pay": [COOK]}}, "entities.pay"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    tmp_path: Path, changed: dict[str, Any], message: str
) -> None:
    path = write_lines(tmp_path / "train.jsonl", [ROW, ROW | {"id": "x-0002"} | changed])
    with pytest.raises(InputError, match=rf"train\.jsonl:2: .*{message}"):
        read_examples(path)


def test_bytes_that_are_no_text_and_missing_files_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "train.jsonl"
    broken.write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(InputError, match=r"train\.jsonl"):
        read_examples(broken)
    with pytest.raises(InputError, match=r"gone\.jsonl"):
        read_examples(tmp_path / "gone.jsonl")


def test_a_file_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "FILE_BYTES", 1000)
    bomb = tmp_path / "bomb.jsonl.gz"
    bomb.write_bytes(gzip.compress(b" " * 1001))
    with pytest.raises(InputError, match=r"bomb.*longer than 1,000 bytes"):
        read_examples(bomb)


def test_what_is_not_labelled_is_unknown() -> None:
    shown = example(**label("FEE_UPFRONT", "present", COOK))
    assert shown.state_of("FEE_UPFRONT") is IndicatorState.PRESENT
    assert shown.state_of("FEE_G2G_SOLD") is IndicatorState.UNKNOWN


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    # U+2028 ends a line for some readers of text, but no line of JSON.
    rows = [example(text="ශ්‍රී ලංකා\u2028வேலை 🧰"), example(id="a-1", title="")]
    write_examples(tmp_path / "out.jsonl", rows)
    assert read_examples(tmp_path / "out.jsonl") == [rows[1], rows[0]]


def test_the_fingerprint_depends_on_content_and_not_on_order() -> None:
    train = read_splits(DATA)["train"]
    assert fingerprint(train) == fingerprint(train[::-1])
    assert fingerprint(train) != fingerprint(train[1:])
