"""Measure time and memory to import a large export of Apple Health, plain and zipped.

    python -m tests.bench.apple_import --out tests/bench/apple_import.md

The export is generated: a year of steps from a phone and a watch and of heart rates, with a workout
per day whose steps are among the records, so that the import reads the file twice. Each import runs
in its own process, on Linux.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from .areas import ROOT
from .markdown import deliver, head, out_option, table

BEGIN = datetime(2025, 11, 23, tzinfo=UTC)
IMPORT = """
import sys, time
from pathlib import Path
from looproute.readers import read
begin = time.process_time()
found = read(Path(sys.argv[1]))
seconds = time.process_time() - begin
status = Path("/proc/self/status").read_text().splitlines()
peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
print(seconds, peak * 1024 / 1e6, len(found.walks), len(found.everyday))
"""


@click.command(help=__doc__)
@click.option("--megabytes", default=300, show_default=True, help="Size of the export.")
@out_option
def main(megabytes: int, out: Path | None) -> None:
    """Import both files and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export.xml"
        write_export(export, megabytes * 1_000_000)
        packed = Path(folder) / "export.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(export, "apple_health_export/export.xml")
        rows = [imported(path) for path in (export, packed)]
    about = f"{os.cpu_count()} cores, Python {platform.python_version()}; time of the processor."
    heads = ["file", "size", "takes", "peak memory", "walks", "days"]
    title = "Importing an export of Apple Health"
    deliver([*head(title, "apple_import"), about, "", *table(heads, rows)], out)


def write_export(path: Path, size: int) -> None:
    """Write an export of a year with at least this number of bytes."""
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0"?>\n<!DOCTYPE HealthData [\n<!ATTLIST broken\n<!\n]>\n')
        file.write('<HealthData locale="en_GB">\n')
        for day in range(365):
            midnight = BEGIN + timedelta(days=day)
            for ten in range(36, 130):
                at = midnight + timedelta(minutes=10 * ten)
                for source, steps in (("Watch", 83), ("Phone", 80)):
                    file.write(_record("StepCount", source, at, 10, steps))
            beat = midnight
            while file.tell() < size * (day + 1) // 365:
                file.write(_record("HeartRate", "Watch", beat, 0, 72))
                beat += timedelta(seconds=10)
            file.write(_workout(midnight + timedelta(hours=8)))
        file.write("</HealthData>\n")


def _record(kind: str, source: str, begin: datetime, minutes: int, value: int) -> str:
    end = begin + timedelta(minutes=minutes)
    return (
        f' <Record type="HKQuantityTypeIdentifier{kind}" sourceName="{source}" '
        f'sourceVersion="11.1" device="&lt;&lt;HKDevice: 0x28&gt;, name:{source}&gt;" '
        f'unit="count" creationDate="{_time(end)}" startDate="{_time(begin)}" '
        f'endDate="{_time(end)}" value="{value}"/>\n'
    )


def _workout(begin: datetime) -> str:
    distance = "HKQuantityTypeIdentifierDistanceWalkingRunning"
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityTypeWalking" '
        f'startDate="{_time(begin)}" endDate="{_time(begin + timedelta(minutes=150))}">\n'
        f'  <WorkoutStatistics type="{distance}" sum="1.05" unit="km"/>\n'
        "  <WorkoutRoute/>\n </Workout>\n"
    )


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S +0000")


def imported(path: Path) -> list[str]:
    """Return the row of the table for a file."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(path)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    seconds, peak, walks, days = done.stdout.split()
    size = f"{path.stat().st_size / 1e6:.0f} MB"
    return [path.name, size, f"{float(seconds):.1f} s", f"{float(peak):.0f} MB", walks, days]


if __name__ == "__main__":
    main()
