from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from looproute import (
    Bundled,
    LatLon,
    LoopRequest,
    OsmFile,
    find_loops,
    plan_loops,
    read_loops,
    write_loops,
)
from looproute.geo import distance_m
from looproute.planner import reach_m
from looproute.sources.saved_areas import Areas
from looproute.writers import FORMATS
from tests.cli.conftest import Run
from tests.cli.test_bad_input import OSWEGO

HOME = "53.5571,13.2613"
LOOPS = "loops.geojson"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("planned") / LOOPS
    write_loops(plan_loops(LoopRequest(start=Bundled.start, steps=8000, count=3), Bundled()), path)
    return path.read_bytes()


@pytest.fixture(autouse=True)
def loops_and_a_key(config: Path, folder: Path, planned: bytes) -> None:
    """Loops from the old town, no home, and a key that is always the same."""
    (config / "profiles").mkdir(parents=True)
    (config / "profiles" / "sharing.key").write_bytes(b"meeting point number 01 of a tes")
    (folder / LOOPS).write_bytes(planned)


def test_loops_of_a_file_are_written_in_every_format(run: Run, folder: Path) -> None:
    files = [f"walk{suffix}" for suffix in FORMATS]
    result = run("share", LOOPS, *[word for file in files for word in ("-o", file)])
    assert result.code == 0
    page, *others = [line for line in result.err.splitlines() if line.startswith("Wrote")]
    assert page == "Wrote walk.html: open it in a browser or send it; it works offline."
    assert others == [f"Wrote {file}." for file in files[1:]]
    assert re.match(
        r"Loop 1: 5\.\d\d km, \d+ steps (more|fewer) than the 8,000 steps you asked for\.\n"
        r"  About 8,\d{3} steps \(95 % of days: 6,\d{3}–9,\d{3}\)\.\n",
        result.out,
    )
    assert len(re.findall("^Loop", result.out, re.MULTILINE)) == 3
    assert "© OpenStreetMap contributors, ODbL" in result.out
    assert sorted(path.name for path in folder.iterdir()) == sorted([LOOPS, *files])
    page = (folder / "walk.html").read_text("utf-8")
    assert '"name":"Turmstraße"' in page, "the streets are drawn behind the loops"


def test_one_loop_may_be_chosen(run: Run, folder: Path) -> None:
    result = run("share", LOOPS, "--loop", "2", "-o", "two.geojson")
    assert len(re.findall("^Loop", result.out, re.MULTILINE)) == 1
    assert read_loops(folder / "two.geojson") == read_loops(folder / LOOPS)[1:2]


def test_the_area_that_a_loop_was_planned_in_is_enough_to_draw_it(run: Run, folder: Path) -> None:
    """In another town than the one that is shipped, and without a network."""
    start = LatLon(43.4577, -76.5161)
    request = LoopRequest(start=start, steps=1500)
    radius_m = reach_m(request)
    network = OsmFile(OSWEGO).streets(start, radius_m)
    Areas().keep(network, start, radius_m)
    write_loops(find_loops(network, request), folder / "far.geojson")
    result = run("share", "far.geojson", "--offline", "-o", "far.html")
    assert result.code == 0, result.err
    assert "West Bridge Street" in (folder / "far.html").read_text("utf-8")


def test_a_gap_ends_the_course_before_its_start(run: Run, folder: Path) -> None:
    run("share", LOOPS, "-o", "whole.gpx")
    run("share", LOOPS, "-o", "gap.gpx", "--gap", "30m")
    tracks = [(folder / name).read_text().count("<trkpt") for name in ("whole.gpx", "gap.gpx")]
    assert tracks[1] < tracks[0]


def test_links_and_a_code_are_printed(run: Run) -> None:
    out = run("share", LOOPS, "--link").out
    assert re.search(r"^Start: geo:53\.557\d+,13\.261\d+$", out, re.MULTILINE)
    assert "Google Maps: https://www.google.com/maps/dir/?api=1&origin=53.557" in out
    assert re.search(r"approximate: .* through \d places\. The shortest route .* the loop\.", out)
    halves = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    code = [line for line in out.splitlines() if line and set(line) <= set(halves)]
    rows = [[halves[each][half] for each in line] for line in code for half in (0, 1)]
    pixels = np.where(np.kron(np.array(rows), np.ones((8, 8))) > 0, 0, 255).astype(np.uint8)
    (found,) = zxingcpp.read_barcodes(pixels)
    assert f"Start: {found.text}" in out


def test_a_code_is_written_as_a_picture(run: Run, folder: Path) -> None:
    assert run("share", LOOPS, "-o", "start.qr.png", "-o", "start.qr.svg").code == 0
    with Image.open(folder / "start.qr.png") as picture:
        (found,) = zxingcpp.read_barcodes(np.asarray(picture.convert("L")))
    assert found.text.startswith("geo:53.557")
    assert found.text in (folder / "start.qr.svg").read_text("utf-8")
    run("share", LOOPS, "-o", "folder/start.qr.png").assert_refused(1, "does not exist")


def test_a_private_walk_starts_elsewhere_and_is_deterministic(run: Run, folder: Path) -> None:
    files = ("-o", "p.geojson", "-o", "p.gpx", "-o", "p.html")
    result = run("share", LOOPS, "--private", *files, "--report")
    assert result.code == 0, result.err
    assert (
        len(re.findall(r"your start (?:\d{3} m|\d\.\d\d km) from the nearest place", result.out))
        == 3
    )
    assert re.search(
        r"^The walk begins at 53\.\d+,13\.\d+, .* along the streets from your start\.$",
        result.err,
        re.MULTILINE,
    )
    (loop,) = read_loops(folder / "p.geojson")
    assert distance_m(loop.points[0], Bundled.start) > 185
    first = [(folder / f"p{suffix}").read_bytes() for suffix in (".geojson", ".gpx", ".html")]
    run("share", LOOPS, "--private", *files)
    again = [(folder / f"p{suffix}").read_bytes() for suffix in (".geojson", ".gpx", ".html")]
    assert first == again


def test_a_private_walk_keeps_the_number_of_its_loop(run: Run) -> None:
    said = run("share", LOOPS, "--loop", "2", "--private", "-o", "p.gpx").out
    assert said.startswith("Loop 2: ")


def test_a_meeting_point_may_be_chosen(run: Run, folder: Path) -> None:
    result = run("share", LOOPS, "--private", "--meet", "53.5655,13.2750", "-o", "p.geojson")
    assert result.code == 0
    assert "how well it hides your home is unknown" in result.err
    (loop,) = read_loops(folder / "p.geojson")
    assert distance_m(loop.points[0], LatLon(53.5655, 13.2750)) < 150


@pytest.mark.parametrize("home", [HOME, "53.5580,13.2613"], ids=["there", "100 m off"])
def test_sharing_a_home_needs_confirmation(run: Run, folder: Path, home: str) -> None:
    run("home", home)
    run("share", LOOPS, "-o", "walk.gpx").assert_refused(2, "--private", "--yes-share-my-start")
    assert not (folder / "walk.gpx").exists()
    assert run("share", LOOPS, "-o", "walk.gpx", "--yes-share-my-start").code == 0
    assert run("share", LOOPS, "--private", "-o", "private.gpx").code == 0


def test_a_walk_far_from_home_needs_no_confirmation(run: Run) -> None:
    run("home", "53.5655,13.2750")
    assert run("share", LOOPS, "-o", "walk.gpx").code == 0


def test_the_report_lists_what_each_file_reveals(run: Run) -> None:
    out = run("share", LOOPS, "-o", "a.gpx", "-o", "a.png", "-o", "a.fit", "--report").out
    gpx, png, fit = out.split("\n\n")[1:]
    assert re.match(r"a\.gpx: [\d,]+ bytes\n  start      53\.557\d+,13\.261\d+\n", gpx)
    assert "days       none" in gpx
    assert "no coordinates" in png
    assert "days       2020-01-01" in fit
    assert all("written by looproute 0." in part for part in (gpx, png, fit))


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        ((), 2, "-o walk.html"),
        (("-o", "walk.pdf"), 2, ".html, .gpx"),
        (("--meet", "53.56,13.27", "--link"), 2, "add --private"),
        (("--loop", "4", "--link"), 2, "'loops.geojson' has no loop 4: it has 1, 2, 3."),
        (("--private", "--meet", HOME, "-o", "w.gpx"), 1, "--meet"),
    ],
    ids=["nothing", "suffix", "meet", "number", "door"],
)
def test_invalid_share_requests_are_rejected_in_one_sentence(
    run: Run, folder: Path, args: tuple[str, ...], code: int, words: str
) -> None:
    run("share", LOOPS, *args).assert_refused(code, words)
    assert [path.name for path in folder.iterdir()] == [LOOPS]


def test_a_file_that_holds_no_loops_is_refused(run: Run, folder: Path) -> None:
    (folder / "other.geojson").write_text("{}")
    run("share", "other.geojson", "--link").assert_refused(1, "FeatureCollection")
    missing = run("share", "missing.geojson", "--link")
    missing.assert_refused(1, "'missing.geojson' cannot be read: no such file or directory.")
