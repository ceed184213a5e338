"""The model card, after Mitchell et al. 2019, "Model Cards for Model Reporting"."""

from typing import Any

from models.evaluation_report import EvaluationReport
from models.other_kinds import other_kinds
from models.thresholds import ALONE_AT

_KINDS = {
    "indicator_rules": "The ledger of indicators and the Delphi rule; its certainty is fitted.",
    "linear": "A linear text classifier over word and character n-grams and indicator states.",
    "stacked": "A logistic regression on the out-of-fold scores of several classifiers.",
    "transformer": "A fine-tuned encoder, exported to ONNX and served in eight-bit integers.",
}
_TEMPLATE = """# {model_id}

{kind} It gives each advert a calibrated probability of being risky, and one per category.

## Use

- For ordering a queue that people read, and for pointing a job seeker to what needs checking.
- Not for deciding about an advert or a person without a person, not as evidence, and never as
  a statement that an advert is harmless. It must not be used to label people.

## Data

{data}
- SHA-256 of what it learned from: `{fingerprint}`.
- {unlabelled}

## Figures on {measured_on}

```
{table}
```

Nothing was chosen on these adverts. Figures at 5 % are computed from them by Bayes' rule, not
measured. What a category is called that too few adverts have: its share, never a certainty.
{others}
## Thresholds

`caution` {caution:.3f}, `high_risk` {high:.3f}, review band from {review:.3f}: {provenance}
(`{threshold_name}`).

A strong indicator makes a flag whatever the score. The score alone, with no indicator, can make
one from {alone:.2f} on, and never says high risk.
{real}
## How to make it again

`lurewatch train {experiment}` on the same data with features {features} gives the same id. Made
with {versions}. Seconds and memory of the run are in `run.json`.
"""
_OWN = """\
- {train} adverts for training, {dev} for development, {test} held out; whole near-duplicate
  groups on one side.
- All were written by us in our own words. They are not field data: figures in the field will
  differ. The Sinhala, Tamil and romanised wording was not reviewed by native annotators.
- Half of the adverts are risky; in the field far fewer are."""
_OUTSIDE = """\
- {train} adverts to learn from, {test} held out (none: measured by group folds). The set is not
  ours: its labels mean what its publisher says; its share of risky adverts may not be natural."""
_REAL = """
## On real adverts

The corpus holds only work adverts of a few kinds, so ordinary adverts of other kinds score too
high: of 300 real, harmless adverts of EMSCAD (English, mostly United States, 2012 to 2014) the
score alone puts many over `caution`. With the rule above about one in six is flagged, with the
words that made it so where there are any. A test keeps the share under one in four.
"""
_KNOWN_HARMLESS = "Harmless labels are taken as they are: people read those adverts."
_NOT_KNOWN = (
    "Harmless labels are taken as “not known to be risky”: probabilities are divided by {c:g}, "
    "the share of risky adverts that is assumed to be labelled (Elkan and Noto 2008)."
)


def card(meta: dict[str, Any], report: EvaluationReport) -> str:
    """The card of a trained version, Markdown."""
    ours = "dev" in meta["adverts"]
    frequency = meta["experiment"]["parameters"].get("label_frequency", 1.0)
    return _TEMPLATE.format(
        model_id=meta["model_id"],
        kind=_KINDS[meta["kind"]],
        data=(_OWN if ours else _OUTSIDE).format(**meta["adverts"]),
        fingerprint=meta["data_fingerprint"],
        unlabelled=_KNOWN_HARMLESS if frequency == 1 else _NOT_KNOWN.format(c=frequency),
        measured_on=meta["measured_on"],
        table=report.table(),
        others=other_kinds(meta),
        caution=meta["thresholds"]["caution"],
        high=meta["thresholds"]["high_risk"],
        review=meta["thresholds"]["review"],
        provenance=meta["thresholds"]["provenance"],
        threshold_name=meta["thresholds"]["name"],
        alone=ALONE_AT,
        real=_REAL if ours else "",
        experiment=meta["experiment"]["name"],
        features=meta["features_version"],
        versions=", ".join(f"{name} {version}" for name, version in meta["versions"].items()),
    )
