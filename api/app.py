"""Builds the web application from what is handed in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import limits
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.staticfiles import StaticFiles

from api import errors
from api.dependencies import Services
from api.errors import problems
from api.protection import BodyLimit, SecurityHeaders
from api.routes import adverts, check, flags, health, hotspots, subscriptions
from api.schemas import Problem
from api.views import check as check_page
from api.views import hotspots as hotspots_page
from api.views import queue as queue_page
from api.views import sign_in as sign_in_page
from lurewatch.errors import ConfigurationError
from lurewatch.records import AdvertText, Assessment
from lurewatch.settings import Settings
from storage.ciphers import Cipher
from storage.database import Database

PREFIX = "/api/v1"
_ROUTES = (check, adverts, flags, hotspots, subscriptions, health)
_PAGES = (check_page, sign_in_page, queue_page, hotspots_page)


def create_app(
    *,
    settings: Settings,
    database: Database,
    cipher: Cipher,
    assess_text: Callable[[AdvertText], Assessment],
    read_url: Callable[[str], AdvertText],
    demo_key_hint: str | None = None,
) -> FastAPI:
    """The application.

    Args:
        assess_text: assesses one advert; blocking, called from several threads.
        read_url: fetches and reads one advert; blocking, raises `FetchError`.
        demo_key_hint: an API key shown on the sign-in page; for the demo only.

    Raises:
        ConfigurationError: `check_rate` cannot be read.
    """
    try:
        check_rate = limits.parse(settings.check_rate)
    except ValueError:
        raise ConfigurationError("LUREWATCH_CHECK_RATE: write it like 30/minute") from None
    # The built-in documentation pages load scripts from elsewhere, so they are left out.
    app = FastAPI(
        title="Lurewatch",
        version="0.1.0",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = Services(
        settings=settings,
        database=database,
        cipher=cipher,
        assess_text=assess_text,
        read_url=read_url,
        demo_key_hint=demo_key_hint,
        check_rate=check_rate,
    )
    _add_routes(app)
    errors.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    return app


def _add_routes(app: FastAPI) -> None:
    interface = APIRouter(prefix=PREFIX, responses=problems())
    for module in _ROUTES:
        interface.include_router(module.router)
    app.include_router(interface)
    for page in _PAGES:
        app.include_router(page.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with our problem details in place of FastAPI's own errors."""
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    schemas = document["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return document
