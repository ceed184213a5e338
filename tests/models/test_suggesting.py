"""What to label next: unsure, unlike each other and what is labelled, the same each time."""

import numpy as np
import pytest

from lurewatch.records import AdvertText
from lurewatch.settings import Settings
from models import registry
from models.indicator_rules import IndicatorRulesClassifier
from models.multilabel import MultiLabelClassifier
from models.suggesting import Suggestion, most_uncertain, suggest, uncertainty
from tests.models.labelled import OTHERS

REPOST = "Helpers for a hotel laundry in Galle, two shifts, lodging with meals, call 070 000 {}."


def advert(name: str, text: str) -> AdvertText:
    return AdvertText(advert_id=name, title="", text=text)


def chosen(
    adverts: list[AdvertText],
    scores: list[float],
    *,
    count: int = 9,
    seed: int = 0,
    known: tuple[str, ...] = (),
    classifier: MultiLabelClassifier | None = None,
) -> list[Suggestion]:
    return suggest(
        classifier or IndicatorRulesClassifier(),
        adverts,
        scores,
        threshold=0.6,
        count=count,
        seed=seed,
        known_texts=known,
    )


def others() -> list[AdvertText]:
    return [advert(f"other-{n}", text) for n, text in enumerate(OTHERS)]


def test_uncertainty_is_greatest_at_the_threshold_and_falls_on_both_sides() -> None:
    found = uncertainty(np.array([0.0, 0.3, 0.5, 0.6, 0.7, 0.9, 1.0]), 0.6)
    assert found.argmax() == 3
    assert found[3] == pytest.approx(1.0)
    assert (np.diff(found[:4]) > 0).all()
    assert (np.diff(found[3:]) < 0).all()


def test_the_uncertain_come_first_and_the_rest_follows_by_need() -> None:
    found = chosen(others(), [0.01, 0.99, 0.55, 0.02, 0.999], count=3)
    assert found[0].id == "other-2"
    assert found[0].why.startswith("score 0.55, 0.05 under the threshold")
    assert len(found) == 3
    assert len(chosen(others(), [0.5] * 5)) == 5


def test_a_cluster_of_near_duplicates_gives_one_that_stands_for_all() -> None:
    reposts = [advert(f"repost-{n}", REPOST.format(n)) for n in range(6)]
    scores = [0.60, 0.61, 0.59, 0.60, 0.58, 0.62, 0.3, 0.3, 0.3, 0.3, 0.3]
    found = chosen(reposts + others(), scores)
    ids = [each.id for each in found]
    assert sum(name.startswith("repost") for name in ids) == 1
    assert len(found) == 6
    first = found[0]
    assert set(first.stands_for) | {first.id} == {each.advert_id for each in reposts}


def test_what_is_like_a_labelled_text_is_left_out() -> None:
    adverts = [advert("like", REPOST.format(7)), *others()]
    found = chosen(adverts, [0.6] * 6, known=(REPOST.format(8), OTHERS[2]))
    assert {each.id for each in found} == {"other-0", "other-1", "other-3", "other-4"}
    assert chosen(adverts[:1], [0.6], known=(REPOST.format(8),)) == []


def test_an_unlike_advert_goes_before_a_like_one_of_the_same_uncertainty() -> None:
    base = "Cook for the night kitchen of a guest house in Ella"
    like = "Cook for the day kitchen of a small hotel in Ella"
    adverts = [advert("a", base), advert("b", like), advert("c", OTHERS[0])]
    assert [each.id for each in chosen(adverts, [0.6, 0.55, 0.55])] == ["a", "c", "b"]


def test_the_same_seed_gives_the_same_list_whatever_the_order() -> None:
    adverts, scores = others(), [0.5, 0.5, 0.5, 0.5, 0.5]
    once = chosen(adverts, scores, count=2, seed=4)
    assert chosen(adverts[::-1], scores, count=2, seed=4) == once
    firsts = {chosen(adverts, scores, count=1, seed=seed)[0].id for seed in range(12)}
    assert len(firsts) > 1


def test_the_pool_holds_the_most_uncertain() -> None:
    ids, scores = ["a", "b", "c", "d"], [0.1, 0.58, 0.9, 0.62]
    assert {ids[row] for row in most_uncertain(ids, scores, 0.6, 0, most=2)} == {"b", "d"}


def test_a_linear_model_compares_adverts_by_its_own_rows(data_settings: Settings) -> None:
    classifier = registry.get(data_settings).load()
    found = chosen(others(), [0.6, 0.59, 0.5, 0.4, 0.3], classifier=classifier)
    assert found[0].id == "other-0"
    assert all(0 < each.alike < 1 for each in found[1:])
