"""`lurewatch keys`."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from lurewatch.labels import Role
from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, people, plain, print_json

app = typer.Typer(no_args_is_help=True, help="API keys.")
Name = Annotated[str, typer.Argument(help="Who or what uses the key.")]


@app.command("create")
def create(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the key may do.")] = Role.ANALYST,
) -> None:
    """Make a key and print it. It is shown this once; only its hash is stored."""
    import storage.keys
    from lurewatch.pipeline import now_utc, prepare

    with prepare(read_settings()).database.begin() as session:
        token = storage.keys.create(session, name=name, role=role, now=now_utc())
    people.print(f"Key for {plain(name)} ({role}); keep it, it is not shown again:")
    typer.echo(token)


@app.command("list")
def listed(json: Json = False) -> None:
    """List the keys, without the keys themselves."""
    import storage.keys
    from lurewatch.pipeline import prepare

    with prepare(read_settings()).database.begin() as session:
        rows = storage.keys.listed(session)
    if json:
        print_json([asdict(row) for row in rows])
        return
    table = Table("name", "role", "made", "revoked")
    for row in rows:
        revoked = row.revoked_at.isoformat(timespec="minutes") if row.revoked_at else ""
        made = row.created_at.isoformat(timespec="minutes")
        table.add_row(plain(row.name), row.role, made, revoked)
    out.print(table)


@app.command("revoke")
def revoke(name: Name) -> None:
    """Make a key useless from now on."""
    import storage.keys
    from lurewatch.pipeline import now_utc, prepare

    with prepare(read_settings()).database.begin() as session:
        storage.keys.revoke(session, name, now_utc())
    out.print(f"The key of {plain(name)} is revoked.")
