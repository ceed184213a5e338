"""Full features of mixed adverts against scikit-learn's word and character TF-IDF transform.

In turn, each in a fresh process, on one core: adverts a second of processor time without start-up,
and what twice the text costs (2.0 where the cost is linear).
"""

import json
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.measuring import Row, Run, asked_rounds, run_apart, show
from benchmarks.recombined import recombined

ADVERTS = 2000
LONG_CHARACTERS = 150_000
"""Of the shorter of two long adverts; the longer is twice as long, the most that is accepted."""
_ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def write_inputs(folder: Path) -> None:
    """Many adverts, and two long ones made of the same sentences."""
    adverts = recombined(ADVERTS)
    body = "\n".join(row["text"] for row in adverts)
    for name, rows in (
        ("many", adverts),
        ("long", [{"id": "long", "title": "", "text": _long(body, LONG_CHARACTERS)}] * 4),
        ("longer", [{"id": "longer", "title": "", "text": _long(body, 2 * LONG_CHARACTERS)}] * 4),
    ):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, "utf-8")


def _long(body: str, characters: int) -> str:
    return (body * (characters // len(body) + 1))[:characters]


def run_round(folder: Path) -> dict[str, Run]:
    """Both sides on each input."""
    return {
        f"{side} {name}": run_apart(
            ["-m", "benchmarks.reading", side, str(folder / f"{name}.jsonl")], _ONE_CORE
        )
        for name in ("many", "long", "longer")
        for side in ("ours", "bare")
    }


def table_rows(rounds: list[dict[str, Run]]) -> list[Row]:
    """The figures of all rounds."""
    found: defaultdict[str, dict[str, list[float]]] = defaultdict(dict)
    for side in ("ours", "bare"):
        many = [done[f"{side} many"] for done in rounds]
        found["adverts/s"][side] = [ADVERTS / run.answer["seconds"] for run in many]
        found["peak memory, MiB"][side] = [run.peak_mib for run in many]
        found["seconds, long advert"][side] = [
            done[f"{side} long"].answer["seconds"] / 4 for done in rounds
        ]
        found["cost of twice the text"][side] = [
            done[f"{side} longer"].answer["seconds"] / done[f"{side} long"].answer["seconds"]
            for done in rounds
        ]
    return [Row(name=name, ours=s["ours"], baseline=s["bare"]) for name, s in found.items()]


def main() -> None:
    """Measure and print."""
    count = asked_rounds(__doc__ or "")
    with tempfile.TemporaryDirectory(prefix="lurewatch-bench-") as name:
        write_inputs(Path(name))
        rounds = [run_round(Path(name)) for _ in range(count)]
    title = f"Features of {ADVERTS} adverts, {count} rounds; baseline: TF-IDF transform alone"
    show(title, table_rows(rounds))


if __name__ == "__main__":
    main()
