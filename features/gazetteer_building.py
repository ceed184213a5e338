"""Builds `features/data/gazetteer_lk.csv`, Sri Lankan provinces, districts, divisions and towns.

`python -m features.gazetteer_building` reads two open lists (both MIT) from ../shared/data/places,
the project's own table `home_places.csv` and the repairs in `gazetteer_repairs.csv`, and writes the
gazetteer. Names and coordinates are facts; nothing else of the lists is taken.

nuuuwan's list cuts each name at 50 bytes of UTF-8, so a name of 48 bytes or more has lost its end
or just fits: which of the two, a person has to say. A name of that length without a row in the
repairs stops the building.
"""

import csv
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import regex

from lurewatch.errors import ConfigurationError

DATA = Path(__file__).parent / "data"
GAZETTEER = DATA / "gazetteer_lk.csv"
SOURCES = Path(__file__).resolve().parents[2] / "shared" / "data" / "places"
"""Beside the checkout; the lists are not part of the project."""

CUT_BYTES_MIN = 48
"""nuuuwan's limit is 50 bytes, and one more letter of either script takes three."""

_HEADER = (
    "# Sri Lankan places. Written by `python -m features.gazetteer_building`, not by hand.\n"
    "# Sources of names and coordinates: madurapa's lists of provinces, districts and cities\n"
    "# (MIT), nuuuwan's lists of provinces, districts and divisional secretariat divisions (MIT)\n"
    "# and the project's own home_places.csv. Several spellings are separated by |.\n"
)
_QUALIFIER = regex.compile(r"\s*\(([^()]*)\)?")
_ONLY_A_MARK = regex.compile(r"(?i)wp|sab|ftz|සබර(?:ගමුව)?|சப்|எஸ்ஏபி|[\d\s]*")
_TRAILING_KIND = regex.compile(r"(?: new ?town| town| bazaar)$", regex.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One place, as it stands in the file."""

    name: str
    """English name."""
    kind: str
    """`province`, `district`, `division` (divisional secretariat) or `town`."""
    district: str
    """English name of the parent district; empty for provinces."""
    latitude: str
    """Degrees north, WGS 84; empty where no source gives it. Divisions and larger: the centre."""
    longitude: str
    """Degrees east."""
    si: str
    ta: str
    romanised: str
    """Other spellings in Latin letters."""


def build(sources: Path = SOURCES) -> list[Row]:
    """All rows, largest kind first and then by district and name.

    Raises:
        ConfigurationError: a list is absent, or a name was cut and nobody repaired it.
    """
    if not sources.is_dir():
        raise ConfigurationError(f"the lists of places are not there: {sources}")
    repairs = _Repairs.read()
    own = list(_read(DATA / "home_places.csv"))
    districts = {row["id"]: row["name_en"] for row in _read(sources / "madurapa_districts.csv")}
    rows = [
        *_provinces(sources, own),
        *_districts(sources, own),
        *_divisions(sources, repairs),
        *_towns(sources, repairs, districts, own),
    ]
    repairs.check_all_used()
    return rows


def write(rows: Iterable[Row], path: Path = GAZETTEER) -> None:
    """Write the gazetteer as UTF-8 CSV with a comment on its sources."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_HEADER)
        out = csv.writer(file, lineterminator="\n")
        out.writerow(field.name for field in fields(Row))
        out.writerows(astuple(row) for row in rows)


class _Repairs:
    """What is wrong in the lists: (source, id, column) → right name, empty for none."""

    def __init__(self, table: Mapping[tuple[str, str, str], str]) -> None:
        self._table = table
        self._used: set[tuple[str, str, str]] = set()

    @classmethod
    def read(cls) -> "_Repairs":
        rows = _read(DATA / "gazetteer_repairs.csv")
        return cls({(row["source"], row["id"], row["column"]): row["repaired"] for row in rows})

    def drops(self, source: str, row: Mapping[str, str]) -> bool:
        """Whether the row is no place."""
        return self._find((source, row["id"], "*")) is not None

    def name(self, source: str, row: Mapping[str, str], column: str) -> str:
        """The name, repaired."""
        repaired = self._find((source, row["id"], column))
        written = row[column].strip()
        if repaired is None and source == "dsds" and len(written.encode()) >= CUT_BYTES_MIN:
            raise ConfigurationError(f"{row['id']} {column} may be cut and has no repair")
        return written if repaired is None else repaired

    def check_all_used(self) -> None:
        """ConfigurationError where a repair meets no row, for example after a new release."""
        if unused := sorted(self._table.keys() - self._used):
            raise ConfigurationError(f"gazetteer_repairs.csv: nothing to repair at {unused[0]}")

    def _find(self, key: tuple[str, str, str]) -> str | None:
        self._used.update({key} & self._table.keys())
        return self._table.get(key)


def _provinces(sources: Path, own: list[dict[str, str]]) -> Iterator[Row]:
    centres = {row["name"]: row for row in _read(sources / "nuuuwan_provinces.tsv")}
    for row in own:
        if row["kind"] == "province":
            yield _row(row, centres[row["name"].removesuffix(" Province")], "", own=row)


def _districts(sources: Path, own: list[dict[str, str]]) -> Iterator[Row]:
    centres = {row["name"]: row for row in _read(sources / "nuuuwan_districts.tsv")}
    mine = {row["name"]: row for row in own if row["kind"] == "district"}
    for given in sorted(_read(sources / "madurapa_districts.csv"), key=lambda row: row["name_en"]):
        name = given["name_en"]
        row = {"name": name, "kind": "district", "si": given["name_si"], "ta": given["name_ta"]}
        yield _row(row, centres[name], name, own=mine.get(name))


def _divisions(sources: Path, repairs: _Repairs) -> Iterator[Row]:
    districts = {row["id"]: row["name"] for row in _read(sources / "nuuuwan_districts.tsv")}
    for given in _read(sources / "nuuuwan_dsds.tsv"):
        if repairs.drops("dsds", given):
            continue
        names = {column: _spellings(repairs.name("dsds", given, column)) for column in _DSD_COLUMNS}
        row = _named("division", names["name"], names["name_si"], names["name_ta"])
        yield _row(row, given, districts[given["id"][:5]])


_DSD_COLUMNS = ("name", "name_si", "name_ta")


def _towns(
    sources: Path, repairs: _Repairs, districts: Mapping[str, str], own: list[dict[str, str]]
) -> Iterator[Row]:
    mine = {row["name"]: row for row in own if row["kind"] == "town"}
    towns = []
    for given in _read(sources / "madurapa_cities.csv"):
        if repairs.drops("cities", given):
            continue
        place = {
            column: repairs.name("cities", given, column)
            for column in ("name_en", "name_si", "name_ta")
        }
        if given["sub_name_en"]:  # a numbered quarter of Colombo, with the name people use
            place = {column: given[f"sub_{column}"] for column in place}
        names = {column: _spellings(name) for column, name in place.items()}
        english, *others = names["name_en"]
        if bare := _TRAILING_KIND.sub("", english):
            others += [bare] if bare != english else []
        row = _named("town", [english, *others], names["name_si"], names["name_ta"])
        towns.append(_row(row, given, districts[given["district_id"]], own=mine.pop(english, None)))
    for row in mine.values():
        towns.append(_row(row, {}, row["district"]))
    yield from sorted(towns, key=lambda town: (town.district, town.name))


def _named(kind: str, latin: list[str], si: list[str], ta: list[str]) -> dict[str, str]:
    """The columns of names; the first Latin one is the English name."""
    english, *others = latin
    spelled = {"si": "|".join(si), "ta": "|".join(ta), "romanised": "|".join(others)}
    return {"name": english, "kind": kind, **spelled}


def _row(
    place: Mapping[str, str],
    centre: Mapping[str, str],
    district: str,
    own: Mapping[str, str] | None = None,
) -> Row:
    """A row of the file; the spellings of the project's own table come first."""
    own = own or {}
    written = {
        column: "|".join(
            dict.fromkeys(
                name
                for table in (own, place)
                for name in table.get(column, "").split("|")
                if name and name != place["name"]
            )
        )
        for column in ("si", "ta", "romanised")
    }
    return Row(
        name=place["name"],
        kind=place["kind"],
        district=district,
        latitude=_degrees(centre.get("center_lat") or centre.get("latitude")),
        longitude=_degrees(centre.get("center_lon") or centre.get("longitude")),
        **written,
    )


def _spellings(written: str) -> list[str]:
    """The name and what stands in brackets behind it, where that is a name too."""
    inner = [found.strip() for found in _QUALIFIER.findall(written)]
    bare = " ".join(_QUALIFIER.sub(" ", written).split())
    return [bare, *(each for each in inner if not _ONLY_A_MARK.fullmatch(each))]


def _degrees(written: str | None) -> str:
    """Four decimals, about eleven metres: more than any of the sources means."""
    return f"{float(written):.4f}" if written else ""


def _read(path: Path) -> Iterator[dict[str, str]]:
    delimiter = "\t" if path.suffix == ".tsv" else ","
    try:
        lines = unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).splitlines()
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read") from error
    yield from csv.DictReader((x for x in lines if not x.startswith("#")), delimiter=delimiter)


def main() -> int:
    """Write the gazetteer; 1 where the sources are absent or a repair is missing."""
    try:
        rows = build()
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    write(rows)
    sys.stdout.write(f"{GAZETTEER}: {len(rows)} places\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
