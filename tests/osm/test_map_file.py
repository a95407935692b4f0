"""Files that cannot be map files are refused in a sentence, before they are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from looproute.errors import StreetsError
from looproute.osm.map_file import check_map_file


def test_a_readable_map_file_passes_the_check(tmp_path: Path) -> None:
    path = tmp_path / "Zürich ☂.OSM.pbf"
    path.write_bytes(b"x")
    check_map_file(path)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.osm", b"", r"is empty; download it again\."),
        ("town.txt", b"x", r"does not end in \.osm, .*; give an OpenStreetMap file\."),
        ("town.osm/inside.osm", None, r"cannot be read: not a directory\."),
        ("none.osm", None, r"cannot be read: no such file or directory\."),
        ("", None, r"is a folder; give an OpenStreetMap file in it\."),
        (f"{'n' * 300}.osm", None, r"cannot be read: file name too long\."),
    ],
)
def test_a_file_that_is_no_map_is_refused(
    tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / name
    if content is None:
        (tmp_path / "town.osm").write_bytes(b"x")
    else:
        path.write_bytes(content)
    with pytest.raises(StreetsError, match=sentence):
        check_map_file(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "town.osm")
    with pytest.raises(StreetsError, match="is not a regular file"):
        check_map_file(tmp_path / "town.osm")
