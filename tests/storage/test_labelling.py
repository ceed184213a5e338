"""What nobody has looked at: to be labelled, or cleared and to be audited."""

from dataclasses import replace
from datetime import date, timedelta

import storage.adverts
import storage.assessments
import storage.flags
from lurewatch.entities import Entities
from lurewatch.labels import Decision, FlagStatus, Language, Verdict
from lurewatch.records import Assessment, Flag
from storage.ciphers import Cipher
from storage.database import Database
from storage.labelling import cleared, flag_statuses, not_assessed, without_review
from tests.samples import NOW, make_advert

ADVERTS = [make_advert(title=f"Cook {n}", date_posted=date(2026, 11, 1 + n)) for n in range(5)]
IDS = [advert.advert_id for advert in ADVERTS]
EVER = (date.min, date.max)


def assessment(advert_id: str, model_id: str = "m") -> Assessment:
    return Assessment(
        advert_id=advert_id,
        model_id=model_id,
        features_version="f",
        assessed_at=NOW,
        language=Language.ENGLISH,
        score=0.4,
        categories={},
        verdict=Verdict.NO_SIGNS_FOUND,
        threshold_name="t",
        evidence=(),
        entities=Entities(),
    )


def flag(number: int) -> Flag:
    return Flag(
        flag_id=f"flag-{number}",
        advert_id=IDS[number],
        model_id="m",
        score=0.9,
        categories=(),
        destinations=(),
        reasons=(),
        counted_on=date(2026, 11, 1 + number),
        flagged_at=NOW + timedelta(days=number),
    )


def store(database: Database, cipher: Cipher) -> None:
    """Adverts 0 to 3 are assessed, 2 says too little, 0 and 1 are flagged, 0 is decided."""
    found = [assessment(each) for each in IDS[:4]]
    found[2] = replace(found[2], verdict=Verdict.NOT_ENOUGH_INFORMATION)
    with database.begin() as session:
        storage.adverts.save_adverts(session, ADVERTS)
        storage.assessments.save(session, found, [flag(0), flag(1)], cipher=cipher)
        storage.flags.decide(
            session,
            flag_id="flag-0",
            decision=Decision.UPHOLD,
            reason="a fee",
            reviewer="r",
            now=NOW,
        )


def test_what_is_decided_thin_or_not_assessed_is_not_to_be_labelled(
    database: Database, cipher: Cipher
) -> None:
    store(database, cipher)
    with database.begin() as session:
        found = without_review(session, "m")
        assert [each.advert_id for each in found] == sorted((IDS[1], IDS[3]))
        assert {each.score for each in found} == {0.4}
        assert without_review(session, "other") == []
        assert (not_assessed(session, "m"), not_assessed(session, "other")) == (1, 5)


def test_cleared_adverts_were_assessed_and_have_no_flag(database: Database, cipher: Cipher) -> None:
    store(database, cipher)
    with database.begin() as session:
        assert cleared(session, *EVER) == sorted((IDS[2], IDS[3]))
        assert cleared(session, date(2026, 11, 4), date(2026, 11, 4)) == [IDS[3]]
        storage.assessments.save(session, [assessment(IDS[3], "other")], [], cipher=cipher)
        assert cleared(session, *EVER) == sorted((IDS[2], IDS[3]))


def test_flags_are_counted_by_status_day_and_time(database: Database, cipher: Cipher) -> None:
    store(database, cipher)
    with database.begin() as session:
        found = flag_statuses(session, *EVER, NOW + timedelta(days=1))
        assert found == {**dict.fromkeys(FlagStatus, 0), FlagStatus.UPHELD: 1, FlagStatus.OPEN: 1}
        assert flag_statuses(session, *EVER, NOW)[FlagStatus.OPEN] == 0
        assert flag_statuses(session, date(2026, 11, 2), date.max, NOW)[FlagStatus.UPHELD] == 0


def test_adverts_by_id_and_by_day(database: Database) -> None:
    with database.begin() as session:
        storage.adverts.save_adverts(session, ADVERTS)
        wanted = [IDS[3], "unknown", IDS[0]]
        assert [each.advert_id for each in storage.adverts.many(session, wanted)] == wanted[::2]
        days = (date(2026, 11, 2), date(2026, 11, 3))
        assert storage.adverts.between(session, *days) == ADVERTS[1:3]
