"""Page objects: bytes in, a reading out. They never fetch."""

from crawler.pages.reading import PageReading, read_page

__all__ = ["PageReading", "read_page"]
