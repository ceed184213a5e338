"""Promote a version through the gates, and go back to the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lurewatch.errors import Conflict, InputError, ModelError, PromotionRefused
from lurewatch.settings import Settings
from models import registry
from models.corpus import read_corpus
from models.dataset import fingerprint
from models.gates import Gate, judge
from models.grouping import check_leaks
from models.labelled_sets import own, read_sets
from models.promotions import Promotion, add_to_history, before_current, locked, read_history
from models.registry import ModelInfo


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What the gates say of a challenger, and against whom."""

    challenger: ModelInfo
    champion: ModelInfo
    promoted_unusable: str
    """Why the promoted version could not be the champion; empty where it is."""
    measured_on: str
    gates: Sequence[Gate]

    @property
    def refusals(self) -> list[str]:
        """`gate: sentence`, for each refusal."""
        return [f"{gate.name}: {why}" for gate in self.gates for why in gate.refusals]


def judge_version(
    settings: Settings, model_id: str, data: Sequence[Path] = (), columns: str | None = None
) -> Judgement:
    """Measure a version against the promoted one; nothing is changed.

    Where the promoted version cannot be loaded (other features, changed files), it is the shipped
    one that the challenger is held against: no version gets in unmeasured.

    Args:
        data: labelled files of held-out adverts; without, the test split of our corpus.

    Raises:
        ModelNotFound, FeaturesMismatch, UntrustedArtefact, LeakingSplit, InputError: it cannot be
            measured.
    """
    challenger = registry.get(settings, model_id)
    challenger.load()
    champion, why = champion_of(settings)
    corpus = read_corpus(settings.training_data_dir)
    check_leaks(corpus.splits)
    samples = read_sets(data, columns) if data else own(corpus.splits["test"])
    return Judgement(
        challenger=challenger,
        champion=champion,
        promoted_unusable=why,
        measured_on=fingerprint(sample.example for sample in samples),
        gates=judge(challenger, champion, samples, corpus, settings),
    )


def champion_of(settings: Settings) -> tuple[ModelInfo, str]:
    """The promoted version; or the shipped one, and why the promoted one cannot be used."""
    try:
        info = registry.get(settings)
        info.load()
    except ModelError as error:
        return registry.shipped(settings), str(error)
    return info, ""


def promote(
    settings: Settings,
    model_id: str,
    *,
    by: str,
    reason: str,
    at: datetime,
    data: Sequence[Path] = (),
    columns: str | None = None,
) -> Judgement:
    """Promote a version if every gate lets it pass.

    Args:
        by: who asks for it.
        reason: why, for those who ask later.

    Raises:
        PromotionRefused: a gate refuses; the message names each with its figures.
        Conflict: it is promoted already, or another promotion came first.
        and what `judge_version` raises. In every case nothing has changed.
    """
    _check(by, reason)
    before = registry.pointer(settings)
    if before[0] == registry.get(settings, model_id).model_id:
        raise Conflict(f"{before[0]} is promoted already")
    judged = judge_version(settings, model_id, data, columns)
    if judged.refusals:
        raise PromotionRefused([gate.to_dict() for gate in judged.gates])
    with locked(settings.models_dir):
        if registry.pointer(settings) != before:
            raise Conflict("another version was promoted meanwhile; nothing was changed")
        _switch(settings, "promote", judged.challenger, by=by, reason=reason, at=at, judged=judged)
    return judged


def rollback(settings: Settings, *, by: str, reason: str, at: datetime) -> ModelInfo:
    """Go back to the version that was promoted before, without gates: it was champion already.

    Raises:
        Conflict: there is none to go back to.
        ModelNotFound, FeaturesMismatch, UntrustedArtefact: it cannot be used any more, or changed
            since. In every case nothing has changed.
    """
    _check(by, reason)
    with locked(settings.models_dir):
        current = registry.pointer(settings)[0]
        found = before_current(read_history(settings.models_dir), current)
        if found is None:
            raise Conflict(
                f"{current} was promoted before any other; there is nothing to go back to"
            )
        info = registry.get(settings, found[0])
        info.load()
        if found[1] and found[1] != info.meta_sha256:
            raise registry.changed(info.model_id)
        _switch(settings, "rollback", info, by=by, reason=reason, at=at)
    return info


def _check(by: str, reason: str) -> None:
    if not by.strip() or len(by) > 200:
        raise InputError("say who promotes: --by, 1 to 200 characters")
    if not reason.strip() or len(reason) > 2000:
        raise InputError("say why: --reason, 1 to 2,000 characters")


def _switch(
    settings: Settings,
    action: str,
    info: ModelInfo,
    *,
    by: str,
    reason: str,
    at: datetime,
    judged: Judgement | None = None,
) -> None:
    """Write the history, then the pointer."""
    previous = registry.pointer(settings)[0]
    try:
        digest = registry.get(settings, previous).meta_sha256
    except ModelError:
        digest = ""
    add_to_history(
        settings.models_dir,
        Promotion(
            at=at,
            action="promote" if action == "promote" else "rollback",
            model_id=info.model_id,
            meta_sha256=info.meta_sha256,
            previous=previous,
            previous_meta_sha256=digest,
            by=by.strip(),
            reason=reason.strip(),
            measured_on=judged.measured_on if judged else "",
            compared_with=judged.champion.model_id if judged else "",
            gates=tuple(gate.to_dict() for gate in judged.gates) if judged else (),
        ),
    )
    registry.write_promoted(settings.models_dir, info.model_id, info.meta_sha256)
