"""What people type, read by the parsers of `units`, and the options that many commands share."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from looproute import units as people
from looproute.geo import LatLon
from looproute.units import Range, Units

F = TypeVar("F", bound=Callable[..., Any])

_DEGREES = r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)"


class Typed(click.ParamType):  # type: ignore[type-arg]  # generic from Click 8.5 on
    """What a person types, read by a function that raises ValueError."""

    def __init__(self, name: str, parse: Callable[[str], object]) -> None:
        self.name = name
        self.parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return what was meant, or fail with the sentence of the parser."""
        if not isinstance(value, str):
            return value
        try:
            return self.parse(value.strip())
        except ValueError as error:
            self.fail(str(error), param, ctx)


def whole_in(limits: Range) -> Typed:
    """Return the type of a whole number within limits."""
    return Typed("n", lambda text: people.parse_whole(text, limits))


def length_in(limits: Range) -> Typed:
    """Return the type of a length within limits."""
    return Typed("length", lambda text: people.parse_length(text, limits))


class NumbersCommand(click.Command):
    """A command whose arguments may begin with a minus, as in ``looproute loop -23.55,-46.63``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Part the options from the arguments before Click takes ``-23.55`` for an option."""
        valued = {
            name
            for param in self.params
            if isinstance(param, click.Option) and not param.is_flag
            for name in param.opts
        }
        options: list[str] = []
        arguments: list[str] = []
        rest: Iterator[str] = iter(args)
        for arg in rest:
            if arg == "--":
                arguments += rest
            elif not arg.startswith("-") or re.match(r"-[0-9.]", arg):
                arguments.append(arg)
            else:
                options.append(arg)
                if arg in valued:
                    value = next(rest, None)
                    if value is None:
                        return super().parse_args(ctx, args)
                    options.append(value)
        return super().parse_args(ctx, [*options, "--", *arguments])


class OrderedGroup(click.Group):
    """A group whose commands are listed in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(self.commands)


def parse_place(text: str) -> LatLon | str:
    """Return the place that a text names, as `parse_coordinates` does, or text that is an address.

    Text without a letter, or of numbers only (``nan``, ``1e1``), is no address.
    """
    if (place := parse_coordinates(text)) is not None:
        return place
    if any(map(str.isalpha, text)) and not all(map(_is_number, re.findall(r"[^,\s]+", text))):
        return text
    raise ValueError(
        f"{text[:60]!r} is not a place: write latitude, comma, longitude in degrees, like "
        "53.5571,13.2613, or an address."
    )


def parse_coordinates(text: str) -> LatLon | None:
    """Return a place written like ``53.5571,13.2613`` or ``53.5571, 13.2613``, None for others."""
    found = re.fullmatch(rf"{_DEGREES}\s*[,\s]\s*{_DEGREES}", text, re.ASCII)
    if not found:
        return None
    lat, lon = float(found[1]), float(found[2])
    try:
        return LatLon(lat, lon)
    except ValueError as error:
        swapped = abs(lon) <= 90 < abs(lat) <= 180
        hint = "; are latitude and longitude swapped?" if swapped else "."
        raise ValueError(f"{error}{hint}") from error


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def parse_deadline(text: str) -> float:
    """Return seconds: ``90s`` or ``2min``; from 1 s to 60 min.

    >>> parse_deadline("90s"), parse_deadline("2min")
    (90.0, 120.0)
    """
    found = re.fullmatch(r"([0-9]{1,5}(?:\.[0-9]{1,3})?)\s*(s|min)", text, re.ASCII)
    seconds = float(found[1]) * {"s": 1, "min": 60}[found[2]] if found else -1.0
    if not 1 <= seconds <= 3600:
        raise ValueError(
            f"{text[:40]!r} is not a time from 1 s to 60 min: write it like 90s or 2min."
        )
    return seconds


def agreed(question: str) -> bool:
    """Return whether somebody says yes; no answer is a no."""
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        click.echo("", err=True)
        return False


FILE = click.Path(path_type=Path, readable=False)  # what reads or writes it says what is wrong
STEPS = Typed("steps", people.parse_steps)
LENGTH = length_in(people.LENGTH_M)
SNAP = length_in(people.SNAP_M)
GAP = length_in(people.GAP_M)
DURATION = Typed("time", people.parse_duration)
HEIGHT = Typed("height", people.parse_height)
PACE = Typed("pace", people.parse_pace)
STEP_LENGTH = Typed("length", people.parse_step_length)
HEADING = Typed("heading", people.parse_heading)
LANE = whole_in(people.LANE)
COUNT = whole_in(people.COUNT)
SEED = whole_in(people.SEED)
TOLERANCE = Typed("percent", people.parse_tolerance)
PLACE = Typed("place", parse_place)


def parse_start(
    _ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> LatLon | str | None:
    """Return the place that the words of an argument name, None for no words."""
    try:
        return parse_place(" ".join(value)) if value else None
    except ValueError as error:
        hint = f"'{param.human_readable_name.strip('[]')}'"
        raise click.BadParameter(str(error), param_hint=hint) from error


start_argument = click.argument("start", nargs=-1, metavar="[START]", callback=parse_start)


def _remember_units(ctx: click.Context, _: click.Parameter, units: Units) -> Units:
    """Save the units for an error of the command, which is shown after it has ended."""
    ctx.ensure_object(dict)["units"] = units
    return units


units_option = click.option(
    "--units",
    callback=_remember_units,
    type=click.Choice(["metric", "imperial"]),
    default="metric",
    show_default=True,
    help="Kilometres or miles in the answer; what you type may be in either.",
)

map_option = click.option(
    "--map",
    "map_file",
    type=FILE,
    metavar="FILE",
    envvar="LOOPROUTE_MAP",
    show_envvar=True,
    help="Streets from an OpenStreetMap file: .osm, .osm.gz, .osm.bz2, .osm.pbf, or a "
    ".graphml of OSMnx. Without it: from what was kept of the last time, or from a server.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")


def print_json(answer: object) -> None:
    """Print what `json_option` asks for."""
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False))


force_option = click.option(
    "--force", is_flag=True, help="Replace files that looproute did not write."
)


def output_option(told: str) -> Callable[[F], F]:
    """Return what adds the option that says which files are written; `told` is its help.

    A file that is named twice is written once.
    """
    return click.option(
        "-o",
        "--output",
        "outputs",
        type=FILE,
        multiple=True,
        metavar="FILE",
        callback=lambda _context, _option, paths: tuple(dict.fromkeys(paths)),
        help=told,
    )


def output_options(default: str = "") -> Callable[[F], F]:
    """Return what adds the options that say which files are written, as `write_loops` takes them.

    `default` is told in the help.
    """
    files = output_option(
        "Write FILE.html (a map), .fit, .tcx or .gpx (the best walk for a watch), .png or .svg "
        "(a picture), .csv (where to turn), .kml or .geojson; may be given several times."
        + (f"  [default: {default}]" if default else "")
    )
    gap = click.option(
        "--gap",
        "gap_m",
        type=GAP,
        default=0.0,
        help="End the track so far before the start, such as 30m, for apps that say at once that "
        "you have arrived.",
    )
    return lambda command: files(force_option(gap(command)))


def online_options(command: F) -> F:
    """Add the options that say how a network is used; `Places` takes what they give."""
    for option in (
        click.option("--offline", is_flag=True, help="Use no network; say what is missing."),
        click.option(
            "--deadline",
            "deadline_s",
            type=Typed("time", parse_deadline),
            default="90s",
            show_default=True,
            envvar="LOOPROUTE_DEADLINE",
            show_envvar=True,
            help="How long to wait for servers, all waiting together.",
        ),
        click.option(
            "--nominatim",
            metavar="URL",
            envvar="LOOPROUTE_NOMINATIM_URL",
            show_envvar=True,
            help="Another server of addresses.",
        ),
        click.option(
            "--overpass",
            metavar="URL",
            envvar="LOOPROUTE_OVERPASS_URL",
            show_envvar=True,
            help="Another server of streets.",
        ),
    ):
        command = option(command)
    return command
