"""What is given to others: all of it, or only what a blind annotator may see."""

import json
from pathlib import Path

from models.dataset import example_from
from models.grouping import read_splits
from models.label_export import blind, sample, to_jsonl
from tests.models.labelled import RISKY, example, row

DATA = Path(__file__).parents[2] / "training_data"


def test_a_blind_annotator_sees_the_words_and_nothing_about_them() -> None:
    line = blind([example(**row(3, **RISKY))])
    assert json.loads(line).keys() == {"id", "title", "text", "kind"}


def test_json_lines_hold_everything() -> None:
    given = [example(), example(**row(3))]
    lines = to_jsonl(given).split("\n")[:-1]
    assert [example_from(line, "here") for line in lines] == given


def test_a_sample_is_the_same_each_time_and_fair_to_each_language() -> None:
    examples = [e for found in read_splits(DATA).values() for e in found]
    chosen = sample(examples, 0.2)
    assert chosen == sample(examples[::-1], 0.2)
    for language in {e.language for e in examples}:
        whole = sum(e.language == language for e in examples)
        assert sum(e.language == language for e in chosen) == round(0.2 * whole)
