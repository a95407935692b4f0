from __future__ import annotations

import json
from pathlib import Path

import pytest

from looproute.geo import LatLon
from looproute.request import LoopRequest
from looproute.sources.bundled import Bundled
from looproute.sources.chain import ChainSource
from looproute.sources.graphml import GraphmlFile
from looproute.sources.opened_map import OpenedMap
from looproute.sources.overpass import URL, Overpass
from looproute.units import MILE_M
from tests.cli.conftest import MakeLoop, Planner, Run
from tests.notes import text_note

HERE = "53.5571,13.2613"


def test_without_a_word_it_is_five_loops_of_8000_steps_from_the_shipped_start(
    run: Run, planner: Planner, folder: Path
) -> None:
    result = run("loop")
    assert result.code == 0
    assert planner.wish == LoopRequest(start=Bundled.start, steps=8000)
    assert planner.wish.count == 5
    assert isinstance(planner.source, Bundled)
    assert [path.name for path in folder.iterdir()] == ["loop-8000-steps.html"]
    assert "loop-8000-steps.html" in result.err


@pytest.mark.parametrize(
    ("args", "field", "value", "name"),
    [
        (["--steps", "12k"], "steps", 12_000, "loop-12000-steps.html"),
        (["--distance", "5.6km"], "length_m", 5600.0, "loop-5.6km.html"),
        (["--distance", "2mi"], "length_m", 2 * MILE_M, "loop-3.22km.html"),
        (["--time", "1h30"], "duration_s", 5400.0, "loop-90min.html"),
    ],
)
def test_the_target_is_steps_or_a_distance_or_a_time(
    run: Run, planner: Planner, folder: Path, args: list[str], field: str, value: float, name: str
) -> None:
    assert run("loop", *args).code == 0
    assert getattr(planner.wish, field) == pytest.approx(value)
    assert [path.name for path in folder.iterdir()] == [name]


def test_every_option_reaches_the_search(run: Run, planner: Planner) -> None:
    args = ["--count", "3", "--exact", "--only-loops", "--heading", "NE", "--seed", "7"]
    args += ["--tolerance", "1%", "--snap", "80m", "--map", "town.osm", "--json"]
    assert run("loop", HERE, *args).code == 0
    wish = planner.wish
    assert (wish.count, wish.exact, wish.only_loops, wish.heading_deg) == (3, True, True, 45.0)
    assert (wish.seed, wish.tolerance, wish.snap_limit_m) == (7, 0.01, 80.0)
    assert wish.start == LatLon(53.5571, 13.2613)
    assert isinstance(planner.source, OpenedMap)
    assert planner.source.path == Path("town.osm")


def test_a_map_is_a_graph_of_osmnx_by_its_suffix(run: Run, planner: Planner) -> None:
    assert run("loop", HERE, "--map", "town.graphml", "--json").code == 0
    assert isinstance(planner.source, OpenedMap)
    assert isinstance(planner.source.file, GraphmlFile)


def test_a_start_works_wherever_streets_are_available(run: Run, planner: Planner) -> None:
    assert run("loop", HERE, "--json").code == 0
    source = planner.source
    assert isinstance(source, ChainSource)
    assert source.shipped
    assert isinstance(source.online, Overpass)
    assert source.online.service.url == URL
    assert source.online.patience.deadline_s == 90


def test_offline_uses_no_network(run: Run, planner: Planner) -> None:
    assert run("loop", HERE, "--json", "--offline").code == 0
    assert isinstance(planner.source, ChainSource)
    assert planner.source.online is None


def test_the_servers_and_the_deadline_are_named_by_options_or_the_environment(
    run: Run, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOPROUTE_OVERPASS_URL", "https://one.example.org/api/")
    monkeypatch.setenv("LOOPROUTE_DEADLINE", "2min")
    for args, url, deadline_s in (
        ([], "https://one.example.org/api", 120),
        (
            ["--overpass", "http://two.example.org:8080/api", "--deadline", "9s"],
            "http://two.example.org:8080/api",
            9,
        ),
    ):
        assert run("loop", HERE, "--json", *args).code == 0
        assert isinstance(planner.source, ChainSource)
        assert not planner.source.shipped
        assert isinstance(planner.source.online, Overpass)
        assert planner.source.online.service.url == url
        assert planner.source.online.patience.deadline_s == deadline_s


def test_the_map_is_named_by_the_environment(
    run: Run, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOPROUTE_MAP", "town.osm.pbf")
    assert run("loop", HERE, "--json").code == 0
    assert isinstance(planner.source, OpenedMap)
    assert planner.source.path == Path("town.osm.pbf")


@pytest.mark.parametrize("option", ["--overpass", "--nominatim"])
def test_an_invalid_server_url_is_rejected(run: Run, planner: Planner, option: str) -> None:
    result = run("loop", "Berlin", option, "overpass")
    assert (result.code, result.out) == (2, "")
    assert "'overpass' is not the address of a server" in result.err
    assert planner.request is None


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--steps", "8000", "--time", "45min"], "Give one of --steps, --distance and --time"),
        (["--steps", "8000", "--distance", "5km"], "Give one of --steps, --distance and --time"),
        (["--map", "town.osm"], "--map needs a start on it"),
        (["--open", "-o", "walk.gpx"], "--open needs a map to open"),
        (["--json", "--open"], "--open needs a map to open"),
        (["--count", "21"], "'21' is not a whole number from 1 to 20"),
        (["--tolerance", "1"], "'1' is not a percentage"),
        (["--heading", "left"], "'left' is not a heading"),
        (["--snap", "9km"], "'9km' is not a length from 1 m to 5.00 km"),
        (["--distance", "5.6"], "'5.6' needs a unit"),
        (["--time", "45"], "'45' needs a unit"),
        (["--steps", "100", "--step-length", "0.7"], "A walk of 100 steps, 70 m, is outside what"),
        (["--steps", "200k", "--step-length", "0.7"], "286 to 142,857 steps of 0.70 m."),
        (["--steps", "100", "--units", "imperial"], "planned: 0.13 mi to 62.00 mi, 286 to"),
    ],
)
def test_options_that_do_not_go_together_are_refused_before_the_search(
    run: Run, planner: Planner, folder: Path, args: list[str], sentence: str
) -> None:
    run("loop", *args).assert_refused(2, sentence)
    assert planner.request is None
    assert list(folder.iterdir()) == []


def test_every_output_is_written_and_named(run: Run, planner: Planner, folder: Path) -> None:
    result = run("loop", "-o", "a.html", "-o", "a.gpx", "--output", "a.geojson")
    assert result.code == 0
    names = {path.name for path in folder.iterdir()}
    assert names == {"a.html", "a.gpx", "a.geojson"}
    assert all(f"Wrote {name}" in result.err for name in names)
    assert planner.loops[0].steps == 8010


def test_a_file_that_is_named_twice_is_written_once(
    run: Run, planner: Planner, folder: Path
) -> None:
    result = run("loop", "-o", "a.gpx", "-o", "./a.gpx", "-o", "b.gpx")
    assert result.err.splitlines() == ["Wrote a.gpx.", "Wrote b.gpx."]
    assert len(list(folder.iterdir())) == len(planner.loops)


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("walk.pdf", 2),
        ("walk", 2),
        ("nowhere/walk.html", 1),
        ("mine.html", 1),
        ("folder.html", 1),
    ],
)
def test_outputs_are_checked_before_the_search_and_nothing_is_written(
    run: Run, planner: Planner, folder: Path, output: str, code: int
) -> None:
    (folder / "mine.html").write_text("<p>my holiday</p>")
    (folder / "folder.html").mkdir()
    run("loop", "-o", "good.html", "-o", output).assert_refused(code)
    assert planner.request is None
    assert not (folder / "good.html").exists()
    assert (folder / "mine.html").read_text() == "<p>my holiday</p>"


def test_its_own_map_is_replaced_and_another_file_only_by_force(
    run: Run, planner: Planner, folder: Path
) -> None:
    assert run("loop").code == 0
    assert run("loop").code == 0
    (folder / "loop-8000-steps.html").write_text("<p>my holiday</p>")
    assert run("loop").code == 1
    assert run("loop", "--force").code == 0
    assert "my holiday" not in (folder / "loop-8000-steps.html").read_text()
    assert len(planner.loops) == 2


def test_json_prints_one_collection_and_writes_no_file(
    run: Run, planner: Planner, folder: Path
) -> None:
    result = run("loop", "--json")
    answer = json.loads(result.out)
    assert answer["type"] == "FeatureCollection"
    assert [feature["properties"]["rank"] for feature in answer["features"]] == [1, 2]
    assert answer["features"][0]["properties"]["target_steps"] == planner.loops[0].target_steps
    assert result.err == ""
    assert list(folder.iterdir()) == []


def test_json_and_a_geojson_file_hold_the_same(run: Run, planner: Planner, folder: Path) -> None:
    out = run("loop", "--json", "-o", "walk.geojson").out
    assert (folder / "walk.geojson").read_text(encoding="utf-8") == out
    assert planner.request is not None


@pytest.mark.parametrize("answers", [True, False])
def test_open_opens_the_map_or_reports_a_failure(
    run: Run, planner: Planner, folder: Path, monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    opened: list[str] = []

    def open_in_browser(uri: str) -> bool:
        opened.append(uri)
        return answers

    monkeypatch.setattr("webbrowser.open", open_in_browser)
    result = run("loop", "-o", "walk.gpx", "-o", "walk.html", "--open")
    assert result.code == 0
    assert opened == [(folder / "walk.html").as_uri()]
    assert ("No browser could be started" in result.err) is not answers
    assert planner.request is not None


def test_the_output_has_the_step_the_loops_and_the_range(
    run: Run, planner: Planner, make_loop: MakeLoop
) -> None:
    planner.loops = [
        make_loop(),
        make_loop(2, notes=text_note("The first 300 m are walked twice.")),
    ]
    out = run("loop", "--step-length", "0.70").out
    lines = out.splitlines()
    assert lines[0] == "0.70 m a step, as given, at 110 steps a minute."
    assert "5.61 km, 12 m longer than the 5.60 km you asked for." in lines
    assert "About 8,010 steps (95 % of days: 7,650–8,370)." in lines
    assert "Loop 2: The first 300 m are walked twice." in lines
    assert lines[-1] == "Map data: © OpenStreetMap contributors, ODbL."


@pytest.mark.usefixtures("planner")
def test_fewer_walks_than_requested_are_explained(run: Run) -> None:
    result = run("loop", HERE, "--count", "10")
    assert result.code == 0
    assert "of the 10 walks you asked for" in result.err
    assert "you asked for" not in run("loop", HERE, "--force").err


@pytest.mark.parametrize("tolerance", ["0", "0%"])
def test_a_tolerance_of_nothing_is_accepted(run: Run, planner: Planner, tolerance: str) -> None:
    assert run("loop", HERE, "--json", "--tolerance", tolerance).code == 0
    assert planner.request is not None
    assert planner.request.tolerance == 0
