"""Assesses adverts with a trained version: features, probabilities, verdict."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from features import FEATURES_VERSION
from features.extract import extract_many
from lurewatch.errors import ModelNotFound
from lurewatch.labels import Category, Verdict
from lurewatch.records import AdvertText, Assessment, Features
from lurewatch.settings import Settings
from models import registry
from models.inputs import to_input
from models.multilabel import LABELS, MultiLabelClassifier
from models.thresholds import Thresholds, named_categories, verdict_for

BATCH = 128
"""Adverts scored at once: large enough for sparse arithmetic, small enough to stay in memory."""


class Assessor:
    """One loaded version. The same advert always gets the same numbers from it."""

    def __init__(
        self, model_id: str, classifier: MultiLabelClassifier, thresholds: Thresholds
    ) -> None:
        """Use `load`."""
        self.model_id = model_id
        self._classifier = classifier
        self._thresholds = thresholds

    @classmethod
    def load(cls, settings: Settings, model_id: str | None = None) -> "Assessor":
        """Load a version, the promoted one if no id is given.

        Raises:
            ModelNotFound, FeaturesMismatch, UntrustedArtefact: it cannot be used.
        """
        info = registry.find(settings, model_id)
        return cls(info.model_id, info.load(), info.thresholds)

    @classmethod
    def by_id(cls, settings: Settings, model_id: str) -> "Assessor":
        """Load a version by its id alone, never by a folder: ids of stored rows end here.

        Raises:
            ModelNotFound, FeaturesMismatch, UntrustedArtefact: it cannot be used.
        """
        if not model_id:
            raise ModelNotFound("a model id is empty")
        info = registry.get(settings, model_id)
        return cls(info.model_id, info.load(), info.thresholds)

    @property
    def features_version(self) -> str:
        """Of the features that it reads adverts with."""
        return FEATURES_VERSION

    def assess_many(
        self, adverts: Iterable[AdvertText], *, assessed_at: datetime
    ) -> Iterator[Assessment]:
        """Assess adverts in their order, streaming in batches."""
        rest = iter(adverts)
        while batch := list(islice(rest, BATCH)):
            features = list(extract_many(batch))
            rows = self._classifier.predict_proba(map(to_input, features, batch))
            for advert, found, row in zip(batch, features, rows.tolist(), strict=True):
                yield self._assessment(advert, found, row, assessed_at)

    def _assessment(
        self, advert: AdvertText, found: Features, row: list[float], assessed_at: datetime
    ) -> Assessment:
        by_label = dict(zip(LABELS, row, strict=True))
        score = by_label.pop(LABELS[0])
        return Assessment(
            advert_id=advert.advert_id,
            model_id=self.model_id,
            features_version=FEATURES_VERSION,
            assessed_at=assessed_at,
            language=found.language,
            score=score,
            categories=by_label,
            verdict=verdict_for(advert, score, found.evidence, found.entities, self._thresholds),
            threshold_name=self._thresholds.name,
            evidence=found.evidence,
            entities=found.entities,
        )

    def flagged(self, assessment: Assessment) -> bool:
        """Whether a person should read the advert."""
        return assessment.verdict in (Verdict.HIGH_RISK, Verdict.CAUTION)

    def flag_categories(self, assessment: Assessment) -> tuple[Category, ...]:
        """The categories to name on a flag, most likely first."""
        return named_categories(dict(assessment.categories))
