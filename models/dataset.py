"""The labelled adverts: read, checked, grouped by near-duplicate, and split without leaks."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rensa import RMinHash

from features.text import words
from lurewatch.errors import InputError, LeakingSplit
from lurewatch.labels import AdvertKind, Category, Finding, Language
from lurewatch.records import AdvertText

SPLITS = ("train", "dev", "test")
SHARES = {"train": 0.6, "dev": 0.2, "test": 0.2}
SHINGLE = 3
"""Words per shingle: short adverts have few longer ones in common even when copied."""
SIMILAR = 0.5
"""MinHash similarity over which two adverts belong together."""
PERMUTATIONS = 128
COMMON_RUN = 8
"""Words in a row that no two adverts of different groups may share."""
LABELS = ("risky", "harmless")


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One labelled advert; a line of `training_data/*.jsonl`."""

    id: str
    title: str
    text: str
    kind: AdvertKind
    label: str
    """`risky` or `harmless`."""
    categories: tuple[Category, ...]
    findings: tuple[Finding, ...] = ()
    language: Language
    register: str
    hard_negative: bool
    subtle: bool
    group: str
    """Adverts of one group are on one side of every split."""
    campaign: str | None = None
    provenance: dict[str, Any] = field(default_factory=dict)

    @property
    def is_risky(self) -> bool:
        """Whether the label is `risky`."""
        return self.label == "risky"

    @property
    def advert(self) -> AdvertText:
        """What a model gets to see of it."""
        return AdvertText(advert_id=self.id, title=self.title, text=self.text, kind=self.kind)


def read_examples(path: Path) -> list[Example]:
    """Read one JSON Lines file.

    Raises:
        InputError: the file or a line cannot be used; the message names file and line.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from None
    examples = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                examples.append(_example(json.loads(line)))
            except (ValueError, TypeError, KeyError) as error:
                raise InputError(f"{path}:{number}: {error}") from None
    return examples


def _example(given: dict[str, Any]) -> Example:
    example = Example(
        **{
            **given,
            "kind": AdvertKind(given["kind"]),
            "language": Language(given["language"]),
            "categories": tuple(Category(value) for value in given["categories"]),
            "findings": tuple(Finding(value) for value in given.get("findings", ())),
        }
    )
    if example.label not in LABELS:
        raise ValueError(f"label {example.label!r} is not one of {LABELS}")
    if example.is_risky != bool(example.categories):
        raise ValueError("a risky advert has a category, and a harmless one has none")
    if not example.text.strip():
        raise ValueError("no text")
    return example


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
    for example, group in zip(everything, near_duplicate_groups(everything), strict=True):
        other = first_of.setdefault(group, example)
        if place[other.id] != place[example.id]:
            raise LeakingSplit(
                f"{other.id} ({place[other.id]}) and {example.id} ({place[example.id]}) "
                "belong together"
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
    prints = [_minhash(example) for example in examples]
    pairs = []
    by_run: dict[tuple[str, ...], int] = {}
    for index, example in enumerate(examples):
        for other in range(index):
            if prints[index].jaccard(prints[other]) > SIMILAR:
                pairs.append((examples[other], example))
        found = words(f"{example.title} {example.text}")
        for start in range(len(found) - COMMON_RUN + 1):
            run = tuple(found[start : start + COMMON_RUN])
            first = by_run.setdefault(run, index)
            if first != index:
                pairs.append((examples[first], example))
    return pairs


def _minhash(example: Example) -> RMinHash:
    found = words(f"{example.title} {example.text}")
    shingles = {" ".join(found[i : i + SHINGLE]) for i in range(max(len(found) - SHINGLE + 1, 1))}
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=1)
    minhash.update(sorted(shingles))
    return minhash


def split_by_group(examples: Sequence[Example]) -> dict[str, list[Example]]:
    """Deterministic splits: groups stay whole, labels and languages are spread evenly."""
    members: dict[str, list[Example]] = {}
    examples = sorted(examples, key=lambda example: example.id)
    for example, group in zip(examples, near_duplicate_groups(examples), strict=True):
        members.setdefault(group, []).append(example)
    splits: dict[str, list[Example]] = {name: [] for name in SPLITS}
    filled: Counter[tuple[str, str]] = Counter()
    # Largest groups first, then in an order that only their names decide.
    order = sorted(members, key=lambda group: (-len(members[group]), _mixed(group)))
    for group in order:
        stratum = f"{members[group][0].language} {members[group][0].label}"
        name = min(SPLITS, key=lambda split: (filled[split, stratum] + 0.5) / SHARES[split])
        filled[name, stratum] += len(members[group])
        splits[name] += members[group]
    return {name: sorted(found, key=lambda e: e.id) for name, found in splits.items()}


def _mixed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(examples: Iterable[Example]) -> str:
    """SHA-256 (hex) of labelled adverts, whatever order they are in."""
    lines = sorted(to_line(example) for example in examples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def to_line(example: Example) -> str:
    """The JSON line of an example."""
    return json.dumps(asdict(example), ensure_ascii=False, sort_keys=True)
