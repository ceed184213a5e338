"""Analysts' decisions as labels."""

from collections.abc import Iterator

from features.language import identify
from lurewatch.content import content_id
from lurewatch.errors import InputError
from lurewatch.labels import Decision
from lurewatch.pipeline import Workplace, text_of
from models.dataset import Example, Provenance
from models.label_import import build
from storage.decisions import Decided, decided

SOURCE = "decisions"
LICENCE = "field text: stays on this machine"


def labelled_by_decisions(workplace: Workplace) -> Iterator[Example | InputError]:
    """An example for each flag that was upheld or dismissed; an escalated one is undecided.

    The analyst saw the score and the reasons, so none of these labels is blind. Reviewers stand
    under a pseudonym that is the same each time.
    """
    with workplace.database.begin() as session:
        rows = [row for row in decided(session) if row.decision is not Decision.ESCALATE]
    for row in rows:
        try:
            yield _example(row)
        except InputError as error:
            yield error


def _example(row: Decided) -> Example:
    text = text_of(row.advert)
    risky = row.decision is Decision.UPHOLD
    return build(
        {
            "id": f"{SOURCE}-{row.advert.advert_id[:16]}",
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
            annotator=f"reviewer-{content_id(SOURCE, row.reviewer)[:8]}",
            blind=False,
            guideline_version=f"decision of {row.reviewed_at.date()}",
            source=SOURCE,
            licence=LICENCE,
        ),
    )
