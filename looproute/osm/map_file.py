"""A file of streets that somebody gives: which kinds there are, and whether it can be read."""

from __future__ import annotations

from pathlib import Path

from looproute.errors import StreetsError, reason

SUFFIXES = (".osm", ".osm.gz", ".osm.bz2", ".osm.pbf", ".pbf", ".graphml")


def check_map_file(path: Path) -> None:
    """Raise StreetsError where the path cannot be a map file at all, and say what could be."""
    try:
        if path.is_dir():
            raise StreetsError(f"'{path}' is a folder; --map wants an OpenStreetMap file in it.")
        if path.exists() and not path.is_file():
            raise StreetsError(f"'{path}' is no ordinary file; --map wants an OpenStreetMap file.")
        if path.exists() and not path.name.lower().endswith(SUFFIXES):
            raise StreetsError(
                f"'{path}' does not end in {', '.join(SUFFIXES)}; "
                "--map wants an OpenStreetMap file."
            )
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise StreetsError(f"'{path}' cannot be read: {reason(error)}.") from error
    if empty:
        raise StreetsError(f"'{path}' is empty; download it again.")
