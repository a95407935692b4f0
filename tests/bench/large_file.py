"""Make a large PBF file of the areas in data/ and shifted copies of them.

python -m tests.bench.large_file /tmp/large.osm.pbf --mb 100

The first copy of each area is where the area is; the others lie in a row of their own to the east,
with ids of their own. The file is sorted as all large files are: nodes, ways, relations.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import click
import osmium
from osmium.osm import mutable

from .areas import ROOT

AREAS = ("gothenburg", "neubrandenburg", "liechtenstein", "helsinki")
_IDS = 10_000_000_000  # between two copies
_DEGREES = 0.5  # between two copies
_BYTES_A_COPY = 1_450_000  # of all areas together


class Objects(NamedTuple):
    """The objects of an extract, without those below 0."""

    nodes: list[tuple[int, float, float, dict[str, str]]]
    ways: list[tuple[int, list[int], dict[str, str]]]
    relations: list[tuple[int, list[tuple[str, int, str]], dict[str, str]]]


@click.command(help=__doc__)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--mb", default=100, show_default=True, help="How large, about.")
def main(path: Path, mb: int) -> None:
    """Write the file."""
    areas = [objects_of(ROOT / "data" / area / f"{area}.osm.gz") for area in AREAS]
    copies = max(1, round(mb * 1_000_000 / _BYTES_A_COPY))
    shifted = [(k * len(areas) + a, k, area) for k in range(copies) for a, area in enumerate(areas)]
    header = osmium.io.Header()
    header.set("sorting", "Type_then_ID")
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(path, header=header) as writer:
        for number, k, area in shifted:
            base, east = number * _IDS, k * _DEGREES
            for node, lon, lat, tags in area.nodes:
                writer.add_node(mutable.Node(id=base + node, location=(lon + east, lat), tags=tags))
        for number, _, area in shifted:
            base = number * _IDS
            for way, refs, tags in area.ways:
                writer.add_way(
                    mutable.Way(id=base + way, nodes=[base + ref for ref in refs], tags=tags)
                )
        for number, _, area in shifted:
            base = number * _IDS
            for relation, members, tags in area.relations:
                moved = [(kind, base + ref, role) for kind, ref, role in members]
                writer.add_relation(mutable.Relation(id=base + relation, members=moved, tags=tags))


def objects_of(extract: Path) -> Objects:
    """Return the objects of an extract."""
    found = Objects([], [], [])
    item: Any
    for item in osmium.FileProcessor(extract):
        tags = dict(item.tags)
        if item.is_node():
            found.nodes.append((item.id, item.location.lon, item.location.lat, tags))
        elif item.is_way():
            found.ways.append((item.id, [node.ref for node in item.nodes], tags))
        else:
            members = [(member.type, member.ref, member.role) for member in item.members]
            found.relations.append((item.id, members, tags))
    return found


if __name__ == "__main__":
    main()
