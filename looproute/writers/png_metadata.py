"""Add text chunks to a PNG image: its software and its attribution.

Source: PNG (Portable Network Graphics) Specification, third edition, W3C, sections 5.2 and 11.3.
"""

from __future__ import annotations

import struct
import zlib

# The signature and the IHDR chunk, which comes first; text chunks may follow anywhere.
_HEAD_BYTES = 8 + 25


def add_text(image: bytes, keyword: str, text: str) -> bytes:
    r"""Return a PNG image with a UTF-8 text under an ASCII keyword, in an iTXt chunk.

    >>> add_text(bytes(33), "Software", "x")[33:-4]
    b'\x00\x00\x00\x0eiTXtSoftware\x00\x00\x00\x00\x00x'
    """
    # Uncompressed, without a language or a translated keyword.
    data = b"iTXt" + keyword.encode("ascii") + b"\0\0\0\0\0" + text.encode()
    chunk = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return image[:_HEAD_BYTES] + chunk + image[_HEAD_BYTES:]
