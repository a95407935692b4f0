"""Draw how the search works, on the shipped area: the picture in DESIGN.md.

python -m tests.bench.search_picture --out docs/search.png
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from looproute.loops import LoopRequest
from looproute.search.candidates import Pool
from looproute.search.candidates.arena import LENGTH, Arena
from looproute.search.candidates.closing import close
from looproute.search.candidates.cycles import Cycle, Goal
from looproute.search.candidates.rings import Ovals
from looproute.search.graph.blocks import find_blocks
from looproute.search.reach import reach
from looproute.sources.bundled import Bundled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TARGET_M = 4000.0
SIDE_M = 1500.0
LOOP, STREET, FAINT = "#c2410c", "#b8b8b8", "#e4e4e4"


def _samples(axes: Axes, arena: Arena, chains: np.ndarray | None, colour: str, size: float) -> None:
    """Draw chains, all of them for None, as the points of their samples."""
    which = np.ones(arena.m, dtype=bool)
    if chains is not None:
        which[:] = False
        which[chains] = True
    drawn = np.repeat(which, np.diff(arena.sample_start))
    axes.plot(*arena.sample_xy[drawn].T, ".", color=colour, markersize=size, markeredgewidth=0)


@click.command(help=__doc__)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="PNG.")
def main(out: Path) -> None:
    """Search step by step, and draw each."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    network = Bundled().streets()
    request = LoopRequest(start=Bundled.start, length_m=TARGET_M)
    start = network.nearest(request.start)
    whole = reach(network, start, TARGET_M + request.tolerance_m)
    ball = whole.without_dead_ends()
    blocks = find_blocks(ball.graph, ball.root)
    largest = int(np.argmax(np.bincount(blocks.of_edge[blocks.of_edge >= 0])))
    arena = Arena.of(ball, blocks.edges(largest), int(blocks.entrance[largest]))
    goal = Goal(target_m=TARGET_M, tolerance_m=request.tolerance_m)
    ovals = Ovals()
    bearings = np.arange(8) * np.pi / 4
    found = ovals.cycles(arena, TARGET_M, bearings)
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
    _samples(panels[0], arena, None, STREET, 1.6)
    for axes in panels[1:]:
        _samples(axes, arena, None, FAINT, 1.4)
    at = np.array([arena.x[arena.anchor], arena.y[arena.anchor]])
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
    _samples(panels[1], arena, np.array(sorted(shared)), LOOP, 3.0)
    for i in mine:
        _samples(panels[2], arena, found.darts(int(i)) >> 1, STREET, 2.0)
    nearest = mine[np.argmin(np.abs(found.sums[mine, LENGTH] - TARGET_M))]
    _samples(panels[2], arena, found.darts(int(nearest)) >> 1, LOOP, 3.0)

    pool = Pool(arena, goal, 5)
    raw = [Cycle.of(arena, found.darts(i)) for i in range(len(found.copy))]
    closed = [cycle for cycle in close(arena, raw, goal) if cycle and goal.reached(cycle)]
    pool.add(closed)
    colours = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
    for (_, cycle), colour in reversed(list(zip(pool.chosen, colours, strict=False))):
        _samples(panels[3], arena, cycle.darts >> 1, colour, 3.0)
    for axes in panels:
        axes.plot(*at, "o", color="black", markersize=5)
        axes.set_xlim(at[0] - SIDE_M, at[0] + SIDE_M)
        axes.set_ylim(at[1] - SIDE_M, at[1] + SIDE_M)
    figure.savefig(out, dpi=90, pil_kwargs={"optimize": True})


if __name__ == "__main__":
    main()
