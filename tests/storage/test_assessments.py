from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

import storage.adverts
import storage.assessments
import storage.contacts
import storage.flags
from lurewatch.entities import Entities, Pay
from lurewatch.errors import Conflict, InputError, NotFound
from lurewatch.labels import (
    Category,
    Decision,
    FlagStatus,
    IndicatorState,
    Language,
    Verdict,
)
from lurewatch.records import Assessment, Evidence, Flag
from storage.ciphers import Cipher
from storage.database import Database
from tests.samples import NOW, make_advert

CRIME, FRAUD = Category.FORCED_CRIMINALITY, Category.RECRUITMENT_FRAUD


def assessment_of(advert_id: str, **changes: object) -> Assessment:
    fields: dict[str, object] = {
        "advert_id": advert_id,
        "model_id": "linear-1",
        "features_version": "1",
        "assessed_at": NOW,
        "language": Language.SINHALA,
        "score": 0.875,
        "categories": {CRIME: 0.9, FRAUD: 0.1},
        "verdict": Verdict.HIGH_RISK,
        "threshold_name": "t",
        "evidence": (
            Evidence(
                indicator="FEE_UPFRONT",
                state=IndicatorState.PRESENT,
                field="text",
                start=0,
                end=4,
                text="ගෙවන",
            ),
            Evidence(indicator="TASK_MICRO_PAY", state=IndicatorState.UNKNOWN),
        ),
        "entities": Entities(
            pay=(Pay(min=1.0, max=2.0, currency="LKR", period="month"),),
            phones=("+94700001234",),
            emails=("a@b.example",),
            handles=("telegram:demo",),
            destinations=("TH",),
        ),
    }
    return Assessment(**(fields | changes))  # type: ignore[arg-type]


def flag_of(advert_id: str, **changes: object) -> Flag:
    fields: dict[str, object] = {
        "flag_id": f"flag-{advert_id}",
        "advert_id": advert_id,
        "model_id": "linear-1",
        "score": 0.875,
        "categories": (CRIME,),
        "destinations": ("TH", "MM"),
        "reasons": ("FEE_UPFRONT",),
        "counted_on": date(2026, 11, 18),
        "flagged_at": NOW,
    }
    return Flag(**(fields | changes))  # type: ignore[arg-type]


def save_advert(database: Database, title: str, **more: object) -> str:
    advert = make_advert(title=title, **more)
    with database.begin() as session:
        storage.adverts.save_adverts(session, [advert])
    return advert.advert_id


def save_flags(database: Database, cipher: Cipher, *flags: Flag) -> None:
    with database.begin() as session:
        found = [assessment_of(flag.advert_id) for flag in flags]
        storage.assessments.save(session, found, flags, cipher=cipher)


def test_an_assessment_comes_back_without_its_contacts(database: Database, cipher: Cipher) -> None:
    saved = assessment_of(save_advert(database, "a"))
    with database.begin() as session:
        counts = storage.assessments.save(session, [saved], [], cipher=cipher)
    assert (counts.assessments, counts.flags) == (1, 0)
    with database.begin() as session:
        found = storage.assessments.latest(session, saved.advert_id)
    assert found == replace(
        saved, entities=replace(saved.entities, phones=(), emails=(), handles=())
    )


def test_contacts_link_adverts_and_are_nowhere_in_clear(database: Database, cipher: Cipher) -> None:
    ids = [save_advert(database, title) for title in ("a", "b")]
    with database.begin() as session:
        found = [assessment_of(advert_id) for advert_id in ids]
        storage.assessments.save(session, found, [], cipher=cipher)
        shared = storage.contacts.adverts_sharing(session, "phone", "+94700001234", cipher)
        other = storage.contacts.adverts_sharing(
            session, "phone", "+94700001234", Cipher("another key of tests")
        )
        rows = session.execute(text("SELECT * FROM contacts")).all()
        rows += session.execute(text("SELECT entities FROM assessments")).all()
    assert (shared, other) == (sorted(ids), [])
    assert "94700001234" not in str(rows)
    assert "telegram:demo" not in str(rows)


def test_saving_twice_adds_nothing_and_changes_nothing(database: Database, cipher: Cipher) -> None:
    advert_id = save_advert(database, "a")
    save_flags(database, cipher, flag_of(advert_id))
    with database.begin() as session:
        again = storage.assessments.save(
            session,
            [assessment_of(advert_id, score=0.1)],
            [flag_of(advert_id, flag_id="other", score=0.1)],
            cipher=cipher,
        )
        assert (again.assessments, again.flags) == (0, 0)
        assert storage.flags.for_advert(session, advert_id) == flag_of(advert_id)
        assert storage.flags.count(session) == 1


def test_what_a_model_has_assessed_is_not_given_out_again(
    database: Database, cipher: Cipher
) -> None:
    first, second = (save_advert(database, title) for title in ("a", "b"))
    with database.begin() as session:
        storage.assessments.save(session, [assessment_of(first)], [], cipher=cipher)
        waiting = storage.adverts.unassessed(session, "linear-1", 10)
        other = storage.adverts.unassessed(session, "linear-2", 10)
    assert [advert.advert_id for advert in waiting] == [second]
    assert len(other) == 2


def test_effort_counts_each_advert_once_in_the_week_it_counts_for(
    database: Database, cipher: Cipher
) -> None:
    days = [date(2026, 11, 16), date(2026, 11, 22), date(2026, 11, 23), None]
    ids = [save_advert(database, str(day), date_posted=day) for day in days]
    save_advert(database, "not assessed", date_posted=days[0])
    with database.begin() as session:
        for model in ("linear-1", "linear-2"):
            found = [assessment_of(advert_id, model_id=model) for advert_id in ids]
            storage.assessments.save(session, found, [], cipher=cipher)
        weeks = storage.assessments.effort(session, date(2026, 11, 9), date(2026, 11, 29))
    assert weeks == {date(2026, 11, 16): 2, date(2026, 11, 23): 2}


def test_the_queue_is_by_score_and_pages_without_loss(database: Database, cipher: Cipher) -> None:
    scores = [0.9, 0.9, 0.7, 0.95, 0.9]
    for number, score in enumerate(scores):
        save_flags(database, cipher, flag_of(save_advert(database, f"t{number}"), score=score))
    seen, cursor = [], None
    while True:
        with database.begin() as session:
            page = storage.flags.page(session, cursor=cursor, limit=2)
        seen += [row.flag for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert [flag.score for flag in seen] == sorted(scores, reverse=True)
    assert len({flag.flag_id for flag in seen}) == 5


def test_the_queue_filters(database: Database, cipher: Cipher) -> None:
    thai, domestic = (save_advert(database, title) for title in ("thai", "domestic"))
    save_flags(
        database,
        cipher,
        flag_of(thai),
        flag_of(domestic, categories=(FRAUD,), destinations=()),
    )
    with database.begin() as session:
        by_country = storage.flags.page(session, destination="MM")
        by_category = storage.flags.page(session, category=FRAUD)
        by_status = storage.flags.page(session, status=FlagStatus.UPHELD)
    assert [row.title for row in by_country.rows] == ["thai"]
    assert [row.title for row in by_category.rows] == ["domestic"]
    assert by_status.rows == []


@pytest.mark.parametrize("cursor", ["x", "!!", "W10", "WzEsMl0", "\x00"])
def test_a_forged_cursor_is_bad_input(database: Database, cursor: str) -> None:
    with database.begin() as session, pytest.raises(InputError):
        storage.flags.page(session, cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_page_sizes_are_bounded(database: Database, limit: int) -> None:
    with database.begin() as session, pytest.raises(InputError):
        storage.flags.page(session, limit=limit)


def test_decisions_are_added_and_the_last_one_holds(database: Database, cipher: Cipher) -> None:
    flag = flag_of(save_advert(database, "a"))
    save_flags(database, cipher, flag)

    def decide(decision: Decision, minutes: int, reason: str = "seen") -> None:
        with database.begin() as session:
            storage.flags.decide(
                session,
                flag_id=flag.flag_id,
                decision=decision,
                reason=reason,
                reviewer="a1",
                now=NOW + timedelta(minutes=minutes),
            )

    decide(Decision.UPHOLD, 1)
    with pytest.raises(Conflict):
        decide(Decision.UPHOLD, 2)
    with pytest.raises(InputError):
        decide(Decision.DISMISS, 3, reason="  ")
    decide(Decision.DISMISS, 4)
    with database.begin() as session:
        history = storage.flags.reviews_of(session, flag.flag_id)
        assert storage.flags.get(session, flag.flag_id).status is FlagStatus.DISMISSED
    assert [review.decision for review in history] == [Decision.UPHOLD, Decision.DISMISS]


def test_deciding_on_nothing_is_not_found(database: Database) -> None:
    with database.begin() as session, pytest.raises(NotFound):
        storage.flags.decide(
            session,
            flag_id="none",
            decision=Decision.UPHOLD,
            reason="r",
            reviewer="a",
            now=NOW,
        )


def test_dismissed_flags_do_not_count_for_hotspots(database: Database, cipher: Cipher) -> None:
    flags = [flag_of(save_advert(database, title)) for title in ("a", "b")]
    save_flags(database, cipher, *flags)
    with database.begin() as session:
        storage.flags.decide(
            session,
            flag_id=flags[0].flag_id,
            decision=Decision.DISMISS,
            reason="a bank's own advert",
            reviewer="a",
            now=NOW,
        )
        day = flags[0].counted_on
        counted = storage.flags.counted_between(session, day, day)
        outside = storage.flags.counted_between(session, day + timedelta(days=1), NOW.date())
    assert ([flag.flag_id for flag in counted], outside) == ([flags[1].flag_id], [])
