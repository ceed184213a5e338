"""The published rule, and what counts towards it."""

import pytest

from features.delphi import DIMENSIONS, delphi_dimensions, is_positive, present_by_category
from features.extract import extract
from features.indicators import INDICATORS
from lurewatch.labels import IndicatorState
from lurewatch.records import AdvertText, Evidence


@pytest.mark.parametrize(
    ("strong", "medium", "weak", "positive"),
    [
        (2, 0, 0, True),
        (1, 1, 0, True),
        (1, 0, 1, True),
        (0, 3, 0, True),
        (0, 2, 1, True),
        (1, 0, 0, False),
        (0, 2, 0, False),
        (0, 1, 5, False),
        (0, 0, 9, False),
        (0, 0, 0, False),
    ],
)
def test_the_rule(strong: int, medium: int, weak: int, positive: bool) -> None:
    assert is_positive({"strong": strong, "medium": medium, "weak": weak}) is positive


def _shown(code: str, state: IndicatorState = IndicatorState.PRESENT) -> Evidence:
    return Evidence(indicator=code, state=state, field="text", start=0, end=1, text="x")


def _positive(*evidence: Evidence) -> set[str]:
    return {each.name for each in delphi_dimensions(evidence) if each.positive}


def test_one_sign_alone_is_never_positive() -> None:
    assert all(_positive(_shown(code)) == set() for code in INDICATORS)


def test_strong_and_medium_signs_of_one_dimension_make_it_positive() -> None:
    found = delphi_dimensions([_shown("VISA_VISIT_TO_WORK"), _shown("DEST_SCAM_HUB")])
    (deceit,) = (each for each in found if each.positive)
    assert deceit.name == "deceptive_recruitment"
    assert deceit.indicators == ("DEST_SCAM_HUB", "VISA_VISIT_TO_WORK")


def test_signs_of_different_dimensions_do_not_add_up() -> None:
    assert _positive(_shown("DEST_SCAM_HUB"), _shown("CTRL_CONFINEMENT")) == set()


def test_silence_and_denials_do_not_count() -> None:
    silent = Evidence(indicator="EMP_UNNAMED", state=IndicatorState.PRESENT)
    denied = _shown("DEST_SCAM_HUB", IndicatorState.ABSENT)
    assert _positive(_shown("DEST_WAR_ROLE"), silent, denied) == set()


def test_every_dimension_of_the_catalogue_is_known_and_weighed() -> None:
    named = {i.dimension for i in INDICATORS.values() if i.dimension}
    assert named == set(DIMENSIONS)
    assert all((i.dimension is None) == (i.delphi is None) for i in INDICATORS.values())


def test_a_lure_is_summed_up_by_category() -> None:
    lure = AdvertText(
        advert_id="t",
        title="",
        text="Hand over the original passport first. You cannot leave the compound. "
        "Typing team for Myawaddy. WhatsApp 070 000 1234",
    )
    found = present_by_category(extract(lure).evidence)
    assert "CTRL_CONFINEMENT" in found["forced_criminality"]
    assert "CTRL_PASSPORT_HANDOVER" in found["cross_cutting"]
