"""A random sample of what was cleared: drawn so that it can be repeated, read with an interval."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binomtest

from lurewatch.errors import InputError, NotFound
from models.auditing import Draw, audit, draw_of, make_draw, missed_interval, read_draw, write_draw
from models.dataset import Label
from models.label_sheets import Answer
from tests.samples import NOW

IDS = [f"advert-{n:04}" for n in range(1000)]


def drawn(count: int = 100, seed: int = 7) -> Draw:
    return make_draw(IDS, count=count, seed=seed, first_on=date.min, last_on=date.max, drawn_at=NOW)


def answers(draw: Draw, risky: int, unlabelled: int = 0) -> list[Answer]:
    labels: list[Label | None] = ["risky"] * risky + [None] * unlabelled
    labels += ["harmless"] * (len(draw.ids) - len(labels))
    return [
        Answer(id=one, label=label, categories=())
        for one, label in zip(draw.ids, labels, strict=True)
    ]


def test_a_draw_is_random_and_can_be_repeated(tmp_path: Path) -> None:
    draw = drawn()
    assert len(set(draw.ids)) == 100
    assert drawn().ids == draw.ids != drawn(seed=8).ids
    again = make_draw(
        IDS[::-1], count=100, seed=7, first_on=date.min, last_on=date.max, drawn_at=NOW
    )
    assert again == draw
    path = write_draw(tmp_path, draw)
    assert read_draw(path) == draw
    changed = json.loads(path.read_text("utf-8"))
    changed["ids"][0], changed["ids"][1] = changed["ids"][1], "advert-0000"
    path.write_text(json.dumps(changed), "utf-8")
    with pytest.raises(InputError, match="not those that seed 7 draws"):
        read_draw(path)
    with pytest.raises(InputError, match="1001 cannot be drawn"):
        drawn(count=1001)


def test_the_draw_of_a_sheet_is_found_by_its_ids(tmp_path: Path) -> None:
    one, other = drawn(seed=1), drawn(seed=2)
    write_draw(tmp_path, one)
    write_draw(tmp_path, other)
    assert draw_of(tmp_path, one.ids[:40]) == one
    with pytest.raises(NotFound):
        draw_of(tmp_path, ["stranger"])
    with pytest.raises(InputError, match="was not drawn"):
        audit(one, [Answer(id="stranger", label="risky", categories=())], upheld=1, undecided=0)


def test_recall_is_upheld_over_upheld_and_missed() -> None:
    draw = drawn()
    found = audit(draw, answers(draw, risky=5), upheld=150, undecided=0)
    assert found.missed == pytest.approx(50)
    assert found.recall == pytest.approx(0.75)
    low, high = found.missed_interval
    assert found.recall_interval == pytest.approx((150 / (150 + high), 150 / (150 + low)))
    assert 5 <= low < 50 < high


def test_none_found_gives_a_bound_and_no_estimate() -> None:
    draw = drawn()
    found = audit(draw, answers(draw, risky=0), upheld=40, undecided=0)
    assert found.recall is None
    low, high = found.missed_interval
    assert low == 0
    # Near the rule of three for a two-sided level: 3.7 of 100, less for a finite population.
    assert 25 <= high <= 36
    assert found.recall_interval == (pytest.approx(40 / (40 + high)), 1.0)
    assert any("at least" in sentence for sentence in found.sentences())


def test_what_is_undecided_or_unlabelled_only_widens_the_interval() -> None:
    draw = drawn()
    sure = audit(draw, answers(draw, risky=5), upheld=150, undecided=0).recall_interval
    flags = audit(draw, answers(draw, risky=5), upheld=150, undecided=60).recall_interval
    blank = audit(draw, answers(draw, risky=5, unlabelled=10), upheld=150, undecided=0)
    assert sure is not None
    assert flags is not None
    assert blank.recall_interval is not None
    assert flags[0] == sure[0]
    assert flags[1] > sure[1]
    assert blank.recall_interval[0] < sure[0]
    assert blank.recall_interval[1] == sure[1]
    missing = audit(draw, answers(draw, risky=5)[:-10], upheld=150, undecided=0)
    assert (missing.unlabelled, missing.missed_interval) == (10, blank.missed_interval)


def test_nothing_flagged_means_that_recall_cannot_be_told() -> None:
    draw = drawn()
    found = audit(draw, answers(draw, risky=2), upheld=0, undecided=0)
    assert found.recall is None
    assert found.recall_interval is None
    found = audit(draw, [], upheld=3, undecided=0)
    assert (found.missed, found.recall) == (None, None)
    assert found.missed_interval[1] == 1000


def test_a_sample_of_everything_leaves_no_doubt() -> None:
    assert missed_interval(60, 60, 4) == (4, 4)


def test_in_a_large_population_the_interval_is_that_of_clopper_and_pearson() -> None:
    low, high = missed_interval(200_000, 120, 6)
    told = binomtest(6, 120).proportion_ci(method="exact")
    assert (low / 200_000, high / 200_000) == pytest.approx((told.low, told.high), abs=2e-3)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    random = np.random.default_rng(3)
    for risky in (0, 4, 30):
        found = random.hypergeometric(risky, 400 - risky, 80, size=300)
        ends = {k: missed_interval(400, 80, k) for k in set(found.tolist())}
        held = np.mean([ends[k][0] <= risky <= ends[k][1] for k in found.tolist()])
        assert held >= 0.93
