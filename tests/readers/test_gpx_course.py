"""Courses of races and walks: GPX files of others, friendly and hostile."""

from __future__ import annotations

import re
from pathlib import Path

import gpxpy
import pytest

from looproute import Bundled, LatLon, LoopRequest, Walker, plan_loops, read_loops, write_loops
from looproute.readers import WalkFileError
from looproute.readers.gpx_course import read_course
from looproute.steps.formulas import grade_factor

from .files import SPOILT_GPX, gpx_text


def written(folder: Path, text: str) -> Path:
    path = folder / "course.gpx"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    return path


def as_route(text: str) -> str:
    segment = text.replace("<trkseg>", "").replace("</trkseg>", "")
    return segment.replace("trkpt", "rtept").replace("trk>", "rte>")


def test_a_track_has_the_length_that_gpxpy_finds_and_keeps_its_heights(tmp_path: Path) -> None:
    loop, height_m = read_course(written(tmp_path, gpx_text()))
    assert loop.kind == "one-way"
    assert loop.length_m == pytest.approx(gpxpy.parse(gpx_text()).length_2d(), rel=0.01)
    assert loop.target_m == loop.length_m
    assert len(height_m) == len(loop.points) == 601
    assert set(height_m) == {5.0}


def test_a_route_is_a_course_unless_there_is_a_track(tmp_path: Path) -> None:
    track = read_course(written(tmp_path, gpx_text())).loop
    assert read_course(written(tmp_path, as_route(gpx_text()))).loop == track
    other = "<rte><rtept lat='1' lon='1'/><rtept lat='2' lon='2'/></rte><trk>"
    assert read_course(written(tmp_path, gpx_text().replace("<trk>", other))).loop == track


def test_heights_are_all_or_none(tmp_path: Path) -> None:
    assert read_course(written(tmp_path, gpx_text().replace("<ele>5</ele>", "", 1))).height_m == ()


def test_the_steps_are_those_of_the_walker(tmp_path: Path) -> None:
    path = written(tmp_path, gpx_text())
    short, long = (read_course(path, Walker.given(step)).loop for step in (0.5, 0.8))
    assert short.steps == pytest.approx(long.steps * 0.8 / 0.5, abs=1)


def test_up_hill_takes_more_steps_and_down_hill_fewer(tmp_path: Path) -> None:
    walker = Walker.given(0.70)

    def steps(rise_m: float) -> int:
        rising = (f"<ele>{100 + rise_m * i:.2f}</ele>" for i in range(601))
        text = re.sub(r"<ele>5</ele>", lambda _: next(rising), gpx_text())
        return read_course(written(tmp_path, text), walker).loop.steps

    level = steps(0)
    metres_a_point = 2003 / 600
    grade = 0.1 / metres_a_point
    factor = grade_factor(grade, walker.speed_mps)
    assert steps(0.1) == pytest.approx(level / factor, rel=1e-3)
    assert steps(-0.1) < level < steps(0.1)
    assert steps(3) == pytest.approx(level / 0.92, abs=1)


def test_repeated_points_are_dropped(tmp_path: Path) -> None:
    point = '<trkpt lat="53.5000300" lon="13.2"><ele>5</ele></trkpt>'
    twice = gpx_text().replace('<trkpt lat="53.5000300"', f'{point}<trkpt lat="53.5000300"')
    course = read_course(written(tmp_path, twice))
    assert course.loop == read_course(written(tmp_path, gpx_text())).loop
    assert len(course.height_m) == len(course.loop.points)


def test_a_loop_written_as_gpx_reads_back_as_a_closed_course_with_its_credit(
    tmp_path: Path,
) -> None:
    [loop] = plan_loops(LoopRequest(start=Bundled.start, steps=3000, count=1), Bundled())
    write_loops([loop], tmp_path / "walk.gpx")
    course = read_course(tmp_path / "walk.gpx").loop
    assert course.kind == "loop"
    assert course.points[0] == course.points[-1]
    assert course.length_m == pytest.approx(loop.length_m, abs=1.0)
    assert course.compactness == pytest.approx(loop.compactness, abs=0.01)
    assert course.attribution == "© OpenStreetMap contributors, ODbL"


def test_a_file_without_an_owner_is_credited_by_its_name(tmp_path: Path) -> None:
    assert read_course(written(tmp_path, gpx_text())).loop.attribution == "course from course.gpx"


@pytest.mark.parametrize("rename", [str, as_route])
def test_a_course_can_be_written_and_read(tmp_path: Path, rename: type[str]) -> None:
    loop = read_course(written(tmp_path, rename(gpx_text()))).loop
    write_loops([loop], tmp_path / "course.geojson")
    [again] = read_loops(tmp_path / "course.geojson")
    assert len(again.points) == len(loop.points)
    assert (again.kind, again.steps) == (loop.kind, loop.steps)


def test_a_course_across_the_antimeridian_has_its_true_length(tmp_path: Path) -> None:
    points = "".join(f'<trkpt lat="-16.8" lon="{lon}"/>' for lon in (179.99, -180, -179.99))
    gpx = (
        f'<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{points}</trkseg></trk></gpx>'
    )
    loop = read_course(written(tmp_path, gpx)).loop
    assert loop.points[0] == LatLon(-16.8, 179.99)
    assert loop.length_m == pytest.approx(2131, abs=5)


BOMB = '<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><gpx'


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        *SPOILT_GPX,
        ("<ele>5<", "<ele>nan<", "height 'nan' is not"),
        ("<ele>5<", "<ele>99999<", "height '99999' is not"),
        ("</trk></gpx>", "</trk><trk></trk></gpx>", "and a course is one"),
        ("trkpt", "wpt", "holds no track and no route"),
        ('lat="53.5', 'lat="3.5', "is not a course of 100 m to 200 km"),
        ("<gpx", BOMB, "declares a document type"),
        ('<gpx version="1.1"', "<gpx &lol;", "is not XML"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "\x00", "is not XML"),
    ],
)
def test_an_invalid_course_is_refused_with_the_reason(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    assert before in gpx_text()
    text = gpx_text().replace(before, after, 1 if "3.5" in after else -1)
    with pytest.raises(WalkFileError, match=f"course.gpx' cannot be read as a course: .*{fault}"):
        read_course(written(tmp_path, text))


@pytest.mark.parametrize("points", ["", '<trkpt lat="53.5" lon="13.2"/>' * 500])
def test_a_course_without_a_length_is_refused(tmp_path: Path, points: str) -> None:
    gpx = f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>"
    with pytest.raises(WalkFileError, match=r"no track|not a course"):
        read_course(written(tmp_path, gpx))


def test_too_many_points_are_refused(tmp_path: Path) -> None:
    points = '<trkpt lat="53.5" lon="13.2"/>' * 100_001
    with pytest.raises(WalkFileError, match="more than 100,000 points"):
        read_course(written(tmp_path, f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WalkFileError, match="no such file"):
        read_course(tmp_path / "none.gpx")
    with pytest.raises(WalkFileError, match="a folder"):
        read_course(tmp_path)
