"""Compile the extract of the area that ships with looproute to the file that opens at once."""

from __future__ import annotations

from pathlib import Path

from looproute.sources import bundled, compiled

FOLDER = Path(__file__).parent / "neubrandenburg"

if __name__ == "__main__":
    compiled.save(bundled.from_extract(FOLDER), FOLDER / "neubrandenburg.streets")
