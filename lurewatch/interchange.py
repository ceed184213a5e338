"""The JSON forms that programs exchange with us; fields may be added, none go.

Described in docs/interfaces.md.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, BinaryIO

from lurewatch.entities import Entities, Pay
from lurewatch.errors import InputError
from lurewatch.labels import AdvertKind
from lurewatch.records import AdvertText, Assessment, Evidence

LINE_BYTES = 4_000_000
"""Longest input line read. 300,000 characters of escaped Sinhala are 1.8 MB of JSON."""

# `dataclasses.asdict` copies deeply, which cost more than scoring did.
_EVIDENCE_FIELDS = tuple(field.name for field in fields(Evidence))
_PAY_FIELDS = tuple(field.name for field in fields(Pay))


@dataclass(frozen=True, kw_only=True, slots=True)
class InputLine:
    """One line of an input file: either an advert or the reason why it is none."""

    number: int
    """Counted from 1."""
    echo_id: Any = None
    """The `id` as it was given; `None` where there was none."""
    advert: AdvertText | None = None
    error: str | None = None


def read_lines(stream: BinaryIO) -> Iterator[InputLine]:
    """Read adverts from JSON Lines, one result per non-empty line, never raising for a bad one."""
    number = 0
    while raw := stream.readline(LINE_BYTES + 1):
        number += 1
        if len(raw) > LINE_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(LINE_BYTES)
            yield InputLine(number=number, error=f"line is longer than {LINE_BYTES:,} bytes")
        elif raw.strip():
            yield _read_line(number, raw)


def _read_line(number: int, raw: bytes) -> InputLine:
    try:
        given = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return InputLine(number=number, error=f"not UTF-8 at byte {error.start}")
    except json.JSONDecodeError as error:
        return InputLine(number=number, error=f"not JSON: {error.msg} at character {error.pos}")
    except (RecursionError, ValueError) as error:
        return InputLine(number=number, error=f"not usable JSON ({type(error).__name__})")
    if not isinstance(given, dict):
        return InputLine(number=number, error="not a JSON object")
    echo_id = given.get("id")
    if not isinstance(echo_id, str | int | None) or isinstance(echo_id, bool):
        return InputLine(number=number, error="`id` is not a string or whole number")
    try:
        return InputLine(number=number, echo_id=echo_id, advert=advert_text(given))
    except InputError as error:
        return InputLine(number=number, echo_id=echo_id, error=str(error))


def advert_text(given: dict[str, Any]) -> AdvertText:
    """Read `{id title text url posted_at source kind}`.

    Raises:
        InputError: neither a title nor a text, or a value of the wrong type.
    """
    title, text = _string(given, "title"), _string(given, "text")
    if not title.strip() and not text.strip():
        raise InputError("neither `title` nor `text` has any characters")
    kind = _string(given, "kind") or AdvertKind.JOB_POSTING
    if kind not in set(AdvertKind):
        raise InputError(f"`kind` is not one of {', '.join(AdvertKind)}")
    return AdvertText(
        advert_id=str(given.get("id") or ""),
        title=title,
        text=text,
        kind=AdvertKind(kind),
        url=_string(given, "url") or None,
        source=_string(given, "source") or None,
        posted_on=_day(_string(given, "posted_at")),
    )


def _string(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f"`{name}` is not a string")
    return value


def _day(value: str) -> date | None:
    if not value:
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise InputError("`posted_at` is not an ISO 8601 date or time") from None


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """One indicator's state and words."""
    return {name: getattr(evidence, name) for name in _EVIDENCE_FIELDS}


def _pay_json(pay: Pay) -> dict[str, Any]:
    return {name: getattr(pay, name) for name in _PAY_FIELDS}


def entities_json(entities: Entities) -> dict[str, Any]:
    """What a text names; lists keep their order."""
    return {
        "pay": [_pay_json(pay) for pay in entities.pay],
        "phones": list(entities.phones),
        "emails": list(entities.emails),
        "urls": list(entities.urls),
        "handles": list(entities.handles),
        "destinations": list(entities.destinations),
        "places": list(entities.places),
        "licences": list(entities.licences),
    }


def assessment_json(assessment: Assessment, echo_id: Any = None) -> dict[str, Any]:
    """The output object of `lurewatch assess`."""
    return {
        "id": assessment.advert_id if echo_id is None else echo_id,
        "language": assessment.language,
        "score": assessment.score,
        "verdict": assessment.verdict,
        "categories": dict(assessment.categories),
        "evidence": [evidence_json(evidence) for evidence in assessment.evidence],
        "entities": entities_json(assessment.entities),
        "model_id": assessment.model_id,
        "features_version": assessment.features_version,
    }


def json_line(row: dict[str, Any]) -> str:
    """One output line, readable where it can be.

    Half a surrogate pair cannot be written as UTF-8; a line that holds one is written in ASCII
    escapes, so that it comes back as it was given.
    """
    line = json.dumps(row, ensure_ascii=False)
    if not line.isascii():
        try:
            line.encode()
        except UnicodeEncodeError:
            line = json.dumps(row)
    return line + "\n"


def error_json(line: InputLine) -> dict[str, Any]:
    """The output object of a line that could not be read."""
    return {"id": line.echo_id, "line": line.number, "error": line.error}
