"""The same walk from three sources: online, the served file, and the cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sources.conftest import OsmServer

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("area", "start", "steps"),
    [("oswego", "43.4575,-76.5105", "1500"), ("neubrandenburg", "53.5571,13.2613", "4000")],
)
def test_a_walk_is_the_same_for_every_source_of_its_streets(
    server: OsmServer, tmp_path: Path, data: Path, area: str, start: str, steps: str
) -> None:
    extract = data / area / f"{area}.osm.gz"
    server.load(extract)
    outputs: dict[str, dict[str, Any]] = {}
    for source, options in {
        "online": ["--overpass", server.overpass],
        "cache": ["--overpass", server.overpass, "--offline"],
        "file": ["--map", str(extract)],
    }.items():
        folder = tmp_path / source
        folder.mkdir()
        run = subprocess.run(
            [
                *(sys.executable, "-m", "looproute", "loop", start, "--steps", steps, *options),
                *("-o", "walk.gpx", "-o", "walk.geojson", "-o", "walk.html"),
            ],
            cwd=folder,
            env=os.environ
            | {"PYTHONPATH": str(ROOT), "NO_PROXY": "*"}
            | {"LOOPROUTE_CACHE_DIR": str(tmp_path / "kept")},
            capture_output=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        assert {path.name for path in folder.iterdir()} == {"walk.gpx", "walk.geojson", "walk.html"}
        outputs[source] = {path.suffix: path.read_bytes() for path in folder.iterdir()}
        outputs[source]["table"] = run.stdout
        loops = json.loads(outputs[source][".geojson"])
        assert ("map" in loops) == (source == "file")
        loops.pop("map", None)
        outputs[source][".geojson"] = loops
    assert len(server.asked) == 2
    assert outputs["cache"] == outputs["online"]
    for kind in (".gpx", ".geojson", "table"):
        assert outputs["file"][kind] == outputs["online"][kind]
    assert {path.name for path in tmp_path.iterdir()} == {"online", "cache", "file", "kept"}
    kept = list((tmp_path / "kept").rglob("*.*"))
    assert sorted(path.parent.name for path in kept) == ["areas", "maps"]
