"""Take a picture of a map in headless Chromium, without a network.

python .ci/picture.py walk.html 390x844 walk.png
"""

from __future__ import annotations

import sys
import tempfile
from base64 import b64decode
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.writers.conftest import Browser


def main() -> None:
    """Open the page at the size and write what it looks like, as a PNG."""
    page, size, picture = sys.argv[1:]
    width, height = map(int, size.split("x"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(Path(profile))
        browser.open(Path(page).resolve(), width, height, phone=width < 600)
        shot = browser.send("Page.captureScreenshot", format="png")
        browser.close()
    Path(picture).write_bytes(b64decode(shot["data"]))
    print(f"{picture}: {Path(picture).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
