"""The page of `lurewatch evaluate --html`: whole, self-contained, and deaf to hostile names."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from lurewatch.errors import ConfigurationError, InputError
from lurewatch.settings import Settings
from models.evaluation import measure, score
from models.evaluation_report import EvaluationReport
from models.labelled_sets import Sample
from models.registry import get
from models.report_page import check_place, render, write_page
from tests.models.labelled import OTHERS, example, row, write_lines

HOSTILE = '<script>alert("x")</script>$\\frac{$&\u202e\x1b\ud800'
SINHALA = "සිංහල ක්‍රමය"


@pytest.fixture(scope="module")
def report(data_settings: Settings) -> EvaluationReport:
    """Of the shipped model on adverts of three made-up sources, one of them hostile."""
    samples = [
        Sample(
            example=example(
                id=f"z-{i}",
                group=f"z-{i}",
                text=f"{said} Number {i} of {i % 7} in town {'abcdefg'[i % 7] * 3}.",
                **(
                    {"label": "risky", "categories": ["recruitment_fraud"]}
                    if i % 2
                    else {"label": "harmless"}
                ),
            ),
            source=(HOSTILE, SINHALA, "plain")[i % 3],
        )
        for i in range(48)
        for said in [
            ("Two cooks wanted, EPF paid.", "Pay the fee by eZ Cash before the visa interview.")[
                i % 2
            ]
        ]
    ]
    info = get(data_settings)
    return measure(score(info.load(), samples), info.model_id, info.thresholds)


class Page(HTMLParser):
    """Tags with attributes, ids, and the text outside of styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open != "style":
            self.words += data

    def addresses(self) -> Iterator[str]:
        for _, attributes in self.tags:
            for name in ("src", "href", "xlink:href", "data", "action", "srcset", "poster"):
                if name in attributes:
                    yield attributes[name] or ""


def test_a_name_from_a_data_file_stays_text(report: EvaluationReport) -> None:
    assert any("<script>" in name for name in report.slices)
    html = render(report)
    page = Page(html)
    assert "script" not in [tag for tag, _ in page.tags]
    assert '<script>alert("x")</script>$\\frac{$&' in page.words
    assert not re.search("[\u202e\x1b\ud800]", html)
    assert SINHALA in page.words, "joiners are kept"


def test_the_page_asks_for_nothing(report: EvaluationReport) -> None:
    html = render(report)
    page = Page(html)
    assert [one for one in page.addresses() if not one.startswith("#")] == []
    assert "@import" not in html
    assert set(re.findall(r"url\((.)", html)) <= {"#"}
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    used = {one[1:] for one in page.addresses()} | set(re.findall(r"url\(#([^)]+)\)", html))
    assert used <= set(ids), "clip paths and markers are there"


def test_the_page_shows_what_was_measured(report: EvaluationReport) -> None:
    inflated = dict(report.overall) | {"average_precision": 0.98765}
    moved = {"reworded": 31.0, "reworded_mean_score_range": 0.1234, "reworded_same_flag": 0.5}
    shown = replace(
        report,
        random_split=inflated,
        stability=moved,
        overall=dict(report.overall) | {"average_precision": 0.87654},
        misses=dict(report.misses) | {"missed_in_review_band": 77.0, "missed_outside": 88.0},
        thin=dict(report.thin) | {"beginnings": 0.4321},
        prevalences={"50%": report.prevalences["50%"], "5%": dict.fromkeys(inflated, 0.1357)},
    )
    words = " ".join(Page(render(shown)).words.split())
    for figure in ("0.877", "0.988", "0.123", "77 in the review band", "88 outside", "43.2 %"):
        assert figure in words
    assert "5% 0.14 0.14" in words
    assert "Random (inflated)" in words
    assert report.data_fingerprint in words
    assert report.thresholds["provenance"] in words
    assert report.thresholds["name"] in words
    for name in (*report.slices, *report.categories):
        assert name.split("<")[0] in words
    assert "Reliability of recruitment_fraud" in render(shown)


def test_without_a_random_split_none_is_spoken_of(report: EvaluationReport) -> None:
    assert "inflated" not in Page(render(replace(report, random_split={}))).words


def test_the_same_figures_give_the_same_page(report: EvaluationReport) -> None:
    assert render(report) == render(report)


def test_one_class_leaves_curves_out_and_dashes_in(report: EvaluationReport) -> None:
    none = dict(report.overall) | {"average_precision": np.nan, "auroc": np.nan}
    page = render(
        replace(
            report,
            overall=none,
            slices={"plain": none},
            slice_intervals={},
            intervals={"average_precision": (np.nan, np.nan)},
            scores={"risky": [0.2, 0.9], "harmless": []},
        )
    )
    assert "nan" not in page
    assert "Precision against recall" not in page
    assert "Histogram of scores" in page


def test_hundreds_of_slices_are_all_in_the_table(report: EvaluationReport) -> None:
    many = {f"source {i}": report.overall for i in range(300)}
    html = render(replace(report, slices=many, slice_intervals={}))
    assert "all are in the table" in html
    assert "source 299" in Page(html).words


def test_a_page_is_replaced_whole(report: EvaluationReport, tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.write_text("old")
    write_page(report, place)
    assert place.read_text("utf-8") == render(report)
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_is_not_written_over(report: EvaluationReport, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with pytest.raises(InputError, match="is a folder; name a file"):
        write_page(report, tmp_path / "kept")
    with pytest.raises(InputError, match="not a plain file"):
        check_place(Path("/dev/null"))


def test_a_place_that_cannot_be_written_is_refused_first(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "none" / "page.html", tmp_path / "file" / "page.html"):
        with pytest.raises(InputError, match=r"page\.html cannot be written: "):
            check_place(place)
    with pytest.raises(InputError, match="cannot be written: File name too long"):
        check_place(tmp_path / ("x" * 300))


def test_without_matplotlib_a_sentence_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'lurewatch\[train\]'"):
        check_place(tmp_path / "page.html")


def test_a_phone_shows_the_page_without_sideways_scrolling(
    report: EvaluationReport, tmp_path: Path
) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    browser_path = Path("/usr/bin/chromium")
    if not browser_path.is_file():
        pytest.skip("no browser here")
    long = {"source " + "x" * 400: report.overall, "w" * 60: report.overall}
    write_page(replace(report, slices=dict(report.slices) | long), tmp_path / "page.html")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 740})
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: said.append(request.url))
        address = (tmp_path / "page.html").as_uri()
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert said == [address], "nothing is asked for, and the policy refuses nothing"
        browser.close()


def test_the_command_writes_the_page_or_says_why_not(tmp_path: Path) -> None:
    rows = [row(i, text=f"{OTHERS[i % 5]} Ask for post {i}.") for i in range(15)]
    data, page = write_lines(tmp_path / "set.jsonl", rows), tmp_path / "page.html"
    status, why = _evaluate(tmp_path, "--data", str(data), "--html", str(page))
    assert status == 0, why
    assert "15 labelled adverts" in page.read_text("utf-8")
    status, why = _evaluate(tmp_path, "--data", str(data), "--html", str(tmp_path))
    assert status == 2
    assert "is a folder; name a file for the page (bad_input)" in why


def _evaluate(folder: Path, *arguments: str) -> tuple[int, str]:
    """Exit status and standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "lurewatch", "evaluate", *arguments],
        env=os.environ | {"LUREWATCH_VAR_DIR": str(folder / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, " ".join(done.stderr.split())
