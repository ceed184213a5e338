"""Gates, promotion and going back, on small made-up versions and on the shipped one."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lurewatch.errors import InputError
from lurewatch.labels import Category, Language, Verdict
from lurewatch.settings import Settings
from models import registry
from models.assess import Assessor
from models.corpus import read_corpus
from models.dataset import Example, Provenance
from models.evaluation import score
from models.gates import Contestant, golden_gate, load_gate, slices_gate
from models.golden import golden_faults, read_golden
from models.grouping import near_duplicate_groups
from models.labelled_sets import own
from models.registry import ModelInfo

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
RISKY = "pay the fee today by transfer, passport kept, chat with foreign customers, no experience"
CALM = "shop in Kandy needs a cashier, EPF and ETF, interview at the office, leave is paid"


def example(number: int, *, risky: bool, language: Language = Language.ENGLISH) -> Example:
    chosen = random.Random(number)
    some = chosen.sample((RISKY if risky else CALM).split(), 9)
    return Example(
        id=f"made-{number}",
        title="",
        text=" ".join([*some, *(f"w{number}x{i}" for i in range(12))]),
        kind="job_posting",  # type: ignore[arg-type]
        label="risky" if risky else "harmless",
        categories=(Category.RECRUITMENT_FRAUD,) if risky else (),
        language=language,
        register="other",
        hard_negative=False,
        subtle=False,
        group=f"made-{number}",
        provenance=Provenance(annotator="t", blind=True, guideline_version=""),
    )


@pytest.fixture(scope="module")
def contestant(data_settings: Settings) -> Contestant:
    """The shipped version on 60 made-up adverts, with scores that the tests replace."""
    info = registry.get(data_settings)
    languages = (Language.ENGLISH, Language.TAMIL)
    samples = own(example(i, risky=i % 2 == 0, language=languages[i // 30]) for i in range(60))
    classifier = info.load()
    return Contestant(info=info, classifier=classifier, scored=score(classifier, samples))


def scoring(contestant: Contestant, risky: list[float]) -> Contestant:
    probability = np.full(contestant.scored.probability.shape, 0.5)
    probability[:, 0] = risky
    return replace(contestant, scored=replace(contestant.scored, probability=probability))


def good(contestant: Contestant) -> list[float]:
    return [0.99 if risky else 0.01 for risky in contestant.scored.truth[:, 0]]


def test_a_slice_that_got_worse_is_named_with_both_figures(contestant: Contestant) -> None:
    champion = scoring(contestant, good(contestant))
    worse_in_tamil = [
        1 - value if i >= 30 and i % 3 else value for i, value in enumerate(good(contestant))
    ]
    gate = slices_gate(scoring(contestant, worse_in_tamil), champion)
    assert any(why.startswith("ta: average precision") for why in gate.refusals)
    assert not any(why.startswith("en: ") for why in gate.refusals)
    told = gate.figures["ta: average precision"]
    assert told["challenger"] < told["champion"] == 1
    assert f"{told['challenger']:.3f}" in " ".join(gate.refusals)
    assert told["adverts"] == 30


def test_a_better_challenger_and_one_that_differs_by_a_hair_pass(contestant: Contestant) -> None:
    shaken = random.Random(5)
    noisy = [min(max(v + shaken.uniform(-0.6, 0.6), 0), 1) for v in good(contestant)]
    one_off = list(good(contestant))
    one_off[40] = 1 - one_off[40]
    first, second = scoring(contestant, good(contestant)), scoring(contestant, noisy)
    assert slices_gate(first, second).refusals == ()
    assert slices_gate(scoring(contestant, one_off), first).refusals == ()


def test_slices_of_one_class_are_compared_by_their_flags(contestant: Contestant) -> None:
    chosen = contestant.scored.truth[:, 0]
    samples = [
        replace(sample, source="harmless board" if not risky else "elsewhere")
        for sample, risky in zip(contestant.scored.samples, chosen, strict=True)
    ]
    base = replace(contestant, scored=replace(contestant.scored, samples=samples))
    flags_all = scoring(base, [0.99] * 60)
    gate = slices_gate(flags_all, scoring(base, good(base)))
    assert gate.figures["source harmless board: share not flagged"]["challenger"] < 0.5
    assert any(why.startswith("source harmless board: share not") for why in gate.refusals)
    assert gate.figures["source elsewhere: share flagged"]["challenger"] == 1


def test_the_load_gate_keeps_out_what_reviewers_cannot_read(contestant: Contestant) -> None:
    quiet, loud = scoring(contestant, good(contestant)), scoring(contestant, [0.99] * 60)
    settings = Settings(review_capacity=60, adverts_per_day=1000)
    assert load_gate(quiet, loud, settings).refusals == ()
    (why,) = load_gate(loud, quiet, settings).refusals
    assert "reviewers can read 60" in why
    few = settings.model_copy(update={"adverts_per_day": 50})
    assert load_gate(loud, quiet, few).refusals == ()
    both_over = load_gate(loud, loud, settings)
    assert both_over.refusals == ()
    assert both_over.figures["over_capacity"]


def test_the_shipped_version_harms_no_golden_advert(assessor: Assessor) -> None:
    assert golden_faults(assessor, read_golden()) == []


def test_the_golden_gate_names_what_is_missed_and_what_is_called_risky(
    contestant: Contestant,
) -> None:
    class Blind:
        """Gives every advert the same score."""

        def __init__(self, at: float) -> None:
            self.at = at

        def predict_proba(self, rows: Any) -> Any:
            return np.full((len(list(rows)), 5), self.at)

    limits = contestant.info.meta["thresholds"] | {"high_risk": 0.9, "caution": 0.9}
    info = ModelInfo(
        model_id="linear-000000000000",
        folder=Path(),
        meta=contestant.info.meta | {"thresholds": limits},
    )
    found = {}
    for at in (0.0, 1.0):
        judged = replace(contestant, info=info, classifier=Blind(at))  # type: ignore[arg-type]
        found[at] = golden_gate(judged).refusals
        assert golden_gate(judged).figures["unharmed"] == len(read_golden()) - len(found[at])
    assert found[0.0]
    assert all("-lure-" in why and "no_signs_found at 0.000" in why for why in found[0.0])
    assert found[1.0]
    assert all("-harmless-" in why and "high_risk at 1.000" in why for why in found[1.0])


def test_the_golden_set_covers_each_writing_with_both_labels() -> None:
    adverts = read_golden()
    assert 24 <= len(adverts) <= 40
    assert len({one.id for one in adverts}) == len(adverts)
    for language in ("en", "si", "ta", "si-Latn", "ta-Latn"):
        labels = {one.label for one in adverts if one.language == language}
        assert labels == {"risky", "harmless"}, language
    for one in adverts:
        if one.label == "risky":
            assert set(one.allowed) <= {Verdict.CAUTION, Verdict.HIGH_RISK}
        else:
            assert Verdict.HIGH_RISK not in one.allowed


def test_no_golden_advert_is_in_the_corpus(data_settings: Settings) -> None:
    corpus = read_corpus(data_settings.training_data_dir)
    golden = [
        replace(
            example(n, risky=one.label == "risky"),
            id=one.id,
            title=one.title,
            text=one.text,
            group=one.id,
        )
        for n, one in enumerate(read_golden())
    ]
    groups = near_duplicate_groups([*corpus.examples, *golden])
    theirs = set(groups[: len(corpus.examples)])
    assert theirs.isdisjoint(groups[len(corpus.examples) :])


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "null",
        '{"id": "a", "language": "en", "label": "risky", "title": "", "text": "x", '
        '"allowed": ["safe"]}',
    ],
)
def test_a_golden_file_that_cannot_be_used_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "golden.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(InputError, match=r"golden\.jsonl:1"):
        read_golden(path)
    path.write_text("", "utf-8")
    with pytest.raises(InputError, match="no adverts"):
        read_golden(path)
