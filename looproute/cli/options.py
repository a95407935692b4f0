"""Click types based on the parsers of `units`, and what many commands share: options and help."""

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
    """A Click type that parses with a function; the function raises ValueError."""

    def __init__(self, name: str, parse: Callable[[str], object]) -> None:
        self.name = name
        self.parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the parsed value, or fail with the message of the parser."""
        if not isinstance(value, str):
            return value
        try:
            return self.parse(value.strip())
        except ValueError as error:
            self.fail(str(error), param, ctx)


def whole_in(limits: Range) -> Typed:
    """Create the type of a whole number within limits."""
    return Typed("n", lambda text: people.parse_whole(text, limits))


def length_in(limits: Range) -> Typed:
    """Create the type of a length within limits."""
    return Typed("length", lambda text: people.parse_length(text, limits))


class NumbersCommand(click.Command):
    """A command whose arguments may begin with a minus, as in ``looproute loop -23.55,-46.63``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Separate options from arguments before Click takes ``-23.55`` for an option."""
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
    """Parse a place: coordinates as in `parse_coordinates`, or else an address.

    Text without a letter, or with nothing but numbers (``nan``, ``1e1``), is not an address.
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
    """Parse ``53.5571,13.2613`` or ``53.5571, 13.2613``; return None for other text."""
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


def confirm(question: str) -> bool:
    """Return whether the user answers yes; no answer means no."""
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        click.echo("", err=True)
        return False


FILE = click.Path(path_type=Path, readable=False)  # the reader or the writer reports what is wrong
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
    """Parse the words of an argument as one place; return None without words."""
    try:
        return parse_place(" ".join(value)) if value else None
    except ValueError as error:
        hint = f"'{param.human_readable_name.strip('[]')}'"
        raise click.BadParameter(str(error), param_hint=hint) from error


start_argument = click.argument("start", nargs=-1, metavar="[START]", callback=parse_start)


def _remember_units(ctx: click.Context, _param: click.Parameter, units: Units) -> Units:
    """Return the units; remember them for the message of a fatal error."""
    ctx.ensure_object(dict)["units"] = units
    return units


units_option = click.option(
    "--units",
    type=click.Choice(["metric", "imperial"]),
    callback=_remember_units,
    default="metric",
    show_default=True,
    help="Units of the output; you may type either.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def print_json(answer: object) -> None:
    """Print the result as JSON."""
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False))


force_option = click.option(
    "--force", is_flag=True, help="Replace files that looproute did not write."
)


def output_option(help_text: str) -> Callable[[F], F]:
    """Return a decorator that adds --output; a file given twice is written once."""
    return click.option(
        "-o",
        "--output",
        "outputs",
        type=FILE,
        multiple=True,
        metavar="FILE",
        callback=lambda _context, _option, paths: tuple(dict.fromkeys(paths)),
        help=help_text,
    )


def output_options(default: str = "") -> Callable[[F], F]:
    """Return a decorator that adds --output, --force and --gap; the help shows `default`."""
    files = output_option(
        "Write FILE.html (a map), .fit, .tcx or .gpx (the best walk, for a watch), .png or .svg "
        "(a picture), .csv (a cue sheet), .kml or .geojson; may be repeated."
        + (f"  [default: {default}]" if default else "")
    )
    gap = click.option(
        "--gap",
        "gap_m",
        type=GAP,
        default=0.0,
        help="End the track this far before the start, such as 30m, for apps that announce your "
        "arrival at once.",
    )
    return lambda command: files(force_option(gap(command)))


SECTIONS: dict[str, tuple[str, ...]] = {
    "What to walk": (
        "--steps",
        "--distance",
        "--time",
        "--nested",
        "--track",
        "--lane",
        "--count",
        "--heading",
        "--via",
        "--only-loops",
        "--depart",
        "--back-by",
        "--date",
    ),
    "Where": ("--map", "--offline", "--snap"),
    "Who walks": ("--step-length", "--height", "--pace", "--sex", "--profile"),
    "Output": ("--output", "--open", "--json", "--units", "--force", "--gap"),
    "Advanced": (
        "--tolerance",
        "--exact",
        "--seed",
        "--deadline",
        "--overpass",
        "--nominatim",
        "--help",
    ),
}
"""The options of each section, in the order of the help."""


class PlanCommand(NumbersCommand):
    """A command that plans walks."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of each section; raise KeyError for an option without a section."""
        records = {
            next(name for name in param.opts if name.startswith("--")): record
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and (record := param.get_help_record(ctx))
        }
        for title, names in SECTIONS.items():
            rows = [records.pop(name) for name in names if name in records]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        if records:
            raise KeyError(f"no section of the help has {', '.join(records)}")
