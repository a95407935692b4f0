"""What the commands that plan a walk have in common: their options, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click

from looproute.cli import options
from looproute.cli.source_options import Ground, Places
from looproute.cli.stderr import wrote
from looproute.cli.walker_options import Person, person_from, profile_option, walker_options
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.request import LoopTarget
from looproute.steps.formulas import Sex
from looproute.steps.walker import Walker
from looproute.units import Units

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_STEPS = 8000  # where no wish is told; see MILESTONES in schedule.py


def wish_options(default: str = f"{DEFAULT_STEPS:,}") -> Callable[[F], F]:
    """Return what adds the options that say how long; `default` is told in the help."""
    steps = click.option(
        "--steps",
        type=options.STEPS,
        help=f"How many steps: 8000, 8,000 or 8k.  [default: {default}]",
    )
    distance = click.option(
        "--distance", "length_m", type=options.LENGTH, help="How far: 5.6km or 3.5mi."
    )
    time = click.option(
        "--time", "duration_s", type=options.DURATION, help="How long: 45min or 1h30."
    )
    return lambda command: steps(distance(time(command)))


def planning_options(command: F) -> F:
    """Add the options that `Planning` takes beside the wish, in the order of the help."""
    count = click.option(
        "--count",
        type=options.COUNT,
        default="5",
        show_default=True,
        help="How many walks to choose from.",
    )
    return count(walker_options(group_planning_options(command)))


def group_planning_options(command: F) -> F:
    """Add those of the `planning_options` that hold for a group of walkers too."""
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
        options.online_options,
        options.map_option,
        click.option(
            "--seed",
            type=options.SEED,
            default="0",
            show_default=True,
            help="Another number gives other walks.",
        ),
        click.option("--exact", is_flag=True, help="Nearest in length before most pleasant."),
        click.option(
            "--tolerance",
            type=options.TOLERANCE,
            default="0.5%",
            show_default=True,
            help="How far a walk may be off the length.",
        ),
        profile_option,
    ):
        command = option(command)
    return command


@dataclass(frozen=True, kw_only=True)
class Planning:
    """What the options of a command that plans walks say; raises UsageError for two lengths."""

    steps: int | None
    length_m: float | None
    duration_s: float | None
    count: int = 1
    step_length_m: float | None = None
    height_m: float | None = None
    pace_s_per_m: float | None = None
    sex: Sex | None = None
    profile_name: str
    tolerance: float
    exact: bool
    seed: int
    map_file: Path | None
    overpass: str | None
    nominatim: str | None
    deadline_s: float
    offline: bool
    snap_limit_m: float
    units: Units
    outputs: tuple[Path, ...]
    force: bool
    gap_m: float
    open_map: bool
    as_json: bool

    def __post_init__(self) -> None:
        if sum(wish is not None for wish in (self.steps, self.length_m, self.duration_s)) > 1:
            raise click.UsageError("Give one of --steps, --distance and --time, not several.")

    @property
    def wished(self) -> bool:
        """Whether a length is wished for."""
        return (self.steps, self.length_m, self.duration_s) != (None, None, None)

    @property
    def wish_name(self) -> str:
        """The wish as a part of a file name, such as ``8000-steps``, ``5.6km`` or ``45min``."""
        if self.steps is not None:
            return f"{self.steps}-steps"
        if self.length_m is not None:
            return f"{self.length_m / 1000:.3g}km"
        assert self.duration_s is not None
        return f"{self.duration_s / 60:.0f}min"

    def target(self, *, walker: Walker | None = None, **more: Any) -> LoopTarget:
        """Return how long to walk, checked, before any place is looked up."""
        return LoopTarget(
            steps=self.steps,
            length_m=self.length_m,
            duration_s=self.duration_s,
            walker=walker or self.person.walker,
            count=self.count,
            tolerance=self.tolerance,
            exact=self.exact,
            seed=self.seed,
            snap_limit_m=self.snap_limit_m,
            **more,
        )

    @cached_property
    def person(self) -> Person:
        """Who walks."""
        return person_from(
            self.profile_name, self.step_length_m, self.height_m, self.pace_s_per_m, self.sex
        )

    @cached_property
    def places(self) -> Places:
        """What finds addresses and streets."""
        from looproute.cli.source_options import Places

        return Places(
            overpass=self.overpass,
            nominatim=self.nominatim,
            deadline_s=self.deadline_s,
            offline=self.offline,
            units=self.units,
        )

    def ground(self, start: LatLon | str | None) -> Ground:
        """Return the start that is given, else home, else in the shipped town; and its streets."""
        return self.places.ground(start or self.person.home, self.map_file)

    def files(self, name: str) -> tuple[Path, ...]:
        """Return the files to write, the map of that name if none is said, all of them writable."""
        from looproute.writers import check_outputs

        files = self.outputs or (() if self.as_json else (Path(f"{name}.html"),))
        if self.open_map and not any(map(_is_page, files)):
            raise click.UsageError("--open needs a map to open: add -o walk.html.")
        check_outputs(files, force=self.force, gap_m=self.gap_m)
        return files

    def deliver(
        self, loops: Sequence[Loop], files: Sequence[Path], *, said: str = "", answer: object = None
    ) -> None:
        """Write the files, then print the walks as a table, or as GeoJSON.

        `said` stands before the table, in place of the walker's step; `answer` is JSON in place of
        GeoJSON.
        """
        from looproute.writers import geojson, write_loops

        for path in files:
            write_loops(loops, path, force=self.force, units=self.units, gap_m=self.gap_m)
        if self.as_json and answer is not None:
            options.print_json(answer)
        elif self.as_json:
            click.echo(geojson.render(loops, self.units), nl=False)
        else:
            from looproute.cli.table import show

            click.echo(said or self.person.lines(loops[0].target_steps, self.units))
            show(loops, self.units)
        for path in files:
            wrote(path)
        if self.open_map:
            import webbrowser

            page = next(filter(_is_page, files))
            if not webbrowser.open(page.resolve().as_uri()):
                click.echo(f"No browser answered: open {page} yourself.", err=True)


def _is_page(path: Path) -> bool:
    return path.suffix.lower() == ".html"
