"""Check that a wheel holds everything that looproute needs where there is no checkout.

python .ci/wheel.py looproute-0.1.0-py3-none-any.whl
"""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]
AREA = "data/neubrandenburg"
MOST_BYTES = 2_000_000


def needed() -> set[str]:
    """Return what the wheel must hold: all of looproute/, and the area that ships with it."""
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "looproute").rglob("*.*")}
    area = {f"looproute/{AREA}/{path.name}" for path in (ROOT / AREA).iterdir()}
    return {name for name in package | area if "__pycache__" not in name}


def main() -> None:
    """Print what the wheel weighs; exit with a sentence where something is wrong with it."""
    path = Path(sys.argv[1])
    with ZipFile(path) as wheel:
        names = {name for name in wheel.namelist() if not name.endswith("/")}
    inside = {name for name in names if name.startswith("looproute/")}
    about = {name for name in names - inside if name.split("/")[0].endswith(".dist-info")}
    if missing := sorted(needed() - inside):
        sys.exit(f"{path.name} lacks {', '.join(missing)}")
    if foreign := sorted(names - inside - about):
        sys.exit(f"{path.name} also holds {', '.join(foreign)}")
    if not any(name.endswith("leaflet/LICENSE") for name in about):
        sys.exit(f"{path.name} does not name Leaflet's licence among its own")
    if path.stat().st_size > MOST_BYTES:
        sys.exit(f"{path.name} has {path.stat().st_size:,} bytes, more than {MOST_BYTES:,}")
    print(f"{path.name}: {len(names)} files, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
