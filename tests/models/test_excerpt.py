"""A part of a corpus is a corpus of its own, without the adverts that are kept for figures."""

from pathlib import Path

import pytest

from lurewatch.errors import InputError
from models.corpus import Corpus, read_corpus
from models.excerpt import excerpt
from models.grouping import check_leaks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(ROOT / "training_data")


def test_an_excerpt_is_a_corpus_without_test_adverts(corpus: Corpus, tmp_path: Path) -> None:
    part = excerpt(corpus, tmp_path / "part", train=0.1, held_out=0.2)
    again = read_corpus(tmp_path / "part")
    assert again.split_of == part.split_of
    check_leaks(again.splits)
    split_of = corpus.split_of
    sizes = {name: len(found) for name, found in part.splits.items()}
    assert sizes["train"] == pytest.approx(0.1 * len(corpus.splits["train"]), rel=0.1)
    assert min(sizes["dev"], sizes["test"]) > 0.05 * len(corpus.splits["dev"])
    assert {split_of[e.id] for e in part.splits["train"]} == {"train"}
    assert {split_of[e.id] for e in (*part.splits["dev"], *part.splits["test"])} == {"dev"}
    rewrites = [*again.evasion, *again.rewordings]
    assert rewrites
    assert {row.original for row in rewrites} <= again.split_of.keys()
    assert excerpt(corpus, tmp_path / "same", train=0.1, held_out=0.2).splits == part.splits


def test_a_share_that_is_none_and_a_folder_in_use_are_refused(
    corpus: Corpus, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="share"):
        excerpt(corpus, tmp_path / "none", train=0, held_out=0.2)
    assert not (tmp_path / "none").exists()
    (tmp_path / "mine").write_text("x")
    with pytest.raises(InputError, match="not empty"):
        excerpt(corpus, tmp_path, train=0.1, held_out=0.2)
