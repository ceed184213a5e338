"""The baseline of `benchmarks.assess`: scikit-learn's transform and predict, and nothing else.

`python -m benchmarks.scoring prepare ADVERTS INPUTS` reads JSON Lines and saves what the
classifier is given for each; `… score INPUTS` loads the promoted model, scores them, and
prints `{adverts, mean_score}`.
"""

import json
import sys
from pathlib import Path

from lurewatch.settings import read_settings
from models import registry
from models.inputs import to_input


def prepare(adverts: Path, inputs: Path) -> None:
    """Do all that comes before the classifier, once and unmeasured."""
    from features.extract import extract_many
    from lurewatch.interchange import read_lines

    with adverts.open("rb") as stream:
        texts = [line.advert for line in read_lines(stream) if line.advert]
    rows = [to_input(features) for features in extract_many(texts)]
    inputs.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def score(inputs: Path) -> None:
    """What is measured: transform and predict_proba of all rows at once."""
    rows = json.loads(inputs.read_text("utf-8"))
    classifier = registry.get(read_settings()).load()
    scores = classifier.predict_proba(rows)[:, 0]
    print(json.dumps({"adverts": len(rows), "mean_score": float(scores.mean())}))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        score(Path(sys.argv[2]))
