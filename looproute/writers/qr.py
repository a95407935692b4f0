"""Render a short text as a QR code: for a page, a file or a terminal.

ISO/IEC 18004 with error correction M, which repairs 15 %, and the required quiet zone of four
modules. Dark on white, because many phones cannot read the inverse.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import looproute
from looproute.network.network import ATTRIBUTION
from looproute.text.sanitize import for_html
from looproute.writers.png_metadata import add_text

if TYPE_CHECKING:
    from segno import QRCode

MARK = b"looproute-qr "
MOST_CHARACTERS = 2000  # chosen: up to 2,953 fit, but few phones can read that
_QUIET = 4  # modules of white round it, as ISO/IEC 18004 requires
_PNG_SCALE = 8  # pixels per module
# Keys: whether the upper and the lower module of a character are dark.
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def svg(text: str, *, label: str = "QR code") -> str:
    """Return an `<svg>` element; the same text gives the same bytes.

    It has a `viewBox` but no size, which the page sets, and no id, class or style, so that it fits
    any document. `label` is its name for screen readers.

    Raises ValueError for a text that is empty or too long to scan.

    >>> svg("geo:53.5571,13.2613")[:49]
    '<svg xmlns="http://www.w3.org/2000/svg" role="img'
    """
    out = io.BytesIO()
    _code(text).save(
        out, kind="svg", xmldecl=False, omitsize=True, border=_QUIET, light="#fff", nl=False,
        svgns=True, svgclass=None, lineclass=None, draw_transparent=False,
    )  # fmt: skip
    drawn = out.getvalue().decode("ascii")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{for_html(label)}"'
    return drawn.replace('<svg xmlns="http://www.w3.org/2000/svg"', head, 1)


def svg_file(text: str) -> bytes:
    """Return the QR code as an SVG document that also contains its text."""
    comment = f"<!-- {MARK.decode()}{looproute.__version__}. {ATTRIBUTION} -->"
    drawn = svg(text, label=text)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{comment}\n{drawn}\n'.encode()


def png_file(text: str) -> bytes:
    """Return the QR code as a PNG with 8 pixels per module that also contains its text."""
    out = io.BytesIO()
    _code(text).save(out, kind="png", scale=_PNG_SCALE, border=_QUIET)
    description = f"{MARK.decode()}{looproute.__version__}. {ATTRIBUTION}: {text}"
    return add_text(out.getvalue(), "Software", description)


def terminal(text: str) -> str:
    """Return the QR code as lines of block characters, to be shown black on white.

    Each character is two modules high, so that modules are square.
    """
    rows = [[bool(module) for module in row] for row in _code(text).matrix_iter(border=_QUIET)]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    return "\n".join(
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )


def _code(text: str) -> QRCode:
    import segno

    if not 0 < len(text) <= MOST_CHARACTERS:
        raise ValueError(
            f"a QR code holds from 1 to {MOST_CHARACTERS:,} characters, not {len(text):,}"
        )
    return segno.make_qr(text, error="m", boost_error=False)
