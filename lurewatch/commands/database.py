"""`lurewatch db`."""

import typer

from lurewatch.settings import read_settings
from lurewatch.terminal import out

app = typer.Typer(no_args_is_help=True, help="The database.")


@app.command("upgrade")
def upgrade() -> None:
    """Make the folders, the key and the tables, or bring an older database up to date."""
    from lurewatch.pipeline import prepare

    settings = read_settings()
    prepare(settings)
    out.print(f"Ready in {settings.var_dir}.")
