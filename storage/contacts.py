"""Contacts found in adverts: linked by keyed hash, readable only with the key (decision 0005)."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from lurewatch.records import Assessment
from storage.ciphers import Cipher
from storage.inserting import insert_new
from storage.tables import contacts

KINDS = ("phones", "emails", "handles")
"""The lists of `Entities` that hold contacts."""


def save(session: Session, assessments: Sequence[Assessment], cipher: Cipher) -> None:
    """Store the contacts of adverts; one that is known stays as it is."""
    rows = {
        (advert_id, kind, digest): {
            "advert_id": advert_id,
            "kind": kind,
            "digest": digest,
            "ciphertext": cipher.encrypt(value),
        }
        for advert_id, kind, value in _contacts(assessments)
        for digest in (cipher.digest(value),)
    }
    insert_new(session, contacts, list(rows.values()))


def _contacts(assessments: Sequence[Assessment]) -> Iterator[tuple[str, str, str]]:
    for assessment in assessments:
        for kind in KINDS:
            for value in getattr(assessment.entities, kind):
                yield assessment.advert_id, kind.removesuffix("s"), value


def adverts_sharing(session: Session, kind: str, value: str, cipher: Cipher) -> list[str]:
    """Ids of adverts that show one contact.

    Args:
        kind: `phone`, `email` or `handle`.
    """
    rows = session.execute(
        select(contacts.c.advert_id)
        .where(contacts.c.kind == kind, contacts.c.digest == cipher.digest(value))
        .order_by(contacts.c.advert_id)
    )
    return [row.advert_id for row in rows]
