"""``looproute share``: loops of a file to files, links and QR codes that are handed on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

import click

from looproute.cli import options
from looproute.cli.loop_files import NUMBER, on_streets, on_streets_at_hand, read_loop
from looproute.cli.source_options import Places
from looproute.cli.stderr import note, wrote
from looproute.cli.walker_options import profile_file, profile_option
from looproute.geo import LatLon, distance_m
from looproute.loops import Loop
from looproute.units import Units, format_length

HOME_M = 150.0  # a walk that begins or ends this near to a home tells it
_DRAWN = (".html", ".svg", ".png")  # files with a map behind the walk
_ALL = (".html", ".geojson")  # files that hold all the walks
_KEY = "sharing.key"


@click.command(cls=options.NumbersCommand)
@click.argument("file", type=options.FILE, metavar="FILE")
@click.option(
    "--loop",
    "number",
    type=NUMBER,
    help="Which loop of the file.  [default: all in a page and in data, elsewhere the first]",
)
@click.option(
    "--link", is_flag=True, help="Print links to the start and to the way, and a QR code."
)
@click.option(
    "--private",
    is_flag=True,
    help="Share another walk, as long, from a public place that does not tell where you live.",
)
@click.option(
    "--meet",
    type=options.PLACE,
    help="With --private: where the walk begins.  [default: chosen for you]",
)
@click.option(
    "--yes-share-my-start", is_flag=True, help="Don't ask when a walk begins at your home."
)
@click.option("--report", is_flag=True, help="Say what each file tells, read out of it again.")
@profile_option
@options.map_option
@options.online_options
@options.units_option
@options.output_options()
def command(
    file: Path,
    number: int | None,
    outputs: tuple[Path, ...],
    force: bool,
    gap_m: float,
    link: bool,
    private: bool,
    meet: LatLon | str | None,
    yes_share_my_start: bool,
    report: bool,
    profile_name: str,
    map_file: Path | None,
    units: Units,
    **online: Any,
) -> None:
    """Hand on a loop as a page, a course, a picture or a link.

    \b
      looproute share loops.geojson --loop 2 -o evening.html -o evening.fit
      looproute share loops.geojson --link -o start.qr.png
      looproute share loops.geojson --private -o evening.html --report

    FILE is GeoJSON that looproute wrote: looproute loop -o loops.geojson. A FILE.qr.svg or
    FILE.qr.png among the outputs is a QR code of the start.

    A walk that begins at your door tells where you live. With --private another one is handed on,
    as long, that begins at a public place some way from your door and leads away from it; the same
    file always gives the same one.
    """  # noqa: D301
    if not (outputs or link):
        raise click.UsageError(_what_can_be_written())
    if meet is not None and not private:
        raise click.UsageError("--meet says where a --private walk begins: add --private.")

    from looproute import read_loops, write_loops
    from looproute.cli.source_options import Places
    from looproute.writers import check_outputs, output, qr

    codes = [path for path in outputs if path.name.lower().endswith((".qr.svg", ".qr.png"))]
    files = [path for path in outputs if path not in codes]
    check_outputs(files, force=force, gap_m=gap_m)
    for path in codes:
        output.check_place(path, mark=qr.MARK, force=force)
    loops = list(read_loops(file)) if number is None else [read_loop(file, number)]
    places = Places(**online, units=units)
    hidden = loops[0].points[0] if private else None
    if private:
        at = None if meet is None else places.place(meet, "Meeting point")
        loops = [_private(loops[0], places, map_file, profile_name, at, units)]
    else:
        _ask_about_home(loops, profile_name, yes_share_my_start)
        if _has(files, _DRAWN):
            loops = on_streets(loops, places.streets(map_file))
        else:  # Streets at hand, if any, say where one could go wrong and how long a link is.
            loops = on_streets_at_hand(loops, map_file)
    for path in files:
        write_loops(loops, path, force=force, units=units, gap_m=gap_m)
    for path in codes:
        _write_code(loops[0], path)

    from looproute.cli.share import report as share_report

    share_report.say(loops if _has(files, _ALL) else loops[:1], units)
    if link:
        share_report.say_links(loops[0], units)
    for path in outputs:
        wrote(path)
    if report:
        share_report.say_what_is_told(loops, outputs, units, hidden)


def _has(files: Sequence[Path], suffixes: tuple[str, ...]) -> bool:
    return any(path.suffix.lower() in suffixes for path in files)


def _what_can_be_written() -> str:
    from looproute.writers import FORMATS

    return (
        f"Say what to write: -o walk.html, or another of {', '.join(FORMATS)}, .qr.svg, .qr.png; "
        "or --link."
    )


def _home_near(loops: Sequence[Loop], profile_name: str) -> LatLon | None:
    """Return the home of the profile where a loop begins or ends there."""
    home = profile_file(profile_name).read().home
    ends = [place for loop in loops for place in (loop.points[0], loop.points[-1])]
    return home if home and any(distance_m(home, end) <= HOME_M for end in ends) else None


def _ask_about_home(loops: Sequence[Loop], profile_name: str, agreed: bool) -> None:
    if agreed or _home_near(loops, profile_name) is None:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(
            "This walk begins at your home, and whoever gets it knows where you live: add "
            "--private for one that does not tell, or --yes-share-my-start."
        )
    click.confirm(
        "This walk begins at your home, and whoever gets it knows where you live. With --private "
        "it would not tell. Share your home?",
        abort=True,
        err=True,
    )


def _private(
    loop: Loop,
    places: Places,
    map_file: Path | None,
    profile_name: str,
    meet: LatLon | None,
    units: Units,
) -> Loop:
    """Return the loop to share in place of one that begins at a home, and say what was done."""
    from looproute.privacy import PrivacyError, private_loops
    from looproute.store.secret_key import load_key
    from looproute.writers.disclosure import discloses_home

    home = _home_near([loop], profile_name)
    key = load_key(profile_file(profile_name).path.with_name(_KEY))
    source = places.streets(map_file)
    found = private_loops(loop, source, key=key, home=home, meet=meet)
    homes = [loop.points[0], *([home] if home else [])]
    for shared in found.loops:
        if not discloses_home(shared, homes, units):
            break
    else:
        raise PrivacyError(
            "Every walk from the meeting point would name a place too near your home: share one "
            "of another length, or choose a place to meet with --meet LAT,LON."
        )
    way_m = found.meeting.way_m
    way = f"{format_length(way_m, units)} along the streets" if isfinite(way_m) else "far"
    note(f"The walk begins at {found.meeting.place}, {way} from your start.")
    if found.meeting.chosen:
        note("You chose the meeting point; how well it hides your home, nobody can say.")
    if loop.marks:
        note("What was marked on the way, such as must-pass points and runs, is not in it.")
    return replace(shared, rank=loop.rank)


def _write_code(loop: Loop, path: Path) -> None:
    from looproute.writers import links, output, qr

    uri = links.geo_uri(loop.points[0])
    make = qr.svg_file if path.suffix.lower() == ".svg" else qr.png_file
    output.replace(path, make(uri))
