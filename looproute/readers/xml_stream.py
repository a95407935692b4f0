"""Parse XML from untrusted files as a stream, in bounded memory.

Document types are refused, so no entity can expand; depth, text and tag size are limited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from looproute.readers.result import WalkFileError

CHUNK_BYTES = 1 << 16  # read at once
# Chosen so that no file exhausts the memory: levels of elements, characters of a text, and bytes
# without an element.
_MOST_DEEP = 64
_MOST_TEXT = 10_000
_MOST_SILENT_BYTES = 1 << 20


class Element(NamedTuple):
    """The start of an element, or its end with its text; names have no namespace.

    `path` holds the names from the root down to this element.
    """

    path: tuple[str, ...]
    begins: bool
    attributes: dict[str, str]
    text: str

    @property
    def name(self) -> str:
        """The name of the element."""
        return self.path[-1]


def file_chunks(path: Path, progress: Callable[[int, int], None] | None = None) -> Iterator[bytes]:
    """Yield a file in pieces and report progress."""
    size = path.stat().st_size
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
            if progress:
                progress(len(chunk), size)


def elements(chunks: Iterable[bytes], wanted: frozenset[str] | None = None) -> Iterator[Element]:
    """Yield the starts and ends of a document's elements, of wanted names if given.

    Raises WalkFileError if it is not well-formed, has a document type, or exceeds the limits.
    """
    handler = _Handler(wanted)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    silent = 0
    try:
        for chunk in chunks:
            handler.active = False
            parser.Parse(chunk, False)
            silent = 0 if handler.active else silent + len(chunk)
            if silent > _MOST_SILENT_BYTES:
                raise WalkFileError("one of its tags is larger than 1 MB")
            yield from handler.pop_elements()
        parser.Parse(b"", True)
        yield from handler.pop_elements()
    except expat.ExpatError as error:
        fault = expat.ErrorString(error.code)
        raise WalkFileError(f"it is not XML ({fault} in line {error.lineno})") from error
    except (ValueError, LookupError) as error:
        raise WalkFileError("it is in an encoding that is not known") from error


class _Handler:
    def __init__(self, wanted: frozenset[str] | None) -> None:
        self.wanted = wanted
        self.path: list[str] = []
        self.text = ""
        self.active = False
        self.found: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.active = True
        self.text = ""
        self.path.append(name.rpartition(" ")[2])
        if len(self.path) > _MOST_DEEP:
            raise WalkFileError(f"its elements are nested deeper than {_MOST_DEEP}")
        self._keep(True, attributes)

    def end(self, _name: str) -> None:
        self.active = True
        self._keep(False, {})
        self.text = ""
        self.path.pop()

    def characters(self, text: str) -> None:
        self.active = True
        if len(self.text) + len(text) <= _MOST_TEXT:
            self.text += text
        elif text.strip():
            raise WalkFileError(f"a text in it is longer than {_MOST_TEXT:,} characters")

    def pop_elements(self) -> list[Element]:
        found, self.found = self.found, []
        return found

    def _keep(self, begins: bool, attributes: dict[str, str]) -> None:
        if self.wanted is None or self.path[-1] in self.wanted:
            self.found.append(Element(tuple(self.path), begins, attributes, self.text.strip()))


def _refuse_doctype(*_: object) -> NoReturn:
    raise WalkFileError("it declares a document type, which could make it grow without end")
