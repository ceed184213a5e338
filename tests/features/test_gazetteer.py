"""The file of Sri Lankan places, and the script that builds it."""

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from features import gazetteer_building
from features.gazetteer import countries, places_by_name
from features.gazetteer_building import GAZETTEER, SOURCES, build, write
from lurewatch.errors import ConfigurationError


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    lines = GAZETTEER.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_it_holds_every_level_of_the_island(rows: list[dict[str, str]]) -> None:
    kinds = Counter(row["kind"] for row in rows)
    assert kinds["province"] == 9
    assert kinds["district"] == 25
    assert kinds["division"] >= 331
    assert kinds["town"] >= 2000


def test_every_place_but_a_province_lies_in_a_district(rows: list[dict[str, str]]) -> None:
    districts = {row["name"] for row in rows if row["kind"] == "district"}
    assert len(districts) == 25
    assert {row["district"] for row in rows if row["kind"] != "province"} == districts


def test_coordinates_lie_on_the_island(rows: list[dict[str, str]]) -> None:
    located = [row for row in rows if row["latitude"]]
    assert len(located) > 0.95 * len(rows)
    for row in located:
        assert 5.8 < float(row["latitude"]) < 9.9, row["name"]
        assert 79.5 < float(row["longitude"]) < 82.0, row["name"]


def test_names_are_whole_and_in_their_script(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert unicodedata.is_normalized("NFC", "".join(row.values()))
        for name in row["si"].split("|") if row["si"] else ():
            assert re.fullmatch(r"[\u0d80-\u0dff\u200d \-0-9]+", name), row
            assert name.count("(") == name.count(")")
        for name in row["ta"].split("|") if row["ta"] else ():
            assert re.fullmatch(r"[\u0b80-\u0bff \-0-9]+", name), row


def test_the_cut_names_are_repaired(rows: list[dict[str, str]]) -> None:
    kotte = next(row for row in rows if row["name"] == "Sri Jayawardanapura Kotte")
    assert kotte["si"].replace("\u200d", "").endswith("කෝට්ටේ")


def test_every_country_is_there_once() -> None:
    assert len(countries()) > 240
    assert "LK" not in countries()
    assert places_by_name()["kampuchea"].country == "KH"


def test_absent_sources_are_said_clearly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ConfigurationError, match="not there"):
        build(tmp_path / "none")
    monkeypatch.setattr(build, "__defaults__", (tmp_path / "none",))
    assert gazetteer_building.main() == 1
    assert "not there" in capsys.readouterr().err


@pytest.mark.skipif(not SOURCES.is_dir(), reason=f"the open lists are not at {SOURCES}")
def test_the_file_is_what_the_script_writes(tmp_path: Path) -> None:
    write(build(), tmp_path / "built.csv")
    assert (tmp_path / "built.csv").read_bytes() == GAZETTEER.read_bytes()


@pytest.mark.skipif(not SOURCES.is_dir(), reason=f"the open lists are not at {SOURCES}")
def test_a_cut_name_without_a_repair_stops_the_building(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = gazetteer_building._Repairs({})
    monkeypatch.setattr(gazetteer_building._Repairs, "read", lambda: empty)
    with pytest.raises(ConfigurationError, match="may be cut"):
        build()
