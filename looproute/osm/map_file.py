"""Map files: the suffixes they may have, and a check before one is read."""

from __future__ import annotations

from pathlib import Path

from looproute.errors import StreetsError, reason

SUFFIXES = (".osm", ".osm.gz", ".osm.bz2", ".osm.pbf", ".pbf", ".graphml")


def check_map_file(path: Path) -> None:
    """Raise StreetsError if the path is not a readable file with the suffix of a map."""
    try:
        if path.is_dir():
            raise StreetsError("map-is-folder", path=path)
        if path.exists() and not path.is_file():
            raise StreetsError("map-not-regular-file", path=path)
        if path.exists() and not path.name.lower().endswith(SUFFIXES):
            raise StreetsError("map-suffix", path=path, suffixes=", ".join(SUFFIXES))
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise StreetsError("file-unreadable", path=path, reason=reason(error)) from error
    if empty:
        raise StreetsError("map-empty", path=path)
