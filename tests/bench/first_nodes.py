"""The least that a reader of a large file can do: hand the first node of each highway to Python.

python -m tests.bench.first_nodes country.osm.pbf
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import osmium


@click.command(help=__doc__)
@click.argument("path", type=click.Path(path_type=Path))
def main(path: Path) -> None:
    """Print the number of highways, and of those whose first node has a place."""
    highways = placed = 0
    ways = osmium.filter.EntityFilter(osmium.osm.WAY)
    tagged = osmium.filter.KeyFilter("highway")
    way: Any
    for way in osmium.FileProcessor(path).with_locations().with_filter(ways).with_filter(tagged):
        highways += 1
        placed += way.nodes[0].location.valid()
    print(f"{highways:,} highways, {placed:,} placed")


if __name__ == "__main__":
    main()
