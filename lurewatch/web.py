"""Runs the web process: the app of `api` with the pipeline's functions handed in."""

from functools import partial

import uvicorn

from api.app import create_app
from lurewatch.pipeline import Workplace, assess_text, read_url
from models.assess import Assessor


def build_server(workplace: Workplace, *, demo_key: str | None = None) -> uvicorn.Server:
    """The server, not yet started."""
    settings = workplace.settings
    assessor = Assessor.load(settings, settings.model_id or None)
    app = create_app(
        settings=settings,
        database=workplace.database,
        cipher=workplace.cipher,
        assess_text=partial(assess_text, assessor),
        read_url=partial(read_url, settings=settings),
        demo_key_hint=demo_key,
    )
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)


def run_web(workplace: Workplace) -> None:
    """Serve until stopped."""
    build_server(workplace).run()
