"""What is wrong with a corpus: `lurewatch labels check`."""

import json
from collections import Counter
from collections.abc import Sequence

from lurewatch.errors import LeakingSplit
from models.corpus import MANIFEST, Corpus, Rewrite, manifest
from models.dataset import OUR_SOURCE, Example
from models.grouping import check_leaks, near_duplicates
from models.phrases import FOLDER as PHRASES
from models.phrases import NOTICES, read_notices, read_phrases, shared_runs


def problems(corpus: Corpus) -> list[str]:
    """Everything that is wrong with a corpus, one sentence each; none if it may be used."""
    return [
        *_twice(corpus),
        *_leaks(corpus),
        *_copies(corpus.examples),
        *_loose_rewrites(corpus),
        *_loose_annotations(corpus),
        *_learned_passages(corpus),
        *_stale_manifest(corpus),
    ]


def _twice(corpus: Corpus) -> list[str]:
    rows: list[Example | Rewrite] = [*corpus.examples, *corpus.evasion, *corpus.rewordings]
    counted = Counter(row.id for row in rows)
    return [f"id {name} stands {count} times" for name, count in counted.items() if count > 1]


def _leaks(corpus: Corpus) -> list[str]:
    try:
        check_leaks({"train": corpus.splits["train"], **corpus.held_out()})
    except LeakingSplit as error:
        return [f"leak: {error}"]
    return []


def _learned_passages(corpus: Corpus) -> list[str]:
    """Phrases and notices that are learned from must not be those that are measured on."""
    held = {e.id: f"{e.title} {e.text}" for found in corpus.held_out().values() for e in found}
    held |= {n.id: f"{n.title} {n.text}" for n in read_notices(corpus.folder / NOTICES[1])}
    learned = {
        f"phrase {number} ({phrase.indicator})": phrase.text
        for number, phrase in enumerate(read_phrases(corpus.folder / PHRASES), start=1)
    }
    learned |= {n.id: f"{n.title} {n.text}" for n in read_notices(corpus.folder / NOTICES[0])}
    names, others = list(learned), list(held)
    return [
        f"leak: {names[one]} shares a long run of words with {others[two]}, which is held out"
        for one, two in shared_runs(list(learned.values()), list(held.values()))
    ]


def _copies(examples: Sequence[Example]) -> list[str]:
    """Of what was written for the corpus; texts from the field repeat each other by nature."""
    examples = [example for example in examples if example.provenance.source == OUR_SOURCE]
    pairs = {(one.id, two.id): (one, two) for one, two in near_duplicates(examples)}
    return [
        f"{one.id} and {two.id} share a long run of words or are near-duplicates, "
        "and are not of one campaign"
        for one, two in pairs.values()
        if one.campaign is None or one.campaign != two.campaign
    ]


def _loose_rewrites(corpus: Corpus) -> list[str]:
    by_id = {example.id: example for example in corpus.examples}
    split_of = corpus.split_of
    found = []
    for rows, risky in ((corpus.evasion, True), (corpus.rewordings, False)):
        for row in rows:
            original = by_id.get(row.original)
            if original is None:
                found.append(f"{row.id}: its original {row.original} is not in the corpus")
            elif original.is_risky is not risky:
                found.append(f"{row.id}: its original {row.original} is {original.label}")
            elif split_of[row.original] == "train":
                found.append(f"{row.id}: its original {row.original} is trained on")
            elif (row.title, row.text) == (original.title, original.text):
                found.append(f"{row.id}: nothing is rewritten")
            elif risky and not row.techniques:
                found.append(f"{row.id}: no technique is named")
    return found


def _loose_annotations(corpus: Corpus) -> list[str]:
    known = set(corpus.split_of)
    missing = [row.id for row in corpus.annotations if row.id not in known]
    passes = Counter((row.id, row.annotator_pass) for row in corpus.annotations)
    return [f"annotation of {name}, which is not in the corpus" for name in missing] + [
        f"pass {number} of {name} stands {count} times"
        for (name, number), count in passes.items()
        if count > 1 and number < 3
    ]


def _stale_manifest(corpus: Corpus) -> list[str]:
    path = corpus.folder / MANIFEST
    if not path.exists():
        return [f"{MANIFEST} is missing"]
    try:
        said = json.loads(path.read_text("utf-8"))
    except ValueError:
        return [f"{MANIFEST} is no JSON"]
    return [] if said == manifest(corpus) else [f"{MANIFEST} does not fit the files"]
