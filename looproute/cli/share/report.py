"""Output of ``looproute share``: the loops, links, and what each file reveals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from looproute.geo import LatLon, distance_m
from looproute.loops import Loop
from looproute.text import summary
from looproute.text.sanitize import for_terminal
from looproute.units import Units, format_length

if TYPE_CHECKING:
    from looproute.writers.disclosure import Disclosure
    from looproute.writers.links import Directions

_NAMED = 4  # streets, before "and 8 more"


def print_loops(loops: Sequence[Loop], units: Units) -> None:
    """Print a line for each loop, and the attribution."""
    for loop in loops:
        length, steps = summary.length_sentence(loop, units), summary.steps_sentence(loop)
        click.echo(f"{summary.kind(loop)}: {length}\n  {steps}")
    click.echo(f"Map data: {for_terminal(loops[0].attribution)}.")


def print_links(loop: Loop, units: Units) -> None:
    """Print links to the start and the route, and a QR code of the start."""
    from looproute.writers import links, qr

    uri = links.geo_uri(loop.points[0])
    way = links.directions(loop)
    click.echo(f"\nStart: {uri}")
    click.echo(f"Google Maps: {way.url}")
    click.echo(f"{_describe_directions(way, units)}\n")
    click.secho(qr.terminal(uri), fg="black", bg="white")
    click.echo()


def _describe_directions(way: Directions, units: Units) -> str:
    number = len(way.waypoints)
    caveat = f"This link is approximate: Google finds its own route through {number} places."
    off = format_length(way.off_m, units)
    if way.length_m is None:
        return f"{caveat} Straight lines between them are up to {off} from the loop."
    lost = way.loop_m - way.length_m
    length = format_length(way.length_m, units)
    side = "shorter" if lost >= 0 else "longer"
    return (
        f"{caveat} The shortest route through them is {length}, "
        f"{format_length(abs(lost), units)} {side} than the loop."
    )


def print_disclosures(
    loops: Sequence[Loop], paths: Sequence[Path], units: Units, hidden: LatLon | None
) -> None:
    """Print what each file reveals, as a stranger reads it from the bytes.

    For a `hidden` start, print the distance to the nearest place in the file, too.
    """
    from looproute.writers.disclosure import reveal

    names = {name for loop in loops for name in loop.streets}
    names |= {leg.name for loop in loops for leg in loop.legs}
    for loop in loops:
        if loop.network is not None:
            names |= set(loop.network.names)
            names |= {place.name for place in loop.network.scenery.places}
    for path in paths:
        content = path.read_bytes()
        found = reveal(content, path.suffix.lower(), names)
        click.echo(f"\n{for_terminal(str(path), 1000)}: {len(content):,} bytes")
        lines = _lines(found, units)
        if hidden is not None and found.places:
            nearest = format_length(found.nearest_m(hidden), units)
            lines.append(("your start", f"{nearest} from the nearest place"))
        for what, value in lines:
            click.echo(f"  {what:<11}{value}")


def _lines(found: Disclosure, units: Units) -> list[tuple[str, str]]:
    box = found.bounds
    if box is None:
        where = "no coordinates; the drawn streets can be recognised"
    else:
        corner, other = LatLon(box.south, box.west), LatLon(box.north, box.east)
        across = format_length(distance_m(corner, other), units)
        where = f"{len(found.places):,}, in {box}, {across} across"
    names = [for_terminal(name, 60) for name in found.names]
    more = [f"and {len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return [
        ("start", "no coordinates" if found.start is None else str(found.start)),
        ("places", where),
        ("names", ", ".join([*names[:_NAMED], *more]) or "none"),
        ("days", " to ".join(found.days) or "none"),
        ("written by", found.maker or "not given"),
    ]
