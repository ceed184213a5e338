"""What the pages say must hold: links, commands, targets; and what no committed file may say."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from docs import generate
from features.explanations import LANGUAGES, explain
from features.indicators import INDICATORS
from features.text import fold
from lurewatch.cli import app

ROOT = Path(__file__).parents[1]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "training_data").glob("*.md")),
]
page = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))

# Each is written so that it does not match itself: this file is committed too.
LOCAL = re.compile(
    r"(?<![\w.~-])/wor[k]/|/tmp/l[w]\b|/opt/(?:pypi|wheels)"
    r"|\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org)\b"
    r"|(?<![\w-])--(?:extra-)?index-url\b"
)
"""Folders of one machine, hosts of registries, and options that name a registry."""
SAFE = re.compile(r"(?<![\w|])(?<!\| )safe(?:ly|r|st)?(?![\w-])|ආරක්ෂිත|සුරක්ෂිත|பாதுகாப்பான|ஆபத்தில்லாத")
"""Words for safe, as `fold` leaves them; Jinja's filter of that name is none."""


def code_of(text: str) -> Iterator[str]:
    """Lines of fenced blocks, and inline code with its line breaks taken out."""
    parts = re.split(r"^```.*$", text, flags=re.M)
    for fenced in parts[1::2]:
        yield from fenced.splitlines()
    for prose in parts[0::2]:
        yield from (" ".join(code.split()) for code in re.findall(r"`([^`]+)`", prose))


def broken_links(path: Path, text: str) -> list[str]:
    targets = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)[^)]*\)", text)]
    local = [target for target in targets if target and not re.match(r"[a-z]+:", target)]
    return [target for target in local if not (path.parent / target).exists()]


def wrong_commands(text: str) -> list[str]:
    """Calls of `lurewatch` that the command line does not know."""
    calls = [
        call
        for line in code_of(text)
        for call in re.findall(r"(?:^|[\s(]|bin/)lurewatch((?: [^\s#&;|]\S*)*)", line)
    ]
    return [call.strip() for call in calls if not is_known(call.split())]


def is_known(words: list[str]) -> bool:
    """Whether the command and its options exist; what is left are arguments."""
    command = typer.main.get_command(app)
    for word in words:
        below = getattr(command, "commands", None)
        if not below or not word[0].islower():
            break
        if word not in below:
            return False
        command = below[word]
    known = {"--help", *(o for p in command.params for o in (*p.opts, *p.secondary_opts))}
    options = {word.strip("[]") for word in words if word.strip("[").startswith("--")}
    return options <= known


def wrong_targets(text: str) -> list[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    named = [name for line in code_of(text) for name in re.findall(r"(?:^|\s)make ([a-z-]+)", line)]
    return [name for name in named if name not in targets]


def called_safe(text: str) -> list[str]:
    return [match.group() for match in SAFE.finditer(fold(text))]


@pytest.fixture(scope="module")
def committed() -> list[Path]:
    """Files under version control."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: what is committed is not known")
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_the_generated_pages_are_up_to_date() -> None:
    assert generate.stale() == {}, "run `make docs`"


def test_a_stale_page_is_noticed_and_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/commands.md").write_text("# Commands\n")
    (tmp_path / "docs/settings.md").write_text("by hand")
    monkeypatch.setattr("sys.argv", ["generate", "--check"])
    with pytest.raises(SystemExit, match=r"lurewatch crawl[\s\S]*make docs") as raised:
        generate.main()
    assert isinstance(raised.value.code, str), "a text makes the exit status 1"
    assert (tmp_path / "docs/commands.md").read_text() == "# Commands\n"
    monkeypatch.setattr("sys.argv", ["generate"])
    generate.main()
    assert generate.stale() == {}
    assert (tmp_path / "docs/settings.md").read_text() == "by hand"


def test_every_command_and_indicator_is_in_the_generated_pages() -> None:
    root = typer.main.get_command(app)
    for path, _ in generate.walk("lurewatch", root):
        assert f"\n## {path}\n" in generate.commands_page()
    for code in INDICATORS:
        assert generate.indicators_page().count(f"| `{code}` |") == 1


def test_the_glossary_has_each_indicator_once_with_its_sentences() -> None:
    glossary = generate.PAGES["docs/glossary.md"]()
    for code, indicator in INDICATORS.items():
        assert glossary.count(f"\n### `{code}`\n\n{indicator.name}.\n") == 1
        for language in LANGUAGES:
            said = explain(code, language)
            assert all(f"| {each} |" in glossary for each in (said.meaning, said.why, said.ask))
    groups = re.findall(r"^## (.+)$", glossary, re.M)
    assert len(groups) == len({each.group for each in INDICATORS.values()}), "each group once"


@page
def test_links_lead_to_files(path: Path) -> None:
    assert broken_links(path, path.read_text("utf-8")) == []


@page
def test_commands_exist(path: Path) -> None:
    assert wrong_commands(path.read_text("utf-8")) == []


@page
def test_make_targets_exist(path: Path) -> None:
    assert wrong_targets(path.read_text("utf-8")) == []


def test_no_committed_file_names_this_machine(committed: list[Path]) -> None:
    found = []
    for path in committed:
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        name = path.relative_to(ROOT)
        found += [f"{name}:{n}" for n, line in enumerate(lines, start=1) if LOCAL.search(line)]
    assert found == []


def test_no_page_says_that_an_advert_is_safe() -> None:
    shown = [*(ROOT / "api" / "templates").rglob("*.html"), *ROOT.glob("*/locale/**/*.po")]
    assert len(shown) > 4, "the templates and catalogues have moved; look for them there"
    found = {
        str(path.relative_to(ROOT)): words
        for path in shown
        if (words := called_safe(path.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", INDICATORS)
def test_no_explanation_says_that_an_advert_is_safe(code: str, language: str) -> None:
    shown = explain(code, language)
    assert called_safe(" ".join((shown.meaning, shown.why, shown.ask))) == []


def test_the_checks_of_pages_can_fail() -> None:
    assert broken_links(ROOT / "README.md", "[a](docs/settings.md#x) [b](docs/none.md)") == [
        "docs/none.md"
    ]
    inline = "Run `lurewatch crwal x` or `lurewatch alerts\nsned`."
    block = "```\nlurewatch train && lurewatch check --txt a\n```\n"
    assert wrong_commands(block + inline) == ["check --txt a", "crwal x", "alerts sned"]
    assert wrong_commands("`lurewatch keys create NAME --role subscriber|admin`") == []
    assert wrong_targets("`make test`, not\n```\nmake tset\n```\n") == ["tset"]


@pytest.mark.parametrize(
    "line",
    [
        "cd /" + "work/main",
        "see /tmp/" + "lw/RULES.md",
        "pip install --" + "index-url x",
        "pip install --extra-" + "index-url=x",
        "https://pypi." + "org/simple",
    ],
)
def test_the_check_of_machine_names_can_fail(line: str) -> None:
    assert LOCAL.search(line)


@pytest.mark.parametrize(
    "text",
    ["This advert is SAFE.", "{{ _('Safe to apply') }}", "මෙම දැන්වීම ආරක්‍ෂිතයි", "இது பாதுகாப்பானது"],
)
def test_the_check_of_safe_can_fail(text: str) -> None:
    assert called_safe(text)


def test_the_check_of_safe_lets_template_filters_pass() -> None:
    assert called_safe("{{ body|safe }} {{ body | safe }} padding: safe-area-inset") == []
