"""Groups of adverts that belong together, and splits that keep them on one side."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from features.text import words
from lurewatch.errors import InputError, LeakingSplit
from models.dataset import SPLITS, Example, read_examples

SHARES = {"train": 0.6, "dev": 0.2, "test": 0.2}
SHINGLE = 3
"""Words per shingle: short adverts have few longer ones in common even when copied."""
SIMILAR = 0.5
"""MinHash similarity over which two adverts belong together."""
PERMUTATIONS = 128
COMMON_RUN = 8
"""Words in a row that no two adverts of different groups may share."""


def read_splits(folder: Path) -> dict[str, list[Example]]:
    """The three splits of a folder, checked for leaks.

    Raises:
        InputError: a file cannot be used, or an id stands twice.
        LeakingSplit: an advert, or one much like it, stands in two splits.
    """
    splits = {name: read_examples(folder / f"{name}.jsonl") for name in SPLITS}
    twice = [i for i, n in Counter(e.id for s in splits.values() for e in s).items() if n > 1]
    if twice:
        raise InputError(f"{folder}: id {twice[0]!r} stands more than once")
    check_leaks(splits)
    return splits


def check_leaks(splits: dict[str, list[Example]]) -> None:
    """Refuse splits that share a group or a near-duplicate.

    Raises:
        LeakingSplit: the message names the pair.
    """
    everything = [example for examples in splits.values() for example in examples]
    place = {example.id: name for name, examples in splits.items() for example in examples}
    first_of: dict[str, Example] = {}
    declared = [(first_of.setdefault(e.group, e), e) for e in everything]
    # Whatever else a chain of pairs joins, one of these two lists holds a pair that is cut.
    for one, other in (*declared, *near_duplicates(everything)):
        if place[one.id] != place[other.id]:
            raise LeakingSplit(
                f"{one.id} ({place[one.id]}) and {other.id} ({place[other.id]}) belong together"
            )


def near_duplicate_groups(examples: Sequence[Example]) -> list[str]:
    """A group per advert: its declared one, joined with those of near-duplicates (MinHash)."""
    root = {example.group: example.group for example in examples}

    def find(group: str) -> str:
        while root[group] != group:
            group = root[group]
        return group

    for one, other in near_duplicates(examples):
        root[max(find(one.group), find(other.group))] = min(find(one.group), find(other.group))
    return [find(example.group) for example in examples]


def near_duplicates(examples: Sequence[Example]) -> list[tuple[Example, Example]]:
    """Pairs of adverts over the similarity bound, and pairs that share a long run of words."""
    pairs = near_duplicate_texts([f"{example.title} {example.text}" for example in examples])
    return [(examples[one], examples[two]) for one, two in pairs]


def near_duplicate_texts(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Row numbers, the lower first, of texts over the similarity bound or with a long run shared.

    Of the texts with a run in common, each is paired with the first of them.
    """
    found = [_joined(words(text)) for text in texts]
    return sorted(set(_similar(found)) | set(_shared_runs(found)))


def text_clusters(texts: Sequence[str]) -> NDArray[np.intp]:
    """The number of the cluster of each text: chains of near-duplicates, counted from 0."""
    count = len(texts)
    pairs = np.array(near_duplicate_texts(texts), dtype=int).reshape(-1, 2)
    links = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    found: NDArray[np.intp] = connected_components(links, directed=False)[1]
    return found


def _joined(found: Sequence[str]) -> list[str]:
    """Words, with letters that stand alone in a row joined: `v i s a` is one word, not four."""
    joined: list[str] = []
    for alone, row in groupby(found, key=lambda word: len(word) == 1):
        together = list(row)
        joined += ["".join(together)] if alone else together
    return joined


def _similar(texts: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Row numbers of pairs whose MinHash similarity (Broder 1997) is over the bound."""
    prints = np.array([_minhash(text) for text in texts], dtype=np.uint32)
    for index in range(1, len(texts)):
        alike = (prints[:index] == prints[index]).mean(axis=1)
        for other in np.flatnonzero(alike > SIMILAR):
            yield int(other), index


def _minhash(text: Sequence[str]) -> list[int]:
    shingles = {" ".join(text[i : i + SHINGLE]) for i in range(max(len(text) - SHINGLE + 1, 1))}
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=1)
    minhash.update(sorted(shingles))
    return list(minhash.digest())


def _shared_runs(texts: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Row numbers of the first text with a long run of words, and of each other that has it."""
    first_with: dict[tuple[str, ...], int] = {}
    for index, text in enumerate(texts):
        for start in range(len(text) - COMMON_RUN + 1):
            first = first_with.setdefault(tuple(text[start : start + COMMON_RUN]), index)
            if first != index:
                yield first, index


def split_by_group(
    examples: Sequence[Example], homes: Mapping[str, str] | None = None
) -> dict[str, list[Example]]:
    """Deterministic splits: groups stay whole, labels and languages are spread evenly.

    Args:
        examples: in any order.
        homes: by id, the split that an advert has already; its whole group stays or goes there.
    """
    homes = homes or {}
    members: dict[str, list[Example]] = {}
    examples = sorted(examples, key=lambda example: example.id)
    for example, group in zip(examples, near_duplicate_groups(examples), strict=True):
        members.setdefault(group, []).append(example)
    splits: dict[str, list[Example]] = {name: [] for name in SPLITS}
    filled: Counter[tuple[str, str]] = Counter()
    # What has a home first, then the largest groups, then in an order only their names decide.
    settled = {group: _home(found, homes) for group, found in members.items()}
    order = sorted(members, key=lambda g: (settled[g] is None, -len(members[g]), _mixed(g)))
    for group in order:
        stratum = _stratum(members[group][0])
        name = settled[group] or min(
            SPLITS, key=lambda split: (filled[split, stratum] + 0.5) / SHARES[split]
        )
        filled.update((name, _stratum(example)) for example in members[group])
        splits[name] += members[group]
    return {name: sorted(found, key=lambda e: e.id) for name, found in splits.items()}


def _home(members: Sequence[Example], homes: Mapping[str, str]) -> str | None:
    return next((homes[example.id] for example in members if example.id in homes), None)


def _stratum(example: Example) -> str:
    hardness = "hard" if example.hard_negative or example.subtle else "plain"
    return f"{example.language} {example.label} {hardness}"


def _mixed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
