"""Drift: none between two halves of one corpus, and each planted cause found by its name."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lurewatch.errors import InputError
from lurewatch.records import AdvertText
from models.assess import Assessor
from models.dataset import read_examples
from models.drift import compare, observe
from models.drift_report import NOT_NAMED, DriftReport, Observed
from tests.samples import NOW

ROOT = Path(__file__).parents[2]
Halves = tuple[list[Observed], list[Observed]]


@pytest.fixture(scope="module")
def halves(assessor: Assessor) -> Halves:
    """Two halves of a part of the training split; campaigns stay whole, two sources alternate."""
    examples = read_examples(ROOT / "training_data" / "train.jsonl")
    groups = sorted({example.group for example in examples})
    np.random.default_rng(5).shuffle(groups)
    found: Halves = ([], [])
    for side, chosen in enumerate((set(groups[:240]), set(groups[240:480]))):
        adverts = [example.advert for example in examples if example.group in chosen]
        assessed = assessor.assess_many(adverts, assessed_at=NOW)
        for number, (advert, one) in enumerate(zip(adverts, assessed, strict=True)):
            named = replace(advert, source=f"board-{number % 2}")
            found[side].append(observe(named, one))
    return found


def planted(halves: Halves, change: Callable[[Observed], Observed], every: int = 2) -> DriftReport:
    """Compare the halves after a change to every so manieth advert of the later one."""
    before, after = halves
    return compare(before, [row if n % every else change(row) for n, row in enumerate(after)])


def drifted(report: DriftReport) -> list[str]:
    return [shift.name for shift in report.causes if shift.drifted]


def test_two_halves_of_one_corpus_do_not_differ(halves: Halves) -> None:
    report = compare(*halves)
    assert drifted(report) == []
    assert report.scores is not None
    assert not report.scores.drifted
    assert report.notes == ()
    names = {"vocabulary", "sources", "language and script", "destinations", "pay"}
    assert {shift.name for shift in report.causes} == names
    assert all(shift.p_adjusted >= shift.p_value for shift in report.causes)


def new_words(row: Observed) -> Observed:
    text = f"{row.advert.text} Join the zorbline airdrop through our vexapod wallet."
    return replace(row, advert=replace(row.advert, text=text))


def new_source(row: Observed) -> Observed:
    return replace(row, advert=replace(row.advert, source="channel"))


def more_pay(row: Observed) -> Observed:
    return replace(row, pay=None if row.pay is None else row.pay + 1.5)


@pytest.mark.parametrize(
    ("cause", "change", "told"),
    [
        ("vocabulary", new_words, "zorbline"),
        ("sources", new_source, "channel 0% → 50%"),
        ("language and script", lambda row: replace(row, language="my"), "my 0% → 50%"),
        ("destinations", lambda row: replace(row, destinations="KH TH"), "KH TH 0% → 50%"),
        ("pay", more_pay, "median LKR"),
    ],
)
def test_a_cause_that_is_planted_alone_is_named_alone(
    halves: Halves, cause: str, change: Callable[[Observed], Observed], told: str
) -> None:
    report = planted(halves, change)
    assert drifted(report) == [cause]
    shift = report.causes[0]
    assert told in shift.told
    assert shift.effect >= 0.1
    assert shift.p_adjusted < 0.05
    later = {row.advert.advert_id for row in halves[1]}
    assert 1 <= len(shift.samples) <= 3
    assert {sample.id for sample in shift.samples} <= later
    assert all(sample.shows for sample in shift.samples)


def test_causes_are_ordered_by_size(halves: Halves) -> None:
    before, after = halves
    changed = [new_source(row) if n % 4 else row for n, row in enumerate(after)]
    changed = [row if n % 3 else replace(row, destinations="MM") for n, row in enumerate(changed)]
    report = compare(before, changed)
    assert drifted(report)[:2] == ["sources", "destinations"]
    effects = [shift.effect for shift in report.causes if shift.drifted]
    assert effects == sorted(effects, reverse=True)


def test_a_shift_of_scores_is_a_consequence_and_no_cause(halves: Halves) -> None:
    report = planted(halves, lambda row: replace(row, score=(1 + (row.score or 0)) / 2), every=1)
    assert report.scores is not None
    assert report.scores.drifted
    assert report.stability_index is not None
    assert report.stability_index > 0.25
    assert drifted(report) == []


def test_what_cannot_be_compared_is_said(halves: Halves) -> None:
    def bare(row: Observed) -> Observed:
        return replace(row, advert=replace(row.advert, source=None), pay=None, score=None)

    report = compare(list(map(bare, halves[0])), halves[1])
    assert {note.split(":")[0] for note in report.notes} == {"sources", "pay", "scores"}
    assert report.scores is None
    assert report.stability_index is None
    with pytest.raises(InputError, match="before: 19 advert"):
        compare(halves[0][:19], halves[1])


def test_the_same_seed_gives_the_same_report(halves: Halves) -> None:
    before, after = halves[0][:60], halves[1][:60]
    assert compare(before, after, seed=3) == compare(before, after, seed=3)


def test_an_advert_is_observed_by_what_is_read_from_it(assessor: Assessor) -> None:
    adverts = [
        AdvertText(advert_id="a", title="", text="Cook for Qatar, QAR 2,000 a month, food given."),
        AdvertText(advert_id="b", title="", text="A cook for a small place by the sea, no rush."),
    ]
    found = [
        observe(advert, one)
        for advert, one in zip(adverts, assessor.assess_many(adverts, assessed_at=NOW), strict=True)
    ]
    assert (found[0].language, found[0].destinations) == ("en", "QA")
    assert found[0].pay is not None
    assert 100_000 < np.exp(found[0].pay) < 400_000
    assert (found[1].destinations, found[1].pay) == (NOT_NAMED, None)
    assert found[0].score is not None
