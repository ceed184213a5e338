"""`lurewatch assess` and `lurewatch check` as a program and a person use them."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lurewatch.labels import Verdict

Run = Callable[..., int]
FIELDS = {
    "id",
    "language",
    "score",
    "verdict",
    "categories",
    "evidence",
    "entities",
    "model_id",
}
LURE = "Go on a visit visa, work permit later. Hand over the original passport first. t.me/x_hr_lk"


def write(path: Path, *lines: object) -> Path:
    path.write_bytes(
        b"".join(
            (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n"
            for line in lines
        )
    )
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_one_object_in_gives_one_object_out_in_order(run: Run, tmp_path: Path) -> None:
    rows = [{"id": f"a{n}", "title": f"Cook {n}", "text": LURE} for n in range(5)]
    rows += [{"id": 7, "text": "ගම්පහ කර්මාන්ත ශාලාවට ක්\u200dරියාකරුවන් අවශ්\u200dයයි"}]
    out = tmp_path / "out.jsonl"
    assert run("assess", str(write(tmp_path / "in.jsonl", *rows)), "--out", str(out)) == 0
    found = read(out)
    assert [row["id"] for row in found] == ["a0", "a1", "a2", "a3", "a4", 7]
    for row, given in zip(found, rows, strict=True):
        assert row.keys() >= FIELDS
        assert 0 <= row["score"] <= 1
        for evidence in row["evidence"]:
            assert evidence.keys() >= {"indicator", "state", "field", "start", "end", "text"}
            if evidence["text"] is not None:
                source = str(given[evidence["field"]])
                assert source[evidence["start"] : evidence["end"]] == evidence["text"]
    assert found[0]["entities"].keys() >= {
        "pay",
        "phones",
        "emails",
        "urls",
        "handles",
        "destinations",
        "places",
        "licences",
    }


BAD = [
    b"{broken",
    b'{"id": "x", "text": "\xff\xfe"}',
    b"[1, 2]",
    b"null",
    b'{"id": "n"}',
    b'{"id": "t", "text": 7}',
    b'{"id": {"a": 1}, "text": "cook"}',
    b'{"id": "k", "text": "cook", "kind": "poster"}',
    b'{"id": "d", "text": "cook", "posted_at": "0001-99-01"}',
    b"[" * 100_000,
    b'{"id": 1' + b"0" * 5000 + b', "text": "cook"}',
]


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_a_bad_line_has_its_error_at_its_place(run: Run, tmp_path: Path, bad: bytes) -> None:
    source = write(tmp_path / "in.jsonl", {"id": 1, "text": LURE}, bad, {"id": 3, "text": LURE})
    out = tmp_path / "out.jsonl"
    assert run("assess", str(source), "--out", str(out)) == 3
    first, second, third = read(out)
    assert (first["id"], third["id"]) == (1, 3)
    assert first["score"] == third["score"]
    assert second["error"]
    assert "score" not in second


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x00 cook wanted",
        "\ud800 passport",
        "😀😀😀",
        "අ" * 300_000,
        "1e309",
        "<script>alert(1)</script> {{ 7 * 7 }} %s",
    ],
    ids=["nul", "half a surrogate pair", "emoji", "300,000 characters", "number", "markup"],
)
def test_monstrous_adverts_are_assessed(run: Run, tmp_path: Path, text: str) -> None:
    source = write(tmp_path / "in.jsonl", {"id": text[:20], "text": text})
    out = tmp_path / "out.jsonl"
    assert run("assess", str(source), "--out", str(out)) == 0
    (row,) = read(out)
    assert row["id"] == text[:20]
    assert row.keys() >= FIELDS


def test_standard_input_and_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Piped(io.StringIO):
        buffer = io.BytesIO(json.dumps({"id": "p", "text": LURE}).encode())

    monkeypatch.setattr(sys, "stdin", Piped())
    assert run("assess", "-") == 0
    assert json.loads(capfd.readouterr().out)["id"] == "p"


def test_empty_input_gives_empty_output(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run("assess", str(write(tmp_path / "in.jsonl")), "--out", str(out)) == 0
    assert out.read_bytes() == b""


def test_files_that_cannot_be_used_are_named_and_nothing_is_lost(
    run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("assess", str(tmp_path / "gone.jsonl")) == 2
    assert "gone.jsonl" in capfd.readouterr().err.replace("\n", "")
    source = write(tmp_path / "in.jsonl", {"id": 1, "text": LURE})
    before = source.read_bytes()
    assert run("assess", str(source), "--out", str(source)) == 2
    assert source.read_bytes() == before
    assert run("assess", str(source), "--out", str(tmp_path / "no" / "out.jsonl")) == 2


def test_check_shows_signs_words_and_what_to_ask(
    run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "--text", LURE, "--lang", "si") == 0
    shown = capfd.readouterr().out
    assert "CTRL_PASSPORT_HANDOVER" in shown
    assert "ගමන් බලපත්" in shown
    assert "1989" in shown


def test_check_says_when_only_the_wording_speaks(
    run: Run, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    post = (
        "Coral Reef Example Trading (Pvt) Ltd. Money comes in, you turn it into coins the same "
        "day and keep four percent. Verified people only, no questions asked."
    )
    monkeypatch.setattr("models.assess.verdict_for", lambda *_: Verdict.CAUTION)
    assert run("check", "--text", post) == 0
    shown = " ".join(capfd.readouterr().out.split())
    assert "Its wording is like that of risky adverts." in shown
    assert "What this advert does not say" in shown


def test_check_never_says_safe(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    assert (
        run(
            "check",
            "--text",
            "Two cooks for a guest house in Kandy, six days a week, EPF paid, Rs 60,000 a month.",
        )
        == 0
    )
    shown = capfd.readouterr().out
    assert "That proves nothing" in " ".join(shown.split())
    assert "safe" not in shown.lower()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check",), "exactly one"),
        (("check", "--text", "a", "https://jobs.example"), "exactly one"),
        (("check", "--text", "  "), "empty"),
        (("check", "--text", "cook", "--lang", "fr"), "is not one of"),
        (("check", "http://127.0.0.1:9/x"), "private"),
        (("check", "http://169.254.169.254/latest/meta-data"), "private"),
        (("check", "file:///etc/passwd"), "http"),
        (("check", "--file", "/no/such/file"), "cannot read"),
    ],
)
def test_wrong_use_is_one_plain_line(
    run: Run, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    assert run(*arguments) in (1, 2)
    shown = capfd.readouterr().err
    assert message in " ".join(shown.split())
    assert "Traceback" not in shown
