"""The model card, after Mitchell et al. 2019, "Model Cards for Model Reporting"."""

from typing import Any

from models.evaluation import EvaluationReport

_TEMPLATE = """# {model_id}

A linear text classifier over word and character n-grams and indicator states. It gives each
advert a calibrated probability of being risky, and one per category.

## Use

- For ordering a queue that people read, and for pointing a job seeker to what needs checking.
- Not for deciding about an advert or a person without a person, not as evidence, and never as
  a statement that an advert is harmless. It must not be used to label people.

## Data

- {train} adverts for training, {dev} for development, {test} held out; whole near-duplicate
  groups on one side. SHA-256 of the training split: `{data}`.
- All were written by us in our own words. They are not field data: figures in the field will
  differ. The Sinhala, Tamil and romanised wording was not reviewed by native annotators.
- Half of the adverts are risky; in the field far fewer are.

## Figures on the held-out adverts

```
{table}
```

Nothing was chosen on the held-out adverts. Precision at 5 % is computed from these figures by
Bayes' rule, not measured.

## Thresholds

`caution` {caution:.3f}, `high_risk` {high:.3f}: {provenance} (`{threshold_name}`).

A strong indicator makes a flag whatever the score. The score alone, with no indicator, can make
one from `high_risk` on, and never says high risk.

## On real adverts

The corpus holds only work adverts of a few kinds, so ordinary adverts of other kinds score too
high: of 300 real, harmless adverts of EMSCAD (English, mostly United States, 2012 to 2014) the
score alone puts two in three over `caution`. With the rule above about one in five is flagged,
2 % as high risk, each with the words that made it so. A test keeps the share under one in four.

## How to make it again

`lurewatch train` on the same data with features {features} gives the same id. Made with {versions}.
"""


def card(meta: dict[str, Any], report: EvaluationReport) -> str:
    """The card of a trained version, Markdown."""
    return _TEMPLATE.format(
        model_id=meta["model_id"],
        **meta["adverts"],
        data=meta["data_fingerprint"],
        table=report.table(),
        caution=meta["thresholds"]["caution"],
        high=meta["thresholds"]["high_risk"],
        provenance=meta["thresholds"]["provenance"],
        threshold_name=meta["thresholds"]["name"],
        features=meta["features_version"],
        versions=", ".join(f"{name} {version}" for name, version in meta["versions"].items()),
    )
