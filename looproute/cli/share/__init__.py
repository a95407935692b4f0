"""``looproute share``: saved loops as files, links and QR codes for others."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

import click

from looproute.cli import options
from looproute.cli.loop_files import NUMBER, add_offline_streets, add_streets, read_loop
from looproute.cli.share import report as share_report
from looproute.cli.source_options import find_place, map_option, online_options, open_sources
from looproute.cli.stderr import note, wrote
from looproute.cli.walker_options import profile_file, profile_option
from looproute.geo import LatLon, distance_m
from looproute.loops import Loop
from looproute.readers import geojson
from looproute.sources import StreetSource
from looproute.store.secret_key import load_key
from looproute.units import Units, format_length

HOME_M = 150.0  # a walk that begins or ends this near a home reveals it
_DRAWN = (".html", ".svg", ".png")  # formats with a map behind the walk
_ALL = (".html", ".geojson")  # formats that hold all walks
_KEY = "sharing.key"


@click.command(cls=options.NumbersCommand)
@click.argument("file", type=options.FILE, metavar="FILE")
@click.option(
    "--loop",
    "number",
    type=NUMBER,
    help="Number of the loop in the file.  [default: all in a page or GeoJSON, else the first]",
)
@click.option("--link", is_flag=True, help="Print links to the start and the route, and a QR code.")
@click.option(
    "--private",
    is_flag=True,
    help="Share another walk of the same length that does not reveal where you live.",
)
@click.option(
    "--meet",
    type=options.PLACE,
    help="With --private: start of the walk.  [default: chosen for you]",
)
@click.option(
    "--yes-share-my-start", is_flag=True, help="Do not ask if a walk begins at your home."
)
@click.option("--report", is_flag=True, help="Show what each file reveals, as read back from it.")
@profile_option
@map_option
@online_options
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
    """Share a loop as a page, a course, a picture or a link.

    \b
      looproute share loops.geojson --loop 2 -o evening.html -o evening.fit
      looproute share loops.geojson --link -o start.qr.png
      looproute share loops.geojson --private -o evening.html --report

    FILE is GeoJSON that looproute wrote: looproute loop -o loops.geojson. An output named
    FILE.qr.svg or FILE.qr.png is a QR code of the start.

    A walk that begins at your door reveals where you live. --private shares another walk of the
    same length instead: it begins at a public place some way from your door and leads away from it.
    The same file always gives the same walk.
    """  # noqa: D301
    if not (outputs or link):
        raise click.UsageError(_list_outputs())
    if meet is not None and not private:
        raise click.UsageError("--meet sets the start of a private walk: add --private.")
    from looproute.sources.settings import SourceSettings
    from looproute.writers import Outputs, output, qr

    codes = [path for path in outputs if path.name.lower().endswith((".qr.svg", ".qr.png"))]
    files = [path for path in outputs if path not in codes]
    written = Outputs(paths=tuple(files), force=force, gap_m=gap_m, units=units)
    written.check()
    for path in codes:
        output.check_place(path, mark=qr.MARK, force=force)
    loops = list(geojson.read(file)) if number is None else [read_loop(file, number)]
    sources = open_sources(SourceSettings(map_file=map_file, **online), units)
    hidden = loops[0].points[0] if private else None
    if private:
        at = None if meet is None else find_place(sources, meet, "Meeting point")
        streets = sources.find_streets(geojson.read_map_id(file))
        loops = [_private(loops[0], streets, profile_name, at, units)]
    else:
        _ask_about_home(loops, profile_name, yes_share_my_start)
        if _has_any(files, _DRAWN):
            loops = add_streets(loops, sources.find_streets(geojson.read_map_id(file)))
        else:  # Offline streets, if any, give the cues and the length of a link.
            loops = add_offline_streets(loops, file, map_file)
    written.write(loops)
    for path in codes:
        _write_code(loops[0], path)
    share_report.print_loops(loops if _has_any(files, _ALL) else loops[:1], units)
    if link:
        share_report.print_links(loops[0], units)
    for path in outputs:
        wrote(path)
    if report:
        share_report.print_disclosures(loops, outputs, units, hidden)


def _has_any(files: Sequence[Path], suffixes: tuple[str, ...]) -> bool:
    return any(path.suffix.lower() in suffixes for path in files)


def _list_outputs() -> str:
    from looproute.writers import FORMATS

    return (
        f"Give an output: -o walk.html, or another of {', '.join(FORMATS)}, .qr.svg, .qr.png; "
        "or --link."
    )


def _home_near(loops: Sequence[Loop], profile_name: str) -> LatLon | None:
    """Return the home of the profile if a loop begins or ends there."""
    home = profile_file(profile_name).read().home
    ends = [place for loop in loops for place in (loop.points[0], loop.points[-1])]
    return home if home and any(distance_m(home, end) <= HOME_M for end in ends) else None


def _ask_about_home(loops: Sequence[Loop], profile_name: str, agreed: bool) -> None:
    if agreed or _home_near(loops, profile_name) is None:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(
            "This walk begins at your home and reveals where you live. Add --private to share one "
            "that does not, or --yes-share-my-start."
        )
    click.confirm(
        "This walk begins at your home and reveals where you live; with --private it would not. "
        "Share your home?",
        abort=True,
        err=True,
    )


def _private(
    loop: Loop,
    source: StreetSource,
    profile_name: str,
    meet: LatLon | None,
    units: Units,
) -> Loop:
    """Return the loop to share in place of one that begins at a home, and report it."""
    from looproute.privacy import PrivacyError, private_loops
    from looproute.writers.disclosure import discloses_home

    home = _home_near([loop], profile_name)
    key = load_key(profile_file(profile_name).path.with_name(_KEY))
    found = private_loops(loop, source, key=key, home=home, meet=meet)
    homes = [loop.points[0], *([home] if home else [])]
    for shared in found.loops:
        if not discloses_home(shared, homes, units):
            break
    else:
        raise PrivacyError(
            "Every walk from the meeting point would reveal a place too near your home. Share one "
            "of another length, or choose a meeting point with --meet LAT,LON."
        )
    way_m = found.meeting.way_m
    way = f"{format_length(way_m, units)} along the streets" if isfinite(way_m) else "far"
    note(f"The walk begins at {found.meeting.place}, {way} from your start.")
    if found.meeting.chosen:
        note("You chose the meeting point; how well it hides your home is unknown.")
    if loop.marks:
        note("Marks on the way, such as via points and runs, are left out.")
    return replace(shared, rank=loop.rank)


def _write_code(loop: Loop, path: Path) -> None:
    from looproute.writers import links, output, qr

    uri = links.geo_uri(loop.points[0])
    make = qr.svg_file if path.suffix.lower() == ".svg" else qr.png_file
    output.replace(path, make(uri))
