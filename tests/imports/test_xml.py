"""GPX, TCX and XML itself, friendly and hostile."""

from __future__ import annotations

import random
from pathlib import Path

import gpxpy
import pytest

from looproute.imports import Request, WalkFileError, read
from looproute.imports.xmlstream import elements
from looproute.walk import Walk

from .files import export_text, gpx_text

STEPS = Request(steps=2750)
TCX = """<?xml version="1.0"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">
<Activities><Activity Sport="Other"><Id>2026-11-20T08:00:00Z</Id>
<Lap StartTime="2026-11-20T08:00:00Z"><TotalTimeSeconds>900</TotalTimeSeconds>
<DistanceMeters>1250.0</DistanceMeters><Track>
<Trackpoint><Time>2026-11-20T08:00:00Z</Time><Position><LatitudeDegrees>53.5</LatitudeDegrees>
<LongitudeDegrees>13.2</LongitudeDegrees></Position><DistanceMeters>0.0</DistanceMeters>
<Extensions><TPX xmlns="x"><RunCadence>58</RunCadence></TPX></Extensions></Trackpoint>
%s</Track><Extensions><LX xmlns="x"><Steps>1740</Steps></LX></Extensions></Lap>
</Activity></Activities></TrainingCenterDatabase>"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    return path


def trackpoints(seconds: int) -> str:
    return "".join(
        f"<Trackpoint><Time>2026-11-20T08:{i // 60:02d}:{i % 60:02d}Z</Time>"
        "<Extensions><TPX><RunCadence>58</RunCadence></TPX></Extensions></Trackpoint>"
        for i in range(10, seconds + 1, 10)
    )


def test_a_gpx_track_has_the_length_that_gpxpy_finds(tmp_path: Path) -> None:
    (walk,) = read(written(tmp_path / "a.gpx", gpx_text()), STEPS).walks
    assert (walk.steps, walk.duration_s, str(walk.day)) == (2750, 1200.0, "2026-11-20")
    assert walk.distance_m == pytest.approx(gpxpy.parse(gpx_text()).length_2d(), rel=0.01)
    assert walk.distance_m == pytest.approx(600 * 3e-5 * 111_300, rel=0.001)


def test_a_gpx_file_needs_the_steps(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no steps, as no GPX file does: add --steps"):
        read(written(tmp_path / "a.gpx", gpx_text()))


def test_what_lies_between_segments_was_not_walked(tmp_path: Path) -> None:
    one = read(written(tmp_path / "a.gpx", gpx_text()), STEPS).walks[0].distance_m
    cut = gpx_text().replace('<trkpt lat="53.5090000"', '</trkseg><trkseg><trkpt lat="53.5090000"')
    two = read(written(tmp_path / "a.gpx", cut), STEPS).walks[0].distance_m
    assert one - two == pytest.approx(one / 600, rel=0.01)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('lat="53.5000300"', 'lat="nan"', "latitude 'nan' is not a number from -90"),
        ('lat="53.5000300"', 'lat="1e400"', "latitude '1e400' is not"),
        ('lat="53.5000300"', 'lat="91"', "latitude '91' is not"),
        ('lat="53.5000300"', 'lat="5_3"', "latitude '5_3' is not"),
        ('lon="13.2"', 'lon="inf"', "longitude 'inf' is not"),
        ('lon="13.2"', "", "longitude '' is not"),
        ("08:00:02Z", "08:00:99Z", "is not one like"),
        ("2026-11-20T08:19", "9026-11-20T08:19", "is not one like"),
        ("08:20:00Z", "08:20:00", "some of its times have a time zone"),
        ("</trk></gpx>", "</trk><trk></trk></gpx>", "holds 2 tracks"),
        ("</trk></gpx>", "</trk>", "is not XML"),
        ("trk", "rte", "holds no track"),
        ("gpx", "kml", "not GPX"),
        ("<gpx", "<!DOCTYPE gpx><gpx", "declares a document type"),
        ('encoding="UTF-8"', 'encoding="EBCDIC-9"', "encoding|is not XML"),
    ],
)
def test_a_gpx_file_that_is_wrong_is_refused(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    assert before in gpx_text()
    with pytest.raises(WalkFileError, match=fault):
        read(written(tmp_path / "a.gpx", gpx_text().replace(before, after)), STEPS)


def test_tcx_laps_add_up_and_steps_are_steps(tmp_path: Path) -> None:
    (walk,) = read(written(tmp_path / "a.tcx", TCX % trackpoints(900))).walks
    assert (walk.steps, walk.distance_m, walk.duration_s) == (1740, 1250.0, 900.0)


def test_tcx_steps_that_are_strides_by_the_cadence_count_twice_and_it_is_told(
    tmp_path: Path,
) -> None:
    text = (TCX % trackpoints(900)).replace("1740", "870")
    found = read(written(tmp_path / "a.tcx", text))
    assert found.walks[0].steps == 1740
    assert "strides by its cadence" in found.notes[0]


def test_tcx_without_steps_is_reckoned_from_the_cadence_of_one_foot(tmp_path: Path) -> None:
    text = (TCX % trackpoints(900)).replace("<Steps>1740</Steps>", "")
    assert read(written(tmp_path / "a.tcx", text)).walks[0].steps == pytest.approx(1740, abs=25)


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ('Sport="Other"', 'Sport="Biking"', "Biking is not a walk"),
        ("LatitudeDegrees", "Elsewhere", "has no GPS"),
        ("<Steps>1740</Steps>", "", "holds no steps"),
    ],
)
def test_a_tcx_activity_that_does_not_calibrate_is_told(
    tmp_path: Path, before: str, after: str, note: str
) -> None:
    found = read(written(tmp_path / "a.tcx", (TCX % "").replace(before, after)))
    assert found.walks == []
    assert note in found.notes[0]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("1250.0", "nan", "DistanceMeters 'nan' is not"),
        ("1250.0", "1e400", "DistanceMeters '1e400' is not"),
        (">58<", ">-1<", "RunCadence '-1' is not"),
        ("TrainingCenterDatabase", "kml", "not TCX"),
        ("<Activities>", "<Courses/>", "is not XML"),
    ],
)
def test_a_tcx_file_that_is_wrong_is_refused(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    with pytest.raises(WalkFileError, match=fault):
        read(written(tmp_path / "a.tcx", (TCX % "").replace(before, after)))


BOMB = '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><gpx>&b;</gpx>'


@pytest.mark.parametrize("suffix", ["gpx", "tcx", "xml"])
@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE gpx SYSTEM "file:///etc/passwd"><gpx/>',
        "<a>" * 100_000,
        "<a" + " " * 3_000_000,
        '<a x="' + "y" * 3_000_000 + '"/>',
        "<gpx><trk><name>" + "y" * 3_000_000,
        "<HealthData><Record>" + "y" * 3_000_000,
        "",
        "not XML",
        "<gpx>\x00</gpx>",
        "<HealthData>&undefined;</HealthData>",
    ],
    ids=["bomb", "external", "deep", "tag", "attribute", "text", "text 2", "0", "no", "nul", "&"],
)
def test_hostile_xml_is_refused_in_a_sentence(tmp_path: Path, suffix: str, text: str) -> None:
    request = STEPS if suffix == "gpx" else Request()
    with pytest.raises(WalkFileError, match="cannot be read: ") as refused:
        read(written(tmp_path / f"a.{suffix}", text), request)
    assert len(str(refused.value)) < 400


def test_elements_are_given_while_the_file_is_being_read() -> None:
    def endless() -> object:
        yield b"<a>"
        while True:
            yield b"<b/>" * 100

    stream = elements(endless())  # type: ignore[arg-type]
    names = [next(stream).name for _ in range(10_000)]
    assert set(names) == {"a", "b"}


@pytest.mark.parametrize(
    ("suffix", "whole"),
    [("gpx", gpx_text(40)), ("tcx", TCX % trackpoints(120)), ("xml", export_text())],
)
def test_1000_damaged_files_are_a_value_or_an_error(
    tmp_path: Path, suffix: str, whole: str
) -> None:
    rng = random.Random(7)
    request = STEPS if suffix == "gpx" else Request()
    path = tmp_path / f"a.{suffix}"
    for _ in range(1000):
        content = bytearray(whole.encode())
        for _ in range(rng.randint(1, 5)):
            at = rng.randrange(len(content))
            kind = rng.randrange(3)
            if kind == 0:
                content[at] = rng.randrange(256)
            elif kind == 1:
                del content[at : at + rng.randint(1, 40)]
            else:
                content[at:at] = rng.choice([b"<", b">", b"&", b'"', b"\xff", b"-", b"9" * 30])
        path.write_bytes(content)
        try:
            found = read(path, request)
        except WalkFileError:
            continue
        assert all(isinstance(walk, Walk) for walk in found.walks)
