"""Draw loops over the street network, one row for each start, with figures below.

python -m tests.bench.contact_sheet --area neubrandenburg --length 5600 --out sheet.png
"""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np
from rich.console import Console
from rich.progress import track

from looproute._typing import Floats
from looproute.errors import NoLoopError
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.network.street_class import BUSY, KINDS
from looproute.request import LoopRequest
from looproute.search import find_loops

from . import tasks
from .areas import AREAS, network_of, starts_in
from .measures import metres

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CELL_INCHES, ROW_INCHES = 1.9, 2.2
DPI = 100
COLOURS = 32
LOOP, STREET, BUSY_STREET = "#c2410c", "#d4d4d4", "#a3a3a3"
CAPTION: dict[str, Any] = {"fontsize": 5.5, "ha": "center", "va": "top", "linespacing": 1.1}
MARGIN = 1.1


def _places(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[LatLon]:
    try:
        return [LatLon(*map(float, value.split(","))) for value in values]
    except (TypeError, ValueError) as error:
        raise click.BadParameter(f"a place is LAT,LON ({error})") from error


@click.command(help=__doc__)
@click.option("--area", type=click.Choice(list(AREAS)), default="neubrandenburg")
@click.option("--length", "length_m", default=5600.0, show_default=True, help="Metres.")
@click.option("--starts", default=20, show_default=True, help="Rows.")
@click.option("--start", "places", multiple=True, callback=_places, help="Rows for these.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="PNG.")
def main(area: str, length_m: float, starts: int, places: list[LatLon], out: Path) -> None:
    """Search and draw the loops."""
    network = network_of(area)
    rows = []
    for place in track(places or starts_in(area, starts), console=Console(stderr=True)):
        request = LoopRequest(start=place, length_m=length_m, count=tasks.COUNT, only_loops=True)
        try:
            rows.append((place, find_loops(network, request), ""))
        except NoLoopError as error:
            rows.append((place, [], error.reason))
    out.write_bytes(sheet(network, rows))


def sheet(network: StreetNetwork, rows: list[tuple[LatLon, list[Loop], str]]) -> bytes:
    """Return a PNG with one row for each start: its loops, or the error."""
    from matplotlib.figure import Figure
    from PIL import Image

    heights = [ROW_INCHES if loops else ROW_INCHES / 6 for _, loops, _ in rows]
    figure = Figure(figsize=(tasks.COUNT * CELL_INCHES, sum(heights)), dpi=DPI)
    grid = figure.subplots(
        len(rows), tasks.COUNT, squeeze=False, gridspec_kw={"height_ratios": heights}
    )
    figure.subplots_adjust(left=0.005, right=0.995, top=1, bottom=0, wspace=0.02, hspace=0)
    for cells, (place, loops, reason) in zip(grid, rows, strict=True):
        view = _view(place, loops)
        for axes, loop in itertools.zip_longest(cells, loops):
            axes.axis("off")
            if loop is not None:
                _draw(axes, network, place, loop, view)
        if not loops:
            cells[0].text(0, 0.5, f"{place}: {reason}", fontsize=6)
    drawn, small = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png")
    few = Image.open(drawn).convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE)
    few.save(small, format="png", optimize=True)
    return small.getvalue()


def _view(place: LatLon, loops: list[Loop]) -> tuple[Floats, float]:
    """Return the centre and half the side, in metres, of the square round all loops."""
    points = [np.column_stack(metres(np.array(loop.points), place)) for loop in loops]
    every = np.vstack([np.zeros((1, 2)), *points])
    low, high = every.min(axis=0), every.max(axis=0)
    return (low + high) / 2, MARGIN * float((high - low).max()) / 2


def _draw(
    axes: Axes, network: StreetNetwork, place: LatLon, loop: Loop, view: tuple[Floats, float]
) -> None:
    """Draw a loop, north up, with its figures below."""
    from matplotlib.collections import LineCollection

    middle, half = view
    lines = np.column_stack(metres(np.column_stack([network.line_lat, network.line_lon]), place))
    far = np.abs(lines - middle).max(axis=1) > half
    seen = np.flatnonzero(~np.logical_and.reduceat(far, network.line_offsets[:-1]))
    busy = np.array([kind in BUSY for kind in KINDS])[network.kind[seen]]
    parts = [lines[network.line_offsets[e] : network.line_offsets[e + 1]] for e in seen]
    colours = np.where(busy, BUSY_STREET, STREET).tolist()
    axes.add_collection(LineCollection(parts, colors=colours, linewidths=0.5 + 0.5 * busy))
    x, y = metres(np.array(loop.points), place)
    axes.plot(x, y, color=LOOP, linewidth=1.4, solid_joinstyle="round")
    axes.plot(x[:1], y[:1], "o", color="black", markersize=3)
    (left, bottom), (right, top) = middle - half, middle + half
    under = half * 2 * (ROW_INCHES / CELL_INCHES - 1)
    axes.set(xlim=(left, right), ylim=(bottom - under, top), aspect="equal")
    axes.text(middle[0], bottom - under / 20, _caption(loop, place), **CAPTION)


def _caption(loop: Loop, place: LatLon) -> str:
    return (
        f"{place}, loop {loop.rank}\n{loop.length_m:.0f} m, round {loop.compactness:.2f}, "
        f"{1000 * loop.turns / loop.length_m:.1f} turns/km\n"
        f"back {100 * loop.doubling_back_share:.0f} %, near {100 * loop.near_self_share:.0f} %, "
        f"busy {100 * loop.busy_share:.0f} %, stem {loop.stem_m:.0f} m"
    )


if __name__ == "__main__":
    main()
