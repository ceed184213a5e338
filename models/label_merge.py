"""Joins imported labels with a corpus: held-out adverts stay where they are, nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from lurewatch.errors import Conflict as ConflictError
from lurewatch.errors import InputError
from models.corpus import (
    ANNOTATIONS,
    EVASION,
    REWORDINGS,
    Annotation,
    Corpus,
    write_manifest,
)
from models.dataset import REVIEWS, SPLITS, Example, write_examples, write_rows
from models.grouping import split_by_group
from models.label_import import Weighed, weigh

OnConflict = Literal["refuse", "keep", "replace"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """The corpus after a merge, and what did not go into it."""

    splits: dict[str, list[Example]]
    annotations: list[Annotation]
    weighed: Weighed
    replaced: int


def merge(
    base: Corpus,
    incoming: Sequence[Example],
    *,
    on_conflict: OnConflict = "refuse",
    reason: str = "",
) -> Merged:
    """Join imported examples with a corpus.

    Adverts of the corpus keep their split; analysts' reviews go to `train`, other new ones are
    spread by `split_by_group`. Where a label
    contradicts that of the corpus, `keep` leaves the corpus's, `replace` takes the new one; either
    way the other is kept in the annotations, with the reason.

    Raises:
        Conflict: labels contradict each other and `on_conflict` is `refuse`.
        InputError: labels are to be decided without a reason, the import contradicts itself, or
            a review would replace the label of a held-out advert.
    """
    weighed = weigh(incoming, base)
    known_ids = base.split_of.keys()
    for conflict in weighed.conflicts:
        if conflict.known.id not in known_ids:
            raise InputError(f"the file contradicts itself: {conflict}")
    if weighed.conflicts and on_conflict == "refuse":
        raise ConflictError(
            f"{len(weighed.conflicts)} label(s) contradict the corpus; nothing was written. "
            f"The first: {weighed.conflicts[0]}"
        )
    if weighed.conflicts and not reason.strip():
        raise InputError("say why one label is taken over the other (--reason)")
    splits = {name: list(base.splits[name]) for name in SPLITS}
    annotations = list(base.annotations)
    for conflict in weighed.conflicts:
        known, other = conflict.known, conflict.incoming
        if on_conflict == "replace" and other.provenance.source == REVIEWS:
            _check_not_held_out(known, base)
        lost = known if on_conflict == "replace" else other
        annotations.append(_kept(lost, known.id, reason))
        if on_conflict == "replace":
            _replace(splits, known, other)
    homes = {example.id: name for name, found in splits.items() for example in found}
    homes |= {e.id: "train" for e in weighed.new if e.provenance.source == REVIEWS}
    everything = [example for name in SPLITS for example in splits[name]]
    return Merged(
        splits=split_by_group([*everything, *weighed.new], homes),
        annotations=annotations,
        weighed=weighed,
        replaced=len(weighed.conflicts) if on_conflict == "replace" else 0,
    )


def _check_not_held_out(known: Example, base: Corpus) -> None:
    if (split := base.split_of[known.id]) != "train":
        raise InputError(
            f"{known.id} is held out ({split}): a review made with the score in sight does not "
            "replace its label; keep it, or have it labelled blind"
        )


def _kept(example: Example, advert_id: str, reason: str) -> Annotation:
    """The label that lost, as an annotation of the advert it was about."""
    return Annotation(
        id=advert_id,
        annotator=example.provenance.annotator,
        annotator_pass=max(example.provenance.annotator_pass, 3),
        blind=example.provenance.blind,
        guideline_version=example.provenance.guideline_version,
        label=example.label,
        categories=example.categories,
        findings=example.findings,
        indicators=example.indicators,
        reason=f"not taken in a merge: {reason}",
    )


def _replace(splits: dict[str, list[Example]], known: Example, other: Example) -> None:
    """Put another person's label on an advert that keeps its id, text, group and split."""
    # Spans of the other person index a text that may differ in white space.
    marked = other if (other.title, other.text) == (known.title, known.text) else known
    relabelled = replace(
        other,
        id=known.id,
        title=known.title,
        text=known.text,
        group=known.group,
        indicators=marked.indicators,
        entities=marked.entities,
    )
    for examples in splits.values():
        examples[:] = [relabelled if each.id == known.id else each for each in examples]


def write_merged(merged: Merged, base: Corpus, folder: Path) -> None:
    """Write a merged corpus to a folder of its own, with its manifest.

    Raises:
        InputError: the folder is that of the corpus, or has something in it.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty; a merge is written to a folder of its own")
    folder.mkdir(parents=True, exist_ok=True)
    for name in SPLITS:
        write_examples(folder / f"{name}.jsonl", merged.splits[name])
    for name, rows in (
        (ANNOTATIONS, merged.annotations),
        (EVASION, base.evasion),
        (REWORDINGS, base.rewordings),
    ):
        if rows:
            write_rows(folder / name, rows)
    write_manifest(folder)
