"""Every option and argument that commands share, and the types that read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from looproute import units as people
from looproute.gait import Sex, Walker
from looproute.geo import LatLon
from looproute.units import Units

if TYPE_CHECKING:
    from collections.abc import Iterator

F = TypeVar("F", bound=Callable[..., Any])

_DEGREES = r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)"


class Quantity(click.ParamType):  # type: ignore[type-arg]  # generic from Click 8.5 on
    """What a person types for a quantity, read by a function that raises ValueError."""

    def __init__(self, name: str, parse: Callable[[str], float]) -> None:
        self.name = name
        self.parse = parse

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number, or fail with the sentence of the parser."""
        if not isinstance(value, str):
            return float(value)
        try:
            return self.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


STEPS = Quantity("steps", people.parse_steps)
LENGTH = Quantity("length", people.parse_length)
SNAP = Quantity("length", lambda text: people.parse_length(text, people.SNAP_M))
GAP = Quantity("length", lambda text: people.parse_length(text, people.GAP_M))
DURATION = Quantity("time", people.parse_duration)
HEIGHT = Quantity("height", people.parse_height)
PACE = Quantity("pace", people.parse_pace)
STEP_LENGTH = Quantity("length", people.parse_step_length)
HEADING = Quantity("heading", people.parse_heading)
LANE = Quantity("n", lambda text: int(people.parse_whole(text, people.LANE)))
COUNT = Quantity("n", lambda text: people.parse_whole(text, people.COUNT))
SEED = Quantity("n", lambda text: people.parse_whole(text, people.SEED))
TOLERANCE = Quantity("percent", people.parse_tolerance)


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


def parse_start(
    _ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> LatLon | str | None:
    """Return the place that the words of an argument name, None for no words."""
    return parse_place(" ".join(value), param.human_readable_name.strip("[]")) if value else None


def parse_places(
    _ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[LatLon | str, ...]:
    """Return the places that an option names which may be given several times."""
    return tuple(parse_place(text, param.opts[0]) for text in value)


def parse_place(text: str, param_hint: str) -> LatLon | str:
    """Return the place that a text names, as ``53.5571,13.2613`` or ``53.5571, 13.2613``, or text.

    Text without a letter, or of numbers only (``nan``, ``1e1``), is no address.
    """
    text = text.strip()
    found = re.fullmatch(rf"{_DEGREES}\s*[,\s]\s*{_DEGREES}", text, re.ASCII)
    if not found:
        if any(map(str.isalpha, text)) and not all(map(_is_number, re.findall(r"[^,\s]+", text))):
            return text
        raise click.BadParameter(
            f"{text[:60]!r} is not a place: write latitude, comma, longitude in degrees, like "
            "53.5571,13.2613, or an address.",
            param_hint=param_hint,
        )
    lat, lon = float(found[1]), float(found[2])
    try:
        return LatLon(lat, lon)
    except ValueError as error:
        swapped = abs(lon) <= 90 < abs(lat) <= 180
        hint = "; are latitude and longitude swapped?" if swapped else "."
        raise click.BadParameter(f"{error}{hint}", param_hint=param_hint) from error


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
    found = re.fullmatch(r"([0-9]{1,5}(?:\.[0-9]{1,3})?)\s*(s|min)", text.strip(), re.ASCII)
    seconds = float(found[1]) * {"s": 1, "min": 60}[found[2]] if found else -1.0
    if not 1 <= seconds <= 3600:
        raise ValueError(
            f"{text[:40]!r} is not a time from 1 s to 60 min: write it like 90s or 2min."
        )
    return seconds


def place_argument(name: str, metavar: str) -> Callable[[F], F]:
    """Return what adds an argument that is a place, in one word or quoted."""
    return click.argument(
        name, metavar=metavar, callback=lambda _ctx, _param, text: parse_place(text, metavar)
    )


start_argument = click.argument("start", nargs=-1, metavar="[START]", callback=parse_start)

units_option = click.option(
    "--units",
    type=click.Choice(["metric", "imperial"]),
    default="metric",
    show_default=True,
    help="Kilometres or miles in the answer; what you type may be in either.",
)

map_option = click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    envvar="LOOPROUTE_MAP",
    show_envvar=True,
    help="Streets from an OpenStreetMap file: .osm, .osm.gz, .osm.bz2, .osm.pbf, or a "
    ".graphml of OSMnx. Without it: from what was kept of the last time, or from a server.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")


def output_options(default: str = "") -> Callable[[F], F]:
    """Return what adds the options that say which files are written, as `write_loops` takes them.

    `default` is told in the help.
    """
    told = f"  [default: {default}]" if default else ""

    def add(command: F) -> F:
        for option in (
            click.option(
                "--gap",
                "gap_m",
                type=GAP,
                default=0.0,
                help="End the track so far before the start, such as 30m, for apps that say at "
                "once that you have arrived.",
            ),
            click.option(
                "--force", is_flag=True, help="Replace files that looproute did not write."
            ),
            click.option(
                "-o",
                "--output",
                "outputs",
                type=click.Path(path_type=Path),
                multiple=True,
                metavar="FILE",
                help="Write FILE.html (a map), .fit, .tcx or .gpx (the best walk for a watch), "
                ".png or .svg (a picture), .csv (where to turn), .kml or .geojson; may be given "
                f"several times.{told}",
            ),
        ):
            command = option(command)
        return command

    return add


def online_options(command: F) -> F:
    """Add the options that say how a network is used; `Places` takes what they give."""
    for option in (
        click.option("--offline", is_flag=True, help="Use no network; say what is missing."),
        click.option(
            "--deadline",
            "deadline_s",
            type=Quantity("time", parse_deadline),
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


def walker_options(command: F) -> F:
    """Add the options that say how somebody walks; `walker_from` reads them."""
    for option in (
        click.option(
            "--sex",
            type=click.Choice(["female", "male"]),
            help="Makes the estimate from --height a little better.",
        ),
        click.option(
            "--pace",
            "pace_s_per_m",
            type=PACE,
            help="How fast you walk, such as 11min/km, 18:00/mi or 5.5km/h.",
        ),
        click.option(
            "--height",
            "height_m",
            type=HEIGHT,
            help="Your height, such as 1.75, 175cm or 5ft9: the step is estimated from it.",
        ),
        click.option(
            "--step-length",
            "--stride",
            "step_length_m",
            type=STEP_LENGTH,
            help="From one foot to the other, such as 0.70, 70cm or 28in. Count your steps over "
            "100 m: 140 steps are 100/140 = 0.71. Watches call it stride length; a stride "
            "proper is two steps.",
        ),
    ):
        command = option(command)
    return command


def walker_from(
    step_length_m: float | None, height_m: float | None, pace_s_per_m: float | None, sex: Sex | None
) -> Walker:
    """Return the walker whom the options describe."""
    if step_length_m is not None and height_m is not None:
        raise click.UsageError(
            "Give --step-length or --height, not both: the height only serves to estimate the step."
        )
    if sex is not None and height_m is None:
        raise click.UsageError("--sex only helps together with --height: give both or neither.")
    if step_length_m is not None:
        return Walker.given(step_length_m, pace_s_per_m)
    if height_m is not None:
        return Walker.from_height(height_m, pace_s_per_m, sex)
    return Walker.typical(pace_s_per_m)


def step_line(walker: Walker, units: Units) -> str:
    """Return where the step length comes from and how to better it, a sentence a line."""
    better = {
        "default": "\nMeasure yours with looproute calibrate walk, or give --height and --pace.",
        "height": "\nMeasure yours with looproute calibrate walk.",
    }
    return f"{walker.describe(units)}.{better.get(walker.basis, '')}"
