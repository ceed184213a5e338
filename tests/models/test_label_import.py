"""Outside files come in with provenance; what cannot be used is named and loses nothing else."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from lurewatch.errors import InputError
from models.corpus import Corpus, read_corpus
from models.dataset import Example, Provenance, to_line
from models.label_export import to_csv
from models.label_import import form_of, read_incoming, weigh
from models.public_sets import EMSCAD_COLUMNS
from tests.models.labelled import ROW, example, row, write_corpus, write_lines

SAID = Provenance(
    annotator="desk", blind=False, guideline_version="outside", source="ngo", licence="private"
)


def read(path: Path) -> tuple[list[Example], list[str]]:
    rows = list(read_incoming(path, form_of(path), SAID))
    good = [row for row in rows if isinstance(row, Example)]
    return good, [str(row) for row in rows if isinstance(row, InputError)]


def write_csv(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    rewrite = {"id": "e-1", "original": "y-3", "title": "", "text": "Y0ur b4nk acc0unt earns"}
    return read_corpus(
        write_corpus(
            tmp_path / "corpus",
            train=[row(0)],
            test=[row(1), row(3)],
            evasion=[rewrite | {"techniques": ["leet"], "writer": "w"}],
        )
    )


def test_a_csv_row_gets_id_language_and_provenance(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "in.csv",
        {"title": "Cook", "text": "A cook for a guest house.", "label": "harmless", "note": "x"},
        {
            "title": "",
            "text": "ඔබේ බැංකු ගිණුම දෙන්න, කොමිස් ලැබේ.",
            "label": "risky",
            "note": "",
        },
        {"title": "", "text": "Pay now.", "label": "maybe", "note": ""},
    )
    good, bad = read(path)
    assert [problem.split(": ")[0] for problem in bad] == [f"{path}:3", f"{path}:4"]
    assert "a risky advert has a category" in bad[0]
    (cook,) = good
    assert cook.id.startswith("ngo-")
    assert (cook.language, cook.register, cook.kind) == ("en", "other", "job_posting")
    assert cook.provenance == SAID
    again, _ = read(path)
    assert again == good


def test_what_is_exported_to_csv_comes_back(tmp_path: Path) -> None:
    risky = row(3, title="=cmd|x", text="@everyone\nsend NIC", findings=["minor_involved"])
    given = [example(), example(**risky)]
    path = tmp_path / "out.csv"
    path.write_text(to_csv(given), "utf-8", newline="")
    assert "'=cmd|x" in path.read_text("utf-8")
    good, bad = read(path)
    assert bad == []
    for before, after in zip(given, good, strict=True):
        for name in ("id", "title", "text", "label", "categories", "findings", "register"):
            assert getattr(after, name) == getattr(before, name), name


def test_json_lines_may_be_whole_examples_or_a_few_fields(tmp_path: Path) -> None:
    few = {"text": "Guard wanted at a school in Kandy.", "label": "harmless"}
    whole = example(id="w-1")
    path = tmp_path / "in.jsonl"
    lines = [
        to_line(whole),
        json.dumps(few),
        "[1]",
        "{",
        json.dumps(few | {"lable": 1}),
        "[" * 9999,
    ]
    path.write_text("\n".join(lines), "utf-8")
    good, bad = read(path)
    assert good[0] == whole
    assert (good[1].text, good[1].provenance) == (few["text"], SAID)
    assert [problem.split(": ")[0] for problem in bad] == [f"{path}:{n}" for n in (3, 4, 5, 6)]
    assert "lable: no such field" in bad[2]


def test_emscad_is_read_as_it_is(tmp_path: Path) -> None:
    blank = dict.fromkeys(EMSCAD_COLUMNS, "")
    rows = [
        blank | {"job_id": "7", "title": "Clerk", "description": "Sort post.", "fraudulent": "0"},
        blank | {"job_id": "8", "title": "Payer", "description": "Move money.", "fraudulent": "1"},
        blank | {"job_id": "9", "title": "Empty", "fraudulent": "1"},
    ]
    plain = write_csv(tmp_path / "emscad.csv", *rows)
    path = tmp_path / "emscad.csv.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    good, bad = read(path)
    assert [(e.id, e.label, e.categories) for e in good] == [
        ("emscad-7", "harmless", ()),
        ("emscad-8", "risky", ("recruitment_fraud",)),
    ]
    assert good[0].provenance.source == "emscad"
    assert "CC0" in good[0].provenance.licence
    assert len(bad) == 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("in.csv", b"title,text\na,b\n", "column label is missing"),
        ("in.csv", b"", "column title is missing"),
        ("in.xlsx", b"PK", "neither .jsonl nor .csv"),
        ("in.csv", b"title,text,label\n\xff,b,risky\n", "utf-8"),
        ("in.csv.gz", b"not gzip", "in.csv.gz"),
        ("gone.csv", None, "gone.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=message):
        read(path)


def test_hostile_cells_do_not_stop_the_rest(tmp_path: Path) -> None:
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(["title", "text", "label"])
    table.writerow(["", "x" * 300_001, "harmless"])
    table.writerow(["", "A nul \x00 byte in a cook's advert.", "harmless", "one", "too many"])
    table.writerow(["short"])
    table.writerow(["", "Baker, early shift, Matara.", "harmless"])
    path = tmp_path / "in.csv"
    path.write_text(out.getvalue(), "utf-8", newline="")
    good, bad = read(path)
    assert [e.text for e in good][-1] == "Baker, early shift, Matara."
    assert len(good) + len(bad) == 4


def test_a_known_text_is_a_duplicate_whatever_its_id(corpus: Corpus) -> None:
    known = row(0, id="other", group="other")
    spaced = row(0, id="third", group="third", text="  " + known["text"].replace(" ", "  "))
    found = weigh([example(**known), example(**spaced)], corpus)
    assert found.new == []
    assert found.duplicates == ["other: the text of y-0", "third: the text of y-0"]


def test_another_label_on_a_known_text_is_a_conflict_and_not_taken(corpus: Corpus) -> None:
    other = example(**row(0, id="n", label="risky", categories=["labour_exploitation"]))
    found = weigh([other], corpus)
    assert found.new == []
    (conflict,) = found.conflicts
    assert str(conflict) == (
        "n is the text of y-0, labelled harmless by t and risky labour_exploitation by t"
    )


def test_what_is_like_a_held_out_advert_or_its_rewrite_is_a_leak(corpus: Corpus) -> None:
    like = example(**row(1, id="n", group="n", text=row(1)["text"] + " Call us."))
    rewrite = example(**row(3, id="r", group="r", text="Y0ur b4nk acc0unt earns"))
    fine = example(**row(0, id="f", group="f", text=row(0)["text"] + " Call us."))
    found = weigh([like, rewrite, fine], corpus)
    assert found.leaks == ["n: much like y-1 (test)"]
    assert found.duplicates == ["r: the text of e-1"]
    assert [e.id for e in found.new] == ["f"]


def test_an_id_that_stands_for_another_text_is_refused(corpus: Corpus) -> None:
    found = weigh([example(**(ROW | {"id": "y-0"}))], corpus)
    assert found.duplicates == ["y-0: this id stands for another text already"]


def test_a_row_may_not_break_out_of_its_line(tmp_path: Path) -> None:
    given: list[dict[str, Any]] = [row(0, text="two\u2028lines of\x85one baker's advert here")]
    path = write_lines(tmp_path / "in.jsonl", given)
    good, bad = read(path)
    assert (len(good), bad) == (1, [])
