"""Invalid files of walks are refused with the reason, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from looproute.readers import Request, WalkFileError, read

from .files import SPOILT_GPX, export_text, gpx_text, tcx_text, written

RIGHT = {"walk.gpx": gpx_text(), "walk.tcx": tcx_text(), "export.xml": export_text()}
# Old text, new text, and the message.
WRONG = {
    "walk.gpx": [
        *SPOILT_GPX,
        ("08:00:02Z", "08:00:99Z", "is not one like"),
        ("2026-11-20T08:19", "9026-11-20T08:19", "is not one like"),
        ("08:20:00Z", "08:20:00", "some of its times have a time zone"),
        ("trk", "rte", "holds no track"),
        ('encoding="UTF-8"', 'encoding="EBCDIC-9"', "encoding|is not XML"),
    ],
    "walk.tcx": [
        ("1250.0", "nan", "DistanceMeters 'nan' is not"),
        ("1250.0", "1e400", "DistanceMeters '1e400' is not"),
        (">58<", ">-1<", "RunCadence '-1' is not"),
        ("TrainingCenterDatabase", "kml", "not TCX"),
        ("<Activities>", "<Courses/>", "is not XML"),
    ],
    "export.xml": [
        ('value="1130"', 'value="nan"', "value 'nan' is not"),
        ('value="1130"', 'value="-1"', "value '-1' is not"),
        ('value="1130"', "", "value '' is not"),
        ('sum="1.6"', 'sum="1e400"', "sum '1e400' is not"),
        ('unit="km"', 'unit="league"', "'league' is not a unit of length"),
        ("08:10:00 +0100", "07:10:00 +0100", "are not in order"),
        ("08:10:00 +0100", "08:10:00", "no time zone"),
        ("08:10:00 +0100", "26:10:00 +0100", "is not one like"),
        ("]>", "", "document type|not XML"),
        ("HealthData", "Health", "not an export"),
    ],
}


@pytest.mark.parametrize(
    ("name", "before", "after", "fault"),
    [(name, *fault) for name, faults in WRONG.items() for fault in faults],
)
def test_a_file_of_the_wrong_format_is_refused(
    tmp_path: Path, name: str, before: str, after: str, fault: str
) -> None:
    assert before in RIGHT[name]
    path = written(tmp_path / name, RIGHT[name].replace(before, after))
    with pytest.raises(WalkFileError, match=fault):
        read(path, Request(steps=2750) if path.suffix == ".gpx" else Request())
