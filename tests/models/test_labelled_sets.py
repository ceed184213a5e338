"""Any labelled set: read by a column mapping, exactly, or refused by file and row."""

import json
from datetime import date
from pathlib import Path

import pytest

from lurewatch.errors import ConfigurationError, InputError
from lurewatch.labels import Language
from models.labelled_sets import read_adverts, read_mapping, read_sets

MAPPING = """
[columns]
id = "nr"
title = "head"
text = ["body", "more"]
label = "fake"
group = "cluster?"
date = "seen"
source = "board"
fields = ["remote", "company?"]

[labels]
risky = ["Yes"]
harmless = ["no", "0"]

[defaults]
category = "labour_exploitation"
source = "board-set"
"""
HEADER = "nr,head,body,more,fake,seen,board,remote\n"


@pytest.fixture
def mapping(tmp_path: Path) -> str:
    path = tmp_path / "columns.toml"
    path.write_text(MAPPING, "utf-8")
    return str(path)


def written(folder: Path, rows: str, name: str = "set.csv") -> Path:
    path = folder / name
    path.write_text(rows, "utf-8")
    return path


def test_columns_become_samples(tmp_path: Path, mapping: str) -> None:
    rows = '1,Cook,"Hotel, Kandy",Meals,YES,2026-01-31,alpha,1\n2,,දිනපතා වැඩ,,0,,beta,\n'
    one, two = read_sets([written(tmp_path, HEADER + rows)], mapping)
    assert (one.example.title, one.example.text) == ("Cook", "Hotel, Kandy\nMeals")
    assert one.example.is_risky
    assert one.example.categories == ("labour_exploitation",)
    assert (one.day, one.source) == (date(2026, 1, 31), "alpha")
    assert one.fields == (("remote", "1"), ("company", ""))
    assert one.advert.fields == one.fields
    assert not two.example.is_risky
    assert two.example.language is Language.SINHALA
    assert two.day is None


def test_json_lines_are_read_by_the_same_mapping(tmp_path: Path, mapping: str) -> None:
    row = {"nr": 7, "head": None, "body": "வேலை", "more": "", "fake": "no"}
    row |= {"seen": "", "board": "x", "remote": True}
    path = written(tmp_path, json.dumps(row) + "\n", "set.jsonl")
    (sample,) = read_sets([path], mapping)
    assert sample.example.id == "board-set-7"
    assert sample.example.language is Language.TAMIL
    assert sample.fields[0] == ("remote", "1")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,Cook,Hotel,,NaN,,a,\n", r"set\.csv:2: fake is 'nan'"),
        ("1,Cook,Hotel,,,,a,\n", r"set\.csv:2: fake is empty"),
        ("1,,,,yes,,a,\n", r"set\.csv:2: text"),
        ("1,Cook,Hotel,,yes,31/01/2026,a,\n", "no ISO 8601 date"),
        ("1,a,b,,yes,,a,\n1,c,d,,no,,a,\n", "'board-set-1' stands more than once"),
        ("", "no adverts"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(
    tmp_path: Path, mapping: str, row: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read_sets([written(tmp_path, HEADER + row)], mapping)


def test_a_missing_column_is_named_and_an_optional_one_is_not(tmp_path: Path, mapping: str) -> None:
    with pytest.raises(InputError, match="column board is missing"):
        read_sets([written(tmp_path, "nr,head,body,more,fake,seen,remote\n")], mapping)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[columns]\ntext = 'a'\nlabels = 'b'\n", r"columns\.labels"),
        ("[columns]\ntext = 'a'\nlabel = 'b'\n", "must say what 'b' says"),
        ("[columns]\n", r"columns\.text"),
        ("text", "columns.toml"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text, "columns.toml")
    with pytest.raises(ConfigurationError, match=message):
        read_mapping(str(path))


def test_a_csv_without_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--columns"):
        read_sets([written(tmp_path, HEADER)])


def test_unlabelled_rows_can_be_read_for_assessing(tmp_path: Path) -> None:
    mapping = written(tmp_path, "[columns]\ntext = 'body'\nfields = ['x']\n", "c.toml")
    path = written(tmp_path, "body,x\nCook for a hotel,5\n")
    (advert,) = read_adverts(path, str(mapping))
    assert (advert.advert_id, advert.text, advert.fields) == (
        "2",
        "Cook for a hotel",
        (("x", "5"),),
    )
    with pytest.raises(InputError, match="names no label column"):
        read_sets([path], str(mapping))
