"""A training diary: the plan that is followed, and the steps of each day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from looproute.steps.measurement import DAY_STEPS
from looproute.store.private_file import PrivateFile
from looproute.store.toml import read_toml, render_days, render_toml
from looproute.training.plan import YEARS, TrainingPlan

_FILE = {"version": int, "plan": dict, "walked": dict}
_PLAN = {
    "first_steps": int,
    "goal_steps": int,
    "begin": date,
    "rise_steps": int,
    "every_weeks": int,
    "easier_fourth": bool,
    "weeks": int,
    "outings": int,
    "everyday_steps": int,
}
_PLAN_REQUIRED = ("first_steps", "goal_steps", "begin")


@dataclass(frozen=True, kw_only=True)
class Diary:
    """What a walker plans and has walked: steps, by day. `Diary()` is an empty one."""

    plan: TrainingPlan | None = None
    walked: Mapping[date, int] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for day, steps in self.walked.items():
            if not DAY_STEPS.holds(steps):
                raise ValueError(f"{steps:,} steps on {day} are not from {DAY_STEPS:,}.")
            if not YEARS.holds(day.year):
                raise ValueError(f"{day} is not a day from {YEARS}.")


def open_diary(path: Path) -> PrivateFile[Diary]:
    """Return the file of a diary."""
    return PrivateFile(path, what="diary", empty=Diary, parse=parse_diary, render=render_diary)


def parse_diary(content: bytes) -> Diary:
    r"""Return the diary that a file holds; raise FaultError if it holds none.

    >>> parse_diary(b"version = 1\n[walked]\n2026-11-23 = 5210").walked[date(2026, 11, 23)]
    5210
    """
    top = read_toml(content)
    fields = top.read(_FILE)
    plan = None
    if "plan" in fields:
        table = top.table("plan")
        plan = table.build(TrainingPlan, table.read(_PLAN, _PLAN_REQUIRED))
    walked = top.table("walked").read_days(lambda day: Diary(walked=day))
    return Diary(plan=plan, walked=MappingProxyType(walked))


def render_diary(diary: Diary) -> bytes:
    """Return the content of a diary's file."""
    plan = {} if diary.plan is None else asdict(diary.plan)
    walked = render_days(diary.walked)
    return render_toml("What you walk,", {}, ("[plan]", plan), ("[walked]", walked))
