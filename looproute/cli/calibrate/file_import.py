"""``looproute calibrate import``: walks from files, shown before they are added."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import click

from looproute.cli import options
from looproute.cli.calibrate.report import explain_exclusion, format_measured_step
from looproute.cli.stderr import note
from looproute.cli.walker_options import profile_file, profile_option
from looproute.readers import Found, Request, read
from looproute.steps.calibration import detect_miscount
from looproute.steps.measurement import Mode, Walk
from looproute.store.profile import Profile
from looproute.text.walker import MISCOUNTS
from looproute.units import Units, format_length, format_steps

_SHOWN = 20  # walks to list, before "and 3 more"


@click.command("import", cls=options.NumbersCommand)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=options.FILE)
@click.option("--steps", type=options.STEPS, help="Steps of the walk, for a file without steps.")
@click.option(
    "--mode", type=click.Choice(["walk", "brisk", "run"]), help="How you walked, if you know."
)
@click.option("--yes", is_flag=True, help="Add walks without asking.")
@profile_option
@options.units_option
def import_(
    files: tuple[Path, ...],
    steps: int | None,
    mode: Mode | None,
    yes: bool,
    profile_name: str,
    units: Units,
) -> None:
    """Add walks that a watch or a phone has recorded.

    \b
      looproute calibrate import activity.fit
      looproute calibrate import track.gpx --steps 8140
      looproute calibrate import export.zip --yes

    FILE is FIT, GPX, TCX, CSV or an Apple Health export. Everyday steps are read from Apple Health,
    from monitoring files of watches (FIT) and from CSV rows without a length. If a day is already
    known, the greater count is kept.
    """  # noqa: D301
    if steps is not None and len(files) > 1:
        raise click.UsageError("--steps belongs to one walk: give one FILE with it.")
    file = profile_file(profile_name, new=True)
    profile = file.read()
    imported = Profile()
    for path in files:
        with _Bar(_printable(path.name)) as bar:
            found = read(path, Request(steps=steps, mode=mode, progress=bar))
        new = _preview(path, found, _add_new(profile, imported), units)
        imported = imported.add_walks(new, found.everyday)
    if _add_new(profile, imported) == profile:
        click.echo("There is nothing to add.")
        return
    if not (yes or options.confirm("Add this?")):
        click.echo("Nothing was added: answer y, or add --yes.")
        return
    profiles = file.update(lambda profile: _add_new(profile, imported))
    before, after = (profile.estimate() for profile in profiles)
    click.echo(
        f"Added. {format_measured_step(after.step_length_m, units)} a step, before it was "
        f"{format_measured_step(before.step_length_m, units)}; looproute calibrate show says more."
    )
    note(f"Saved in {file.path}.")


def _printable(text: str) -> str:
    """Return the text without control characters."""
    return "".join(c if c.isprintable() else "?" for c in text)


def _add_new(profile: Profile, imported: Profile) -> Profile:
    """Return the profile with the new walks and the everyday steps of a file."""
    known = {_key(walk) for walk in profile.walks}
    new = [walk for walk in imported.walks if _key(walk) not in known]
    return profile.add_walks(new, imported.everyday)


def _preview(path: Path, found: Found, profile: Profile, units: Units) -> list[Walk]:
    """Print what a file adds to a profile, and return its new walks."""
    known = {_key(walk) for walk in profile.walks}
    new: list[Walk] = []
    doubted: list[Walk] = []
    for walk in found.walks:
        if _key(walk) not in known:
            miscount = detect_miscount(
                walk.step_length_m, profile.estimate(walk.mode).step_length_m
            )
            (doubted if miscount else new).append(walk)
            if miscount:
                length = format_length(walk.distance_m, units)
                found.notes.append(
                    f"{format_steps(walk.steps)} steps over {length} look like "
                    f"{MISCOUNTS[miscount]}; if they are right, calibrate walk --sure adds them."
                )
    changed = profile.add_walks(new, found.everyday)
    why = {
        id(contribution.walk): explain_exclusion(contribution)
        for mode in get_args(Mode)
        for contribution in changed.estimate(mode).contributions
    }
    click.echo(
        f"{_printable(path.name)}: {len(new)} new walk{'s' * (len(new) != 1)}, "
        f"{len(found.everyday)} day{'s' * (len(found.everyday) != 1)} of everyday steps."
    )
    for walk in new[:_SHOWN]:
        aside = f" - set aside: {why[id(walk)]}" if why[id(walk)] else ""
        click.echo(
            f"  {walk.day or 'no date'}  {format_steps(walk.steps)} steps over "
            f"{format_length(walk.distance_m, units)}, "
            f"{format_measured_step(walk.step_length_m, units)} a step, {walk.mode}, "
            f"by {walk.how}{aside}"
        )
    if len(new) > _SHOWN:
        click.echo(f"  and {len(new) - _SHOWN} more")
    if twice := len(found.walks) - len(new) - len(doubted):
        click.echo(f"  {twice} {'is' if twice == 1 else 'are'} in the profile already")
    for reason in found.notes[:_SHOWN]:
        click.echo(f"  not used: {_printable(reason)}")
    if len(found.notes) > _SHOWN:
        click.echo(f"  and {len(found.notes) - _SHOWN} more not used")
    return new


def _key(walk: Walk) -> tuple[object, ...]:
    return walk.day, walk.steps, round(walk.distance_m), walk.mode


class _Bar:
    """A progress bar on stderr, on a terminal only; it restarts if a file is read again."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._done = 0

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._done and sys.stderr.isatty():
            click.echo("\r\x1b[K", nl=False, err=True)

    def __call__(self, count: int, size: int) -> None:
        """Record that `count` more bytes of `size` were read."""
        before = self._done
        self._done = before + count if before < size else count
        if sys.stderr.isatty() and 100 * self._done // size != 100 * before // size:
            filled = 30 * self._done // size
            bar = "#" * filled + "-" * (30 - filled)
            click.echo(
                f"\r{self._name[:30]} [{bar}] {100 * self._done // size} %", nl=False, err=True
            )
