"""Measure the peak memory of searches above that of the network, in one process, on Linux.

python -m tests.bench.memory gothenburg-whole 42000 3
"""

from __future__ import annotations

from pathlib import Path

import click
import scipy.optimize
import scipy.sparse.csgraph
import scipy.spatial  # noqa: F401 (libraries do not count)

from looproute.errors import NoLoopError
from looproute.request import LoopRequest
from looproute.search import find_loops

from .areas import network_of, starts_in


@click.command(help=__doc__)
@click.argument("area")
@click.argument("length_m", type=float)
@click.argument("starts", type=int)
def main(area: str, length_m: float, starts: int) -> None:
    """Print the peak memory in megabytes."""
    network = network_of(area)
    places = starts_in(area, starts)
    Path("/proc/self/clear_refs").write_text("5")  # reset the peak
    loaded_kb = _status_kb("VmRSS")
    for place in places:
        try:
            find_loops(network, LoopRequest(start=place, length_m=length_m, only_loops=True))
        except NoLoopError:
            continue
    print((_status_kb("VmHWM") - loaded_kb) * 1024 / 1e6)


def _status_kb(field: str) -> int:
    """Return a figure of this process; see proc(5)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field + ":"))


if __name__ == "__main__":
    main()
