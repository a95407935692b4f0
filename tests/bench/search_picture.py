"""Draw the steps of the search on the shipped area, for DESIGN.md.

python -m tests.bench.search_picture --out docs/search.png
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from looproute.request import LoopRequest
from looproute.search.cycles import Pool
from looproute.search.cycles.contracted_block import LENGTH, ContractedBlock
from looproute.search.cycles.detours import close
from looproute.search.cycles.ellipses import Ellipses
from looproute.search.cycles.score import Cycle, Goal
from looproute.search.graph.biconnected import find_blocks
from looproute.search.subgraph import reach
from looproute.sources.bundled import Bundled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TARGET_M = 4000.0
SIDE_M = 1500.0
LOOP, STREET, FAINT = "#c2410c", "#b8b8b8", "#e4e4e4"


def _samples(
    axes: Axes, block: ContractedBlock, chains: np.ndarray | None, colour: str, size: float
) -> None:
    """Draw chains as the points of their samples; None draws all chains."""
    which = np.ones(block.m, dtype=bool)
    if chains is not None:
        which[:] = False
        which[chains] = True
    drawn = np.repeat(which, np.diff(block.sample_offsets))
    axes.plot(*block.sample_xy[drawn].T, ".", color=colour, markersize=size, markeredgewidth=0)


@click.command(help=__doc__)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="PNG.")
def main(out: Path) -> None:
    """Run each step of the search and draw it."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    network = Bundled().streets()
    request = LoopRequest(start=Bundled.start, length_m=TARGET_M)
    start = network.nearest(request.start)
    whole = reach(network, start, TARGET_M + request.tolerance_m)
    subgraph = whole.without_dead_ends()
    blocks = find_blocks(subgraph.graph, subgraph.root)
    largest = int(np.argmax(np.bincount(blocks.of_edge[blocks.of_edge >= 0])))
    block = ContractedBlock.of(subgraph, blocks.edges(largest), int(blocks.entrance[largest]))
    goal = Goal(target_m=TARGET_M, tolerance_m=request.tolerance_m)
    ellipses = Ellipses()
    bearings = np.arange(8) * np.pi / 4
    found = ellipses.cycles(block, TARGET_M, bearings)
    best = int(np.argmax(np.bincount(found.copy)))
    mine = np.flatnonzero(found.copy == best)

    figure, panels = plt.subplots(1, 4, figsize=(14, 4.1), layout="constrained")
    titles = (
        "1  Reach: the streets that such a walk\ncan use, and of them the block",
        "2  An oval for each bearing; one path\na third of the way round",
        "3  Two trees meet: each street across\nthe frontier closes a cycle",
        "4  Detours give the length and the shape;\nfive that differ are chosen",
    )
    for axes, title in zip(panels, titles, strict=True):
        axes.set_title(title, fontsize=10, loc="left")
        axes.set_aspect("equal")
        axes.axis("off")

    panels[0].plot(*whole.shapes.sample_xy.T, ".", color=FAINT, markersize=1.6, markeredgewidth=0)
    _samples(panels[0], block, None, STREET, 1.6)
    for axes in panels[1:]:
        _samples(axes, block, None, FAINT, 1.4)
    at = np.array([block.x[block.anchor], block.y[block.anchor]])
    radius = TARGET_M / (2 * np.pi * 1.2)
    round_ = np.linspace(0, 2 * np.pi, 100)
    for k, bearing in enumerate(bearings):
        centre = at + radius * np.array([np.sin(bearing), np.cos(bearing)])
        colour = LOOP if k == best else STREET
        panels[1].plot(
            centre[0] + radius * np.cos(round_), centre[1] + radius * np.sin(round_),
            color=colour, linewidth=1.0,
        )  # fmt: skip
    shared = set.intersection(*(set((found.darts(int(i)) >> 1).tolist()) for i in mine))
    _samples(panels[1], block, np.array(sorted(shared)), LOOP, 3.0)
    for i in mine:
        _samples(panels[2], block, found.darts(int(i)) >> 1, STREET, 2.0)
    nearest = mine[np.argmin(np.abs(found.sums[mine, LENGTH] - TARGET_M))]
    _samples(panels[2], block, found.darts(int(nearest)) >> 1, LOOP, 3.0)

    pool = Pool(block, goal, 5)
    raw = [Cycle.of(block, found.darts(i)) for i in range(len(found.copy))]
    closed = [cycle for cycle in close(block, raw, goal) if cycle and goal.reached(cycle)]
    pool.add(closed)
    colours = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
    for (_, cycle), colour in reversed(list(zip(pool.chosen, colours, strict=False))):
        _samples(panels[3], block, cycle.darts >> 1, colour, 3.0)
    for axes in panels:
        axes.plot(*at, "o", color="black", markersize=5)
        axes.set_xlim(at[0] - SIDE_M, at[0] + SIDE_M)
        axes.set_ylim(at[1] - SIDE_M, at[1] + SIDE_M)
    figure.savefig(out, dpi=90, pil_kwargs={"optimize": True})


if __name__ == "__main__":
    main()
