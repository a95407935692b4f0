from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from looproute.errors import WriteError
from looproute.geo import LatLon
from looproute.steps.measurement import Walk
from looproute.store import private_file
from looproute.store.diary import open_diary
from looproute.store.private_file import PrivateFile, PrivateFileError
from looproute.store.profile import Profile, open_profile, profile_path
from looproute.store.secret_key import load_key

ROOT = Path(__file__).parents[2]
TRACK = Walk(steps=560, distance_m=400.0)
SHORT, TALL = Profile(height_m=1.60), Profile(height_m=1.90)
POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions, links and signals of POSIX")


@pytest.fixture
def file(tmp_path: Path) -> PrivateFile[Profile]:
    return open_profile(tmp_path / "profiles" / "me.toml")


def save(file: PrivateFile[Profile], profile: Profile) -> None:
    file.update(lambda _: profile)


def test_a_missing_file_is_an_empty_profile(file: PrivateFile[Profile]) -> None:
    assert file.read() == Profile()
    assert not file.path.parent.exists()


def test_a_saved_profile_is_read_back_and_leaves_no_other_file(file: PrivateFile[Profile]) -> None:
    assert file.update(lambda _: SHORT) == (Profile(), SHORT)
    assert open_profile(file.path).read() == SHORT
    assert [path.name for path in file.path.parent.iterdir()] == ["me.toml"]


@POSIX
def test_only_the_owner_may_read_a_saved_file(file: PrivateFile[Profile]) -> None:
    save(file, SHORT)
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.path.parent.stat().st_mode & 0o777 == 0o700
    file.path.chmod(0o644)
    save(file, TALL)
    assert file.path.stat().st_mode & 0o777 == 0o600


def test_a_change_that_changes_nothing_writes_nothing(file: PrivateFile[Profile]) -> None:
    file.update(lambda profile: profile)
    assert not file.path.parent.exists()
    file.path.parent.mkdir()
    file.path.write_text("version = 1  # mine\nheight_m = 1.6\n")
    save(file, SHORT)
    assert "# mine" in file.path.read_text()


def test_a_change_that_fails_leaves_the_file_and_frees_the_lock(file: PrivateFile[Profile]) -> None:
    save(file, SHORT)
    with pytest.raises(ValueError, match="height_m 17"):
        file.update(lambda _: Profile(height_m=17))
    assert file.read() == SHORT
    save(file, TALL)
    assert [path.name for path in file.path.parent.iterdir()] == ["me.toml"]


def test_a_damaged_profile_is_reported_with_its_line_and_left_alone(
    file: PrivateFile[Profile],
) -> None:
    file.path.parent.mkdir()
    file.path.write_text("version = 1\nheight_m = tall\n")
    with pytest.raises(PrivateFileError, match=r"me\.toml' is damaged in line 2: invalid value"):
        file.read()
    with pytest.raises(PrivateFileError, match="damaged in line 2"):
        save(file, Profile())
    assert "tall" in file.path.read_text()


def test_a_name_in_a_profile_does_not_reach_the_terminal_raw(file: PrivateFile[Profile]) -> None:
    file.path.parent.mkdir()
    file.path.write_text('version = 1\n"\\u001b[31m" = 1\n')
    with pytest.raises(PrivateFileError) as refused:
        file.read()
    assert str(refused.value).isprintable()


def test_a_value_other_than_the_expected_one_is_not_overwritten(file: PrivateFile[Profile]) -> None:
    seen = file.read()
    save(open_profile(file.path), SHORT)
    with pytest.raises(WriteError, match="has changed meanwhile"):
        file.update(lambda _: TALL, expected=seen)
    assert file.read() == SHORT
    file.update(lambda _: TALL, expected=SHORT)
    assert file.read() == TALL


@pytest.mark.parametrize("moment", ["change", "fsync"])
@pytest.mark.parametrize("name", ["me.toml", "other.toml"])
def test_what_a_sync_client_writes_meanwhile_is_kept(
    file: PrivateFile[Profile], monkeypatch: pytest.MonkeyPatch, moment: str, name: str
) -> None:
    """A sync client takes no lock: it writes to the file, or renames another one to it."""
    save(file, SHORT)
    written: list[Path] = []

    def sync_once() -> None:
        if not written:
            written.append(file.path.with_name(name))
            written[0].write_text("version = 1\nhome = [53.5, 13.2]\n")
            written[0].replace(file.path)

    def change(profile: Profile) -> Profile:
        if moment == "change":
            sync_once()
        return profile.add_walks([TRACK])

    if moment == "fsync":
        monkeypatch.setattr("os.fsync", lambda _: sync_once())
    before, after = file.update(change)
    assert before == Profile(home=LatLon(53.5, 13.2))
    assert after == file.read() == Profile(home=LatLon(53.5, 13.2), walks=(TRACK,))


def test_a_file_that_keeps_changing_is_left_alone(file: PrivateFile[Profile]) -> None:
    save(file, SHORT)

    def change(profile: Profile) -> Profile:
        file.path.write_bytes(file.path.read_bytes() + b"# changed\n")
        return profile.add_walks([TRACK])

    with pytest.raises(WriteError, match="keeps changing"):
        file.update(change)
    assert file.read() == SHORT


def test_a_huge_file_is_refused_when_read_and_when_written(
    file: PrivateFile[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(b"#" * 5_000_001)
    with pytest.raises(PrivateFileError, match="is larger than a profile"):
        file.read()
    file.path.unlink()
    monkeypatch.setattr(private_file, "_MAX_BYTES", 1_000)
    with pytest.raises(WriteError, match="is full"):
        save(file, Profile(walks=(TRACK,) * 20))
    assert not file.path.exists()


def make_folder(path: Path) -> None:
    path.mkdir()


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    os.chdir(path.parent)  # the name of a socket has at most 107 bytes
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path.name)


def make_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_loop_of_links(path: Path) -> None:
    other = path.with_name("other.toml")
    path.symlink_to(other)
    other.symlink_to(path)


def make_unreadable_file(path: Path) -> None:
    path.write_text("version = 1\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("root may read every file")


@POSIX
@pytest.mark.parametrize(
    "make",
    [make_folder, make_fifo, make_socket, make_device, make_loop_of_links, make_unreadable_file],
)
def test_a_path_that_is_no_readable_file_is_refused_at_once(
    file: PrivateFile[Profile], make: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.path.parent.mkdir()
    monkeypatch.chdir(file.path.parent)
    make(file.path)  # type: ignore[operator]
    for use in (
        file.read,
        lambda: save(file, SHORT),
        open_diary(file.path).read,
        lambda: load_key(file.path),
    ):
        with pytest.raises(PrivateFileError, match=r"me\.toml' cannot be read: ") as refused:
            use()
        assert str(refused.value).count("\n") == 0


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="/proc takes no files")
def test_a_folder_that_cannot_be_made_is_reported() -> None:
    file = open_profile(Path("/proc/looproute/me.toml"))
    assert file.read() == Profile()
    with pytest.raises(WriteError, match="cannot be written"):
        save(file, SHORT)


@POSIX
def test_a_read_only_folder_is_reported_and_can_still_be_read(file: PrivateFile[Profile]) -> None:
    save(file, SHORT)
    file.path.parent.chmod(0o500)
    try:
        if os.access(file.path.parent, os.W_OK):
            pytest.skip("root may write to every folder")
        with pytest.raises(WriteError, match="cannot be written: permission denied"):
            save(file, TALL)
        assert file.read() == SHORT
    finally:
        file.path.parent.chmod(0o700)


@POSIX
def test_a_profile_that_is_a_link_stays_one(file: PrivateFile[Profile], tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("version = 1\n")
    file.path.parent.mkdir()
    file.path.symlink_to(kept)
    save(file, TALL)
    assert file.path.is_symlink()
    assert "1.9" in kept.read_text()


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_the_old_file_and_frees_the_lock(file: PrivateFile[Profile]) -> None:
    file.path.parent.mkdir()
    file.path.write_text("version = 1\nheight_m = 1.6\n")
    with pytest.raises(WriteError, match="cannot be written: no space left"):
        save(file, TALL)
    assert file.read() == SHORT
    assert [path.name for path in file.path.parent.iterdir()] == ["me.toml"]


@POSIX
def test_a_folder_that_cannot_be_flushed_is_reported(
    file: PrivateFile[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def fail_for_folders(descriptor: int) -> None:
        if os.path.samestat(os.fstat(descriptor), file.path.parent.stat()):
            raise OSError(5, "Input/output error")
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", fail_for_folders)
    with pytest.raises(WriteError, match="was replaced, but the disk did not confirm it"):
        save(file, SHORT)
    assert file.read() == SHORT


def test_the_folder_can_be_moved_and_names_are_of_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOPROUTE_CONFIG_DIR", str(tmp_path))
    assert profile_path() == tmp_path / "profiles" / "me.toml"
    assert profile_path("anna") == tmp_path / "profiles" / "anna.toml"
    monkeypatch.delenv("LOOPROUTE_CONFIG_DIR")
    assert profile_path().parts[-2:] == ("profiles", "me.toml")
    for name in ("", "../anna", "a/b", "Anna", "a.b", "-a", "a" * 41, "an na", "a\n"):
        with pytest.raises(ValueError, match="is not a profile's name"):
            profile_path(name)


WRITER = """
import sys
from pathlib import Path
from looproute.store.profile import Profile, open_profile
from looproute.steps.measurement import Walk
file = open_profile(Path(sys.argv[1]))
print("ready", flush=True)
for steps in range(500, 2000):
    many = Profile(walks=(Walk(steps=steps, distance_m=0.7 * steps),) * 400)
    file.update(lambda _: many)
"""


@POSIX
def test_a_profile_survives_kill_9_at_any_moment_of_a_write(file: PrivateFile[Profile]) -> None:
    save(file, Profile(walks=(TRACK,)))
    for seed in range(8):
        with start(WRITER, file.path) as writer:
            time.sleep(random.Random(seed).uniform(0.02, 0.15))
            writer.send_signal(signal.SIGKILL)
        walks = open_profile(file.path).read().walks
        assert len(walks) in (1, 400)
        assert len(set(walks)) == 1
    assert len(walks) == 400


def start(code: str, *args: object) -> subprocess.Popen[bytes]:
    """Start Python code in a process of its own; return when it has printed its first line."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_what_a_kill_left_behind_is_swept_up_in_time(file: PrivateFile[Profile]) -> None:
    save(file, SHORT)
    left = file.path.with_name(".looproute-0123456789abcdef")
    left.write_bytes(b"half a prof")
    save(file, TALL)
    assert left.exists()
    os.utime(left, (0, 0))
    save(file, SHORT)
    assert not left.exists()


HOLDER = """
import sys, time
from pathlib import Path
from looproute import _atomic as atomic
from looproute.store import profile
def wait(*args, **options):
    print("locked", flush=True)
    time.sleep(60)
atomic.replace = wait
profile.open_profile(Path(sys.argv[1])).update(lambda _: profile.Profile(height_m=1.5))
"""


@POSIX
def test_a_writer_waits_for_the_lock_and_gives_up_in_a_sentence(
    file: PrivateFile[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    save(file, SHORT)
    with start(HOLDER, file.path) as holder:
        try:
            monkeypatch.setattr(private_file, "_LOCK_WAIT_S", 0.3)
            began_s = time.monotonic()
            with pytest.raises(WriteError, match="is being changed by another process"):
                save(file, TALL)
            assert time.monotonic() - began_s >= 0.3
            assert file.read() == SHORT
        finally:
            holder.kill()


@POSIX
def test_the_lock_of_a_dead_owner_is_free(file: PrivateFile[Profile]) -> None:
    with start(HOLDER, file.path) as holder:
        holder.kill()
    assert [path.name for path in file.path.parent.iterdir()] == [".me.toml.lock"]
    save(file, TALL)
    assert [path.name for path in file.path.parent.iterdir()] == ["me.toml"]


@POSIX
def test_a_writer_that_waits_goes_on_as_soon_as_the_owner_dies(file: PrivateFile[Profile]) -> None:
    with start(HOLDER, file.path) as holder:
        killer = subprocess.Popen(["sh", "-c", f"sleep 0.3; kill -9 {holder.pid}"])
        save(file, TALL)
        killer.wait()
    assert file.read() == TALL
