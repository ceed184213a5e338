"""Analysts' decisions as labels."""

from collections.abc import Iterator

import storage.flags
from features.language import identify
from lurewatch.errors import InputError
from lurewatch.labels import Decision, FlagStatus
from lurewatch.pipeline import Workplace, text_of
from models.dataset import REVIEWS, Example, Provenance
from models.label_import import build
from storage.ciphers import Cipher
from storage.decisions import Decided, decided

LICENCE = "field text: stays on this machine"


def labelled_by_decisions(workplace: Workplace) -> Iterator[Example | InputError]:
    """An example for each flag that was upheld or dismissed; an escalated one is undecided.

    Only the last decision counts; the provenance says when it was made and whether an earlier one
    said the opposite. The queue shows score and reasons, and nothing records that a reviewer
    decided without them, so none of these labels is blind. Reviewers stand under a pseudonym: a
    keyed hash of the name of their API key, the same as long as this installation keeps its key.
    """
    with workplace.database.begin() as session:
        rows = [row for row in decided(session) if row.decision is not Decision.ESCALATE]
    for row in rows:
        try:
            yield _example(row, workplace.cipher)
        except InputError as error:
            yield error


def undecided(workplace: Workplace) -> int:
    """How many flags are open or escalated."""
    with workplace.database.begin() as session:
        return sum(
            storage.flags.count(session, status)
            for status in (FlagStatus.OPEN, FlagStatus.ESCALATED)
        )


def _example(row: Decided, cipher: Cipher) -> Example:
    text = text_of(row.advert)
    risky = row.decision is Decision.UPHOLD
    return build(
        {
            "id": f"{REVIEWS}-{row.advert.advert_id[:16]}",
            "title": text.title,
            "text": text.text,
            "label": "risky" if risky else "harmless",
            "categories": row.categories if risky else (),
            "kind": text.kind,
            "language": identify(f"{text.title} {text.text}"),
            "register": "other",
        },
        f"decision on advert {row.advert.advert_id}",
        Provenance(
            annotator=f"reviewer-{cipher.digest(f'reviewer {row.reviewer}')[:8]}",
            blind=False,
            guideline_version=f"decision of {row.reviewed_at.date()}",
            source=REVIEWS,
            licence=LICENCE,
            labelled_at=row.reviewed_at.isoformat(timespec="seconds"),
            overturned=row.overturned,
        ),
    )
