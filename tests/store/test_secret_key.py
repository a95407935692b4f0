from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from looproute.errors import WriteError
from looproute.geo import LatLon
from looproute.store.private_file import PrivateFileError
from looproute.store.secret_key import Key, load_key

PLACE = LatLon(53.5571, 13.2613)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "profiles" / "sharing.key"
    first, second = load_key(path), load_key(path)
    assert first == second
    assert len(first.secret) == 32
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [left.name for left in path.parent.iterdir()] == ["sharing.key"]


def test_two_keys_differ(tmp_path: Path) -> None:
    assert load_key(tmp_path / "a") != load_key(tmp_path / "b")


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_a_damaged_key_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sharing.key"
    path.write_bytes(content)
    with pytest.raises(PrivateFileError, match="does not hold the 32 bytes of a secret"):
        load_key(path)
    assert path.read_bytes() == content


def test_a_key_that_cannot_be_saved_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "profiles").write_text("a file, not a folder")
    with pytest.raises(PrivateFileError, match="cannot be read"):
        load_key(tmp_path / "profiles" / "sharing.key")
    with pytest.raises(WriteError, match="cannot be written"):
        load_key(Path("/proc/looproute/sharing.key"))


def test_a_number_depends_on_key_place_and_what_is_asked() -> None:
    key = Key(bytes(32))
    number = key.number("order", PLACE)
    assert number == key.number("order", LatLon(53.55710000001, 13.2613))
    assert 0 <= number < 2**64
    others = {
        key.number("facing", PLACE),
        key.number("order", LatLon(53.5572, 13.2613)),
        Key(b"1" * 32).number("order", PLACE),
    }
    assert len(others | {number}) == 4
