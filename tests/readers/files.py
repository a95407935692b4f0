"""Make files of walks: FIT by fit-tool, and GPX, TCX and an Apple export as text."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path

from fit_tool.utils.crc import crc16  # type: ignore[import-untyped]

START_MS = 1_700_000_000_000  # 2023-11-14 22:13:20 UTC
FIT_EPOCH_S = 631_065_600


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    return path


def fit_bytes(
    *,
    sport: int = 11,
    cycles: int | None = 870,
    fraction: float = 0.5,
    distance_m: float | None = 1234.5,
    located: bool = True,
    records: int = 901,
) -> bytes:
    """Return a walk of 15 minutes at 58.25 strides a minute, as written by fit-tool."""
    from fit_tool.fit_file_builder import FitFileBuilder  # type: ignore[import-untyped]
    from fit_tool.profile.messages.file_id_message import FileIdMessage  # type: ignore[import-untyped]
    from fit_tool.profile.messages.record_message import RecordMessage  # type: ignore[import-untyped]
    from fit_tool.profile.messages.session_message import SessionMessage  # type: ignore[import-untyped]
    from fit_tool.profile.profile_type import FileType, Sport  # type: ignore[import-untyped]

    builder = FitFileBuilder(auto_define=True)
    head = FileIdMessage()
    head.type, head.time_created = FileType.ACTIVITY, START_MS
    builder.add(head)
    for second in range(records):
        record = RecordMessage()
        record.timestamp = START_MS + 1000 * second
        if located:
            record.position_lat, record.position_long = 53.5 + second * 1e-5, 13.2
        record.distance = 1.4 * second
        record.cadence, record.fractional_cadence = 58, 0.25
        builder.add(record)
    session = SessionMessage()
    session.start_time, session.timestamp = START_MS, START_MS + 900_000
    session.sport, session.total_timer_time = Sport(sport), 900.0
    if distance_m is not None:
        session.total_distance = distance_m
    if cycles is not None:
        session.total_cycles, session.total_fractional_cycles = cycles, fraction
    if located:
        session.start_position_lat, session.start_position_long = 53.5, 13.2
    builder.add(session)
    content: bytes = builder.build().to_bytes()
    return content


def monitoring_bytes(counters: list[tuple[int, int, int]], *, ahead_s: int = 3600) -> bytes:
    """Return counters of a watch: seconds from START_MS, activity, total steps."""
    from fit_tool.fit_file_builder import FitFileBuilder
    from fit_tool.profile.messages.file_id_message import FileIdMessage
    from fit_tool.profile.messages.monitoring_info_message import (  # type: ignore[import-untyped]
        MonitoringInfoMessage,
    )
    from fit_tool.profile.messages.monitoring_message import (  # type: ignore[import-untyped]
        MonitoringMessage,
    )
    from fit_tool.profile.profile_type import ActivityType, FileType

    builder = FitFileBuilder(auto_define=True)
    head = FileIdMessage()
    head.type, head.time_created = FileType.MONITORING_B, START_MS
    info = MonitoringInfoMessage()
    info.timestamp = START_MS
    info.local_timestamp = START_MS // 1000 - FIT_EPOCH_S + ahead_s
    builder.add_all([head, info])
    for second, kind, steps in counters:
        message = MonitoringMessage()
        message.timestamp = START_MS + 1000 * second
        message.activity_type = ActivityType(kind)
        message.steps = steps
        builder.add(message)
    content: bytes = builder.build().to_bytes()
    return content


def definition(
    local: int,
    number: int,
    *fields: tuple[int, int, int],
    developer: tuple[int, int, int] | None = None,
) -> bytes:
    """Return a FIT definition: each field has a number, a size and a type or developer."""
    kind = 0x40 | local | (0x20 if developer else 0)
    head = struct.pack("<BBBHB", kind, 0, 0, number, len(fields))
    tail = bytes([1, *developer]) if developer else b""
    return head + b"".join(bytes(field) for field in fields) + tail


def fit_file(messages: bytes) -> bytes:
    head = struct.pack("<BBHI4s", 12, 0x10, 2132, len(messages), b".FIT")
    return head + messages + struct.pack("<H", crc16(head + messages))


def flipped_or_cut(whole: bytes, *, seed: int, copies: int) -> Iterator[bytes]:
    """Yield copies of a file with one to four bits flipped, a third of them also truncated."""
    rng = random.Random(seed)
    for _ in range(copies):
        damaged = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        if rng.random() < 0.3:
            del damaged[rng.randrange(len(damaged)) :]
        yield bytes(damaged)


def damaged_fit(whole: bytes, seed: int) -> Iterator[bytes]:
    """Yield a file 1,000 times with different bytes changed and a correct checksum."""
    rng = random.Random(seed)
    for _ in range(1000):
        damaged = bytearray(whole[:-2])
        for _ in range(rng.randint(1, 6)):
            damaged[rng.randrange(14, len(damaged))] = rng.randrange(256)
        yield bytes(damaged) + struct.pack("<H", crc16(bytes(damaged)))


def gpx_text(points: int = 601) -> str:
    """Return a track of 2 km northwards in 20 minutes."""
    lines = [
        f'<trkpt lat="{53.5 + i * 3e-5:.7f}" lon="13.2"><ele>5</ele>'
        f"<time>2026-11-20T08:{i * 2 // 60:02d}:{i * 2 % 60:02d}Z</time></trkpt>"
        for i in range(points)
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">'
        f"<trk><name>Walk</name><trkseg>{''.join(lines)}</trkseg></trk></gpx>"
    )


# Faults of `gpx_text`: old text, new text, and the messages for a walk and for a course.
SPOILT_GPX = [
    ('lat="53.5000300"', 'lat="nan"', "latitude 'nan' is not a number from -90"),
    ('lat="53.5000300"', 'lat="1e400"', "latitude '1e400' is not"),
    ('lat="53.5000300"', 'lat="91"', "latitude '91' is not"),
    ('lat="53.5000300"', 'lat="5_3"', "latitude '5_3' is not"),
    ('lon="13.2"', 'lon="inf"', "longitude 'inf' is not"),
    ('lon="13.2"', 'lon="180.5"', "longitude '180.5' is not"),
    ('lon="13.2"', "", "longitude '' is not"),
    ("</trk></gpx>", "</trk><trk></trk></gpx>", "holds 2 tracks"),
    ("</trk></gpx>", "</trk>", "is not XML"),
    ("trkpt", "trkpoint", "holds no track"),
    ("gpx", "kml", "not GPX"),
    ("<gpx", "<!DOCTYPE gpx><gpx", "declares a document type"),
]


def tcx_text(seconds: int = 0) -> str:
    """Return an activity of 1740 steps, 1250 m and 15 minutes, with cadence up to a second."""
    cadence = "<Extensions><TPX%s><RunCadence>58</RunCadence></TPX></Extensions></Trackpoint>\n"
    return (
        '<?xml version="1.0"?>\n<TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">\n'
        '<Activities><Activity Sport="Other"><Id>2026-11-20T08:00:00Z</Id>\n'
        '<Lap StartTime="2026-11-20T08:00:00Z"><TotalTimeSeconds>900</TotalTimeSeconds>\n'
        "<DistanceMeters>1250.0</DistanceMeters><Track>\n"
        "<Trackpoint><Time>2026-11-20T08:00:00Z</Time><Position>"
        "<LatitudeDegrees>53.5</LatitudeDegrees><LongitudeDegrees>13.2</LongitudeDegrees>"
        "</Position><DistanceMeters>0.0</DistanceMeters>"
        + cadence % ' xmlns="x"'
        + "".join(
            f"<Trackpoint><Time>2026-11-20T08:{i // 60:02d}:{i % 60:02d}Z</Time>" + cadence % ""
            for i in range(10, seconds + 1, 10)
        )
        + '</Track><Extensions><LX xmlns="x"><Steps>1740</Steps></LX></Extensions></Lap>\n'
        "</Activity></Activities></TrainingCenterDatabase>"
    )


def export_text() -> str:
    """Return an export with a broken document type, two sources and two workouts, one routed."""

    def record(source: str, begin: str, end: str, steps: int) -> str:
        return (
            f'<Record type="HKQuantityTypeIdentifierStepCount" sourceName="{source}" unit="count" '
            f'startDate="2026-11-20 {begin} +0100" endDate="2026-11-20 {end} +0100" '
            f'value="{steps}"/>'
        )

    def workout(kind: str, hour: int, inner: str) -> str:
        return (
            f'<Workout workoutActivityType="HKWorkoutActivityType{kind}" duration="20" '
            f'startDate="2026-11-20 {hour:02d}:00:00 +0100" '
            f'endDate="2026-11-20 {hour:02d}:20:00 +0100">{inner}</Workout>'
        )

    walked = (
        '<WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" sum="1.6" '
        'unit="km"/>'
    )
    route = '<WorkoutRoute sourceName="Watch"><FileReference path="/r.gpx"/></WorkoutRoute>'
    records = [
        record("Watch", "08:00:00", "08:10:00", 1130),
        record("Watch", "08:10:00", "08:20:00", 1110),
        record("Phone", "08:00:00", "08:20:00", 2000),
        record("Phone", "12:00:00", "12:05:00", 400),
        record("Watch", "12:00:00", "12:05:00", 390),
        record("Phone", "15:00:00", "15:05:00", 300),
    ]
    workouts = [
        workout("Walking", 8, walked + route),
        workout("Walking", 9, walked),
        workout("Cycling", 10, walked + route),
        workout("Running", 11, walked + '<MetadataEntry key="HKIndoorWorkout" value="1"/>' + route),
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n'
        "<!-- HealthKit Export Version: 14 -->\n<!ELEMENT HealthData (ExportDate,Me,(Record)*)>\n"
        "<!ATTLIST HealthData\n  locale CDATA #REQUIRED\n>\n<!ATTLIST broken\n<!\n]>\n"
        '<HealthData locale="de_DE"><ExportDate value="2026-11-22 10:00:00 +0100"/>'
        + "\n".join(records + workouts)
        + "</HealthData>"
    )
