"""Agreement figures against values worked out by hand."""

from typing import Any

import pytest

from lurewatch.labels import Category, IndicatorState
from models.agreement import agreement
from models.corpus import Annotation
from models.dataset import IndicatorLabel

RISKY = (Category.RECRUITMENT_FRAUD,)


def annotation(number: int, annotator_pass: int, **changed: Any) -> Annotation:
    given: dict[str, Any] = {
        "id": f"x-{number}",
        "annotator": f"a{annotator_pass}",
        "annotator_pass": annotator_pass,
        "blind": annotator_pass == 2,
        "guideline_version": "2",
        "label": "harmless",
        "categories": (),
        "findings": (),
        "indicators": (),
    }
    return Annotation(**(given | changed))


def marked(state: IndicatorState) -> tuple[IndicatorLabel, ...]:
    return (IndicatorLabel(indicator="FEE_UPFRONT", state=state),)


def test_kappa_of_a_worked_example() -> None:
    # 10 adverts: both risky 4, first alone 1, second alone 2, neither 3.
    # Observed 0.7; expected 0.5 * 0.6 + 0.5 * 0.4 = 0.5; kappa 0.2 / 0.5 = 0.4.
    pairs = [(True, True)] * 4 + [(True, False)] + [(False, True)] * 2 + [(False, False)] * 3
    rows = [
        annotation(
            number,
            place,
            label="risky" if risky else "harmless",
            categories=RISKY if risky else (),
        )
        for number, pair in enumerate(pairs)
        for place, risky in enumerate(pair, start=1)
    ]
    found = agreement(rows)
    assert found.adverts == 10
    assert found.kappa["risky"] == pytest.approx(0.4)
    assert found.kappa["recruitment_fraud"] == pytest.approx(0.4)
    assert found.kappa["minor_involved"] is None


def test_alpha_of_a_worked_example() -> None:
    # Krippendorff 2011, nominal, two observers, no gaps: of 3 adverts 2 agree.
    # Values: present 3, unknown 3; expected disagreement 1 - (3*2 + 3*2) / (6*5) = 0.6;
    # observed 1/3; alpha = 1 - (1/3) / 0.6 = 4/9.
    present, unknown = marked(IndicatorState.PRESENT), ()
    pairs = [(present, present), (present, unknown), (unknown, unknown)]
    rows = [
        annotation(number, place, indicators=given)
        for number, pair in enumerate(pairs)
        for place, given in enumerate(pair, start=1)
    ]
    found = agreement(rows)
    assert found.alpha == {"FEE_UPFRONT": pytest.approx(4 / 9)}
    assert found.marked == {"FEE_UPFRONT": (2, 1)}


def test_only_a_second_pass_without_sight_of_the_first_counts() -> None:
    assert agreement([annotation(1, 1), annotation(1, 2, blind=False)]).adverts == 0
    assert agreement([annotation(1, 2), annotation(2, 1)]).adverts == 0
    assert agreement([annotation(1, 1), annotation(1, 2), annotation(1, 3)]).adverts == 1
