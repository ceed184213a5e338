"""Joins store and models for the loop from reviews to a better model. No logic of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import storage.adverts
import storage.labelling
from lurewatch.errors import InputError
from lurewatch.interchange import read_lines
from lurewatch.labels import FlagStatus
from lurewatch.pipeline import now_utc, prepare, text_of
from lurewatch.records import AdvertText
from lurewatch.settings import Settings
from models import registry
from models.assess import Assessor
from models.auditing import AuditReport, Draw, audit, draw_of, make_draw, read_draw, write_draw
from models.corpus import read_corpus
from models.dataset import Example, read_examples
from models.label_sheets import read_answers, write_sheet
from models.labelled_sets import read_adverts
from models.suggesting import Suggestion, most_uncertain, suggest

AUDITS = "audits"
"""Folder of recorded draws, in the var folder."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Adverts to have labelled next."""

    model_id: str
    suggestions: list[Suggestion]
    adverts: list[AdvertText]
    """The suggested adverts, in the same order."""
    looked_at: int
    """Adverts with a score and without a decision."""
    not_assessed: int = 0
    """Stored adverts that the model has not assessed: they were not looked at."""


def next_batch(
    settings: Settings,
    *,
    count: int,
    seed: int,
    model: str | None = None,
    data: Path | None = None,
    columns: str | None = None,
    labelled: Sequence[Path] = (),
) -> Batch:
    """The next adverts to have labelled, from the store or from a file.

    Args:
        data: adverts as `lurewatch assess` reads them; without, those of the store that the model
            has assessed and nobody has decided on.
        columns: a column mapping for `data`.
        labelled: labelled adverts (our JSON Lines) beside the corpus; they and what is like them
            are left out.

    Raises:
        InputError: a file cannot be used.
        ModelError: the model cannot.
    """
    info = registry.find(settings, model)
    classifier, threshold = info.load(), info.thresholds.caution
    known = [e for path in labelled for e in read_examples(path)]
    corpus = read_corpus(settings.training_data_dir)
    known += [*corpus.splits["train"], *(e for held in corpus.held_out().values() for e in held)]
    missed = 0
    if data is None:
        workplace = prepare(settings)
        with workplace.database.begin() as session:
            scored = storage.labelling.without_review(session, info.model_id)
            missed = storage.labelling.not_assessed(session, info.model_id)
            ids, given = [s.advert_id for s in scored], [s.score for s in scored]
            pool = [ids[row] for row in most_uncertain(ids, given, threshold, seed)]
            adverts = [text_of(advert) for advert in storage.adverts.many(session, pool)]
        score_of = dict(zip(ids, given, strict=True))
        scores = [score_of[advert.advert_id] for advert in adverts]
        looked_at = len(ids)
    else:
        adverts = adverts_of(data, columns)
        assessor = Assessor(info.model_id, classifier, info.thresholds)
        scores = [a.score for a in assessor.assess_many(adverts, assessed_at=now_utc())]
        looked_at = len(adverts)
    found = suggest(
        classifier,
        adverts,
        scores,
        threshold=threshold,
        count=count,
        seed=seed,
        known_texts=[_told(example) for example in known],
    )
    by_id = {advert.advert_id: advert for advert in adverts}
    return Batch(
        model_id=info.model_id,
        suggestions=found,
        adverts=[by_id[suggestion.id] for suggestion in found],
        looked_at=looked_at,
        not_assessed=missed,
    )


def _told(example: Example) -> str:
    return f"{example.title} {example.text}"


def adverts_of(path: Path, columns: str | None = None) -> list[AdvertText]:
    """The adverts of a file as `lurewatch assess` reads it; without an id, the line number is one.

    Raises:
        InputError: a line cannot be read, or an id stands twice.
    """
    if columns is not None:
        found = list(read_adverts(path, columns))
    else:
        found = list(_adverts_of_lines(path))
    seen: set[str] = set()
    for advert in found:
        if advert.advert_id in seen:
            raise InputError(f"{path}: id {advert.advert_id[:64]!r} stands more than once")
        seen.add(advert.advert_id)
    return found


def _adverts_of_lines(path: Path) -> list[AdvertText]:
    found = []
    try:
        with path.open("rb") as file:
            for line in read_lines(file):
                if line.advert is None:
                    raise InputError(f"{path}:{line.number}: {line.error}")
                advert_id = line.advert.advert_id or str(line.number)
                found.append(replace(line.advert, advert_id=advert_id))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    return found


def draw_audit(
    settings: Settings, sheet: Path, *, count: int, seed: int, first_on: date, last_on: date
) -> tuple[Draw, Path]:
    """Draw cleared adverts, write the sheet for people and the record of the draw.

    Returns:
        The draw, and where it is recorded.

    Raises:
        InputError: there are too few adverts, or the sheet cannot be written.
    """
    workplace, now = prepare(settings), now_utc()
    with workplace.database.begin() as session:
        population = storage.labelling.cleared(session, first_on, last_on)
    draw = make_draw(
        population, count=count, seed=seed, first_on=first_on, last_on=last_on, drawn_at=now
    )
    with workplace.database.begin() as session:
        adverts = [text_of(advert) for advert in storage.adverts.many(session, draw.ids)]
    write_sheet(sheet, adverts)
    return draw, write_draw(settings.var_dir / AUDITS, draw)


def audit_result(settings: Settings, sheet: Path, draw_id: str | None = None) -> AuditReport:
    """Recall by a sheet that people have labelled and by the flags that they decided on.

    Raises:
        InputError, NotFound: the sheet or its draw cannot be used.
    """
    answers = read_answers(sheet)
    folder = settings.var_dir / AUDITS
    if draw_id is None:
        draw = draw_of(folder, [answer.id for answer in answers])
    else:
        draw = read_draw(folder / f"{Path(draw_id).name}.json")
    workplace = prepare(settings)
    with workplace.database.begin() as session:
        flags = storage.labelling.flag_statuses(session, draw.first_on, draw.last_on, draw.drawn_at)
    return audit(
        draw,
        answers,
        upheld=flags[FlagStatus.UPHELD],
        undecided=flags[FlagStatus.OPEN] + flags[FlagStatus.ESCALATED],
    )
