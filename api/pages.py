"""Renders pages: Jinja with autoescape, one environment per language."""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.languages import LANGUAGES, PageLanguage, choose, country_name, translations
from features.text import visible

TEMPLATES_DIR = Path(__file__).parent / "templates"


@cache
def environment(language: PageLanguage) -> Environment:
    """The templates of a language."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES_DIR),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    env.filters["visible"] = visible
    env.filters["country"] = lambda code: country_name(code, language)
    env.globals["lang"] = language
    env.globals["languages"] = LANGUAGES
    return env


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the language of the request."""
    language = choose(request)
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    # A form's own address may take no GET, so its language links lead to the page it is on.
    path = request.url.path if request.method == "GET" else context.get("home", "/")
    links = {code: f"{path}?{urlencode([*kept, ('lang', code)])}" for code in LANGUAGES}
    html = (
        environment(language)
        .get_template(template)
        .render(language_links=links, path=request.url.path, **context)
    )
    return HTMLResponse(html, status)
