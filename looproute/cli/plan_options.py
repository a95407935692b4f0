"""Options and steps shared by all planning commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from looproute.cli import options
from looproute.cli.source_options import (
    find_place,
    locate_start,
    map_option,
    online_options,
    open_sources,
)
from looproute.cli.stderr import note, wrote
from looproute.cli.table import print_loops
from looproute.cli.walker_options import (
    describe_planned_walker,
    profile_option,
    read_walker,
    walker_options,
)
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.request import LoopTarget
from looproute.steps.formulas import Sex
from looproute.steps.walker import Walker
from looproute.store.profile import PlannedWalker
from looproute.units import Units

if TYPE_CHECKING:
    from looproute.sources.settings import ConfiguredSources, Origin
    from looproute.writers import Outputs

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_STEPS = 8000  # the default target; see MILESTONES in train/report.py


def target_options(default: str = f"{DEFAULT_STEPS:,}") -> Callable[[F], F]:
    """Return a decorator that adds the options for the target; the help shows `default`."""
    steps = click.option(
        "--steps",
        type=options.STEPS,
        help=f"Number of steps: 8000, 8,000 or 8k.  [default: {default}]",
    )
    distance = click.option(
        "--distance", "length_m", type=options.LENGTH, help="Distance: 5.6km or 3.5mi."
    )
    time = click.option(
        "--time", "duration_s", type=options.DURATION, help="Walking time: 45min or 1h30."
    )
    return lambda command: steps(distance(time(command)))


def planning_options(command: F) -> F:
    """Add the options that `Planning` takes as well as the target."""
    count = click.option(
        "--count",
        type=options.COUNT,
        default="5",
        show_default=True,
        help="Number of walks to choose from.",
    )
    return count(walker_options(group_planning_options(command)))


def group_planning_options(command: F) -> F:
    """Add those of the `planning_options` that also apply to a group of walkers."""
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
            help="Maximum distance from the start to a street.",
        ),
        online_options,
        map_option,
        click.option(
            "--seed",
            type=options.SEED,
            default="0",
            show_default=True,
            help="Change this number to get different walks.",
        ),
        click.option(
            "--exact",
            is_flag=True,
            help="Prefer the walk closest to the target, even if it is less pleasant.",
        ),
        click.option(
            "--tolerance",
            type=options.TOLERANCE,
            default="0.5%",
            show_default=True,
            help="Accepted difference from the target length.",
        ),
        profile_option,
    ):
        command = option(command)
    return command


@dataclass(frozen=True, kw_only=True)
class Planning:
    """Parsed options shared by all planning commands. Raises UsageError for two targets."""

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
        if sum(target is not None for target in (self.steps, self.length_m, self.duration_s)) > 1:
            raise click.UsageError("Give one of --steps, --distance and --time, not several.")

    @property
    def has_target(self) -> bool:
        """Whether a target was given."""
        return (self.steps, self.length_m, self.duration_s) != (None, None, None)

    @property
    def target_name(self) -> str:
        """The target as a part of a file name, such as ``8000-steps``, ``5.6km`` or ``45min``."""
        if self.steps is not None:
            return f"{self.steps}-steps"
        if self.length_m is not None:
            return f"{self.length_m / 1000:.3g}km"
        assert self.duration_s is not None
        return f"{self.duration_s / 60:.0f}min"

    def target(self, *, walker: Walker | None = None, **more: Any) -> LoopTarget:
        """Return the validated target, before any place is looked up."""
        return LoopTarget(
            steps=self.steps,
            length_m=self.length_m,
            duration_s=self.duration_s,
            walker=walker or self.planned_walker.walker,
            count=self.count,
            tolerance=self.tolerance,
            exact=self.exact,
            seed=self.seed,
            snap_limit_m=self.snap_limit_m,
            **more,
        )

    @cached_property
    def planned_walker(self) -> PlannedWalker:
        """The walker whose steps are planned."""
        return read_walker(
            self.profile_name, self.step_length_m, self.height_m, self.pace_s_per_m, self.sex
        )

    @cached_property
    def sources(self) -> ConfiguredSources:
        """The sources of streets and addresses."""
        from looproute.sources.settings import SourceSettings

        settings = SourceSettings(
            map_file=self.map_file,
            overpass=self.overpass,
            nominatim=self.nominatim,
            deadline_s=self.deadline_s,
            offline=self.offline,
        )
        return open_sources(settings, self.units)

    def locate_start(self, start: LatLon | str | None) -> Origin:
        """Return the given start, else the home, else the bundled start, with its streets."""
        return locate_start(self.sources, start or self.planned_walker.home)

    def find_place(self, place: LatLon | str, name: str) -> LatLon:
        """Return the coordinates of another place of the walk."""
        return find_place(self.sources, place, name)

    def check_outputs(self, name: str) -> Outputs:
        """Return the files to write, by default a map of that name, after checking them all."""
        from looproute.writers import Outputs

        paths = self.outputs or (() if self.as_json else (Path(f"{name}.html"),))
        outputs = Outputs(paths=paths, force=self.force, gap_m=self.gap_m, units=self.units)
        if self.open_map and outputs.page is None:
            raise click.UsageError("--open needs a map to open: add -o walk.html.")
        outputs.check()
        return outputs

    def deliver(
        self,
        loops: Sequence[Loop],
        outputs: Outputs,
        *,
        introduction: str = "",
        answer: object = None,
    ) -> None:
        """Write the files, then print the walks as a table, or as GeoJSON.

        `introduction` replaces the line about the walker's step before the table; `answer` is JSON
        to print instead of GeoJSON.
        """
        from looproute.writers import geojson

        outputs.write(loops)
        if self.as_json and answer is not None:
            options.print_json(answer)
        elif self.as_json:
            click.echo(geojson.render(loops, self.units), nl=False)
        else:
            steps = loops[0].target_steps
            click.echo(
                introduction or describe_planned_walker(self.planned_walker, steps, self.units)
            )
            print_loops(loops, self.units)
        for path in outputs.paths:
            wrote(path)
        self._explain_count(loops)
        if self.open_map and outputs.page is not None:
            import webbrowser

            page = outputs.page
            if not webbrowser.open(page.resolve().as_uri()):
                click.echo(f"No browser could be started: open {page} yourself.", err=True)

    def _explain_count(self, walks: Sequence[Loop]) -> None:
        """Say why there are fewer walks than requested with `--count`."""
        given = click.get_current_context().get_parameter_source("count")
        if len(walks) >= self.count or given is not ParameterSource.COMMANDLINE:
            return
        note(
            f"{len(walks)} of the {self.count} walks you asked for: all others found here share "
            "more than half of their way with one of these, or are much poorer."
        )
