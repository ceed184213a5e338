"""Full-text search that finds whole Sinhala and Tamil words.

The words are cut by `features.text.words`, which keeps vowel signs and drops joiners, and
stored one beside the other with a blank between. SQLite's FTS5 then only has to split at
blanks (its own rule would cut Sinhala words at vowel signs); PostgreSQL gets the same words
as an array under a GIN index, because its text search configurations cut them too.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

from features.text import words
from lurewatch.records import Advert
from storage.tables import clean

MOST_WORDS = 20
"""Words of one query that are looked at."""
LONGEST_WORD = 100
"""Characters of a word that count: PostgreSQL cannot index a word of thousands."""


def add(session: Session, advert: Advert) -> None:
    """Index a new advert."""
    parts = (advert.title, advert.description, advert.hiring_organization, advert.job_location)
    found = _words(" ".join(part for part in parts if part))
    if _is_sqlite(session):
        session.execute(
            text("INSERT INTO advert_words (advert_id, words) VALUES (:advert_id, :words)"),
            {"advert_id": advert.advert_id, "words": " ".join(found)},
        )
    else:
        session.execute(
            text(
                "INSERT INTO advert_words (advert_id, words) VALUES (:advert_id, :words) "
                "ON CONFLICT DO NOTHING"
            ),
            {"advert_id": advert.advert_id, "words": sorted(set(found))},
        )


def matching(session: Session, query: str, limit: int) -> list[str]:
    """Ids of adverts that hold all words of a query. A query of no words finds nothing."""
    wanted = _words(query)[:MOST_WORDS]
    if not wanted:
        return []
    if _is_sqlite(session):
        # Each word is quoted: nothing in a query can be an operator of FTS5.
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in wanted)
        rows = session.execute(
            text("SELECT advert_id FROM advert_words WHERE words MATCH :words LIMIT :limit"),
            {"words": quoted, "limit": limit},
        )
    else:
        rows = session.execute(
            text("SELECT advert_id FROM advert_words WHERE words @> :words LIMIT :limit"),
            {"words": wanted, "limit": limit},
        )
    return [row[0] for row in rows]


def _words(value: str) -> list[str]:
    return [clean(word[:LONGEST_WORD]) for word in words(value)]


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
