from datetime import timedelta

import storage.adverts
import storage.assessments
import storage.shadows
from lurewatch.labels import Verdict
from storage.ciphers import Cipher
from storage.database import Database
from tests.samples import NOW
from tests.storage.test_assessments import assessment_of, save_advert


def test_a_challenger_waits_for_the_champion_and_what_it_said_stays(
    database: Database, cipher: Cipher
) -> None:
    ids = [save_advert(database, title) for title in ("a", "b", "not assessed")]
    found = [
        assessment_of(advert_id, assessed_at=NOW + timedelta(minutes=n))
        for n, advert_id in enumerate(ids[:2])
    ]
    with database.begin() as session:
        storage.assessments.save(session, found, [], cipher=cipher)
        waiting = storage.shadows.waiting(session, "linear-1", "linear-2", 10)
        assert [advert.advert_id for advert in waiting] == [ids[1], ids[0]]
        assert storage.shadows.waiting(session, "linear-9", "linear-2", 10) == []
        said = assessment_of(ids[0], model_id="linear-2", score=0.25, verdict=Verdict.CAUTION)
        assert storage.shadows.save(session, "linear-1", [said]) == 1
        again = assessment_of(ids[0], model_id="linear-2", score=0.75)
        assert storage.shadows.save(session, "linear-1", [again]) == 0
    with database.begin() as session:
        left = storage.shadows.waiting(session, "linear-1", "linear-2", 10)
        (pair,) = storage.shadows.pairs(session, "linear-1", "linear-2")
        assert storage.shadows.contests(session) == [("linear-1", "linear-2")]
        assert storage.assessments.latest(session, ids[0]) is not None
        assert storage.adverts.unassessed(session, "linear-2", 10) != []
    assert [advert.advert_id for advert in left] == [ids[1]]
    assert (pair.score, pair.verdict) == (0.875, Verdict.HIGH_RISK)
    assert (pair.shadow_score, pair.shadow_verdict, pair.shadow_at) == (0.25, Verdict.CAUTION, NOW)


def test_stored_assessments_are_given_back_in_order_with_their_adverts(
    database: Database, cipher: Cipher
) -> None:
    ids = sorted(save_advert(database, title) for title in ("a", "b", "c"))
    with database.begin() as session:
        for model in ("linear-2", "linear-1"):
            found = [assessment_of(advert_id, model_id=model) for advert_id in ids]
            storage.assessments.save(session, found, [], cipher=cipher)
    keys = [(model, advert_id) for model in ("linear-1", "linear-2") for advert_id in ids]
    seen, after = [], ("", "")
    while True:
        with database.begin() as session:
            batch = storage.assessments.following(session, after, 4)
        if not batch:
            break
        assert all(advert.advert_id == stored.advert_id for advert, stored in batch)
        seen += [(stored.model_id, stored.advert_id) for _, stored in batch]
        after = seen[-1]
    assert seen == keys
    with database.begin() as session:
        drawn = storage.assessments.drawn(session, 4)
        assert len(set(drawn)) == 4
        assert set(drawn) <= set(keys)
        some = storage.assessments.with_adverts(session, keys[1:3])
        assert [(stored.model_id, stored.advert_id) for _, stored in some] == keys[1:3]
        assert storage.assessments.with_adverts(session, []) == []


def test_what_is_stored_is_what_as_stored_says(database: Database, cipher: Cipher) -> None:
    given = assessment_of(save_advert(database, "a"), score=0.1 + 0.2)
    with database.begin() as session:
        storage.assessments.save(session, [given], [], cipher=cipher)
        found = storage.assessments.latest(session, given.advert_id)
    assert found == storage.assessments.as_stored(given)
    assert found is not None
    assert found.entities.phones == ()
