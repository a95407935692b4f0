"""CPU and memory of opening maps, each figure from processes of their own.

    python -m tests.bench.large_file large.osm.pbf
    python -m tests.bench.reading --large large.osm.pbf --out tests/bench/reading.md

CPU is user and system time; of several runs the least. A file is measured against a pass of
pyosmium over it (`osm_pass.py`, `first_nodes.py`).
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import click
import osmium

from .areas import ROOT
from .markdown import deliver, head, out_option, table

TOWN = ROOT / "data" / "gothenburg" / "gothenburg.osm.gz"
START, NEAR = "57.7072,11.9668", "57.7110,11.9760"  # 700 m apart
LENGTH = "5.6km"
_WHOLE = """
import sys
from looproute.sources.osm_file import OsmFile
OsmFile(sys.argv[1]).streets()
"""
_BOX = """
import sys
from looproute.geo import LatLon
from looproute.sources.osm_file import OsmFile
OsmFile(sys.argv[1]).streets(LatLon(57.7072, 11.9668), 3000)
"""
_PLANNING = "import looproute.network.io, looproute.search, scipy.sparse.csgraph"
_OPEN = (
    _PLANNING
    + """
import sys
from pathlib import Path
from time import process_time
from looproute.sources.map_cache import MapCache
(entry,) = MapCache().list()
begin = process_time()
MapCache().open(entry)
print(process_time() - begin)
"""
)


class Cost(NamedTuple):
    """What a process took."""

    cpu_s: float
    peak_mb: float


@click.command(help=__doc__)
@click.option("--runs", default=3, show_default=True, help="Of each process.")
@click.option("--large", type=click.Path(path_type=Path), help="A large PBF file.")
@out_option
def main(runs: int, large: Path | None, out: Path | None) -> None:
    """Measure, write the table."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        environment |= {"LOOPROUTE_CACHE_DIR": str(folder / "kept")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def cost(*command: object) -> Cost:
            return min(_cost(command, folder, environment) for _ in range(runs))

        pbf = folder / "gothenburg.osm.pbf"
        with osmium.SimpleWriter(pbf) as writer:
            for item in osmium.FileProcessor(TOWN):
                writer.add(item)
        for town in (pbf, TOWN):
            least = cost("-m", "tests.bench.osm_pass", town)
            whole = cost("-c", _WHOLE, town)
            rows.append(_compared(f"{town.name} whole, against a pass", whole, least, 1.8, 2.2))
        loop = ("-m", "looproute", "loop")
        planned = ("--distance", LENGTH, "--force", "-o", "walk.gpx")
        shipped = cost(*loop, *planned)
        first = _cost((*loop, START, *planned, "--map", pbf), folder, environment)
        rows.append(["first `loop` on it", _told(first), "", "", ""])
        for what, start, most in (("the same again", START, 1.3), ("700 m off", NEAR, 1.6)):
            again = cost(*loop, start, *planned, "--map", pbf)
            rows.append(_compared(f"{what}, against the shipped area", again, shipped, most))
        opened = min(float(_run(("-c", _OPEN), folder, environment).stdout) for _ in range(runs))
        rows.append(["the kept town, opened", f"{opened:.3f} s", "", "", "0.030 s"])
        if large is not None:
            size = f"{large.stat().st_size / 1e6:.0f} MB"
            least = cost("-m", "tests.bench.first_nodes", large)
            box = cost("-c", _BOX, large)
            what = f"a box of 6 km of {size}, against a pass over its highways"
            rows.append([*_compared(what, box, least, 1.5)[:-1], "1.5 ×, 150 MB"])
    about = f"{os.cpu_count()} cores, Python {platform.python_version()}."
    heads = ["what", "takes", "against", "measured", "must"]
    deliver([*head("Opening maps", "reading"), about, "", *table(heads, rows)], out)


def _compared(
    what: str, cost: Cost, least: Cost, most: float, most_memory: float | None = None
) -> list[str]:
    ratio, memory = cost.cpu_s / least.cpu_s, cost.peak_mb / least.peak_mb
    measured, must = f"{ratio:.2f} ×", f"{most:g} ×"
    if most_memory is not None:
        measured, must = f"{measured}, {memory:.2f} × memory", f"{must}, {most_memory:g} ×"
    return [what, _told(cost), _told(least), measured, must]


def _told(cost: Cost) -> str:
    return f"{cost.cpu_s:.2f} s, {cost.peak_mb:.0f} MB"


def _cost(command: tuple[object, ...], folder: Path, environment: dict[str, str]) -> Cost:
    process = subprocess.Popen(
        [sys.executable, *map(str, command)],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise click.ClickException(f"{command} failed")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _run(
    command: tuple[object, ...], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )


if __name__ == "__main__":
    main()
