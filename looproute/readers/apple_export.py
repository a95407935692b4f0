"""The bytes of Apple Health's export, from .xml or .zip, without the document type."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from looproute.readers.result import WalkFileError
from looproute.readers.xml_stream import CHUNK_BYTES, file_chunks

Progress = Callable[[int, int], None] | None

# Chosen so that a file cannot fill the memory or run for ever: before the first element, in all.
_MOST_HEAD_BYTES = 1 << 20
_MOST_BYTES = 1 << 34
# Health records shrink to about a thirtieth; a bomb to a thousandth.
_MOST_SHRUNK = 200


def chunks(path: Path, progress: Progress) -> Iterator[bytes]:
    """Yield an export in pieces, its document type left out.

    Raises
    ------
    WalkFileError
        The archive is damaged, holds no export, or would unpack beyond all measure.
    """
    zipped = path.suffix.lower() == ".zip"
    return _without_doctype(_unzipped(path, progress) if zipped else file_chunks(path, progress))


def _without_doctype(pieces: Iterable[bytes]) -> Iterator[bytes]:
    head = b""
    pieces = iter(pieces)
    for piece in pieces:
        head += piece
        begin = head.find(b"<!DOCTYPE")
        if begin < 0:
            if len(head) > CHUNK_BYTES:
                break
            continue
        bracket, closed = head.find(b"[", begin), head.find(b">", begin)
        inner = 0 <= bracket < closed
        end = head.find(b"]>", begin) if inner else closed
        if end >= 0:
            head = head[:begin] + head[end + (2 if inner else 1) :]
            break
        if len(head) > _MOST_HEAD_BYTES:
            raise WalkFileError("its document type does not end")
    yield head
    yield from pieces


def _unzipped(path: Path, progress: Progress) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            member = _member(archive)
            with archive.open(member) as file:
                while piece := file.read(CHUNK_BYTES):
                    yield piece
                    if progress:
                        progress(len(piece), member.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise WalkFileError("it is not a ZIP archive that can be read") from error


def _member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Return the export in an archive, by its name; nothing is ever unpacked to the disk."""
    for info in archive.infolist():
        place = PurePosixPath(info.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts:
            raise WalkFileError("it holds a name that leads out of the archive")
    members = [
        info
        for info in archive.infolist()
        if PurePosixPath(info.filename).name.lower() == "export.xml"
    ]
    if not members:
        raise WalkFileError("it holds no export.xml")
    info = members[0]
    if info.file_size > min(_MOST_BYTES, _MOST_SHRUNK * max(info.compress_size, 10_000)):
        raise WalkFileError(f"its export.xml would unpack to {info.file_size:,} bytes")
    return info
