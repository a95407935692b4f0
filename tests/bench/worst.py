"""List the tasks to inspect, each with the command that repeats it."""

from __future__ import annotations

from collections.abc import Sequence

from .markdown import listed
from .record import TaskRecord

MOST = 10
EXACT_M = 1.0


def worst(records: Sequence[TaskRecord]) -> list[str]:
    """Return lists of tasks without loops, with broken promises, and with the worst figures."""
    lines = ["## To look into", ""]
    for outcome in ("broken", "not found", "impossible"):
        some = [record for record in records if record.outcome == outcome]
        lines += listed(
            f"{outcome.capitalize()}, {len(some)}", (f"{_of(r)}: {_end(r)}" for r in some)
        )
    loops = [(r, i, loop) for r in records for i, loop in enumerate(r.loops, 1)]
    lines += listed(
        "Loops that break a promise",
        (f"{_of(r)}, loop {i}: {'; '.join(loop.faults)}" for r, i, loop in loops if loop.faults),
    )
    lines += listed(
        "Loops that repeat what they need not",
        (f"{_of(r)}, loop {i}: {x.avoidable_m:.1f} m" for r, i, x in loops if x.avoidable_m > 0),
    )
    most = max((len(record.loops) for record in records), default=0)
    lines += listed(
        "Fewer loops than elsewhere although there is room",
        (f"{_of(r)}: {len(r.loops)}" for r in records if r.room and 0 < len(r.loops) < most),
    )
    slow_first = sorted(records, key=lambda record: -record.cpu_s)
    lines += listed(
        "The slowest",
        (f"{_of(r)}: {1000 * r.cpu_s:.0f} ms, {len(r.loops)} loops" for r in slow_first[:MOST]),
    )
    proofs = [record for record in slow_first if record.outcome == "impossible"][:MOST]
    lines += listed("The slowest proofs", (f"{_of(r)}: {1000 * r.cpu_s:.0f} ms" for r in proofs))
    found = [record for record in records if record.loops]
    fingers = sorted(found, key=lambda record: -record.loops[0].beyond.doubling_back)[:MOST]
    lines += listed(
        "First loops that double back most, beyond stems",
        (f"{_of(r)}: {100 * r.loops[0].beyond.doubling_back:.0f} %" for r in fingers),
    )
    inexact = [r for r in found if abs(r.exact_error_m or 0.0) > EXACT_M]
    lines += listed(
        f"First loops more than {EXACT_M:g} m off although `exact` was asked for",
        (
            f"{_of(r)}: {r.exact_error_m:+.1f} m, that none is nearer: {r.no_nearer}"
            for r in inexact
            if r.no_nearer != "confirmed"
        ),
    )
    return lines


def _end(record: TaskRecord) -> str:
    return f"{record.reason} ({record.refutation})" if record.refutation else record.reason


def _of(record: TaskRecord) -> str:
    task = record.task
    return f"{task.area} {task.lat:.7f},{task.lon:.7f} {task.length_m:g} m"
