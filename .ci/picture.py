"""Take a picture of a page in headless Chromium, without a network: .png or .webp, or paper: .pdf.

python .ci/picture.py loop-8000-steps.html 1440x900 docs/map.webp
python .ci/picture.py loop-8000-steps.html A4 docs/print.webp
python .ci/picture.py loop-8000-steps.html 390x844 map-phone-dark.png dark
python .ci/picture.py loop-8000-steps.html A4 map-A4.pdf
"""

from __future__ import annotations

import sys
import tempfile
from base64 import b64decode
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.writers.conftest import Browser

SHEETS_INCH = {"A4": (210 / 25.4, 297 / 25.4), "Letter": (8.5, 11.0)}
MARGIN_INCH = 12 / 25.4  # as print.css has it
PX_PER_INCH = 96


def main() -> None:
    """Open the page at the size, or print it on the sheet, and write what it looks like."""
    page, size, picture, *scheme = sys.argv[1:]
    how = {"format": "webp", "quality": 85} if picture.endswith(".webp") else {"format": "png"}
    if size in SHEETS_INCH:
        wide, high = SHEETS_INCH[size]
        width, height = (round((inch - 2 * MARGIN_INCH) * PX_PER_INCH) for inch in (wide, high))
    else:
        width, height = map(int, size.split("x"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(Path(profile))
        features = [{"name": "prefers-color-scheme", "value": scheme[0] if scheme else "light"}]
        browser.send("Emulation.setEmulatedMedia", features=features)
        browser.open(Path(page).resolve(), width, height, phone=width < 600)
        if picture.endswith(".pdf"):
            shot = browser.send("Page.printToPDF", paperWidth=wide, paperHeight=high)
        else:
            if size in SHEETS_INCH:
                browser.send("Emulation.setEmulatedMedia", media="print")
                browser.run("dispatchEvent(new Event('beforeprint'))")
            shot = browser.send("Page.captureScreenshot", **how)
        browser.close()
    Path(picture).write_bytes(b64decode(shot["data"]))
    print(f"{picture}: {Path(picture).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
