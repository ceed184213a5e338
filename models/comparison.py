"""The kinds of classifier side by side on our corpus: `python -m models.comparison`.

Each kind is trained on the training split by its shipped experiment. Which one wins is decided on
scores of adverts that it had not seen and that are not the test split: out of fold on the training
adverts, and on the development adverts, with as many indicators hidden as in adverts that nobody
wrote patterns from (`STATES_KEPT`). The test split is measured afterwards, to say by how much.
A kind that is not better than a cheaper one beyond the 95 % interval of the difference does not
win: the one-standard-error rule in its bootstrap form (Breiman et al. 1984, section 3.4.3).
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from features import FEATURES_VERSION
from features.extract import extract_many
from lurewatch.errors import ConfigurationError, LurewatchError
from lurewatch.records import Features
from lurewatch.settings import Settings, read_settings
from lurewatch.terminal import fail, out, people
from models.artefact import content_sha256, dump, load
from models.catalogue import new_classifier
from models.corpus import read_corpus
from models.dataset import fingerprint
from models.evaluation import targets
from models.experiments import Experiment, read_experiment
from models.grouping import check_leaks, near_duplicate_groups
from models.kind_figures import ALL, Adverts, measured, winner
from models.labelled_sets import Sample, own
from models.multilabel import MultiLabelClassifier, Numbers, Truth
from models.other_kinds import comparison_file
from models.running import Run
from models.serving_cost import bare_classifier, costs
from models.slices import LEAST_SLICE
from models.thresholds import choose
from models.training import training_inputs

KINDS = ("indicator_rules", "linear", "stacked")
OPTIONAL = ("transformer",)
"""Compared too where their experiment and what it needs are here."""
STATES_KEPT = 0.65
"""Share of the indicator states that the deciding scores see. The ledger was made from the training
and development adverts: of what people marked it finds 0.95 there, and 0.61 in adverts that nobody
had looked at. With all states the ledger alone would win by what it was told.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Read(Adverts):
    """A split with what was read from it."""

    features: Sequence[Features]

    def inputs(self, states_kept: float) -> list[str]:
        """Inputs with a share of the indicator states."""
        return training_inputs(self.samples, self.features, states_kept)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitted:
    """One kind, trained."""

    recipe: Experiment
    model_id: str
    classifier: MultiLabelClassifier
    """As it is served: stored and loaded."""
    caution: float
    out_of_fold: Numbers
    """Calibrated probability of being risky, n training adverts."""


def compare(settings: Settings, experiments: Sequence[str] = ()) -> dict[str, Any]:
    """Train and measure each kind; for JSON.

    Args:
        experiments: names or paths of experiments on our corpus; without, `KINDS` and those of
            `OPTIONAL` that run here.

    Raises:
        ConfigurationError: an experiment cannot be used.
        InputError, LeakingSplit: the corpus cannot be used.
    """
    recipes, left_out = _recipes(experiments)
    run = Run()
    corpus = read_corpus(settings.training_data_dir)
    check_leaks(corpus.splits)
    train, dev, test = (_read(own(corpus.splits[name]), run) for name in ("train", "dev", "test"))
    fitted: dict[str, Fitted] = {}
    unseen: dict[str, Numbers] = {}
    for recipe in track(recipes, description="kinds", console=people, transient=True):
        with run.step(f"fit {recipe.name}"):
            try:
                one = fitted[recipe.name] = _fit(recipe, train)
            except ConfigurationError as error:
                # An encoder that is not on this machine, and a hub that cannot be reached.
                if experiments or recipe.name not in OPTIONAL:
                    raise
                left_out[recipe.name] = str(error)
                continue
            thinned = recipe.model_copy(update={"states_kept": STATES_KEPT})
            if thinned != recipe:
                one = _fit(thinned, train)
            on_dev = one.classifier.predict_proba(dev.inputs(STATES_KEPT))[:, 0]
            unseen[recipe.name] = np.append(one.out_of_fold, on_dev)
    with run.step("cost"):
        taken = costs(
            {name: one.classifier for name, one in fitted.items()},
            bare_classifier([sample.advert for sample in train.samples], train.risky),
            [sample.advert for sample in test.samples],
        )
    cautions = {name: one.caution for name, one in fitted.items()}
    decided = measured(train.beside(dev), unseen, cautions, {})
    inputs = test.inputs(1)
    on_test = {name: one.classifier.predict_proba(inputs)[:, 0] for name, one in fitted.items()}
    held_out = measured(test, on_test, cautions, _languages(test.samples))
    return {
        "features_version": FEATURES_VERSION,
        "data_fingerprint": fingerprint(sample.example for sample in train.samples),
        "dev_fingerprint": fingerprint(sample.example for sample in dev.samples),
        "test_fingerprint": fingerprint(sample.example for sample in test.samples),
        "winner": winner(decided, {name: taken[name]["assess_ms"] for name in fitted}),
        "bare": taken["bare"],
        "left_out": left_out,
        "kinds": {
            name: {
                "model_id": one.model_id,
                "experiment": one.recipe.model_dump(mode="json"),
                "caution": one.caution,
                "decided_on": decided[name],
                "test": held_out[name],
                "cost": taken[name],
            }
            for name, one in fitted.items()
        },
        "run": run.to_dict(),
    }


def _recipes(experiments: Sequence[str]) -> tuple[list[Experiment], dict[str, str]]:
    recipes: list[Experiment] = []
    left_out = {}
    for name in experiments or (*KINDS, *OPTIONAL):
        try:
            recipe = read_experiment(name)
            new_classifier(recipe)
        except ConfigurationError as error:
            if experiments or name not in OPTIONAL:
                raise
            left_out[name] = str(error)
            continue
        if recipe.evaluation.split != "given" or recipe.evaluation.hold_out_source:
            raise ConfigurationError(f"{name}: kinds are compared on the given splits only")
        if recipe.name in {one.name for one in recipes}:
            raise ConfigurationError(f"{name}: two experiments have this name")
        recipes.append(recipe)
    return recipes, left_out


def _read(samples: Sequence[Sample], run: Run) -> Read:
    with run.step("features"):
        found = list(extract_many(sample.advert for sample in samples))
    groups = near_duplicate_groups([sample.example for sample in samples])
    return Read(samples=samples, groups=groups, features=found)


def _fit(recipe: Experiment, train: Read) -> Fitted:
    classifier = new_classifier(recipe).fit(
        train.inputs(recipe.states_kept), targets(train.samples), train.groups
    )
    artefact = dump(classifier)
    digest = content_sha256(artefact)
    out_of_fold = classifier.calibrate(classifier.oof_scores_)[:, 0]
    return Fitted(
        recipe=recipe,
        model_id=f"{recipe.kind}-{digest[:12]}",
        classifier=load(artefact, digest),
        caution=choose(out_of_fold, train.risky, recipe.thresholds).caution,
        out_of_fold=out_of_fold,
    )


def _languages(samples: Sequence[Sample]) -> dict[str, Truth]:
    """Adverts of each language that has enough."""
    languages = np.array([str(sample.example.language) for sample in samples])
    found = {name: languages == name for name in sorted(set(languages.tolist()))}
    return {name: rows for name, rows in found.items() if rows.sum() >= LEAST_SLICE}


def table(found: Mapping[str, Any]) -> str:
    """For people; no line is over 80 characters."""
    lines = [f"{'':<28}{'AP':>7}{'F1':>7}{'recall':>8}{'ECE':>7}{'ms':>9}{'times bare':>12}"]
    for name, kind in found["kinds"].items():
        cost = kind["cost"]
        for label, row in (
            (f"{name}, unseen train + dev", kind["decided_on"][ALL]),
            *((f"  test {part}", row) for part, row in kind["test"].items()),
        ):
            line = f"{label:<28}{row['average_precision']:>7.3f}{row['f1']:>7.3f}"
            lines.append(f"{line}{row['recall']:>8.3f}{row['ece']:>7.3f}")
        lines[-len(kind["test"]) - 1] += f"{cost['assess_ms']:>9.2f}{cost['assess_ratio']:>12.1f}"
    lines.append(f"wins, by unseen train + dev adverts and cost: {found['winner']}")
    lines += [f"left out: {name} ({why})" for name, why in found["left_out"].items()]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare, print, and write the file that cards are made with."""
    parser = argparse.ArgumentParser(prog="python -m models.comparison", description=__doc__)
    parser.add_argument("experiments", nargs="*", help="default: the shipped kinds that run here")
    parser.add_argument("--out", type=Path, default=comparison_file(), help="default: %(default)s")
    asked = parser.parse_args(arguments)
    try:
        found = compare(read_settings(), asked.experiments)
    except LurewatchError as error:
        fail(error, status=2)
    part = asked.out.with_name(asked.out.name + ".part")
    part.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    part.replace(asked.out)
    out.print(table(found), markup=False)


if __name__ == "__main__":
    main()
