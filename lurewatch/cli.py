"""The command line: one command per job, errors as one plain line, exit statuses with a meaning.

Exit status: 0 done; 1 failed; 2 wrong use or unusable input; 3 done, but some lines or pages
could not be used; 130 stopped by Ctrl-C.
"""

import sys

import typer

from lurewatch import __version__
from lurewatch.commands import (
    alerts,
    assess,
    audit,
    crawl,
    database,
    demo,
    drift,
    evidence,
    keys,
    labels,
    learn,
    ledger,
    models,
    noise,
    reviews,
    serve,
    suggest,
)
from lurewatch.errors import ConfigurationError, InputError, LurewatchError
from lurewatch.logs import set_up_logs
from lurewatch.terminal import fail

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Finds online job adverts that lure people into harm, and says why.",
)


@app.callback(invoke_without_command=True)
def _lurewatch(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


app.command("demo")(demo.demo)
app.command("crawl")(crawl.crawl)
app.command("sources")(crawl.sources)
app.command("assess")(assess.assess)
app.command("check")(assess.check)
app.command("hotspots")(alerts.hotspots)
app.add_typer(alerts.app, name="alerts")
app.command("serve")(serve.serve)
app.command("work")(serve.work)
app.command("train")(learn.train)
app.command("evaluate")(learn.evaluate)
app.command("drift")(drift.drift)
app.command("ledger")(ledger.ledger)
labels.app.command("from-reviews")(reviews.from_reviews)
labels.app.command("suggest")(suggest.suggest)
labels.app.add_typer(audit.app, name="audit")
labels.app.command("noise")(noise.noise)
app.add_typer(labels.app, name="labels")
app.add_typer(models.app, name="models")
app.add_typer(database.app, name="db")
app.add_typer(evidence.app, name="evidence")
app.add_typer(keys.app, name="keys")


def main() -> None:
    """Run the command line; every expected error ends in one line and a status."""
    set_up_logs()
    try:
        app()
    except (InputError, ConfigurationError) as error:
        fail(error, status=2)
    except LurewatchError as error:
        fail(error, status=1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
