"""The sources file: what it may say, and the kill switch."""

from datetime import date
from pathlib import Path

import pytest

from crawler.sources import load
from lurewatch.addresses import origin_of
from lurewatch.errors import ConfigurationError
from tests.crawler.board import Board, advert, run_crawl

SHIPPED = Path(__file__).parents[2] / "sources.toml"
START = 'start_urls = ["https://jobs.example/"]'


@pytest.fixture
def sources_file(tmp_path: Path) -> Path:
    return tmp_path / "my-sources.toml"


def test_a_source_is_read_whole_and_is_off_unless_it_says_on(sources_file: Path) -> None:
    sources_file.write_text(
        f"""["jobs.example"]
{START}
enabled = true
delay_seconds = 4
terms = "asked"
last_legal_review = 2026-11-01
["other.example"]
{START}
""",
        "utf-8",
    )
    sources = load(sources_file)
    assert list(sources) == ["jobs.example", "other.example"]
    jobs = sources["jobs.example"]
    assert jobs.start_urls == ("https://jobs.example/",)
    assert (jobs.enabled, jobs.delay_seconds) == (True, 4.0)
    assert jobs.last_legal_review == date(2026, 11, 1)
    assert not sources["other.example"].enabled


def test_no_file_is_no_source(sources_file: Path) -> None:
    assert load(sources_file) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]\n" + START + "\nenable = true", "unknown key 'enable'"),
        ("[a]\nenabled = true", "start_urls"),
        ("[a]\nstart_urls = []", "start_urls"),
        ('[a]\nstart_urls = "https://jobs.example/"', "start_urls"),
        ('[a]\nstart_urls = ["file:///etc/passwd"]', "not an http"),
        ("[a]\nstart_urls = [7]", "not an http"),
        ("[a]\n" + START + '\nenabled = "yes"', "enabled"),
        ("[a]\n" + START + "\ndelay_seconds = -1", "delay_seconds"),
        ("[a]\n" + START + "\ndelay_seconds = true", "delay_seconds"),
        ("[a]\n" + START + "\ndelay_seconds = nan", "delay_seconds"),
        ("[a]\n" + START + '\nlast_legal_review = "soon"', "last_legal_review"),
        ("a = 1", "not a table"),
        ('["A b"]\n' + START, "lower-case name"),
        ("[a\n", "line 1"),
        ("\udcff", "utf-8"),
    ],
)
def test_a_mistake_names_the_file_and_what_is_wrong(
    sources_file: Path, text: str, said: str
) -> None:
    sources_file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigurationError) as raised:
        load(sources_file)
    assert sources_file.name in str(raised.value)
    assert said in str(raised.value)


def test_a_folder_in_its_place_is_a_mistake_too(sources_file: Path) -> None:
    sources_file.mkdir()
    with pytest.raises(ConfigurationError, match=sources_file.name):
        load(sources_file)


def test_the_shipped_sources_load_and_are_all_off() -> None:
    sources = load(SHIPPED)
    assert sources
    for source in sources.values():
        assert not source.enabled
        assert all(origin_of(url) for url in source.start_urls)


@pytest.mark.parametrize("enabled", [True, False])
def test_a_source_that_is_off_is_refused_by_the_command(
    board: Board, tmp_path: Path, sources_file: Path, enabled: bool
) -> None:
    board.answers = {"/": advert("One")}
    on = str(enabled).lower()
    sources_file.write_text(f'[board]\nstart_urls = ["{board.origin}/"]\nenabled = {on}\n', "utf-8")
    var_dir = tmp_path / "var"
    done = run_crawl(board, var_dir, target="board", SOURCES_FILE=str(sources_file))
    assert done.returncode == (0 if enabled else 2)
    assert bool(board.asked) is enabled
    if not enabled:
        assert "board is switched off" in done.stderr


def test_the_command_names_a_source_that_it_does_not_know(board: Board, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.toml")
    done = run_crawl(board, tmp_path / "var", target="nobody", SOURCES_FILE=missing)
    assert done.returncode == 2
    assert "nobody" in done.stderr
