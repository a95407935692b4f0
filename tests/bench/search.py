"""Measure the search on real streets and write the table.

    python -m tests.bench.search --out tests/bench/search.md

This takes the better part of an hour. `--short` takes less than a minute, and exits with 1 if a
loop breaks a promise.
"""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TimeElapsedColumn

from . import tasks
from .areas import AREAS, ROOT, starts_in
from .figures import TOWNS, TURNS_M, figures
from .markdown import deliver
from .record import Task, TaskRecord
from .report import report

LENGTHS_KM = (2.0, 4.0, 6.0, 8.0, 12.0)
WHOLE = "gothenburg-whole"
WHOLE_KM = (20.0, 42.0)
BUSY_M = 8000.0
MEMORY_M = (8000.0, 42_000.0)
SHORT_AREAS = ("neubrandenburg", "villages", "oswego", "helsinki", "liechtenstein")
SHORT_KM = (2.0, 5.6, 8.0)
SHORT_STARTS = 4


def _list_of(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _areas(_: click.Context, __: click.Parameter, value: str | None) -> list[str] | None:
    names = None if value is None else _list_of(value)
    if names and not set(names) <= set(AREAS):
        raise click.BadParameter(f"areas are {', '.join(AREAS)}")
    return names


def _lengths(_: click.Context, __: click.Parameter, value: str | None) -> list[float] | None:
    try:
        return None if value is None else [float(km) for km in _list_of(value)]
    except ValueError as error:
        raise click.BadParameter("lengths are kilometres: 2,5.6,8") from error


@click.command(help=__doc__)
@click.option("--areas", callback=_areas, help=f"Of {', '.join(AREAS)}; all by default.")
@click.option("--starts", type=click.IntRange(1), help="In each area; 30 by default.")
@click.option("--lengths", callback=_lengths, help="Kilometres: 2,4,6,8,12 by default.")
@click.option("--count", default=tasks.COUNT, show_default=True, help="Loops of each task.")
@click.option("--out", type=click.Path(path_type=Path), help="Markdown; JSON is put beside it.")
@click.option("--short", is_flag=True, help="A few starts in small areas, promises only.")
@click.option("--exact/--no-exact", default=None, help="Search again with `exact`.")
@click.option("--rival/--no-rival", default=None, help="Compare with waypoint-and-return.")
@click.option("--length-only/--no-length-only", default=None, help="Compare busy roads at 8 km.")
@click.option("--jobs", default=1, show_default=True, help="More make CPU figures worse.")
def main(
    areas: list[str] | None,
    starts: int | None,
    lengths: list[float] | None,
    count: int,
    out: Path | None,
    short: bool,
    exact: bool | None,
    rival: bool | None,
    length_only: bool | None,
    jobs: int,
) -> None:
    """Do every task and write the report."""
    areas = areas or list(SHORT_AREAS if short else AREAS)
    starts = starts or (SHORT_STARTS if short else 30)
    lengths = lengths or (list(SHORT_KM) if short else None)
    extras = tasks.Extras(
        *(not short if chosen is None else chosen for chosen in (exact, rival, length_only))
    )
    todo = [task for area in areas for task in _tasks(area, starts, lengths)]
    records = list(_done(todo, partial(_do, extras=extras, count=count), jobs))
    memory = None if short or WHOLE not in areas else [_memory_mb(m) for m in MEMORY_M]
    rows = figures(records, count=count, memory_mb=memory)
    deliver(report(records, rows, jobs=jobs, count=count), out)
    if out is not None:
        out.with_suffix(".json").write_text(json.dumps([asdict(record) for record in records]))
    if not all(row.met for row in rows if row.hard or not short):
        raise SystemExit(1)


def _tasks(area: str, starts: int, lengths_km: Sequence[float] | None) -> Iterator[Task]:
    if lengths_km is None:
        lengths_km = WHOLE_KM if area == WHOLE else LENGTHS_KM
        if area in TOWNS:
            lengths_km = sorted([*lengths_km, TURNS_M / 1000])
    for km in lengths_km:
        for number, place in enumerate(starts_in(area, starts)):
            yield Task(area=area, number=number, lat=place.lat, lon=place.lon, length_m=1000 * km)


def _do(task: Task, extras: tasks.Extras, count: int) -> TaskRecord:
    if task.area == WHOLE:
        extras = tasks.Extras(exact=False, rival=False, length_only=False)
    extras = extras._replace(length_only=extras.length_only and task.length_m == BUSY_M)
    return tasks.do(task, extras, count)


def _done(todo: list[Task], do: partial[TaskRecord], jobs: int) -> Iterator[TaskRecord]:
    """Yield the records of tasks in order, showing progress."""
    columns = (*Progress.get_default_columns(), TimeElapsedColumn())
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(*columns, console=Console(stderr=True)))
        bar = progress.add_task("", total=len(todo))
        workers = stack.enter_context(multiprocessing.Pool(jobs)) if jobs > 1 else None
        for record in workers.imap(do, todo) if workers else map(do, todo):
            progress.update(bar, description=record.task.area, advance=1)
            yield record


def _memory_mb(length_m: float) -> float:
    """Return the peak memory of a few searches in a separate process."""
    command = [sys.executable, "-m", "tests.bench.memory", WHOLE, str(length_m), "3"]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(found.stdout)


if __name__ == "__main__":
    main()
