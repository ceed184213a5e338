"""The gates between a trained version and its promotion.

The challenger is held against the champion on the same held-out adverts. "Worse" is judged by the
paired bootstrap (Efron and Tibshirani 1993, chapter 16): whole groups of like adverts are drawn,
both versions are measured on the same draw, and a gate refuses where the 95 % interval of the
difference lies wholly under zero. With some 30 slices, an equally good challenger is now and then
refused by chance; the refusal names the slice and its figures, so that a person can judge it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score

from lurewatch.errors import InputError, LeakingSplit, ModelError
from lurewatch.settings import Settings
from models.assess import Assessor
from models.corpus import Corpus
from models.evaluation import FLAGS, SEED, Scored, refuse_seen, score
from models.golden import golden_faults, read_golden
from models.inputs import to_input
from models.labelled_sets import Sample, own
from models.measures import Numbers, Truth, interval
from models.multilabel import LABELS, MultiLabelClassifier
from models.registry import SEEN, ModelInfo
from models.slices import slices_of
from models.thresholds import Thresholds

PREVALENCE = 0.05
"""Share of risky adverts in the field that the reviewers' load is reckoned for (EMSCAD: 4.8 %)."""
Measure = Callable[[Any], float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """What one gate says of a challenger."""

    name: str
    """`slices`, `golden`, `stability` or `load`."""
    refusals: tuple[str, ...]
    """Plain sentences with the slice and the figures; empty where it lets the challenger pass."""
    figures: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """For JSON and the history of promotions."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Contestant:
    """A loaded version with what it says of the held-out adverts."""

    info: ModelInfo
    classifier: MultiLabelClassifier
    scored: Scored

    @property
    def thresholds(self) -> Thresholds:
        """Those it was stored with."""
        return self.info.thresholds

    @property
    def flagged(self) -> Truth:
        """Which held-out adverts it puts before a person."""
        return flags_of(self.scored, self.thresholds)


def flags_of(scored: Scored, thresholds: Thresholds) -> Truth:
    """Which adverts are flagged, by score and evidence together."""
    return np.isin(scored.verdicts(thresholds), FLAGS)


def judge(
    challenger: ModelInfo,
    champion: ModelInfo,
    samples: Sequence[Sample],
    corpus: Corpus,
    settings: Settings,
) -> list[Gate]:
    """What each gate says.

    Args:
        samples: held-out adverts of both classes.
        corpus: our own, whose rewrites of test adverts tell stability.

    Raises:
        LeakingSplit: one of the two was trained on an advert that it is to be measured on.
        FeaturesMismatch, UntrustedArtefact: one of the two cannot be loaded.
        InputError: the adverts are all of one class.
    """
    risky = {sample.example.is_risky for sample in samples}
    if len(risky) < 2:
        raise InputError("held-out adverts must be risky and harmless ones; these are all alike")
    for info in (challenger, champion):
        _refuse_known(info, samples, corpus)
    first = champion.load()
    scored = score(first, samples)
    champion_ = Contestant(info=champion, classifier=first, scored=scored)
    second = challenger.load()
    challenger_ = Contestant(info=challenger, classifier=second, scored=rescored(scored, second))
    return [
        slices_gate(challenger_, champion_),
        golden_gate(challenger_),
        stability_gate(challenger_, champion_, corpus),
        load_gate(challenger_, champion_, settings),
    ]


def _refuse_known(info: ModelInfo, samples: Sequence[Sample], corpus: Corpus) -> None:
    seen = info.seen()
    if not seen:
        raise ModelError(f"{info.model_id} has no {SEEN}: nobody can tell what it was trained on")
    refuse_seen(samples, seen, info.model_id)
    refuse_seen(own(corpus.splits["test"]), seen, info.model_id)
    for advert in read_golden():
        if advert.seen_key in seen:
            raise LeakingSplit(f"{info.model_id} was trained on golden advert {advert.id}")


def rescored(scored: Scored, classifier: MultiLabelClassifier) -> Scored:
    """The same adverts, read once, scored by another classifier."""
    adverts = (sample.advert for sample in scored.samples)
    rows = list(map(to_input, scored.features, adverts))
    return replace(scored, probability=classifier.predict_proba(rows))


def slices_gate(challenger: Contestant, champion: Contestant) -> Gate:
    """No slice worse than the champion: ranking, flags, and each category's own ranking."""
    scored, truth = champion.scored, champion.scored.truth
    slices = {"all": np.ones(len(truth), dtype=bool), **slices_of(scored.samples)}
    refusals: list[str] = []
    found: dict[str, Any] = {}
    for name, chosen in slices.items():
        rows = np.flatnonzero(chosen)
        for figure, (new, old) in _slice_measures(challenger, champion, rows).items():
            groups = [scored.groups[row] for row in rows.tolist()]
            told = _compared(f"{name}: {figure}", new, old, groups, refusals)
            found[f"{name}: {figure}"] = told
    for k, category in enumerate(LABELS[1:], start=1):
        new, old = (
            _average_precision(one.scored.probability[:, k], truth[:, k])
            for one in (challenger, champion)
        )
        if truth[:, k].any():
            name = f"{category}: average precision"
            found[name] = _compared(name, new, old, scored.groups, refusals)
    return Gate(name="slices", refusals=tuple(refusals), figures=found)


def _slice_measures(
    challenger: Contestant, champion: Contestant, rows: Any
) -> dict[str, tuple[Measure, Measure]]:
    """Figure → challenger's and champion's, as functions of row numbers within the slice."""
    risky = champion.scored.truth[rows, 0]
    both = (challenger, champion)
    if not risky.any():
        return {"share not flagged": _two(_share(~one.flagged[rows]) for one in both)}
    if risky.all():
        return {"share flagged": _two(_share(one.flagged[rows]) for one in both)}
    return {
        "average precision": _two(
            _average_precision(one.scored.probability[rows, 0], risky) for one in both
        ),
        "F1 of flags": _two(_f1(one.flagged[rows], risky) for one in both),
    }


def _two(measures: Any) -> tuple[Measure, Measure]:
    new, old = measures
    return new, old


def _share(holds: Any) -> Measure:
    return lambda rows: float(holds[rows].mean())


def _average_precision(probability: Numbers, truth: Truth) -> Measure:
    def measure(rows: Any) -> float:
        some = truth[rows]
        if not some.any() or some.all():
            return float("nan")
        return float(average_precision_score(some, probability[rows]))

    return measure


def _f1(flagged: Truth, truth: Truth) -> Measure:
    def measure(rows: Any) -> float:
        said, so = flagged[rows], truth[rows]
        return 2 * float((said & so).sum()) / max(float(said.sum() + so.sum()), 1.0)

    return measure


def _compared(
    name: str, new: Measure, old: Measure, groups: Sequence[str], refusals: list[str]
) -> dict[str, Any]:
    """Both figures and the interval of their difference; a refusal is added where it is worse."""
    every = np.arange(len(groups))
    low, high = interval(lambda rows: new(rows) - old(rows), groups, SEED)
    told = {
        "challenger": new(every),
        "champion": old(every),
        "difference_interval": [low, high],
        "adverts": len(groups),
    }
    if high < 0:
        refusals.append(
            f"{name} {new(every):.3f}, the champion has {old(every):.3f} "
            f"(difference {low:+.3f} to {high:+.3f}, {len(groups)} adverts)"
        )
    return told


def golden_gate(challenger: Contestant) -> Gate:
    """Every golden advert gets a verdict that is allowed for it."""
    assessor = Assessor(challenger.info.model_id, challenger.classifier, challenger.thresholds)
    adverts = read_golden()
    faults = golden_faults(assessor, adverts)
    return Gate(
        name="golden",
        refusals=tuple(
            f"{one.id}: {one.verdict} at {one.score:.3f}; allowed: {', '.join(one.allowed)}"
            for one in faults
        ),
        figures={"adverts": len(adverts), "unharmed": len(adverts) - len(faults)},
    )


def stability_gate(challenger: Contestant, champion: Contestant, corpus: Corpus) -> Gate:
    """Rewordings and disguises of test adverts move scores and flags no more than before."""
    split_of = corpus.split_of
    by_id = {example.id: example for example in corpus.splits["test"]}
    refusals: list[str] = []
    found: dict[str, Any] = {}
    for name, rewrites in (("reworded", corpus.rewordings), ("evasive", corpus.evasion)):
        rows = [row for row in rewrites if split_of.get(row.original) == "test"]
        if not rows:
            continue
        before = score(champion.classifier, own(by_id[row.original] for row in rows))
        after = score(champion.classifier, own(corpus.rewritten(rows)))
        new, old = (_moves(one, before, after) for one in (challenger, champion))
        for figure in new:
            told = f"{name}: {figure}"
            found[told] = _compared(
                told, _share(new[figure]), _share(old[figure]), before.groups, refusals
            )
    if not found:
        refusals.append(f"{corpus.folder} has no rewrites of test adverts; nothing can be measured")
    return Gate(name="stability", refusals=tuple(refusals), figures=found)


def _moves(one: Contestant, before: Scored, after: Scored) -> dict[str, Any]:
    """Figures that are better when higher, one value per rewrite."""
    pair = [rescored(each, one.classifier) for each in (before, after)]
    flagged = [flags_of(each, one.thresholds) for each in pair]
    moved = np.abs(pair[0].probability[:, 0] - pair[1].probability[:, 0])
    return {
        "1 - score range": 1 - moved,
        "share with the same flag": flagged[0] == flagged[1],
        "share judged rightly": flagged[1] == before.truth[:, 0],
    }


def load_gate(challenger: Contestant, champion: Contestant, settings: Settings) -> Gate:
    """Flags a day fit what reviewers can read, or are no more than the champion's.

    Reckoned where `PREVALENCE` of the adverts are risky: the rates of flags among risky and among
    harmless held-out adverts stay as measured (Bayes' rule).
    """
    risky = champion.scored.truth[:, 0]
    loads = [
        settings.adverts_per_day
        * (
            PREVALENCE * float(one.flagged[risky].mean())
            + (1 - PREVALENCE) * float(one.flagged[~risky].mean())
        )
        for one in (challenger, champion)
    ]
    capacity = settings.review_capacity
    # A champion that is over capacity must not keep out one that asks for less reading.
    over = loads[0] > capacity and loads[0] > loads[1]
    refusal = (
        f"{loads[0]:.0f} flags a day of {settings.adverts_per_day} adverts, {PREVALENCE:.0%} of "
        f"them risky; reviewers can read {capacity}, the champion asks for {loads[1]:.0f}"
    )
    return Gate(
        name="load",
        refusals=(refusal,) if over else (),
        figures={
            "challenger_flags_per_day": loads[0],
            "champion_flags_per_day": loads[1],
            "capacity_per_day": capacity,
            "adverts_per_day": settings.adverts_per_day,
            "prevalence": PREVALENCE,
            "over_capacity": loads[0] > capacity,
        },
    )
