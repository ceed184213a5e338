"""Public sets are read where they lie, as they are."""

import os
from collections import Counter
from pathlib import Path

import pytest

from lurewatch.errors import InputError
from models.public_sets import EMSCAD, SMS, TELEGRAM, emscad, sms, telegram

DATA = Path(os.environ.get("LUREWATCH_SHARED_DIR") or Path(__file__).parents[3] / "shared") / "data"
here = pytest.mark.skipif(
    not DATA.is_dir(), reason="the public data sets do not lie beside this checkout"
)


@here
def test_emscad_as_published() -> None:
    rows = list(emscad(DATA / "emscad_train.csv.gz"))
    assert Counter(row.label for row in rows) == {"risky": 751, "harmless": 600}
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.source is EMSCAD for row in rows)


@here
def test_telegram_as_published() -> None:
    rows = list(telegram(DATA / "messages"))
    labelled = [row for row in rows if row.label]
    stated = Counter(row.stated.split("/")[0] for row in rows)
    assert stated["ham"] == 438
    assert sum(stated[name] for name in stated if name not in ("ham", "spam")) == 75
    assert Counter(row.label for row in labelled) == {"risky": 69, "harmless": 3}
    assert all(row.source is TELEGRAM and row.text for row in rows)


@here
def test_sms_as_published() -> None:
    rows = list(sms(DATA / "messages" / "lk_sms_scam_2026.csv"))
    assert len(rows) == 29
    assert {row.label for row in rows} == {None}
    assert all(row.source is SMS for row in rows)


def test_each_set_says_its_licence_and_its_caveat() -> None:
    for each in (EMSCAD, TELEGRAM, SMS):
        assert each.licence
        assert len(each.caveat) > 40


def test_a_value_that_the_publisher_does_not_use_is_refused(tmp_path: Path) -> None:
    from models.public_sets import EMSCAD_COLUMNS

    path = tmp_path / "emscad.csv"
    path.write_text(",".join(EMSCAD_COLUMNS) + "\n" + "," * 17 + "perhaps\n", "utf-8")
    with pytest.raises(InputError, match="row 2: fraudulent is 'perhaps', not 0 or 1"):
        list(emscad(path))
