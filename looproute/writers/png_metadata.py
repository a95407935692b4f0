"""Words in a PNG image that are not drawn: who made it, and whose map it shows.

Source: PNG (Portable Network Graphics) Specification, third edition, W3C, sections 5.2 and 11.3.
"""

from __future__ import annotations

import struct
import zlib

# The signature, and the IHDR chunk, which comes first; texts may stand anywhere after it.
_HEAD_BYTES = 8 + 25


def with_text(image: bytes, keyword: str, text: str) -> bytes:
    r"""Return a PNG image with a text in UTF-8 under a keyword of ASCII: an iTXt chunk.

    >>> with_text(bytes(33), "Software", "x")[33:-4]
    b'\x00\x00\x00\x0eiTXtSoftware\x00\x00\x00\x00\x00x'
    """
    # Not compressed, and neither a language nor a translated keyword is given.
    data = b"iTXt" + keyword.encode("ascii") + b"\0\0\0\0\0" + text.encode()
    chunk = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return image[:_HEAD_BYTES] + chunk + image[_HEAD_BYTES:]
