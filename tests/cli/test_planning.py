"""What the commands that plan have in common is what a wish in Python has."""

from __future__ import annotations

import click
import pytest

from looproute.cli import laps, loop, walk_there
from looproute.loops import LoopRequest


@pytest.mark.parametrize("command", [loop.command, laps.command, walk_there.command])
@pytest.mark.parametrize("name", ["count", "tolerance", "exact", "seed", "snap_limit_m", "units"])
def test_what_nobody_says_is_the_same_on_the_command_line_and_in_python(
    command: click.Command, name: str
) -> None:
    [option] = [param for param in command.params if param.name == name]
    context = click.Context(command)
    default = option.type_cast_value(context, option.get_default(context))
    assert default == getattr(LoopRequest, name)
