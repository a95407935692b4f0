import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from looproute.errors import WriteError
from looproute.profile import Profile
from looproute.profilefile import ProfileError, ProfileFile, profile_path
from looproute.steps.measurement import Walk

ROOT = Path(__file__).parents[1]
TRACK = Walk(steps=560, distance_m=400.0)


@pytest.fixture
def file(tmp_path: Path) -> ProfileFile:
    return ProfileFile(tmp_path / "profiles" / "me.toml")


def test_where_there_is_no_file_the_profile_is_empty(file: ProfileFile) -> None:
    assert file.read() == Profile()
    assert not file.path.parent.exists()


def test_what_was_written_is_read_and_nobody_else_may_read_it(file: ProfileFile) -> None:
    file.read()
    file.write(Profile(height_m=1.75))
    assert ProfileFile(file.path).read() == Profile(height_m=1.75)
    if os.name == "posix":
        assert file.path.stat().st_mode & 0o777 == 0o600
        assert file.path.parent.stat().st_mode & 0o777 == 0o700
        file.path.chmod(0o644)
        file.write(Profile(height_m=1.80))
        assert file.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.path.parent.iterdir()] == ["me.toml"]


def test_a_damaged_profile_is_named_with_its_line_and_left_alone(file: ProfileFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text("version = 1\nheight_m = tall\n")
    with pytest.raises(ProfileError, match=r"me\.toml' is damaged in line 2: invalid value"):
        file.read()
    with pytest.raises(WriteError, match="has changed"):
        ProfileFile(file.path).write(Profile())
    assert "tall" in file.path.read_text()


def test_a_name_in_a_profile_does_not_reach_the_terminal_raw(file: ProfileFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text('version = 1\n"\\u001b[31m" = 1\n')
    with pytest.raises(ProfileError) as refused:
        file.read()
    assert str(refused.value).isprintable()


def test_what_changed_since_it_was_read_is_not_overwritten(file: ProfileFile) -> None:
    file.read()
    other = ProfileFile(file.path)
    other.read()
    other.write(Profile(height_m=1.60))
    with pytest.raises(WriteError, match="has changed meanwhile"):
        file.write(Profile(height_m=1.90))
    assert file.read() == Profile(height_m=1.60)


def test_a_folder_or_a_huge_file_is_no_profile(file: ProfileFile) -> None:
    file.path.mkdir(parents=True)
    with pytest.raises(ProfileError, match="cannot be read"):
        file.read()
    file.path.rmdir()
    file.path.write_bytes(b"#" * 5_000_001)
    with pytest.raises(ProfileError, match="is larger than a profile"):
        file.read()


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="/proc takes no files")
def test_a_disk_that_refuses_is_told() -> None:
    file = ProfileFile(Path("/proc/looproute/me.toml"))
    file.read()
    with pytest.raises(WriteError, match="cannot be written"):
        file.write(Profile())


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_profile_that_is_a_link_stays_one(file: ProfileFile, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("version = 1\n")
    file.path.parent.mkdir()
    file.path.symlink_to(kept)
    file.read()
    file.write(Profile(height_m=1.75))
    assert file.path.is_symlink()
    assert "1.75" in kept.read_text()


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
from looproute.profile import Profile
from looproute.profilefile import ProfileFile
from looproute.steps.measurement import Walk
file = ProfileFile(Path(sys.argv[1]))
profile = file.read()
print("ready", flush=True)
for steps in range(500, 2000):
    many = tuple(Walk(steps=steps, distance_m=0.7 * steps) for _ in range(400))
    file.write(Profile(walks=many))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_profile_survives_kill_9_at_any_moment_of_a_write(file: ProfileFile) -> None:
    file.read()
    file.write(Profile(walks=(TRACK,)))
    for seed in range(8):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file.path)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(random.Random(seed).uniform(0.02, 0.15))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        walks = ProfileFile(file.path).read().walks
        assert len(walks) in (1, 400)
        assert len(set(walks)) == 1
    assert len(walks) == 400


def test_what_a_kill_left_behind_is_swept_up_in_time(file: ProfileFile) -> None:
    file.read()
    file.write(Profile())
    left = file.path.with_name(".looproute-0123456789abcdef")
    left.write_bytes(b"half a prof")
    file.write(Profile(height_m=1.75))
    assert left.exists()
    os.utime(left, (0, 0))
    file.write(Profile(height_m=1.76))
    assert not left.exists()
