"""The least that a reader can do: a pass of pyosmium into arrays, streets cut at shared nodes.

python -m tests.bench.osm_pass town.osm.pbf

What a file costs is compared with this pass over the same file, in processes of their own. It
takes the ids and places of the nodes of each highway, and its tags, and cuts the ways at nodes
which several of them share. Nothing is judged, joined or measured.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import click
import numpy as np
import osmium

from looproute.osm.tags import WAY_KEYS


@click.command(help=__doc__)
@click.argument("path", type=click.Path(path_type=Path))
def main(path: Path) -> None:
    """Print the number of streets."""
    ids, sizes, refs, places = array("q"), array("q"), array("q"), array("d")
    tags = []
    highways = osmium.filter.KeyFilter("highway")
    ways = osmium.filter.EntityFilter(osmium.osm.WAY)
    way: Any
    for way in osmium.FileProcessor(path).with_locations().with_filter(ways).with_filter(highways):
        ids.append(way.id)
        sizes.append(len(way.nodes))
        tags.append(tuple(way.tags.get(key) for key in WAY_KEYS))
        for node in way.nodes:
            refs.append(node.ref)
            places.extend((node.lat, node.lon) if node.location.valid() else (np.nan, np.nan))
    offsets = np.concatenate([[0], np.cumsum(np.frombuffer(sizes, dtype=np.int64))])
    _, number, count = np.unique(
        np.frombuffer(refs, dtype=np.int64), return_inverse=True, return_counts=True
    )
    cut = count[number] > 1
    cut[offsets[:-1]] = cut[offsets[1:] - 1] = True
    print(f"{int(cut.sum()) - len(ids):,} streets")


if __name__ == "__main__":
    main()
