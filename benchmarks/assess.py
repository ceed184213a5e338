"""`lurewatch assess` against scikit-learn's transform and predict alone, on the same texts.

In turn, each in a fresh process. Start-up is what the same process takes for one advert; it
holds the imports, the loading of the model and whatever is built on first use.
"""

import json
import tempfile
from collections import defaultdict
from math import isclose
from pathlib import Path
from statistics import fmean

from benchmarks.measuring import Row, Run, asked_rounds, run_apart, show
from benchmarks.recombined import recombined

ADVERTS = 2000


def write_inputs(folder: Path) -> None:
    """All adverts and the first one alone, for both sides."""
    adverts = recombined(ADVERTS)
    for name, chosen in (("all", adverts), ("one", adverts[:1])):
        path = folder / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in chosen), "utf-8")
        command = ["-m", "benchmarks.scoring", "prepare", str(path), str(folder / f"{name}.json")]
        run_apart(command, _settings(folder))


def _settings(folder: Path) -> dict[str, str]:
    # An empty var folder, so that the shipped model is the promoted one.
    return {"LUREWATCH_VAR_DIR": str(folder / "var")}


def run_round(folder: Path) -> dict[str, Run]:
    """Both sides on one advert and on all."""
    done = {}
    for name in ("one", "all"):
        given, out = folder / f"{name}.jsonl", folder / "assessed.jsonl"
        command = ["-m", "lurewatch", "assess", str(given), "--out", str(out)]
        done[f"ours {name}"] = run_apart(command, _settings(folder))
        command = ["-m", "benchmarks.scoring", "score", str(folder / f"{name}.json")]
        done[f"bare {name}"] = run_apart(command, _settings(folder))
    _check_same_work(out, done["bare all"])
    return done


def _check_same_work(assessed: Path, bare: Run) -> None:
    """Raises SystemExit: the two sides did not score the same texts the same way."""
    scores = [json.loads(line)["score"] for line in assessed.read_text("utf-8").splitlines()]
    same = isclose(fmean(scores), bare.answer["mean_score"], abs_tol=1e-6)
    if not same or len(scores) != ADVERTS or bare.answer["adverts"] != ADVERTS:
        raise SystemExit("the two sides did not score the same adverts")


def table_rows(rounds: list[dict[str, Run]]) -> list[Row]:
    """The figures of all rounds."""
    found: defaultdict[str, dict[str, list[float]]] = defaultdict(dict)
    for side in ("ours", "bare"):
        one = [done[f"{side} one"] for done in rounds]
        all_ = [done[f"{side} all"] for done in rounds]
        pairs = list(zip(one, all_, strict=True))
        found["adverts/s, without start-up"][side] = [
            (ADVERTS - 1) / (b.seconds - a.seconds) for a, b in pairs
        ]
        found["adverts/s, with start-up"][side] = [ADVERTS / b.seconds for b in all_]
        found["start-up, seconds"][side] = [a.seconds for a in one]
        found["peak memory, MiB"][side] = [b.peak_mib for b in all_]
    return [Row(name=name, ours=s["ours"], baseline=s["bare"]) for name, s in found.items()]


def main() -> None:
    """Measure and print."""
    count = asked_rounds(__doc__ or "")
    with tempfile.TemporaryDirectory(prefix="lurewatch-bench-") as name:
        write_inputs(Path(name))
        rounds = [run_round(Path(name)) for _ in range(count)]
    title = f"Assessment of {ADVERTS} adverts, {count} rounds; baseline: scikit-learn alone"
    show(title, table_rows(rounds))


if __name__ == "__main__":
    main()
