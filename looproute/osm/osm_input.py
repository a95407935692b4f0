"""Files of OpenStreetMap data as tools write them: format, compression, bounds.

The first bytes decide on the format, not the suffix. Compressed XML is unpacked to a temporary
file, since libosmium stops at the end of the first bzip2 stream; XML in which an editor marked
objects as deleted is rewritten in the same way. A PBF file is read in pieces, so that progress can
be reported and Ctrl-C works.

https://wiki.openstreetmap.org/wiki/OSM_XML
"""

from __future__ import annotations

import bz2
import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple

from looproute.errors import StreetsError, reason
from looproute.geo import Bounds
from looproute.osm import pbf

_CHUNK = 1 << 20  # bytes of text at a time
_OBJECT = re.compile(rb"<(?:node|way|relation)\b")
_BOUNDS = re.compile(rb"<bounds\b[^>]*>")
_START_TAG = re.compile(rb"""<(?:node|way|relation)\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_DELETE = re.compile(rb"""\saction=(?:"delete"|'delete')""")
_VISIBLE = re.compile(rb"""\svisible=(?:"[^"]*"|'[^']*')""")
_DELETED = (b'action="delete"', b"action='delete'")
_INVISIBLE = (b'visible="false"', b"visible='false'")


class FileProgress(NamedTuple):
    """How much of a file was read: bytes of `total`, or a number of streets if that is 0."""

    file: str
    what: Literal["bytes", "streets"]
    done: int
    total: int = 0


Report = Callable[[FileProgress | None], None]
"""Called with the progress while a file is read, and with None at the end."""


class OsmInput:
    """An input file, which may be read several times.

    Attributes
    ----------
    covers : the boxes that the file claims to cover.
    size : in bytes, unpacked.
    has_versions : whether it may have deleted objects, or several versions of one.
    date : the date of the data, YYYY-MM-DD, or "" if unknown.

    Raises RuntimeError or ValueError if it is damaged, OSError if it cannot be read, and
    StreetsError if the temporary `folder` cannot be written to.
    """

    def __init__(self, path: Path, folder: Path, report: Report) -> None:
        import osmium

        self._report = report
        self._path = path
        self._pieces: list[pbf.BlobRun] = []
        self._head = b""
        self._sorted = False
        self.has_versions = False
        self.covers: list[Bounds] = []
        with path.open("rb") as file:
            first = file.read(3)
        if first[:1] == b"\0":
            headers = self._open_pbf()
        else:
            self._open_xml(first, folder)
            headers = [_header(osmium.io.File(self._path, "osm"))]
        self.size = self._path.stat().st_size
        for header in headers:
            box = header.box()
            if box.valid() and not (self.covers and not self._pieces):
                low, high = box.bottom_left, box.top_right
                self.covers.append(Bounds(low.lat, low.lon, high.lat, high.lon))
            self.has_versions |= header.has_multiple_object_versions
        self.date: str = max(header.get("osmosis_replication_timestamp")[:10] for header in headers)

    def parts(self, *kinds: str) -> Iterator[Any]:
        """Yield the inputs that pyosmium reads in turn for all objects of some kinds."""
        import osmium

        if not self._pieces:
            yield osmium.io.File(self._path, "osm")
            return
        with self._path.open("rb") as file:
            for piece in self._pieces:
                if self._sorted and not self._kinds(file, piece).intersection(kinds):
                    continue
                file.seek(piece.first.begin)
                content = file.read(piece.last.end - piece.first.begin)
                yield osmium.io.FileBuffer(self._head + content, "pbf")
                self._report(FileProgress(self._path.name, "bytes", piece.last.end, self.size))

    def _kinds(self, file: IO[bytes], piece: pbf.BlobRun) -> set[str]:
        """Return the kinds in a piece of a file that is sorted by them."""
        if piece not in self._known:
            ends = []
            for blob in (piece.first, piece.last):
                file.seek(blob.body)
                ends.append(pbf.kinds_in(file.read(blob.end - blob.body)))
            order = ("node", "way", "relation")
            low = min(map(order.index, ends[0]))
            high = max(map(order.index, ends[1]))
            self._known[piece] = set(order[low : high + 1])
        return self._known[piece]

    def _open_pbf(self) -> list[Any]:
        import osmium

        blobs = pbf.list_blobs(self._path)
        self._pieces = pbf.list_pieces(blobs)
        self._known: dict[pbf.BlobRun, set[str]] = {}
        with self._path.open("rb") as file:
            heads = []
            for blob in blobs:
                if blob.is_header:
                    file.seek(blob.begin)
                    heads.append(file.read(blob.end - blob.begin))
        self._head = heads[0]
        headers = [_header(osmium.io.FileBuffer(head, "pbf")) for head in heads]
        self._sorted = len(headers) == 1 and headers[0].get("sorting") == "Type_then_ID"
        return headers

    def _open_xml(self, first: bytes, folder: Path) -> None:
        """Scan the text, and rewrite it if libosmium cannot read it."""
        packed = first[:2] == b"\x1f\x8b" or first == b"BZh"
        texts = self._texts(packed and (gzip.open if first != b"BZh" else bz2.open))
        text = b""
        if not packed:
            marked = False
            for number, text in enumerate(texts):
                if not number:
                    self._read_bounds(text)
                marked |= any(mark in text for mark in _DELETED)
                self.has_versions |= any(mark in text for mark in _INVISIBLE)
            if not marked:
                return
            texts = self._texts(False)
        plain = folder / "unpacked.osm"
        try:
            with plain.open("wb") as out:
                for number, text in enumerate(texts):
                    if not number and packed:
                        self._read_bounds(text)
                    if any(mark in text for mark in _DELETED):
                        text = _START_TAG.sub(_as_invisible, text)
                    self.has_versions |= any(mark in text for mark in _INVISIBLE)
                    out.write(text)
        except OSError as error:
            raise StreetsError("temporary-folder-unwritable", reason=reason(error)) from error
        self._path = plain

    def _texts(self, unpack: Any) -> Iterator[bytes]:
        """Yield the text of the file in parts that end with a tag."""
        name, total = self._path.name, self._path.stat().st_size
        rest = b""
        with self._path.open("rb") as raw, unpack(raw) if unpack else raw as file:
            while True:
                try:
                    text = file.read(_CHUNK)
                except (OSError, EOFError, zlib.error) as error:
                    raise ValueError(str(error)) from error
                self._report(FileProgress(name, "bytes", min(raw.tell(), total), total))
                cut = text.rfind(b">") + 1 if text else 0
                if text and not cut:
                    rest += text
                    continue
                yield rest + text[:cut]
                rest = text[cut:]
                if not text:
                    return

    def _read_bounds(self, text: bytes) -> None:
        """Read the bounds before the first object; a way may have its own inside."""
        first = _OBJECT.search(text)
        for tag in _BOUNDS.findall(text[: first.start()] if first else text):
            sides = [
                re.search(rb"""\s%s=["']([^"']*)["']""" % side, tag)
                for side in (b"minlat", b"minlon", b"maxlat", b"maxlon")
            ]
            if all(sides):
                self.covers.append(Bounds(*(float(side[1]) for side in sides if side)))


def _header(data: Any) -> Any:
    import osmium

    with osmium.io.Reader(data, osmium.osm.NOTHING) as reader:
        return reader.header()


def _as_invisible(tag: re.Match[bytes]) -> bytes:
    """Return a start tag with an editor's deletion mark in the form that libosmium reads."""
    if not _DELETE.search(tag[0]):
        return tag[0]
    return _DELETE.sub(b' visible="false"', _VISIBLE.sub(b"", tag[0]))
