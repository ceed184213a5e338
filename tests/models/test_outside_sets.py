"""Training, measuring and assessing on a set that is not ours, as a data scientist would."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from models.labelled_sets import read_sets

WORDS = {
    "1": ["முன்பணம்", "உடனே", "telegram", "கமிஷன்", "passport", "இன்றே", "பதிவு"],
    "0": ["சமையல்", "EPF", "நேர்முகம்", "அலுவலகம்", "kitchen", "மாதம்", "விடுமுறை"],
}
COLUMNS = """
[columns]
text = "body"
label = "bad"
fields = ["logo"]
[labels]
risky = ["1"]
harmless = ["0"]
[defaults]
source = "tamil-set"
"""
CONFIG = """
kind = "linear"
[parameters]
folds = 3
min_adverts = 1
[evaluation]
folds = 3
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up set in another language than English: 120 rows for training, 40 apart."""
    random_ = random.Random(7)
    place = tmp_path_factory.mktemp("set")
    (place / "columns.toml").write_text(COLUMNS, "utf-8")
    (place / "config.toml").write_text(CONFIG, "utf-8")
    for name, count in (("learn", 120), ("apart", 40)):
        lines = ["body,bad,logo"]
        for i in range(count):
            label = str(i % 2)
            some = random_.choices(WORDS[label], k=6) + [f"{name}{i}w{j}" for j in range(6)]
            random_.shuffle(some)
            lines.append(f"{' '.join(some)},{label},{1 - i % 2}")
        (place / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return place


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command."""
    done = subprocess.run(
        [sys.executable, "-m", "lurewatch", *arguments],
        env=os.environ | {"LUREWATCH_VAR_DIR": str(folder / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, " ".join(done.stderr.split())


@pytest.fixture(scope="module")
def trained(folder: Path) -> tuple[Path, dict[str, object]]:
    data, columns = str(folder / "learn.csv"), str(folder / "columns.toml")
    status, said, why = run(
        folder,
        *("train", str(folder / "config.toml"), "--data", data, "--columns", columns),
        *("--out", str(folder / "out"), "--json"),
    )
    assert status == 0, why
    report = json.loads(said)
    return Path(report["folder"]), report


def test_it_learns_and_measures_by_group_beside_a_random_split(
    trained: tuple[Path, dict[str, object]],
) -> None:
    folder, report = trained
    evaluation = report["evaluation"]
    assert isinstance(evaluation, dict)
    assert evaluation["overall"]["adverts"] == 120
    assert evaluation["overall"]["average_precision"] > 0.9
    assert evaluation["random_split"]["adverts"] == 24
    assert report["measured_on"] == "held-out group folds"
    card = (folder / "card.md").read_text("utf-8")
    assert "inflated" in card
    assert "The set is not" in card
    run_record = json.loads((folder / "run.json").read_text("utf-8"))
    assert run_record["seconds"].keys() == {"features", "fit", "measure"}
    assert run_record["peak_memory_mib"] > 0


def test_it_measures_on_another_file_and_refuses_its_own(
    folder: Path, trained: tuple[Path, dict[str, object]]
) -> None:
    columns = str(folder / "columns.toml")
    model = str(trained[0])
    apart = ("--data", str(folder / "apart.csv"), "--columns", columns, "--json")
    status, said, why = run(folder, "evaluate", "--model", model, *apart)
    assert status == 0, why
    assert json.loads(said)["overall"]["adverts"] == 40
    own = ("--data", str(folder / "learn.csv"), "--columns", columns)
    status, said, why = run(folder, "evaluate", "--model", model, *own)
    assert status == 1
    assert "was trained on tamil-set-2" in why


def test_it_assesses_a_file_by_the_same_mapping(
    folder: Path, trained: tuple[Path, dict[str, object]]
) -> None:
    columns, model = str(folder / "columns.toml"), str(trained[0])
    status, said, why = run(
        folder, "assess", "--model", model, "--columns", columns, str(folder / "apart.csv")
    )
    assert status == 0, why
    rows = [json.loads(line) for line in said.splitlines()]
    assert len(rows) == 40
    assert {row["model_id"] for row in rows} == {trained[0].name}
    risky = [row["score"] for row in rows[1::2]]
    harmless = [row["score"] for row in rows[::2]]
    assert sum(risky) > sum(harmless) + 15


def test_nothing_is_left_half_written_where_training_is_refused(folder: Path) -> None:
    small = folder / "small.csv"
    small.write_text("body,bad,logo\n" + "one two,1,\n" * 30 + "three four,1,1\n" * 20, "utf-8")
    status, _, why = run(
        folder,
        *("train", str(folder / "config.toml"), "--data", str(small)),
        *("--columns", str(folder / "columns.toml"), "--out", str(folder / "none")),
    )
    assert status == 2
    assert "0 of them harmless" in why
    assert not (folder / "none").exists()


def test_fields_reach_the_model(folder: Path) -> None:
    (first, *_) = read_sets([folder / "learn.csv"], str(folder / "columns.toml"))
    assert first.advert.fields == (("logo", "1"),)
