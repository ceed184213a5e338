"""The evidence archive: what was seen, byte for byte, as WARC 1.1 (ISO 28500:2017).

Each process writes a file of its own, so that a killed writer damages at most the end of
its file and nobody else's. Bodies are stored decoded, with the original encoding headers
renamed, as is usual in web archives; the payload digest is SHA-256 over the stored body.
"""

import os
import re
import secrets
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from lurewatch import __version__
from lurewatch.errors import EvidenceDamaged
from lurewatch.records import ArchivedResponse

_FILE_NAME = re.compile(r"lurewatch-[0-9]{14}-[0-9]+-[0-9a-f]{8}-[0-9]{5}\.warc\.gz")
_RENAMED = {"content-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchivedBytes:
    """One response read back from the archive, its SHA-256 verified."""

    request_headers: dict[str, str]
    response_headers: list[tuple[str, str]]
    status_line: str
    body: bytes
    sha256: str


class Archive:
    """A folder of WARC files; one writer per instance, any number of readers."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        """Nothing is opened until the first write.

        Args:
            folder: made if it is not there.
            max_bytes: a file that has reached this size is closed and a new one begun.
        """
        self._folder = folder
        self._max_bytes = max_bytes
        self._prefix = (
            f"lurewatch-{datetime.now(UTC):%Y%m%d%H%M%S}-{os.getpid()}-{secrets.token_hex(4)}"
        )
        self._number = 0
        self._file: IO[bytes] | None = None
        self._writer: WARCWriter | None = None

    def write(
        self,
        *,
        url: str,
        method: str,
        request_headers: Mapping[str, str],
        status_code: int,
        reason: str,
        response_headers: Sequence[tuple[str, str]],
        body: bytes,
        fetched_at: datetime,
    ) -> ArchivedResponse:
        """Append a request and its response. Call `sync` before anything points to them.

        Args:
            body: after transfer and content decoding.
        """
        file, writer = self._open()
        digest = sha256(body).hexdigest()
        offset = file.tell()
        warc_headers = {
            "WARC-Date": fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Payload-Digest": f"sha256:{digest}",
        }
        response = writer.create_warc_record(
            _one_line(url),
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(
                f"{status_code} {_one_line(reason)}", _stored(response_headers, body), "HTTP/1.1"
            ),
            warc_headers_dict=warc_headers,
        )
        request = writer.create_warc_record(
            _one_line(url),
            "request",
            http_headers=StatusAndHeaders(
                f"{method} {_one_line(url)} HTTP/1.1",
                [(_one_line(name), _one_line(value)) for name, value in request_headers.items()],
                is_http_request=True,
            ),
            warc_headers_dict={"WARC-Date": warc_headers["WARC-Date"]},
        )
        writer.write_request_response_pair(request, response)
        record_id: str = response.rec_headers.get_header("WARC-Record-ID")
        return ArchivedResponse(
            evidence_id=record_id.removeprefix("<urn:uuid:").removesuffix(">"),
            url=url,
            fetched_at=fetched_at,
            sha256=digest,
            warc_file=Path(file.name).name,
            warc_offset=offset,
            status_code=status_code,
        )

    def _open(self) -> tuple[IO[bytes], WARCWriter]:
        if self._file and self._writer and self._file.tell() < self._max_bytes:
            return self._file, self._writer
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{self._prefix}-{self._number:05}.warc.gz"
        self._number += 1
        self._file = (self._folder / name).open("xb")
        self._writer = _Writer(self._file, gzip=True, warc_version="1.1")
        info = {"software": f"Lurewatch {__version__}", "format": "WARC File Format 1.1"}
        self._writer.write_record(self._writer.create_warcinfo_record(name, info))
        return self._file, self._writer

    def sync(self) -> None:
        """Make sure that what was written is on the disk."""
        if self._file:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Sync and close the file under way."""
        if self._file:
            self.sync()
            self._file.close()
        self._file = self._writer = None

    def read(self, response: ArchivedResponse) -> ArchivedBytes:
        """The bytes of a response.

        Raises:
            EvidenceDamaged: the file is missing or cut off, the record is another one, or the
                bytes do not match their SHA-256.
        """
        if not _FILE_NAME.fullmatch(response.warc_file):
            raise EvidenceDamaged("the record does not name a file of the archive")
        try:
            with (self._folder / response.warc_file).open("rb") as file:
                return _read_pair(file, response)
        except OSError:
            raise EvidenceDamaged(f"{response.warc_file} cannot be read") from None
        except (ArchiveLoadFailed, EOFError, zlib.error, ValueError):
            raise EvidenceDamaged(
                f"{response.warc_file} is damaged at {response.warc_offset}"
            ) from None


class _Writer(WARCWriter):  # type: ignore[misc]
    """warcio's digests are SHA-1; ours are SHA-256."""

    def __init__(self, file: IO[bytes], **options: object) -> None:
        super().__init__(file, **options)
        self.digest_name = "sha256"


def _read_pair(file: IO[bytes], wanted: ArchivedResponse) -> ArchivedBytes:
    file.seek(wanted.warc_offset)
    records = iter(ArchiveIterator(file, no_record_parse=False))
    response = next(records, None)
    if response is None:
        raise EvidenceDamaged("the archive ends before the record")
    record_id = response.rec_headers.get_header("WARC-Record-ID")
    if record_id != f"<urn:uuid:{wanted.evidence_id}>" or response.rec_type != "response":
        raise EvidenceDamaged("another record stands at this place")
    body = response.raw_stream.read()
    found = sha256(body).hexdigest()
    if found != wanted.sha256:
        raise EvidenceDamaged("the bytes do not match their SHA-256")
    headers, status = response.http_headers.headers, response.http_headers.statusline
    request = next(records, None)
    return ArchivedBytes(
        request_headers=dict(request.http_headers.headers) if request else {},
        response_headers=list(headers),
        status_line=status,
        body=body,
        sha256=found,
    )


def _stored(headers: Sequence[tuple[str, str]], body: bytes) -> list[tuple[str, str]]:
    """Headers that are true of the stored body; others keep their value under `X-Archive-`."""
    kept = [
        (f"X-Archive-{name}" if name.lower() in _RENAMED else _one_line(name), _one_line(value))
        for name, value in headers
    ]
    return [*kept, ("Content-Length", str(len(body)))]


def _one_line(value: str) -> str:
    """No line break from outside may begin a header of ours."""
    return re.sub(r"[\r\n\x00]+", " ", value)
