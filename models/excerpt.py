"""A small corpus out of a large one, to try things on in seconds: the notebooks do.

Figures on an excerpt show how the tools work, not how good a model is. The test split is never in
it: the excerpt's `dev` and `test` are both made of development adverts, so that trying things out
tunes nothing on adverts that figures are told of.
"""

from dataclasses import replace
from pathlib import Path

from lurewatch.errors import InputError
from models.corpus import Corpus
from models.grouping import near_duplicate_groups
from models.label_export import sample
from models.label_merge import merge, write_merged


def excerpt(corpus: Corpus, folder: Path, *, train: float, held_out: float) -> Corpus:
    """Write a part of a corpus as a corpus of its own, the same part each time.

    Args:
        corpus: what to take from.
        folder: where to write; new or empty.
        train: share of the training adverts, over 0 to 1, drawn language by language.
        held_out: share of the development adverts, over 0 to 1; groups of near-duplicates stay
            whole, and every other group goes to the excerpt's `test`.

    Returns:
        The excerpt; rewrites stay where their original does. It has no annotations.

    Raises:
        InputError: a share is not over 0 and up to 1, or the folder has something in it.
    """
    if not (0 < train <= 1 and 0 < held_out <= 1):
        raise InputError("a share of a corpus is over 0 and at most 1")
    held = sample(corpus.splits["dev"], held_out)
    groups = near_duplicate_groups(held)
    tested = set(sorted(set(groups))[::2])
    splits = {
        "train": sample(corpus.splits["train"], train),
        "dev": [e for e, group in zip(held, groups, strict=True) if group not in tested],
        "test": [e for e, group in zip(held, groups, strict=True) if group in tested],
    }
    kept = {example.id for example in held}
    part = replace(
        corpus,
        folder=folder,
        splits=splits,
        annotations=[],
        evasion=[row for row in corpus.evasion if row.original in kept],
        rewordings=[row for row in corpus.rewordings if row.original in kept],
    )
    write_merged(merge(part, []), part, folder)
    return part
