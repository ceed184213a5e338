"""`lurewatch demo`: the whole line, from pages on loopback to a delivered alert."""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

import storage.adverts
import storage.flags
import storage.keys
import storage.subscriptions
from lurewatch.content import content_id
from lurewatch.demo import pages
from lurewatch.demo.adverts import demo_adverts
from lurewatch.demo.receiver import Receiver
from lurewatch.demo.site import Site
from lurewatch.demo.state import DemoState, load_state, save_state
from lurewatch.errors import ConfigurationError
from lurewatch.labels import Role
from lurewatch.pipeline import (
    Workplace,
    assess_pending,
    crawl_apart,
    deliver,
    detect_hotspots,
    now_utc,
    prepare,
)
from lurewatch.records import Advert, Assessment, Flag, Subscription
from lurewatch.settings import Settings, read_settings
from lurewatch.terminal import out, plain, show_report
from models.assess import Assessor

CONTACT = "demo@lurewatch.example"
SHOWN_PER_BATCH = 12


def run_demo(*, serve: bool = True) -> None:
    """Run the demo and, unless told otherwise, go on serving the pages until Ctrl-C.

    Raises:
        ConfigurationError: the port of the pages is taken.
    """
    settings = read_settings()
    _check_port(settings)
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    state = load_state(settings.var_dir, now_utc().date())
    with ExitStack() as stack:
        sites = [stack.enter_context(site) for site in _sites(state)]
        receiver = stack.enter_context(
            Receiver(state.webhook_secret, _show_message, state.ports[3])
        )
        origins = [*(site.origin for site in sites), receiver.origin]
        state = state.with_(ports=tuple(urlsplit(origin).port for origin in origins))
        with _demo_environment(origins):
            workplace = prepare(read_settings())
            state = _ensure_key(workplace, state)
            save_state(settings.var_dir, state)
            _ensure_subscription(workplace, receiver.origin, state)
            _run_line(workplace, [site.origin for site in sites])
            if serve:
                _serve(workplace, state)


def _check_port(settings: Settings) -> None:
    """Say it at once, not after a minute of work, when the pages' port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise ConfigurationError(
                f"port {settings.port} on {settings.host} is taken; set LUREWATCH_PORT to another"
            ) from None


def _sites(state: DemoState) -> list[Site]:
    """The job board, the channel and the news page, each on its own origin."""
    adverts, anchor = demo_adverts(), state.anchor_on
    posts = [advert for advert in adverts if advert.markup == "channel"]
    on_board = [advert for advert in adverts if advert.markup != "channel"]
    return [
        Site(lambda origin: pages.board(on_board, anchor, origin), state.ports[0]),
        Site(lambda origin: pages.channel(posts, anchor, origin), state.ports[1]),
        Site(lambda origin: pages.news(anchor, origin), state.ports[2]),
    ]


@contextmanager
def _demo_environment(origins: list[str]) -> Iterator[None]:
    """Allow the demo's own loopback origins, and nothing else private, while it runs."""
    changes = {
        "LUREWATCH_ALLOWED_PRIVATE_ORIGINS": ",".join(origins),
        "LUREWATCH_CONTACT": os.environ.get("LUREWATCH_CONTACT") or CONTACT,
        "LUREWATCH_CRAWL_DELAY_SECONDS": "0",
    }
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _ensure_key(workplace: Workplace, state: DemoState) -> DemoState:
    """An analyst's key for the pages; made once, and again if the database was thrown away."""
    with workplace.database.begin() as session:
        if state.analyst_key and storage.keys.authenticate(session, state.analyst_key):
            return state
        name = f"demo-analyst-{now_utc():%Y%m%d%H%M%S}"
        token = storage.keys.create(session, name=name, role=Role.ANALYST, now=now_utc())
    return state.with_(analyst_key=token)


def _ensure_subscription(workplace: Workplace, origin: str, state: DemoState) -> None:
    """One subscription for the receiver, whatever the number of starts."""
    url = f"{origin}/hook"
    with workplace.database.begin() as session:
        if any(known.url == url for known in storage.subscriptions.active(session)):
            return
        subscription = Subscription(
            subscription_id=content_id("demo-subscription", url),
            url=url,
            created_at=now_utc(),
            owner="demo",
        )
        storage.subscriptions.create(session, subscription, state.webhook_secret, workplace.cipher)


def _run_line(workplace: Workplace, origins: list[str]) -> None:
    starts = [origins[0] + "/", f"{origins[1]}/s/{pages.CHANNEL}", origins[2] + "/"]
    for name, start in zip(("job board", "channel", "news page"), starts, strict=True):
        out.print(f"\n[bold]Crawling the {name}[/] {start}")
        crawl_apart(start, dict(os.environ))
        with workplace.database.begin() as session:
            out.print(f"  {storage.adverts.count(session)} adverts stored so far")
    out.print("\n[bold]Assessing[/]")
    assessor = Assessor.load(workplace.settings, workplace.settings.model_id or None)
    summary = assess_pending(workplace, assessor, on_batch=_show_flagged)
    with workplace.database.begin() as session:
        flags = storage.flags.count(session)
    out.print(
        f"  {summary.assessed} new adverts assessed; {flags} flags in all ({summary.model_id})"
    )
    out.print("\n[bold]Hotspots[/]")
    show_report(detect_hotspots(workplace))
    out.print("\n[bold]Alerts[/]")
    sent = deliver(workplace)
    out.print(f"  {sent.delivered} delivered, {sent.failed} to be tried again, {sent.dead} dead")


def _show_flagged(rows: list[tuple[Advert, Assessment, Flag | None]]) -> None:
    flagged = sorted(
        ((advert, flag) for advert, _, flag in rows if flag), key=lambda row: -row[1].score
    )
    for advert, flag in flagged[:SHOWN_PER_BATCH]:
        reasons = ", ".join(flag.reasons) or "wording"
        out.print(f"  [red]{flag.score:.2f}[/] {plain(advert.name, 60)}\n       [dim]{reasons}[/]")
    if len(flagged) > SHOWN_PER_BATCH:
        out.print(f"  … and {len(flagged) - SHOWN_PER_BATCH} more in the queue")


def _show_message(message_id: str, payload: dict[str, Any]) -> None:
    headline = payload.get("data", payload).get("headline", "")
    out.print(
        f"  [green]received, signature good[/] {plain(message_id)}: {plain(str(headline), 90)}"
    )


def _serve(workplace: Workplace, state: DemoState) -> None:
    from lurewatch.web import build_server

    settings = workplace.settings
    server = build_server(workplace, demo_key=state.analyst_key)
    base = f"http://{settings.host}:{settings.port}"
    out.print(f"\n[bold]Pages[/]  check an advert  {base}/")
    out.print(f"       review queue     {base}/queue")
    out.print(f"       hotspots         {base}/hotspots")
    out.print(f"       demo key         {state.analyst_key}", soft_wrap=True)
    out.print("Ctrl-C stops everything.")
    server.run()
