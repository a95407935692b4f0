"""Compile the extract of the shipped area."""

from __future__ import annotations

from pathlib import Path

from looproute.network import io
from looproute.sources import bundled

FOLDER = Path(__file__).parent / "neubrandenburg"

if __name__ == "__main__":
    io.save(bundled.from_extract(FOLDER), FOLDER / "neubrandenburg.streets")
