"""What the commands that plan a walk have in common: their options, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from looproute.cli import options
from looproute.cli.person import Person, person_from, profile_option
from looproute.cli.progress import note

if TYPE_CHECKING:
    from looproute.cli.places import Places
    from looproute.gait import Sex
    from looproute.geo import LatLon
    from looproute.loops import Loop
    from looproute.sources import StreetSource
    from looproute.units import Units

F = TypeVar("F", bound=Callable[..., Any])


def planning_options(command: F) -> F:
    """Add the options that `Planning` takes, in the order of the help."""
    for option in (
        options.json_option,
        click.option("--open", "open_map", is_flag=True, help="Open the map in the browser."),
        options.output_options("a map in this folder"),
        options.units_option,
        click.option(
            "--snap",
            "snap_limit_m",
            type=options.SNAP,
            default="150m",
            show_default=True,
            help="How far the start may be from a street.",
        ),
        click.option(
            "--seed",
            type=options.SEED,
            default="0",
            show_default=True,
            help="Another number gives other walks.",
        ),
        click.option("--exact", is_flag=True, help="Nearest in length before most pleasant."),
        profile_option,
        click.option(
            "--tolerance",
            type=options.TOLERANCE,
            default="0.5%",
            show_default=True,
            help="How far a walk may be off the length.",
        ),
        options.online_options,
        options.map_option,
        options.walker_options,
        click.option(
            "--count",
            type=options.COUNT,
            default="5",
            show_default=True,
            help="How many walks to choose from.",
        ),
    ):
        command = option(command)
    return command


def wish_options(default: str) -> Callable[[F], F]:
    """Return what adds the options that say how long; `default` is told in the help."""

    def add(command: F) -> F:
        for option in (
            click.option(
                "--time", "duration_s", type=options.DURATION, help="How long: 45min or 1h30."
            ),
            click.option(
                "--distance", "length_m", type=options.LENGTH, help="How far: 5.6km or 3.5mi."
            ),
            click.option(
                "--steps",
                type=options.STEPS,
                help=f"How many steps: 8000, 8,000 or 8k.  [default: {default}]",
            ),
        ):
            command = option(command)
        return command

    return add


@dataclass(frozen=True, kw_only=True)
class Planning:
    """What the options of `planning_options` say."""

    count: int
    step_length_m: float | None
    height_m: float | None
    pace_s_per_m: float | None
    sex: Sex | None
    profile_name: str
    map_file: Path | None
    overpass: str | None
    nominatim: str | None
    deadline_s: float
    offline: bool
    tolerance: float
    exact: bool
    seed: int
    snap_limit_m: float
    units: Units
    outputs: tuple[Path, ...]
    force: bool
    gap_m: float
    open_map: bool
    as_json: bool

    @cached_property
    def person(self) -> Person:
        """Who walks."""
        return person_from(
            self.profile_name, self.step_length_m, self.height_m, self.pace_s_per_m, self.sex
        )

    @cached_property
    def places(self) -> Places:
        """What finds addresses and streets."""
        from looproute.cli.places import Places

        return Places(
            overpass=self.overpass,
            nominatim=self.nominatim,
            deadline_s=self.deadline_s,
            offline=self.offline,
        )

    def begin(self, start: LatLon | str | None) -> LatLon | str | None:
        """Return the start that is given, else home; None for the town that is shipped."""
        begin = start or self.person.home
        if self.map_file is not None and begin is None:
            raise click.UsageError("--map needs a start on it: give START as LAT,LON.")
        return begin

    def place(self, begin: LatLon | str | None) -> LatLon:
        """Return where that is; an address is looked up."""
        from looproute.sources.bundled import Bundled

        places = self.places
        return Bundled.start if begin is None else places.place(begin)

    def source(self, begin: LatLon | str | None) -> StreetSource:
        """Return where the streets come from."""
        from looproute.sources import map_file
        from looproute.sources.bundled import Bundled

        if begin is None:
            return Bundled()
        return self.places.anywhere() if self.map_file is None else map_file(self.map_file)

    def files(self, name: str) -> tuple[Path, ...]:
        """Return the files to write, the map of that name if none is said, all of them writable."""
        from looproute.writers import check_outputs

        files = self.outputs or (() if self.as_json else (Path(f"{name}.html"),))
        if self.open_map and not any(map(_is_page, files)):
            raise click.UsageError("--open needs a map to open: add -o walk.html.")
        check_outputs(files, force=self.force, gap_m=self.gap_m)
        return files

    def deliver(
        self, loops: Sequence[Loop], files: Sequence[Path], *, said: str = "", answer: str = ""
    ) -> None:
        """Write the files, then print the walks as a table, or as GeoJSON.

        `said` stands before the table, in place of the walker's step; `answer` is JSON in place of
        GeoJSON.
        """
        from looproute.writers import geojson, write_loops

        for path in files:
            write_loops(loops, path, force=self.force, units=self.units, gap_m=self.gap_m)
        if self.as_json:
            click.echo(answer or geojson.render(loops, self.units), nl=bool(answer))
        else:
            from looproute.cli.table import show

            click.echo(said or self.person.lines(loops[0].target_steps, self.units))
            show(loops, self.units)
        self.tell(files)

    def tell(self, files: Sequence[Path]) -> None:
        """Say what was written, and open the map if that is wished."""
        for path in files:
            use = ": open it in a browser, or send it; it needs no network."
            note(f"Wrote {path}{use if _is_page(path) else '.'}")
        if self.open_map:
            import webbrowser

            page = next(filter(_is_page, files))
            if not webbrowser.open(page.resolve().as_uri()):
                click.echo(f"No browser answered: open {page} yourself.", err=True)


def one_wish(steps: int | None, length_m: float | None, duration_s: float | None) -> bool:
    """Return whether a length is wished for; raises UsageError for several."""
    given = [option for option in (steps, length_m, duration_s) if option is not None]
    if len(given) > 1:
        raise click.UsageError("Give one of --steps, --distance and --time, not several.")
    return bool(given)


def wish_name(steps: int | None, length_m: float | None, duration_s: float | None) -> str:
    """Return a wish as a part of a file name, such as ``8000-steps``, ``5.6km`` or ``45min``."""
    if steps is not None:
        return f"{steps}-steps"
    if length_m is not None:
        return f"{length_m / 1000:.3g}km"
    assert duration_s is not None
    return f"{duration_s / 60:.0f}min"


def _is_page(path: Path) -> bool:
    return path.suffix.lower() == ".html"
