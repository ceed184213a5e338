import gzip
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from lurewatch.errors import EvidenceDamaged
from lurewatch.records import ArchivedResponse
from storage.evidence import Archive

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def write(archive: Archive, body: bytes = b"<p>advert</p>", **more: object) -> ArchivedResponse:
    fields: dict[str, object] = {
        "url": "https://jobs.example/1",
        "method": "GET",
        "request_headers": {"User-Agent": "Lurewatch"},
        "status_code": 200,
        "reason": "OK",
        "response_headers": [("Content-Type", "text/html"), ("Content-Encoding", "gzip")],
        "body": body,
        "fetched_at": NOW,
    }
    return archive.write(**(fields | more))  # type: ignore[arg-type]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path, 1_000_000)


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff\n\r\n\r\n", "ශ්‍රී".encode(), b"x" * 20_000_000], ids=len
)
def test_bytes_come_back_as_they_were_seen(archive: Archive, body: bytes) -> None:
    first, second = write(archive, b"other"), write(archive, body)
    archive.close()
    found = archive.read(second)
    assert found.body == body
    assert found.status_line == "200 OK"
    assert found.request_headers["User-Agent"] == "Lurewatch"
    assert archive.read(first).body == b"other"


def test_the_file_is_a_warc_that_others_read(archive: Archive, tmp_path: Path) -> None:
    written = write(archive)
    archive.close()
    with (tmp_path / written.warc_file).open("rb") as file:
        records = [(r.rec_type, dict(r.rec_headers.headers)) for r in ArchiveIterator(file)]
    assert [kind for kind, _ in records] == ["warcinfo", "response", "request"]
    response, request = records[1][1], records[2][1]
    assert response["WARC-Payload-Digest"] == f"sha256:{written.sha256}"
    assert response["WARC-Record-ID"] == f"<urn:uuid:{written.evidence_id}>"
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert response["WARC-Date"].startswith("2026-11-23T06:30:00")


def test_headers_cannot_forge_a_record(archive: Archive) -> None:
    hostile = [("X-A\r\nWARC-Type: forged", "v\r\n\r\nbody"), ("Set-Cookie", "a\x00b")]
    written = write(archive, response_headers=hostile, url="https://jobs.example/a\r\nX: y")
    archive.close()
    assert archive.read(written).body == b"<p>advert</p>"


def test_a_new_file_is_begun_at_the_size_limit(tmp_path: Path) -> None:
    archive = Archive(tmp_path, 600)
    written = [write(archive, str(n).encode() * 500) for n in range(4)]
    archive.close()
    assert len({one.warc_file for one in written}) > 1
    assert [archive.read(one).body[:1] for one in written] == [b"0", b"1", b"2", b"3"]


def test_two_writers_never_share_a_file(tmp_path: Path) -> None:
    writers = [Archive(tmp_path, 10**6) for _ in range(2)]
    files = {write(writer).warc_file for writer in writers}
    for writer in writers:
        writer.close()
    assert len(files) == 2


def test_a_torn_end_costs_only_the_last_record(archive: Archive, tmp_path: Path) -> None:
    kept, torn = write(archive, b"kept"), write(archive, b"torn" * 1_000)
    archive.close()
    path = tmp_path / kept.warc_file
    path.write_bytes(path.read_bytes()[: torn.warc_offset + 20])
    assert archive.read(kept).body == b"kept"
    with pytest.raises(EvidenceDamaged):
        archive.read(torn)


def test_changed_bytes_are_refused(archive: Archive, tmp_path: Path) -> None:
    written = write(archive, b"salary 100")
    archive.close()
    path = tmp_path / written.warc_file
    content = path.read_bytes()
    head, record = content[: written.warc_offset], content[written.warc_offset :]
    forged = gzip.compress(gzip.decompress(record).replace(b"salary 100", b"salary 900"))
    path.write_bytes(head + forged)
    with pytest.raises(EvidenceDamaged, match="SHA-256"):
        archive.read(written)


@pytest.mark.parametrize(
    "changes",
    [
        {"warc_file": "../../etc/passwd"},
        {"warc_file": "lurewatch-20260101000000-1-00000000-00000.warc.gz"},
        {"evidence_id": "another"},
        {"warc_offset": 10_000_000},
        {"warc_offset": 3},
        {"sha256": "0" * 64},
    ],
)
def test_a_row_that_points_elsewhere_is_refused(
    archive: Archive, changes: dict[str, object]
) -> None:
    written = write(archive)
    archive.close()
    with pytest.raises(EvidenceDamaged):
        archive.read(replace(written, **changes))  # type: ignore[arg-type]
