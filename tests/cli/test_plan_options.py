"""What nobody says on the command line is what nobody says in Python."""

from __future__ import annotations

from typing import Any

import click
import pytest

from looproute.cli import laps, loop, train, walk_there
from looproute.request import LoopTarget
from looproute.sources.deadline import DEADLINE_S
from looproute.training.plan import TrainingPlan


def default(command: click.Command, name: str) -> Any:
    """Return what an option is where it is not given."""
    [option] = [param for param in command.params if param.name == name]
    context = click.Context(command)
    return option.type_cast_value(context, option.get_default(context))


@pytest.mark.parametrize("command", [loop.command, laps.command, walk_there.command])
@pytest.mark.parametrize("name", ["count", "tolerance", "exact", "seed", "snap_limit_m"])
def test_defaults_of_a_request(command: click.Command, name: str) -> None:
    assert default(command, name) == getattr(LoopTarget, name)


@pytest.mark.parametrize("name", ["rise_steps", "outings", "everyday_steps", "easier_fourth"])
def test_defaults_of_a_plan(name: str) -> None:
    assert default(train.command, name) == getattr(TrainingPlan, name)


def test_default_of_the_deadline() -> None:
    assert default(loop.command, "deadline_s") == DEADLINE_S
