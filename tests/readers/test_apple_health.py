from __future__ import annotations

import random
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from looproute.readers import Request, WalkFileError, read

from .files import export_text


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.xml"
    path.write_text(export_text(), encoding="utf-8")
    return path


def zipped(path: Path, *members: tuple[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(name, text)
    return path


def test_only_a_workout_with_a_route_calibrates_with_the_steps_of_one_source(export: Path) -> None:
    found = read(export)
    (walk,) = found.walks
    assert (walk.steps, walk.distance_m, walk.duration_s) == (2240, 1600.0, 1200.0)
    assert (walk.how, walk.count, walk.day) == ("gps", "watch", date(2026, 11, 20))


def test_a_workouts_own_count_overrides_the_records(export: Path) -> None:
    own = '<WorkoutStatistics type="HKQuantityTypeIdentifierStepCount" sum="2251" unit="count"/>'
    export.write_text(export_text().replace("<WorkoutRoute", own + "<WorkoutRoute", 1))
    assert read(export).walks[0].steps == 2251


def test_in_each_interval_one_source_counts(export: Path) -> None:
    assert read(export).everyday == {date(2026, 11, 20): 1130 + 1110 + 400 + 300}


def test_a_zip_reads_as_the_export_in_it(export: Path, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("apple_health_export/export.xml", export_text()))
    assert read(path) == read(export)


def test_progress_adds_up_to_the_file_size_for_each_pass(export: Path) -> None:
    reports: list[tuple[int, int]] = []
    read(export, Request(progress=lambda count, size: reports.append((count, size))))
    size = export.stat().st_size
    assert {each for _, each in reports} == {size}
    assert sum(count for count, _ in reports) == 2 * size


def test_an_export_with_its_own_steps_refuses_given_steps(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export_text(), encoding="utf-8")
    with pytest.raises(ValueError, match="holds its own steps: leave --steps out"):
        read(path, Request(steps=2000))


@pytest.mark.parametrize(
    "name", ["../export.xml", "/tmp/export.xml", "a/../../export.xml", "..\\x"]
)
def test_an_archive_with_a_path_outside_it_is_refused_and_not_unpacked(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    path = zipped(folder / "a.zip", ("apple/export.xml", export_text()), (name, "x"))
    with pytest.raises(WalkFileError, match="leads out of the archive"):
        read(path)
    assert [each.name for each in tmp_path.rglob("*")] == ["a", "a.zip"]


def test_an_archive_that_unpacks_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    bomb = "<HealthData>" + " " * 50_000_000 + "</HealthData>"
    with pytest.raises(WalkFileError, match="would unpack to 50,000,025 bytes"):
        read(zipped(tmp_path / "a.zip", ("export.xml", bomb)))


def test_an_archive_with_a_false_size_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("export.xml", export_text() + " " * 5_000_000))
    content = path.read_bytes()
    size = (len(export_text()) + 5_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(WalkFileError, match="cannot be read"):
        read(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 1000])
def test_a_file_that_is_not_an_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(WalkFileError, match="not a ZIP archive"):
        read(path)


def test_an_archive_without_an_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WalkFileError, match=r"holds no export\.xml"):
        read(zipped(tmp_path / "a.zip", ("other.xml", "<a/>")))


def test_300_damaged_archives_are_a_value_or_an_error(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("export.xml", export_text()))
    whole, true = path.read_bytes(), read(path)
    rng = random.Random(8)
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(rng.randint(1, 3)):
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        path.write_bytes(content)
        with suppress(WalkFileError):
            assert read(path) == true


def test_three_megabytes_are_read_in_bounded_memory(export: Path) -> None:
    head, _, tail = export_text().partition("<Record")
    many = '<Record type="HKQuantityTypeIdentifierHeartRate" value="60" sourceName="Watch"/>\n'
    export.write_text(head + many * 40_000 + "<Record" + tail)
    tracemalloc.start()
    found = read(export)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.walks[0].steps == 2240
    assert export.stat().st_size > 3_000_000
    assert peak < 2_500_000
