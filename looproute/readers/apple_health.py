"""Read an Apple Health export: workouts with a route, and everyday steps.

The file has hundreds of megabytes and a malformed document type, so it is read as a stream without
its document type, and twice if a workout's steps must be found among the records. Phone and watch
count the same steps, so only the source with the highest count is used in each ten-minute slot.
Distances not from a route are estimated from the steps, so they are ignored.
"""

from __future__ import annotations

import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from pathlib import Path, PurePosixPath

from looproute.readers.result import Found, Request, WalkFileError
from looproute.readers.values import moment, number
from looproute.readers.xml_stream import CHUNK_BYTES, Element, elements, file_chunks
from looproute.steps.calibration import MIN_GPS_M
from looproute.steps.measurement import Mode
from looproute.units import FOOT_M, MILE_M, Range

_STEPS = "HKQuantityTypeIdentifierStepCount"
_DISTANCE = "HKQuantityTypeIdentifierDistanceWalkingRunning"
_MODES: dict[str, Mode] = {
    "HKWorkoutActivityTypeWalking": "walk",
    "HKWorkoutActivityTypeHiking": "walk",
    "HKWorkoutActivityTypeRunning": "run",
}
_METRES = {"km": 1000.0, "m": 1.0, "mi": MILE_M, "yd": 3 * FOOT_M, "ft": FOOT_M, "cm": 0.01}
_COUNT = Range(0, 1_000_000)  # steps of one record
_SLOT = timedelta(minutes=10)  # in each the source with the highest count is used
_LONGEST = timedelta(days=1)  # of one record
_DAYS_KEPT = 366  # up to the newest day
# Limits of memory: over a year of slots from several sources, and more devices than anyone has.
_MOST_SLOTS = 100_000
_MOST_SOURCES = 100
# Chosen so that a file cannot fill the memory or run for ever: before the first element, in total.
_MOST_HEAD_BYTES = 1 << 20
_MOST_BYTES = 1 << 34
# Health records compress about 30-fold, a ZIP bomb 1,000-fold.
_MOST_SHRUNK = 200
_RECORDS = frozenset({"HealthData", "Record"})
_ALL = _RECORDS | {"Workout", "WorkoutRoute", "WorkoutStatistics", "MetadataEntry"}


Progress = Callable[[int, int], None] | None


@dataclass
class _Workout:
    mode: Mode
    begin: datetime
    end: datetime
    distance_m: float = 0.0
    steps: float = 0.0
    route: bool = False
    indoors: bool = False
    by_source: dict[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"the workout of {self.begin:%Y-%m-%d %H:%M}"


def read(path: Path, request: Request) -> Found:
    """Read the workouts with a route and the everyday steps of an export."""
    if request.steps is not None:
        raise ValueError("an export of Apple Health holds its own steps: leave --steps out.")
    slots = _Slots()
    workouts = [
        workout
        for workout in _read_workouts(_read_document(path, request, _ALL), slots)
        if workout.route and not workout.indoors and workout.distance_m >= MIN_GPS_M
    ]
    missing = sorted((w for w in workouts if not w.steps), key=lambda w: w.begin)
    if missing:
        _add_record_steps(missing, _read_document(path, request, _RECORDS))
    found = Found()
    for workout in workouts:
        found.add_walk(
            workout.name,
            steps=round(workout.steps or max(workout.by_source.values(), default=0.0)),
            distance_m=workout.distance_m,
            how="gps",
            count="watch",
            mode=request.mode or workout.mode,
            day=workout.begin.date(),
            duration_s=(workout.end - workout.begin).total_seconds(),
        )
    for day, steps in slots.days().items():
        found.add_day(day, steps)
    return found


def _read_document(path: Path, request: Request, wanted: frozenset[str]) -> Iterator[Element]:
    first = True
    for element in elements(_read_chunks(path, request.progress), wanted):
        if first and element.path != ("HealthData",):
            raise WalkFileError("it is XML, but not an export of Apple Health")
        first = False
        yield element
    if first:
        raise WalkFileError("it is not an export of Apple Health")


def _read_workouts(document: Iterable[Element], slots: _Slots) -> Iterator[_Workout]:
    """Yield the walks and runs of a document, and add its step records to `slots`."""
    workout: _Workout | None = None
    for element in document:
        about = element.attributes
        if element.name == "Record":
            if element.begins and about.get("type") == _STEPS:
                slots.add(*_parse_record(about))
        elif element.name == "Workout":
            if not element.begins:
                if workout is not None:
                    yield workout
                workout = None
            elif mode := _MODES.get(about.get("workoutActivityType", "")):
                workout = _Workout(mode, *_parse_interval(about))
                if "totalDistance" in about:
                    workout.distance_m = _parse_metres(about, "totalDistance", "totalDistanceUnit")
        elif workout is not None and element.begins:
            _add_element(workout, element)


def _add_element(workout: _Workout, element: Element) -> None:
    about = element.attributes
    if element.name == "WorkoutRoute":
        workout.route = True
    elif element.name == "MetadataEntry" and about.get("key") == "HKIndoorWorkout":
        workout.indoors = about.get("value") == "1"
    elif element.name == "WorkoutStatistics" and "sum" in about:
        if about.get("type") == _DISTANCE:
            workout.distance_m = _parse_metres(about, "sum", "unit")
        elif about.get("type") == _STEPS:
            workout.steps = number(about["sum"], "sum", _COUNT)


def _add_record_steps(workouts: list[_Workout], document: Iterable[Element]) -> None:
    """Add the steps of records to the workouts that they overlap, by source."""
    near = {
        (workout.begin + timedelta(days=days)).date().isoformat()
        for workout in workouts
        for days in (-2, -1, 0, 1)
    }
    ends = list(accumulate((workout.end for workout in workouts), max))
    for element in document:
        about = element.attributes
        if about.get("type") != _STEPS or about.get("startDate", "")[:10] not in near:
            continue
        begin, end, source, steps = _parse_record(about)
        for workout in workouts[bisect_left(ends, begin) :]:
            if workout.begin >= end:
                break
            both = min(end, workout.end) - max(begin, workout.begin)
            share = both / (end - begin) if end > begin else 1.0
            by_source = workout.by_source
            by_source[source] = by_source.get(source, 0.0) + steps * max(share, 0.0)


class _Slots:
    """Steps of the last 366 days by ten-minute slot and source."""

    def __init__(self) -> None:
        self._sources: dict[str, int] = {}
        self._slots: dict[tuple[date, int], dict[int, float]] = {}
        self._newest = date.min

    def add(self, begin: datetime, end: datetime, source: str, steps: float) -> None:
        """Add a record, spread evenly over the slots that it overlaps."""
        number = self._sources.setdefault(source, len(self._sources))
        if number >= _MOST_SOURCES:
            raise WalkFileError(f"it names more than {_MOST_SOURCES} sources of steps")
        self._newest = max(self._newest, end.date())
        if (self._newest - end.date()).days >= _DAYS_KEPT:
            return
        seconds = max((end - begin).total_seconds(), 1.0)
        at = begin
        while at < end or at == begin:
            midnight = datetime.combine(at, datetime.min.time(), at.tzinfo)
            slot = (at - midnight) // _SLOT
            until = min(end, midnight + (slot + 1) * _SLOT)
            share = (until - at).total_seconds() / seconds if end > begin else 1.0
            sources = self._slots.setdefault((at.date(), slot), {})
            sources[number] = sources.get(number, 0.0) + steps * share
            at = max(until, at + timedelta(microseconds=1))
        if len(self._slots) > _MOST_SLOTS:
            self._forget()

    def days(self) -> dict[date, float]:
        """Return the daily steps, taking each slot from the source with the highest count."""
        self._forget()
        days: dict[date, float] = {}
        for (day, _), sources in sorted(self._slots.items()):
            days[day] = days.get(day, 0.0) + max(sources.values())
        return days

    def _forget(self) -> None:
        for key in [key for key in self._slots if (self._newest - key[0]).days >= _DAYS_KEPT]:
            del self._slots[key]


def _parse_record(about: dict[str, str]) -> tuple[datetime, datetime, str, float]:
    begin, end = _parse_interval(about)
    return (
        begin,
        end,
        about.get("sourceName", "")[:100],
        number(about.get("value", ""), "value", _COUNT),
    )


def _parse_interval(about: dict[str, str]) -> tuple[datetime, datetime]:
    begin = moment(about.get("startDate", ""), "startDate")
    end = moment(about.get("endDate", ""), "endDate")
    if begin.tzinfo is None or end.tzinfo is None:
        raise WalkFileError("one of its times has no time zone")
    if not timedelta(0) <= end - begin <= _LONGEST:
        raise WalkFileError(f"startDate {begin} and endDate {end} are not in order, within a day")
    return begin, end


def _parse_metres(about: dict[str, str], amount: str, unit: str) -> float:
    if (metres := _METRES.get(about.get(unit, ""))) is None:
        raise WalkFileError(f"{unit} {about.get(unit, '')[:20]!r} is not a unit of length")
    return metres * number(about[amount], amount, _COUNT)


def _read_chunks(path: Path, progress: Progress) -> Iterator[bytes]:
    """Yield an export in pieces, without its document type.

    Raises WalkFileError if the archive is damaged, holds no export, or unpacks beyond the limits.
    """
    zipped = path.suffix.lower() == ".zip"
    return _drop_doctype(_unzip(path, progress) if zipped else file_chunks(path, progress))


def _drop_doctype(pieces: Iterable[bytes]) -> Iterator[bytes]:
    head = b""
    pieces = iter(pieces)
    for piece in pieces:
        head += piece
        begin = head.find(b"<!DOCTYPE")
        if begin < 0:
            if len(head) > CHUNK_BYTES:
                break
            continue
        bracket, closed = head.find(b"[", begin), head.find(b">", begin)
        inner = 0 <= bracket < closed
        end = head.find(b"]>", begin) if inner else closed
        if end >= 0:
            head = head[:begin] + head[end + (2 if inner else 1) :]
            break
        if len(head) > _MOST_HEAD_BYTES:
            raise WalkFileError("its document type does not end")
    yield head
    yield from pieces


def _unzip(path: Path, progress: Progress) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            member = _find_export(archive)
            with archive.open(member) as file:
                while piece := file.read(CHUNK_BYTES):
                    yield piece
                    if progress:
                        progress(len(piece), member.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise WalkFileError("it is not a ZIP archive that can be read") from error


def _find_export(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Return the export in an archive by its name; nothing is unpacked to disk."""
    for info in archive.infolist():
        place = PurePosixPath(info.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts:
            raise WalkFileError("it holds a name that leads out of the archive")
    members = [
        info
        for info in archive.infolist()
        if PurePosixPath(info.filename).name.lower() == "export.xml"
    ]
    if not members:
        raise WalkFileError("it holds no export.xml")
    info = members[0]
    if info.file_size > min(_MOST_BYTES, _MOST_SHRUNK * max(info.compress_size, 10_000)):
        raise WalkFileError(f"its export.xml would unpack to {info.file_size:,} bytes")
    return info
