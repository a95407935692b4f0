"""Take a picture of a map in headless Chromium, without a network; .png or .webp.

python .ci/picture.py loop-8000-steps.html 1440x900 docs/map.webp
"""

from __future__ import annotations

import sys
import tempfile
from base64 import b64decode
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.writers.conftest import Browser


def main() -> None:
    """Open the page at the size and write what it looks like."""
    page, size, picture = sys.argv[1:]
    width, height = map(int, size.split("x"))
    how = {"format": "webp", "quality": 85} if picture.endswith(".webp") else {"format": "png"}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(Path(profile))
        browser.open(Path(page).resolve(), width, height, phone=width < 600)
        shot = browser.send("Page.captureScreenshot", **how)
        browser.close()
    Path(picture).write_bytes(b64decode(shot["data"]))
    print(f"{picture}: {Path(picture).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
