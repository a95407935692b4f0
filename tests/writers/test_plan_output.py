from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from looproute.errors import WriteError
from looproute.steps.walker import Walker
from looproute.training.plan import Outlook, TrainingPlan, plan_weeks
from looproute.writers.plan_output import FORMATS, write_plan

PLAN = TrainingPlan(first_steps=5000, goal_steps=6000, begin=date(2026, 11, 23))
OUTLOOK = Outlook(plan=PLAN, weeks=plan_weeks(PLAN, Walker()))


@pytest.mark.parametrize("suffix", FORMATS)
def test_only_files_of_looproute_are_replaced(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"training{suffix}"
    write_plan(OUTLOOK, path)
    first = path.read_bytes()
    write_plan(OUTLOOK, path)
    assert path.read_bytes() == first
    path.write_text("mine")
    with pytest.raises(WriteError, match="was not written by looproute"):
        write_plan(OUTLOOK, path)
    assert path.read_text() == "mine"
    write_plan(OUTLOOK, path, force=True)
    assert path.read_bytes() == first


@pytest.mark.parametrize("name", ["training.gpx", "training", "a\0.html"])
def test_unknown_suffixes_are_rejected(name: str) -> None:
    with pytest.raises(ValueError, match=r"should end in one of \.html, \.ics"):
        write_plan(OUTLOOK, name)
