"""Floors under what is read from held-out adverts: indicators, their words, entities.

The figures are those of the test split, which nobody looked at while the patterns were written.
Floors are the measured figures less a few adverts' worth; the targets are higher (README).
"""

import json
from pathlib import Path

import pytest

from features.extract import extract_many
from features.indicators import INDICATORS
from lurewatch.cli import main
from lurewatch.labels import IndicatorState
from models.dataset import read_examples
from models.ledger_evaluation import Counts, LedgerReport, evaluate_ledger
from models.phrases import NOTICES, read_notices

DATA = Path(__file__).parents[2] / "training_data"
MICRO_F1_MIN = 0.64
"""Measured 0.67; target 0.80."""
OVERLAP_MIN = 0.60
"""Measured 0.63; target 0.60."""
LANGUAGE_F1_MIN = {"en": 0.62, "si": 0.61, "ta": 0.65, "si-Latn": 0.67, "ta-Latn": 0.54}
"""Measured 0.66, 0.65, 0.69, 0.72 and 0.62."""
NOTICES_ALARMED_MAX = 0.20
NOTICES_STRONG_MAX = 0.16
"""Of 100 warnings, reports and stories that nothing was learned from: any sign 0.16 (0.75 before
their wording was learned), a strong one 0.13 (0.56); target 0.03."""
ENTITY_F1_MIN = {
    "phone": 0.97,
    "handle": 0.97,
    "licence": 0.84,
    "destination": 0.87,
    "pay": 0.78,
}
"""Measured 1.00, 1.00, 0.88, 0.90 and 0.81; targets 0.97, 0.97, 0.95, 0.93 and 0.90."""
LANGUAGE_RIGHT_MIN = {"en": 0.97, "si": 0.97, "ta": 0.91, "si-Latn": 0.92, "ta-Latn": 0.92}


@pytest.fixture(scope="module")
def report() -> LedgerReport:
    return evaluate_ledger(read_examples(DATA / "test.jsonl"))


def test_indicators_and_their_words(report: LedgerReport) -> None:
    assert report.micro.f1 >= MICRO_F1_MIN
    assert report.overlap >= OVERLAP_MIN


@pytest.mark.parametrize("language", LANGUAGE_F1_MIN)
def test_indicators_in_each_language(report: LedgerReport, language: str) -> None:
    found = {str(name): counts for name, counts in report.by_language.items()}
    assert found[language].f1 >= LANGUAGE_F1_MIN[language]


@pytest.mark.parametrize("kind", ENTITY_F1_MIN)
def test_entities(report: LedgerReport, kind: str) -> None:
    assert report.entities[kind].f1 >= ENTITY_F1_MIN[kind]


@pytest.mark.parametrize("language", LANGUAGE_RIGHT_MIN)
def test_the_language_of_an_advert(report: LedgerReport, language: str) -> None:
    right = {str(name): count for name, count in report.languages_right.items()}
    total = {str(name): count for name, count in report.languages.items()}
    assert right[language] / total[language] >= LANGUAGE_RIGHT_MIN[language]


def test_few_warnings_and_news_raise_a_sign() -> None:
    notices = read_notices(DATA / NOTICES[1])
    found = [
        {row.indicator for row in one.evidence if row.state is IndicatorState.PRESENT}
        for one in extract_many(notice.advert for notice in notices)
    ]
    strong = {code for code, one in INDICATORS.items() if one.strength == "strong"}
    assert len(notices) == 100
    assert sum(map(bool, found)) / len(found) <= NOTICES_ALARMED_MAX
    assert sum(bool(codes & strong) for codes in found) / len(found) <= NOTICES_STRONG_MAX


def test_counts() -> None:
    counts = Counts()
    for found, labelled in ((True, True), (True, True), (True, False), (False, True)):
        counts.add(found, labelled)
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_the_command_prints_figures_and_lists_disagreements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (DATA / "train.jsonl").read_text("utf-8").splitlines(keepends=True)[:12]
    file = tmp_path / "few.jsonl"
    file.write_text("".join(lines), "utf-8")
    monkeypatch.setattr("sys.argv", ["lurewatch", "ledger", str(file), "--json"])
    with pytest.raises(SystemExit) as raised:
        main()
    assert raised.value.code == 0
    assert json.loads(capsys.readouterr().out)["adverts"] == 12
    for option, value, said in (
        ("--language", "xx", "no such language"),
        ("--show", "NOPE", "no such indicator"),
    ):
        monkeypatch.setattr("sys.argv", ["lurewatch", "ledger", str(file), option, value])
        with pytest.raises(SystemExit) as raised:
            main()
        assert raised.value.code == 2
        assert said in capsys.readouterr().err
