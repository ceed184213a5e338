"""`lurewatch models shadow` and `lurewatch models recompute`."""

from typing import Annotated

import typer
from rich.table import Table

from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, people, plain, print_json


def shadow(json: Json = False) -> None:
    """Tell what would have changed had the shadow model been in force.

    Set LUREWATCH_SHADOW_MODEL_ID and let `lurewatch work` run: the shadow model then scores what
    the model in force has assessed, without changing a verdict, flag or page.
    """
    from lurewatch.pipeline import prepare
    from lurewatch.shadow import shadow_reports

    settings = read_settings()
    reports = shadow_reports(prepare(settings))
    if json:
        print_json({"reports": [report.to_dict() for report in reports]})
        return
    if not reports:
        waiting = settings.shadow_model_id
        out.print(
            f"{plain(waiting, 80)} has scored nothing yet; `lurewatch work` does so after assessing"
            if waiting
            else "No model has run in shadow mode; set LUREWATCH_SHADOW_MODEL_ID to a version."
        )
    for report in reports:
        out.print(
            f"[bold]{report.model_id}[/] beside {report.champion_id}: {report.adverts} adverts, "
            f"{report.since:%Y-%m-%d %H:%M} to {report.until:%Y-%m-%d %H:%M} UTC"
        )
        out.print(
            f"  {sum(report.changes.values())} verdicts would change; {report.flags_added} more "
            f"flags, {report.flags_dropped} fewer; scores move {report.score_moved:.3f} on average"
        )
        if not report.changes:
            continue
        table = Table("in force", "would be", "adverts", "languages", "categories", "for example")
        for (was, would_be), count in report.changes.most_common():
            change = (was, would_be)
            counted = (report.by_language[change], report.by_category[change])
            table.add_row(
                was,
                would_be,
                str(count),
                *(", ".join(f"{key} {n}" for key, n in one.most_common()) for one in counted),
                "\n".join(report.samples[change]),
            )
        out.print(table)


def recompute(
    sample: Annotated[
        int | None, typer.Option(min=1, help="How many to draw by lot; all if not given.")
    ] = None,
    json: Json = False,
) -> None:
    """Assess stored adverts again with the model of each stored assessment, and compare.

    Status 1 if any comes out otherwise; 3 if all that could be recomputed are equal, but some could
    not, because their model or its features version is no longer here.
    """
    from lurewatch.pipeline import prepare
    from lurewatch.recomputing import recompute as run

    done = 0

    def count(batch: int) -> None:
        nonlocal done
        done += batch
        status.update(f"{done} assessments compared")

    with people.status("comparing stored assessments") as status:
        report = run(prepare(read_settings()), sample=sample, on_batch=count)
    if json:
        print_json(report.to_dict())
    else:
        out.print(f"{report.equal} equal bit for bit, {report.differing} otherwise")
        for name, number in report.by_field.most_common():
            out.print(f"  {name}: {number}")
        for one in report.differences:
            out.print(
                f"  {one.advert_id} {one.model_id}: {', '.join(one.fields)}; stored "
                f"{one.stored['score']:.6f} {one.stored['verdict']}, now "
                f"{one.recomputed['score']:.6f} {one.recomputed['verdict']}"
            )
        for model_id, why in report.unusable.items():
            out.print(f"[bold]{plain(model_id, 80)}[/] cannot be recomputed: {plain(why, 300)}")
        if report.not_recomputed:
            out.print(f"{report.not_recomputed} stored assessments could not be recomputed")
    if report.differing:
        raise typer.Exit(1)
    if report.not_recomputed:
        raise typer.Exit(3)
