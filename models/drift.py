"""Whether the adverts that come in differ from a reference, in what, by how much.

Looked at are five causes (vocabulary, sources, languages and scripts, destinations, pay) and one
consequence, the scores. Vocabulary is a classifier two-sample test (Lopez-Paz and Oquab 2017,
"Revisiting classifier two-sample tests"): a classifier learns to tell the two sets apart by their
words, out of fold by cluster, and only adverts of the same language, destination and source are
compared, so that new words are not named where only the mix has changed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from features.pay_benchmarks import monthly_rupees
from features.text import words
from lurewatch.errors import InputError
from lurewatch.records import AdvertText, Assessment, name_of
from models.drift_report import NOT_NAMED, DriftReport, Observed, Sample, Shift
from models.grouping import text_clusters
from models.multilabel import Numbers, Truth
from models.shift_tests import (
    Tested,
    holm,
    kolmogorov_smirnov,
    separation,
    shift_by_chance,
    stability_by_chance,
    stability_index,
    variation,
)

LEVEL = 0.05
"""Of all tests together: so often a drift is named where there is none."""
LEAST_EFFECT = 0.1
"""Of a drift that is named: a tenth of the adverts moved. Large sets differ in all by a little."""
LEAST_ADVERTS = 20
"""On each side, to compare anything."""
FOLDS = 5
SAMPLES = 3
WORDS = 8


def observe(advert: AdvertText, assessment: Assessment, *, with_score: bool = True) -> Observed:
    """What is compared of an advert."""
    found = assessment.entities
    rupees = [each for pay in found.pay if (each := monthly_rupees(pay))]
    return Observed(
        advert=advert,
        language=str(assessment.language),
        destinations=" ".join(sorted(found.destinations)) or NOT_NAMED,
        pay=float(np.log(max(rupees))) if rupees else None,
        score=assessment.score if with_score else None,
    )


def compare(before: Sequence[Observed], after: Sequence[Observed], *, seed: int = 0) -> DriftReport:
    """Compare two sets of adverts.

    Raises:
        InputError: a side has fewer than `LEAST_ADVERTS` adverts.
    """
    for side, rows in (("before", before), ("after", after)):
        if len(rows) < LEAST_ADVERTS:
            raise InputError(f"{side}: {len(rows)} advert(s); at least {LEAST_ADVERTS} are needed")
    return _Comparison([*before, *after], len(before), seed).report()


class _Comparison:
    """Two sets in a row, and the tests between them."""

    def __init__(self, rows: Sequence[Observed], earlier: int, seed: int) -> None:
        self._rows = rows
        self._after: Truth = np.arange(len(rows)) >= earlier
        self._sides = (range(earlier), range(earlier, len(rows)))
        self._clusters = [str(each) for each in text_clusters([row.text for row in rows])]
        self._seed = seed
        self._notes: list[str] = []

    def report(self) -> DriftReport:
        found = [self._vocabulary(), self._sources()]
        found.append(self._mix("language and script", [row.language for row in self._rows]))
        found.append(self._mix("destinations", [row.destinations for row in self._rows]))
        found.append(self._amounts("pay", [row.pay for row in self._rows], _rupees))
        scores = [row.score for row in self._rows]
        found.append(self._amounts("scores", scores, lambda value: f"{value:.2f}"))
        tested = [shift for shift in found if shift is not None]
        corrected = holm([shift.p_value for shift in tested])
        tested = [_judged(shift, p) for shift, p in zip(tested, corrected, strict=True)]
        told = [
            np.array([score for row in side if (score := scores[row]) is not None])
            for side in self._sides
        ]
        compared = any(shift.name == "scores" for shift in tested)
        return DriftReport(
            before=int((~self._after).sum()),
            after=int(self._after.sum()),
            causes=tuple(
                sorted(
                    (shift for shift in tested if shift.name != "scores"),
                    key=lambda shift: (not shift.drifted, -shift.effect),
                )
            ),
            scores=next((shift for shift in tested if shift.name == "scores"), None),
            stability_index=stability_index(told[0], told[1]) if compared else None,
            stability_by_chance=stability_by_chance(*map(len, told)) if compared else None,
            notes=tuple(self._notes),
        )

    def _sources(self) -> Shift | None:
        values = [row.advert.source or "" for row in self._rows]
        for side, rows in zip(("before", "after"), self._sides, strict=True):
            if not any(values[row] for row in rows):
                self._notes.append(f"sources: not compared, the adverts {side} name none")
                return None
        return self._mix("sources", values)

    def _mix(self, name: str, values: Sequence[str]) -> Shift:
        tested = shift_by_chance(variation(values), self._after, self._clusters, seed=self._seed)
        early, late = self._shares(values)
        moved = sorted(early | late, key=lambda value: (-abs(late[value] - early[value]), value))
        risen = max(sorted(late), key=lambda value: late[value] - early[value])
        rows = [row for row in self._sides[1] if values[row] == risen]
        return _shift(
            name,
            "total variation distance",
            tested,
            told=", ".join(f"{v or NOT_NAMED} {early[v]:.0%} → {late[v]:.0%}" for v in moved[:4]),
            samples=self._samples(rows, lambda row: values[row] or NOT_NAMED),
        )

    def _shares(self, values: Sequence[str | set[str]]) -> tuple[Counter[str], Counter[str]]:
        """Share of the adverts of each side that have a value, or each word of a set."""
        found = []
        for side in self._sides:
            counted: Counter[str] = Counter()
            for row in side:
                value = values[row]
                counted.update([value] if isinstance(value, str) else value)
            found.append(Counter({name: count / len(side) for name, count in counted.items()}))
        return found[0], found[1]

    def _amounts(
        self, name: str, values: Sequence[float | None], written: Callable[[float], str]
    ) -> Shift | None:
        rows = np.array([row for row, value in enumerate(values) if value is not None], dtype=int)
        after = self._after[rows]
        if min(int(after.sum()), int((~after).sum())) < LEAST_ADVERTS:
            self._notes.append(
                f"{name}: not compared, {int((~after).sum())} advert(s) before and "
                f"{int(after.sum())} after have any; {LEAST_ADVERTS} are needed"
            )
            return None
        given = np.array([values[row] for row in rows], dtype=float)
        clusters = [self._clusters[row] for row in rows]
        tested = shift_by_chance(kolmogorov_smirnov(given), after, clusters, seed=self._seed)
        early, late = float(np.median(given[~after])), float(np.median(given[after]))
        order = np.argsort(-given if late >= early else given, kind="stable")
        shown = {int(rows[at]): float(given[at]) for at in order if after[at]}
        return _shift(
            name,
            "Kolmogorov-Smirnov distance",
            tested,
            told=f"median {written(early)} → {written(late)}",
            samples=self._samples(shown, lambda row: written(shown[row])),
        )

    def _vocabulary(self) -> Shift | None:
        told = [_vocabulary(row.text) for row in self._rows]
        strata = self._strata()
        folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=self._seed)
        apart = [len({self._clusters[row] for row in side}) for side in self._sides]
        if min(apart) < FOLDS or not strata:
            self._notes.append("vocabulary: not compared, too few adverts of like kind")
            return None
        learner = make_pipeline(
            TfidfVectorizer(analyzer=_as_they_are, sublinear_tf=True),
            LogisticRegression(class_weight="balanced", solver="liblinear"),
        )
        scores: Numbers = cross_val_predict(
            learner, told, self._after, groups=self._clusters, cv=folds, method="decision_function"
        )
        tested = shift_by_chance(
            separation(scores, strata), self._after, self._clusters, strata, seed=self._seed
        )
        early, late = self._shares([set(each) for each in told])
        risen = sorted(late, key=lambda word: (-_rise(early[word], late[word]), word))[:WORDS]
        order = sorted(self._sides[1], key=lambda row: -scores[row])
        return _shift(
            "vocabulary",
            "2 AUROC - 1 of a classifier of the two sets",
            tested,
            told=self._unknown(told)
            + "; risen: "
            + ", ".join(f"{word} {early[word]:.0%} → {late[word]:.0%}" for word in risen),
            samples=self._samples(
                [row for row in order if set(told[row]) & set(risen)],
                lambda row: ", ".join(word for word in risen if word in told[row]),
            ),
        )

    def _unknown(self, told: Sequence[Sequence[str]]) -> str:
        """Share of words that no (other) earlier advert has, of both sides."""
        early, late = self._sides
        known = Counter(word for row in early for word in set(told[row]))
        shares = []
        for side, least in ((early, 2), (late, 1)):
            spoken = [word for row in side for word in told[row]]
            shares.append(sum(known[word] < least for word in spoken) / max(len(spoken), 1))
        return f"unknown words {shares[0]:.0%} → {shares[1]:.0%}"

    def _strata(self) -> list[str] | None:
        """Kinds of advert to compare within: as narrow as leaves enough adverts."""
        narrow = [f"{r.language}|{r.destinations}|{r.advert.source}" for r in self._rows]
        for strata in (narrow, [row.language for row in self._rows]):
            early, late = ([strata[row] for row in side] for side in self._sides)
            shared = set(early) & set(late)
            left = [sum(stratum in shared for stratum in side) for side in (early, late)]
            if min(left) >= LEAST_ADVERTS:
                return strata
        return None

    def _samples(self, rows: Iterable[int], shows: Callable[[int], str]) -> tuple[Sample, ...]:
        """The first few adverts of rows, one of each cluster."""
        first: dict[str, int] = {}
        for row in rows:
            first.setdefault(self._clusters[row], row)
        return tuple(
            Sample(
                id=self._rows[row].advert.advert_id,
                name=name_of(self._rows[row].advert.title, self._rows[row].advert.text),
                shows=shows(row),
            )
            for row in list(first.values())[:SAMPLES]
        )


def _vocabulary(text: str) -> list[str]:
    """Words without numbers, which tell of pay and phones."""
    return [word for word in words(text) if not any(c.isdigit() for c in word)] or [""]


def _rise(early: float, late: float) -> float:
    """By how many standard deviations a share has risen: a new word counts more than "and"."""
    both = (early + late) / 2
    return float((late - early) / np.sqrt(both * (1 - both))) if 0 < both < 1 else 0.0


def _as_they_are(told: list[str]) -> list[str]:
    return told


def _rupees(value: float) -> str:
    return f"LKR {np.exp(value):,.0f} a month"


def _shift(
    name: str, effect_name: str, tested: Tested, *, told: str, samples: tuple[Sample, ...]
) -> Shift:
    return Shift(
        name=name,
        effect_name=effect_name,
        statistic=tested.statistic,
        effect=tested.effect,
        p_value=tested.p_value,
        p_adjusted=1.0,
        drifted=False,
        told=told,
        samples=samples,
    )


def _judged(shift: Shift, p_adjusted: float) -> Shift:
    drifted = p_adjusted < LEVEL and shift.effect >= LEAST_EFFECT
    return replace(shift, p_adjusted=p_adjusted, drifted=drifted)
