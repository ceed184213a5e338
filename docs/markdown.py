"""Parts that generated pages share."""

from collections.abc import Iterable, Iterator

NOTE = "<!-- Written by `make docs`; change the code, not this page. -->"


def table(headings: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Lines of a Markdown table; a cell's bars and line breaks do not end it."""
    titles = [str(heading) for heading in headings]
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    for row in rows:
        yield f"| {' | '.join(_cell(each) for each in row)} |"


def _cell(content: object) -> str:
    return " ".join(str(content).split()).replace("|", "\\|")
