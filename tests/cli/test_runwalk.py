from __future__ import annotations

import json
from pathlib import Path

import pytest

from looproute import read_loops, write_loops
from looproute.geo import cumulative_m
from looproute.readers.gpx_course import read_course
from tests.cli.conftest import MakeLoop, Run

TEN = ("runwalk", "--distance", "10k", "--pace", "6:30/km")


@pytest.fixture
def course(folder: Path) -> Path:
    """A course of 20 km that climbs steeply for a while."""
    points = [
        f'<trkpt lat="{53.5 + 0.0009 * i:.6f}" lon="13.2"><ele>{max(0, min(i - 50, 20) * 12)}</ele>'
        "</trkpt>"
        for i in range(200)
    ]
    path = folder / "course.gpx"
    path.write_text(
        '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
        f"{''.join(points)}</trkseg></trk></gpx>"
    )
    return path


def test_both_tables_and_the_running_speed_are_printed(run: Run) -> None:
    out = run(*TEN).out
    assert "after Jeff Galloway" in out
    assert "  walks of 30 s or less  1:30/0:30, or 1:00/0:20, or 0:45/0:15\n" in out
    assert "  one-minute walks       3:00/1:00\n" in out
    assert "Run at 5:35 min/km for 1:30, walk at 12:59 min/km for 0:30: 33 runs.\n" in out
    assert "Finish after 1:05:00: 49:00 run, 16:00 walked.\n" in out
    assert "8,020 run at 1.09 m, 1,760 walked at 0.70 m.\n" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_times_lengths_and_steps_in_json_add_up(run: Run) -> None:
    answer = json.loads(run(*TEN, "--ratio", "2:00/0:30", "--json").out)
    assert answer["ratio"] == {"run_s": 120, "walk_s": 30}
    assert answer["finish_s"] == pytest.approx(3900)
    assert answer["run_s"] + answer["walk_s"] == pytest.approx(3900, abs=0.1)
    assert answer["run_s"] == round(answer["run_s"], 1)
    assert (
        answer["distance_m"]
        == pytest.approx(10_000)
        == pytest.approx(
            answer["run_speed_m_s"] * answer["run_s"] + answer["walk_speed_m_s"] * answer["walk_s"],
            abs=1,
        )
    )
    assert answer["steps"] == answer["run_steps"] + answer["walk_steps"]
    assert answer["steps_low"] < answer["steps"] < answer["steps_high"]
    assert len(answer["splits"]) == 10
    assert answer["splits"][-1] == {
        "distance_m": answer["distance_m"],
        "time_s": answer["finish_s"],
    }


def test_a_table_is_chosen_and_miles_are_split(run: Run) -> None:
    args = ("runwalk", "--distance", "marathon", "--pace", "10:00/mi", "--table", "minute")
    answer = json.loads(run(*args, "--units", "imperial", "--json").out)
    assert answer["ratio"] == {"run_s": 180, "walk_s": 60}
    assert len(answer["splits"]) == 27
    assert answer["splits"][0]["distance_m"] == 1609.3


def test_a_beginner_gets_eight_weeks(run: Run) -> None:
    out = run("runwalk", "--distance", "5k", "--pace", "8:30/km", "--beginner").out
    *_, weeks = out.split("Eight weeks of preparation")
    assert len(weeks.splitlines()) == 10
    assert weeks.splitlines()[-1].split()[:3] == ["8", "30", "0:30/0:30"]


def test_changes_are_put_on_a_loop(run: Run, folder: Path, make_loop: MakeLoop) -> None:
    loop = make_loop(length_m=float(cumulative_m(make_loop().points)[-1]))
    write_loops([loop], "loop.geojson")
    result = run("runwalk", "--on", "loop.geojson", "--pace", "7:00/km", "-o", "run.geojson")
    assert result.err == "Wrote run.geojson.\n"
    [marked] = read_loops(folder / "run.geojson")
    assert {mark.kind for mark in marked.marks} == {"run", "walk"}
    assert marked.duration_s == pytest.approx(0.42 * loop.length_m, abs=0.1)
    onto = ("-o", "run.csv", "-o", "run.fit", "-o", "run.html")
    assert run("runwalk", "--on", "loop.geojson", "--pace", "7:00/km", *onto).code == 0
    sheet = (folder / "run.csv").read_text(encoding="utf-8-sig").splitlines()
    turns = [row.split(",")[3] for row in sheet[1:]]
    assert turns.count("run") + turns.count("walk") == len(marked.marks)
    assert b"Walk 0:30" in (folder / "run.fit").read_bytes()
    assert "Walk 0:30" in (folder / "run.html").read_text(encoding="utf-8")
    none = run("runwalk", "--on", "loop.geojson", "--loop", "4", "--pace", "7:00/km")
    none.assert_refused(2, "has no loop 4")


def test_a_run_is_drawn_on_offline_streets(run: Run, folder: Path) -> None:
    run("loop", "-o", "loop.geojson")
    args = ("runwalk", "--on", "loop.geojson", "--pace", "7:00/km")
    assert run(*args, "-o", "run.svg").code == 0
    assert run("share", "loop.geojson", "--loop", "1", "-o", "walk.svg").code == 0
    ran, walked = (path.stat().st_size for path in (folder / "run.svg", folder / "walk.svg"))
    assert ran > 0.8 * walked


def test_a_course_is_credited_and_so_are_the_streets_that_are_drawn(
    run: Run, folder: Path, course: Path
) -> None:
    args = ("runwalk", "--on", str(course), "--pace", "7:00/km")
    assert "Map data: course from course.gpx.\n" in run(*args).out
    both = "© OpenStreetMap contributors, ODbL; course from course.gpx"
    assert f"Map data: {both}.\n" in run(*args, "-o", "run.html").out
    assert both in (folder / "run.html").read_text("utf-8")


def test_a_run_may_end_before_its_start(run: Run, make_loop: MakeLoop) -> None:
    whole_m = float(cumulative_m(make_loop().points)[-1])
    write_loops([make_loop(length_m=whole_m)], "loop.geojson")
    args = ("runwalk", "--on", "loop.geojson", "--pace", "7:00/km", "-o", "run.gpx")
    assert run(*args, "--gap", "30m").code == 0
    course, _ = read_course(Path("run.gpx"))
    assert course.length_m == pytest.approx(whole_m - 30, abs=0.5)


def test_steep_parts_of_a_course_are_walked(run: Run, folder: Path, course: Path) -> None:
    result = run("runwalk", "--on", str(course), "--pace", "7:00/km", "-o", "race.geojson")
    assert "Walked because it is steep: 1.98 km, on 1 climb.\n" in result.out
    [race] = read_loops(folder / "race.geojson")
    kinds = [mark.kind for mark in race.marks if 5_100 < mark.along_m < 6_900]
    assert kinds == []


def test_an_ultra_walks_more_towards_its_end(run: Run) -> None:
    out = run("runwalk", "--distance", "100k", "--pace", "8:00/km").out
    assert "Beyond a marathon the walks get longer" in out


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("--distance", "10k", "--pace", "6:30/km", "--ratio", "0:00/0:30"), 2, "'0:00/0:30'"),
        (("--distance", "10k", "--pace", "6:30/km", "--ratio", "2/1"), 2, "like 90s/30s or"),
        (("--distance", "10k", "--pace", "1:59/km"), 2, "2:00 to 20:00 min/km"),
        (("--distance", "10k", "--pace", "nan"), 2, "'nan'"),
        (("--distance", "0k", "--pace", "6:30/km"), 2, "'0k'"),
        (("--distance", "10k"), 2, "Missing option '--pace'"),
        (("--pace", "6:30/km"), 2, "Give either --distance, or --on"),
        (("--distance", "10k", "--pace", "2:30/km"), 2, "has no ratio for 2:30 min/km"),
        (("--distance", "10k", "--pace", "15:00/km", "--ratio", "60s/30s"), 1, "no running"),
        (("--distance", "10k", "--pace", "2:10/km", "--ratio", "60s/60s"), 1, "cannot be run"),
        (("--distance", "10k", "--pace", "6:30/km", "-o", "run.fit"), 2, "needs a course"),
        (("--on", "none.gpx", "--pace", "6:30/km"), 1, "no such file"),
        (("--on", "none.geojson", "--pace", "6:30/km"), 1, "no such file"),
        (("--on", "empty.gpx", "--pace", "6:30/km"), 1, "no track and no route"),
        (
            ("--distance", "5k", "--pace", "6:30/km", "--ratio", "60s/30s", "--table", "short"),
            2,
            "--ratio or --table",
        ),
        (("--distance", "5k", "--pace", "6:30/km", "--run-step-length", "9"), 2, "'9'"),
    ],
)
def test_an_impossible_run_is_rejected_in_one_line(
    run: Run, folder: Path, args: tuple[str, ...], code: int, words: str
) -> None:
    empty = folder / "empty.gpx"
    empty.write_text('<gpx xmlns="http://www.topografix.com/GPX/1/1"></gpx>')
    run("runwalk", *args).assert_refused(code, words)
    assert list(folder.iterdir()) == [empty]
