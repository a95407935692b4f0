from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from looproute.errors import WriteError
from looproute.loops import Loop
from looproute.writers import FORMATS, check_output, output, write_loops

SUFFIXES = sorted(FORMATS)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_looproute_replaces_its_own_file_unasked(
    tmp_path: Path, loops: list[Loop], suffix: str
) -> None:
    path = tmp_path / f"walk{suffix}"
    write_loops(loops, path)
    first = path.read_bytes()
    write_loops(loops[:1], path)
    assert path.read_bytes()
    write_loops(loops, path)
    assert path.read_bytes() == first
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("content", [b"", b"my diary", b"<html><!-- about looproute -->"])
def test_somebody_elses_file_is_replaced_only_by_force(
    tmp_path: Path, loops: list[Loop], suffix: str, content: bytes
) -> None:
    path = tmp_path / f"walk{suffix}"
    path.write_bytes(content)
    for attempt in (check_output, lambda path: write_loops(loops, path)):
        with pytest.raises(WriteError, match=r"was not written by looproute.*--force"):
            attempt(path)
    assert path.read_bytes() == content
    check_output(path, force=True)
    write_loops(loops, path, force=True)
    assert path.read_bytes() != content


def test_one_format_is_not_taken_for_another(tmp_path: Path, loops: list[Loop]) -> None:
    write_loops(loops, tmp_path / "walk.gpx")
    (tmp_path / "walk.gpx").rename(tmp_path / "walk.html")
    with pytest.raises(WriteError, match="not written by looproute"):
        check_output(tmp_path / "walk.html")


@pytest.mark.parametrize("name", ["walk", "walk.pdf", "walk.html.zip", "", ".html", "a\0.html"])
def test_an_unknown_suffix_is_wrong_use_and_names_the_known_ones(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"one of \.html, \.gpx, .*\.geojson"):
        check_output(tmp_path / name)


def test_capital_suffixes_are_known(tmp_path: Path, loops: list[Loop]) -> None:
    write_loops(loops, tmp_path / "WALK.GPX")
    assert b"<gpx" in (tmp_path / "WALK.GPX").read_bytes()


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path, loops: list[Loop]) -> None:
    with pytest.raises(WriteError, match="nowhere' does not exist"):
        write_loops(loops, tmp_path / "nowhere" / "walk.html")
    assert not list(tmp_path.iterdir())


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "walk.html").mkdir()
    with pytest.raises(WriteError, match="is a folder"):
        check_output(tmp_path / "walk.html", force=True)


def test_a_device_is_not_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "walk.html")
    with pytest.raises(WriteError, match="not an ordinary file"):
        check_output(tmp_path / "walk.html", force=True)


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="does not exist"):
        check_output(tmp_path / "file" / "walk.html")


def test_a_name_that_is_too_long_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="cannot be written"):
        check_output(tmp_path / f"{'a' * 300}.html")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(WriteError, match="may not be written"):
            check_output(tmp_path / "walk.html")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.usefixtures("full_disk")
def test_nothing_is_lost_when_the_disk_refuses(tmp_path: Path) -> None:
    path = tmp_path / "walk.html"
    path.write_bytes(b"before")
    with pytest.raises(WriteError, match="no space left on device"):
        output.replace(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_flushed_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_for_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail_for_folders)
    with pytest.raises(WriteError, match="was written, but the disk did not confirm it: input"):
        output.replace(tmp_path / "walk.html", b"after")
    assert (tmp_path / "walk.html").read_bytes() == b"after"


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.html", tmp_path / "link.html"
    real.write_bytes(b"before")
    real.chmod(0o640)
    link.symlink_to(real)
    output.replace(link, b"after")
    assert link.is_symlink()
    assert real.read_bytes() == b"after"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_no_loops_or_unknown_units_write_nothing(tmp_path: Path, loops: list[Loop]) -> None:
    with pytest.raises(ValueError, match="no loops"):
        write_loops([], tmp_path / "walk.html")
    with pytest.raises(ValueError, match="furlongs"):
        write_loops(loops, tmp_path / "walk.html", units="furlongs")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())
