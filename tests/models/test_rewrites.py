"""What the shipped model makes of rewritten adverts; none of their originals was learned from."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lurewatch.labels import Verdict
from lurewatch.records import AdvertText
from models.assess import Assessor
from models.corpus import Corpus, Rewrite, read_corpus
from models.dataset import Example

DATA = Path(__file__).parents[2] / "training_data"
EVASIVE_FLAGGED_MIN = 0.83
"""Measured 0.88, where 0.93 of the originals are flagged."""
REWORDED_SAME_MIN = 0.80
"""Measured 0.83 with seventy indicators; 0.89 with fifteen, when fewer adverts were flagged."""
REWORDED_FLAGGED_MAX = 0.18
"""Measured 0.16, where 0.11 of the originals are flagged; 0.09 and 0.07 with fifteen indicators."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(DATA)


def verdicts(assessor: Assessor, adverts: Sequence[Rewrite | Example]) -> list[Verdict]:
    texts = [AdvertText(advert_id=a.id, title=a.title, text=a.text) for a in adverts]
    when = datetime(2026, 11, 24, tzinfo=UTC)
    return [found.verdict for found in assessor.assess_many(texts, assessed_at=when)]


def originals(corpus: Corpus, rewrites: list[Rewrite]) -> list[Example]:
    held_out = {e.id: e for name in ("dev", "test") for e in corpus.splits[name]}
    return [held_out[rewrite.original] for rewrite in rewrites]


def share_flagged(found: list[Verdict]) -> float:
    return sum(each in (Verdict.HIGH_RISK, Verdict.CAUTION) for each in found) / len(found)


def test_evasive_rewrites_are_still_flagged(assessor: Assessor, corpus: Corpus) -> None:
    assert len(originals(corpus, corpus.evasion)) >= 200
    assert share_flagged(verdicts(assessor, corpus.evasion)) >= EVASIVE_FLAGGED_MIN


def test_a_rewording_changes_few_verdicts(assessor: Assessor, corpus: Corpus) -> None:
    assert len(corpus.rewordings) >= 150
    after = verdicts(assessor, corpus.rewordings)
    before = verdicts(assessor, originals(corpus, corpus.rewordings))
    same = sum(a is b for a, b in zip(after, before, strict=True)) / len(after)
    assert same >= REWORDED_SAME_MIN
    assert share_flagged(after) <= REWORDED_FLAGGED_MAX
