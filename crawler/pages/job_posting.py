"""schema.org JobPosting in a page, as JSON-LD or microdata."""

from collections.abc import Iterator
from typing import Any

from extruct.jsonld import JsonLdExtractor
from extruct.w3cmicrodata import MicrodataExtractor
from lxml.html import HtmlElement

from crawler.pages.adverts import PageFacts, make_advert, read_salary, short
from lurewatch.records import Advert

MOST_NODES = 20_000
"""Nodes of structured data looked at in one page; a page with more is an attack."""
MOST_ADVERTS = 500
"""Adverts read from one page."""
_JSON_LD = JsonLdExtractor()
_MICRODATA = MicrodataExtractor()


def read_job_postings(tree: HtmlElement, text: str, facts: PageFacts) -> tuple[list[Advert], str]:
    """Adverts in a page's structured data.

    Returns:
        The adverts, and one sentence on structured data that could not be read, or nothing.
    """
    items, problem = _structured_data(tree, text, facts.url)
    postings = [node for item in items for node in _job_postings(item)][:MOST_ADVERTS]
    adverts = []
    for posting in postings:
        advert = _advert(posting, facts, alone=len(postings) == 1)
        if advert is not None:
            adverts.append(advert)
    return adverts, problem


def _structured_data(tree: HtmlElement, text: str, url: str) -> tuple[list[Any], str]:
    items: list[Any] = []
    broken = 0
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        # One script at a time, so that a broken one does not cost the others.
        try:
            items += _JSON_LD.extract_items(script)
        except (ValueError, RecursionError, TypeError, AttributeError):
            broken += 1
    if "schema.org/JobPosting" in text and "itemtype" in text:
        items += _MICRODATA.extract_items(tree, base_url=url)
    return items, f"{broken} block(s) of broken JSON-LD" if broken else ""


def _job_postings(item: Any) -> Iterator[dict[str, Any]]:
    """All JobPosting nodes inside an item, without recursion."""
    todo, seen = [item], 0
    while todo and seen < MOST_NODES:
        node = todo.pop(0)
        seen += 1
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            if _is_posting(node):
                yield _properties(node)
            else:
                todo += [value for value in node.values() if isinstance(value, dict | list)]


def _is_posting(node: dict[str, Any]) -> bool:
    kinds = node.get("@type") or node.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.split("/")[-1] == "JobPosting" for kind in kinds)


def _properties(node: dict[str, Any]) -> dict[str, Any]:
    """Microdata keeps its values one level down."""
    inner = node.get("properties")
    return inner if isinstance(inner, dict) else node


def _advert(posting: dict[str, Any], facts: PageFacts, *, alone: bool) -> Advert | None:
    raw_salary, salary = read_salary(_plain(posting.get("baseSalary")))
    link = short(_first(posting.get("url")))
    own_link = None if alone or not link or not link.startswith("http") else link
    return make_advert(
        facts,
        title=_text(posting.get("title") or posting.get("name")),
        description=_text(posting.get("description")),
        url=own_link,
        hiring_organization=_name(posting.get("hiringOrganization")),
        job_location=_places(posting.get("jobLocation")),
        employment_type=_joined(posting.get("employmentType")),
        base_salary_raw=raw_salary,
        base_salary=salary,
        date_posted_raw=short(_first(posting.get("datePosted"))),
        valid_through_raw=short(_first(posting.get("validThrough"))),
    )


def _plain(value: Any) -> Any:
    """A microdata item as the plain object that JSON-LD would have."""
    value = _first(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in _properties(value).items()}
    return value


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _text(value: Any) -> str:
    value = _first(value)
    return str(value) if isinstance(value, str | int | float) else ""


def _name(value: Any) -> str | None:
    value = _first(value)
    if isinstance(value, dict):
        value = _first(_properties(value).get("name"))
    return short(value)


def _joined(value: Any) -> str | None:
    values = value if isinstance(value, list) else [value]
    return ", ".join(part for part in map(short, values[:10]) if part) or None


def _places(value: Any) -> str | None:
    places = value if isinstance(value, list) else [value]
    return "; ".join(part for part in map(_place, places[:10]) if part) or None


def _place(value: Any) -> str | None:
    if not isinstance(value, dict):
        return short(value)
    place = _properties(value)
    address = _first(place.get("address"))
    if not isinstance(address, dict):
        return short(address) or short(_first(place.get("name")))
    address = _properties(address)
    parts = [address.get(key) for key in ("streetAddress", "addressLocality", "addressRegion")]
    parts.append(_name(address.get("addressCountry")))
    return ", ".join(part for part in (short(_first(p)) for p in parts) if part) or None
