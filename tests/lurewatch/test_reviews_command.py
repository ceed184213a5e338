"""`lurewatch labels from-reviews`, and what comes of its file in `labels import`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lurewatch.decisions import labelled_by_decisions
from lurewatch.errors import InputError
from lurewatch.labels import Category, Decision
from lurewatch.pipeline import Workplace
from models.corpus import Corpus
from models.dataset import REVIEWS, Example, read_examples
from models.label_merge import merge
from tests.lurewatch.reviewed import flagged
from tests.models.labelled import RISKY, ROW, example, row, write_corpus

Run = Callable[..., int]
UPHOLD, DISMISS, ESCALATE = Decision.UPHOLD, Decision.DISMISS, Decision.ESCALATE


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_standing_decisions_are_written_with_their_provenance(
    run: Run, workplace: Workplace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    upheld = flagged(workplace, "Upheld", UPHOLD)
    turned = flagged(workplace, "Turned", UPHOLD, ESCALATE, DISMISS)
    settled = flagged(workplace, "Settled", ESCALATE, UPHOLD)
    flagged(workplace, "Escalated", DISMISS, ESCALATE)
    flagged(workplace, "Open")
    out = tmp_path / "out.jsonl"
    assert run("labels", "from-reviews", "--out", str(out), "--json") == 0
    found = said(capsys)
    assert (found["written"], found["risky"], found["overturned"]) == (3, 2, 1)
    assert found["undecided"] == 2
    by_id = {example.id: example for example in read_examples(out)}
    assert set(by_id) == {f"reviews-{name[:16]}" for name in (upheld, turned, settled)}
    one = by_id[f"reviews-{upheld[:16]}"]
    assert (one.label, one.categories) == ("risky", (Category.FORCED_CRIMINALITY,))
    assert one.provenance.labelled_at == "2026-11-23T06:00:00+00:00"
    assert (one.provenance.source, one.provenance.blind) == ("reviews", False)
    other = by_id[f"reviews-{turned[:16]}"]
    assert (other.label, other.categories) == ("harmless", ())
    assert other.provenance.overturned
    assert not one.provenance.overturned
    assert not by_id[f"reviews-{settled[:16]}"].provenance.overturned
    assert run("labels", "from-reviews", "--out", str(out)) == 2
    assert run("labels", "from-reviews", "--out", str(tmp_path / "no" / "way.jsonl")) == 2


def test_a_reviewer_is_a_pseudonym_that_only_this_installation_can_make(
    run: Run, workplace: Workplace, tmp_path: Path
) -> None:
    flagged(workplace, "First", UPHOLD)
    flagged(workplace, "Second", DISMISS)
    out = tmp_path / "out.jsonl"
    assert run("labels", "from-reviews", "--out", str(out)) == 0
    assert "Nimal" not in out.read_text("utf-8")
    names = {example.provenance.annotator for example in read_examples(out)}
    assert len(names) == 1
    elsewhere = type(workplace)(
        settings=workplace.settings,
        database=workplace.database,
        cipher=type(workplace.cipher)("another key for tests"),
    )
    rows = labelled_by_decisions(elsewhere)
    assert not names & {row.provenance.annotator for row in rows if isinstance(row, Example)}


def test_a_review_of_an_advert_like_a_held_out_one_does_not_come_in(
    run: Run,
    workplace: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    corpus = write_corpus(tmp_path / "corpus", train=[row(0)], dev=[row(3)], test=[row(4)])
    monkeypatch.setenv("LUREWATCH_TRAINING_DATA_DIR", str(corpus))
    flagged(workplace, "", UPHOLD, text=row(3)["text"] + " Call 070 000 1234.")
    flagged(workplace, "Repost", DISMISS, text=row(4)["text"])
    new = flagged(workplace, "New", UPHOLD)
    reviews, taken = tmp_path / "reviews.jsonl", tmp_path / "taken.jsonl"
    assert run("labels", "from-reviews", "--out", str(reviews)) == 0
    capsys.readouterr()
    assert run("labels", "import", str(reviews), "--out", str(taken), "--json") == 3
    assert len(said(capsys)["leaks"]) == 2
    assert [example.id for example in read_examples(taken)] == [f"reviews-{new[:16]}"]
    assert read_examples(taken)[0].provenance.labelled_at
    merged = tmp_path / "merged"
    assert run("labels", "merge", str(taken), "--out", str(merged)) == 0
    held = [*read_examples(merged / "dev.jsonl"), *read_examples(merged / "test.jsonl")]
    assert {example.id for example in held} == {"y-3", "y-4"}


def test_reviews_are_only_ever_learned_from() -> None:
    base = Corpus(
        folder=Path(),
        splits={"train": [], "dev": [example()], "test": []},
        annotations=[],
        evasion=[],
        rewordings=[],
    )
    source = {"provenance": {**ROW["provenance"], "source": REVIEWS}}
    reviews = [example(**row(number, **source)) for number in range(10, 30)]
    splits = merge(base, reviews).splits
    assert (len(splits["train"]), len(splits["dev"]), len(splits["test"])) == (20, 1, 0)
    contrary = example(**{**RISKY, **source, "id": "contrary"})
    with pytest.raises(InputError, match="held out"):
        merge(base, [contrary], on_conflict="replace", reason="the reviewer says so")
    assert merge(base, [contrary], on_conflict="keep", reason="older").splits["dev"] == [example()]
