"""Peak memory of searches above that of the loaded network; run as a process of its own, on Linux.

python -m tests.bench.memory gothenburg-whole 42000 3
"""

from __future__ import annotations

import resource
from pathlib import Path

import click
import scipy.optimize
import scipy.sparse.csgraph
import scipy.spatial  # noqa: F401 (libraries are no part of what is measured)

from looproute.errors import NoLoopError
from looproute.loops import LoopRequest
from looproute.search import find_loops

from .areas import network_of, starts_in


@click.command(help=__doc__)
@click.argument("area")
@click.argument("length_m", type=float)
@click.argument("starts", type=int)
def main(area: str, length_m: float, starts: int) -> None:
    """Print megabytes."""
    network = network_of(area)
    places = starts_in(area, starts)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    loaded = pages * resource.getpagesize()
    for place in places:
        try:
            find_loops(network, LoopRequest(start=place, length_m=length_m, only_loops=True))
        except NoLoopError:
            continue
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print((peak - loaded) / 1e6)


if __name__ == "__main__":
    main()
