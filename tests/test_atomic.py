"""Replacing files: whole or not at all, with their permissions, without temporary files."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from looproute import _atomic

MODES = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permissions like these")
HOUR_S = 3600


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "walk.gpx"


def test_a_file_is_replaced_without_leaving_a_temporary_file(path: Path) -> None:
    for content in (b"old" * 1000, b"new"):
        _atomic.replace(path, content)
        assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_keeps_the_old_file_and_leaves_no_temporary_file(
    path: Path,
) -> None:
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="No space"):
        _atomic.replace(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


@MODES
def test_a_new_file_has_the_permissions_of_the_umask(path: Path) -> None:
    before = os.umask(0o027)
    try:
        _atomic.replace(path, b"")
    finally:
        os.umask(before)
    assert mode(path) == 0o640


@MODES
def test_a_replaced_file_keeps_its_permissions(path: Path) -> None:
    path.write_bytes(b"old")
    path.chmod(0o604)
    _atomic.replace(path, b"new")
    assert mode(path) == 0o604


@MODES
def test_a_private_file_is_readable_by_its_owner_only_whatever_it_replaces(path: Path) -> None:
    path.write_bytes(b"old")
    path.chmod(0o644)
    _atomic.replace(path, b"new", private=True)
    assert mode(path) == 0o600


def test_a_symbolic_link_stays_and_its_target_is_replaced(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(path)
    _atomic.replace(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


def test_a_failed_check_keeps_the_old_file_and_leaves_no_temporary_file(path: Path) -> None:
    def check() -> None:
        assert path.read_bytes() == b"old"
        raise LookupError

    path.write_bytes(b"old")
    with pytest.raises(LookupError):
        _atomic.replace(path, b"new", check=check)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


@MODES
@pytest.mark.parametrize(
    ("error", "reported"), [(errno.EIO, True), (errno.EINVAL, False), (errno.ENOTSUP, False)]
)
def test_a_folder_that_cannot_be_flushed_is_reported_if_its_file_system_can_flush_any(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: int, reported: bool
) -> None:
    def fail_for_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "fsync", fail_for_folders)
    with pytest.raises(_atomic.UnflushedError) if reported else nullcontext():
        _atomic.replace(path, b"new")
    assert path.read_bytes() == b"new"


@MODES
def test_a_pipe_is_refused_at_once(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(OSError, match="not a regular file"), _atomic.open_regular(path):
        pass


@pytest.mark.parametrize(("age_s", "stays"), [(HOUR_S - 60, True), (HOUR_S + 60, False)])
def test_temporary_files_of_killed_processes_are_removed_after_an_hour(
    tmp_path: Path, age_s: float, stays: bool
) -> None:
    left, other = tmp_path / f"{_atomic._ASIDE}0123", tmp_path / "looproute.txt"
    for file in (left, other):
        file.write_bytes(b"")
        os.utime(file, (time.time() - age_s,) * 2)
    _atomic.sweep(tmp_path)
    assert left.exists() == stays
    assert other.exists()
