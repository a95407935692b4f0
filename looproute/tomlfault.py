"""TOML that people edit by hand: read strictly, and every fault told with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from typing import Any, NamedTuple

# The TOML reader of Python takes minutes over a key of 100,000 parts.
_MOST_DOTS = 12


class FaultError(ValueError):
    """Text that is not what it should be, and the `line` from 1 where it is not."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class Toml(NamedTuple):
    """What a file holds, and the text it was read from."""

    table: dict[str, Any]
    text: str

    def line_of(self, key: str, table: str = "", number: int = 1) -> int:
        """Return the line of a key in the n-th table of a name, or where that table begins."""
        begin, seen, inside = 1, 0, not table
        for line, content in enumerate(self.text.splitlines(), 1):
            if header := re.match(r"\s*\[\[?\s*([^\]\s]+)", content):
                seen += header[1] == table
                inside = header[1] == table and seen == number
                if inside:
                    begin = line
                elif not table and header[1] == key:
                    return line
            elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", content) and key:
                return line
        return begin

    def expect(self, keys: Collection[str], version: int) -> None:
        """Raise FaultError where a key is another one, or the file is of another version."""
        for key in self.table:
            if key not in keys:
                raise FaultError(f"{key[:40]!r} is not known here", self.line_of(key))
        if "version" not in self.table:
            raise FaultError(f"it says no version: write version = {version}", 1)
        if (found := self.table["version"]) != version:
            raise FaultError(
                f"version {found!r} is not {version}, the one that this looproute reads",
                self.line_of("version"),
            )


def read(content: bytes) -> Toml:
    r"""Return the TOML in some bytes; raise FaultError where there is none.

    >>> read(b"a = 1\n[b]\nc = 2").line_of("c", "b")
    3
    """
    try:
        text = content.decode("utf-8")
        _check_depth(text)
        return Toml(tomllib.loads(text), text)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FaultError("it is not UTF-8 text", line) from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+), column", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        fault = str(error).partition(" (at ")[0]
        raise FaultError(fault[:1].lower() + fault[1:], line) from error
    except FaultError:
        raise
    except (ValueError, RecursionError) as error:
        raise FaultError("it is not TOML that can be read", 1) from error


def _check_depth(text: str) -> None:
    for line, written in enumerate(text.split("\n"), 1):
        if written.count(".") > _MOST_DOTS and not written.lstrip().startswith("#"):
            raise FaultError("no line has so many dots", line)
